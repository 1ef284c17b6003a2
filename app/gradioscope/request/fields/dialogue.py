"""Dialogue: lines that speakers say, or one text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gradioscope.gradio.model import Json


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
