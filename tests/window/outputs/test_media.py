"""Sounds, films, models, pairs, layers and galleries, as they come back."""

from __future__ import annotations

import struct
import wave
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QCheckBox, QLabel
from pytestqt.qtbot import QtBot
from tests.window.outputs.conftest import Make

from gradioscope.gradio.files import file_url
from gradioscope.gradio.model import App
from gradioscope.window.outputs import Viewer
from gradioscope.window.outputs.compare import ImagePairViewer
from gradioscope.window.outputs.gallery import GalleryViewer
from gradioscope.window.outputs.layers import AnnotatedImageViewer, ImageEditorViewer
from gradioscope.window.outputs.media import AudioViewer

File = Callable[..., dict[str, Any]]


def words(viewer: Viewer) -> str:
    return " ".join(label.text() for label in viewer.findChildren(QLabel) if label.isVisibleTo(viewer))


@pytest.fixture
def serve_files(tmp_path: Path) -> Callable[[Viewer], list[str]]:
    """Answers each file asked for with the one of that name in the test's folder; the names asked for so far."""

    def attend(viewer: Viewer) -> list[str]:
        asked: list[str] = []

        def answer(file: dict[str, Any]) -> None:
            asked.append(file["orig_name"])
            path = tmp_path / file["orig_name"]
            if path.exists():
                viewer.show_file(file, path)
            else:
                viewer.file_failed(file, "The app no longer has the file.")

        # as downloads do: not from within the asking
        viewer.fileRequested.connect(answer, Qt.ConnectionType.QueuedConnection)
        return asked

    return attend


def paint(path: Path, colour: str, size: tuple[int, int] = (40, 20)) -> None:
    image = QImage(*size, QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    image.save(str(path))


def test_a_sound_is_fetched_and_its_wave_shown(
    make: Make, file: File, serve_files: Callable[[Viewer], list[str]], tmp_path: Path, qtbot: QtBot
) -> None:
    with wave.open(str(tmp_path / "a.wav"), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(struct.pack("<h", 9000) * 16000)
    viewer = make("audio")
    serve_files(viewer)
    viewer.load(file("a.wav"))
    qtbot.waitUntil(lambda: "WAV · 1.0 s · 8 kHz · stereo" in words(viewer))


def test_a_sound_that_is_gone_is_told(
    make: Make, file: File, serve_files: Callable[[Viewer], list[str]], qtbot: QtBot
) -> None:
    viewer = make("audio")
    serve_files(viewer)
    viewer.load(file("gone.wav"))
    qtbot.waitUntil(lambda: "no longer has the file" in words(viewer))


def test_a_file_that_made_room_for_others_meanwhile_is_told(
    make: Make, file: File, tmp_path: Path, qtbot: QtBot
) -> None:
    for kind, name in (("audio", "a.wav"), ("image", "a.png")):
        viewer = make(kind)  # type: ignore[arg-type]
        viewer.load(file(name))
        viewer.show_file(file(name), tmp_path / name)
        qtbot.waitUntil(partial(_made_room, viewer))


def test_a_picture_removed_after_it_was_decoded_stays(make: Make, file: File, tmp_path: Path, qtbot: QtBot) -> None:
    paint(tmp_path / "a.png", "red")
    viewer = make("image")
    viewer.load(file("a.png"))
    viewer.show_file(file("a.png"), tmp_path / "a.png")
    assert QThreadPool.globalInstance().waitForDone(5000)
    (tmp_path / "a.png").unlink()
    qtbot.waitUntil(lambda: "40 × 20" in words(viewer))


def _made_room(viewer: Viewer) -> None:
    assert "made room" in words(viewer)


def test_a_stream_is_fetched_when_it_has_ended(
    make: Make, file: File, serve_files: Callable[[Viewer], list[str]], qtbot: QtBot
) -> None:
    viewer = make("audio")
    asked = serve_files(viewer)
    assert isinstance(viewer, AudioViewer)
    value = file("a.mp3", is_stream=True)
    viewer.load(value)
    assert "piece by piece" in words(viewer)
    viewer.finish()
    qtbot.waitUntil(lambda: asked == ["a.mp3"])


def test_a_large_film_is_fetched_only_when_it_is_opened(
    make: Make, file: File, serve_files: Callable[[Viewer], list[str]]
) -> None:
    viewer = make("video")
    asked = serve_files(viewer)
    viewer.load({"video": file("a.mp4", size=10**9), "subtitles": None})
    assert asked == []
    assert "a.mp4 · 1" in words(viewer)


def test_two_pictures_are_under_one_divider(
    make: Make, file: File, serve_files: Callable[[Viewer], list[str]], tmp_path: Path, qtbot: QtBot
) -> None:
    paint(tmp_path / "a.png", "red")
    paint(tmp_path / "b.png", "blue")
    viewer = make("image_pair")
    assert isinstance(viewer, ImagePairViewer)
    serve_files(viewer)
    viewer.load([file("a.png"), file("b.png")])
    divided = viewer.divided

    def colours() -> tuple[str, str]:
        image = divided.grab().toImage()
        return image.pixelColor(4, 10).name(), image.pixelColor(divided._target().toRect().right() - 4, 10).name()

    qtbot.waitUntil(lambda: colours() == ("#ff0000", "#0000ff"))
    divided.setFocus()
    qtbot.keyClick(divided, Qt.Key.Key_Home)
    assert colours() == ("#0000ff", "#0000ff")
    assert divided.accessibleDescription().startswith("0 %")


def test_a_mask_is_shown_by_its_label(
    make: Make, file: File, serve_files: Callable[[Viewer], list[str]], tmp_path: Path, qtbot: QtBot
) -> None:
    paint(tmp_path / "a.png", "white")
    paint(tmp_path / "m.png", "black")
    viewer = make("annotated_image")
    assert isinstance(viewer, AnnotatedImageViewer)
    serve_files(viewer)
    viewer.load({"image": file("a.png"), "annotations": [{"image": file("m.png"), "label": "R&D"}]})

    def middle() -> str:
        picture = viewer.canvas.picture
        return picture.levels[0].pixelColor(20, 10).name() if picture else ""

    qtbot.waitUntil(lambda: middle() not in ("", "#ffffff"))
    (switch,) = viewer.findChildren(QCheckBox)
    assert switch.text() == "R&&D"
    switch.click()
    assert middle() == "#ffffff"


def test_the_composite_is_in_front_of_its_layers(
    make: Make, file: File, serve_files: Callable[[Viewer], list[str]], tmp_path: Path, qtbot: QtBot
) -> None:
    for name, colour in (("a.png", "white"), ("l.png", "red"), ("c.png", "lime")):
        paint(tmp_path / name, colour)
    viewer = make("image_editor")
    assert isinstance(viewer, ImageEditorViewer)
    serve_files(viewer)
    viewer.load({"background": file("a.png"), "layers": [file("l.png")], "composite": file("c.png"), "id": None})
    switches = viewer.findChildren(QCheckBox)
    assert [(s.text(), s.isChecked()) for s in switches] == [
        ("Background", False),
        ("Layer 1", False),
        ("Composite", True),
    ]

    def middle() -> str:
        picture = viewer.canvas.picture
        return picture.levels[0].pixelColor(20, 10).name() if picture else ""

    qtbot.waitUntil(lambda: middle() == "#00ff00")
    switches[2].click()
    switches[1].click()
    qtbot.waitUntil(lambda: middle() == "#ff0000")


def test_a_gallery_fetches_what_is_in_view_and_keeps_the_chosen_one(
    make: Make, file: File, serve_files: Callable[[Viewer], list[str]], tmp_path: Path, qtbot: QtBot
) -> None:
    value = []
    for number in range(60):
        paint(tmp_path / f"{number}.png", "red" if number else "blue")
        value.append({"image": file(f"{number}.png"), "caption": f"Picture {number}"})
    viewer = make("gallery")
    assert isinstance(viewer, GalleryViewer)
    asked = serve_files(viewer)
    viewer.load(value[:3])
    qtbot.waitUntil(lambda: viewer.canvas.picture is not None)
    viewer.items.setCurrentRow(2)
    viewer.load(value)
    qtbot.waitUntil(lambda: len(set(asked)) > 3)
    assert viewer.items.currentRow() == 2
    assert "3 of 60 · Picture 2" in words(viewer)
    assert viewer.items.item(5).data(Qt.ItemDataRole.AccessibleTextRole) == "Picture 5"
    assert len(set(asked)) < 30
    assert len(asked) == len(set(asked))


NONSENSE: list[Any] = [
    "text",
    7,
    [],
    {},
    [None],
    [None, None],
    {"video": 3},
    {"layers": []},
    {"layers": [1]},
    [{"image": 1}],
]
NONSENSE += [{"image": {}, "annotations": []}, [[1, 2]], {"background": None, "layers": [None], "composite": None}]


@pytest.mark.parametrize("value", NONSENSE, ids=repr)
@pytest.mark.parametrize(
    "kind", ["audio", "video", "model3d", "image_pair", "image_editor", "annotated_image", "gallery"]
)
def test_a_value_that_does_not_fit_is_shown_as_json(make: Make, kind: Any, value: Any) -> None:
    viewer = make(kind)
    viewer.load(value)
    viewer.finish()
    assert viewer.value() == value


@pytest.mark.parametrize(
    ("prefix", "path", "stream", "url"),
    [
        ("/gradio_api", "/tmp/gradio/a b.wav", False, "/gradio_api/file=/tmp/gradio/a%20b.wav"),
        ("/gradio_api", "s/r/3/playlist.m3u8", True, "/gradio_api/stream/s/r/3/playlist-file"),
        ("", "abc/1/audio.mp3", True, "/stream/abc/1/audio.mp3"),
    ],
)
def test_where_a_returned_file_is(prefix: str, path: str, stream: bool, url: str) -> None:
    app = App("http://app", prefix, "", "6.31.0", ())
    assert file_url(app, {"path": path, "is_stream": stream}) == f"http://app{url}"
