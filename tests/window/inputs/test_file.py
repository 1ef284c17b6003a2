from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import LocalFile, file_data
from gradioscope.request.file_types import fits
from gradioscope.window.inputs import FieldRow, offered
from gradioscope.window.inputs.frames import DropFrame

from .conftest import MakeRow


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "my notes.txt"
    path.write_text("x" * 1500)
    return path


def line_of(row: FieldRow) -> QLineEdit:
    found = row.input.focus_target()
    assert isinstance(found, QLineEdit)
    return found


def button(row: FieldRow, name: str) -> QAbstractButton:
    return next(b for b in row.findChildren(QAbstractButton) if b.accessibleName() == name)


def drop(row: FieldRow, mime: QMimeData) -> bool:
    """Drags over the middle of the input and lets go there, as a file manager does; whether it was taken."""
    target = row.findChild(DropFrame)
    assert target is not None
    place = target.rect().center()
    enter = QDragEnterEvent(
        place, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    enter.setAccepted(False)
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(
        QPointF(place), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(target, event)
    return event.isAccepted()


def urls(*paths: Path | str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(p) if isinstance(p, str) else QUrl.fromLocalFile(str(p)) for p in paths])
    return mime


def test_a_dropped_file_is_taken_with_its_size_shown(make_row: MakeRow, note: Path) -> None:
    row = make_row("file", required=True)
    assert drop(row, urls(note))
    assert row.input.value() == LocalFile(str(note))
    assert row.input.problem() is None
    assert any("1.5 KB" in child.text() for child in row.findChildren(QWidget) if hasattr(child, "text"))


def test_a_dropped_link_is_the_address(make_row: MakeRow) -> None:
    row = make_row("file")
    assert drop(row, urls("https://example.org/a%20b.csv?x=1"))
    assert row.input.value() == file_data("https://example.org/a%20b.csv?x=1", "a b.csv")


def test_dropped_text_is_not_taken(make_row: MakeRow) -> None:
    row = make_row("file")
    mime = QMimeData()
    mime.setText("just words")
    assert not drop(row, mime)
    assert row.input.value() is None


def test_a_path_can_be_typed(make_row: MakeRow, qtbot: QtBot, note: Path) -> None:
    row = make_row("file")
    qtbot.keyClicks(line_of(row), str(note))
    assert row.input.value() == LocalFile(str(note))
    assert row.input.problem() is None


def test_an_address_can_be_typed(make_row: MakeRow, qtbot: QtBot) -> None:
    row = make_row("file")
    qtbot.keyClicks(line_of(row), "https://example.org/cat.png")
    assert row.input.value() == file_data("https://example.org/cat.png", "cat.png")


def test_a_file_that_is_not_there_is_said(make_row: MakeRow, qtbot: QtBot, tmp_path: Path) -> None:
    row = make_row("file")
    qtbot.keyClicks(line_of(row), str(tmp_path / "nothing"))
    assert row.input.problem() == f"There is no file “{tmp_path / 'nothing'}”."


def test_a_folder_is_no_file(make_row: MakeRow, tmp_path: Path) -> None:
    row = make_row("file")
    row.load(LocalFile(str(tmp_path)))
    assert row.input.problem() == f"“{tmp_path.name}” is a folder. Choose a file in it."


def test_a_wrong_type_is_said_as_soon_as_it_is_dropped(make_row: MakeRow, note: Path) -> None:
    row = make_row("file", file_types=[".pdf", "image"])
    drop(row, urls(note))
    assert row.input.error() == "“my notes.txt” is not of a type this takes: .pdf or image."


def test_copied_files_are_pasted(make_row: MakeRow, qtbot: QtBot, note: Path) -> None:
    row = make_row("file")
    QGuiApplication.clipboard().setMimeData(urls(note))
    qtbot.keySequence(line_of(row), QKeySequence.StandardKey.Paste)
    assert row.input.value() == LocalFile(str(note))


def test_the_dialog_does_not_block(make_row: MakeRow, qtbot: QtBot, note: Path) -> None:
    row = make_row("file", file_types=[".txt"])
    button(row, "Choose a file for Label").click()
    dialog = row.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.nameFilters()[0] == ".txt (*.txt)"
    dialog.filesSelected.emit([str(note)])
    dialog.fileSelected.emit(str(note))
    assert row.input.value() == LocalFile(str(note))
    dialog.close()


def test_remove_empties_it(make_row: MakeRow, note: Path) -> None:
    row = make_row("file")
    row.load(LocalFile(str(note)))
    button(row, "Remove Label").click()
    assert row.input.value() is None


def test_a_file_on_the_server_is_kept_as_it_is(make_row: MakeRow) -> None:
    row = make_row("file")
    value = {**file_data("/tmp/gradio/abc/x.bin", "x.bin"), "size": 12, "mime_type": None}
    row.load(value)
    assert row.input.value() == value
    assert line_of(row).text() == "x.bin"


@pytest.mark.parametrize(
    ("name", "types", "fit"),
    [
        ("a.txt", (".txt",), True),
        ("A.TXT", (".txt",), True),
        ("a.tar.gz", (".gz",), True),
        ("a.png", ("image",), True),
        ("a.png", ("audio", "video"), False),
        ("a.md", ("text",), True),
        ("a.png", ("image/png",), True),
        ("a.png", ("image/*",), True),
        ("a", (".txt",), False),
        ("a", ("file",), True),
        ("a", (), True),
        ("a.csv", ("csv",), True),
    ],
)
def test_types_as_gradio_says_them(name: str, types: tuple[str, ...], fit: bool) -> None:
    assert fits(name, types) is fit


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("  ", None),
        ("/a/b c.txt", LocalFile("/a/b c.txt")),
        ("'/a/b c.txt'", LocalFile("/a/b c.txt")),
        ("file:///a/b%20c.txt", LocalFile("/a/b c.txt")),
        ("HTTPS://x.org/f", file_data("HTTPS://x.org/f", "f")),
        ("https://x.org/", file_data("https://x.org/")),
    ],
)
def test_a_line_of_text_as_a_file(text: str, value: object) -> None:
    assert offered.from_text(text) == value


def test_the_home_folder_may_be_written_short() -> None:
    assert offered.from_text("~/x.txt") == LocalFile(str(Path.home() / "x.txt"))


def test_the_line_is_named_and_described(make_row: MakeRow) -> None:
    row = make_row("file", label="Document", info="A letter.")
    assert line_of(row).accessibleName() == "Document"
    assert line_of(row).accessibleDescription() == "A letter. file"
