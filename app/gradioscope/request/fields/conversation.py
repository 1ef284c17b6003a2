"""Conversations: Chatbot in the three shapes that Gradio has had, MultimodalTextbox, Dialogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from gradioscope.gradio.model import Json, LocalFile, Parameter
from gradioscope.request.fields.base import Field
from gradioscope.request.fields.chat import Message, Shape, messages, value_of
from gradioscope.request.fields.files import file_problem


@dataclass(frozen=True, slots=True)
class ChatField(Field):
    shape: Shape = "text"
    fills: bool = False
    """Whether a message has `metadata` and `options`, be they null (Gradio 5 and 6)."""

    @property
    def empty(self) -> Json:
        return []

    @property
    def initial(self) -> Json:
        value = self.empty if self.parameter.required else self.parameter.default
        return [] if value is None else value

    @property
    def roles(self) -> tuple[str, ...]:
        return ("user", "assistant") if self.shape == "tuples" else ("user", "assistant", "system")

    def value_of(self, conversation: Iterable[Message]) -> Json:
        """The value to send, in the app's shape."""
        blank: dict[str, Json] = {"metadata": None, "options": None} if self.fills else {}
        return value_of([replace(message, extra={**blank, **message.extra}) for message in conversation], self.shape)

    def file_part(self, file: Json) -> Json:
        """A file as a message's part."""
        if self.shape == "parts":
            return {"type": "file", "file": file, "alt_text": None}
        return {"file": file, "alt_text": None}

    def check(self, value: Json) -> str | None:
        if value is None:
            return None
        if not isinstance(value, list):
            return f"{self.label} takes a list of messages."
        for number, item in enumerate(value, 1):
            wrong = self._wrong(item)
            if wrong:
                return f"{self.label}: message {number} {wrong}."
        for number, message in enumerate(messages(value), 1):
            for file in message.files:
                if problem := file_problem(file, (), self.label):
                    return f"{self.label}: message {number}: {problem}"
        return None

    def _wrong(self, item: Json) -> str:
        if self.shape == "tuples":
            return "" if isinstance(item, list | tuple) and len(item) == 2 else "is not a pair [user, assistant]"
        if not isinstance(item, Mapping) or not isinstance(item.get("role"), str):
            return 'is not {"role": …, "content": …}'
        content = item.get("content")
        if self.shape == "parts":
            return "" if isinstance(content, list) else "needs a list of parts as its content"
        return "" if isinstance(content, str | Mapping | LocalFile) else "needs a text or a file as its content"

    def from_text(self, text: str) -> Json:
        return self.value_of([Message("user", (text,))])

    def from_files(self, files: list[LocalFile]) -> Json:
        return self.value_of([Message("user", tuple(map(self.file_part, files)))])


def chat_field(p: Parameter) -> Field:
    if p.props.get("type") == "tuples":
        return ChatField("chat", p, "tuples")
    first = p.example[0] if isinstance(p.example, list) and p.example else None
    if isinstance(first, list):
        return ChatField("chat", p, "tuples")
    if isinstance(first, Mapping):
        return ChatField("chat", p, "parts" if isinstance(first.get("content"), list) else "text", "options" in first)
    # no example: 6 has no `type` any more
    return ChatField("chat", p, "text" if p.props.get("type") == "messages" else "parts", fills=True)


@dataclass(frozen=True, slots=True)
class MultimodalField(Field):
    """`{"text": text, "files": [file, …]}`."""

    file_types: tuple[str, ...] = ()
    several: bool = True
    lines: int = 1
    max_lines: int | None = None
    placeholder: str = ""

    @property
    def empty(self) -> Json:
        return {"text": "", "files": []}

    def check(self, value: Json) -> str | None:
        if value is None:
            return None
        if not isinstance(value, Mapping) or not isinstance(value.get("text"), str):
            return f'{self.label} takes {{"text": TEXT, "files": [FILE, …]}}.'
        files = value.get("files") or []
        if not isinstance(files, list):
            return f"{self.label}: files are a list."
        if not self.several and len(files) > 1:
            return f"{self.label} takes one file; {len(files)} are attached."
        return next(filter(None, (file_problem(file, self.file_types, self.label) for file in files)), None)

    def from_text(self, text: str) -> Json:
        return {"text": text, "files": []}

    def from_files(self, files: list[LocalFile]) -> Json:
        return {"text": "", "files": list(files)}


def multimodal_field(p: Parameter) -> Field:
    types = p.props.get("file_types")
    lines = p.props.get("lines")
    return MultimodalField(
        "multimodal",
        p,
        tuple(t for t in types if isinstance(t, str)) if isinstance(types, list) else (),
        p.props.get("file_count") != "single",
        lines if isinstance(lines, int) and lines > 0 else 1,
        placeholder=str(p.props.get("placeholder") or ""),
    )


@dataclass(frozen=True, slots=True)
class DialogueField(Field):
    """A list of `{"speaker": name, "text": text}`, or one text. A null fails on the server."""

    speakers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def empty(self) -> Json:
        return [] if self.speakers else ""

    @property
    def initial(self) -> Json:
        value = self.empty if self.parameter.required else self.parameter.default
        return self.empty if value is None else value

    def check(self, value: Json) -> str | None:
        if isinstance(value, str):
            return None
        if not isinstance(value, list):
            return f"{self.label} takes lines of speakers, or a text."
        for number, line in enumerate(value, 1):
            if not isinstance(line, Mapping) or not all(isinstance(line.get(key), str) for key in ("speaker", "text")):
                return f"{self.label}: line {number} needs a speaker and a text."
        return None


def dialogue_field(p: Parameter) -> Field:
    return DialogueField("dialogue", p, _words(p.props.get("speakers")), _words(p.props.get("tags")))


def _words(value: Json) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else ()
