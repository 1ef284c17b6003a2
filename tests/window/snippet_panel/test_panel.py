"""The snippet is what is copied, to the last character."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QStyle, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from gradioscope.window import theme
from gradioscope.window.snippet_panel import SnippetPanel
from gradioscope.window.snippet_panel.text import SnippetText

HOSTILE = ["a\u00a0b", "a\u2028b", "a\u2029b", "a\rb\r\nc", "tab\there", "𝒳 non-BMP 🎉", "\ufdd0", "", "\n\n"]


@pytest.fixture
def panel(qtbot: QtBot) -> SnippetPanel:
    panel = SnippetPanel()
    qtbot.addWidget(panel)
    panel.set_targets({"curl": "curl (bash, zsh, sh)", "python": "Python"})
    panel.resize(500, 200)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def test_the_controls_have_the_names_of_the_product(panel: SnippetPanel) -> None:
    assert panel.text.accessibleName() == "Snippet"
    assert panel.copy_button.accessibleName() == "Copy snippet"
    buddies = [label.text() for label in panel.findChildren(QLabel) if label.buddy() is panel.targets]
    assert buddies == ["Snippet target"]


def test_the_chosen_target_is_read_whole_in_half_a_window(
    qapp: QApplication, qtbot: QtBot, panel: SnippetPanel
) -> None:
    """Of 1280 pixels, the response has 508."""
    theme.apply(qapp, "light")
    panel.resize(508, 200)
    qtbot.waitUntil(lambda: panel.targets.width() < panel.width())
    needed = panel.targets.fontMetrics().horizontalAdvance(panel.targets.currentText())
    option = QStyleOptionComboBox()
    panel.targets.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = panel.targets.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, panel.targets)
    assert room.width() >= needed


@pytest.mark.parametrize("text", ["curl 'http://x'", *HOSTILE[:-2]])
def test_what_is_read_is_what_is_copied(panel: SnippetPanel, text: str) -> None:
    panel.set_text(text)
    assert panel.text.toPlainText() == text
    panel.copy_button.click()
    assert QGuiApplication.clipboard().text() == text
    panel.text.selectAll()
    panel.text.copy()
    assert QGuiApplication.clipboard().text() == text


def test_a_part_is_copied_exactly_too(panel: SnippetPanel) -> None:
    panel.set_text("🎉 one\u00a0two three")
    cursor = panel.text.textCursor()
    cursor.setPosition(3)
    cursor.setPosition(10, QTextCursor.MoveMode.KeepAnchor)
    panel.text.setTextCursor(cursor)
    panel.text.copy()
    assert QGuiApplication.clipboard().text() == "one\u00a0two"


def test_copying_is_told_on_the_button_and_by_a_signal(qtbot: QtBot, panel: SnippetPanel) -> None:
    panel.set_text("curl")
    with qtbot.waitSignal(panel.copied):
        panel.copy_button.click()
    assert panel.copy_button.text() == "Copied"
    assert panel.copy_button.accessibleName() == "Copy snippet"
    qtbot.waitUntil(lambda: panel.copy_button.text() == "Copy")


def test_a_problem_stands_in_the_snippet_s_place(panel: SnippetPanel) -> None:
    panel.set_text("curl")
    panel.set_problem("Steps: 99 is more than 10.")
    assert panel.banner.isVisible()
    assert panel.banner.accessibleDescription() == "Steps: 99 is more than 10."
    assert not panel.copy_button.isEnabled()
    assert panel.snippet() == ""
    panel.set_text("curl")
    assert panel.text.isVisible()
    assert panel.copy_button.isEnabled()


def test_only_a_person_s_choice_of_target_is_told(panel: SnippetPanel) -> None:
    told: list[object] = []
    panel.targetChanged.connect(told.append)
    assert panel.target() == "curl"
    panel.set_target("python")
    assert told == ["python"]
    panel.set_targets({"js": "JavaScript", "python": "Python"})
    assert panel.target() == "python"
    assert told == ["python"]


def test_a_change_keeps_the_place_one_reads_at(qtbot: QtBot, panel: SnippetPanel) -> None:
    lines = [f"line {number}" for number in range(200)]
    panel.set_text("\n".join(lines))
    bar = panel.text.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    bar.setValue(80)
    lines[100] = "changed"
    changes: list[tuple[int, int, int]] = []
    panel.text.document().contentsChange.connect(lambda *change: changes.append(change))
    panel.set_text("\n".join(lines))
    assert bar.value() == 80
    assert sum(added for _, _, added in changes) < 20
    assert shown(panel.text) == "\n".join(lines)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(["curl", "'quote", "🎉", "", "-X POST"]), max_size=6), max_size=5))
def test_any_row_of_changes_ends_with_the_last_text(panel: SnippetPanel, texts: list[list[str]]) -> None:
    for lines in texts:
        panel.set_text("\n".join(lines))
        assert shown(panel.text) == "\n".join(lines) == panel.snippet()


@pytest.mark.parametrize("text", ["curl " + "a b" * 350_000, ("x" * 79 + "\n") * 13_000])
def test_a_megabyte_is_whole_without_colours(qtbot: QtBot, panel: SnippetPanel, text: str) -> None:
    panel.set_text("short")
    panel.set_text(text)
    assert panel.snippet() == text
    assert panel.text._highlighter.document() is None
    qtbot.waitUntil(lambda: not panel.text._filler.isActive(), timeout=30_000)
    longest = max(len(line) for line in shown(panel.text).split("\n"))
    assert longest < 21_000
    if not panel.text.is_cut:
        assert shown(panel.text) == text
    panel.copy()
    assert QGuiApplication.clipboard().text() == text
    panel.set_text("curl 'short'")
    assert panel.text._highlighter.document() is panel.text.document()


def test_colours_follow_quotes_over_lines(panel: SnippetPanel) -> None:
    panel.set_text("curl -d 'one\ntwo # not a comment'\n# a comment\necho \\'x")
    starts = []
    block = panel.text.document().firstBlock()
    while block.isValid():
        starts.append([(f.start, f.length) for f in block.layout().formats()])
        block = block.next()
    assert starts == [[(0, 4), (5, 2), (8, 4)], [(0, 20)], [(0, 11)], [(0, 4)]]


def test_save_as_writes_the_snippet(panel: SnippetPanel, tmp_path: Path) -> None:
    panel.set_text("curl 'ä'\n")
    panel.save_button.click()
    dialog = panel.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "request.sh"))
    dialog.close()
    assert (tmp_path / "request.sh").read_text() == "curl 'ä'\n"


def test_wrapping_can_be_switched(panel: SnippetPanel) -> None:
    panel.set_text("x" * 2000)
    assert panel.text.horizontalScrollBar().maximum() > 0
    panel.wrap_button.click()
    assert panel.text.horizontalScrollBar().maximum() == 0


def shown(text: SnippetText) -> str:
    """What Qt shows, whatever `toPlainText` says."""
    return text.document().toPlainText()


def test_the_panel_is_usable_by_keyboard(qtbot: QtBot, panel: SnippetPanel) -> None:
    panel.set_text("curl")
    panel.copy_button.setFocus()
    qtbot.keyClick(panel.copy_button, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == "curl"
