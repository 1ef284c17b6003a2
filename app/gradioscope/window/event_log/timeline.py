"""The strip above the log: when the run waited, when it worked, when events came."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradioscope.gradio.events import Event, Heartbeat, Queued
from gradioscope.window import theme
from gradioscope.window.parts.preview import duration

BINS = 512
_KINDS = {
    "heartbeat": 1,
    "queued": 2,
    "started": 2,
    "generating": 4,
    "progress": 4,
    "log": 8,
    "complete": 16,
    "cancelled": 32,
    "error": 64,
}


class Course:
    """The course of a run in bounded memory: when it started, ended, and in which of 512 slots events came.

    The slots cover `span` seconds; when the run outlasts them, pairs are merged and the span doubles. Adding
    an event costs the same however many came before.
    """

    def __init__(self) -> None:
        self.span = 1.0
        self.bins = bytearray(BINS)
        self.now = 0.0
        self.started: float | None = None
        self.waited = False
        self.ended: str = ""
        self.count = 0

    def add(self, event: Event) -> None:
        at = max(event.at, 0.0)
        self.now = max(self.now, at)
        self.count += 1
        if isinstance(event, Queued):
            self.waited = True
        elif self.started is None and not isinstance(event, Heartbeat):
            self.started = at
        if event.kind in ("complete", "error", "cancelled"):
            self.ended = event.kind
        while at >= self.span:
            self.bins[: BINS // 2] = bytes(a | b for a, b in zip(self.bins[::2], self.bins[1::2], strict=True))
            self.bins[BINS // 2 :] = bytes(BINS // 2)
            self.span *= 2
        self.bins[int(at / self.span * BINS)] |= _KINDS.get(event.kind, 4)

    def in_words(self) -> str:
        """`Queued 0.4 s, running 2.1 s, 31 events, complete after 2.5 s.`"""
        if not self.count:
            return "No events yet."
        parts = []
        begun = self.now if self.started is None else self.started
        if self.waited:
            parts.append(f"queued {duration(begun)}")
        if self.started is not None:
            parts.append(f"running {duration(self.now - begun)}")
        parts.append("1 event" if self.count == 1 else f"{self.count} events")
        if self.ended:
            parts.append(f"{'failed' if self.ended == 'error' else self.ended} after {duration(self.now)}")
        text = ", ".join(parts)
        return text[0].upper() + text[1:] + "."


class Timeline(QWidget):
    """Paints a Course. Its accessible description says the same in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.course = Course()
        self.setAccessibleName("Time line")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tell()

    def clear(self) -> None:
        self.course = Course()
        self.tell()

    def tell(self) -> None:
        """Show what was added to the course since."""
        words = self.course.in_words()
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(20))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(40), theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() / 2
        thick, round_ = theme.px(6), theme.px(3)
        track = QRectF(0, middle - thick / 2, self.width(), thick)
        painter.setBrush(colours.border)
        painter.drawRoundedRect(track, round_, round_)
        course = self.course
        if not course.count:
            return
        # a run shorter than its slots still fills the strip
        extent = max(course.now, 0.001)
        scale = self.width() / extent
        begun = course.now if course.started is None else course.started
        if course.waited and begun > 0:
            painter.setBrush(QBrush(colours.text_muted, Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(QRectF(0, track.top(), begun * scale, thick), round_, round_)
        if course.started is not None:
            painter.setBrush(_faded(colours.info, 0.35))
            painter.drawRoundedRect(track.adjusted(begun * scale, 0, 0, 0), round_, round_)
        last, wide = -9.0, 0.75 * theme.px(2)
        for number, kinds in enumerate(course.bins):
            if not kinds:
                continue
            x = min((number + 0.5) / BINS * course.span * scale, self.width() - 1.0)
            if x - last < theme.px(2) and kinds < 8:
                continue
            last = x
            height = theme.px(8 if kinds == 1 else 12)
            painter.setBrush(_tick(kinds))
            painter.drawRect(QRectF(x - wide / 2, middle - height / 2, wide, height))
        if course.ended:
            self._end(painter, course.ended)

    def _end(self, painter: QPainter, ended: str) -> None:
        colours = theme.tokens()
        tone = {"complete": colours.success, "error": colours.danger}.get(ended, colours.text_muted)
        painter.setBrush(tone)
        side = float(theme.px(10))
        box = QRectF(self.width() - side - 0.5, self.height() / 2 - side / 2, side, side)
        # shapes as well as colours: a dot is complete, a square failed, a bar cancelled
        if ended == "complete":
            painter.drawEllipse(box)
        elif ended == "error":
            painter.drawRect(box)
        else:
            painter.drawRect(box.adjusted(side / 3, 0, -side / 3, 0))


def _tick(kinds: int) -> QColor:
    colours = theme.tokens()
    if kinds & 64:
        return colours.danger
    if kinds & 16:
        return colours.success
    if kinds & 8:
        return colours.warning
    if kinds & 4:
        return colours.info
    return colours.text_muted


def _faded(colour: QColor, alpha: float) -> QColor:
    faded = QColor(colour)
    faded.setAlphaF(alpha)
    return faded
