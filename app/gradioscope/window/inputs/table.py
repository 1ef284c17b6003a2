"""A table to write, paste and load."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json
from gradioscope.request.fields import TableField
from gradioscope.request.fields.sheet import Pasted, Sheet, sheet_of
from gradioscope.window import theme
from gradioscope.window.inputs import offered
from gradioscope.window.inputs.base import Input
from gradioscope.window.inputs.frames import DropFrame
from gradioscope.window.inputs.table_bar import Deed, TableBar
from gradioscope.window.inputs.table_edits import TableEdits
from gradioscope.window.inputs.table_grid import EMPTY, EditGrid
from gradioscope.window.inputs.table_model import TableModel
from gradioscope.window.inputs.table_work import PastedAt, take_apart, write_file
from gradioscope.window.parts.background import Background

AT_ONCE = 20_000
"""Characters on the clipboard that are read at once; more in a thread."""
MOST_PASTED = 100_000_000
HINT = "Esc, then Tab leaves the table."


class TableInput(Input):
    """A grid above a bar with what can be done to it. Edits share what they leave alone, so 100,000 rows stay light.

    The form's undo takes an edit back: each is one change of the value. A file is read, and a large paste taken
    apart, in a thread.
    """

    def __init__(self, field: TableField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._table = field
        self._note = ""
        self._busy: Sheet | None = None
        self._checked: tuple[Json, str | None] = (None, None)
        self._dialog: QFileDialog | None = None
        self._work = Background(self)
        self._work.done.connect(self._worked)
        self._work.failed.connect(self._failed)
        self._model = TableModel(field, self)
        self._model.written.connect(self._apply)
        self._frame = DropFrame(self.takes, self)
        self._frame.set_empty(False)
        self._frame.dropped.connect(self.take)
        self.grid = EditGrid(self._model, field, self._frame)
        theme.mark(self.grid, bare=True)
        self.edits = TableEdits(field, self._model, self.grid)
        self._frame.watch(self.grid)
        self._connect_grid()
        self.bar = TableBar(field.label, self._deeds(), self._frame)
        inner = QVBoxLayout(self._frame)
        inner.setContentsMargins(theme.px(2), theme.px(3), theme.px(2), 1)  # within the round corners
        inner.setSpacing(0)
        inner.addWidget(self.grid)
        inner.addWidget(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._frame)
        self.setFocusProxy(self.grid)
        self.start()

    # an input's

    def focus_target(self) -> QWidget:
        return self.grid

    def mark_error(self, wrong: bool) -> None:
        self._frame.set_invalid(wrong)

    def show_value(self, value: Json) -> None:
        self._work.forget()
        self._busy = None
        self._put(sheet_of(value, self._table))
        self._say("")

    def value(self) -> Json:
        self.grid.commit_open()
        return Input.value(self)

    def is_set(self) -> bool:
        self.grid.commit_open()
        return Input.is_set(self)

    def read(self) -> Json:
        """The value; it shares its rows with what is shown, and is never changed in place."""
        value = self._loaded if isinstance(self._loaded, dict) else {}
        return {**self._table.table([]), **value, "headers": self.sheet.headers, "data": self.sheet.rows}

    def blank(self) -> bool:
        return not self.sheet.rows

    def problem(self) -> str | None:
        value = self.value()
        held = self._checked[0]
        known = isinstance(held, dict) and isinstance(value, dict) and held.get("data") is value.get("data")
        if not (known and held.get("headers") is value.get("headers")):
            self._checked = (value, self.field.check(value))
        return self._checked[1]

    def describe(self) -> None:
        super().describe()
        size = f"{len(self.sheet.rows):,} rows, {self.sheet.width:,} columns."
        parts = [size, f"{self.grid.accessibleDescription()}.", "" if self.sheet.rows else EMPTY, HINT]
        self.grid.setAccessibleDescription(" ".join(filter(None, parts)))

    # the table

    @property
    def sheet(self) -> Sheet:
        return self._model.sheet

    def copy_all(self) -> None:
        self.grid.selectAll()
        self.grid.copy(headers=True)

    # the clipboard, and files

    def paste(self) -> None:
        """The clipboard's cells from the selection on; one cell goes into all that are selected."""
        text = QGuiApplication.clipboard().text()
        if not text:
            return
        if len(text) > MOST_PASTED:
            self._say(f"{len(text) // 1_000_000} MB are too much to be pasted; load them from a file.", wrong=True)
            return
        rows, columns = self.grid.chosen()
        work = partial(take_apart, self.sheet, self._table, rows, columns, text, self.edits.takes)
        if len(text) > AT_ONCE:
            self._start(work, "Pasting…")
        else:
            self._worked(work())

    def load_file(self, path: str) -> None:
        """The table of a CSV file in place of this one."""
        self._start(partial(self._table.from_file, path), f"Loading {Path(path).name}…")

    def save_file(self, path: str) -> None:
        """Writes the table to a CSV file."""
        self._start(partial(write_file, self.sheet, path), f"Saving {Path(path).name}…")

    def takes(self, mime: QMimeData) -> bool:
        return len(offered.local_paths(mime)) == 1

    def take(self, mime: QMimeData) -> None:
        self.load_file(offered.local_paths(mime)[0])

    def _start(self, work: Callable[[], object], note: str) -> None:
        self._busy = self.sheet
        self._say(note)
        self._work.start(work)

    def _worked(self, result: object) -> None:
        busy, self._busy = self._busy, None
        if isinstance(result, str):
            self._say(result)
        elif busy is not None and busy is not self.sheet:
            self._say("The table was changed meanwhile; nothing was put into it.", wrong=True)
        elif isinstance(result, PastedAt):
            self._say("")
            self._apply(result.pasted.sheet)
            self.edits.choose(
                range(result.row, result.row + result.pasted.rows),
                range(result.column, result.column + result.pasted.columns),
            )
            self._tell_rest(result.pasted)
        else:
            self._say("")
            self._apply(sheet_of(result, self._table))
            self.check()

    def _failed(self, error: Exception) -> None:
        self._busy = None
        self._say(str(error), wrong=True)

    def _tell_rest(self, pasted: Pasted) -> None:
        left = [
            f"{number:,} {word}{'' if number == 1 else 's'}"
            for number, word in ((pasted.left_rows, "row"), (pasted.left_columns, "column"))
            if number
        ]
        if left:
            self._say(f"{' and '.join(left)} did not fit: the app fixed their number.", wrong=True)

    # within

    def _apply(self, sheet: Sheet) -> None:
        """A person's edit: one change."""
        self._put(sheet)
        self._say("")
        self.edited()

    def _put(self, sheet: Sheet) -> None:
        here = self.grid.currentIndex()
        width, at = self.sheet.width, (here.row(), here.column())
        self._model.show_sheet(sheet)
        self.grid.fit_columns()
        if sheet.width != width and sheet.rows and min(at) >= 0:
            self.grid.setCurrentIndex(self._model.index(min(at[0], len(sheet.rows) - 1), min(at[1], sheet.width - 1)))
        self.grid.updateGeometry()
        self.bar.enable()

    def _say(self, note: str, wrong: bool = False) -> None:
        size = f"{len(self.sheet.rows):,} × {self.sheet.width:,}"
        self.bar.say(note or size, "danger" if wrong else "muted")
        self.describe()

    def _ask(self, save: bool) -> None:
        dialog = QFileDialog(self, f"{'Save' if save else 'Load'} {self.field.label}")
        dialog.setNameFilters(["Tables as text (*.csv *.tsv *.txt)", "All files (*)"])
        if save:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix("csv")
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.save_file if save else self.load_file)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        dialog.open()

    def _selected(self) -> None:
        self.bar.enable()

    def _rename_current(self) -> None:
        self.grid.rename(max(0, self.grid.currentIndex().column()))

    def _open_menu(self, at: QPoint) -> None:
        self.bar.open_menu(self.grid.viewport().mapToGlobal(at))

    def _connect_grid(self) -> None:
        grid, edits = self.grid, self.edits
        edits.edited.connect(self._apply)
        grid.selectionModel().selectionChanged.connect(self._selected)
        grid.cleared.connect(edits.clear_cells)
        grid.cut.connect(edits.cut)
        grid.pasted.connect(self.paste)
        grid.filled.connect(edits.fill_down)
        grid.moved.connect(edits.shift)
        grid.rowDragged.connect(edits.move_row)
        grid.columnDragged.connect(edits.move_column)
        grid.renamed.connect(edits.rename)
        grid.rowWanted.connect(edits.append_row)
        grid.customContextMenuRequested.connect(self._open_menu)

    def _deeds(self) -> list[Deed]:
        edits, grid = self.edits, self.grid
        rows, columns = edits.can_add_rows, edits.can_add_columns

        def dynamic() -> bool:
            return self._table.columns is None

        def here() -> bool:
            return grid.currentIndex().isValid()

        return [
            Deed("Cut", edits.cut, here, "Ctrl+X"),
            Deed("Copy", grid.copy, here, "Ctrl+C", "copy"),
            Deed("Copy all with headers", self.copy_all),
            Deed("Paste", self.paste, keys="Ctrl+V", icon="paste"),
            Deed("Clear cells", edits.clear_cells, here, "Del"),
            Deed("Fill down", edits.fill_down, here, "Ctrl+Shift+D"),
            Deed("Add row", edits.add_row, rows, icon="plus", button="Row", gap=True),
            Deed("Add row above", partial(edits.add_row, False), rows),
            Deed("Move row up", partial(edits.shift, -1, 0), here, "Alt+Up"),
            Deed("Move row down", partial(edits.shift, 1, 0), here, "Alt+Down"),
            Deed("Remove selected rows", edits.remove_rows, edits.can_remove_rows, icon="trash", button=""),
            Deed("Add column", edits.add_column, columns, icon="plus", button="Column", gap=True),
            Deed("Add column to the left", partial(edits.add_column, False), columns),
            Deed("Rename column…", self._rename_current, dynamic),
            Deed("Move column left", partial(edits.shift, 0, -1), dynamic, "Alt+Left"),
            Deed("Move column right", partial(edits.shift, 0, 1), dynamic, "Alt+Right"),
            Deed("Remove selected columns", edits.remove_columns, edits.can_remove_columns),
            Deed("Load CSV…", partial(self._ask, False), icon="upload", button="", gap=True),
            Deed("Save as CSV…", partial(self._ask, True), icon="save", button=""),
        ]
