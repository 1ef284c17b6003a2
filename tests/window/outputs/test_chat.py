"""Conversations, dialogues and messages with files, as an app returns them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from gradioscope.window.outputs.chat import ChatViewer, DialogueViewer, MultimodalViewer

from .conftest import Make

File = Callable[..., dict[str, Any]]


def said(role: str, *parts: Any, **more: Any) -> dict[str, Any]:
    content = [{"type": "text", "text": part} if isinstance(part, str) else part for part in parts]
    return {"role": role, "content": content, **more}


def chat(make: Make) -> ChatViewer:
    viewer = make("chat")
    assert isinstance(viewer, ChatViewer)
    return viewer


def test_messages_of_every_shape_are_read(make: Make) -> None:
    viewer = chat(make)
    for value in (
        [said("user", "Hello"), said("assistant", "**Hi**")],
        [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "**Hi**"}],
        [["Hello", "**Hi**"]],
    ):
        viewer.load(value)
        assert [line for line in viewer.talk.toPlainText().split("\n") if line] == ["You", "Hello", "Assistant", "Hi"]
    viewer.copy()
    assert QGuiApplication.clipboard().text() == "**You:**\n\nHello\n\n**Assistant:**\n\n**Hi**"


def test_what_is_no_conversation_is_shown_as_json(make: Make) -> None:
    viewer = chat(make)
    for value in ("text", [5], [{"role": 5}], {"a": 1}):
        viewer.load(value)
        assert viewer.talk.isHidden()


def test_a_growing_answer_is_added_and_the_rest_is_not_written_anew(make: Make) -> None:
    viewer = chat(make)
    start = [said("user", f"question {number}") for number in range(20)]
    viewer.load([*start, said("assistant", "One")])
    first = viewer.talk._frames[0]
    viewer.load([*start, said("assistant", "One, two")])
    viewer.load([*start, said("assistant", "One, two, three"), said("assistant", "four")])
    assert viewer.talk._frames[0] is first
    assert viewer.talk.toPlainText().count("question") == 20
    assert viewer.talk.toPlainText().rstrip().endswith("four")
    viewer.load([said("user", "another")])
    assert viewer.talk.toPlainText().split() == ["You", "another"]


def test_the_end_is_followed_unless_one_reads_further_up(make: Make, qtbot: QtBot) -> None:
    viewer = chat(make)
    talk = [said("user", "\n\n".join(f"line {number}" for number in range(40)))]
    viewer.load(talk)
    bar = viewer.talk.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    viewer.load([*talk, said("assistant", "more\n\nand more")])
    assert bar.value() == bar.maximum()
    bar.setValue(0)
    viewer.load([*talk, said("assistant", "more\n\nand more\n\nand more")])
    assert bar.value() == 0


def test_a_thousand_messages_are_written_bit_by_bit(make: Make, qtbot: QtBot) -> None:
    viewer = chat(make)
    viewer.load([said("user", f"number {number}") for number in range(1000)])
    assert len(viewer.talk._frames) < 1000
    qtbot.waitUntil(lambda: len(viewer.talk._frames) == 1000, timeout=20_000)
    assert "number 999" in viewer.talk.toPlainText()


def test_a_thought_is_folded_until_one_asks(make: Make) -> None:
    viewer = chat(make)
    viewer.load([said("assistant", "secret thoughts", metadata={"title": "Thinking"})])
    assert "▸ Thinking" in viewer.talk.toPlainText()
    assert "secret" not in viewer.talk.toPlainText()
    viewer.talk.anchorClicked.emit(QUrl("fold:0"))
    assert "secret thoughts" in viewer.talk.toPlainText()


def test_pictures_are_asked_for_and_other_files_are_names(make: Make, file: File, qtbot: QtBot, tmp_path: Path) -> None:
    viewer = chat(make)
    asked: list[dict[str, Any]] = []
    viewer.fileRequested.connect(asked.append)
    shot, report = file("shot.png"), file("report.pdf")
    viewer.load([said("user", {"type": "file", "file": shot}, {"type": "file", "file": report})])
    assert asked == [shot]
    picture = QImage(900, 600, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    picture.save(str(tmp_path / "shot.png"))
    viewer.show_file(shot, tmp_path / "shot.png")
    qtbot.waitUntil(lambda: bool(viewer.talk._pictures))
    assert "shot.png" in viewer.talk.toPlainText()
    assert "report.pdf" in viewer.talk.toPlainText()


def test_components_and_options_are_told(make: Make) -> None:
    viewer = chat(make)
    part = {"type": "component", "component": "plot", "value": {"x": 1}, "props": {}}
    viewer.load([said("assistant", part, "pick", options=[{"value": "a"}, {"label": "B", "value": "b"}])])
    shown = viewer.talk.toPlainText()
    assert 'plot: {"x": 1}' in shown
    assert "[ a ]   [ B ]" in shown


def test_a_dialogue_tells_who_speaks(make: Make) -> None:
    viewer = make("dialogue")
    assert isinstance(viewer, DialogueViewer)
    viewer.load([{"speaker": "Ada", "text": "hello"}, {"speaker": "Grace", "text": "well"}])
    assert viewer.talk.toPlainText().split() == ["Ada", "hello", "Grace", "well"]
    viewer.copy()
    assert QGuiApplication.clipboard().text() == "Ada: hello\nGrace: well"
    viewer.load("as text")
    assert viewer.talk.toPlainText().split() == ["as", "text"]


def test_a_message_with_files(make: Make, file: File) -> None:
    viewer = make("multimodal")
    assert isinstance(viewer, MultimodalViewer)
    viewer.load({"text": "look", "files": [file("a.txt")]})
    assert viewer.text.toPlainText() == "look"
    assert viewer.files.value() == [file("a.txt")]
    viewer.load({"text": "", "files": []})
    assert viewer.files.isHidden()
