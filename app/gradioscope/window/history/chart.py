"""How long an endpoint's runs took, one after the other: a line with a mark a run."""

from __future__ import annotations

import statistics

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gradioscope.library.history.record import RunSummary
from gradioscope.window import theme
from gradioscope.window.history.table import when
from gradioscope.window.request_tab.status import ENDS, seconds_text

MOST = 200
"""Runs shown; the newest."""


class DurationChart(QWidget):
    """The arrow keys go from run to run, Enter takes one, and so does a click.

    Signals: `picked(RunSummary)`.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: list[RunSummary] = []
        self._current = -1
        self._name = ""
        self.setAccessibleName("Durations")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def show_runs(self, endpoint: str, runs: list[RunSummary]) -> None:
        """The runs of one endpoint, newest first as the history lists them."""
        self._name = endpoint
        self._runs = list(reversed(runs[:MOST]))
        self._current = -1
        self.setAccessibleDescription(self.in_words())
        self.update()

    def in_words(self) -> str:
        """What the chart shows, in a sentence."""
        if not self._runs:
            return "No runs to show."
        durations = [run.duration for run in self._runs]
        count = f"1 run of {self._name}" if len(durations) == 1 else f"{len(durations)} runs of {self._name}"
        return (
            f"{count}: median {seconds_text(statistics.median(durations))}, "
            f"shortest {seconds_text(min(durations))}, longest {seconds_text(max(durations))}"
        )

    def place(self, number: int) -> QPointF:
        """Where a run's mark is, in the widget's coordinates."""
        area = self._area()
        step = area.width() / max(1, len(self._runs) - 1)
        left = area.center().x() if len(self._runs) == 1 else area.left() + number * step
        highest = max(run.duration for run in self._runs) or 1.0
        return QPointF(left, area.bottom() - self._runs[number].duration / highest * area.height())

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(112))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(112))

    # -- inside

    def _area(self) -> QRectF:
        top, side = theme.px(28), theme.px(theme.S4)
        return QRectF(self.rect()).adjusted(side, top, -side, -theme.px(theme.S3))

    def _at(self, x: float) -> int:
        area = self._area()
        if not self._runs:
            return -1
        share = (x - area.left()) / max(1.0, area.width())
        return max(0, min(len(self._runs) - 1, round(share * (len(self._runs) - 1))))

    def _go_to(self, number: int) -> None:
        self._current = number
        run = self._runs[number] if 0 <= number < len(self._runs) else None
        self.setAccessibleDescription(_told(run) if run is not None else self.in_words())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position().x())
        if number != self._current and number >= 0:
            self._go_to(number)
            QToolTip.showText(event.globalPosition().toPoint(), _told(self._runs[number]), self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and number >= 0:
            self.picked.emit(self._runs[number])

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._go_to(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._go_to(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -MOST, Qt.Key.Key_End: MOST}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self._runs:
            last = len(self._runs) - 1
            # the first key shows where one is: at the newest
            self._go_to(last if self._current < 0 and abs(step) == 1 else max(0, min(last, self._current + step)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self.picked.emit(self._runs[self._current])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = theme.tokens()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            area = self._area()
            painter.setFont(theme.font("meta"))
            painter.setPen(colours.text_muted)
            heading = QRectF(area.left(), 0, area.width(), theme.px(24))
            current = self._runs[self._current] if 0 <= self._current < len(self._runs) else None
            text = _told(current) if current is not None else self.in_words()
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(area.width()))
            painter.drawText(heading, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
            painter.setPen(QPen(colours.border, 1))
            painter.drawLine(area.bottomLeft(), area.bottomRight())
            if not self._runs:
                return
            places = [self.place(number) for number in range(len(self._runs))]
            line = QColor(colours.text_muted)
            line.setAlphaF(0.5)
            painter.setPen(QPen(line, 1.5))
            painter.drawPolyline(QPolygonF(places))
            for number, (run, place) in enumerate(zip(self._runs, places, strict=True)):
                self._mark(painter, run, place, number == self._current)

    def _mark(self, painter: QPainter, run: RunSummary, place: QPointF, current: bool) -> None:
        """A dot for a complete run, a square for one that failed, a ring for one that was cancelled."""
        colours = theme.tokens()
        colour: QColor = getattr(colours, ENDS[run.state][1])
        size = theme.px(4 if current else 3 if len(self._runs) <= 60 else 2)
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(colours.surface if run.state == "cancelled" else colour)
        if run.state == "error":
            painter.drawRect(QRectF(place.x() - size, place.y() - size, 2 * size, 2 * size))
        else:
            painter.drawEllipse(place, size, size)
        if current:
            painter.setPen(QPen(colours.focus if self.hasFocus() else colours.text, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place, size + theme.px(3), size + theme.px(3))


def _told(run: RunSummary) -> str:
    return f"{when(run.began)} · {ENDS[run.state][2]} · {seconds_text(run.duration)}"
