"""Tabs as words with an underline, and small counters."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar, QWidget

from gradioscope.window import icons, theme
from gradioscope.window.parts import face


def _side() -> int:
    return theme.px(8)


@dataclass(slots=True)
class _Tab:
    name: str
    icon: str | None
    count: int | None = None
    token: str = "text_muted"


class TabStrip(QTabBar):
    """One stop for the keyboard; the arrow keys choose. A tab's accessible name is its text with its counter.

    Signals: selected(object) — the index, after a choice by the person or `setCurrentIndex`; those of QTabBar.
    """

    selected = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: list[_Tab] = []
        self._ring = True
        self.setAccessibleName(name)
        # the current tab's text is what Qt gives as the name of a tab bar
        self.setAccessibleDescription(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.tabMoved.connect(self._moved)
        self.currentChanged.connect(self._selected)

    def add(self, name: str, icon: str | None = None) -> int:
        """A tab at the end; its index."""
        self._tabs.append(_Tab(name, icon))
        return self.addTab(name)

    def set_count(self, index: int, count: int | None) -> None:
        """The number after the word; None for no counter. Zero is shown as no counter too."""
        tab = self._tabs[index]
        if tab.count != (count or None):
            tab.count = count or None
            self.setTabText(index, self._text(tab))

    def set_icon(self, index: int, icon: str | None, token: str = "text_muted") -> None:
        tab = self._tabs[index]
        tab.icon, tab.token = icon, token
        self.setTabText(index, self._text(tab))

    def rename(self, index: int, name: str) -> None:
        self._tabs[index].name = name
        self.setTabText(index, self._text(self._tabs[index]))

    def tabRemoved(self, index: int) -> None:
        super().tabRemoved(index)
        del self._tabs[index]

    @staticmethod
    def _text(tab: _Tab) -> str:
        return f"{tab.name} {tab.count}" if tab.count else tab.name

    def _moved(self, old: int, new: int) -> None:
        self._tabs.insert(new, self._tabs.pop(old))

    def _selected(self, index: int) -> None:
        self.selected.emit(index)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = face.ring_after(event, self._ring)
        super().focusInEvent(event)

    def tabSizeHint(self, index: int) -> QSize:
        tab = self._tabs[index] if index < len(self._tabs) else _Tab(self.tabText(index), None)
        width = self.fontMetrics().horizontalAdvance(tab.name) + 2 * _side()
        if tab.count:
            width += theme.px(5) + QFontMetrics(theme.font("meta")).horizontalAdvance(str(tab.count))
        if tab.icon:
            width += theme.px(16 + 6)
        return QSize(width, theme.px(34))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        pointer = self.mapFromGlobal(self.cursor().pos())
        for index, tab in enumerate(self._tabs):
            area = QRectF(self.tabRect(index))
            over = self.underMouse() and area.contains(pointer)
            self._paint_tab(painter, area, tab, current=index == self.currentIndex(), over=over)
        painter.end()

    def _paint_tab(self, painter: QPainter, area: QRectF, tab: _Tab, *, current: bool, over: bool) -> None:
        t = theme.tokens()
        ink = t.text if (current or over) and self.isEnabled() else t.text_muted
        if not self.isEnabled():
            ink = t.text_disabled
        inner = area.adjusted(_side(), 0, -_side(), 0)
        if current and self.hasFocus() and self._ring:
            ring = area.adjusted(theme.px(2), theme.px(4), -theme.px(2), -theme.px(5))
            face.rounded(painter, ring, theme.px(theme.SMALL_RADIUS), None, t.focus, 2)
        if current:
            painter.fillRect(QRectF(inner.left(), area.bottom() - theme.px(2), inner.width(), theme.px(2)), t.accent)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft

        def step(width: float) -> None:
            if mirrored:
                inner.setRight(inner.right() - width)
            else:
                inner.setLeft(inner.left() + width)

        if tab.icon:
            size = theme.px(16)
            left = inner.right() - size if mirrored else inner.left()
            icons.paint(
                painter,
                QRectF(left, round(inner.center().y() - size / 2), size, size),
                tab.icon,
                (getattr(t, tab.token) if tab.token != "text_muted" else ink),
            )
            step(size + theme.px(6))
        painter.setPen(ink)
        painter.setFont(self.font())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | side), tab.name)
        if tab.count:
            step(self.fontMetrics().horizontalAdvance(tab.name) + theme.px(5))
            painter.setPen(t.text_muted)
            painter.setFont(theme.font("meta"))
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | side), str(tab.count))
