"""Painted surroundings of inputs made of several parts: they look like one field, and take drops."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gradioscope.window import theme


class FieldFrame(QWidget):
    """The outline of a text field around several widgets; lit while one that it watches has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._invalid = False
        self._lit = 0

    def watch(self, control: QWidget) -> None:
        """Light the outline while this control has the focus."""
        control.installEventFilter(self)

    def set_invalid(self, invalid: bool) -> None:
        self._invalid = invalid
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._lit += 1
            self.update()
        elif event.type() == QEvent.Type.FocusOut:
            self._lit = max(0, self._lit - 1)
            self.update()
        return super().eventFilter(watched, event)

    def outline(self) -> QPen:
        colours = theme.tokens()
        if not self.isEnabled():
            colour = colours.border
        elif self._invalid:
            colour = colours.danger
        elif self._lit:
            colour = colours.focus
        elif self.underMouse():
            colour = theme.mix(colours.text_muted, colours.border_strong, 0.5)
        else:
            colour = colours.border_strong
        return QPen(colour, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.tokens()
        fill = colours.field if self.isEnabled() else theme.mix(colours.text_disabled, colours.surface, 0.12)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self.outline())
            painter.setBrush(fill)
            radius = theme.px(theme.RADIUS)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class DropFrame(FieldFrame):
    """A field that files can be dropped on: dashed while empty, filled with a tint while one hovers over it.

    Signals:
        dropped(object): QMimeData that `accepts` said yes to.
    """

    dropped = Signal(object)

    def __init__(self, accepts: Callable[[QMimeData], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._accepts = accepts
        self._over = False
        self._empty = True

    def set_empty(self, empty: bool) -> None:
        self._empty = empty
        self.update()

    def outline(self) -> QPen:
        pen = super().outline()
        if self._over:
            return QPen(theme.tokens().focus, 2)
        if self._empty and not self._lit and self.isEnabled():
            pen.setDashPattern([4, 3])
        return pen

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.isEnabled() and self._accepts(event.mimeData()):
            event.acceptProposedAction()
            self._hover(True)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._hover(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._hover(False)
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData())

    def _hover(self, over: bool) -> None:
        self._over = over
        self.update()


class Tinted(QWidget):
    """A small rounded ground, for a chosen value among others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wrong = False

    def set_wrong(self, wrong: bool) -> None:
        self._wrong = wrong
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.tokens()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colours.danger if self._wrong else colours.border, 1))
            painter.setBrush(colours.hover)
            radius = theme.px(theme.GAP)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 2.5, -0.5, -2.5), radius, radius)
