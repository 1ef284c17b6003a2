"""Files of the app's own computer: ticked in its tree, or written by hand, one path a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import ServerFilesField
from gradioscope.request.fields.sample import parts_of
from gradioscope.window import theme
from gradioscope.window.inputs.base import Input
from gradioscope.window.inputs.frames import FieldFrame
from gradioscope.window.inputs.line import Growing
from gradioscope.window.parts import Button, Label
from gradioscope.window.parts.preview import one_line

if TYPE_CHECKING:
    from gradioscope.gradio.server_tree import Entry

_PATH = Qt.ItemDataRole.UserRole
_HIGH = 200
_LONGEST = 120
"""Characters of the pattern of files that are shown."""
State = Qt.CheckState


class ServerFilesInput(Input):
    """The tree asks for a folder when it is opened; without an answer the paths can still be written.

    Signals: `listingRequested(list of str)`, a folder's parts; answer with `show_listing` or `listing_failed`.
    """

    listingRequested = Signal(object)

    def __init__(self, field: ServerFilesField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._several = field.several
        self._asked: set[tuple[str, ...]] = set()
        self._failed: list[str] = []
        self.paths = Growing(1, 6, self)
        self.paths.setPlaceholderText("folder/file.txt, one path a line" if field.several else "folder/file.txt")
        self.paths.textChanged.connect(self._written)
        self._frame = FieldFrame(self)
        self.tree = QTreeWidget(self._frame)
        self.tree.setHeaderHidden(True)
        self.tree.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.tree.setAccessibleName(f"Files on the server for {field.label}")
        self.tree.setFixedHeight(theme.px(_HIGH))
        self.tree.itemExpanded.connect(self._opened)
        self.tree.itemChanged.connect(self._ticked)
        self._frame.watch(self.tree)
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.tree)
        self._note = Label("", "meta", "muted", self, wrap=True)
        self._again = Button("Try again", "quiet", "refresh", self, compact=True)
        self._again.setAccessibleName(f"List the files of {field.label} again")
        self._again.clicked.connect(lambda: self._ask(self._failed))
        self._again.hide()
        below = QHBoxLayout()
        below.addWidget(self._note, 1)
        below.addWidget(self._again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.S1))
        column.addWidget(self.paths)
        column.addWidget(self._frame)
        column.addLayout(below)
        self.pattern: Label | None = None
        glob = field.parameter.props.get("glob")
        if isinstance(glob, str) and glob and glob != "**/*":
            self.pattern = Label(f"Files that match {one_line(glob, _LONGEST)}", "meta", "muted", self, wrap=True)
            self.pattern.setMinimumWidth(1)
            column.insertWidget(2, self.pattern)
        self.setFocusProxy(self.paths)
        self.start()

    def focus_target(self) -> QWidget:
        return self.paths

    def show_value(self, value: Json) -> None:
        paths = value if isinstance(value, list) else []
        self.paths.setPlainText("\n".join("/".join(map(str, p)) if isinstance(p, list) else str(p) for p in paths))
        self._tick()

    def read(self) -> Json:
        return [parts for line in self.paths.text().splitlines() if (parts := parts_of(line))]

    def blank(self) -> bool:
        return not self.paths.text().strip()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if () not in self._asked:
            self._ask([])

    # -- the tree

    def show_listing(self, folder: Sequence[str], entries: Sequence[Entry]) -> None:
        """What is in the folder."""
        place = self._item(folder)
        if place is None:
            return
        self._tell("" if entries or folder else "The app shows no files here.")
        chosen = self._chosen()
        self.tree.blockSignals(True)
        place.takeChildren()
        for entry in entries:
            item = QTreeWidgetItem([entry.name])
            path = [*folder, entry.name]
            item.setData(0, _PATH, path)
            if entry.folder:
                item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
            if entry.choosable:
                item.setCheckState(0, State.Checked if tuple(path) in chosen else State.Unchecked)
            place.addChild(item)
        self.tree.blockSignals(False)

    def listing_failed(self, folder: Sequence[str], why: str) -> None:
        """The folder could not be listed; the paths can still be written."""
        self._asked.discard(tuple(folder))
        self._failed = list(folder)
        self._tell(f"{why} The paths can be written above.", failed=True)

    def _ask(self, folder: Sequence[str]) -> None:
        self._asked.add(tuple(folder))
        self._tell("Listing the server's files…")
        self.listingRequested.emit(list(folder))

    def _tell(self, text: str, *, failed: bool = False) -> None:
        self._note.setText(text)
        self._note.set_tone("danger" if failed else "muted")
        self._note.setVisible(bool(text))
        self._again.setVisible(failed)

    def _item(self, folder: Sequence[str]) -> QTreeWidgetItem | None:
        place: QTreeWidgetItem | None = self.tree.invisibleRootItem()
        for part in folder:
            children = [place.child(n) for n in range(place.childCount())] if place is not None else []
            place = next((child for child in children if child is not None and child.text(0) == part), None)
        return place

    def _opened(self, item: QTreeWidgetItem) -> None:
        folder = item.data(0, _PATH)
        if tuple(folder) not in self._asked:
            self._ask(folder)

    def _ticked(self, item: QTreeWidgetItem, _column: int) -> None:
        path = item.data(0, _PATH)
        paths: list[list[str]] = self.read()
        if item.checkState(0) == State.Checked:
            paths = [*paths, path] if self._several else [path]
        else:
            paths = [other for other in paths if other != path]
        self.paths.setPlainText("\n".join(map("/".join, paths)))

    def _written(self) -> None:
        if not self._showing:
            self._tick()
            self.edited()

    def _chosen(self) -> set[tuple[str, ...]]:
        return {tuple(path) for path in self.read()}

    def _tick(self) -> None:
        """The ticks as the written paths have it."""
        chosen = self._chosen()
        self.tree.blockSignals(True)
        waiting: list[QTreeWidgetItem] = [self.tree.invisibleRootItem()]
        while waiting:
            item = waiting.pop()
            waiting += [child for n in range(item.childCount()) if (child := item.child(n)) is not None]
            if item.data(0, Qt.ItemDataRole.CheckStateRole) is not None:
                item.setCheckState(0, State.Checked if tuple(item.data(0, _PATH)) in chosen else State.Unchecked)
        self.tree.blockSignals(False)
