"""Conversations and messages with files, as a person writes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import LocalFile
from gradioscope.window.inputs.chat import ChatInput
from gradioscope.window.inputs.multimodal import MultimodalInput

from .conftest import MakeRow

TALK: list[dict[str, Any]] = [
    {"role": "user", "content": [{"type": "text", "text": "one"}], "metadata": None, "later": 1},
    {"role": "assistant", "content": [{"type": "text", "text": "two"}], "options": [{"value": "x"}]},
]


def chat(make_row: MakeRow, **given: Any) -> ChatInput:
    entry = make_row("chat", **given).input
    assert isinstance(entry, ChatInput)
    return entry


def test_a_loaded_conversation_is_given_back_unharmed(make_row: MakeRow) -> None:
    entry = chat(make_row)
    entry.load(TALK)
    assert entry.value() is TALK
    assert entry.list.count() == 2
    assert entry.list.item(1).text() == "2  assistant: two"


def test_what_is_edited_changes_and_the_rest_stays(make_row: MakeRow) -> None:
    entry = chat(make_row)
    entry.load(TALK)
    entry.list.setCurrentRow(0)
    entry.box.edit.setPlainText("uno")
    assert entry.value() == [{**TALK[0], "content": [{"type": "text", "text": "uno"}]}, TALK[1]]


def test_messages_are_added_moved_and_removed(make_row: MakeRow, qtbot: QtBot) -> None:
    entry = chat(make_row, required=True)
    entry._add_one()
    entry.box.edit.setPlainText("hi")
    entry._add_one()
    entry.box.edit.setPlainText("hello")
    assert [(item["role"], item["content"][0]["text"]) for item in entry.value()] == [
        ("user", "hi"),
        ("assistant", "hello"),
    ]
    qtbot.keyClick(entry.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [item["role"] for item in entry.value()] == ["assistant", "user"]
    qtbot.keyClick(entry.list, Qt.Key.Key_Delete)
    qtbot.keyClick(entry.list, Qt.Key.Key_Delete)
    assert entry.value() == []
    assert not entry.is_set()


def test_a_role_and_a_title_are_chosen(make_row: MakeRow) -> None:
    entry = chat(make_row)
    entry.load(TALK)
    entry.list.setCurrentRow(1)
    entry._role.setCurrentText("system")
    entry._role.activated.emit(2)
    entry._title.setText("Thinking")
    entry._title.textEdited.emit("Thinking")
    assert entry.value()[1]["role"] == "system"
    assert entry.value()[1]["metadata"] == {"title": "Thinking"}
    assert entry.value()[1]["options"] == [{"value": "x"}]


def test_a_transcript_is_pasted(make_row: MakeRow) -> None:
    entry = chat(make_row, type="messages")
    QGuiApplication.clipboard().setText("User: hi\nAssistant: hello")
    entry.paste()
    assert entry.value() == [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "hello"}]


def test_files_go_into_a_message(make_row: MakeRow) -> None:
    entry = chat(make_row)
    entry.load(TALK[:1])
    entry.box.attach([LocalFile("/tmp/a.png")])
    assert entry.value()[0]["content"] == [
        {"type": "text", "text": "one"},
        {"type": "file", "file": LocalFile("/tmp/a.png")},
    ]


def test_pairs_have_two_roles(make_row: MakeRow) -> None:
    entry = chat(make_row, type="tuples")
    entry._add_one()
    entry.box.edit.setPlainText("hi")
    assert entry.value() == [["hi", None]]
    assert entry._role.count() == 2


def test_hundreds_of_messages_are_shown(make_row: MakeRow) -> None:
    entry = chat(make_row)
    entry.load(TALK * 500)
    assert entry.list.count() == 1000


def test_a_message_takes_drops_and_pasted_pictures(make_row: MakeRow, tmp_path: Path, qtbot: QtBot) -> None:
    entry = make_row("multimodal").input
    assert isinstance(entry, MultimodalInput)
    note = tmp_path / "note.txt"
    note.write_text("x")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(note))])
    entry.box.take(mime)
    entry.box.edit.setPlainText("look")
    assert entry.value() == {"text": "look", "files": [LocalFile(str(note))]}
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    shot = QMimeData()
    shot.setImageData(picture)
    entry.box.edit.insertFromMimeData(shot)
    qtbot.waitUntil(lambda: len(entry.box.files()) == 2)
    entry.box._remove(LocalFile(str(note)))
    assert len(entry.value()["files"]) == 1
