"""A text -> its values with their places, for texts written in the usual way: ten times as fast as by the full parser.

Usual is: block style, one line a word, lists and mappings in brackets on one line, literal blocks. For anything else,
and wherever it might be an error, there is no answer, and `nodes.parse` asks the full parser, whose answer is the same.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left

from gradioscope.library.collection.yaml.nodes import DEEPEST, MOST, Node, YamlError, place
from gradioscope.library.collection.yaml.scalars import plain_value

_ORDINARY = re.compile("[\n\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_SKIPPED = re.compile(r"(?: *(?:#[^\n]*)?\n)*( *)")
"""Blank lines and comments, then the indentation of what follows."""
_END = re.compile(r" *\n| +#[^\n]*\n")
"""What may follow a value in its line."""
_FIRST = r"""(?:[^\s?:,\[\]{}#&*!|>'"%@`-]|-(?=[^\s,\[\]{}]))"""
_PLAIN = re.compile(_FIRST + r"[^\n\t:#]*(?:(?::(?=[^\s])|(?<=\S)\#)[^\n\t:#]*)*")
_PLAIN_IN_FLOW = re.compile(_FIRST + r"[^\n\t:#,\[\]{}?]*(?:(?::(?=[^\s,\[\]{}])|(?<=\S)\#)[^\n\t:#,\[\]{}?]*)*")
_PLAIN_KEY = re.compile(r"""([^\s?:,\[\]{}#&*!|>'"%@`.+-][^\n\t:#]*):(?=[ \n])""")
_DOUBLE = re.compile(r'"([^"\\\n]*(?:\\.[^"\\\n]*)*)"')
_SINGLE = re.compile(r"'([^'\n]*(?:''[^'\n]*)*)'")
_AFTER_KEY = re.compile(r" *:(?=[ \n])")
_LITERAL = re.compile(r"\|([1-9]?)(-?)(?: +#[^\n]*| *)\n")
_LONGEST_KEY = 900
"""Characters; the standard has 1024 for what stands before a colon."""


class _Unusual(Exception):
    pass


def quick(text: str) -> Node | None:
    """The root, a mapping; None where the full parser has to be asked. YamlError where it is too large for both."""
    lines = text.replace("\r\n", "\n")
    if not lines.endswith("\n") or not _ORDINARY.fullmatch(lines):
        return None
    try:
        found = _Reader(lines).document()
    except (_Unusual, ValueError, RecursionError):
        return None
    if len(lines) < len(text):
        if len(text) - len(lines) < lines.count("\n"):
            return None
        _shift(found, [index for index, character in enumerate(lines) if character == "\n"])
    return found


def _shift(node: Node, line_ends: list[int]) -> None:
    """Places in a text whose lines end in two characters, from those where they end in one."""
    node.start += bisect_left(line_ends, node.start)
    node.end += bisect_left(line_ends, node.end)
    for key, value in node.entries:
        _shift(key, line_ends)
        _shift(value, line_ends)
    for item in node.items:
        _shift(item, line_ends)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        """Where the next line begins."""
        self._left = MOST

    def document(self) -> Node:
        column, start = self._next()
        if column != 0 or self._text[start] in "-{[":
            raise _Unusual
        found = self._map(0, start, 0)
        if self._next()[0] >= 0:
            raise _Unusual
        return found

    def _next(self) -> tuple[int, int]:
        """The column and the place of the next line with something in it; -1 at the end."""
        found = _SKIPPED.match(self._text, self._at)
        assert found is not None
        end = found.end()
        return (found.end(1) - found.start(1), end) if end < len(self._text) else (-1, end)

    # -- block style

    def _block(self, column: int, start: int, depth: int) -> Node:
        if depth > DEEPEST:
            raise _Unusual
        return self._list(column, start, depth) if self._is_dash(start) else self._map(column, start, depth)

    def _is_dash(self, place: int) -> bool:
        return self._text[place] == "-" and self._text[place + 1] in " \n"

    def _map(self, column: int, start: int, depth: int) -> Node:
        found = Node("map", start, start, "block")
        names = set()
        while True:
            key, after = self._key(start)
            if key.value in names:
                raise _Unusual
            names.add(key.value)
            value = self._value(after, column, depth + 1, within_list=False)
            found.entries.append((key, value))
            following, start = self._next()
            if following < column:
                break
            if following > column:
                raise _Unusual
        found.end = value.end
        return found

    def _list(self, column: int, start: int, depth: int) -> Node:
        found = Node("list", start, start, "block")
        while True:
            value = self._value(start + 1, column, depth + 1, within_list=True)
            found.items.append(value)
            following, start = self._next()
            if following < column or (following == column and not self._is_dash(start)):
                break
            if following > column:
                raise _Unusual
        found.end = value.end
        return found

    def _key(self, start: int) -> tuple[Node, int]:
        """The key at this place, and where its colon ends."""
        self._count()
        key = self._find_key(start)
        if key is None:
            raise _Unusual
        return key

    def _find_key(self, start: int) -> tuple[Node, int] | None:
        if self._text[start] in "\"'":
            node = self._quoted(start)
            colon = _AFTER_KEY.match(self._text, node.end)
            if colon is None or node.end - start > _LONGEST_KEY:
                return None
            return node, colon.end()
        found = _PLAIN_KEY.match(self._text, start)
        if found is None or found.end() - start > _LONGEST_KEY:
            return None
        word = found[1].rstrip(" ")
        return Node("scalar", start, start + len(word), "plain", word, word), found.end()

    def _value(self, after: int, column: int, depth: int, within_list: bool) -> Node:
        """What follows a colon or a dash. `column` is that of the key, or of the dash."""
        text = self._text
        self._count()
        rest = _END.match(text, after)
        if rest is not None:
            self._at = rest.end()
            following, start = self._next()
            if following > column or (following == column and not within_list and self._is_dash(start)):
                return self._block(following, start, depth)
            return Node("scalar", after, after, "plain")
        start = after
        while text[start] == " ":
            start += 1
        sign = text[start]
        if within_list and (self._is_dash(start) or (sign not in "[{|" and self._find_key(start) is not None)):
            return self._block(start - text.rfind("\n", 0, start) - 1, start, depth)
        if sign == "|":
            return self._literal(start, column)
        if sign in "[{":
            found = self._flow(start, depth)
        elif sign in "\"'":
            found = self._quoted(start)
        else:
            found = self._plain(_PLAIN, start)
        rest = _END.match(text, found.end)
        if rest is None:
            raise _Unusual
        self._at = rest.end()
        # a line that is indented more would go on with it
        if self._next()[0] > column:
            raise _Unusual
        return found

    def _literal(self, start: int, column: int) -> Node:
        text = self._text
        header = _LITERAL.match(text, start)
        if header is None:
            raise _Unusual
        first = position = header.end()
        indent = column + int(header[1]) if header[1] else 0
        lines: list[str] = []
        while position < len(text):
            end = text.index("\n", position)
            line = text[position:end]
            stripped = line.lstrip(" ")
            depth = len(line) - len(stripped)
            if not indent and stripped:
                if depth <= column or lines:
                    raise _Unusual
                indent = depth
            if stripped and depth < indent:
                if depth > column or stripped[0] == "\t":
                    raise _Unusual
                break
            if not indent and line:
                raise _Unusual
            lines.append(line[indent:])
            position = end + 1
        while lines and not lines[-1]:
            lines.pop()
        if not lines or not indent:
            raise _Unusual
        self._at = position
        value = "\n".join(lines) + ("" if header[2] else "\n")
        return Node("scalar", start, first + len(text[first:position].rstrip()), "literal", value)

    # -- what stands in one line

    def _flow(self, start: int, depth: int) -> Node:
        if depth > DEEPEST:
            raise _Unusual
        is_list = self._text[start] == "["
        closing = "]" if is_list else "}"
        found = Node("list" if is_list else "map", start, start, "flow")
        names = set()
        position = self._past_blanks(start + 1)
        if self._text[position] == closing:
            found.end = position + 1
            return found
        while True:
            if is_list:
                value = self._in_flow(position, depth)
                found.items.append(value)
            else:
                key = self._word_in_flow(position)
                if (
                    key.value in names
                    or key.end - key.start > _LONGEST_KEY
                    or self._text[key.end : key.end + 2] != ": "
                ):
                    raise _Unusual
                names.add(key.value)
                value = self._in_flow(self._past_blanks(key.end + 1), depth)
                found.entries.append((key, value))
            position = self._past_blanks(value.end)
            sign = self._text[position]
            if sign == closing:
                found.end = position + 1
                return found
            if sign != ",":
                raise _Unusual
            position = self._past_blanks(position + 1)

    def _past_blanks(self, place: int) -> int:
        while self._text[place] == " ":
            place += 1
        return place

    def _in_flow(self, start: int, depth: int) -> Node:
        self._count()
        sign = self._text[start]
        if sign in "[{":
            return self._flow(start, depth + 1)
        return self._quoted(start) if sign in "\"'" else self._plain(_PLAIN_IN_FLOW, start)

    def _word_in_flow(self, start: int) -> Node:
        self._count()
        if self._text[start] in "\"'":
            return self._quoted(start)
        found = self._plain(_PLAIN_IN_FLOW, start)
        found.value = found.word
        return found

    def _plain(self, pattern: re.Pattern[str], start: int) -> Node:
        found = pattern.match(self._text, start)
        if found is None:
            raise _Unusual
        word = found[0].rstrip(" ")
        return Node("scalar", start, start + len(word), "plain", plain_value(word), word)

    def _quoted(self, start: int) -> Node:
        found = (_DOUBLE if self._text[start] == '"' else _SINGLE).match(self._text, start)
        if found is None:
            raise _Unusual
        value: str = found[1]
        if self._text[start] == "'":
            value = value.replace("''", "'")
        elif "\\" in value:
            # JSON's escapes are YAML's, too; with others this is an error, a ValueError
            value = json.loads(found[0], strict=False)
            if any("\ud800" <= character <= "\udfff" for character in value):
                raise _Unusual
        return Node("scalar", start, found.end(), "quoted", value)

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            # the full parser would come to the same, a minute later
            raise YamlError(*place(self._text, self._at), f"The file holds more than {MOST} values.")
