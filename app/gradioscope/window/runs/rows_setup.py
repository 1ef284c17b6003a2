"""What is said before a request is run over rows: which, where their columns and the results go, how many at once."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLabel, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Label, SpinBox
from gradioscope.window.runs.column_list import ColumnList
from gradioscope.window.runs.path_line import PathLine

CONCURRENCY = 2


class RowsSetup(QWidget):
    """The fields; what they mean is the page's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.data = PathLine(
            "Rows",
            "A CSV, JSON Lines, or a folder of files",
            {"File…": QFileDialog.FileMode.ExistingFile, "Folder…": QFileDialog.FileMode.Directory},
            ["Tables (*.csv *.tsv *.jsonl *.ndjson *.txt)", "All files (*)"],
        )
        self.out = PathLine(
            "Results",
            "Where the results go",
            {"Choose…": QFileDialog.FileMode.AnyFile},
            ["CSV (*.csv)", "JSON Lines (*.jsonl)"],
        )
        self.columns = ColumnList()
        self.concurrency = SpinBox()
        self.concurrency.setRange(1, 64)
        self.concurrency.setValue(CONCURRENCY)
        self.concurrency.setToolTip("An app that is busy is asked again later, by all of them together.")
        self.out_note = Label("", "meta", "muted")
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.S4, 0, theme.S4, theme.S3)
        grid.setHorizontalSpacing(theme.S4)
        grid.setVerticalSpacing(theme.S2)
        grid.setColumnStretch(1, 1)
        for place, name, line in ((0, "Rows", self.data), (2, "Results", self.out)):
            label = QLabel(name)
            label.setBuddy(line.line)
            grid.addWidget(label, place, 0)
            grid.addWidget(line, place, 1)
        grid.addWidget(self.columns, 1, 1)
        at_once = QHBoxLayout()
        at_once.setSpacing(theme.S2)
        label = QLabel("At once")
        label.setBuddy(self.concurrency)
        self.concurrency.setAccessibleName("At once")
        at_once.addWidget(label)
        at_once.addWidget(self.concurrency)
        grid.addLayout(at_once, 0, 2)
        grid.addWidget(self.out_note, 2, 2)
        self.columns.hide()
        self.out_note.hide()
