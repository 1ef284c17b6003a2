"""The rows of the tree: made when they are looked at, and changed one by one when the disk has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from gradioscope.window.sidebar.collections.node import PAGE, Key, Node, Shown, runs

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
SCATTERED = 100
"""Ranges that come or go up to which rows are changed one by one; beyond, those of the folder are made anew."""

_ROW = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
_FOLDER = _ROW | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
_REQUEST = _FOLDER | Qt.ItemFlag.ItemNeverHasChildren  # Qt asks each row but those


class CollectionsModel(QAbstractItemModel):
    """Signals: `renamed(Node, str)` what a person wrote over a name; the row keeps its own until the disk says so."""

    renamed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._top = Node("folder", "", "", None)
        self._top.children = []
        self._index = self.createIndex
        self.current = ""
        """Path of the request that is in front."""
        self.unsaved: frozenset[str] = frozenset()
        self.problems: Mapping[str, str] = {}
        """Path of a file that cannot be read as a request to what is wrong with it."""

    # -- what is shown

    def show(self, collections: Sequence[Shown]) -> None:
        """The collections in this order, as they are now. What is the same as before keeps its row."""
        assert self._top.children is not None
        before = {node.path: node for node in self._top.children}
        wanted = [str(each.folder) for each in collections]
        if wanted != [node.path for node in self._top.children]:
            self._change(self._top, NOWHERE, [("collection", path) for path in wanted])
        for node, each in zip(self._top.children, collections, strict=True):
            old = before.get(node.path)
            if old is not None and old is not node and node.children is None:
                node.source = old.source
            if node.name != each.name or node.problem != each.problem:
                node.name, node.problem = each.name, each.problem
                self._changed(node)
            self._follow(node, each.root)

    def more(self, node: Node) -> None:
        """Show further rows of a folder."""
        if node.children is None or node.whole:
            return
        count = len(node.children)
        last = min(count + PAGE, node.total)
        self.beginInsertRows(self.index_of_node(node), count, last - 1)
        node.children += node.make(count, last)
        self.endInsertRows()

    def mark(self, *, current: str, unsaved: Iterable[str], problems: Mapping[str, str]) -> bool:
        """What to tell of files besides their names. Whether anything is different."""
        now = (current, frozenset(unsaved), dict(problems))
        if now == (self.current, self.unsaved, self.problems):
            return False
        self.current, self.unsaved, self.problems = now
        return True

    def problem(self, node: Node) -> str:
        return node.problem or self.problems.get(node.path, "")

    # -- rows and indexes

    def node(self, index: Index) -> Node | None:
        found = index.internalPointer() if index.isValid() else None
        return found if isinstance(found, Node) else None

    def collections(self) -> list[Node]:
        return list(self._top.children or ())

    def rows(self, node: Node) -> list[Node]:
        """The rows below one that are shown."""
        if node.children is None:
            node.children = node.make(0, PAGE)
        return node.children

    def index_of_node(self, node: Node) -> QModelIndex:
        return NOWHERE if node is self._top else self._index(node.row, 0, node)

    def find(self, path: str) -> Node | None:
        """The row of a request or folder, with all rows on the way; of a collection in another one, that of its own."""
        around = [node for node in self.collections() if path == node.path or node.contains(path)]
        if not around:
            return None
        node = max(around, key=lambda each: len(each.path))
        while node.path != path:
            place = node.place_of(path)
            if place is None:
                return None
            while len(self.rows(node)) <= place:
                self.more(node)
            node = self.rows(node)[place]
        return node

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        node = parent.internalPointer() or self._top
        children = self.rows(node)
        return self._index(row, column, children[row]) if 0 <= row < len(children) else NOWHERE

    def parent(self, index: Index = NOWHERE) -> QModelIndex:  # type: ignore[override]
        node = index.internalPointer()
        return NOWHERE if node is None or node.parent in (None, self._top) else self.index_of_node(node.parent)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return len(self.rows(parent.internalPointer() or self._top))

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 1

    def hasChildren(self, parent: Index = NOWHERE) -> bool:
        node = parent.internalPointer()
        return bool(self._top.children) if node is None else node.total > 0

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        # not seen, but heard
        return "Name" if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        node = index.internalPointer()
        if node is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        return _REQUEST if node.kind == "request" else _FOLDER

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        node = self.node(index)
        if node is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return node.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(node)
        if role == Qt.ItemDataRole.ToolTipRole:
            # as text: a name would be read as markup otherwise
            return f'<span style="white-space: pre-wrap">{escape(self.tip(node))}</span>'
        if role == Qt.ItemDataRole.UserRole:
            return node
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        node = self.node(index)
        if node is not None and role == Qt.ItemDataRole.EditRole and isinstance(value, str) and value != node.name:
            self.renamed.emit(node, value)
        return False

    def spoken(self, node: Node) -> str:
        """The row for assistive technology: name, kind, and what is the matter with it."""
        parts = [node.name, node.kind, *([node.note] if node.note else [])]
        if node.path == self.current:
            parts.append("open")
        if node.path in self.unsaved:
            parts.append("not saved")
        if problem := self.problem(node):
            parts.append(f"problem: {problem}")
        return ", ".join(parts)

    def tip(self, node: Node) -> str:
        lines = [node.name, node.path, "Not saved" if node.path in self.unsaved else "", self.problem(node)]
        return "\n".join(line for line in lines if line)

    # -- inside

    def _follow(self, node: Node, source: object) -> None:
        """Take over a newer look at a folder."""
        from gradioscope.library.collection import Folder

        new = source if isinstance(source, Folder) else None
        old = node.source
        if new is old:
            return
        node.source = new
        if node.children is None:
            return  # nobody has seen its rows
        wanted = node.keys(max(len(node.children), PAGE))
        if wanted != [child.key for child in node.children]:
            self._change(node, self.index_of_node(node), wanted)
        below = {str(folder.path): folder for folder in new.folders} if new is not None else {}
        for child in node.children:
            if child.kind == "folder":
                found = below.get(child.path)
                if found is not None and found.problem != child.problem:
                    child.problem = found.problem
                    self._changed(child)
                self._follow(child, found)

    def _change(self, node: Node, index: QModelIndex, wanted: list[Key]) -> None:
        """Rows out and in until they are the wanted ones."""
        assert node.children is not None
        kept, new = {child.key for child in node.children}, set(wanted)
        gone = list(runs([row for row, child in enumerate(node.children) if child.key not in new]))
        come = list(runs([row for row, key in enumerate(wanted) if key not in kept]))
        staying = [child.key for child in node.children if child.key in new]
        if len(gone) + len(come) > SCATTERED or staying != [key for key in wanted if key in kept]:
            gone = [(0, len(node.children) - 1)] if node.children else []
            come = [(0, len(wanted) - 1)] if wanted else []
        for first, last in reversed(gone):
            self.beginRemoveRows(index, first, last)
            del node.children[first : last + 1]
            _number(node.children)
            self.endRemoveRows()
        for first, last in come:
            made = self._make(node, wanted, first, last)
            self.beginInsertRows(index, first, last)
            node.children[first:first] = made
            _number(node.children)
            self.endInsertRows()

    def _make(self, node: Node, wanted: list[Key], first: int, last: int) -> list[Node]:
        if node is self._top:
            return [Node("collection", path, path, node) for _, path in wanted[first : last + 1]]
        return node.make(first, last + 1)

    def _changed(self, node: Node) -> None:
        index = self.index_of_node(node)
        self.dataChanged.emit(index, index)


def _number(children: list[Node]) -> None:
    for row, child in enumerate(children):
        child.row = row
