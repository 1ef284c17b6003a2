"""A tree over plain lists and dicts, whose branches come into being when they are opened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gradioscope.window import theme
from gradioscope.window.parts.preview import one_line, scalar

Index = QModelIndex | QPersistentModelIndex
Trie = dict[int, "Trie | None"]
"""Positions of children that hold a match; None where the child is shown whole."""

GROUP = 1000
"""More children than this are shown in groups: a view asks for every row of an open branch at once."""
SHOWN = 300
"""Characters of a value shown in its row."""

_ROOT = QModelIndex()


class Node:
    """One row: a member of its parent, or a group of members."""

    __slots__ = ("children", "depth", "key", "number", "only", "parent", "row", "spread", "value")

    def __init__(self, number: int, parent: Node | None, row: int, key: str | int | None, value: Any) -> None:
        self.number = number
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent else 0
        self.row = row
        self.key = key
        """The member's key or position; None for the root and for a group."""
        self.value = value
        self.spread: tuple[list[Any], list[str] | None, int, int] | None = None
        """For a group: values and, for an object, keys of the whole container, and the slice this group has."""
        self.only: Trie | None = None
        self.children: list[Node] | None = None

    @property
    def is_branch(self) -> bool:
        return self.spread is not None or (isinstance(self.value, dict | list) and bool(self.value))


class JsonModel(QAbstractItemModel):
    """Columns Key and Value over any JSON value. `load(value)` shows it; `narrow(paths)` what holds a match.

    A list or object at the root shows its members at the top; any other value is a single row. Indexes
    carry a number, not a pointer, so a stale one finds nothing instead of freed memory.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes: list[Node] = []
        self._value: Any = None
        self._only: Trie | None = None
        self._start()

    # -- content

    @property
    def value(self) -> Any:
        return self._value

    def load(self, value: Any) -> None:
        self.beginResetModel()
        self._value = value
        self._only = None
        self._start()
        self.endResetModel()

    def narrow(self, paths: Iterable[tuple[int, ...]] | None) -> None:
        """Show the members at these positions with what is in them, and the way to them; None shows all."""
        self.beginResetModel()
        self._only = None if paths is None else _trie(paths)
        self._start()
        self.endResetModel()

    def node(self, index: Index) -> Node:
        return self._nodes[index.internalId()] if index.isValid() else self._nodes[0]

    def member(self, index: Index) -> Any:
        """A row's value; for a group its slice of the members."""
        node = self.node(index)
        if node.spread is None:
            return node.value
        values, keys, start, stop = node.spread
        if keys is None:
            return values[start:stop]
        return dict(zip(keys[start:stop], values[start:stop], strict=True))

    def path(self, index: Index) -> str:
        """Where a row is, as JSONPath: `$.messages[0]["two words"]`."""
        parts: list[str] = []
        node: Node | None = self.node(index)
        while node is not None and node.parent is not None:
            if isinstance(node.key, int):
                parts.append(f"[{node.key}]")
            elif node.key is not None:
                parts.append(f".{node.key}" if node.key.isidentifier() else f"[{scalar(node.key)}]")
            node = node.parent
        return "$" + "".join(reversed(parts))

    # -- Qt

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        if not 0 <= column < 2 or row < 0:
            return QModelIndex()
        children = self._children(self.node(parent))
        return self.createIndex(row, column, children[row].number) if row < len(children) else QModelIndex()

    def parent(self, index: Index = _ROOT) -> QModelIndex:  # type: ignore[override]
        if not index.isValid():
            return QModelIndex()
        above = self.node(index).parent
        if above is None or above.number == 0:
            return QModelIndex()
        return self.createIndex(above.row, 0, above.number)

    def rowCount(self, parent: Index = _ROOT) -> int:
        if parent.isValid() and parent.column() != 0:
            return 0
        return len(self._children(self.node(parent)))

    def columnCount(self, parent: Index = _ROOT) -> int:
        del parent
        return 2

    def hasChildren(self, parent: Index = _ROOT) -> bool:
        if not parent.isValid():
            return True
        return parent.column() == 0 and self.node(parent).is_branch

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("Key", "Value")[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node = self.node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return key_text(node) if index.column() == 0 else value_text(node)
        if role == Qt.ItemDataRole.ForegroundRole:
            return _colour(node, index.column())
        return None

    # -- nodes

    def _start(self) -> None:
        self._nodes = []
        root = self._new(None, 0, None, self._value)
        root.only = self._only
        if not root.is_branch:
            root.children = [self._new(root, 0, None, self._value)]

    def _new(self, parent: Node | None, row: int, key: str | int | None, value: Any) -> Node:
        node = Node(len(self._nodes), parent, row, key, value)
        self._nodes.append(node)
        return node

    def _children(self, node: Node) -> list[Node]:
        if node.children is None:
            node.children = self._open(node) if node.is_branch else []
        return node.children

    def _open(self, node: Node) -> list[Node]:
        if node.spread is not None:
            values, keys, start, stop = node.spread
        elif isinstance(node.value, dict):
            values, keys, start, stop = list(node.value.values()), list(node.value), 0, len(node.value)
        else:
            values, keys, start, stop = node.value, None, 0, len(node.value)
        if node.only is not None:
            return self._matches(node, values, keys, node.only)
        count = stop - start
        if count <= GROUP:
            return [
                self._new(node, row, keys[start + row] if keys is not None else start + row, values[start + row])
                for row in range(count)
            ]
        step = GROUP
        while count / step > GROUP:
            step *= GROUP
        groups = []
        for row, first in enumerate(range(start, stop, step)):
            group = self._new(node, row, None, None)
            group.spread = (values, keys, first, min(first + step, stop))
            groups.append(group)
        return groups

    def _matches(self, node: Node, values: list[Any], keys: list[str] | None, only: Trie) -> list[Node]:
        found = []
        for row, position in enumerate(sorted(only)):
            inner = only[position]
            child = self._new(node, row, position if keys is None else keys[position], values[position])
            child.only = inner
            found.append(child)
        return found


def key_text(node: Node) -> str:
    if node.spread is not None:
        return f"{node.spread[2]:,} … {node.spread[3] - 1:,}"
    return "" if node.key is None else str(node.key)


def value_text(node: Node) -> str:
    """One bounded line: a leaf as JSON, a branch with its size and the beginning of what is in it."""
    if node.spread is not None:
        return f"{node.spread[3] - node.spread[2]:,} items"
    value = node.value
    if isinstance(value, dict) and value:
        return f"{{{len(value):,}}}  {one_line(value, 80)}"
    if isinstance(value, list) and value:
        return f"[{len(value):,}]  {one_line(value, 80)}"
    return one_line(value, SHOWN)


def _colour(node: Node, column: int) -> Any:
    colours = theme.tokens()
    if column == 0:
        return colours.text_muted if isinstance(node.key, int) or node.spread is not None else colours.text
    if node.is_branch or node.value is None or node.value in ([], {}):
        return colours.text_muted
    if isinstance(node.value, str):
        return colours.success
    return colours.accent_text if isinstance(node.value, bool) else colours.info


def _trie(paths: Iterable[tuple[int, ...]]) -> Trie:
    root: Trie = {}
    for path in paths:
        level = root
        for position in path[:-1]:
            inner = level.setdefault(position, {})
            if inner is None:
                break
            level = inner
        else:
            if path:
                level[path[-1]] = None
    return root
