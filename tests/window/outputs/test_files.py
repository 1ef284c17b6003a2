"""Files and images of an app."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gradioscope.window.outputs import SaveFiles, decoding
from gradioscope.window.outputs.files import FilesViewer
from gradioscope.window.outputs.image import ImageViewer

from .conftest import Make

File = Callable[..., dict[str, Any]]


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    path = tmp_path / "picture.webp"  # the name lies, as a stranger's may
    assert image.save(str(path), "PNG")  # type: ignore[call-overload]
    return path


def test_files_are_rows_with_name_size_and_type(make: Make, file: File) -> None:
    viewer = make("files")
    assert isinstance(viewer, FilesViewer)
    viewer.load([file("a.txt", size=1234, mime_type="text/plain"), file("b.bin", orig_name=None)])
    assert [row.file["path"][-5:] for row in viewer._rows] == ["a.txt", "b.bin"]
    viewer.load([])
    assert not viewer._rows
    assert viewer._notice.text() == "no files (empty list)"


def test_saving_asks_for_a_folder_and_leaves_the_fetching_to_the_owner(qtbot: QtBot, make: Make, file: File) -> None:
    viewer = make("files")
    files = [file("a.txt"), file("b.txt")]
    viewer.load(files)
    assert isinstance(viewer, FilesViewer)
    viewer._all.click()
    dialog = viewer.findChild(QFileDialog)
    assert dialog is not None
    with qtbot.waitSignal(viewer.saveRequested) as wish:
        dialog.fileSelected.emit("/some/folder")
    dialog.close()
    assert wish.args == [SaveFiles(files, Path("/some/folder"))]


@pytest.mark.parametrize(("name", "opened"), [("note.txt", "note.txt"), ("evil.desktop", "."), ("page.HTML", ".")])
def test_open_fetches_first_and_never_starts_a_program(
    make: Make, file: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, opened: str
) -> None:
    urls: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: urls.append(url.toLocalFile()))
    viewer = make("file")
    assert isinstance(viewer, FilesViewer)
    asked: list[object] = []
    viewer.fileRequested.connect(asked.append)
    viewer.load(file(name))
    assert asked == []
    viewer.show_file(file(name), tmp_path / name)
    assert urls == []
    viewer._rows[0].open_button.click()
    assert asked == [file(name)]
    viewer.show_file(file(name), tmp_path / name)
    assert [Path(url) for url in urls] == [(tmp_path / name) if opened == name else tmp_path]


def test_the_address_is_the_owner_s(make: Make, file: File) -> None:
    viewer = make("file")
    assert isinstance(viewer, FilesViewer)
    viewer.load(file("a.txt", url="http://inside/wrong"))
    viewer._rows[0].addressClicked.emit(viewer._rows[0].file)
    assert QGuiApplication.clipboard().text() == "http://inside/wrong"
    viewer.address_of = lambda file: "http://app/gradio_api/file=" + file["path"]
    viewer._rows[0].addressClicked.emit(viewer._rows[0].file)
    assert QGuiApplication.clipboard().text() == "http://app/gradio_api/file=/tmp/gradio/abc/a.txt"


def test_many_files_are_shown_bit_by_bit(make: Make, file: File) -> None:
    viewer = make("files")
    assert isinstance(viewer, FilesViewer)
    viewer.load([file(f"{number}.txt") for number in range(120)])
    assert len(viewer._rows) == 50
    assert viewer._more.text() == "Show 50 more of 70"
    viewer._more.click()
    viewer._more.click()
    assert len(viewer._rows) == 120
    assert not viewer._more.isVisible()


def test_rows_that_stay_are_kept(make: Make, file: File) -> None:
    viewer = make("files")
    assert isinstance(viewer, FilesViewer)
    viewer.load([file("a.txt")])
    row = viewer._rows[0]
    viewer.load([file("a.txt"), file("b.txt")])
    assert viewer._rows[0] is row


def test_an_image_is_asked_for_decoded_by_content_and_described(
    qtbot: QtBot, make: Make, file: File, picture: Path
) -> None:
    viewer = make("image")
    assert isinstance(viewer, ImageViewer)
    asked: list[object] = []
    viewer.fileRequested.connect(asked.append)
    viewer.load(file("picture.webp"))
    assert asked == [file("picture.webp")]
    viewer.show_file(file("other.webp"), picture)
    viewer.show_file(file("picture.webp"), picture)
    qtbot.waitUntil(lambda: viewer.canvas.picture is not None)
    assert viewer.canvas.picture is not None
    assert viewer.canvas.picture.size == QSize(40, 20)
    assert viewer.canvas.accessibleName() == "Answer"
    assert viewer.canvas.accessibleDescription().startswith("Image picture.webp, 40 × 20, PNG")
    viewer.copy()
    assert QGuiApplication.clipboard().image().size() == QSize(40, 20)


def test_an_image_in_the_value_itself_needs_no_file(qtbot: QtBot, make: Make) -> None:
    viewer = make("image")
    assert isinstance(viewer, ImageViewer)
    asked: list[object] = []
    viewer.fileRequested.connect(asked.append)
    viewer.load({"url": data_url(8, 8)})
    qtbot.waitUntil(lambda: viewer.canvas.picture is not None)
    assert asked == []


def test_an_image_is_zoomed_by_keys_and_fitted_again(qtbot: QtBot, make: Make) -> None:
    viewer = make("image")
    assert isinstance(viewer, ImageViewer)
    viewer.load({"url": data_url(2000, 1000)})
    qtbot.waitUntil(lambda: viewer.canvas.picture is not None)
    canvas = viewer.canvas
    assert canvas.factor() < 1
    qtbot.keyClick(canvas, "1")
    assert canvas.zoom == 1
    assert canvas.horizontalScrollBar().maximum() > 0
    assert not viewer._fit.isChecked()
    qtbot.keyClick(canvas, "+")
    assert canvas.zoom == 1.25
    qtbot.keyClick(canvas, "0")
    assert canvas.zoom == 0
    assert viewer._fit.isChecked()


def test_hostile_images_are_refused_in_words(qtbot: QtBot, make: Make, file: File, tmp_path: Path) -> None:
    svg = tmp_path / "a.png"
    svg.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>')
    noise = tmp_path / "b.png"
    noise.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    huge = tmp_path / "c.png"
    # a head that claims 60,000 by 60,000 pixels
    head = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + struct.pack(">I", 0) + b"IDAT"
    huge.write_bytes(b"\x89PNG\r\n\x1a\n" + chunks + struct.pack(">I", zlib.crc32(b"IDAT")))
    viewer = make("image")
    for path, word in ((svg, "SVG"), (noise, "damaged"), (huge, "too many")):
        viewer.load(file(path.name))
        viewer.show_file(file(path.name), path)
        qtbot.waitUntil(lambda word=word: word in viewer._notice.text())  # type: ignore[misc]


def test_a_large_image_is_kept_in_bounded_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "SHOWN", 5000)
    monkeypatch.setattr(decoding, "PREVIEW", 1000)
    shown = decoding.from_data_url(data_url(200, 100))
    assert shown.size == QSize(200, 100)
    assert [level.width() * level.height() <= bound for level, bound in zip(shown.levels, (5100, 1100), strict=True)]


def data_url(width: int, height: int) -> str:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.blue)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return "data:image/png;base64," + base64.b64encode(buffer.data().data()).decode()
