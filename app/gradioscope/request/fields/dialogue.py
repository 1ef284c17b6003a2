"""Dialogue: lines that speakers say, or one text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from gradioscope.gradio.model import Json, Parameter
from gradioscope.request.fields.base import Field


@dataclass(frozen=True, slots=True)
class Line:
    """What one speaker says."""

    speaker: str
    text: str


_SPEAKS = re.compile(r"^\[([^\]\n]+)\][ \t]*|^([^\s:][^:\n]{0,39}):[ \t]+", re.MULTILINE)


def dialogue_lines(value: Json) -> tuple[Line, ...] | None:
    """The lines of a dialogue; None for free text and what is no dialogue."""
    if not isinstance(value, list):
        return None
    if not all(isinstance(item, dict) and {"speaker", "text"} <= item.keys() for item in value):
        return None
    return tuple(Line(str(item["speaker"]), str(item["text"])) for item in value)


def dialogue_value(lines: tuple[Line, ...] | list[Line]) -> list[Json]:
    return [{"speaker": line.speaker, "text": line.text} for line in lines]


def dialogue_text(lines: tuple[Line, ...] | list[Line], separator: str = "\n") -> str:
    """As Gradio writes a dialogue into a text."""
    return separator.join(f"[{line.speaker}] {line.text}" for line in lines)


def dialogue_from(text: str) -> tuple[Line, ...] | None:
    """The lines of `[Speaker] text` or `Speaker: text`; None where the text begins otherwise."""
    starts = list(_SPEAKS.finditer(text))
    if not starts or text[: starts[0].start()].strip():
        return None
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return tuple(
        Line(start[1] or start[2], text[start.end() : end].strip()) for start, end in zip(starts, ends, strict=True)
    )


@dataclass(frozen=True, slots=True)
class DialogueField(Field):
    """A list of `{"speaker", "text"}`, or a text. The app fails on null."""

    speakers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    plain: bool = False
    """Whether the app itself writes it as a text."""

    @property
    def empty(self) -> Json:
        return "" if self.plain else []

    @property
    def initial(self) -> Json:
        return self.empty if self.parameter.required or self.parameter.default is None else self.parameter.default

    def check(self, value: Json) -> str | None:
        if isinstance(value, str):
            return None
        if not isinstance(value, list):
            return f"{self.label} takes lines with a speaker, or a text."
        for number, item in enumerate(value, 1):
            if not isinstance(item, dict) or not isinstance(item.get("text"), str):
                return f"Line {number} of {self.label} has no text."
            if not isinstance(item.get("speaker"), str) or not item["speaker"]:
                return f"Line {number} of {self.label} has no speaker."
        return None

    def from_text(self, text: str) -> Json:
        if text.lstrip().startswith("["):
            try:
                read = json.loads(text)
            except ValueError:
                read = None
            if dialogue_lines(read) is not None:
                return read
        return text


def _texts(value: Json) -> tuple[str, ...]:
    given = [value] if isinstance(value, str) else value if isinstance(value, list) else ()
    return tuple(item for item in given if isinstance(item, str))


def dialogue_field(p: Parameter) -> Field:
    props = p.props
    return DialogueField(
        "dialogue", p, _texts(props.get("speakers")), _texts(props.get("tags")), props.get("type") == "text"
    )
