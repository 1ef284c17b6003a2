"""A tolerant reader of JavaScript's literals: what is no literal is Unread, and reading goes on behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gradioscope.gradio.model import Json
from gradioscope.snippets.paste.pasted import DEEPEST, Unread

_TOKEN = re.compile(
    r"""(?P<blank>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)
    |(?P<number>0[xX][0-9a-fA-F]{1,16}|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?n?)
    |(?P<name>[^\W\d][\w$]*|\$[\w$]*)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
# the last three are Python's, which Gradio's own JavaScript has in the values of JSON components
_CONSTANTS: Mapping[str, Json] = {
    "null": None,
    "undefined": None,
    "true": True,
    "false": False,
    "None": None,
    "True": True,
    "False": False,
}

Token = tuple[str, str]
"""Its kind (`text`, `number`, `name`, `sign`) and how it is written."""


def tokens(text: str) -> list[Token]:
    return [(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(text) if match.lastgroup != "blank"]


def unquoted(text: str) -> str:
    """What a literal in quotes stands for; two halves of a character are put together."""
    if "\\" not in text:
        return text[1:-1]
    plain = _ESCAPE.sub(_escaped, text[1:-1])
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _escaped(match: re.Match[str]) -> str:
    braces, four, two, sign = match.groups()
    if sign is not None:
        return _SIGNS.get(sign, sign)
    number = int(braces or four or two, 16)
    return chr(number) if number < 0x110000 else "\ufffd"


class Expressions:
    """Reads expressions from tokens. Subclasses know some calls."""

    def __init__(self, words: list[Token]) -> None:
        self.words = words
        self.at = 0

    def peek(self, offset: int = 0) -> str:
        at = self.at + offset
        return self.words[at][1] if at < len(self.words) else ""

    def starts(self, *written: str) -> bool:
        return all(self.peek(number) == word for number, word in enumerate(written))

    def arguments(self, depth: int = 0) -> list[Json]:
        """Those of a call, from behind its parenthesis to behind the closing one."""
        return self._items(")", depth)

    def value(self, depth: int = 0) -> Json:
        """One expression, to the comma or the bracket behind it. RecursionError where it is too deep."""
        if depth > DEEPEST:
            raise RecursionError
        start = self.at
        value = self._literal(depth)
        if self.peek() in (",", ")", "]", "}", ";", "") or self._new_statement():
            return value
        return self.rest(start, value, depth)

    def rest(self, start: int, value: Json, depth: int) -> Json:
        """The expression goes on behind what was read of it: texts that are added are one, all else is Unread."""
        while self.peek() == "+" and isinstance(value, str):
            self.at += 1
            more = self._literal(depth + 1)
            if not isinstance(more, str):
                break
            joined = value + more
            value = Unread(joined) if isinstance(value, Unread) or isinstance(more, Unread) else joined
        if self.peek() in (",", ")", "]", "}", ";", ""):
            return value
        self._pass_over()
        return Unread(self.written(start))

    def written(self, start: int) -> str:
        text = "".join(word for _, word in self.words[start : min(self.at, start + 40)])
        return text if len(text) <= 60 else text[:59] + "…"

    def _new_statement(self) -> bool:
        return self.peek() in ("const", "let", "var", "await", "import", "console", "for", "if")

    def _pass_over(self) -> None:
        depth = 0
        while self.at < len(self.words):
            word = self.peek()
            if word in ("(", "[", "{"):
                depth += 1
            elif word in (")", "]", "}"):
                if not depth:
                    return
                depth -= 1
            elif word in (",", ";") and not depth:
                return
            self.at += 1

    def _literal(self, depth: int) -> Json:
        if self.at >= len(self.words):
            return Unread("")
        start = self.at
        kind, word = self.words[self.at]
        self.at += 1
        if kind == "text":
            text = unquoted(word)
            return Unread(word[:60]) if word[0] == "`" and "${" in word else text
        if kind == "number":
            return _number(word)
        if word == "-" and self.at < len(self.words) and self.words[self.at][0] == "number":
            self.at += 1
            return _negative(self.words[self.at - 1][1])
        if word == "[":
            return self._items("]", depth)
        if word == "{":
            return self._object(depth)
        if kind == "name" and word in _CONSTANTS:
            return _CONSTANTS[word]
        self.at = start
        return self.other(depth)

    def other(self, depth: int) -> Json:  # noqa: ARG002 - for subclasses
        """What begins here is no literal."""
        start = self.at
        self._pass_over()
        return Unread(self.written(start))

    def _items(self, end: str, depth: int) -> list[Json]:
        found: list[Json] = []
        while self.at < len(self.words):
            if self.peek() == end:
                self.at += 1
                break
            if self.peek() == ",":
                self.at += 1
                continue
            before = self.at
            found.append(self.value(depth + 1))
            if self.at == before:  # a bracket that fits nothing
                self.at += 1
        return found

    def _object(self, depth: int) -> dict[str, Json]:
        found: dict[str, Json] = {}
        while self.at < len(self.words):
            kind, word = self.words[self.at]
            self.at += 1
            if word == "}" and kind == "sign":
                break
            if word == "," and kind == "sign":
                continue
            if word == "[" and kind == "sign":
                key = self._items("]", depth)
                name = str(key[0]) if key else ""
            else:
                name = unquoted(word) if kind == "text" else word
            if self.peek() == ":":
                self.at += 1
                found[name] = self.value(depth + 1)
            elif kind == "name":
                self.at -= 1
                found[name] = self.value(depth + 1)
        return found


def _number(word: str) -> Json:
    if word[:2] in ("0x", "0X"):
        return int(word, 16)
    try:
        return int(word.removesuffix("n")) if word.removesuffix("n").isdigit() else float(word)
    except ValueError:  # more digits than Python reads
        return Unread(word[:60])


def _negative(word: str) -> Json:
    number = _number(word)
    return number if isinstance(number, Unread) else -number
