"""The form's layout: one column, in which short fields that follow each other share rows."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from gradioscope.window import theme

WIDEST = 640
"""Pixels, at 100 %, a field takes at most."""
NARROWEST = 200
"""Pixels, at 100 %, that half a row must have to be shared."""


class Columns(QLayout):
    """Stacks widgets. Runs of short ones go two to a row, where half a row is wide enough.

    Layouts are asked for the same width again and again; where everything goes is worked out once.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._short: set[QWidget] = set()
        self._plans: dict[int, tuple[list[tuple[QLayoutItem, QRect]], int]] = {}

    def add(self, widget: QWidget, short: bool) -> None:
        """Puts a widget at the end; `short` says whether it may share a row."""
        if short:
            self._short.add(widget)
        self.addWidget(widget)

    def invalidate(self) -> None:
        self._plans.clear()
        super().invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._plan(width)[1]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        parent = self.parentWidget()
        mirrored = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for item, area in self._plan(rect.width())[0]:
            left = rect.width() - area.x() - area.width() if mirrored else area.x()
            item.setGeometry(QRect(rect.x() + left, rect.y() + area.y(), area.width(), area.height()))

    def sizeHint(self) -> QSize:
        # for the width it has, as the plan for that is there already
        width = self.geometry().width()
        if width <= 0:
            margins = self.contentsMargins()
            width = theme.px(WIDEST) + margins.left() + margins.right()
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        margins = self.contentsMargins()
        return QSize(theme.px(NARROWEST) + margins.left() + margins.right(), margins.top() + margins.bottom())

    def _plan(self, width: int) -> tuple[list[tuple[QLayoutItem, QRect]], int]:
        """Where each item goes in that width, and the height of all."""
        found = self._plans.get(width)
        if found is None:
            found = self._plans[width] = self._make_plan(width)
        return found

    def _make_plan(self, width: int) -> tuple[list[tuple[QLayoutItem, QRect]], int]:
        margins = self.contentsMargins()
        full = min(width - margins.left() - margins.right(), theme.px(WIDEST))
        gap = theme.px(theme.S4)
        half = (full - gap) // 2
        placed: list[tuple[QLayoutItem, QRect]] = []
        bottom = margins.top() - gap
        for row in self._rows(half):
            top, bottom = bottom + gap, bottom + gap
            for column, (item, shared) in enumerate(row):
                wide = half if shared else full
                tall = item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height()
                placed.append((item, QRect(margins.left() + column * (half + gap), top, wide, tall)))
                bottom = max(bottom, top + tall)
        return placed, max(bottom, 0) + margins.bottom()

    def _rows(self, half: int) -> list[list[tuple[QLayoutItem, bool]]]:
        """The visible items by rows, each with whether it is half as wide: the odd one after shared rows is too."""
        rows: list[list[tuple[QLayoutItem, bool]]] = []
        run: list[QLayoutItem] = []

        def end_run() -> None:
            for start in range(0, len(run), 2):
                rows.append([(item, len(run) > 1) for item in run[start : start + 2]])
            run.clear()

        roomy = half >= theme.px(NARROWEST)
        for item in self._items:
            if item.isEmpty():
                continue
            if roomy and item.widget() in self._short:
                run.append(item)
            else:
                end_run()
                rows.append([(item, False)])
        end_run()
        return rows
