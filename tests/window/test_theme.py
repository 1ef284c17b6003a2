from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gradioscope.window import theme
from gradioscope.window.parts.banner import Banner
from gradioscope.window.parts.chip import TINT
from gradioscope.window.theme.colours import COLOUR_TOKENS, SCHEMES, TEXT_TOKENS, Scheme

PLANES = ("surface", "surface_raised", "sidebar", "field", "hover", "selection")


@pytest.fixture(autouse=True)
def again(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "light")
    yield
    theme.apply(qapp, "light")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("plane", PLANES)
@pytest.mark.parametrize("text", TEXT_TOKENS)
def test_text_is_readable_on_every_plane(scheme: Scheme, plane: str, text: str) -> None:
    colours = SCHEMES[scheme]
    least = 7.0 if colours.contrast and text == "text" else 4.5
    assert theme.contrast(getattr(colours, text), getattr(colours, plane)) >= least


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_is_readable_on_the_accent(scheme: Scheme) -> None:
    colours = SCHEMES[scheme]
    assert theme.contrast(colours.on_accent, colours.accent) >= 4.5
    assert theme.contrast(colours.on_accent, colours.accent_hover) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("tone", ["text_muted", "success", "warning", "danger", "info"])
def test_a_chip_and_a_banner_are_readable_on_their_own_tint(scheme: Scheme, tone: str) -> None:
    colours = SCHEMES[scheme]
    ink = getattr(colours, tone)
    assert theme.contrast(ink, theme.mix(ink, colours.surface, TINT)) >= 4.5
    ground = theme.mix(ink, colours.surface, Banner.TINT)
    assert theme.contrast(colours.text, ground) >= 4.5
    assert theme.contrast(colours.text_muted, ground) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("plane", ["surface", "surface_raised", "sidebar", "field"])
def test_the_focus_stands_out(scheme: Scheme, plane: str) -> None:
    colours = SCHEMES[scheme]
    assert theme.contrast(colours.focus, getattr(colours, plane)) >= 3.0


@pytest.mark.parametrize("scheme", ["contrast-light", "contrast-dark"])
def test_outlines_are_seen_where_contrast_is_wanted(scheme: Scheme) -> None:
    colours = SCHEMES[scheme]
    assert theme.contrast(colours.border, colours.surface) >= 4.5
    assert theme.contrast(colours.text_disabled, colours.surface) >= 4.5


def test_contrast_is_the_ratio_of_wcag() -> None:
    assert theme.contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21.0)
    assert theme.contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)


def test_every_colour_is_a_colour() -> None:
    for scheme in SCHEMES.values():
        for name in COLOUR_TOKENS:
            assert getattr(scheme, name).isValid(), name


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_palette_and_the_style_sheet_take_the_colours(qapp: QApplication, scheme: Scheme) -> None:
    theme.apply(qapp, scheme)
    assert theme.scheme() == scheme
    assert qapp.palette().color(QPalette.ColorRole.Window) == SCHEMES[scheme].surface
    assert SCHEMES[scheme].danger.name() in qapp.styleSheet()
    assert "{" not in qapp.styleSheet().replace("{ ", "").replace("{\n", "")


def test_the_style_sheet_is_understood(qapp: QApplication, capfd: pytest.CaptureFixture[str]) -> None:
    for scheme in SCHEMES:
        theme.apply(qapp, scheme)
    assert "parse" not in capfd.readouterr().err


def test_an_unknown_scheme_is_refused(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="pink"):
        theme.apply(qapp, "pink")
    assert theme.scheme() == "light"


def test_a_change_is_told(qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.notifier().changed):
        theme.apply(qapp, "dark")


def test_system_follows_the_desktop(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    # the offscreen platform has no scheme of its own to change
    told = qapp.styleHints().colorSchemeChanged
    wish: list[Scheme] = ["dark"]
    monkeypatch.setattr(theme, "_system_scheme", lambda: wish[0])
    theme.apply(qapp, "system")
    assert theme.scheme() == "dark"
    wish[0] = "contrast-light"
    told.emit(Qt.ColorScheme.Light)
    assert theme.scheme() == "contrast-light"
    theme.apply(qapp, "light")
    told.emit(Qt.ColorScheme.Dark)
    assert theme.scheme() == "light", "the person's own choice stays"


def test_zoom_makes_texts_and_lengths_larger(qapp: QApplication, qtbot: QtBot) -> None:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    edit.show()
    small, text = edit.sizeHint().height(), theme.font("body").pixelSize()
    assert small == theme.px(theme.CONTROL)
    theme.apply(qapp, "light", 2.0)
    assert theme.font("body").pixelSize() == 2 * text
    assert theme.mono_font().pixelSize() == 2 * text
    assert edit.fontInfo().pixelSize() == 2 * text
    assert edit.sizeHint().height() == theme.px(theme.CONTROL) == 2 * small
    assert theme.px(0) == 0
    theme.apply(qapp, "light", 0.1)
    assert theme.px(1) == 1


def test_sizes_of_text_are_three(qapp: QApplication) -> None:
    assert theme.font("meta").pixelSize() < theme.font("body").pixelSize() < theme.font("title").pixelSize()


def test_a_mark_is_shown_and_taken_back(qapp: QApplication, qtbot: QtBot) -> None:
    label = QLabel("text")
    qtbot.addWidget(label)
    label.show()
    theme.mark(label, tone="danger")
    assert label.palette().color(QPalette.ColorRole.WindowText) == theme.tokens().danger
    theme.mark(label, tone="")
    assert label.palette().color(QPalette.ColorRole.WindowText) == theme.tokens().text


def test_a_check_mark_is_drawn_in_the_scheme_s_colour(qapp: QApplication, qtbot: QtBot) -> None:
    for scheme in SCHEMES:
        theme.apply(qapp, scheme)
        box = QCheckBox("on")
        box.setChecked(True)
        qtbot.addWidget(box)
        box.show()
        image = box.grab().toImage()
        colours = {image.pixelColor(x, y).name() for x in range(20) for y in range(image.height())}
        assert theme.tokens().text.name() in colours, "the box"
        assert theme.tokens().on_accent.name() in colours, "its mark"


def test_applying_is_quick(qapp: QApplication) -> None:
    spent = []
    for scheme in ("dark", "light", "dark", "light"):
        before = time.process_time()
        theme.apply(qapp, scheme)
        spent.append(time.process_time() - before)
    assert min(spent) < 0.025


def test_mixing_goes_from_one_to_the_other() -> None:
    black, white = QColor("#000000"), QColor("#ffffff")
    assert theme.mix(black, white, 0.0) == white
    assert theme.mix(black, white, 1.0) == black
    assert theme.mix(black, white, 0.5).red() in (127, 128)


def test_the_person_s_wish_for_less_motion_wins() -> None:
    theme.motion.set_reduced(True)
    assert theme.motion.duration(120) == 0
    theme.motion.set_reduced(False)
    assert theme.motion.duration(500) == 120
    theme.motion.set_reduced(None)
    assert theme.motion.reduced() is False, "no desktop is there to ask"


def test_plain_widgets_take_the_plane_they_are_marked_with(qapp: QApplication, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    theme.mark(widget, plane="sidebar")
    widget.show()
    assert widget.grab().toImage().pixelColor(3, 3) == theme.tokens().sidebar
