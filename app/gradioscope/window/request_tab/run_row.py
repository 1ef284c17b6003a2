"""Run, and Cancel in the same place while it runs; below the form, how it runs: session and stream."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedLayout, QWidget

from gradioscope.request.saved import KEPT_SESSION
from gradioscope.window import theme
from gradioscope.window.parts import Button, IconButton


class RunButton(QWidget):
    """Two buttons of one size in one place. Signals: `runAsked(None)`, `cancelAsked(None)`."""

    runAsked = Signal(object)
    cancelAsked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self.run = Button("Run", "primary", "run")
        self.cancel = Button("Cancel", "secondary", "stop")
        for button in (self.run, self.cancel):
            button.setMinimumWidth(theme.px(96))
            self._stack.addWidget(button)
        self.run.clicked.connect(self._ask_run)
        self.cancel.clicked.connect(self._ask_cancel)

    def set_running(self, running: bool) -> None:
        """Swap the buttons; the focus stays in the place."""
        had_focus = self.run.hasFocus() or self.cancel.hasFocus()
        shown = self.cancel if running else self.run
        self._stack.setCurrentWidget(shown)
        if had_focus:
            shown.setFocus()

    def _ask_run(self) -> None:
        self.runAsked.emit(None)

    def _ask_cancel(self) -> None:
        self.cancelAsked.emit(None)


class RunOptions(QWidget):
    """Session and stream of the next run, and the way to many runs. Signals: `changed(None)`, `rowsAsked(None)`.

    `session_hash` is None for a new session each run; it is made once and kept while the same session goes on.
    """

    changed = Signal(object)
    rowsAsked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hash = ""
        self._saved: str | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S4, theme.S1, theme.S4, theme.S1)
        row.setSpacing(theme.S2)
        self.same_session = QCheckBox("Same session")
        self.same_session.setToolTip(
            "Runs share a session, so that the app remembers: a chat's second turn knows the first.\n"
            "Otherwise each run has a new session."
        )
        self.renew = IconButton("refresh", "New session")
        self.like_curl = QCheckBox("Read like curl")
        self.like_curl.setToolTip(
            "Read the events at /call/NAME/EVENT_ID, as Gradio's curl guide does.\n"
            "Otherwise at /queue/data, which also tells queue position, progress and log."
        )
        for box in (self.same_session, self.like_curl):
            box.setAccessibleDescription(box.toolTip())
        row.addWidget(self.same_session)
        row.addWidget(self.renew)
        row.addStretch(1)
        row.addWidget(self.like_curl)
        self.over_rows = IconButton("table", "Run with data…")
        row.addWidget(self.over_rows)
        self.same_session.toggled.connect(self._changed)
        self.like_curl.toggled.connect(self._changed)
        self.renew.clicked.connect(self.start_new_session)
        self.over_rows.clicked.connect(self._ask_rows)
        keep = self.renew.sizePolicy()
        keep.setRetainSizeWhenHidden(True)  # the row does not jump when it comes
        self.renew.setSizePolicy(keep)
        self.renew.hide()

    @property
    def session_hash(self) -> str | None:
        if not self.same_session.isChecked():
            return None
        if not self._hash:
            import secrets

            self._hash = secrets.token_hex(8)
        return self._hash

    def set_session(self, session_hash: str | None) -> None:
        """None for a new session each run."""
        self._hash = session_hash or ""
        self.same_session.setChecked(session_hash is not None)

    @property
    def saved_session(self) -> str | None:
        """How a file says it: None for a new session each run, KEPT_SESSION, or the hash that a file named."""
        if not self.same_session.isChecked():
            return None
        return self._saved if self._saved and self._saved == self._hash else KEPT_SESSION

    def set_saved_session(self, session: str | None) -> None:
        """As a file says it."""
        self._saved = session
        self._hash = "" if session in (None, KEPT_SESSION) else str(session)
        self.same_session.setChecked(session is not None)

    @property
    def stream_name(self) -> Literal["queue", "result"]:
        return "result" if self.like_curl.isChecked() else "queue"

    def set_stream(self, name: str) -> None:
        self.like_curl.setChecked(name == "result")

    def _ask_rows(self) -> None:
        self.rowsAsked.emit(None)

    def start_new_session(self) -> None:
        """Forget the session: the next run begins one, which then goes on."""
        self._hash = ""
        self._changed()

    def _changed(self, *_: object) -> None:
        session = self.session_hash
        self.renew.setVisible(session is not None)
        self.renew.setToolTip(f"New session (now {session})" if session else "")
        self.changed.emit(None)
