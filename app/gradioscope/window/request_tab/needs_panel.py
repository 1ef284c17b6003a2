"""What a request needs to know before it can be sent: secrets, consent, whose secrets they are. It never blocks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.library.environment.at_request import collection_at
from gradioscope.library.environment.scope import SecretName
from gradioscope.window import theme
from gradioscope.window.parts import Button, IconLabel, Label
from gradioscope.window.scopes import Needed
from gradioscope.window.surroundings import Surroundings
from gradioscope.window.tasks import Tasks

MOST = 8
"""Secrets that are asked for at a time; the environment's page has them all."""


class NeedsPanel(QWidget):
    """A band under the address. Esc or Not now hide it; a run that needs an answer brings it back.

    Signals: `answered(None)` once everything asked has an answer.
    """

    answered = Signal(object)

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._tasks = Tasks(self)
        self._needed: Needed | None = None
        self._path: Path | None = None
        self._lines: dict[SecretName, QLineEdit] = {}
        self._first: Button | None = None
        self.setAccessibleName("What the request needs")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.mark(self, plane="raised")
        self.text = Label("", bold=True, wrap=True)
        self.why = Label("", "meta", "muted", wrap=True)
        self.problem = Label("", "meta", "danger", wrap=True)
        self._fields = QWidget(self)
        self._grid = QGridLayout(self._fields)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.S2)
        self._grid.setVerticalSpacing(theme.S1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(theme.S2)
        words = QVBoxLayout()
        words.setSpacing(theme.S1)
        for widget in (self.text, self.why, self._fields, self.problem):
            words.addWidget(widget)
        words.addLayout(self._buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S4, theme.S2, theme.S4, theme.S3)
        row.setSpacing(theme.S2)
        row.addWidget(IconLabel("key", "info"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.hide()

    @property
    def asking(self) -> bool:
        """Whether something has no answer yet."""
        return self._needed is not None

    def ask(self, needed: Needed, path: Path | None) -> None:
        """Show what is needed for the request of this file."""
        self._needed, self._path = needed, path
        self._clear()
        self._say("")
        self.text.setText(needed.question())
        if needed.withheld is not None:
            self._ask_whose(needed.withheld)
        elif needed.secrets:
            self._ask_secrets(needed)
        else:
            self._ask_process(needed.process)
        later = Button("Not now", "quiet", compact=True)
        later.clicked.connect(self.put_off)
        self._buttons.addWidget(later)
        self._buttons.addStretch(1)
        self.show()

    def take_focus(self) -> None:
        first = next(iter(self._lines.values()), None)
        target = first if first is not None else self._first
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_off(self) -> None:
        """Hide it unanswered."""
        self.hide()

    # -- the three questions

    def _ask_whose(self, folders: tuple[Path, ...]) -> None:
        known = ", ".join(str(folder) for folder in folders)
        self.why.setText(
            (f"They were given for {known}. " if known else "")
            + "If this is the same collection, moved or cloned, it can use them. "
            "If somebody gave it to you, keep it apart: its requests could send your secrets to anybody."
        )
        self._button("Keep apart", "primary", self._separate)
        self._button("It is the same: use its secrets", "secondary", self._trust)

    def _ask_secrets(self, needed: Needed) -> None:
        kept = "Values are kept in the keyring of this computer, never in the collection's files."
        self.why.setText(needed.notice or kept)
        for number, item in enumerate(needed.secrets[:MOST]):
            name = Label(item.name, parent=self._fields)
            name.setToolTip(f"Of the environment {item.environment}" if item.environment else "Of the collection")
            line = QLineEdit(self._fields)
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setAccessibleName(f"Secret {item.name}")
            line.setPlaceholderText(f"in {item.environment}" if item.environment else "in all environments")
            line.setMaximumWidth(theme.px(420))
            line.returnPressed.connect(self._keep_secrets)
            name.setBuddy(line)
            self._grid.addWidget(name, number, 0)
            self._grid.addWidget(line, number, 1)
            self._lines[item] = line
            line.setMinimumWidth(theme.px(320))
        self._grid.setColumnStretch(2, 1)
        self._fields.show()
        self._button("Keep for this session" if needed.notice else "Keep in the keyring", "primary", self._keep_secrets)

    def _ask_process(self, names: tuple[str, ...]) -> None:
        what = "the request" if self._path is None else f"requests of {collection_name(self._path)}"
        self.why.setText(
            f"Tokens of other programs may lie there. Once allowed, {what} can read "
            f"{'it' if len(names) == 1 else 'them'} and send {'it' if len(names) == 1 else 'them'} to the app."
        )
        self._button(f"Allow {', '.join(names)}", "primary", self._allow)

    # -- the answers

    def _keep_secrets(self) -> None:
        given = {item: line.text() for item, line in self._lines.items() if line.text()}
        missing = [item.name for item in self._lines if item not in given]
        if missing:
            self._say(f"{', '.join(missing)} {'has' if len(missing) == 1 else 'have'} no value yet.")
            return
        self._do(partial(self._set_secrets, given))

    async def _set_secrets(self, given: dict[SecretName, str]) -> None:
        assert self._path is not None
        import asyncio

        self._surroundings.learn(*given.values())
        scopes = self._surroundings.scopes
        collection = scopes.of(await asyncio.to_thread(collection_at, self._path))
        kept = [await collection.set_secret(item, value) for item, value in given.items()]
        for line in self._lines.values():
            line.clear()
        await scopes.forget()
        if not all(kept):
            self._surroundings.noticed.emit(scopes.notice)

    def _allow(self) -> None:
        assert self._needed is not None
        self._do(partial(self._surroundings.scopes.allow, self._path, self._needed.process))

    def _trust(self) -> None:
        self._do(partial(self._decide, trust=True))

    def _separate(self) -> None:
        self._do(partial(self._decide, trust=False))

    async def _decide(self, *, trust: bool) -> None:
        assert self._path is not None
        import asyncio

        collection = self._surroundings.scopes.of(await asyncio.to_thread(collection_at, self._path))
        await asyncio.to_thread(collection.trust if trust else collection.separate)
        await self._surroundings.scopes.forget()

    def _do(self, answer: Callable[[], Awaitable[None]]) -> None:
        self._fields.setEnabled(False)
        self._tasks.start("answer", self._done(answer), self._failed)

    async def _done(self, answer: Callable[[], Awaitable[None]]) -> None:
        await answer()
        self._fields.setEnabled(True)
        self._needed = None
        self.hide()
        self.answered.emit(None)

    def _failed(self, error: BaseException) -> None:
        self._fields.setEnabled(True)
        if not isinstance(error, GradioscopeError):
            raise error
        self._say(str(error.explanation))

    # -- small things

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_off()
        else:
            super().keyPressEvent(event)

    def _button(self, text: str, kind: str, act: Callable[[], None]) -> None:
        button = Button(text, "primary" if kind == "primary" else "secondary", compact=True)
        button.clicked.connect(act)
        self._first = self._first or button
        self._buttons.addWidget(button)

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _clear(self) -> None:
        self._lines = {}
        self._first = None
        self._fields.hide()
        for layout in (self._grid, self._buttons):
            while (item := layout.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()


def collection_name(path: Path) -> str:
    """What a person calls the collection of a file. A look at the file system."""
    return collection_at(path).name
