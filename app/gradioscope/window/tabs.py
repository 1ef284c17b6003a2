"""The open tabs: requests, and pages such as the settings."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QMouseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.icons import icon
from gradioscope.window.parts import Hairline, IconButton

WIDEST = 240
NARROWEST = 110
STATE_ICONS = {
    "Connecting": ("running", "info"),
    "Queued": ("queued", "info"),
    "Running": ("running", "info"),
    "Complete": ("check", "success"),
    "Failed": ("error", "danger"),
    "Cancelled": ("cancel", "warning"),
}


class _Bar(QTabBar):
    """Tabs as words with an underline, closed by their button or the middle button of the mouse."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Open requests")
        self.setMovable(True)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setUsesScrollButtons(True)
        self.setIconSize(QSize(theme.px(14), theme.px(14)))

    def tabSizeHint(self, index: int) -> QSize:
        hint = super().tabSizeHint(index)
        hint.setWidth(max(theme.px(NARROWEST), min(hint.width(), theme.px(WIDEST))))
        hint.setHeight(theme.px(36))
        return hint

    def minimumTabSizeHint(self, index: int) -> QSize:
        hint = self.tabSizeHint(index)
        hint.setWidth(theme.px(NARROWEST))
        return hint

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.tabAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton and index >= 0:
            self.tabCloseRequested.emit(index)
            return
        super().mouseReleaseEvent(event)


class Tabs(QWidget):
    """Signals: `currentChanged(QWidget)`, `moved(None)` when their order has changed, `closeAsked(QWidget)`,
    `newAsked(None)`, `menuAsked(None)`."""

    currentChanged = Signal(object)
    moved = Signal(object)
    closeAsked = Signal(object)
    newAsked = Signal(object)
    menuAsked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = _Bar()
        self.pages = QStackedWidget()
        self.new_button = IconButton("plus", "New request", shortcut="Ctrl+N")
        self.menu_button = IconButton("more", "Menu")
        row = QHBoxLayout()
        row.setContentsMargins(theme.S2, 0, theme.S3, 0)
        row.setSpacing(theme.S1)
        row.addWidget(self.bar)
        row.addWidget(self.new_button)
        row.addStretch(1)
        row.addWidget(self.menu_button)
        self._row = row
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Hairline())
        column.addWidget(self.pages, 1)
        self._order: list[QWidget] = []
        self.bar.currentChanged.connect(self._changed)
        self.bar.tabMoved.connect(self._moved)
        self.bar.tabCloseRequested.connect(self._close_asked)
        self.new_button.clicked.connect(self._ask_new)
        self.menu_button.clicked.connect(self._ask_menu)

    def __len__(self) -> int:
        return len(self._order)

    def add_beside(self, widget: QWidget) -> None:
        """Put something in front of the menu's button that stays while tabs change."""
        self._row.insertWidget(self._row.count() - 1, widget)

    def all(self) -> list[QWidget]:
        """The pages in the order of their tabs."""
        return list(self._order)

    def add(self, page: QWidget, title: str, *, front: bool = True) -> None:
        """Open a page at the end, in `front` of the others or behind them."""
        self._order.append(page)
        self.pages.addWidget(page)
        index = self.bar.addTab(_one_line(title))
        close = IconButton("close", f"Close {title}")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+W closes; a stop at each tab would be in the way
        close.setProperty("page", page)
        close.clicked.connect(self._close_clicked)
        self.bar.setTabButton(index, QTabBar.ButtonPosition.RightSide, close)
        if front:
            self.bar.setCurrentIndex(index)
            self._changed(index)

    def remove(self, page: QWidget) -> None:
        index = self._order.index(page)
        del self._order[index]
        self.bar.blockSignals(True)
        self.bar.removeTab(index)
        self.bar.blockSignals(False)
        self.pages.removeWidget(page)
        self._changed(self.bar.currentIndex())

    def current(self) -> QWidget | None:
        index = self.bar.currentIndex()
        return self._order[index] if 0 <= index < len(self._order) else None

    def show_page(self, page: QWidget) -> None:
        self.bar.setCurrentIndex(self._order.index(page))

    def show_number(self, number: int) -> None:
        """The tab with that number, counted from 1; nothing where there are fewer."""
        if 1 <= number <= len(self._order):
            self.bar.setCurrentIndex(number - 1)

    def set_title(self, page: QWidget, title: str) -> None:
        index = self._order.index(page)
        self.bar.setTabText(index, _one_line(title))
        self.bar.setTabToolTip(index, title)
        close = self.bar.tabButton(index, QTabBar.ButtonPosition.RightSide)
        if isinstance(close, IconButton):
            close.set_name(f"Close {title}")

    def set_state(self, page: QWidget, state: str) -> None:
        """A sign in front of the title that tells a run's state; none for a tab at rest."""
        sign = STATE_ICONS.get(state)
        index = self._order.index(page)
        self.bar.setTabIcon(index, icon(*sign) if sign else QIcon())

    def _changed(self, index: int) -> None:
        page = self.current()
        if page is not None:
            now = QApplication.focusWidget()
            had_focus = now is None or self.pages.isAncestorOf(now)
            self.pages.setCurrentWidget(page)
            last = page.focusWidget()
            if had_focus and last is not None:  # where the person was on this page
                last.setFocus(Qt.FocusReason.OtherFocusReason)
            self.currentChanged.emit(page)

    def _moved(self, old: int, new: int) -> None:
        self._order.insert(new, self._order.pop(old))
        self.moved.emit(None)

    def _close_clicked(self) -> None:
        self.closeAsked.emit(self.sender().property("page"))

    def _close_asked(self, index: int) -> None:
        self.closeAsked.emit(self._order[index])

    def _ask_new(self) -> None:
        self.newAsked.emit(None)

    def _ask_menu(self) -> None:
        self.menuAsked.emit(None)


def _one_line(title: str) -> str:
    """A title that cannot break the bar; `&` would underline a letter."""
    return " ".join(title.split()).replace("&", "&&")
