"""A Chatbot's conversation as messages that can be edited part by part, in any of Gradio's three shapes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from gradioscope.gradio.model import Json, LocalFile, is_file_data

Shape = Literal["tuples", "text", "parts"]
"""`[[user, bot], …]` (4, 5); messages whose content is a text or a file (4, 5), or a list of parts (6)."""
PartKind = Literal["text", "file", "component", "other"]

ROLES = ("user", "assistant", "system")
_SPOKEN = {"human": "user", "ai": "assistant", "bot": "assistant", "chatbot": "assistant"}
_TURN = re.compile(r"^(user|human|assistant|ai|bot|chatbot|system)\s*:[ \t]*", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `parts` are as the app writes them: texts, or dicts with `text`, `file` or `component`."""

    role: str
    parts: tuple[Json, ...] = ()
    extra: Mapping[str, Json] = field(default_factory=dict)
    """What else the app's message has: `metadata`, `options`, and whatever a later Gradio adds."""

    @property
    def title(self) -> str:
        """What the message is shown under, as a thought or a tool's use; mostly empty."""
        metadata = self.extra.get("metadata")
        return str(metadata.get("title") or "") if isinstance(metadata, Mapping) else ""

    @property
    def text(self) -> str:
        """All its texts, a blank line between them."""
        return "\n\n".join(part_text(part) for part in self.parts if part_kind(part) == "text")

    @property
    def files(self) -> tuple[Json, ...]:
        """Its files: FileData or LocalFile."""
        return tuple(part["file"] for part in self.parts if part_kind(part) == "file")

    def with_title(self, title: str) -> Message:
        """The same under another title; the rest of its metadata stays."""
        if title == self.title:
            return self
        old = self.extra.get("metadata")
        metadata = {k: v for k, v in (old if isinstance(old, Mapping) else {}).items() if k != "title"}
        extra = {k: v for k, v in self.extra.items() if k != "metadata"}
        if title:
            metadata["title"] = title
        if metadata:
            extra["metadata"] = metadata
        return replace(self, extra=extra)

    def with_text(self, text: str) -> Message:
        """The same with another text in the place of its first one; further texts are gone, other parts stay."""
        if text == self.text:
            return self
        kept: list[Json] = []
        written = not text
        for part in self.parts:
            if part_kind(part) != "text":
                kept.append(part)
            elif not written:
                kept.append({**part, "text": text} if isinstance(part, dict) else text)
                written = True
        return replace(self, parts=tuple(kept if written else [text, *kept]))

    def with_files(self, files: list[Json]) -> Message:
        """The same with these files; a file it has already keeps its description and its place."""
        left = list(files)
        kept: list[Json] = []
        for part in self.parts:
            if part_kind(part) != "file":
                kept.append(part)
            elif part["file"] in left:
                left.remove(part["file"])
                kept.append(part)
        return replace(self, parts=(*kept, *({"file": file} for file in left)))


def part_kind(part: Json) -> PartKind:
    if isinstance(part, str):
        return "text"
    if isinstance(part, dict):
        if isinstance(part.get("text"), str) and part.get("type", "text") == "text":
            return "text"
        if "component" in part:
            return "component"
        if isinstance(part.get("file"), LocalFile) or is_file(part.get("file")):
            return "file"
    return "other"


def part_text(part: Json) -> str:
    """The text of a text part, else empty."""
    return part if isinstance(part, str) else part["text"] if part_kind(part) == "text" else ""


def is_file(value: Json) -> bool:
    return isinstance(value, LocalFile) or is_file_data(value)


def messages(value: Json) -> tuple[Message, ...]:
    """The messages of a conversation in any shape. What is no message is one without a role, its only part itself."""
    found: list[Message] = []
    for item in value if isinstance(value, list | tuple) else ():
        if isinstance(item, dict) and isinstance(item.get("role"), str):
            extra = {key: kept for key, kept in item.items() if key not in ("role", "content")}
            content = item.get("content")
            parts = tuple(content) if isinstance(content, list) else () if content is None else (content,)
            found.append(Message(item["role"], parts, extra))
        elif isinstance(item, list | tuple) and len(item) == 2:
            sides = zip(ROLES, item, strict=False)
            found += [Message(role, (said,)) for role, said in sides if said is not None]
        else:
            found.append(Message("", (item,)))
    return tuple(found)


def value_of(given: tuple[Message, ...] | list[Message], shape: Shape) -> list[Json]:
    """Messages in a shape. Where a message holds one part only, one of several parts becomes several messages."""
    if shape == "tuples":
        return _pairs(given)
    made: list[Json] = []
    for message in given:
        if not message.role:
            made += message.parts
        elif shape == "parts":
            made.append({"role": message.role, "content": [_typed(part) for part in message.parts], **message.extra})
        else:
            parts = message.parts or ("",)
            made += [{"role": message.role, "content": _bare(part), **message.extra} for part in parts]
    return made


def _typed(part: Json) -> Json:
    if isinstance(part, str):
        return {"type": "text", "text": part}
    kind = part_kind(part)
    return {"type": kind, **part} if kind != "other" and "type" not in part else part


def _bare(part: Json) -> Json:
    kind = part_kind(part)
    if kind == "text":
        return part_text(part)
    return {key: kept for key, kept in part.items() if key != "type"} if kind != "other" else part


def _pairs(given: tuple[Message, ...] | list[Message]) -> list[Json]:
    made: list[Json] = []
    waits = False
    for message in given:
        for part in message.parts or ("",):
            said = _bare(part)
            if not message.role:
                made.append(said)
            elif message.role != "assistant":
                made.append([said, None])
            elif waits:
                made[-1] = [made[-1][0], said]
            else:
                made.append([None, said])
            waits = bool(message.role) and message.role != "assistant"
    return made


def conversation_from(text: str) -> tuple[Message, ...]:
    """The conversation a text holds: its JSON, a transcript (`User: …`, `Assistant: …`), or one message of a user."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        read = None
    if isinstance(read, dict):
        read = read.get("messages") or read.get("history") or [read]
    found = messages(read)
    if found and all(message.role for message in found):
        return found
    turns = list(_TURN.finditer(text))
    if not turns or text[: turns[0].start()].strip():
        return (Message("user", (text,)),)
    ends = [turn.start() for turn in turns[1:]] + [len(text)]
    return tuple(
        Message(_SPOKEN.get(turn[1].lower(), turn[1].lower()), (text[turn.end() : end].strip(),))
        for turn, end in zip(turns, ends, strict=True)
    )
