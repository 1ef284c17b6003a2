"""The form of an endpoint: a field for each parameter, with undo over all of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from gradioscope.gradio.model import Endpoint, Json
from gradioscope.request.equality import same
from gradioscope.request.fields import Field, field_for
from gradioscope.window import theme
from gradioscope.window.inputs import FieldRow
from gradioscope.window.parts import Button, Label
from gradioscope.window.request_tab.columns import Columns
from gradioscope.window.request_tab.field_variables import Here

if TYPE_CHECKING:
    from gradioscope.library.environment.scope import Variables

MANY = 8
"""Parameters above which those at their default can be folded away."""
PAUSE = 40
"""Milliseconds in which changes become one signal."""
_STEPS = 100
AT_ONCE = 14
"""Fields built before the form is first painted: more than a window shows. The rest follows between events."""
_SLICE = 0.016
"""Seconds of building before events have their turn."""
_BATCH = 45
"""Fields put into the form at a time: each time all of it is laid out."""


_FAR = 10_000
_NEAR = Qt.FindChildOption.FindDirectChildrenOnly


class Form(QWidget):
    """The fields of one endpoint, in a column that scrolls.

    Ctrl+Z and Ctrl+Shift+Z undo and redo over the whole form, once the text control with the focus has nothing of
    its own to undo; a reset can be undone too.

    Signals:
        changed(object): the values, at most once in 40 ms; after edits, resets, undo and `load`.
        foldChanged(object): whether the optional parameters at their default are folded away.
        listingRequested(object, object): a parameter's name and a folder of the server's, for `show_listing`.
        scrolledTo(object): how far, in pixels.
        wanted(object): None; one of its fields is about to get the focus, so that it has to be in sight.
    """

    changed = Signal(object)
    foldChanged = Signal(object)
    listingRequested = Signal(object, object)
    scrolledTo = Signal(object)
    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, FieldRow] = {}
        self._folded = False
        self._fold: Button | None = None
        self._done: list[dict[str, Json]] = []
        self._undone: list[dict[str, Json]] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._settle)
        self._coming: deque[Field] = deque()
        self._given: dict[str, Json] = {}
        self._unplaced: list[FieldRow] = []
        self._next = QTimer(self)
        self._next.setInterval(0)
        self._next.timeout.connect(self._build_some)
        self._current: FieldRow | None = None
        self._endpoint: Endpoint | None = None
        self.variables: Callable[[], Variables | None] | None = None
        """What can stand between double braces, secrets as dots; None for a form without variables."""
        self.folder: Callable[[], Path | None] | None = None
        """Where the paths of files begin that a variable tells."""
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.verticalScrollBar().valueChanged.connect(self.scrolledTo.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)

    # what is in it

    def set_endpoint(self, endpoint: Endpoint | None) -> None:
        """Builds the fields, at their defaults. An undo does not reach back to another endpoint."""
        self._pause.stop()
        self._rows = {}
        self._current = None
        self._unplaced = []
        self._given = {}
        self._fold = None
        self._endpoint = endpoint
        self._coming = deque(map(field_for, endpoint.parameters if endpoint else ()))
        # a child of where it will be: to move it there later would style every widget in it once more
        self._content = content = QWidget(self._area.viewport())
        self._layout = Columns(content)
        self._layout.setContentsMargins(*[theme.px(theme.S4)] * 4)
        if endpoint is not None and not endpoint.parameters:
            self._layout.addWidget(
                Label("This endpoint takes no values. Press Run to call it.", tone="muted", wrap=True)
            )
        if len(self._coming) > MANY and not all(field.parameter.required for field in self._coming):
            self._fold = Button("", "quiet", "chevron-up", content, compact=True)
            self._fold.hide()  # until the last field is above it
            self._fold.clicked.connect(self._toggle_fold)
        while self._coming and len(self._rows) < AT_ONCE:
            self._build_next()
        self._place()
        self._build_some(0)
        old = self._area.takeWidget()
        self._area.setWidget(content)
        if old is not None:
            old.deleteLater()
        self._done = [self.values()]
        self._undone = []

    def row(self, parameter: str) -> FieldRow | None:
        """The field of a parameter; all are built when one is asked for that is not yet."""
        if parameter not in self._rows:
            self._build_all()
        return self._rows.get(parameter)

    def values(self) -> dict[str, Json]:
        """The values by parameter name. Required fields that were never touched are left out."""
        built = {name: row.input.value() for name, row in self._rows.items() if row.input.is_set()}
        for field in self._coming:
            if field.name in self._given:
                built[field.name] = self._given[field.name]
            elif not field.parameter.required:
                built[field.name] = field.initial
        return built

    def load(self, values: Mapping[str, Json]) -> None:
        """Shows these values, the others at their default. Names that the endpoint does not have are passed over."""
        self._show(values)
        self._settle_now()
        self._tell()

    def fill(self, values: Mapping[str, Json]) -> None:
        """Puts these values over those in the form; can be undone."""
        self._settle_now()
        self.load({**self.values(), **values})
        self._remember()

    def scrolled(self) -> int:
        """How far it is scrolled, in pixels."""
        return self._area.verticalScrollBar().value()

    def set_scroll(self, pixels: int) -> None:
        """Scroll as far, as soon as the form is tall enough for it."""
        bar = self._area.verticalScrollBar()

        def reach(*_: object) -> None:
            if bar.maximum() >= pixels:
                bar.setValue(pixels)
                bar.rangeChanged.disconnect(reach)

        if pixels > 0:
            bar.rangeChanged.connect(reach)
            reach()

    def show_listing(self, parameter: str, folder: list[str], entries: object) -> None:
        """What is in a folder that was asked for, or as a text why it could not be listed."""
        from gradioscope.window.inputs.server_files import ServerFilesInput

        row = self._rows.get(parameter)
        if row is None or not isinstance(row.typed, ServerFilesInput):
            return
        if isinstance(entries, str):
            row.typed.listing_failed(folder, entries)
        elif isinstance(entries, tuple):
            row.typed.show_listing(folder, entries)

    def reset(self) -> None:
        """All fields back to their default; can be undone."""
        self._settle_now()
        self.load({})

    # what is wrong with it

    def problems(self, show: bool = True) -> dict[str, str]:
        """What keeps it from being sent, by parameter; shown at the fields, the first one focused, if wanted."""
        self._build_all()
        found: dict[str, str] = {}
        for name, row in self._rows.items():
            problem = row.input.trouble() if row.input.is_set() else f"{row.field.label} is required."
            if problem is not None:
                found[name] = problem
            if show:
                row.input.set_error(problem)
        if found and show:
            self._go_to(next(iter(found)))
        return found

    def show_problem(self, parameter: str, text: str) -> bool:
        """Shows what the server said about a parameter, at its field; whether there is one of that name."""
        row = self.row(parameter)
        if row is None:
            return False
        row.input.set_error(text)
        self._go_to(parameter)
        return True

    def show_variables(self) -> None:
        """Variables stand for something else than before."""
        for row in self._rows.values():
            row.show_variables()

    def _folder_of_files(self) -> Path | None:
        return self.folder() if self.folder is not None else None

    def _known_variables(self) -> Variables | None:
        return self.variables() if self.variables is not None else None

    # undo

    def can_undo(self) -> bool:
        self._settle_now()
        return len(self._done) > 1

    def can_redo(self) -> bool:
        self._settle_now()
        return bool(self._undone)

    def undo(self) -> None:
        if self.can_undo():
            self._undone.append(self._done.pop())
            self._show(self._done[-1])
            self._tell()

    def redo(self) -> None:
        if self.can_redo():
            self._done.append(self._undone.pop())
            self._show(self._done[-1])
            self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo()
        else:
            super().keyPressEvent(event)

    # folding

    @property
    def folded(self) -> bool:
        return self._folded

    def set_folded(self, folded: bool) -> None:
        """Folds the optional parameters at their default away, in forms of more than eight."""
        if folded != self._folded:
            self._folded = folded
            self._apply_fold()
            self.foldChanged.emit(folded)

    def _toggle_fold(self) -> None:
        self.set_folded(not self._folded)

    def _apply_fold(self) -> None:
        if self._fold is None:
            return
        self._build_all()
        for row in self._rows.values():
            away = self._folded and _at_default(row)
            if row.isHidden() != away:  # to show what is not hidden styles it before there is a need
                row.setVisible(not away)
        self._count_fold()

    def _count_fold(self) -> None:
        """Says how many there are to fold, or how many are away."""
        if self._fold is None or self._coming:
            return
        if self._folded:
            away = sum(row.isHidden() for row in self._rows.values())
        else:
            away = sum(map(_at_default, self._rows.values()))
        self._fold.setText(f"{away} more at their defaults" if self._folded else f"Hide {away} at their defaults")
        self._fold.set_icon("chevron-down" if self._folded else "chevron-up")
        self._fold.setVisible(away > 0)

    # building

    def _build_next(self) -> None:
        field = self._coming.popleft()
        row = FieldRow(field, self._content)
        if self._endpoint is not None:
            row.set_variables(Here(self._endpoint, field, self._known_variables, self._folder_of_files))
        if field.name in self._given:
            row.load(self._given.pop(field.name))
        row.changed.connect(self._changed)
        if field.kind == "server_files":
            row.typed.listingRequested.connect(partial(self.listingRequested.emit, field.name))  # type: ignore[attr-defined]
        row.aboutToReset.connect(self._settle_now)
        row.inputChanged.connect(self._layout.invalidate)
        row.hide()
        self._rows[field.name] = row
        self._unplaced.append(row)

    def _build_some(self, seconds: float = _SLICE) -> None:
        """Builds for as long, and plans to go on where some are left."""
        end = perf_counter() + seconds
        while self._coming and perf_counter() < end:
            self._build_next()
            row = self._unplaced[-1]
            for part in (*row.findChildren(QWidget, options=_NEAR), *row.input.findChildren(QWidget, options=_NEAR)):
                part.ensurePolished()  # else all of a batch would be styled at the moment it is shown
        if not self._coming or len(self._unplaced) >= _BATCH:
            self._place()
        if self._coming:
            self._next.start()
            return
        self._next.stop()
        if self._fold is not None and self._layout.indexOf(self._fold) < 0:
            self._layout.addWidget(self._fold)
            self._apply_fold()

    def _place(self) -> None:
        """Puts what was built into the form, and shows what is not folded away."""
        # Qt lays out the whole form again at each show() of a child, unless the layout is off meanwhile
        self._layout.setEnabled(False)
        for row in self._unplaced:
            self._layout.add(row, row.short)
            row.move(0, -_FAR)  # all at one place, each would be entered by the pointer that is there
            if not (self._folded and self._fold is not None and _at_default(row)):
                row.show()
        self._unplaced.clear()
        self._layout.setEnabled(True)
        self._layout.invalidate()

    def _build_all(self) -> None:
        while self._coming:
            self._build_next()
        self._build_some(0)

    # within

    def _show(self, values: Mapping[str, Json]) -> None:
        self._given = {field.name: values[field.name] for field in self._coming if field.name in values}
        for name, row in self._rows.items():
            now = row.input
            if name in values:
                if not (now.is_set() and same(now.value(), values[name])):
                    row.load(values[name])
                    row.show()
            elif now.is_set() != (not row.field.parameter.required) or not now.at_default():
                row.clear()

    @Slot()
    def _changed(self) -> None:
        self._pause.start()

    @Slot()
    def _settle_now(self) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self._settle()
        else:
            self._remember()

    def _settle(self) -> None:
        self._remember()
        self._tell()

    def _tell(self) -> None:
        self._count_fold()
        self.changed.emit(self.values())

    def _remember(self) -> None:
        values = self.values()
        if not self._done or not same(values, self._done[-1]):
            self._done.append(values)
            self._undone.clear()
            del self._done[:-_STEPS]

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        row = new
        while row is not None and not isinstance(row, FieldRow):
            row = row.parentWidget()
        if row is not None and row is not self._rows.get(row.field.name):
            row = None
        if row is not self._current:
            if self._current is not None:
                self._current.set_current(False)
            self._current = row
            if row is not None:
                row.set_current(True)

    def _go_to(self, parameter: str) -> None:
        row = self._rows[parameter]
        self.wanted.emit(None)
        row.show()
        row.input.setFocus()
        self._area.ensureWidgetVisible(row, 0, theme.px(theme.S4))


def _at_default(row: FieldRow) -> bool:
    """Whether a field says nothing of its own, and so can be folded away."""
    return not row.field.parameter.required and row.input.at_default()
