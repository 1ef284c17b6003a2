"""A conversation: a list of its messages, and an editor of the one selected."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json, LocalFile
from gradioscope.request.fields import ChatField
from gradioscope.request.fields.chat import Message, conversation_from, messages, value_of
from gradioscope.window import theme
from gradioscope.window.inputs.base import Input
from gradioscope.window.inputs.line import Line
from gradioscope.window.inputs.message_box import MessageBox
from gradioscope.window.parts import Button, IconButton, Label, Select


class ChatInput(Input):
    """Messages are added, removed, reordered (drag, or Alt+Up and Alt+Down) and pasted as JSON or a transcript."""

    def __init__(self, field: ChatField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._chat = field
        self._messages: list[Message] = []
        self.list = _Messages(self)
        self.list.currentRowChanged.connect(self._selected)
        self._role = Select(self)
        self._role.addItems(field.roles)
        self._role.setAccessibleName(f"Role of the message of {field.label}")
        told = Label("Role", "meta", "muted", self)
        told.setBuddy(self._role)
        self._role.activated.connect(self._edit_message)
        self._title = Line(self)
        self._title.setPlaceholderText("Title, for a thought or a tool's use")
        self._title.setAccessibleName(f"Title of the message of {field.label}")
        self._title.textEdited.connect(self._edit_message)
        self._title.setVisible(False)
        self._more = IconButton("more", "Title of the message", self, checkable=True)
        self._more.toggled.connect(self._title.setVisible)
        self.box = MessageBox(f"Message of {field.label}", (), self)
        self.box.changed.connect(self._edit_message)
        self._editor = QWidget(self)
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.S2))
        for widget in (told, self._role):
            head.addWidget(widget)
        head.addStretch(1)
        if field.shape != "tuples":
            head.addWidget(self._more)
        else:
            self._more.hide()
        inner = QVBoxLayout(self._editor)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.px(theme.S1))
        inner.addLayout(head)
        inner.addWidget(self._title)
        inner.addWidget(self.box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.S1))
        column.addWidget(self.list)
        column.addWidget(self._editor)
        column.addLayout(self._make_bar())
        self.setFocusProxy(self.list)
        self.start()

    def focus_target(self) -> QWidget:
        return self.list

    def show_value(self, value: Json) -> None:
        self._messages = list(messages(value))
        self._rebuild(len(self._messages) - 1)

    def read(self) -> Json:
        return value_of(self._messages, self._chat.shape)

    def blank(self) -> bool:
        return not self._messages

    def add(self, given: list[Message]) -> None:
        """Puts messages after the selected one, as a person's edit."""
        at = self.list.currentRow() + 1 or len(self._messages)
        self._messages[at:at] = given
        self._rebuild(at + len(given) - 1)
        self.edited()

    def remove(self) -> None:
        """Takes the selected message out."""
        row = self.list.currentRow()
        if 0 <= row < len(self._messages):
            del self._messages[row]
            self._rebuild(min(row, len(self._messages) - 1))
            self.edited()

    def reorder(self, start: int, to: int) -> None:
        """Puts a message at another place."""
        if start != to and 0 <= start < len(self._messages) and 0 <= to < len(self._messages):
            self._messages.insert(to, self._messages.pop(start))
            self._rebuild(to)
            self.edited()

    def paste(self) -> None:
        """Adds the conversation on the clipboard."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.add(list(conversation_from(text)))

    def _make_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(theme.px(theme.S1))
        add = Button("Add message", "quiet", "plus", self, compact=True, flush=True)
        add.clicked.connect(self._add_one)
        paste = Button("Paste", "quiet", "paste", self, compact=True)
        paste.setToolTip("A conversation as JSON, or a transcript with “User:” and “Assistant:”")
        paste.clicked.connect(self.paste)
        self._up = IconButton("chevron-up", "Move message up", self, shortcut="Alt+Up")
        self._down = IconButton("chevron-down", "Move message down", self, shortcut="Alt+Down")
        self._remove = IconButton("trash", "Remove message", self, shortcut="Del")
        self._up.clicked.connect(self._move_up)
        self._down.clicked.connect(self._move_down)
        self._remove.clicked.connect(self.remove)
        bar.addWidget(add)
        bar.addWidget(paste)
        bar.addStretch(1)
        for button in (self._up, self._down, self._remove):
            bar.addWidget(button)
        return bar

    def _add_one(self) -> None:
        row = self.list.currentRow()
        last = self._messages[row].role if 0 <= row < len(self._messages) else "assistant"
        self.add([Message("assistant" if last == "user" else "user", ("",))])
        self.box.edit.setFocus()

    def _move_up(self) -> None:
        self.reorder(self.list.currentRow(), self.list.currentRow() - 1)

    def _move_down(self) -> None:
        self.reorder(self.list.currentRow(), self.list.currentRow() + 1)

    def _rebuild(self, current: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([_told(number, message) for number, message in enumerate(self._messages, 1)])
        self.list.setCurrentRow(current)
        self.list.blockSignals(False)
        self.list.updateGeometry()
        self._selected(current)

    def _selected(self, row: int) -> None:
        there = 0 <= row < len(self._messages)
        self._editor.setVisible(there)
        for button in (self._up, self._down, self._remove):
            button.setVisible(there)
        self._up.setEnabled(row > 0)
        self._down.setEnabled(row < len(self._messages) - 1)
        if not there:
            return
        message = self._messages[row]
        if self._role.findText(message.role) < 0 and message.role:
            self._role.addItem(message.role)
        self._role.setCurrentIndex(self._role.findText(message.role))
        self._title.setText(message.title)
        self._more.setChecked(bool(message.title))
        self.box.show_message(message.text, list(message.files))

    def _edit_message(self) -> None:
        row = self.list.currentRow()
        if not 0 <= row < len(self._messages):
            return
        message = self._messages[row].with_text(self.box.text()).with_files(self.box.files())
        message = message.with_title(self._title.text())
        if self._role.currentText() != message.role:
            message = replace(message, role=self._role.currentText())
        self._messages[row] = message
        item = self.list.item(row)
        if isinstance(item, QListWidgetItem):
            item.setText(_told(row + 1, message))
        self.edited()


class _Messages(QListWidget):
    """The messages, a line each: of hundreds, only those in view are painted."""

    def __init__(self, owner: ChatInput) -> None:
        super().__init__(owner)
        self._owner = owner
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)

    def sizeHint(self) -> QSize:
        rows = min(max(self.count(), 1), 8)
        high = self.sizeHintForRow(0) if self.count() else self.fontMetrics().lineSpacing()
        return QSize(200, rows * high + 2 * self.frameWidth() + theme.px(theme.S1))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.count():
            with QPainter(self.viewport()) as painter:
                painter.setPen(theme.tokens().text_muted)
                painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignVCenter), "No messages yet")

    def dropEvent(self, event: QDropEvent) -> None:
        """The owner moves the message and shows the list anew; a row moved here as well would be two."""
        start = self.currentRow()
        over = self.indexAt(event.position().toPoint())
        to = over.row() if over.isValid() else self.count() - 1
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self._owner.reorder(start, to)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._owner.reorder(self.currentRow(), self.currentRow() + (1 if event.key() == Qt.Key.Key_Down else -1))
        elif event.key() == Qt.Key.Key_Delete:
            self._owner.remove()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._owner.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _told(number: int, message: Message) -> str:
    """A message on one line."""
    names = [file.name if isinstance(file, LocalFile) else str(file.get("orig_name")) for file in message.files]
    said = " ".join([message.text[:200].replace("\n", " "), *(f"[{name}]" for name in names)])
    return f"{number}  {message.role or 'not a message'}: {said.strip()}"
