"""Below the snippet: the secrets it still needs, then its output as it comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.parts import Button, CodeEdit, Hairline, IconButton, Label
from gradioscope.window.parts.announce import announce
from gradioscope.window.snippet_panel.shell_run import ShellRun, folder, person_s_shell

LINES = 5000
"""Lines that are kept; the oldest go first."""
WIDE = 20_000
"""Characters of one line that are shown."""


class RunPane(QWidget):
    """`Output of the snippet`, `Stop the snippet`. Signals: `ended(int)` the exit status."""

    ended = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run = ShellRun(self)
        self.run.printed.connect(self._print)
        self.run.ended.connect(self._ended)
        self._script = ""
        self._given: dict[str, str] = {}
        self._room = WIDE
        self.state = Label(size="meta", tone="muted")
        self.stop_button = Button("Stop", icon="stop", compact=True)
        self.stop_button.setAccessibleName("Stop the snippet")
        self.stop_button.clicked.connect(self._stop)
        self.close_button = IconButton("close", "Close the output")
        self.close_button.clicked.connect(self.close_pane)
        self.output = CodeEdit("Output of the snippet", read_only=True, wrap=True)
        self.output.setMaximumBlockCount(LINES)
        self.output.setUndoRedoEnabled(False)
        theme.mark(self.output, bare=True)
        self.fields: dict[str, QLineEdit] = {}
        self._asking = QWidget()
        self._form = QFormLayout(self._asking)
        self._form.setContentsMargins(*(theme.px(theme.S3),) * 4)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.output)
        self._pages.addWidget(self._asking)
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(theme.S3), theme.px(theme.S1), theme.px(theme.S3), theme.px(theme.S1))
        row.addWidget(self.state, 1)
        row.addWidget(self.stop_button)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline())
        column.addLayout(row)
        column.addWidget(self._pages, 1)

    def begin(self, script: str, given: Mapping[str, str], missing: Sequence[str]) -> None:
        """Run the script with these secrets, after asking for those that are missing."""
        self.run.end()
        self._script, self._given = script, dict(given)
        self.show()
        if missing:
            self._ask(missing)
        else:
            self._start()

    def close_pane(self) -> None:
        self.run.end()
        self._forget()
        self.output.clear()
        self.hide()

    def _ask(self, names: Sequence[str]) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self.fields.clear()
        self.state.setText("The snippet reads these from the environment. They are passed on to it and not kept.")
        for name in names:
            field = QLineEdit()
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(name)
            field.returnPressed.connect(self._answered)
            self._form.addRow(Label(name), field)
            self.fields[name] = field
        button = Button("Run", icon="run", kind="primary")
        button.setAccessibleName("Run the snippet with these")
        button.clicked.connect(self._answered)
        self._form.addRow("", button)
        self.stop_button.hide()
        self._pages.setCurrentWidget(self._asking)
        self.fields[names[0]].setFocus()

    def _answered(self) -> None:
        empty = next((field for field in self.fields.values() if not field.text()), None)
        if empty is not None:
            empty.setFocus()
            return
        self._given |= {name: field.text() for name, field in self.fields.items()}
        self._start()

    def _start(self) -> None:
        self._pages.setCurrentWidget(self.output)
        self.output.clear()
        self._room = WIDE
        self.stop_button.show()
        self.stop_button.setEnabled(True)
        self.state.setText(f"Running in {Path(person_s_shell()).name}, in {folder()}")
        self.run.start(self._script, self._given)
        self._forget()

    def _forget(self) -> None:
        """The secrets are the process's alone from here on."""
        self._script, self._given = "", {}
        for field in self.fields.values():
            field.clear()

    def _stop(self) -> None:
        self.state.setText("Stopping")
        self.run.stop()

    def _print(self, text: str) -> None:
        bar = self.output.verticalScrollBar()
        follows = bar.value() >= bar.maximum() - 1
        cursor = QTextCursor(self.output.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText("\n".join(self._fitting(text.split("\n"))))
        if follows:
            bar.setValue(bar.maximum())

    def _fitting(self, lines: list[str]) -> list[str]:
        """The lines, each cut where it gets too wide to be laid out; the first goes on with what is there."""
        shown = []
        for number, line in enumerate(lines[-LINES:]):
            if number:
                self._room = WIDE
            cut = line[: self._room]
            self._room -= len(cut)
            shown.append(cut + "…" if len(cut) < len(line) and cut else cut)
        return shown

    def _ended(self, code: int) -> None:
        self.stop_button.setEnabled(False)
        told = "Finished" if code == 0 else f"Ended with exit status {code}" if code > 0 else "Stopped"
        self.state.setText(told)
        announce(self, told)
        self.ended.emit(code)
