"""Which Hugging Face token an app gets, and the tokens in the keyring: choose, add, replace, remove."""

from __future__ import annotations

import os

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.window import theme
from gradioscope.window.parts import Button, Hairline, IconButton, Label
from gradioscope.window.surroundings import Surroundings
from gradioscope.window.tasks import Tasks
from gradioscope.window.tokens import FROM_ENVIRONMENT, HUB

WIDTH = 380


class TokenPanel(QWidget):
    """Content of a popover.

    Signals: `chosen(str)` the origin, after its choice changed; `used(None)` when the person chose for this app
    and is done; `sizeChanged(None)`.
    """

    chosen = Signal(object)
    used = Signal(object)
    sizeChanged = Signal(object)

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(theme.px(WIDTH))
        self._surroundings = surroundings
        self._tasks = Tasks(self)
        self._origin: str | None = None
        self._names: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S1, theme.S1, theme.S1, theme.S1)
        column.setSpacing(theme.S2)
        self.title = Label("Access token", "title")
        self.purpose = Label(tone="muted", wrap=True)
        self.notice = Label(tone="warning", wrap=True)
        self.notice.hide()
        self._entries = QVBoxLayout()
        self._entries.setSpacing(theme.S1)
        self.to_space = QCheckBox("Send it to the Space itself, too")
        self.to_space.setToolTip("A private Space opens only to those who send it a token; its code can read it")
        self.use_button = Button("Use", "primary")
        self.name = _line("Name of the token", "Name, such as work")
        self.secret = _line("Token", "hf_…")
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.save_button = Button("Save in the keyring", "secondary")
        self.problem = Label(tone="danger", wrap=True)
        self.problem.hide()
        for widget in (self.title, self.purpose, self.notice):
            column.addWidget(widget)
        column.addLayout(self._entries)
        column.addWidget(self.to_space)
        column.addWidget(self.use_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(theme.S1)
        column.addWidget(Hairline())
        column.addSpacing(theme.S1)
        column.addWidget(Label("Add or replace a token", "meta", "muted"))
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        row.addWidget(self.name, 2)
        row.addWidget(self.secret, 3)
        column.addLayout(row)
        column.addWidget(self.problem)
        column.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.use_button.clicked.connect(self._use)
        self.save_button.clicked.connect(self._save)
        self.secret.returnPressed.connect(self._save)
        self.name.returnPressed.connect(self.secret.setFocus)

    def show_for(self, origin: str | None) -> None:
        """Fill the panel for an app's origin, for the Hub (`HUB`), or for none."""
        self._origin = origin
        who = _who(origin)
        if origin is None:
            self.purpose.setText("Connect to an app to choose the token it gets. Tokens are kept in the keyring.")
        elif origin == HUB:
            self.purpose.setText("The Hugging Face Hub shows a private Space only to those who may see it.")
        elif _is_space(origin):
            self.purpose.setText(f"{who} is a Space: its code can read the token it is sent. Nothing is sent unasked.")
        else:
            self.purpose.setText(
                f"{who} is not on Hugging Face. Whoever runs it can read and use the token. "
                "Send it only if you know why it is needed there."
            )
        self.to_space.setVisible(origin == HUB)
        self.to_space.setChecked(True)
        self.use_button.setVisible(origin is not None)
        self.use_button.setText(f"Use for {who}" if origin is not None else "")
        self.use_button.setEnabled(False)
        self._show([])
        self._tasks.start("names", self._load(), self._failed)

    async def _load(self) -> None:
        vault = self._surroundings.vault
        names = await vault.names()
        self.notice.setText(vault.notice)
        self.notice.setVisible(bool(vault.notice))
        self.save_button.setText("Keep for this session" if vault.notice else "Save in the keyring")
        self._show(sorted(names))

    def _show(self, names: list[str]) -> None:
        self._names = names
        while (item := self._entries.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        listed = ([FROM_ENVIRONMENT] if os.environ.get("HF_TOKEN", "").strip() else []) + names
        if self._origin is not None:
            current = self._surroundings.tokens.chosen(self._origin)
            offered = current or (listed[0] if len(listed) == 1 and _offer(self._origin) else None)
            self._entries.addWidget(self._row("", "Send no token", offered is None, removable=False))
            for name in listed:
                self._entries.addWidget(self._row(name, name, name == offered, removable=name != FROM_ENVIRONMENT))
            self._update_use()
        else:
            for name in listed:
                self._entries.addWidget(self._row(name, name, None, removable=name != FROM_ENVIRONMENT))

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._fit()
        return handled

    def _fit(self) -> None:
        """Wrapped text needs its height counted at the panel's width, which `adjustSize` does not do."""
        layout = self.layout()
        height = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        if height > 0 and height != self.height():
            self.setFixedHeight(height)
            self.sizeChanged.emit(None)

    def _row(self, name: str, text: str, checked: bool | None, *, removable: bool) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        if checked is None:
            layout.addWidget(Label(text), 1)
        else:
            button = QRadioButton(text)
            button.setObjectName("token entry")
            button.setProperty("entry", name)
            button.setAutoExclusive(False)  # exclusive by hand: each sits in a row of its own
            button.setChecked(checked)
            button.clicked.connect(self._picked)
            layout.addWidget(button, 1)
        if removable:
            remove = IconButton("trash", f"Remove {name}")
            remove.setProperty("entry", name)
            remove.clicked.connect(self._remove)
            layout.addWidget(remove)
        return row

    def _radios(self) -> list[QRadioButton]:
        return self.findChildren(QRadioButton, "token entry")

    def _picked(self) -> None:
        sender = self.sender()
        for radio in self._radios():
            radio.setChecked(radio is sender)
        self._update_use()

    def _selected(self) -> str:
        return next((str(radio.property("entry")) for radio in self._radios() if radio.isChecked()), "")

    def _update_use(self) -> None:
        if self._origin is not None:
            current = self._surroundings.tokens.chosen(self._origin) or ""
            self.use_button.setEnabled(self._selected() != current)

    def _use(self) -> None:
        if self._origin is not None:
            self._tasks.start("use", self._hand_over(self._origin, self._selected() or None), self._failed)

    async def _hand_over(self, origin: str, name: str | None) -> None:
        self._surroundings.tokens.choose(origin, name)
        if origin == HUB and self.to_space.isChecked():
            self._surroundings.tokens.for_next_space = name
        connection = await self._surroundings.connection_for(_ignore)
        await self._surroundings.tokens.hand_over(connection, self._surroundings.vault, origin, name)
        self.used.emit(None)
        self.chosen.emit(origin)

    def _save(self) -> None:
        name, secret = self.name.text().strip(), self.secret.text().strip()
        if not name or not secret:
            self._say("Both a name and the token are needed.")
            return
        self._say("")
        self._tasks.start("save", self._store(name, secret), self._failed)

    async def _store(self, name: str, secret: str) -> None:
        await self._surroundings.vault.set(name, secret)
        self.name.clear()
        self.secret.clear()
        await self._refresh_connection()
        await self._load()

    def _remove(self) -> None:
        name = str(self.sender().property("entry"))
        self._tasks.start("remove", self._forget(name), self._failed)

    async def _forget(self, name: str) -> None:
        await self._surroundings.vault.remove(name)
        connection = await self._surroundings.connection_for(_ignore)
        for origin in self._surroundings.tokens.forget(name):
            await self._surroundings.tokens.hand_over(connection, self._surroundings.vault, origin, None)
            self.chosen.emit(origin)
        await self._load()

    async def _refresh_connection(self) -> None:
        """A replaced secret reaches the connection at once."""
        connection = await self._surroundings.connection_for(_ignore)
        await self._surroundings.tokens.apply(connection, self._surroundings.vault)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, GradioscopeError):
            self._say(str(error.explanation))
        else:
            self._say(f"The keyring did not do it: {error}")

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))


def _who(origin: str | None) -> str:
    if origin == HUB:
        return "the Hub"
    host = (origin or "").split("://", 1)[-1]
    for default in (":443", ":80"):
        host = host.removesuffix(default)
    return host


def _is_space(origin: str) -> bool:
    from gradioscope.gradio.address import is_space_host

    return is_space_host(origin)


def _offer(origin: str) -> bool:
    """Whether a token is offered unasked: to the Hub and to Spaces."""
    return origin == HUB or _is_space(origin)


def _ignore(_exchange: object) -> None:
    return None


def _line(name: str, hint: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setPlaceholderText(hint)
    return line
