"""Files as text: what is wrong is told at its line, nothing is overwritten unasked, and a correct one is a request."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.window.conftest import Go
from tests.window.live import CONTROL, press, until

from gradioscope.window.dialogs.question import Question
from gradioscope.window.file_text.page import TextPage
from gradioscope.window.main_window import MainWindow
from gradioscope.window.open_collections import shelf

BROKEN = "# mine\naddress: http://127.0.0.1:9\nvalues:\n  text: [\nendpoint: /p\n"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "Mine" / "broken.gradio.yaml"
    path.parent.mkdir()
    path.write_bytes(BROKEN.encode())
    (path.parent / "good.gradio.yaml").write_text("address: http://127.0.0.1:9\nendpoint: /p\n")
    return path


def read(path: Path) -> str:
    return path.read_bytes().decode()


def write(path: Path, content: str | bytes) -> None:
    path.write_bytes(content.encode() if isinstance(content, str) else content)


async def shown(window: MainWindow, path: Path) -> TextPage:
    window.collections.open(path)
    await until(lambda: isinstance(window.tabs.current(), TextPage), "the text")
    page = window.tabs.current()
    assert isinstance(page, TextPage)
    return page


def test_a_file_with_an_error_opens_as_text_and_the_others_as_requests(go: Go, broken: Path) -> None:
    async def script(window: MainWindow) -> None:
        window.collections.folders.open([broken.parent])
        tree = window.collections.tree
        await until(lambda: str(broken) in tree.rows.problems, "the row marked")
        node = tree.rows.find(str(broken))
        assert node is not None
        assert "Line" in tree.rows.spoken(node)
        page = await shown(window, broken)
        assert page.text == BROKEN
        assert page.banner.isVisible()
        assert page.error is not None
        assert f"Line {page.error.line}" in page.banner.accessibleDescription()
        (mark,) = page.editor.extraSelections()
        assert mark.cursor.blockNumber() == page.error.line - 1
        assert page.editor.textCursor().blockNumber() == page.error.line - 1
        assert page.editor.hasFocus()
        assert not page.open_button.isEnabled()
        await until(lambda: tree.rows.current == str(broken), "the row of what is in front")
        window.collections.open(broken.parent / "good.gradio.yaml")
        await until(lambda: window.requests.current().document.path is not None, "the good one")
        assert len(window.texts.all()) == 1

    go(script)


def test_a_corrected_file_is_saved_and_opened_as_a_request(go: Go, broken: Path) -> None:
    async def script(window: MainWindow) -> None:
        page = await shown(window, broken)
        page.editor.setPlainText(BROKEN.replace("[", "hello"))
        assert page.title == "• broken (text)"
        assert str(broken) not in window.collections.tree.rows.unsaved
        await until(lambda: page.error is None, "no error any more")
        assert not page.banner.isVisible()
        assert read(broken) == BROKEN
        page.editor.setFocus()
        press(Qt.Key.Key_S, CONTROL)
        await until(lambda: not page.unsaved, "it is saved")
        assert read(broken) == BROKEN.replace("[", "hello")
        page.open_button.click()
        await until(lambda: window.requests.of_file(broken), "the request")
        assert window.texts.all() == []

    go(script)


def test_what_another_program_wrote_is_shown_or_asked_about(
    go: Go, broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "EVERY", 50)

    async def script(window: MainWindow) -> None:
        window.collections.folders.open([broken.parent])
        await until(lambda: window.collections.tree.rows.find(str(broken)), "the rows")
        page = await shown(window, broken)
        write(broken, "address: theirs\n")
        await until(lambda: page.text == "address: theirs\n", "the other text")
        assert page.error is None
        page.editor.setPlainText("address: mine\n")
        write(broken, "address: theirs again\n")
        await until(lambda: window.findChild(Question), "a question")
        question = window.findChild(Question)
        assert isinstance(question, Question)
        assert page.text == "address: mine\n"
        assert [button.text() for button in question.buttons] == ["Keep mine", "Take the file's"]
        question.buttons[0].click()
        await until(lambda: not page.unsaved, "mine is kept")
        assert read(broken) == "address: mine\n"

    go(script)


def test_line_breaks_and_bytes_stay_what_they_were(go: Go, broken: Path) -> None:
    broken.write_bytes(b"address: x\r\nnotes: 'a'\r\n")

    async def script(window: MainWindow) -> None:
        window.texts.open(broken)
        await until(window.texts.all, "the text")
        (page,) = window.texts.all()
        assert not page.unsaved
        page.editor.appendPlainText("login: me")
        window.texts.save(page)
        await until(lambda: not page.unsaved, "it is saved")
        assert read(broken) == "address: x\r\nnotes: 'a'\r\n\r\nlogin: me"
        window.requests.close(page)
        write(broken, b"address: \xff\n")
        window.texts.open(broken)
        await until(window.texts.all, "the text again")
        (page,) = window.texts.all()
        assert page.editor.isReadOnly()  # what it shows is not what the file says
        assert page.error is not None

    go(script)


def test_a_text_follows_its_file(go: Go, broken: Path) -> None:
    async def script(window: MainWindow) -> None:
        window.collections.folders.open([broken.parent])
        await until(lambda: window.collections.tree.rows.find(str(broken)), "the rows")
        page = await shown(window, broken)
        window.collections.filing.rename(broken, "mended")
        await until(lambda: page.path.name == "mended.gradio.yaml", "the new name")
        assert page.title == "mended (text)"
        window.collections.act("undo", ())
        await until(lambda: page.path == broken, "the old name")

    go(script)
