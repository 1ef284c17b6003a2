"""A text -> its values with their places in the text, strictly: a file comes from anybody.

No tags (they name types of a programming language), no aliases (a few lines of them stand for gigabytes), no key
twice, bounded in depth and number. The parser is ruamel's, the meaning of words is `scalars`'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from gradioscope.gradio.model import Json
from gradioscope.library.collection.yaml.scalars import plain_value

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

DEEPEST = 300
MOST = 1_000_000
"""Values and keys of a file: what reading it costs is bounded."""

_COLON = re.compile(r"\s*:")
_CONFLICT = re.compile(r"^<{7} ", re.MULTILINE)
_SENTENCES = {
    "character '\\t' that cannot start": "A tab stands here; indentation is made of blanks",
    "that cannot start any token": "A text that begins with this sign has to be in quotes",
    "mapping values are not allowed": "A colon stands here that follows no name; a text with `: ` in it has to be in "
    "quotes, and names of one level begin in one column",
    "sequence entries are not allowed": "A list's `-` has to begin its line",
    "unexpected end of stream": "A quote is opened here and never closed",
    "expected ',' or ']'": "A list in brackets is not closed, or a comma is missing before this",
    "expected ',' or '}'": "A mapping in braces is not closed, or a comma is missing before this",
    "expected <block end>": "This does not fit to the lines above: look at its indentation, and at quotes before it",
    "could not find expected ':'": "A `:` is missing after this name",
    "expected the node content": "A value is missing before this",
    "unknown escape character": "There is no such sign after a backslash; between single quotes a backslash is one",
    "chomping or indentation": "The text after | or > begins in the next line",
}
"""What the parser's problems mean."""


class YamlError(Exception):
    """A text that cannot be read. `line` and `column` count from 1; `message` is a sentence."""

    def __init__(self, line: int, column: int, message: str) -> None:
        super().__init__(f"Line {line}, column {column}: {message}")
        self.line, self.column, self.message = line, column, message


@dataclass(slots=True)
class Node:
    """A value and where it stands: `text[start:end]`, comments and blank lines after it not counted."""

    kind: Literal["scalar", "map", "list"]
    start: int
    end: int
    style: Literal["block", "flow", "plain", "quoted", "literal"]
    value: Json = None
    """Of a scalar."""
    word: str = ""
    """Of a plain scalar: as it is written, `1.10` of 1.1."""
    entries: list[tuple[Node, Node]] = field(default_factory=list)
    """Of a map: keys and values."""
    items: list[Node] = field(default_factory=list)

    def json(self, words: bool = False) -> Json:
        """The value; with `words`, numbers are text, as they are written."""
        if self.kind == "map":
            return {key.value: value.json(words) for key, value in self.entries}
        if self.kind == "list":
            return [item.json(words) for item in self.items]
        return self.word if words and self.word and type(self.value) in (int, float) else self.value

    def entry(self, name: str) -> tuple[Node, Node] | None:
        return next((entry for entry in self.entries if entry[0].value == name), None)


def parse(text: str) -> Node | None:
    """The root of the text's one document; None for a text without one. YamlError."""
    from gradioscope.library.collection.yaml.quick import quick

    return quick(text) or parse_fully(text)


def parse_fully(text: str) -> Node | None:
    """The same, in whatever way the text is written."""
    try:
        return _parsed(text)
    except YamlError:
        conflict = _CONFLICT.search(text)
        if conflict is None or "\n=======" not in text[conflict.end() :]:
            raise
        message = (
            "Two versions stand here, from a merge that was not finished: keep one, and delete the marks <<<, ===, >>>."
        )
        raise YamlError(*place(text, conflict.start()), message) from None


def _parsed(text: str) -> Node | None:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    try:
        return _Builder(text, YAML(typ="safe", pure=True).parse(text)).document()
    except MarkedYAMLError as error:
        raise _explained(text, error) from error
    except ReaderError as error:
        character = f"U+{error.character:04X}" if isinstance(error.character, int) else repr(error.character)
        raise YamlError(*place(text, error.position), f"The character {character} is not allowed here.") from error
    except (YAMLError, ValueError, AssertionError, IndexError, RecursionError) as error:
        raise YamlError(
            1, 1, f"This is no YAML: {' '.join(str(error).split())[:200] or 'it is nested too deep'}."
        ) from error


def place(text: str, index: int) -> tuple[int, int]:
    """Line and column of a place in the text, both from 1."""
    return text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1


def _explained(text: str, error: MarkedYAMLError) -> YamlError:
    problem = error.problem or ""
    what = next((sentence for part, sentence in _SENTENCES.items() if part in problem), "")
    if not what:
        what = ", ".join(part for part in (error.context, problem) if part) or "this is no YAML"
    mark = error.problem_mark or error.context_mark
    if "unexpected end" in problem:
        mark = error.context_mark or mark
    return YamlError(*place(text, mark.index if mark else 0), f"{what[0].upper()}{what[1:]}.")


class _Builder:
    def __init__(self, text: str, events: Iterator[Any]) -> None:
        self._text = text
        self._events = events
        self._left = MOST

    def document(self) -> Node | None:
        root: Node | None = None
        for event in self._events:
            kind = type(event).__name__
            if kind in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                continue
            if root is not None:
                raise self._error(event, "A second document begins here; a file holds one.")
            if kind != "DocumentStartEvent":
                root = self._node(event, 0)
        return root

    def _node(self, event: Any, depth: int) -> Node:
        kind = type(event).__name__
        if kind == "AliasEvent":
            raise self._error(event, f"An alias (*{event.anchor}) stands here; write the value out instead.")
        if event.tag is not None:
            raise self._error(event, f"A tag ({event.tag}) stands here; values have no other type than JSON's.")
        self._left -= 1
        if self._left < 0:
            raise self._error(event, f"The file holds more than {MOST} values.")
        if depth > DEEPEST:
            raise self._error(event, f"Values are nested more than {DEEPEST} deep here.")
        start = event.start_mark.index
        if kind == "ScalarEvent":
            return self._scalar(event, start)
        style: Literal["flow", "block"] = "flow" if event.flow_style else "block"
        if kind == "SequenceStartEvent":
            found = Node("list", start, start, style)
            while type(event := next(self._events)).__name__ != "SequenceEndEvent":
                found.items.append(self._node(event, depth + 1))
            last = found.items[-1] if found.items else None
        else:
            found = Node("map", start, start, style)
            names = set()
            while type(event := next(self._events)).__name__ != "MappingEndEvent":
                key = self._key(event, depth)
                if key.value in names:
                    raise self._error(event, f"The key {key.value[:80]!r} stands here for the second time.")
                names.add(key.value)
                value = self._node(next(self._events), depth + 1)
                if value.end == value.start and (colon := _COLON.match(self._text, key.end)):
                    # the parser says that nothing stands where the next thing does
                    value.start = value.end = colon.end()
                found.entries.append((key, value))
            last = found.entries[-1][1] if found.entries else None
        found.end = event.end_mark.index if style == "flow" or last is None else last.end
        return found

    def _key(self, event: Any, depth: int) -> Node:
        key = self._node(event, depth + 1)
        if key.kind != "scalar":
            raise self._error(event, "A list or a mapping is no key.")
        # `no: 1` and `1: a` have text as key, as JSON has
        if key.style != "quoted":
            key.value = event.value
        return key

    def _scalar(self, event: Any, start: int) -> Node:
        end = event.end_mark.index
        if event.style in ("|", ">"):
            written = self._text[start:end]
            if "+" not in written.split("\n", 1)[0].split("#", 1)[0]:
                end = start + len(written.rstrip())
            return Node("scalar", start, end, "literal", event.value)
        if event.style in ("'", '"'):
            return Node("scalar", start, end, "quoted", self._unescaped(event))
        try:
            return Node("scalar", start, end, "plain", plain_value(event.value), event.value)
        except ValueError as error:
            raise self._error(event, str(error)) from error

    def _unescaped(self, event: Any) -> str:
        """The text, with one character for the two escapes that JSON needs for some."""
        text: str = event.value
        try:
            text.encode()
            return text
        except UnicodeEncodeError:
            pass
        try:
            return text.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError as error:
            raise self._error(
                event, "There is half a character in this text, an escape of U+D800 to U+DFFF."
            ) from error

    def _error(self, event: Any, message: str) -> YamlError:
        return YamlError(*place(self._text, event.start_mark.index), message)
