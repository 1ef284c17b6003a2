"""A colour and a time: one line, with what it stands for or the commonest value beside it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import ColorField, DateTimeField, Field
from gradioscope.window import theme
from gradioscope.window.inputs.base import Input
from gradioscope.window.inputs.line import Line
from gradioscope.window.parts import Button, IconButton, Label, Popover
from gradioscope.window.parts.colour_picker import ColourPicker
from gradioscope.window.parts.moment_picker import MomentPicker
from gradioscope.window.parts.preview import one_line
from gradioscope.window.parts.swatch import Swatch, colour_of

LONGEST = 1000
"""Characters shown of a value that is neither; it is sent as it came."""


ZONE = 40
"""Characters shown of a time zone's name, which is the app's own."""


class _LineInput(Input):
    """One line whose empty text is null."""

    short = True

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line = Line(self)
        self.line.textChanged.connect(self.edited)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(theme.S2)
        self.row.addWidget(self.line, 1)
        self.setFocusProxy(self.line)

    def focus_target(self) -> QWidget:
        return self.line

    def show_value(self, value: Json) -> None:
        self.line.setText("" if value is None else str(value)[:LONGEST])
        self.line.setCursorPosition(0)

    def read(self) -> Json:
        return self.line.text().strip() or None


class ColorInput(_LineInput):
    """The colour's text, and the colour."""

    def __init__(self, field: ColorField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.swatch = Swatch(self)
        self.row.insertWidget(0, self.swatch)
        self.line.setPlaceholderText("#rrggbb")
        self.line.textChanged.connect(self._paint)
        pick = IconButton("edit", f"Pick a colour for {field.label}", self)
        pick.clicked.connect(self.open_picker)
        self.row.addWidget(pick)
        self._popover: Popover | None = None
        self.start()

    def open_picker(self) -> None:
        """Sliders for the colour, hung below the line."""
        picker = ColourPicker()
        picker.set_colour(colour_of(self.line.text()) or QColor("#000000"))
        picker.picked.connect(self._picked)
        self._popover = Popover(picker, self)
        self._popover.closed.connect(self._popover.deleteLater)
        self._popover.open_at(self.line)

    def _picked(self, colour: QColor) -> None:
        # as CSS writes it, alpha last; a full one is left out
        name = colour.name()
        self.line.setText(name if colour.alpha() == 255 else f"{name}{colour.alpha():02x}")

    def _paint(self, text: str) -> None:
        self.swatch.set_colour(colour_of(text))


class DateTimeInput(_LineInput):
    """The time as text; a calendar, and this moment by this computer's clock, at a press."""

    def __init__(self, field: DateTimeField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._moment = field
        self.line.setPlaceholderText(field.type_text)
        self.now = Button("Now" if field.with_time else "Today", parent=self)
        self.now.setAccessibleName(f"{self.now.text()}: {field.label}")
        self._zone = _known_zone(field.timezone)
        named = one_line(field.timezone, ZONE).strip('"')
        clock = "by this computer's clock"
        if self._zone is not None:
            told = f"In {named}, the app's time zone"
        elif named:
            told = f"The app's time zone, {named}, is not known on this computer: {clock}"
        else:
            told = clock.capitalize()
        self.now.setToolTip(f"{told}. Write “now” for the server's.")
        self.now.setAccessibleDescription(self.now.toolTip())
        self.now.clicked.connect(self._take_now)
        self.zone = Label(named if self._zone is not None or not named else f"{named}, unknown here", "meta", "muted")
        self.zone.setToolTip(f"{told}." if named else "")
        self.zone.setVisible(bool(named))
        self.row.addWidget(self.zone)
        pick = IconButton("clock", f"Pick a time for {field.label}", self)
        pick.clicked.connect(self.open_picker)
        self.row.addWidget(pick)
        self.row.addWidget(self.now)
        self._popover: Popover | None = None
        self.start()

    def open_picker(self) -> None:
        """A calendar, hung below the line."""
        picker = MomentPicker(self._moment.with_time)
        picker.set_moment(self.line.text() or self._now())
        picker.picked.connect(self.line.setText)
        self._popover = Popover(picker, self)
        self._popover.closed.connect(self._popover.deleteLater)
        self._popover.open_at(self.line)

    def _take_now(self) -> None:
        self.line.setText(self._now())

    def _now(self) -> str:
        return datetime.now(self._zone).strftime(self._moment.form)


def _known_zone(name: str) -> ZoneInfo | None:
    """The zone of that name; None for none, and for one that this computer has no data of."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
