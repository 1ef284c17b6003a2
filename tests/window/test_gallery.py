from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from gradioscope.window import gallery, gallery_specimens, theme
from gradioscope.window.parts import Button


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    theme.apply(qapp, "light")


def test_every_state_of_a_field_is_another_picture() -> None:
    pictures = [gallery.picture(QLineEdit("text"), state, 200).toImage() for state in gallery.STATES]
    for index, one in enumerate(pictures):
        assert all(one != other for other in pictures[index + 1 :]), gallery.STATES[index]


def test_a_button_s_focus_and_hover_are_in_the_picture() -> None:
    normal, hover, focus = (gallery.picture(Button("Run"), state, 200).toImage() for state in gallery.STATES[:3])
    assert normal != hover != focus != normal


def test_the_scene_is_rendered_without_a_word_of_complaint(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], qapp: QApplication
) -> None:
    sheet = gallery.scene_sheet(gallery_specimens.scene())
    path = tmp_path / "scene.png"
    assert sheet.save(str(path))
    assert sheet.deviceIndependentSize().width() == 1280
    assert "QPainter" not in capfd.readouterr().err
