"""Inputs as a form makes them: from a parameter, with the theme of the program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import FieldKind, Parameter
from gradioscope.request.fields import field_for
from gradioscope.window import theme
from gradioscope.window.inputs import FieldRow

MakeRow = Callable[..., FieldRow]


@pytest.fixture
def make_row(qtbot: QtBot, qapp: QApplication) -> MakeRow:
    """`make_row("text", lines=3)`: a shown field of that kind; keywords are the component's props.

    `required`, `default`, `example`, `info`, `label` and `component` are the parameter's.
    """
    if not qapp.styleSheet():
        theme.apply(qapp, "light")

    kept: list[FieldRow] = []  # qtbot holds no reference

    def make(kind: FieldKind, **given: Any) -> FieldRow:
        own = {key: given.pop(key) for key in ("required", "default", "example", "info") if key in given}
        label = given.pop("label", "Label")
        component = given.pop("component", kind)
        parameter = Parameter(name="x", label=label, component=component, kind=kind, position=0, props=given, **own)
        row = FieldRow(field_for(parameter))
        qtbot.addWidget(row)
        kept.append(row)
        row.resize(500, 200)
        row.show()
        qtbot.waitExposed(row)
        row.activateWindow()
        qtbot.waitUntil(row.isActiveWindow)
        return row

    return make
