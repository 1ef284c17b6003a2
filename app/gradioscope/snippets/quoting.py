"""Text as a word of a POSIX shell: bash, zsh, dash, busybox, ksh, mksh, yash; in a file, or pasted into a prompt.

`shlex.quote` does not do: zsh expands a bare `=ls`, and what a terminal acts on stays raw.
"""

from __future__ import annotations

import re

from gradioscope.gradio.errors import WrongUse
from gradioscope.snippets.payload import ACTIVE, Piece, Variable, checked

_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,-]+")
_IN_FORMAT = re.compile(f"[!'\\\\%]|{ACTIVE.pattern}")


def word(text: str) -> str:
    """One word that stands for exactly this text. WrongUse for NUL, and for control characters at the very end."""
    checked(text)
    if _PLAIN.fullmatch(text):
        return text
    if ACTIVE.search(text):
        return _printed(text)
    return "'" + text.replace("'", "'\\''") + "'"


def _printed(text: str) -> str:
    """By printf, so that the snippet's own text stays printable.

    An interactive bash still expands `!` here, as the double quotes hide the single ones from it.
    """
    if "\0" in text or text.endswith("\n"):
        raise WrongUse(
            "A name holds a character no shell can pass on.",
            "It is NUL, or a line break at the end.",
            "Give it another name.",
        )
    return "\"$(printf '" + _IN_FORMAT.sub(_octal, text) + "')\""


def _octal(match: re.Match[str]) -> str:
    if match[0] == "%":
        return "%%"
    return "".join(f"\\{byte:03o}" for byte in match[0].encode())


def here_document(pieces: list[Piece]) -> str:
    """The lines of JSON text for a here-document which `curl -d @-` joins again, and its last line.

    With variables in it the shell reads the text as in double quotes. Folded, as a terminal passes on no line
    above 4095 bytes to a shell without an editor of its own. `!`, `$` and backquotes are escaped in JSON's way: an
    interactive bash expands the first in here-documents, and a bash before 4 looks for the others inside of `$(…)`.
    """
    expand = any(isinstance(piece, Variable) for piece in pieces)
    lines = [""]
    for piece in pieces:
        if isinstance(piece, Variable):
            # in JSON a quote follows, which ends the name
            lines[-1] += f"${piece}"
            continue
        text = piece.replace("!", "\\u0021").replace("$", "\\u0024").replace("`", "\\u0060")
        if expand:
            text = text.replace("\\\\", "\\u005c")
        first, *more = folded(text)
        lines[-1] += first
        lines += more
    # No line may begin like the last one: bash takes `JSON)` for the end of the `$(…)` around it, ksh93 gives up, and
    # dash loses the byte after a part of it if that is not ASCII. A J is always inside of a string.
    lines = ["\\u004a" + line[1:] if line.startswith("J") else line for line in lines]
    return "\n".join(["<<JSON" if expand else "<<'JSON'", *lines, "JSON"])


FOLD = 1000
"""Characters a line; 4000 bytes at most."""


def folded(text: str) -> list[str]:
    lines = []
    start = 0
    while len(text) - start > FOLD:
        end = text.find("\n", start, start + FOLD)
        if end >= 0:  # pretty text has line breaks between its values
            lines.append(text[start:end])
            start = end + 1
            continue
        end = start + FOLD
        # a backslash at the end of a line would take the line break with it
        if text[end - 1] == "\\" and text[end - 2] != "\\":
            end -= 1
        lines.append(text[start:end])
        start = end
    return [*lines, text[start:]]
