"""A colour by its hue, saturation, brightness and alpha: four sliders that show what they do."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSlider, QWidget

from gradioscope.window import theme
from gradioscope.window.parts.label import Label

PARTS = (("Hue", 359), ("Saturation", 255), ("Brightness", 255), ("Alpha", 255))


class ColourSlider(QSlider):
    """A slider upon the colours that it leads to."""

    def __init__(self, name: str, most: int, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, most)
        self.setPageStep(max(1, most // 12))
        self.setAccessibleName(name)
        self._stops: list[QColor] = []

    def show_stops(self, stops: list[QColor]) -> None:
        """The colours from its left end to its right."""
        self._stops = stops
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = theme.tokens()
        knob = theme.px(7)
        groove = QRectF(self.rect()).adjusted(knob, theme.px(5), -knob, -theme.px(5))
        gradient = QLinearGradient(groove.topLeft(), groove.topRight())
        for number, colour in enumerate(self._stops):
            gradient.setColorAt(number / max(1, len(self._stops) - 1), colour)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colours.border_strong, 1))
            painter.setBrush(gradient)
            painter.drawRoundedRect(groove, theme.px(theme.SMALL_RADIUS), theme.px(theme.SMALL_RADIUS))
            place = groove.left() + groove.width() * self.value() / max(1, self.maximum())
            painter.setPen(QPen(colours.focus if self.hasFocus() else colours.text, 2))
            painter.setBrush(colours.surface)
            painter.drawEllipse(
                QRectF(place - knob, groove.center().y() - knob, 2 * knob, 2 * knob).adjusted(1, 1, -1, -1)
            )


class ColourPicker(QWidget):
    """Signals: `picked(QColor)` for each step a person takes."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sliders: list[ColourSlider] = []
        self._setting = False
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(theme.S3))
        grid.setVerticalSpacing(theme.px(theme.S2))
        for row, (name, most) in enumerate(PARTS):
            slider = ColourSlider(name, most, self)
            label = Label(name, "meta", "muted", self)
            label.setBuddy(slider)
            slider.valueChanged.connect(self._moved)
            grid.addWidget(label, row, 0)
            grid.addWidget(slider, row, 1)
            self._sliders.append(slider)

    def colour(self) -> QColor:
        hue, saturation, brightness, alpha = (slider.value() for slider in self._sliders)
        return QColor.fromHsv(hue, saturation, brightness, alpha)

    def set_colour(self, colour: QColor) -> None:
        """Without a signal. A grey keeps the hue that is there: it has none of its own."""
        self._setting = True
        parts = (colour.hsvHue(), colour.hsvSaturation(), colour.value(), colour.alpha())
        for slider, value in zip(self._sliders, parts, strict=True):
            if value >= 0:
                slider.setValue(value)
        self._setting = False
        self._paint()

    def _moved(self) -> None:
        if not self._setting:
            self._paint()
            self.picked.emit(self.colour())

    def _paint(self) -> None:
        hue, saturation, brightness, _ = (slider.value() for slider in self._sliders)
        plain = QColor.fromHsv(hue, saturation, brightness)
        clear = QColor(plain)
        clear.setAlpha(0)
        stops = (
            [QColor.fromHsv(step * 359 // 6, 255, 255) for step in range(7)],
            [QColor.fromHsv(hue, 0, brightness), QColor.fromHsv(hue, 255, brightness)],
            [QColor("black"), QColor.fromHsv(hue, saturation, 255)],
            [clear, plain],
        )
        for slider, colours in zip(self._sliders, stops, strict=True):
            slider.show_stops(colours)
