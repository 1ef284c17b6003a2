"""The form, and beside it what else a request has: each under a word with a quiet counter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from gradioscope.request.saved import SavedRequest
from gradioscope.window import theme
from gradioscope.window.parts import Hairline, TabStrip
from gradioscope.window.request_tab.details.steps import Steps
from gradioscope.window.request_tab.panels import CHECKS, FORM, NOTES, SETTINGS, SHEETS

if TYPE_CHECKING:
    from gradioscope.request.expectation import Check
    from gradioscope.window.request_tab.details.checks import ChecksSheet
    from gradioscope.window.request_tab.details.notes import NotesSheet
    from gradioscope.window.request_tab.details.settings import SettingsSheet

PAUSE = 400
"""Milliseconds in which edits become one step to undo."""

_State = tuple[SavedRequest, str | None, str]
"""Headers and so on but for the notes, whose text has an undo of its own; session; stream."""


class Sections(QWidget):
    """Settings, notes and checks are made when they are looked at. Ctrl+Z there undoes what was changed in them.

    Signals: `restChanged(SavedRequest)` another of them; `sessionChanged(str or None)` as a file says it,
    `streamChanged(str)`; `tokenAsked(None)`; `sheetChanged(int)`.
    """

    restChanged = Signal(object)
    sessionChanged = Signal(object)
    streamChanged = Signal(object)
    tokenAsked = Signal(object)
    sheetChanged = Signal(object)

    def __init__(self, form: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rest = SavedRequest()
        self._session: str | None = None
        self._stream = "queue"
        self._steps: Steps[_State] = Steps(self._state())
        self.settings: SettingsSheet | None = None
        self.notes: NotesSheet | None = None
        self.checks: ChecksSheet | None = None
        self._checked: Sequence[Check] = ()
        self.strip = TabStrip("Request")
        for name in SHEETS:
            self.strip.add(name)
        self.strip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._stack = QStackedWidget()
        # where there is little room, what scrolls gives way, not the words above it
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._stack.addWidget(form)
        for _ in SHEETS[1:]:
            self._stack.addWidget(QWidget())
        row = QHBoxLayout()
        row.setContentsMargins(theme.S2, 0, theme.S4, 0)
        row.addWidget(self.strip)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Hairline())
        column.addWidget(self._stack, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._remember)
        self.strip.selected.connect(self.show_sheet)

    # -- what they show

    def set_rest(self, rest: SavedRequest) -> None:
        """From elsewhere: a file, a restored tab."""
        if rest == self._rest:
            return
        self._rest = rest
        for sheet in (self.settings, self.notes, self.checks):
            if sheet is not None:
                sheet.load(rest)
        self._count()
        self._remember()

    def set_run(self, session: str | None, stream: str) -> None:
        """The session, as a file says it, and where events are read."""
        if (session, stream) == (self._session, self._stream):
            return
        self._session, self._stream = session, stream
        if self.settings is not None:
            self.settings.show_session(session)
            self.settings.show_stream(stream)
        self._pause.start()

    def show_sheet(self, sheet: int) -> None:
        """FORM, SETTINGS, NOTES or CHECKS."""
        if sheet != FORM:
            self._make(sheet)
        self._stack.setCurrentIndex(sheet)
        if self.strip.currentIndex() != sheet:
            self.strip.setCurrentIndex(sheet)
        self.sheetChanged.emit(sheet)

    @property
    def sheet(self) -> int:
        return self._stack.currentIndex()

    def show_checks(self, found: Sequence[Check]) -> None:
        """What a run came to; nothing where it was not checked."""
        self._checked = found
        if self.checks is not None:
            self.checks.show_checks(found)
        met = all(check.met for check in found)
        sign = ("check", "success") if met else ("error", "danger")
        self.strip.set_icon(CHECKS, *(sign if found and self._rest.expect else (None,)))

    # -- undo

    def undo(self) -> None:
        self._remember()
        self._take(self._steps.undo())

    def redo(self) -> None:
        self._remember()
        self._take(self._steps.redo())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.sheet != FORM and event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif self.sheet != FORM and event.matches(QKeySequence.StandardKey.Redo):
            self.redo()
        else:
            super().keyPressEvent(event)

    def _take(self, state: _State | None) -> None:
        if state is None:
            return
        without_notes, session, stream = state
        rest = replace(without_notes, notes=self._rest.notes)
        self.set_rest(rest)
        self.restChanged.emit(rest)
        self.set_run(session, stream)
        self.sessionChanged.emit(session)
        self.streamChanged.emit(stream)
        self._pause.stop()

    def _remember(self) -> None:
        self._pause.stop()
        self._steps.remember(self._state())

    def _state(self) -> _State:
        return replace(self._rest, notes=""), self._session, self._stream

    # -- inside

    def _make(self, sheet: int) -> None:
        if sheet == SETTINGS and self.settings is None:
            from gradioscope.window.request_tab.details.settings import SettingsSheet

            self.settings = made = SettingsSheet()
            made.show_session(self._session)
            made.show_stream(self._stream)
            made.sessionChanged.connect(self._session_chosen)
            made.streamChanged.connect(self._stream_chosen)
            made.tokenAsked.connect(self.tokenAsked.emit)
            self._put(sheet, made)
        elif sheet == NOTES and self.notes is None:
            from gradioscope.window.request_tab.details.notes import READ, NotesSheet

            self.notes = NotesSheet()
            self._put(sheet, self.notes)
            if self._rest.notes:
                self.notes.show_side(READ)
        elif sheet == CHECKS and self.checks is None:
            from gradioscope.window.request_tab.details.checks import ChecksSheet

            self.checks = ChecksSheet()
            self._put(sheet, self.checks)
            self.checks.show_checks(self._checked)

    def _put(self, place: int, sheet: SettingsSheet | NotesSheet | ChecksSheet) -> None:
        sheet.load(self._rest)
        sheet.edited.connect(self._edited)
        empty = self._stack.widget(place)
        self._stack.insertWidget(place, sheet)
        if empty is not None:
            self._stack.removeWidget(empty)
            empty.deleteLater()

    def _edited(self, _: object) -> None:
        rest = self._rest
        for sheet in (self.settings, self.notes, self.checks):
            if sheet is not None:
                rest = sheet.put_in(rest)
        if rest != self._rest:
            self._rest = rest
            self._count()
            self._pause.start()
            self.restChanged.emit(rest)

    def _session_chosen(self, session: str | None) -> None:
        self._session = session
        self._pause.start()
        self.sessionChanged.emit(session)

    def _stream_chosen(self, stream: str) -> None:
        self._stream = stream
        self._pause.start()
        self.streamChanged.emit(stream)

    def _count(self) -> None:
        rest = self._rest
        self.strip.set_count(SETTINGS, len(rest.headers) + bool(rest.login) + bool(rest.token))
        self.strip.set_icon(NOTES, "edit" if rest.notes.strip() else None)
        self.strip.set_count(CHECKS, len(rest.expect))
