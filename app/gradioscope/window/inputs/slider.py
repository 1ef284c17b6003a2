"""A number between two bounds: a track to drag and a box to type into, which holds the exact value."""

from __future__ import annotations

import math

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import SliderField
from gradioscope.window import theme
from gradioscope.window.inputs.base import Input
from gradioscope.window.inputs.exact import number, stepped, written
from gradioscope.window.inputs.line import Track
from gradioscope.window.inputs.number import NumberLine, bounded_step

FINEST = 10_000
"""Positions of a track at most; a screen has fewer pixels."""
_BOX_WIDTH = 84


class Scale:
    """Where on the track a value lies. Whole numbers are their own positions, so that a screen reader says them."""

    def __init__(self, low: float, high: float, step: float | None) -> None:
        self.low, self.high = low, max(low, high)
        span = self.high - low
        # Gradio's own choice where an app names no step
        self.step = step if step and step > 0 else (10.0 ** math.floor(math.log10(span) - 2) if span else 1)
        whole = all(isinstance(part, int) or part.is_integer() for part in (low, self.high, self.step))
        self.direct = whole and max(abs(low), abs(self.high)) < 2**31
        if not self.direct and span / self.step > FINEST:
            self.step = math.ceil(span / FINEST) if whole else span / FINEST

    @property
    def positions(self) -> tuple[int, int]:
        if self.direct:
            return int(self.low), int(self.high)
        return 0, max(1, math.ceil((self.high - self.low) / self.step - 1e-9)) if self.high > self.low else 0

    @property
    def stride(self) -> int:
        """Positions of one step."""
        return int(self.step) if self.direct else 1

    def value(self, position: int) -> int | float:
        """The nearest value on a step, or the upper bound."""
        first = self.positions[0]
        if position >= self.positions[1]:
            return self.high
        return min(stepped(self.low, self.step, round((position - first) / self.stride)), self.high)

    def position(self, value: float) -> int:
        first, last = self.positions
        within = min(max(value, self.low), self.high)
        return round(within) if self.direct else min(round((within - self.low) / self.step) + first, last)


class SliderInput(Input):
    """The track has the label's name; the box beside it is `LABEL value`."""

    def __init__(self, field: SliderField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        low = field.minimum if field.minimum is not None else 0
        high = field.maximum if field.maximum is not None else 100
        self._slider = field
        self._scale = Scale(low, high, field.step)
        self._track = Track(self)
        self._track.setRange(*self._scale.positions)
        self._track.setSingleStep(self._scale.stride)
        self._track.setPageStep(max(1, (self._track.maximum() - self._track.minimum()) // 10))
        self._track.valueChanged.connect(self._dragged)
        self._box = NumberLine(self)
        self._box.setFixedWidth(theme.px(_BOX_WIDTH))
        self._box.setAccessibleName(f"{field.label} value")
        self._box.textChanged.connect(self._typed)
        self._box.stepped.connect(self._step)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        self._ends = written(low), written(high)
        measure = QFontMetrics(theme.font("meta"))
        row.addSpacing(measure.horizontalAdvance(self._ends[0]) + theme.S2)  # a spacer has no spacing around it
        row.addWidget(self._track, 1)
        row.addSpacing(theme.S2 + measure.horizontalAdvance(self._ends[1]) + theme.S2 + theme.S1)
        row.addWidget(self._box)
        self.setFocusProxy(self._track)
        self.start()

    def focus_target(self) -> QWidget:
        return self._track

    def paintEvent(self, _event: QPaintEvent) -> None:
        # painted, as a label for each would take as long as the track
        track = self._track.geometry()
        inner = self.rect()
        before = QRect(inner.left(), inner.top(), max(0, track.left() - theme.S2 - inner.left()), inner.height())
        after = QRect(track.right() + 1 + theme.S2, inner.top(), inner.width(), inner.height())
        low, high = self._ends
        if self.isRightToLeft():
            low, high = high, low
        tokens = theme.tokens()
        with QPainter(self) as painter:
            painter.setFont(theme.font("meta"))
            painter.setPen(tokens.text_muted if self.isEnabled() else tokens.text_disabled)
            centre = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(before, int(centre | Qt.AlignmentFlag.AlignRight), low)
            painter.drawText(after, int(centre | Qt.AlignmentFlag.AlignLeft), high)

    def mark_error(self, wrong: bool) -> None:
        theme.mark(self._box, invalid=wrong)

    def show_value(self, value: Json) -> None:
        self._box.setText(written(value))
        self._box.setCursorPosition(0)
        self._follow(value)

    def read(self) -> Json:
        text = self._box.text()
        if not text.strip():
            return None
        found = number(text)
        return text if found is None else found

    def _follow(self, value: Json) -> None:
        """Puts the track where the value is, without the track answering."""
        if isinstance(value, int | float) and math.isfinite(value):
            self._track.blockSignals(True)
            self._track.setValue(self._scale.position(value))
            self._track.blockSignals(False)
            self._track.update()

    def _dragged(self, position: int) -> None:
        if self._showing:
            return
        value = self._scale.value(position)
        snapped = self._scale.position(value)
        if snapped != position and not self._track.isSliderDown():
            # keys and clicks land on a step; a drag would be fought
            self._track.blockSignals(True)
            self._track.setValue(snapped)
            self._track.blockSignals(False)
        self._box.blockSignals(True)
        self._box.setText(written(value))
        self._box.blockSignals(False)
        self.edited()

    def _typed(self) -> None:
        if not self._showing:
            self._follow(self.read())
            self.edited()

    def _step(self, count: int) -> None:
        value = self.read()
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            step = bounded_step(self._slider, value, count)
            self._box.setText(written(step))
