"""Pictures, sounds, films and models: what a person does with them, and what is sent."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from tests.window.inputs.conftest import MakeRow

from gradioscope.gradio.model import LocalFile, file_data
from gradioscope.window.inputs.brush import BrushCanvas
from gradioscope.window.parts import Button
from gradioscope.window.parts.point_cloud import PointCloud
from gradioscope.window.parts.wave import Wave

WEB = file_data("https://example.org/a.mp4", "a.mp4")


@pytest.fixture
def png(tmp_path: Path) -> LocalFile:
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    image.save(str(tmp_path / "a.png"))
    return LocalFile(str(tmp_path / "a.png"))


def texts(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def press(widget: QWidget, name: str) -> None:
    """Click the button of that accessible name, or the first whose name begins so."""
    buttons: list[Any] = [*widget.findChildren(QToolButton), *widget.findChildren(Button)]
    next(b for b in buttons if b.isVisibleTo(widget) and (b.accessibleName() or b.text()).startswith(name)).click()


def test_a_sound_shows_its_wave(make_row: MakeRow, qtbot: QtBot, tmp_path: Path) -> None:
    import wave

    with wave.open(str(tmp_path / "a.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(struct.pack("<h", 9000) * 8000)
    row = make_row("audio")
    row.load(LocalFile(str(tmp_path / "a.wav")))
    qtbot.waitUntil(lambda: bool(row.findChildren(Wave)))
    assert "WAV · 1.0 s · 8 kHz · mono" in texts(row)
    assert row.input.problem() is None


def test_what_is_no_sound_is_told(make_row: MakeRow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_text("no sound")
    row = make_row("audio")
    row.load(LocalFile(str(tmp_path / "a.wav")))
    qtbot.waitUntil(lambda: "not a sound" in texts(row))


def test_a_model_can_be_turned_by_keyboard(make_row: MakeRow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.obj").write_text("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
    row = make_row("model3d")
    row.load(LocalFile(str(tmp_path / "a.obj")))
    qtbot.waitUntil(lambda: bool(row.findChildren(PointCloud)))
    (cloud,) = row.findChildren(PointCloud)
    before = cloud.grab().toImage()
    qtbot.keyClick(cloud, Qt.Key.Key_Right)
    assert cloud.grab().toImage() != before
    assert "3 vertices · 1 face" in texts(row)


def test_a_film_has_room_for_subtitles_where_its_shape_has(make_row: MakeRow) -> None:
    row = make_row("video", example={"video": WEB, "subtitles": None})
    lines = [line for line in row.findChildren(QLineEdit) if line.isVisibleTo(row)]
    assert [line.accessibleName() for line in lines] == ["Label", "Subtitles of Label"]
    lines[0].setText("https://example.org/b.mp4")
    assert row.input.value() == {"video": file_data("https://example.org/b.mp4", "b.mp4"), "subtitles": None}
    lines[0].clear()
    assert row.input.value() is None


def test_a_film_of_gradio_6_is_the_file_itself(make_row: MakeRow) -> None:
    row = make_row("video", example=WEB)
    (line,) = (line for line in row.findChildren(QLineEdit) if line.isVisibleTo(row))
    line.setText("https://example.org/a.mp4")
    assert row.input.value() == WEB


def test_a_pair_is_two_pictures_or_nothing(make_row: MakeRow, png: LocalFile) -> None:
    row = make_row("image_pair")
    first, second = (line for line in row.findChildren(QLineEdit) if line.isVisibleTo(row))
    second.setText(png.path)
    assert row.input.value() == [None, png]
    second.clear()
    assert row.input.value() is None
    assert first.accessibleName() == "Label"


def test_a_gallery_is_captioned_ordered_and_emptied(make_row: MakeRow, qtbot: QtBot, png: LocalFile) -> None:
    row = make_row("gallery")
    row.load([{"image": png, "caption": None}, {"image": WEB, "caption": "b", "later": 1}])
    captions = [line for line in row.findChildren(QLineEdit) if line.placeholderText() == "Caption"]
    qtbot.keyClicks(captions[0], "sea")
    press(row, "Move item 2 up")
    assert row.input.value() == [{"image": WEB, "caption": "b", "later": 1}, {"image": png, "caption": "sea"}]
    press(row, "Remove item 1")
    press(row, "Remove item 2")
    assert row.input.value() == []


def test_a_path_written_below_a_gallery_joins_it(make_row: MakeRow, qtbot: QtBot, png: LocalFile) -> None:
    row = make_row("gallery")
    line = row.input.focus_target()
    qtbot.keyClicks(line, png.path)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert row.input.value() == [{"image": png, "caption": None}]


def test_drawing_makes_a_layer_and_a_composite(make_row: MakeRow, qtbot: QtBot, png: LocalFile) -> None:
    row = make_row("image_editor")
    row.load({"background": png, "layers": [], "composite": None})
    press(row, "Draw on it")
    (canvas,) = row.findChildren(BrushCanvas)
    # as large as the picture makes it: a stroke on a canvas that is not laid out yet goes beside the picture
    qtbot.waitUntil(lambda: canvas.picture_size.isValid() and canvas.height() == canvas.sizeHint().height())
    place = QPoint(canvas.sizeHint().height() // 2, canvas.sizeHint().height() // 2)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseMove(canvas, place + QPoint(20, 0))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=place + QPoint(20, 0))
    qtbot.waitUntil(lambda: len(row.input.value()["layers"]) == 1)
    value = row.input.value()
    drawn, composite = QImage(value["layers"][0].path), QImage(value["composite"].path)
    assert (drawn.width(), drawn.height()) == (composite.width(), composite.height()) == (200, 100)
    assert drawn.pixelColor(199, 99).alpha() == 0
    assert composite.pixelColor(199, 99) == QColor("#336699")
    colours = {
        drawn.pixelColor(x, y).name() for x in range(200) for y in range(100) if drawn.pixelColor(x, y).alpha() == 255
    }
    assert colours == {"#cc3232"}
    assert row.input.problem() is None
    canvas.undo()
    assert row.input.value() == {"background": png, "layers": [], "composite": None}


def test_masks_have_their_labels(make_row: MakeRow, qtbot: QtBot, png: LocalFile) -> None:
    row = make_row("annotated_image")
    row.load({"image": png, "annotations": []})
    press(row, "Add mask")
    label = next(line for line in row.findChildren(QLineEdit) if line.placeholderText() == "Label")
    qtbot.keyClicks(label, "sun")
    assert row.input.value() == {"image": png, "annotations": [{"image": None, "label": "sun"}]}
    assert "mask 1" in (row.input.problem() or "")


@pytest.mark.parametrize(
    "kind", ["audio", "video", "model3d", "image_pair", "image_editor", "annotated_image", "gallery"]
)
@pytest.mark.parametrize(
    "value", [None, "text", 7, [], {}, [None], {"video": 3}, [[1]], {"layers": "x"}, {"annotations": {}}]
)
def test_whatever_is_loaded_is_given_back_as_it_came(make_row: MakeRow, kind: Any, value: Any) -> None:
    row = make_row(kind)
    row.load(value)
    assert row.input.value() == value
    row.input.problem()
    row.input.set_error("wrong")
    row.reset()
