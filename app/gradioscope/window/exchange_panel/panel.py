"""The list of exchanges, and one of them whole."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gradioscope.window import theme
from gradioscope.window.exchange_panel.model import Exchange, ExchangeModel
from gradioscope.window.parts import ElidedLabel, EmptyState, Hairline, IconButton, Label, Splitter, TabStrip
from gradioscope.window.parts.data_text import DataText

PARSED = 500_000
"""Characters of a body up to which it is looked at as JSON; a larger one is shown as it came."""


class _Table(QTableView):
    """Signals: `copyPressed()` on Ctrl+C."""

    copyPressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme.notifier().changed.connect(self.restyle)

    def restyle(self) -> None:
        """Fit font, rows and columns to the theme; again whenever it changed."""
        self.setFont(theme.mono_font("meta"))
        self.verticalHeader().setDefaultSectionSize(theme.px(theme.COMPACT))
        em = QFontMetrics(theme.mono_font("meta")).horizontalAdvance("0")
        for column, letters in ((0, 7), (1, 9), (3, 8), (4, 9), (5, 9)):
            self.horizontalHeader().resizeSection(column, em * letters + theme.px(theme.S6))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copyPressed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class ExchangePanel(QWidget):
    """`add(exchange)` shows one, or what became of one; secrets are masked before they come here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: Exchange | None = None
        self.model = ExchangeModel(self)
        self.table = _Table(self)
        self._set_up_table()
        self._address = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle, size="meta", tone="muted")
        self.tabs = TabStrip("Part of the exchange")
        for name in ("Answer", "Request"):
            self.tabs.add(name)
        self.tabs.selected.connect(self._show_part)
        self._count = Label(size="meta", tone="muted")
        self.text = DataText("Exchange")
        copy = IconButton("copy", "Copy exchange", shortcut="Ctrl+C")
        copy.clicked.connect(self.copy)
        close = IconButton("close", "Close exchange")
        close.clicked.connect(self.table.clearSelection)
        clear = IconButton("trash", "Clear exchanges")
        clear.clicked.connect(self.clear)
        self._detail = QWidget()
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(2), 0, theme.px(theme.S3), 0)
        head.setSpacing(theme.px(theme.S2))
        head.addWidget(self.tabs)
        head.addWidget(self._address, 1)
        head.addWidget(copy)
        head.addWidget(close)
        column = QVBoxLayout(self._detail)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Hairline())
        column.addWidget(self.text, 1)
        self._detail.hide()
        split = self._split = Splitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self._detail)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        self._empty = EmptyState("exchange", "Connect or run; every HTTP request appears here with its answer.")
        self._some = QWidget()
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.px(theme.S3), theme.px(theme.S1), theme.px(theme.S3), theme.px(theme.S1))
        bar.addWidget(self._count, 1)
        bar.addWidget(clear)
        inner = QVBoxLayout(self._some)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(bar)
        inner.addWidget(Hairline())
        inner.addWidget(split, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._some)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def add(self, exchange: Exchange) -> None:
        """A new exchange, or a later state of one with the same number."""
        bar = self.table.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - theme.px(theme.COMPACT)
        self.model.add(exchange)
        self._pages.setCurrentWidget(self._some)
        count = self.model.rowCount()
        self._count.setText("1 exchange" if count == 1 else f"{count} exchanges")
        if at_end and self._chosen is None:
            self.table.scrollToBottom()
        if self._chosen is not None and self._chosen.number == exchange.number:
            self._chosen = exchange
            self._show_part()

    def clear(self) -> None:
        self.table.clearSelection()
        self.model.clear()
        self._chosen = None
        self._detail.hide()
        self._pages.setCurrentWidget(self._empty)

    def copy(self) -> None:
        """The chosen exchange as text on the clipboard, request and answer."""
        if self._chosen is not None:
            QGuiApplication.clipboard().setText(request_text(self._chosen) + "\n\n" + answer_text(self._chosen))

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.copyPressed.connect(self.copy)
        table.setAccessibleName("Exchanges")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        table.selectionModel().selectionChanged.connect(self._choose)
        table.restyle()

    def _choose(self, *_: object) -> None:
        rows = self.table.selectionModel().selectedRows()
        self._chosen = self.model.exchange(rows[0].row()) if rows else None
        self._detail.setVisible(self._chosen is not None)
        self._show_part()

    def _show_part(self, *_: object) -> None:
        if self._chosen is None:
            return
        self._address.setText(self._chosen.url)
        whole = request_text(self._chosen) if self.tabs.currentIndex() == 1 else answer_text(self._chosen)
        self.text.show_text(whole)


def request_text(exchange: Exchange) -> str:
    """Request line, headers, body."""
    return _message(f"{exchange.method} {exchange.url}", exchange.request_headers, exchange.request_body)


def answer_text(exchange: Exchange) -> str:
    """Status, headers, body; or why there is none."""
    if exchange.status is None:
        return exchange.error or "No answer yet."
    text = _message(str(exchange.status), exchange.response_headers, exchange.response_body)
    return f"{text}\n\n{exchange.error}" if exchange.error else text


def _message(first: str, headers: Sequence[tuple[str, str]], body: str) -> str:
    lines = [first, *(f"{name}: {value}" for name, value in headers)]
    return "\n".join(lines) + (f"\n\n{_readable(body)}" if body else "")


def _readable(body: str) -> str:
    """A JSON body with indents; any other, and a large one, as it came."""
    if len(body) > PARSED or body.lstrip()[:1] not in ("{", "["):
        return body
    from gradioscope.window.parts.preview import pretty

    try:
        return pretty(json.loads(body))[0]
    except (ValueError, RecursionError):
        return body
