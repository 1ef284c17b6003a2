"""A value as JSON text with room for what is only known when the snippet runs.

The text is for people to read and for terminals to show: other scripts stay readable, but what a terminal
would act on, or what changes the direction of the text around it, is written as `\\uXXXX`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Json


class Variable(str):
    """The name of a variable whose value, JSON-escaped already, takes this text's place."""

    __slots__ = ()


Piece = str
"""A stretch of text as it is, or a Variable."""

ACTIVE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
"""Control characters (C0, DEL, C1), line and paragraph separators, and what is invisible or turns text around."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def json_pieces(value: Json) -> list[Piece]:
    """The JSON text of a value, cut where a Variable stands in it. WrongUse for NaN and lone surrogates."""
    return list(_joined(_written(value)))


def _has_variable(value: Json) -> bool:
    if isinstance(value, Variable):
        return True
    if isinstance(value, Mapping):
        return any(map(_has_variable, value.values()))
    return isinstance(value, list | tuple) and any(map(_has_variable, value))


def _written(value: Json) -> Iterator[Piece]:
    if isinstance(value, Variable):
        yield from ('"', value, '"')
    elif not _has_variable(value):
        yield _text(value)
    elif isinstance(value, Mapping):
        for number, (key, item) in enumerate(value.items()):
            yield f"{', ' if number else '{'}{_text(key)}: "
            yield from _written(item)
        yield "}"
    else:
        for number, item in enumerate(value):
            yield ", " if number else "["
            yield from _written(item)
        yield "]"


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, Variable):
            yield "".join(texts)
            yield piece
            texts.clear()
        else:
            texts.append(piece)
    yield "".join(texts)


def _text(value: Json) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise WrongUse(
            "A value is not a number JSON can carry.", "It holds NaN or an infinity.", "Use another number."
        ) from error
    # Outside of its strings JSON is plain ASCII, so every such character is inside one.
    return ACTIVE.sub(escape, checked(text))


def checked(text: str) -> str:
    """The text itself; WrongUse where it holds half a character, which no server could read."""
    if _SURROGATE.search(text):
        raise WrongUse(
            "A text holds half a character (a lone surrogate).",
            "It cannot be written as UTF-8, so nothing can send it.",
            "Remove it; it shows as a box or a question mark.",
        )
    return text


def escape(match: re.Match[str]) -> str:
    """What was matched, inside of a JSON string, in ASCII."""
    units = match[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
