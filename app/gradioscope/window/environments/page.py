"""A collection's environments as a page among the tabs: the list at the left, the variables of the chosen one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.gradio.model import Json
from gradioscope.library.environment.editing import Editing, Found
from gradioscope.library.environment.scope import Environment, SecretName
from gradioscope.window import theme
from gradioscope.window.environments.listing import EnvironmentList
from gradioscope.window.environments.model import VariablesModel
from gradioscope.window.environments.name_line import NameLine
from gradioscope.window.environments.notes import Notes
from gradioscope.window.environments.steps import Steps, Then
from gradioscope.window.environments.table import VariablesTable
from gradioscope.window.parts import Button, Chip, ElidedLabel, Hairline, IconButton, Label
from gradioscope.window.parts.own_keys import claims
from gradioscope.window.scopes import Scopes
from gradioscope.window.tasks import Tasks


class EnvironmentsPage(QWidget):
    """Every change is on disk at once, and goes back with Ctrl+Z.

    Signals: `noticed(str)`; `learned(str)` a secret that was typed, so that it is masked from now on.
    """

    noticed = Signal(object)
    learned = Signal(object)

    def __init__(self, scopes: Scopes, collection: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.collection = collection
        self._scopes = scopes
        self._editing = Editing(scopes.of(collection))
        self._tasks = Tasks(self)
        self._found: Found | None = None
        self._chosen: Path | None = None
        self._value_of = ""
        self._folder = collection
        self.list = EnvironmentList(collection)
        self.title = ElidedLabel("", "title")
        self.where = ElidedLabel("", "meta", "muted", mode=Qt.TextElideMode.ElideLeft)
        self.active_chip = Chip("Active", "success", "check")
        self.use_button = Button("Use", "secondary", compact=True)
        self.undo_button = IconButton("undo", "Undo")
        self.name = NameLine(self.title)
        self.model = VariablesModel(self)
        self.table = VariablesTable(self.model)
        self.notes = Notes()
        self._steps = Steps(self._tasks, self.notes, self._read_again)
        self._arrange()
        self._connect()
        self.reload()

    # -- what is shown

    def reload(self, *_: object) -> None:
        """Read everything again."""
        self._tasks.start("load", self._load())

    def choose(self, path: Path) -> None:
        """Show an environment's file."""
        self._chosen = path
        self._show()

    def take_focus(self, _: object = None) -> None:
        self.list.rows.setFocus()

    async def _load(self) -> None:
        try:
            found = await self._editing.load()
        except GradioscopeError as error:
            self._found = None
            self.model.writable = False
            self.notes.problem(str(error.explanation))
            return
        self.notes.problem("")
        self._found = found
        self._show()

    def _show(self) -> None:
        found = self._found
        if found is None:
            return
        environment = found.at(self._chosen) if self._chosen is not None else None
        if environment is None:
            here = self.list.looked_at
            of_folder = [each for each in found.environments if here is not None and each.path.parent.parent == here]
            environment = (
                of_folder[0]
                if of_folder
                else next((each for each in found.environments if each.name == found.active), found.own)
            )
            self._chosen = environment.path
        self.list.show_found(found, environment.path)
        own = environment is found.own
        self.title.setText("All environments" if own else environment.name)
        self.where.setText(
            "The collection's own variables; those of an environment go before them"
            if own
            else str(environment.path.relative_to(self.collection))
        )
        active = not own and environment.name == found.active
        self.active_chip.setVisible(active)
        self.use_button.setVisible(not own)
        self.use_button.setText("Use none" if active else "Use")
        self.use_button.setAccessibleName("Use no environment" if active else f"Use {environment.name}")
        self.model.writable = True
        if not self.table.editing:  # else it would take away what is being written; the end of that shows it
            self.model.show(environment, found.stored)
        self.undo_button.setEnabled(bool(self._editing.last))
        self.undo_button.set_name(f"Undo: {self._editing.last}" if self._editing.last else "Undo")
        self.notes.show_found(found, self._scopes.notice)
        if self._value_of and self.model.row_of(self._value_of) >= 0:
            self.table.edit_value(self._value_of)
        self._value_of = ""

    @property
    def environment(self) -> Environment | None:
        """The one that is shown."""
        return self._found.at(self._chosen) if self._found is not None and self._chosen is not None else None

    @property
    def busy(self) -> bool:
        """Whether a step is on its way to the disk."""
        return self._steps.busy

    # -- what the person does

    def _change(self, act: Callable[[Environment], Awaitable[object]], then: Then | None = None) -> None:
        """A step on the environment that is shown now, as it is when its turn comes."""
        path = self._chosen

        async def work() -> object:
            found = await self._editing.load()
            environment = found.at(path) if path is not None else None
            return None if environment is None else await act(environment)

        self._steps.do(work, then)

    async def _read_again(self) -> None:
        await self._scopes.forget(self.collection)
        await self._load()

    def _added(self, name: str) -> None:
        self._value_of = name
        self._change(lambda environment: self._editing.set_value(environment, name, ""))

    def _renamed(self, old: str, new: str) -> None:
        self._change(lambda environment: self._editing.rename(environment, old, new))

    def _valued(self, name: str, value: Json) -> None:
        self._change(lambda environment: self._editing.set_value(environment, name, value))

    def _given(self, name: str, value: str) -> None:
        self.learned.emit(value)
        self._change(
            lambda environment: self._editing.give(SecretName(environment.name, name), value), self._told_keyring
        )

    def _secret_chosen(self, name: str, secret: bool) -> None:
        value = self.environment.variables.get(name) if self.environment is not None else None
        if secret and isinstance(value, str):
            self.learned.emit(value)
        if secret and not value:
            self._value_of = name  # nothing is moved: its value comes now
        act = self._editing.make_secret if secret else self._editing.make_plain
        self._change(lambda environment: act(environment, name), lambda told: self.notes.tell(str(told or "")))

    def _written(self, *_: object) -> None:
        if not self.busy:
            self.reload()

    def _delete(self, name: str) -> None:
        self._change(lambda environment: self._editing.delete(environment, name))

    def undo(self, _: object = None) -> None:
        self._steps.do(self._editing.undo, lambda what: self._tell(f"Taken back: {what}." if what else ""))

    def _use(self) -> None:
        environment, found = self.environment, self._found
        if environment is None or found is None:
            return
        name = "" if environment.name == found.active else environment.name

        async def activate() -> None:
            import asyncio

            await asyncio.to_thread(self._editing.collection.activate, name)

        self._steps.do(activate)

    # environments

    def _asked(self, word: str) -> None:
        environment = self.environment
        if word == "delete" and environment is not None and environment.name:
            path = environment.path
            self._chosen = None
            self._steps.do(
                partial(self._editing.delete_environment, path),
                lambda _: self._tell(f"{environment.name} was deleted. Ctrl+Z brings it back."),
            )
        elif word in ("rename", "duplicate"):
            self._ask_name(word)

    def add_in(self, folder: Path) -> None:
        """Ask for the name of a new environment for the requests of a folder."""
        self._folder = folder
        self._ask_name("add")

    def look_at(self, folder: Path) -> None:
        """The person came from a folder of the collection: show its environment, and offer it new ones."""
        self.list.looked_at = folder if folder != self.collection else None
        self._chosen = None
        self.reload()

    def _ask_name(self, word: str) -> None:
        """In a line at the title's place, so that nothing covers what it is about."""
        environment = self.environment
        if environment is None or (word != "add" and not environment.name):
            return
        suggested = {"rename": environment.name, "duplicate": f"{environment.name} copy"}
        where = "" if self._folder == self.collection else f" for {self.list.name_of(self._folder)}"
        new = f"Name{where}, such as staging"
        hint = new if word == "add" else f"Name, such as {environment.name}"
        self.name.ask(word, suggested.get(word, ""), hint)

    def _named(self, word: str, name: str) -> None:
        environment = self.environment
        if environment is None:
            return
        if word == "add":
            self._steps.do(partial(self._editing.create, self._folder, name), self._made)
        elif word == "rename" and name != environment.name:
            self._steps.do(partial(self._editing.rename_environment, environment.path, name), self._made)
        elif word == "duplicate":
            self._steps.do(partial(self._editing.duplicate_environment, environment.path, name), self._made)

    def _made(self, path: object) -> None:
        if isinstance(path, Path):
            self._chosen = path

    # the notes below

    def _trust(self, trust: bool) -> None:
        async def decide() -> None:
            import asyncio

            collection = self._editing.collection
            await asyncio.to_thread(collection.trust if trust else collection.separate)

        self._steps.do(decide)

    def _clean(self) -> None:
        self._steps.do(self._editing.clean)

    def _give_missing(self, item: SecretName) -> None:
        """Go to the first file that names it."""
        found = self._found
        if found is None:
            return
        for environment in (found.own, *found.environments):
            if environment.name == item.environment and item.name in environment.secret_names:
                self._chosen, self._value_of = environment.path, item.name
                self._show()
                return

    def _told_keyring(self, kept: object) -> None:
        if not kept:
            self.noticed.emit(self._scopes.notice)

    def _tell(self, text: object) -> None:
        if text:
            self.noticed.emit(text)

    def event(self, event: QEvent) -> bool:
        return (self.name.isVisible() and claims(event, Qt.Key.Key_Escape)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.key() == Qt.Key.Key_Escape and self.name.isVisible():
            self.name.put_away()
        else:
            super().keyPressEvent(event)

    # -- building

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.S2)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.name)
        words.addWidget(self.where)
        head.addLayout(words, 1)
        head.addWidget(self.active_chip)
        head.addWidget(self.use_button)
        head.addWidget(self.undo_button)
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(theme.S6, theme.S4, theme.S6, theme.S4)
        right.setSpacing(theme.S3)
        right.addLayout(head)
        right.addWidget(self.notes)
        right.addWidget(self.table, 1)
        hint = "In a request, write {{name}}. Files hold the values of plain variables, the keyring those of secrets."
        right.addWidget(Label(hint, "meta", "muted", wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(Hairline(Qt.Orientation.Vertical))
        # what there is to say may need more room than a small window has
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self._right)
        row.addWidget(area, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.fit(self.width())

    def _connect(self) -> None:
        self.list.chosen.connect(self.choose)
        self.list.asked.connect(self._asked)
        self.list.addAsked.connect(self.add_in)
        self.use_button.clicked.connect(self._use)
        self.undo_button.clicked.connect(self.undo)
        self.name.named.connect(self._named)
        self.name.left.connect(self.take_focus)
        self.model.added.connect(self._added)
        self.model.renamed.connect(self._renamed)
        self.model.valued.connect(self._valued)
        self.model.given.connect(self._given)
        self.model.secretChosen.connect(self._secret_chosen)
        self.table.itemDelegate().closeEditor.connect(self._written)
        self.table.deleteAsked.connect(self._delete)
        self.table.undoAsked.connect(self.undo)
        self.notes.trustAsked.connect(self._trust)
        self.notes.cleanAsked.connect(self._clean)
        self.notes.secretAsked.connect(self._give_missing)
        self._scopes.changed.connect(self._changed_elsewhere)

    def _changed_elsewhere(self, _: object) -> None:
        if not self.busy:
            self.reload()
