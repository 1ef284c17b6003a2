"""The list that opens while one writes `{{`, and the marks in a text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit
from tests.window.conftest import Go
from tests.window.live import press, until

from gradioscope.library.environment.scope import Known
from gradioscope.request.saved import SavedRequest
from gradioscope.window import theme
from gradioscope.window.main_window import MainWindow
from gradioscope.window.parts.variable_completion import matches
from gradioscope.window.request_tab.document import snapshot_of

Serve = Callable[..., str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "ours"
    (folder / "environments").mkdir(parents=True)
    (folder / "collection.yaml").write_text(
        "variables: {greeting: Hello, base: http://h, agreed: true}\nsecrets: [key]\n"
    )
    return folder / "a.gradio.yaml"


def names(window: MainWindow) -> list[str]:
    found = window.environments.completion.list
    return [found.item(row).text() for row in range(found.count())] if found.isVisible() else []


def test_it_opens_chooses_by_keys_and_esc_closes_it_alone(go: Go, serve: Serve, file: Path) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        tab = window.requests.restore(snapshot_of(SavedRequest(address=url, endpoint="/echo_text"), file))
        tab.edited.emit(tab)
        tab.connect_to(url)
        await until(lambda: tab.work is not None and tab.resolving.scope is not None, "the app and the variables")
        assert tab.work is not None
        window.activateWindow()
        row = tab.work.request.form.row("text")
        assert row is not None
        line = row.input.focus_target()
        assert isinstance(line, QLineEdit)
        line.setFocus()
        line.clear()
        QTest.keyClicks(line, "Say {{")
        assert names(window)[:4] == ["key", "greeting", "base", "agreed"]
        assert names(window)[-1] == "$env."
        QTest.keyClicks(line, "gree")
        assert names(window) == ["greeting", "agreed"]
        press(Qt.Key.Key_Down)
        press(Qt.Key.Key_Up)
        press(Qt.Key.Key_Return)
        assert line.text() == "Say {{greeting}}"
        assert not names(window)
        assert not tab.running  # Enter was the list's
        QTest.keyClicks(line, " {{")
        assert names(window)
        window.actions_.set_enabled("cancel", True)
        cancelled: list[object] = []
        window.actions_.action("cancel").triggered.connect(cancelled.append)
        press(Qt.Key.Key_Escape)
        assert not names(window)
        assert not cancelled
        QTest.keyClicks(line, "b")
        assert names(window)[0] == "base"
        press(Qt.Key.Key_Tab)
        assert line.text() == "Say {{greeting}} {{base}}"
        assert line.hasFocus()
        QTest.keyClicks(line, r"\{{")
        assert not names(window)
        line.undo()
        # what is already closed is not closed twice
        line.setText("{{}}")
        line.setCursorPosition(2)
        QTest.keyClicks(line, "ke")
        press(Qt.Key.Key_Return)
        assert line.text() == "{{key}}"
        # the address, and a text of several lines
        tab.address_bar.field.setFocus()
        tab.address_bar.field.setText("")
        QTest.keyClicks(tab.address_bar.field, "{{ba")
        assert names(window)[0] == "base"
        press(Qt.Key.Key_Return)
        assert tab.address_bar.field.text() == "{{base}}"
        tab.work.request.picker.choose("/echo_json")
        row = tab.work.request.form.row("data")
        assert row is not None
        editor = row.input.focus_target()
        assert isinstance(editor, QPlainTextEdit)
        editor.setFocus()
        editor.clear()
        QTest.keyClicks(editor, '{"a": {{agr')
        press(Qt.Key.Key_Tab)
        QTest.keyClicks(editor, "}")
        assert editor.toPlainText() == '{"a": {{agreed}}}'
        assert row.input.value() == {"a": "{{agreed}}"}
        assert row.input.trouble() is None

    go(script)


def test_variables_are_tinted_where_they_stand(go: Go, serve: Serve, file: Path) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        values = {"text": "{{greeting}} \U0001f600 {{nobody}}\nnext"}
        tab = window.requests.restore(
            snapshot_of(SavedRequest(address=url, endpoint="/echo_text", values=values), file)
        )
        tab.connect_to(url)
        await until(lambda: tab.work is not None and tab.resolving.scope is not None, "the app and the variables")
        assert tab.work is not None
        row = tab.work.request.form.row("text")
        assert row is not None
        box = row.input.focus_target()
        assert isinstance(box, QPlainTextEdit)

        def marked() -> dict[str, str]:
            found: list[QTextEdit.ExtraSelection] = box.extraSelections()
            return {each.cursor.selectedText(): each.format.foreground().color().name() for each in found}

        await until(lambda: len(set(marked().values())) == 2, "two tints")
        assert set(marked()) == {"{{greeting}}", "{{nobody}}"}
        (file.parent / "collection.yaml").write_text("variables: {nobody: x}\n")
        window.environments._follow()
        await window.surroundings.scopes.read(file)
        assert len(set(marked().values())) == 2  # the other way round
        tab.work.request.form.load({"text": "plain\ntext"})
        assert not box.extraSelections()

    go(script)


def test_what_begins_so_comes_first() -> None:
    known = [Known(name, "", None) for name in ("message", "age", "image")]
    assert [item.name for item in matches("AGE", known)] == ["age", "message", "image"]
    assert [item.name for item in matches("", known)] == ["message", "age", "image", "$env."]


def test_a_word_that_is_being_composed_is_left_alone(go: Go, serve: Serve, file: Path) -> None:
    """Marking a line sends it an event of the input method, which would end the word before it is written."""
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        values = {"text": "{{greeting}} "}
        tab = window.requests.restore(
            snapshot_of(SavedRequest(address=url, endpoint="/echo_text", values=values), file)
        )
        tab.connect_to(url)
        await until(lambda: tab.work is not None and tab.resolving.scope is not None, "the app and the variables")
        assert tab.work is not None
        row = tab.work.request.form.row("text")
        assert row is not None
        line = row.input.focus_target()
        assert isinstance(line, QLineEdit)
        line.setFocus()
        line.end(False)
        kept = QInputMethodEvent("가", [])  # the next syllable, as its first letter is typed
        kept.setCommitString("한")
        QApplication.sendEvent(line, kept)
        assert line.property("composing")
        assert line.text() == "{{greeting}} 한"
        done = QInputMethodEvent("", [])
        done.setCommitString("가")
        QApplication.sendEvent(line, done)
        assert line.text() == "{{greeting}} 한가"
        assert not line.property("composing")
        assert tints(line)
        tab.address_bar.field.setFocus()
        assert tints(line)

    go(script)


def tints(line: QLineEdit) -> int:
    """Pixels of the accent in the picture of a line."""
    image = line.grab().toImage()
    ink = theme.tokens().accent_text.rgb()
    return sum(image.pixel(x, y) == ink for x in range(image.width()) for y in range(image.height()))
