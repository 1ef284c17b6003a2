"""A text with new values in it: only what changed is written anew, every other character stays.

So a changed value is a changed line, and comments, order, quotes and indentation stay as the person has them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from gradioscope.gradio.model import Json
from gradioscope.library.collection.yaml.nodes import Node, YamlError, parse
from gradioscope.library.collection.yaml.scalars import written
from gradioscope.library.collection.yaml.writing import document, entries, item, one_line, under_key

_COLON = re.compile(r"\s*:")
_COMMENT = re.compile(r"[ \t]+#[^\r\n]*")


def edited(text: str, values: Mapping[str, Json]) -> str:
    """The text changed so that it holds these values. YamlError where it cannot be read, ValueError for values
    that JSON cannot hold."""
    root = parse(text)
    newline = "\r\n" if "\r\n" in text[: text.find("\n") + 1] else "\n"
    if root is None:
        return _joined(text, document(values), "", newline)
    for keep in (True, False):
        found = _Edit(text, root, newline, keep).result(values)
        try:
            after = parse(found)
            if after is not None and identical(after.json(), values):
                return found
        except YamlError:
            pass
    # what is written in a way that could not be spliced is written anew: the comments around it can be kept
    return _joined(text[: root.start], document(values), text[root.end :], newline)


def identical(a: Json, b: Json) -> bool:
    """Whether two values are the same JSON, -0.0 and 0.0, 1 and 1.0 told apart, the order of keys not."""
    if type(a) is not type(b):
        return isinstance(a, list | tuple) and isinstance(b, list | tuple) and identical([*a], [*b])
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(identical(value, b[name]) for name, value in a.items())
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(identical, a, b))
    return repr(a) == repr(b) if isinstance(a, float) else bool(a == b)


class _CannotSplice(Exception):
    """What is around has to be written anew."""


class _Edit:
    def __init__(self, text: str, root: Node, newline: str, keep: bool) -> None:
        self._text = text
        self._root = root
        self._newline = newline
        self._keep = keep
        self._patches: list[tuple[int, int, str]] = []

    def result(self, values: Mapping[str, Json]) -> str:
        try:
            self._change(self._root, dict(values), 0, top=True)
        except _CannotSplice:
            return ""
        found, position = [], 0
        for start, end, new in sorted(self._patches, key=lambda patch: patch[:2]):
            found += [self._text[position:start], new]
            position = end
        return "".join([*found, self._text[position:]])

    def _change(self, node: Node, new: Json, column: int, top: bool = False) -> None:
        """Change a list or a mapping in its place; _CannotSplice where it has to be written anew as a whole."""
        begun = len(self._patches)
        try:
            if node.kind == "map" and isinstance(new, Mapping):
                self._change_map(node, new, column, top)
            elif node.kind == "list" and isinstance(new, list | tuple):
                self._change_list(node, list(new))
            else:
                raise _CannotSplice
        except _CannotSplice:
            del self._patches[begun:]
            raise

    # -- mappings

    def _change_map(self, node: Node, new: Mapping[str, Json], column: int, top: bool) -> None:
        if node.style == "flow":
            if {key.value for key, _ in node.entries} != new.keys():
                raise _CannotSplice
            self._change_flow([value for _, value in node.entries], [new[key.value] for key, _ in node.entries])
            return
        if not any(key.value in new for key, _ in node.entries):
            raise _CannotSplice
        column = self._column(node.entries[0][0].start)
        before: Node | None = None
        waiting: list[tuple[str, Json]] = []
        known = {key.value: (key, inner) for key, inner in node.entries}
        for name, value in new.items():
            entry = known.get(name)
            if entry is None:
                waiting.append((name, value))
                continue
            if waiting and before is None and self._stands_alone(entry[0].start):
                self._insert_before(entry[0].start, entries(dict(waiting), column, top, self._keep))
                waiting = []
            if waiting and before is not None:
                self._insert_after(before, entries(dict(waiting), column, top, self._keep))
                waiting = []
            before = entry[1] if entry[1].end > entry[0].end else entry[0]
            if not identical(entry[1].json(), value):
                self._change_entry(*entry, value, column, top)
        if waiting and before is not None:
            # after the entry that is last of those in the text, which `new` may have in another order
            self._insert_after(before, entries(dict(waiting), column, top, self._keep))
        for key, value_node in node.entries:
            if key.value not in new:
                self._remove_lines(key.start, max(key.end, value_node.end))

    def _change_entry(self, key: Node, node: Node, new: Json, column: int, top: bool) -> None:
        if node.kind != "scalar":
            try:
                self._change(node, new, column)
            except _CannotSplice:
                pass
            else:
                return
        elif self._changed_in_place(node, new):
            return
        colon = _COLON.match(self._text, key.end)
        if colon is None:
            raise _CannotSplice
        head, body = under_key(new, column, top, self._keep)
        self._replace(colon.end(), max(node.end, colon.end()), node, head, body)

    # -- lists

    def _change_list(self, node: Node, new: list[Json]) -> None:
        old = [each.json() for each in node.items]
        if node.style == "flow":
            self._change_flow(node.items, new)
            return
        same = 0
        while same < min(len(old), len(new)) and identical(old[same], new[same]):
            same += 1
        tail = 0
        while tail < min(len(old), len(new)) - same and identical(old[-1 - tail], new[-1 - tail]):
            tail += 1
        if not new or (same == 0 and tail == 0 and len(new) < len(old)):
            raise _CannotSplice
        middle, wanted = range(same, len(old) - tail), new[same : len(new) - tail]
        dashes = self._dashes(node)
        for place, value in zip(middle, wanted, strict=False):
            self._change_item(node.items[place], dashes[place], value)
        for place in middle[len(wanted) :]:
            self._remove_lines(dashes[place], max(node.items[place].end, dashes[place] + 1))
        column = self._column(dashes[0])
        added = [line for value in wanted[len(middle) :] for line in item(value, column, self._keep)]
        if added and middle.stop:
            last = node.items[middle.stop - 1]
            self._insert_after(last if last.end > last.start else dashes[middle.stop - 1] + 1, added)
        elif added:
            self._insert_before(dashes[0], added)

    def _change_item(self, node: Node, dash: int, new: Json) -> None:
        if node.kind != "scalar":
            try:
                self._change(node, new, self._column(dash) + 2)
            except _CannotSplice:
                pass
            else:
                return
        elif self._changed_in_place(node, new):
            return
        column = self._column(dash)
        line, *body = item(new, column, self._keep)
        self._replace(dash + 1, max(node.end, dash + 1), node, line[column + 1 :], body)

    def _dashes(self, node: Node) -> list[int]:
        """Where the dashes of a list's items are: what is between two items is blank, a comment, or a dash."""
        found: list[int] = []
        position = node.start
        for each in node.items:
            while self._text[position] != "-":
                position = self._end_of_line(position) if self._text[position] == "#" else position + 1
            found.append(position)
            position = max(each.end, position + 1)
        return found

    # -- flow style

    def _change_flow(self, nodes: list[Node], new: list[Json]) -> None:
        """One value in the place of another; with another length all of it is written anew."""
        if len(nodes) != len(new):
            raise _CannotSplice
        for node, value in zip(nodes, new, strict=True):
            if identical(node.json(), value):
                continue
            if node.kind != "scalar":
                try:
                    self._change(node, value, 0)
                except _CannotSplice:
                    pass
                else:
                    continue
            if node.end == node.start:
                raise _CannotSplice
            self._patches.append((node.start, node.end, one_line(value)))

    # -- text

    def _replace(self, start: int, end: int, old: Node, head: str, body: list[str]) -> None:
        """Write a value over another, keeping the comment on its line."""
        first = self._text[start : self._end_of_line(start)]
        if end <= self._end_of_line(start) and old.style != "literal":
            rest = self._text[end : self._end_of_line(end)]
            comment = rest if _COMMENT.fullmatch(rest) else ""
            if not comment and rest.strip():
                raise _CannotSplice
        else:
            found = _COMMENT.search(first) if old.style in ("literal", "block") else None
            comment = found[0] if found else ""
        end = max(self._end_of_line(end) if self._text[end - 1 : end] != "\n" else end, start)
        new = self._newline.join([f"{head}{comment}", *body])
        if (self._text[end - 1 : end] == "\n" and end > start) or (body and end == len(self._text)):
            new += self._newline
        self._patches.append((start, end, new))

    def _changed_in_place(self, node: Node, new: Json) -> bool:
        """Write one word over another, where both are as short as that."""
        if node.style not in ("plain", "quoted") or node.end == node.start:
            return False
        if isinstance(new, Mapping | list | tuple) or (isinstance(new, str) and "\n" in new):
            return False
        self._patches.append((node.start, node.end, written(new)))
        return True

    def _stands_alone(self, index: int) -> bool:
        """Whether nothing is before it in its line, and no comment right above, which would be about it."""
        start = self._line(index)
        above = self._text[self._line(start - 1) : start] if start else ""
        return not self._text[start:index].strip() and not above.lstrip().startswith("#")

    def _insert_before(self, index: int, lines: list[str]) -> None:
        start = self._line(index)
        if self._text[start:index].strip():
            raise _CannotSplice
        self._patches.append((start, start, "".join(line + self._newline for line in lines)))

    def _insert_after(self, place: Node | int, lines: list[str]) -> None:
        new = "".join(line + self._newline for line in lines)
        end = place if isinstance(place, int) else place.end
        if self._text[end - 1 : end] != "\n":
            end = self._end_of_line(end)
            if end == len(self._text):
                self._patches.append((end, end, self._newline + new))
                return
            end = self._text.index("\n", end) + 1
        self._patches.append((end, end, new))

    def _remove_lines(self, start: int, end: int) -> None:
        first = self._line(start)
        if self._text[first:start].strip():
            raise _CannotSplice
        if self._text[end - 1 : end] != "\n":
            end = self._end_of_line(end)
            end = len(self._text) if end == len(self._text) else self._text.index("\n", end) + 1
        self._patches.append((first, end, ""))

    def _line(self, index: int) -> int:
        return self._text.rfind("\n", 0, index) + 1

    def _column(self, index: int) -> int:
        return index - self._line(index)

    def _end_of_line(self, index: int) -> int:
        """Where the line ends, before its line break."""
        end = self._text.find("\n", index)
        if end < 0:
            return len(self._text)
        return end - 1 if end > index and self._text[end - 1] == "\r" else end


def _joined(before: str, new: str, after: str, newline: str) -> str:
    """New lines between the comments that were around the old ones."""
    above, below = (
        [line.strip() for line in text.splitlines() if not line.strip() or line.lstrip().startswith("#")]
        for text in (before, after)
    )
    while below and not below[0].strip():
        # the end of a text may be an empty line
        del below[0]
    return "".join(f"{line}{newline}" for line in [*above, *new.split("\n")[:-1], *below])
