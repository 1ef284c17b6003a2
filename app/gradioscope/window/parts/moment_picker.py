"""A day in a calendar, a time beside it, or a moment told from now."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QLocale, Qt, QTime, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QTimeEdit, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts.button import Button
from gradioscope.window.parts.label import Label

RELATIVE = ("now", "now - 5m", "now - 1h", "now - 1d")


class MomentPicker(QWidget):
    """Signals: `picked(text)`: `2024-05-06 07:08:09`, the day alone without `with_time`, or one of RELATIVE."""

    picked = Signal(object)

    def __init__(self, with_time: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = "%Y-%m-%d %H:%M:%S" if with_time else "%Y-%m-%d"
        self._setting = False
        self.calendar = QCalendarWidget(self)
        self.calendar.setAccessibleName("Day")
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self.calendar.setGridVisible(False)
        plain = QTextCharFormat()
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, plain)  # red would say that something is wrong
        self.calendar.selectionChanged.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.S2))
        column.addWidget(self.calendar)
        self.time: QTimeEdit | None = None
        if with_time:
            self.time = QTimeEdit(self)
            self.time.setLocale(QLocale.c())
            self.time.setDisplayFormat("HH:mm:ss")
            self.time.setAccessibleName("Time")
            self.time.timeChanged.connect(self._tell)
            row = QHBoxLayout()
            row.addWidget(Label("Time", "meta", "muted", self))
            row.addWidget(self.time, 1)
            column.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.S1))
        for text in RELATIVE:
            button = Button(text, "quiet", None, self, compact=True)
            button.setToolTip("By the server's clock, when it runs")
            button.clicked.connect(self._tell_relative)
            row.addWidget(button)
        column.addLayout(row)

    def set_moment(self, text: str) -> None:
        """Shows it, where it is one; without a signal."""
        try:
            moment = datetime.strptime(text, self._form)
        except ValueError:
            return
        self._setting = True
        self.calendar.setSelectedDate(QDate(moment.year, moment.month, moment.day))
        if self.time is not None:
            self.time.setTime(QTime(moment.hour, moment.minute, moment.second))
        self._setting = False

    def _tell(self) -> None:
        if self._setting:
            return
        day = self.calendar.selectedDate()
        text = f"{day.year():04}-{day.month():02}-{day.day():02}"
        if self.time is not None:
            text += f" {QLocale.c().toString(self.time.time(), 'HH:mm:ss')}"
        self.picked.emit(text)

    def _tell_relative(self) -> None:
        button = self.sender()
        if isinstance(button, Button):
            self.picked.emit(button.text())
