"""The buttons on the row under the pointer. The keyboard has the menu for what they do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import IconButton
from gradioscope.window.sidebar.collections.node import Node


class RowActions(QWidget):
    """Signals: `asked(str, Node)` a word of `menu`; `moreAsked(Node, QPoint)` the menu, at a place on the screen."""

    asked = Signal(object, object)
    moreAsked = Signal(object, object)

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._node: Node | None = None
        self.first_button = IconButton("plus", "New request here")
        self.more_button = IconButton("more", "More")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.S1, 0)
        row.setSpacing(0)
        for button in (self.first_button, self.more_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        self.first_button.clicked.connect(self._first)
        self.more_button.clicked.connect(self._more)
        self.hide()

    def place(self, node: Node | None, row: QRect) -> None:
        """On a row; nowhere for None."""
        self._node = node
        if node is None:
            self.hide()
            return
        self.first_button.setVisible(node.kind != "request")
        lost = self._lost
        self.first_button.set_icon("refresh" if lost else "plus")
        self.first_button.set_name("Look again" if lost else "New request here")
        size = self.sizeHint()
        self.resize(size.width(), row.height())
        self.move(self._viewport.width() - size.width(), row.top())
        self.show()

    @property
    def _lost(self) -> bool:
        """Whether it is a collection that is not there."""
        return self._node is not None and self._node.kind == "collection" and self._node.source is None

    def _first(self) -> None:
        if self._node is not None:
            self.asked.emit("retry" if self._lost else "new-request", self._node)

    def _more(self) -> None:
        if self._node is not None:
            self.moreAsked.emit(self._node, self.more_button.mapToGlobal(QPoint(0, self.more_button.height())))
