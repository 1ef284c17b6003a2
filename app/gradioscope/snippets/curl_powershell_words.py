"""Text as a string of PowerShell, and as an argument that Windows PowerShell 5.1 and 7.3+ hand on alike.

PowerShell takes U+2018 to U+201B for single quotes and U+201C to U+201E for double ones, so what is not plain ASCII
is named by its number. Source: about_Quoting_Rules, about_Parsing ("Passing arguments to native commands").
"""

from __future__ import annotations

import re

from gradioscope.gradio.errors import WrongUse
from gradioscope.snippets.payload import Piece, Variable, checked
from gradioscope.snippets.quoting import folded

_ASCII = re.compile(r"[ -~]*")
INLINE = 200
"""Characters of JSON text that stand in a line; a longer one is a here-string, which needs no doubled quotes."""


def word(text: str) -> str:
    """A string that is exactly this text; in parentheses of its own where it takes more than quotes."""
    checked(text)
    if _ASCII.fullmatch(text):
        return "'" + text.replace("'", "''") + "'"
    return f'"{expandable(text)}"'


def expandable(text: str) -> str:
    """What stands for the text inside of double quotes."""
    return "".join(_sign(unit) for unit in _units(text))


def _units(text: str) -> list[int]:
    encoded = text.encode("utf-16-be")
    return [int.from_bytes(encoded[start : start + 2], "big") for start in range(0, len(encoded), 2)]


def _sign(unit: int) -> str:
    sign = chr(unit)
    if not 32 <= unit < 127:
        return f"$([char]0x{unit:04x})"
    # `#` needs none; readers that colour PowerShell take it for a comment behind a `$(…)`
    return f"`{sign}" if sign in '`$"#' else sign


def argument(text: str) -> str:
    """The string as an argument of a native command.

    WrongUse for a double quote, which 5.1 drops and 7.3 keeps, and for a backslash at the end, which would quote
    the quote that 5.1 puts there.
    """
    if '"' in text or text.endswith("\\") or not text:
        raise WrongUse(
            "A text cannot be an argument in PowerShell.",
            "It holds a double quote, ends in a backslash or is empty: PowerShell's versions pass that on differently.",
            "Change it, or choose another target.",
        )
    return word(text)


def body(pieces: list[Piece]) -> str:
    """JSON text in ASCII as an expression: a string, or strings and variables added up. Folded, as `-d @` joins it.

    The end of a here-string is a line that begins with `'@`: an apostrophe at a line's start is escaped in JSON's way.
    """
    if len(pieces) == 1 and len(pieces[0]) <= INLINE and "\n" not in pieces[0]:
        return word(pieces[0])
    if not any(isinstance(piece, Variable) for piece in pieces):
        lines = folded("".join(pieces))
        return "\n".join(["@'", *("\\u0027" + line[1:] if line.startswith("'") else line for line in lines), "'@"])
    parts = []
    for piece in pieces:
        parts.append(
            f"${piece}" if isinstance(piece, Variable) else "'" + "\n".join(folded(piece)).replace("'", "''") + "'"
        )
    return " + ".join(parts)
