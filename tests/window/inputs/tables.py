"""What the tests of the table's input share: a table of people, and hands to write in it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDateEdit, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import Json
from gradioscope.window.inputs.table import TableInput

from .conftest import MakeRow

Key, Held = Qt.Key, Qt.KeyboardModifier
HEADERS = ["name", "age", "ok"]
PEOPLE = [["ann", 31, True], ["bob", None, False], ["eve", 7.5, None]]
TYPES = ["str", "number", "bool"]


def table(data: list[Any], headers: list[Any] | None = None) -> dict[str, Any]:
    return {"headers": headers or HEADERS, "data": data, "metadata": None}


def people(make_row: MakeRow, **more: Any) -> TableInput:
    given: dict[str, Any] = {"datatype": TYPES, "default": table(PEOPLE), "headers": HEADERS, "label": "People"}
    shown = make_row("table", **(given | more)).input
    assert isinstance(shown, TableInput)
    return shown


def go(shown: TableInput, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
    shown.grid.setFocus()
    shown.grid.choose(range(row, row + rows), range(column, column + columns))


def editor(shown: TableInput) -> Any:
    kinds = (QLineEdit, QPlainTextEdit, QDateEdit)
    found = [w for w in shown.grid.viewport().children() if isinstance(w, kinds) and w.isVisible()]
    assert len(found) == 1
    return found[0]


def write(qtbot: QtBot, shown: TableInput, text: str, key: Qt.Key = Key.Key_Return) -> None:
    qtbot.keyClick(shown.grid, Key.Key_F2)
    line = editor(shown)
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, key)


def data(shown: TableInput) -> Json:
    return shown.value()["data"]


def told(shown: TableInput) -> str:
    return shown.bar.note()
