"""Text as a word of fish 3: single quotes in which only `\\` and `'` are escaped; a value as the body of a request."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gradioscope.gradio.errors import WrongUse
from gradioscope.snippets.curl_words import SHORT, Flags
from gradioscope.snippets.payload import ACTIVE, Piece, Variable, checked
from gradioscope.snippets.plan import Header
from gradioscope.snippets.quoting import folded

_PLAIN = re.compile(r"[A-Za-z0-9_./:@+,-]+")


@dataclass(frozen=True, slots=True)
class Fish:
    """How this snippet calls curl and keeps its variables: in a function, or in the person's own shell."""

    flags: Flags
    carried: tuple[str, ...]
    """Options that every request has."""
    separate: bool

    @property
    def set(self) -> str:
        return "set" if self.separate else "set -l"

    @property
    def otherwise(self) -> str:
        """Behind a command that may fail."""
        return "" if self.separate else "; or return"

    @property
    def leave(self) -> list[str]:
        """The line that ends it, one step in."""
        return [] if self.separate else ["    return 1"]

    def called(self, *, stream: bool = False) -> str:
        quiet = self.flags.quiet
        if stream:
            quiet = "-sSN" if self.flags is SHORT else f"{quiet} {self.flags.stream}"
        return f"curl {quiet} $options" if self.carried else f"curl {quiet}"


def refused(fish: Fish) -> list[str]:
    """Behind what finds a thing in an answer."""
    return ["or begin", "    printf 'The app answered: %s\\n' \"$answer\" >&2", *fish.leave, "end"]


def word(text: str) -> str:
    """One word that stands for exactly this text. WrongUse for NUL.

    What a terminal acts on stands outside of the quotes as its bytes, which fish writes alike in every locale.
    """
    if "\0" in checked(text):
        raise WrongUse("A name holds a character no shell can pass on.", "It is NUL.", "Give it another name.")
    if _PLAIN.fullmatch(text):
        return text
    words = []
    start = 0
    for match in ACTIVE.finditer(text):
        words += [_quoted(text[start : match.start()]), *(f"\\X{byte:02x}" for byte in match[0].encode())]
        start = match.end()
    return "".join([*words, _quoted(text[start:])]) or "''"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'" if text else ""


def address(path: str) -> str:
    """The app's address with an encoded path behind it, as one word."""
    return f"$app{word(path)}"


def body(pieces: list[Piece]) -> str:
    """JSON text as one word, folded: `curl -d @-` joins the lines again. In double quotes a variable stays one word."""
    written = []
    for piece in pieces:
        if isinstance(piece, Variable):
            written.append(f'"${piece}"')
        else:
            written.append(_quoted("\n".join(folded(piece))))
    return "".join(written)


def header(header: Header) -> str:
    if header.variable:
        after = word(header.after) if header.after else ""
        return f'{word(f"{header.name}: {header.scheme}")}"${header.variable}"{after}'
    # curl takes `Name:` for the wish not to send a header of its own
    return word(f"{header.name}: {header.value}" if header.value else f"{header.name};")
