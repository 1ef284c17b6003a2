"""The address of an app: one field with its state and actions inside at the right, and Connect beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDropEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QCompleter, QHBoxLayout, QLineEdit, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Button, Chip, IconButton, IconLabel

if TYPE_CHECKING:
    from gradioscope.gradio.model import App

HINT = "Address of a Gradio app: a URL, user/space, localhost:7860 …"


ROOM_FOR_APP = 380
"""Width in px at 100 % below which the address alone has the field."""


class AddressField(QLineEdit):
    """The line, with the app's version, how safe the way to it is, and Copy inside.

    Signals: `requestPasted(str)` when a text is pasted that is a whole request, which does not go into the line.
    """

    requestPasted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("address")
        self.setAccessibleName("App address")
        self.setAccessibleDescription(HINT)
        self.setPlaceholderText(HINT)
        self._inside = QWidget(self)
        self._inside.setCursor(Qt.CursorShape.ArrowCursor)
        row = QHBoxLayout(self._inside)
        row.setContentsMargins(theme.S1, 0, 3, 0)
        row.setSpacing(theme.S1)
        self._app = Chip("", "neutral")
        self._has_app = False
        self._safety = IconLabel("lock", "success")
        self.copy_button = IconButton("copy", "Copy address")
        self.copy_button.clicked.connect(self._copy)
        row.addWidget(self._safety)
        row.addWidget(self._app)
        row.addWidget(self.copy_button)
        theme.notifier().changed.connect(self._place)
        self.textChanged.connect(self._place)
        self.textChanged.connect(self.mark)
        self.set_app(None)

    def set_app(self, app: App | None, shown: str = "") -> None:
        """Show which app is connected, or nothing. `shown` is its address without secrets."""
        self._has_app = app is not None
        self._safety.setVisible(app is not None)
        if app is not None:
            title = app.title if len(app.title) <= 28 else app.title[:27] + "…"
            self._app.setText(f"{title} · Gradio {app.version}")
            self._app.setToolTip(f"{app.title}\nGradio {app.version}\n{shown or app.url}")
            if app.url.startswith("https:"):
                self._safety.set_icon("lock", "success")
                self._safety.setToolTip("Encrypted on the way")
            else:
                self._safety.set_icon("warning", "warning")
                self._safety.setToolTip("Not encrypted: others on the way can read what is sent")
                self._safety.setVisible(not _local(app.url))
        self._place()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.setProperty("composing", bool(event.preeditString()))
        super().inputMethodEvent(event)

    def mark(self, *_: object) -> None:
        """Tint the variables in it as they are now."""
        if "{{" in self.text() or self.property("marked"):
            from gradioscope.window.parts.variable_marks import mark

            mark(self)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text().strip())

    def _place(self, *_: object) -> None:
        self._app.setVisible(self._has_app and self.width() > theme.px(ROOM_FOR_APP))
        self.copy_button.setVisible(bool(self.text()))
        width = self._inside.sizeHint().width()
        self._inside.setGeometry(self.width() - width - 1, 1, width, self.height() - 2)
        self.setTextMargins(0, 0, width, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and self._take(QApplication.clipboard().text()):
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        paste = menu.findChild(QAction, "edit-paste")
        if paste is not None:
            paste.triggered.disconnect()
            paste.triggered.connect(self._paste)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def dropEvent(self, event: QDropEvent) -> None:
        if self._take(event.mimeData().text()):
            event.acceptProposedAction()
            return
        super().dropEvent(event)

    def _paste(self) -> None:
        if not self._take(QApplication.clipboard().text()):
            self.paste()

    def _take(self, text: str) -> bool:
        """Hand on a text that is a whole request; whether it is one."""
        from gradioscope.snippets.paste import recognised

        if not recognised(text):
            return False
        self.requestPasted.emit(text)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_inside"):
            self._place()


class AddressBar(QWidget):
    """Signals: `connectAsked(str)` with the address, `edited(str)`, `tokenAsked(None)`, `saveAsked(None)`."""

    connectAsked = Signal(object)
    edited = Signal(object)
    tokenAsked = Signal(object)
    saveAsked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        self.field = AddressField()
        self.token_button = IconButton("key", "Access token")
        self.token_button.setToolTip("Access token: choose a Hugging Face token for this app")
        self.save_button = IconButton("save", "Save request", shortcut="Ctrl+S")
        self.connect_button = Button("Connect", "primary")
        row.addWidget(self.field, 1)
        row.addWidget(self.token_button)
        row.addWidget(self.save_button)
        row.addWidget(self.connect_button)
        self._recent = QStringListModel(self)
        completer = QCompleter(self._recent, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(10)
        self.field.setCompleter(completer)
        self.field.returnPressed.connect(self._ask)
        self.field.textEdited.connect(self.edited.emit)
        self.connect_button.clicked.connect(self._ask)
        self.token_button.clicked.connect(self._ask_token)
        self.save_button.clicked.connect(self._ask_save)

    def address(self) -> str:
        return self.field.text().strip()

    def set_address(self, address: str) -> None:
        if address != self.field.text():
            self.field.setText(address)
            self.field.setCursorPosition(0)

    def set_recent(self, addresses: list[str]) -> None:
        self._recent.setStringList(addresses)

    def set_connected(self, app: App, shown: str) -> None:
        """`shown` is the app's address without secrets."""
        self.field.set_app(app, shown)

    def show_form(self) -> None:
        """There is a form, also one that was only known: the next thing to do is Run, and Connect is no longer."""
        self.connect_button.set_kind("secondary")

    def take_focus(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _ask(self) -> None:
        self.connectAsked.emit(self.address())

    def _ask_save(self) -> None:
        self.saveAsked.emit(None)

    def _ask_token(self) -> None:
        self.tokenAsked.emit(None)


def _local(url: str) -> bool:
    host = url.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]
    return host in ("localhost", "127.0.0.1", "[::1]", "0.0.0.0")  # noqa: S104  a name compared, nothing is bound
