"""Run, and Cancel in the same place while it runs; below the form, how it runs: session and stream."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Button, IconButton, Label


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
    """Session and stream of the next run. Signals: `changed(None)`.

    `session_hash` is None for a new session each run; it is made once and kept while the same session goes on.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hash = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S4, theme.S2, theme.S4, theme.S2)
        row.setSpacing(theme.S2)
        self.session = _combo("Session", row)
        self.session.addItem("New session each run")
        self.session.addItem("Same session")
        self.session.setToolTip("The same session lets the app remember: a chat's second turn knows the first")
        self.renew = IconButton("refresh", "Start a new session")
        row.addWidget(self.renew)
        row.addStretch(1)
        self.stream = _combo("Events from", row)
        self.stream.addItem("/queue/data")
        self.stream.addItem("/call/…/EVENT_ID")
        self.stream.setToolTip("/queue/data tells queue position, progress and log; /call is what Gradio's guide shows")
        self.session.currentIndexChanged.connect(self._changed)
        self.stream.currentIndexChanged.connect(self._changed)
        self.renew.clicked.connect(self.start_new_session)
        self.renew.hide()

    @property
    def session_hash(self) -> str | None:
        if self.session.currentIndex() == 0:
            return None
        if not self._hash:
            import secrets

            self._hash = secrets.token_hex(8)
        return self._hash

    def set_session(self, session_hash: str | None) -> None:
        """None for a new session each run."""
        self._hash = session_hash or ""
        self.session.setCurrentIndex(0 if session_hash is None else 1)
        self._changed()

    @property
    def stream_name(self) -> str:
        """`queue` or `result`."""
        return "result" if self.stream.currentIndex() == 1 else "queue"

    def set_stream(self, name: str) -> None:
        self.stream.setCurrentIndex(1 if name == "result" else 0)

    def start_new_session(self) -> None:
        """Forget the session: the next run begins one, which then goes on."""
        self._hash = ""
        self._changed()

    def _changed(self, *_: object) -> None:
        same = self.session.currentIndex() == 1
        self.renew.setVisible(same)
        self.renew.setToolTip(f"Start a new session (now {self.session_hash})" if same else "")
        self.changed.emit(None)


def _combo(name: str, row: QHBoxLayout) -> QComboBox:
    label = Label(name, "meta", "muted")
    combo = QComboBox()
    combo.setAccessibleName(name)
    label.setBuddy(combo)
    row.addWidget(label)
    row.addWidget(combo)
    return combo
