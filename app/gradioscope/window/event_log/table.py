"""The table `Events`: compact rows, the kind as a chip, the end in view unless one scrolled away."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gradioscope.window import icons, theme
from gradioscope.window.event_log.model import EventModel
from gradioscope.window.parts import Button

Index = QModelIndex | QPersistentModelIndex

LOOKS = {
    "queued": ("queued", "text_muted"),
    "started": ("running", "info"),
    "progress": ("progress", "info"),
    "log": ("log", "warning"),
    "generating": ("generating", "info"),
    "heartbeat": ("heartbeat", "text_muted"),
    "complete": ("check", "success"),
    "error": ("error", "danger"),
    "cancelled": ("stop", "text_muted"),
}
"""Icon and colour of each kind; the word stands beside them."""


class KindDelegate(QStyledItemDelegate):
    """Paints the event column as a chip: icon and word on a tint of the kind's colour."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        kind = str(index.data())
        icon, token = LOOKS.get(kind, ("info", "text_muted"))
        colours = theme.tokens()
        ink: QColor = getattr(colours, token)
        style = option.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.font("meta")
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(kind) + theme.px(12 + 4 + 12)
        height = theme.px(18)
        area = QRectF(option.rect)
        chip = QRectF(area.left() + theme.px(6), area.center().y() - height / 2, width, height)
        painter.setPen(ink if colours.contrast else Qt.PenStyle.NoPen)
        painter.setBrush(theme.mix(ink, colours.surface, 0.10))
        painter.drawRoundedRect(chip, theme.px(theme.SMALL_RADIUS), theme.px(theme.SMALL_RADIUS))
        side = theme.px(12)
        icons.paint(
            painter, QRectF(chip.left() + theme.px(6), round(chip.center().y() - side / 2), side, side), icon, ink
        )
        painter.setPen(ink)
        painter.drawText(chip.adjusted(theme.px(6 + 12 + 4), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, kind)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(theme.px(110), theme.px(theme.COMPACT))


class EventTable(QTableView):
    """Ctrl+C copies the chosen rows as lines of JSON.

    Signals: `followed(bool)` when the end is followed again, or no more.
    """

    followed = Signal(object)

    def __init__(self, model: EventModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._follows = True
        self._fresh = 0
        self._events = model
        self.setModel(model)
        self.setAccessibleName("Events")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setItemDelegateForColumn(1, KindDelegate(self))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setStretchLastSection(True)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setSectionsClickable(False)
        self._pill = Button("", kind="primary", icon="chevron-down", parent=self, compact=True)
        self._pill.hide()
        self._pill.clicked.connect(self.follow)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.notifier().changed.connect(self._restyle)
        self._restyle()

    @property
    def follows(self) -> bool:
        """Whether the newest row is kept in view."""
        return self._follows

    def follow(self) -> None:
        """Go to the end and stay there."""
        self._follows = True
        self._fresh = 0
        self._pill.hide()
        self.scrollToBottom()
        self.followed.emit(True)

    def came(self, rows: int) -> None:
        """Rows were added at the end."""
        if self._follows:
            self.scrollToBottom()
        elif rows:
            self._fresh += rows
            self._pill.setText(f"{self._fresh} new")
            self._pill.show()
            self._place_pill()

    def reset(self) -> None:
        super().reset()
        self._follows = True
        self._fresh = 0
        # reset() runs in the base class's constructor too
        if hasattr(self, "_pill"):
            self._pill.hide()

    def copy_rows(self) -> None:
        numbers = sorted({index.row() for index in self.selectionModel().selectedRows()})
        if numbers:
            QGuiApplication.clipboard().setText(self._events.as_json_lines(numbers))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
            return
        if event.key() == Qt.Key.Key_Escape:
            # Esc is the window's: it cancels the run
            event.ignore()
            return
        if event.key() == Qt.Key.Key_End and not event.modifiers():
            self.follow()
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_pill()
        if self._follows:
            self.scrollToBottom()
        elif self.selectionModel().isSelected(self.currentIndex()):
            # the event shown whole below takes room from the table: its row stays in view
            self.scrollTo(self.currentIndex())

    def _scrolled(self, value: int) -> None:
        bar = self.verticalScrollBar()
        at_end = value >= bar.maximum() - self.verticalHeader().defaultSectionSize() // 2
        if at_end and not self._follows:
            self._follows = True
            self._fresh = 0
            self._pill.hide()
            self.followed.emit(True)
        elif not at_end and self._follows and bar.isSliderDown():
            self._leave()

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        self._look()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() < self.model().rowCount() - 1:
            self._leave()

    def _look(self) -> None:
        """After the person moved: away from the end, or back at it."""
        bar = self.verticalScrollBar()
        if bar.value() < bar.maximum() - self.verticalHeader().defaultSectionSize() // 2:
            self._leave()

    def _leave(self) -> None:
        if self._follows:
            self._follows = False
            self.followed.emit(False)

    def _place_pill(self) -> None:
        size = self._pill.sizeHint()
        area = self.viewport().geometry()
        self._pill.setGeometry(
            area.center().x() - size.width() // 2, area.bottom() - size.height() - theme.px(theme.S2), *size.toTuple()
        )

    def _restyle(self) -> None:
        self.setFont(theme.mono_font("meta"))
        self.verticalHeader().setDefaultSectionSize(theme.px(theme.COMPACT))
        self.horizontalHeader().resizeSection(0, self.fontMetrics().horizontalAdvance("1000.000") + theme.px(20))
        self.horizontalHeader().resizeSection(1, theme.px(118))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, theme.tokens().text)
        self.setPalette(palette)
