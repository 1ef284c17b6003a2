"""Conversations and dialogues, and a message with its files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from gradioscope.gradio.model import is_file_data
from gradioscope.request.fields.chat import Message, messages, part_kind, part_text
from gradioscope.request.fields.dialogue import dialogue_lines
from gradioscope.window import theme
from gradioscope.window.outputs import decoding
from gradioscope.window.outputs.base import Viewer
from gradioscope.window.outputs.files import FilesViewer, address_in, file_name
from gradioscope.window.outputs.saving import SaveFiles, ask_folder
from gradioscope.window.outputs.talk_view import Piece, TalkView, Turn
from gradioscope.window.outputs.text import GrowingText
from gradioscope.window.parts.background import Background
from gradioscope.window.parts.preview import one_line

PICTURES = 20
"""Pictures of a conversation that are fetched by themselves; others are fetched when they are clicked."""
THUMBNAIL = 320
"""Pixels of a picture's longer side, at no zoom."""
_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp")


class ChatViewer(Viewer):
    """Messages of any of Gradio's shapes. Titles fold, pictures are small, files are saved from their names."""

    suffix = ".md"

    def make_content(self) -> QWidget:
        self._files: dict[str, dict[str, Any]] = {}
        self._asked: set[str] = set()
        self._queue: list[tuple[str, Path]] = []
        self._decoding = ""
        self._decoder = Background(self)
        self._decoder.done.connect(self._decoded)
        self._decoder.failed.connect(self._not_decoded)
        self.talk = TalkView(self.ret.label, self)
        self.talk.picked.connect(self._picked)
        return self.talk

    def accepts(self, value: Any) -> bool:
        return isinstance(value, list) and all(message.role for message in messages(value))

    def show_value(self, value: Any) -> None:
        self._note("" if value else "no messages (empty list)")
        turns = [self._turn(message) for message in messages(value)]
        self.talk.show_turns(turns)
        for target, file in self._files.items():
            if len(self._asked) >= PICTURES:
                break
            if target not in self._asked and _is_picture(file):
                self._asked.add(target)
                self.fileRequested.emit(file)

    def copyable(self, value: Any) -> str | None:
        return "\n\n".join(_markdown(message) for message in messages(value)) if self.accepts(value) else None

    def show_file(self, file: dict[str, Any], path: Path) -> None:
        self._queue.append((_target(file), path))
        self._decode_next()

    def file_failed(self, file: dict[str, Any], why: str) -> None:
        self._note(f"{file_name(file)}: {why}", "warning")

    def _turn(self, message: Message) -> Turn:
        pieces = tuple(self._piece(part) for part in message.parts)
        options = message.extra.get("options")
        offered = tuple(
            str(option.get("label") or option.get("value") or "")
            for option in (options if isinstance(options, list) else ())
            if isinstance(option, dict)
        )
        return Turn(_who(message.role), pieces, message.title, message.role == "user", offered)

    def _piece(self, part: Any) -> Piece:
        kind = part_kind(part)
        if kind == "text":
            return Piece(part_text(part))
        if kind == "file":
            return self._file(part["file"], str(part.get("alt_text") or ""))
        if kind == "component":
            inner = part.get("value")
            name = str(part["component"])
            if is_file_data(inner):
                return self._file(inner, name)
            return Piece("", note=f"{name}: {one_line(inner, 200)}")
        return Piece("", note=one_line(part, 200))

    def _file(self, file: dict[str, Any], note: str) -> Piece:
        target = _target(file)
        self._files[target] = file
        return Piece(file_name(file), target, note)

    def _picked(self, target: str) -> None:
        file = self._files.get(target)
        if file is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Save…").triggered.connect(partial(self._save_file, file))
        if _is_picture(file) and target not in self._asked:
            menu.addAction("Show the picture").triggered.connect(partial(self._ask, target))
        menu.addAction("Copy the address").triggered.connect(partial(_copy, address_in(file)))
        menu.popup(QCursor.pos())

    def _ask(self, target: str) -> None:
        self._asked.add(target)
        self.fileRequested.emit(self._files[target])

    def _save_file(self, file: dict[str, Any]) -> None:
        ask_folder(self, partial(self._save_into, file))

    def _save_into(self, file: dict[str, Any], folder: str) -> None:
        self.saveRequested.emit(SaveFiles([file], Path(folder)))

    def _decode_next(self) -> None:
        if self._queue and not self._decoding:
            self._decoding, path = self._queue.pop(0)
            self._decoder.start(partial(decoding.from_file, path))

    def _decoded(self, picture: decoding.Picture) -> None:
        side = theme.px(THUMBNAIL)
        image = picture.levels[-1]
        if max(image.width(), image.height()) > side:
            image = image.scaled(
                side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        target, self._decoding = self._decoding, ""
        self.talk.show_picture(target, image)
        self._decode_next()

    def _not_decoded(self, _error: BaseException) -> None:
        # its name stays, from which it can be saved
        self._decoding = ""
        self._decode_next()


class DialogueViewer(Viewer):
    """Lines by speakers, each with a colour of its own; or the text that the app wrote."""

    suffix = ".txt"

    def make_content(self) -> QWidget:
        self.talk = TalkView(self.ret.label, self)
        return self.talk

    def accepts(self, value: Any) -> bool:
        return isinstance(value, str) or dialogue_lines(value) is not None

    def show_value(self, value: Any) -> None:
        lines = dialogue_lines(value)
        if lines is None:
            self.talk.show_turns([Turn("", (Piece(value),))])
            return
        t = theme.tokens()
        colours = [t.info, t.success, t.accent_text, t.warning, t.danger]
        speakers = list(dict.fromkeys(line.speaker for line in lines))
        self.talk.show_turns(
            [
                Turn(line.speaker, (Piece(line.text),), colour=colours[speakers.index(line.speaker) % 5].name())
                for line in lines
            ]
        )

    def copyable(self, value: Any) -> str | None:
        if isinstance(value, str):
            return value
        lines = dialogue_lines(value)
        return None if lines is None else "\n".join(f"{line.speaker}: {line.text}" for line in lines)


class MultimodalViewer(Viewer):
    """A text, and the files that came with it."""

    suffix = ".txt"

    def make_content(self) -> QWidget:
        content = QWidget(self)
        self.text = GrowingText(self.ret.label, content)
        theme.mark(self.text, bare=True)
        self.text.setStyleSheet("QPlainTextEdit { padding: 0; }")
        self.files = FilesViewer(self.ret, content)
        self.files.hide_header()
        self.files.fileRequested.connect(self.fileRequested)
        self.files.saveRequested.connect(self.saveRequested)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        column.addWidget(self.files)
        return content

    def accepts(self, value: Any) -> bool:
        if not isinstance(value, dict) or not isinstance(value.get("text"), str):
            return False
        files = value.get("files") or []
        return isinstance(files, list) and all(map(is_file_data, files))

    def show_value(self, value: Any) -> None:
        text, files = value.get("text") or "", value.get("files") or []
        self._note("" if text or files else "no text and no files")
        self.text.show_text(text)
        self.text.setVisible(bool(text))
        self.files.load(files)
        self.files.setVisible(bool(files))

    def copyable(self, value: Any) -> str | None:
        return str(value.get("text") or "") if self.accepts(value) else None

    def show_file(self, file: dict[str, Any], path: Path) -> None:
        self.files.show_file(file, path)

    def file_failed(self, file: dict[str, Any], why: str) -> None:
        self.files.file_failed(file, why)


def _who(role: str) -> str:
    return {"user": "You", "assistant": "Assistant", "system": "System"}.get(role, role)


def _target(file: dict[str, Any]) -> str:
    """A file's name among the links of a document: its path may hold anything, a number may not."""
    return f"{abs(hash((file.get('path'), file.get('orig_name')))):x}"


def _is_picture(file: dict[str, Any]) -> bool:
    kind = file.get("mime_type")
    return file_name(file).lower().endswith(_PICTURES) or (isinstance(kind, str) and kind.startswith("image/"))


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def _markdown(message: Message) -> str:
    said = [f"**{_who(message.role)}:**" + (f" *{message.title}*" if message.title else "")]
    for part in message.parts:
        kind = part_kind(part)
        if kind == "text":
            said.append(part_text(part))
        elif kind == "file":
            said.append(f"[{file_name(part['file'])}]")
        else:
            said.append(one_line(part, 200))
    return "\n\n".join(said)
