from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QSize
from PySide6.QtGui import QColor, QGuiApplication, QImage, QKeySequence
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import LocalFile
from gradioscope.window import inputs
from gradioscope.window.inputs import FieldRow, scratch
from gradioscope.window.inputs.image import Look, look_at

from .conftest import MakeRow
from .test_file import button, drop, urls

BOUND = QSize(400, 200)


def picture(width: int = 800, height: int = 400) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#2a9d8f"))
    return image


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    assert picture().save(str(path))
    return path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(scratch, "_folder", None)
    inputs.set_scratch(tmp_path / "session")
    return tmp_path / "session"


def facts(row: FieldRow) -> list[str]:
    return [label.text() for label in row.findChildren(QLabel) if not label.isHidden()]


def test_a_picture_is_shown_with_its_size(make_row: MakeRow, qtbot: QtBot, photo: Path) -> None:
    row = make_row("image")
    drop(row, urls(photo))
    assert row.input.value() == LocalFile(str(photo))
    qtbot.waitUntil(lambda: any("800 × 400" in text for text in facts(row)))


def test_ctrl_v_pastes_a_picture_as_png(make_row: MakeRow, qtbot: QtBot, folder: Path) -> None:
    row = make_row("image", required=True)
    QGuiApplication.clipboard().setImage(picture(30, 20))
    qtbot.keySequence(row.input.focus_target(), QKeySequence.StandardKey.Paste)
    qtbot.waitUntil(row.input.is_set)
    value = row.input.value()
    assert value == LocalFile(str(folder / "pasted.png"))
    saved = QImage(value.path)
    assert (saved.size(), saved.pixelColor(3, 3)) == (QSize(30, 20), QColor("#2a9d8f"))
    assert Path(value.path).read_bytes().startswith(b"\x89PNG")


def test_the_paste_button_does_the_same_and_the_names_stay_apart(make_row: MakeRow, qtbot: QtBot, folder: Path) -> None:
    row = make_row("image")
    QGuiApplication.clipboard().setImage(picture(30, 20))
    button(row, "Paste an image for Label").click()
    qtbot.waitUntil(lambda: row.input.value() == LocalFile(str(folder / "pasted.png")))
    button(row, "Paste an image for Label").click()
    qtbot.waitUntil(lambda: row.input.value() == LocalFile(str(folder / "pasted 2.png")))


def test_dropped_picture_data_is_taken(make_row: MakeRow, qtbot: QtBot, folder: Path) -> None:
    row = make_row("image")
    mime = QMimeData()
    mime.setImageData(picture(10, 10))
    assert drop(row, mime)
    qtbot.waitUntil(lambda: row.input.value() == LocalFile(str(folder / "pasted.png")))


def test_an_empty_clipboard_is_said(make_row: MakeRow) -> None:
    row = make_row("image")
    QGuiApplication.clipboard().setText("words")
    button(row, "Paste an image for Label").click()
    assert row.input.error() == "There is no image on the clipboard."


def test_text_is_pasted_as_text(make_row: MakeRow, qtbot: QtBot, photo: Path) -> None:
    row = make_row("image")
    QGuiApplication.clipboard().setText(str(photo))
    qtbot.keySequence(row.input.focus_target(), QKeySequence.StandardKey.Paste)
    assert row.input.value() == LocalFile(str(photo))


def test_a_look_is_bounded(photo: Path) -> None:
    look = look_at(str(photo), BOUND)
    assert isinstance(look, Look)
    assert (look.picture.size(), look.size, look.format) == (QSize(400, 200), QSize(800, 400), "JPEG")


def test_a_small_file_that_claims_to_be_huge_is_not_unpacked(tmp_path: Path) -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    path = tmp_path / "bomb.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 9000) + b"IDAT" + bytes(9004))
    assert look_at(str(path), BOUND) == "60000 × 60000, too large for a preview"


@pytest.mark.parametrize("content", [b"", b"hello", b"\x89PNG\r\n\x1a\nbroken"])
def test_what_is_no_picture_has_a_reason_instead(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(content)
    look = look_at(str(path), BOUND)
    assert isinstance(look, str)
    assert look.startswith("No preview")
