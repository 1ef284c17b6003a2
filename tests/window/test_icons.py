from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import gradioscope_resources
from gradioscope.window import icons, resources, theme

FOLDER = Path(gradioscope_resources.__path__[0]) / "icons"


def inked(image: QImage) -> set[str]:
    """The colours of all pixels that are wholly covered."""
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


def test_the_names_are_the_files() -> None:
    assert {path.stem for path in FOLDER.glob("*.svg")} - {"gradioscope"} == icons.NAMES


@pytest.mark.parametrize("name", sorted(icons.NAMES))
def test_an_icon_is_a_line_drawing_of_sixteen_pixels(name: str) -> None:
    text = resources.read_text(f"icons/{name}.svg")
    root = ElementTree.fromstring(text)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("16", "16", "0 0 16 16")
    assert root.get("stroke-width") == "1.5"
    assert set(re.findall(r'(?:stroke|fill)="([^"]+)"', text)) <= {"none", "currentColor"}


@pytest.mark.parametrize("name", sorted(icons.NAMES))
def test_an_icon_shows_something_in_its_colour_within_its_square(qapp: QApplication, name: str) -> None:
    image = icons.pixmap(name, QColor("#c02626"), 16, 3.0).toImage()
    assert image.size() == QSize(48, 48)
    assert inked(image) == {"#c02626"}
    edge = [image.pixelColor(i, j).alpha() for i in range(48) for j in (0, 47)]
    edge += [image.pixelColor(j, i).alpha() for i in range(48) for j in (0, 47)]
    assert max(edge) == 0, "it touches the edge and would be cut"


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_a_pixmap_has_the_pixels_of_the_screen(qapp: QApplication, ratio: float) -> None:
    pixmap = icons.icon("copy").pixmap(QSize(16, 16), ratio)
    assert pixmap.size() == QSize(round(16 * ratio), round(16 * ratio))
    assert pixmap.devicePixelRatio() == pytest.approx(ratio)


def test_an_icon_follows_the_theme(qapp: QApplication) -> None:
    icon = icons.icon("stop", "danger")
    for scheme in ("light", "dark"):
        theme.apply(qapp, scheme)
        assert inked(icon.pixmap(QSize(16, 16), 2.0).toImage()) == {theme.tokens().danger.name()}
    theme.apply(qapp, "light")


def test_an_icon_of_a_disabled_widget_is_grey(qapp: QApplication) -> None:
    image = icons.icon("stop").pixmap(QSize(16, 16), 2.0, QIcon.Mode.Disabled).toImage()
    assert inked(image) == {theme.tokens().text_disabled.name()}


def test_a_copy_of_an_icon_is_the_same_icon(qapp: QApplication) -> None:
    icon = QIcon(icons.icon("run"))
    assert icon.pixmap(16, 16).toImage() == icons.icon("run").pixmap(16, 16).toImage()


def test_an_unknown_name_or_token_is_an_error() -> None:
    with pytest.raises(KeyError):
        icons.icon("unicorn")
    with pytest.raises(AttributeError):
        icons.icon("run", "pink")


@pytest.mark.parametrize("side", [16, 22, 32, 48, 64, 128, 256])
def test_the_program_has_its_own_icon(qapp: QApplication, side: int) -> None:
    image = icons.app_icon().pixmap(QSize(side, side), 1.0).toImage()
    assert image.size() == QSize(side, side)
    assert len(inked(image)) > 10, "it has several colours"


def test_svg_is_read_only_when_an_icon_is_painted(qtbot: QtBot) -> None:
    program = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from gradioscope.window import icons\n"
        "app = QApplication([])\n"
        "icon = icons.icon('run')\n"
        "assert 'PySide6.QtSvg' not in sys.modules\n"
        "icon.pixmap(16, 16)\n"
        "assert 'PySide6.QtSvg' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_a_missing_resource_is_an_error() -> None:
    with pytest.raises(OSError, match=r"nothing\.svg"):
        resources.read_bytes("icons/nothing.svg")
