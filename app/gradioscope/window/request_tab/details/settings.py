"""How a request gets at its app: headers, login, token, session, and where its events are read."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gradioscope.gradio.headers import header_problem
from gradioscope.request.saved import KEPT_SESSION, SavedRequest
from gradioscope.window import theme
from gradioscope.window.parts import Button, Label
from gradioscope.window.parts.select import Select
from gradioscope.window.request_tab.details.headers import HeaderRow
from gradioscope.window.request_tab.details.row_list import RowList
from gradioscope.window.request_tab.details.sheet_line import SheetLine

WIDTH = 640
NEW, KEPT, GIVEN = range(3)
SESSIONS = ("A new one each run", "One for all runs, while the request is open", "The one with this hash")
STREAMS = {"queue": "At /queue/data: with position, progress and log", "result": "At /call, as the curl guide does"}


class SettingsSheet(QScrollArea):
    """Signals: `edited(None)` headers, login or token; `sessionChanged(str or None)` as a file says it,
    `streamChanged(str)`, `tokenAsked(None)` to choose the token that the app gets."""

    edited = Signal(object)
    sessionChanged = Signal(object)
    streamChanged = Signal(object)
    tokenAsked = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, runs: bool = True) -> None:
        """Without `runs` only what the way to the app needs: no session, no events."""
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._loading = False
        self.headers: RowList[HeaderRow] = RowList(HeaderRow, "Add header", "None of its own.")
        self.login, self.token, self.hash = SheetLine(), SheetLine(), SheetLine()
        self.login.setPlaceholderText("User name")
        self.token.setPlaceholderText("Name in the keyring, such as work")
        self.hash.setPlaceholderText("Session hash")
        self.hash.setAccessibleName("Session hash")
        self.session, self.stream = Select(), Select()
        for text in SESSIONS:
            self.session.addItem(text)
        for name, text in STREAMS.items():
            self.stream.addItem(text, name)
        self.choose_button = Button("Choose…", "secondary")
        self.choose_button.setAccessibleName("Choose the access token for this app")
        content = QWidget()
        content.setMaximumWidth(theme.px(WIDTH))
        self._column = column = QVBoxLayout(content)
        column.setContentsMargins(theme.S4, theme.S4, theme.S4, theme.S6)
        column.setSpacing(theme.S2)
        self._title("Headers", "Sent to the app when it is connected to, and with each run.")
        column.addWidget(self.headers.widget)
        self._field(
            "Login", self.login, "The app's own account. Its password is asked for when it is needed, not saved."
        )
        token = QHBoxLayout()
        token.setSpacing(theme.S2)
        token.addWidget(self.token, 1)
        token.addWidget(self.choose_button)
        self._field(
            "Access token",
            self.token,
            "A wish, not a permission: the app gets a token only after you chose it for this app.",
            token,
        )
        if runs:
            self._field("Session", self.session, "Runs of one session share what the app remembers, as a chat's turns.")
            column.addWidget(self.hash)
            self._field("Events", self.stream)
        column.addStretch(1)
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(content, 1000)
        across.addStretch(1)
        self.setWidget(holder)
        self._content = content
        theme.notifier().changed.connect(self._resize)
        self.headers.edited.connect(self._edited)
        self.login.textChanged.connect(self._edited)
        self.token.textChanged.connect(self._edited)
        self.hash.textChanged.connect(self._session_edited)
        self.session.currentIndexChanged.connect(self._session_edited)
        self.stream.currentIndexChanged.connect(self._stream_edited)
        self.choose_button.clicked.connect(lambda: self.tokenAsked.emit(None))
        self.show_session(None)

    # -- what it shows

    def load(self, rest: SavedRequest) -> None:
        self._loading = True
        self.headers.set_count(len(rest.headers))
        for row, header in zip(self.headers.rows, rest.headers, strict=True):
            row.load(header)
        for line, text in ((self.login, rest.login or ""), (self.token, rest.token or "")):
            if line.text() != text:
                line.setText(text)
        self._loading = False

    def put_in(self, rest: SavedRequest) -> SavedRequest:
        """With what is filled in here; rows without a name say nothing yet."""
        headers = tuple(header for row in self.headers.rows if (header := row.header())[0])
        return replace(
            rest, headers=headers, login=self.login.text().strip() or None, token=self.token.text().strip() or None
        )

    def show_session(self, session: str | None) -> None:
        """As a file says it."""
        if session == self.saved_session() and self.session.currentIndex() != GIVEN:
            self.hash.setVisible(False)
            return
        self._loading = True
        kind = NEW if session is None else KEPT if session == KEPT_SESSION else GIVEN
        self.session.setCurrentIndex(kind)
        if kind == GIVEN and self.hash.text().strip() != session:
            self.hash.setText(session or "")
        self.hash.setVisible(kind == GIVEN)
        self._loading = False

    def go_to_problem(self) -> bool:
        """To the first header that cannot be sent. Whether there is one."""
        for row in self.headers.rows:
            name, value = row.header()
            if name and header_problem(name, value):
                row.take_focus()
                self.ensureWidgetVisible(row)
                return True
        return False

    def saved_session(self) -> str | None:
        kind = self.session.currentIndex()
        return None if kind == NEW else (self.hash.text().strip() if kind == GIVEN else "") or KEPT_SESSION

    def show_stream(self, name: str) -> None:
        self._loading = True
        self.stream.setCurrentIndex(max(self.stream.findData(name), 0))
        self._loading = False

    # -- inside

    def _title(self, text: str, told: str = "") -> Label:
        if self._column.count():
            self._column.addSpacing(theme.S3)
        title = Label(text, bold=True)
        self._column.addWidget(title)
        if told:
            self._column.addWidget(Label(told, "meta", "muted", wrap=True))
        return title

    def _field(self, name: str, widget: QWidget, told: str = "", row: QHBoxLayout | None = None) -> None:
        title = self._title(name, told)
        title.setBuddy(widget)
        widget.setAccessibleName(name)
        widget.setAccessibleDescription(told)
        if row is not None:
            self._column.addLayout(row)
        else:
            self._column.addWidget(widget)

    def _edited(self, *_: object) -> None:
        if not self._loading:
            self.edited.emit(None)

    def _session_edited(self, *_: object) -> None:
        self.hash.setVisible(self.session.currentIndex() == GIVEN)
        if not self._loading:
            self.sessionChanged.emit(self.saved_session())
            if self.session.currentIndex() == GIVEN and not self.hash.text():
                self.hash.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stream_edited(self, *_: object) -> None:
        if not self._loading:
            self.streamChanged.emit(self.stream.currentData())

    def _resize(self) -> None:
        self._content.setMaximumWidth(theme.px(WIDTH))
