"""Several of many, as chips in a field that finds more as one types."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractProxyModel,
    QEvent,
    QModelIndex,
    QObject,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.equality import Places
from gradioscope.request.fields import ChoicesField
from gradioscope.window import theme
from gradioscope.window.inputs.base import Input, same
from gradioscope.window.inputs.choice import index_of_label
from gradioscope.window.inputs.exact import written
from gradioscope.window.inputs.frames import FieldFrame, Tinted
from gradioscope.window.inputs.line import Line
from gradioscope.window.parts import FlowLayout, IconButton, Label

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Token(Tinted):
    """One chosen value with a button to take it out.

    Signals:
        removed(object): the token itself.
    """

    removed = Signal(object)

    def __init__(self, text: str, known: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.set_wrong(not known)
        self.setFixedHeight(theme.px(theme.CONTROL) - 2)
        label = Label(text if len(text) <= 48 else text[:47] + "…", parent=self)
        label.setToolTip(text if len(text) > 48 else "")
        remove = IconButton("close", f"Remove {text}")
        remove.clicked.connect(self._remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S2, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(label)
        row.addWidget(remove)

    def _remove(self) -> None:
        self.removed.emit(self)


class _Finder(Line):
    """The line among the chips.

    Signals:
        taken_back(): Backspace with nothing written.
        entered(): Enter with something written.
        opened(): Down or a click: the choices are wanted.
    """

    taken_back = Signal()
    entered = Signal()
    opened = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.taken_back.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.opened.emit()
        elif event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.text():
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.opened.emit()


class ChipsInput(Input):
    """Chosen values as chips in a field; typing or Down lists the others, Backspace takes the last one out.

    Where the app takes free text, Enter adds what is written.
    """

    def __init__(self, field: ChoicesField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._multiple = field
        self._places = Places(choice.value for choice in field.choices)
        self._chosen: list[Json] = []
        self._tokens: list[_Token] = []
        self._frame = FieldFrame(self)
        self._flow = FlowLayout(self._frame, theme.px(theme.S1), 0)
        self._flow.setContentsMargins(theme.S1, 1, theme.S1, 1)
        self._finder = _Finder(self._frame)
        self._finder.setProperty("bare", "true")
        self._frame.watch(self._finder)
        self._finder.setMinimumWidth(140)
        self._flow.addWidget(self._finder)
        self._offered = QStringListModel(self)
        self._offered_rows: list[int] = []
        self._completer = QCompleter(self._offered, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setMaxVisibleItems(12)
        self._completer.setWidget(self._finder)
        self._completer.activated[QModelIndex].connect(self._complete)  # type: ignore[index]
        self._finder.textEdited.connect(self._search)
        self._finder.taken_back.connect(self._remove_last)
        self._finder.entered.connect(self._enter)
        self._finder.opened.connect(self._open)
        self._finder.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._frame)
        self.setFocusProxy(self._finder)
        self.start()

    def focus_target(self) -> QWidget:
        return self._finder

    def mark_error(self, wrong: bool) -> None:
        self._frame.set_invalid(wrong)

    def show_value(self, value: Json) -> None:
        self._chosen = list(value) if isinstance(value, list) else [] if value is None else [value]
        self._finder.clear()
        self._rebuild()

    def read(self) -> Json:
        return list(self._chosen)

    def describe(self) -> None:
        super().describe()
        if self._chosen:
            chosen = ", ".join(self._label(item) for item in self._chosen)
            self._finder.setAccessibleDescription(f"Chosen: {chosen}. {self._finder.accessibleDescription()}")

    def problem(self) -> str | None:
        left = self._finder.text().strip()
        if left and not self._multiple.free_text:
            return f"“{left}” is not one of the choices."
        return self.field.check(self.value())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._finder and event.type() == QEvent.Type.FocusOut:
            assert isinstance(event, QFocusEvent)
            if event.reason() != Qt.FocusReason.PopupFocusReason and self._finder.text().strip():
                self._enter()
        return super().eventFilter(watched, event)

    def _label(self, value: Json) -> str:
        found = self._places.find(value)
        return self._multiple.choices[found].label if found >= 0 else written(value)

    def _rebuild(self) -> None:
        for token in self._tokens:
            self._flow.removeWidget(token)
            token.hide()
            token.deleteLater()
        self._flow.removeWidget(self._finder)
        self._tokens = []
        self._flow.setEnabled(False)  # each chip that is shown would have all of them placed anew
        for item in self._chosen:
            found = self._places.find(item)
            token = _Token(self._label(item), found >= 0 or self._multiple.free_text, self._frame)
            token.removed.connect(self._remove)
            self._flow.addWidget(token)
            token.show()
            self._tokens.append(token)
        self._flow.addWidget(self._finder)
        self._flow.setEnabled(True)
        self._flow.invalidate()
        some = "Choose or type your own" if self._multiple.free_text else "Choose…"
        self._finder.setPlaceholderText("" if self._tokens else some)
        self.describe()
        self.updateGeometry()

    def _add(self, value: Json) -> None:
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()
        self._finder.clear()
        if not any(same(value, item) for item in self._chosen):
            self._chosen.append(value)
            self._rebuild()
        self.edited()

    def _remove(self, token: _Token) -> None:
        place = self._tokens.index(token)
        if len(self._tokens) == 1:
            self._chosen = []
            self._rebuild()
        else:  # the others stay: to make 200 anew takes a tenth of a second
            del self._chosen[place]
            del self._tokens[place]
            self._flow.removeWidget(token)
            token.hide()
            token.deleteLater()
            self.describe()
            self.updateGeometry()
        self._finder.setFocus()
        self.edited()

    def _remove_last(self) -> None:
        if self._chosen:
            self._chosen.pop()
            self._rebuild()
            self.edited()

    def _offer(self) -> None:
        """Lists what is not chosen yet."""
        choices = self._multiple.choices
        chosen = {self._places.find(item) for item in self._chosen}
        rows = [row for row in range(len(choices)) if row not in chosen]
        if rows != self._offered_rows:
            self._offered_rows = rows
            self._offered.setStringList([choices[row].label for row in rows])

    def _search(self, text: str) -> None:
        self._offer()
        self._completer.setCompletionPrefix(text)
        self._completer.complete()
        if self.error() is not None:
            self.check()

    def _open(self) -> None:
        self._search(self._finder.text())

    def _complete(self, index: QModelIndex) -> None:
        proxy = self._completer.completionModel()
        assert isinstance(proxy, QAbstractProxyModel)
        row = proxy.mapToSource(index).row()
        self._add(self._multiple.choices[self._offered_rows[row]].value)

    def _enter(self) -> None:
        """What is written becomes a chip: a choice by its label, else free text; otherwise it is marked."""
        text = self._finder.text().strip()
        found = index_of_label(self._multiple.choices, text)
        if found >= 0:
            self._add(self._multiple.choices[found].value)
        elif self._multiple.free_text:
            self._add(text)
        elif self._completer.completionCount() == 1 and self._completer.completionPrefix() == self._finder.text():
            self._complete(self._completer.completionModel().index(0, 0))
        else:
            self.check()
