"""Where each column of the rows goes, with its first values: proposed by the names, changed by the person."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from gradioscope.gradio.model import Endpoint, Json, LocalFile
from gradioscope.library.runner.columns import Columns
from gradioscope.library.runner.rows import Row
from gradioscope.window import theme
from gradioscope.window.parts import ElidedLabel, Label, Select
from gradioscope.window.parts.preview import one_line
from gradioscope.window.runs.model import plain_tip

MOST = 40
"""Columns that get a line; the others go where their names say."""
NOT_USED = "Not used"


class ColumnList(QScrollArea):
    """Signals: `changed(None)`."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Columns")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selects: dict[str, Select] = {}
        self._touched = False

    @property
    def touched(self) -> bool:
        """Whether the person changed anything of what was proposed."""
        return self._touched

    def chosen(self) -> dict[str, str]:
        """Parameter to column, as it is shown."""
        return {box.currentData(): column for column, box in self.selects.items() if box.currentData()}

    def show_columns(
        self, rows: list[Row], columns: tuple[str, ...], found: Columns, endpoint: Endpoint | None
    ) -> None:
        """The proposal. Without an endpoint, as its app is not known yet, what can be said is where variables are."""
        self._touched = False
        self.selects = {}
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, theme.S2, 0)
        grid.setHorizontalSpacing(theme.S4)
        grid.setVerticalSpacing(theme.S1)
        grid.setColumnStretch(1, 1)
        goes = {column: parameter for parameter, column in found.parameters.items()}
        for place, column in enumerate(columns[:MOST]):
            name = QLabel(column if len(column) <= 40 else f"{column[:39]}…")
            name.setTextFormat(Qt.TextFormat.PlainText)
            name.setToolTip(plain_tip(column))
            grid.addWidget(name, place, 0)
            grid.addWidget(ElidedLabel(_examples(rows, column), "meta", "muted"), place, 1)
            if column in found.variables:
                grid.addWidget(Label(f"as {{{{{column}}}}}", tone="muted"), place, 2)
            elif endpoint is None:
                grid.addWidget(Label("by its name, when the app is asked", tone="muted"), place, 2)
            else:
                box = self.selects[column] = self._select(endpoint, goes.get(column, ""))
                name.setBuddy(box)
                grid.addWidget(box, place, 2)
        if len(columns) > MOST:
            grid.addWidget(Label(f"… and {len(columns) - MOST} more columns", "meta", "muted"), MOST, 0, 1, 3)
        self.setWidget(inner)
        lines = min(len(columns), 5)
        self.setFixedHeight(min(inner.sizeHint().height(), theme.px(lines * (theme.CONTROL + theme.S1))))

    def _select(self, endpoint: Endpoint, parameter: str) -> Select:
        box = Select()
        box.addItem(NOT_USED, "")
        for item in endpoint.parameters:
            box.addItem(item.label if item.label == item.name else f"{item.label} · {item.name}", item.name)
        box.setCurrentIndex(max(box.findData(parameter), 0))
        box.setMinimumWidth(theme.px(140))
        box.activated.connect(self._choose)
        return box

    def _choose(self, _index: int) -> None:
        """A parameter gets one column: the one chosen last."""
        self._touched = True
        chosen = self.sender()
        for box in self.selects.values():
            if isinstance(chosen, Select) and box is not chosen and box.currentData() == chosen.currentData():
                box.setCurrentIndex(0)
        self.changed.emit(None)


def _examples(rows: list[Row], column: str) -> str:
    return "  ·  ".join(cell_shown(row.values[column]) for row in rows[:3] if column in row.values)


def cell_shown(value: Json) -> str:
    """A cell on one line."""
    if isinstance(value, LocalFile):
        return value.name
    if isinstance(value, str):
        return " ".join(value[:200].split())
    return one_line(plain(value), 200)


def plain(value: Json) -> Json:
    """The value with local files as their paths."""
    if isinstance(value, LocalFile):
        return value.path
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value
