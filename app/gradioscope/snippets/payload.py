"""A value as JSON text with room for what is only known when the snippet runs.

The text is for people to read and for terminals to show: other scripts stay readable, but what a terminal
would act on, or what changes the direction of the text around it, is written as `\\uXXXX`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Json


class Variable(str):
    """The name of a variable whose value, JSON-escaped already, takes this text's place."""

    __slots__ = ()


Piece = str
"""A stretch of text as it is, or a Variable."""


@dataclass(frozen=True, slots=True)
class Template:
    """A text of a request with Variables in it; the pieces between them are as they are."""

    pieces: tuple[Piece, ...]


Writer = Callable[[Json], str]
"""Writes JSON text."""

ACTIVE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
"""Control characters (C0, DEL, C1), line and paragraph separators, and what is invisible or turns text around."""

LARGE = 10_000
"""Characters of JSON text that stay readable; what is longer is written in ASCII.

Nobody reads that much in a snippet, it takes a tenth of the time, and ksh93, which reads a script in stretches of
64 KiB, hangs where a character lies across two.
"""


def json_pieces(value: Json, variables: bool = True, pretty: bool = False) -> list[Piece]:
    """The JSON text of a value, cut where a Variable stands in it. WrongUse for NaN and lone surrogates.

    Begins and ends with text. `variables` may be False where there is none, which spares looking for them. `pretty`
    is over several lines, but for a value that nobody reads.
    """
    cut = _written if variables else _whole
    pieces = list(_joined(cut(value, _readable)))
    if sum(map(len, pieces)) > LARGE:
        return list(_joined(cut(value, _ascii)))
    return list(_joined(_laid_out(value, 0))) if pretty else pieces


def _has_variable(value: Json) -> bool:
    if isinstance(value, Variable | Template):
        return True
    if isinstance(value, Mapping):
        return any(map(_has_variable, value.values()))
    return isinstance(value, list | tuple) and any(map(_has_variable, value))


def _whole(value: Json, text: Writer) -> Iterator[Piece]:
    yield text(value)


def _written(value: Json, text: Writer) -> Iterator[Piece]:
    if isinstance(value, Variable):
        yield from ('"', value, '"')
    elif isinstance(value, Template):
        yield '"'
        yield from (piece if isinstance(piece, Variable) else text(piece)[1:-1] for piece in value.pieces)
        yield '"'
    elif not _has_variable(value):
        yield text(value)
    elif isinstance(value, Mapping):
        for number, (key, item) in enumerate(value.items()):
            yield f"{', ' if number else '{'}{text(key)}: "
            yield from _written(item, text)
        yield "}"
    else:
        for number, item in enumerate(value):
            yield ", " if number else "["
            yield from _written(item, text)
        yield "]"


NARROW = 72
"""Characters of a list or an object that stays on one line of the pretty text."""


def _laid_out(value: Json, depth: int) -> Iterator[Piece]:
    if not isinstance(value, Mapping | list | tuple) or not value:
        yield from _written(value, _readable)
        return
    if depth:
        flat = list(_written(value, _readable))
        if sum(map(len, flat)) <= NARROW:
            yield from flat
            return
    inner = "  " * (depth + 1)
    before = "{" if isinstance(value, Mapping) else "["
    for item in value:
        yield f"{before}\n{inner}"
        if isinstance(value, Mapping):
            yield f"{_readable(item)}: "
            item = value[item]
        yield from _laid_out(item, depth + 1)
        before = ","
    yield f"\n{inner[2:]}{'}' if isinstance(value, Mapping) else ']'}"


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


def _dumped(value: Json) -> str:
    try:
        return checked(json.dumps(value, ensure_ascii=False, allow_nan=False))
    except ValueError as error:
        raise WrongUse(
            "A value is not a number JSON can carry.", "It holds NaN or an infinity.", "Use another number."
        ) from error


def _readable(value: Json) -> str:
    text = _dumped(value)
    if len(text) > LARGE:
        return text  # to be written in ASCII
    # Outside of its strings JSON is plain ASCII, so every such character is inside one.
    return ACTIVE.sub(escape, text)


def _ascii(value: Json) -> str:
    return json.dumps(value).replace("\x7f", "\\u007f")


def checked(text: str) -> str:
    """The text itself; WrongUse where it holds half a character, which no server could read."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise WrongUse(
            "A text holds half a character (a lone surrogate).",
            "It cannot be written as UTF-8, so nothing can send it.",
            "Remove it; it shows as a box or a question mark.",
        ) from error
    return text


def escape(match: re.Match[str]) -> str:
    """What was matched, inside of a JSON string, in ASCII."""
    units = match[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
