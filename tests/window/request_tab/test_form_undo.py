"""Undo and redo over the whole form: exact values for every kind, whichever way they were given."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import Endpoint, FieldKind, Parameter
from gradioscope.window import theme
from gradioscope.window.inputs.field_menu import paste_json
from gradioscope.window.inputs.row import FieldRow
from gradioscope.window.request_tab.form import Form


def file(name: str) -> dict[str, Any]:
    return {"path": f"/srv/{name}", "orig_name": name, "meta": {"_type": "gradio.FileData"}}


def table(*rows: list[Any]) -> dict[str, Any]:
    return {"headers": ["a", "b"], "data": list(rows), "metadata": None}


CHOICES = {"choices": [["One", 1], ["Two", 2], ["Three", 3]], "minimum": 0, "maximum": 10, "step": 1}
PICTURE = file("a.png")
VALUES: dict[FieldKind, tuple[Any, Any]] = {
    "text": ("a", "ab"),
    "code": ("x = 1", "x = 1;"),
    "markdown": ("# a", "# ab"),
    "html": ("<b>", "<b>b"),
    "number": (1, 2),
    "slider": (3, 4),
    "checkbox": (False, True),
    "choice": (1, 2),
    "choices": ([1], [1, 3]),
    "color": ("#ff0000", "#00ff00"),
    "datetime": ("2026-01-02 03:04:05", "2027-01-02 03:04:05"),
    "file": (file("a.txt"), file("b.txt")),
    "files": ([file("a.txt")], [file("a.txt"), file("b.txt")]),
    "server_files": (["a"], [["a", "b"]]),
    "image": (PICTURE, file("b.png")),
    "image_pair": ([PICTURE, None], [PICTURE, file("b.png")]),
    "image_editor": (
        {"background": PICTURE, "layers": [], "composite": None},
        {"background": PICTURE, "layers": [file("l.png")], "composite": None},
    ),
    "annotated_image": (
        {"image": PICTURE, "annotations": []},
        {"image": PICTURE, "annotations": [{"image": file("m.png"), "label": "m"}]},
    ),
    "gallery": ([{"image": PICTURE, "caption": None}], [{"image": PICTURE, "caption": "new"}]),
    "audio": (file("a.wav"), file("b.wav")),
    "video": ({"video": file("a.mp4"), "subtitles": None}, {"video": file("b.mp4"), "subtitles": None}),
    "model3d": (file("a.obj"), file("b.obj")),
    "table": (table([1, 2]), table([1, 2], [3.0, None])),
    "chat": (
        [{"role": "user", "content": "hi"}],
        [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "there"}],
    ),
    "multimodal": ({"text": "a", "files": []}, {"text": "b", "files": [PICTURE]}),
    "dialogue": ([{"speaker": "A", "text": "a"}], [{"speaker": "A", "text": "b"}]),
    "highlighted_text": (
        [{"token": "a", "class_or_confidence": "X"}],
        [{"token": "a", "class_or_confidence": None}, {"token": "b", "class_or_confidence": "X"}],
    ),
    "label": (
        {"label": "a", "confidences": [{"label": "a", "confidence": 1.0}]},
        {"label": "b", "confidences": [{"label": "b", "confidence": 0.5}]},
    ),
    "plot": ({"type": "plotly", "plot": "{}"}, {"type": "plotly", "plot": '{"data": []}'}),
    "parameters": ({"p": {"type": "int", "default": "1", "description": None}}, {}),
    "sample": (0, 1),
    "structure": ({"n": 1}, {"n": 2}),
    "json": ({"a": [1, 1.0, True]}, {"a": [1.0]}),
}
"""What is loaded, and what a person makes of it."""

Keys = Callable[[QtBot, QWidget], None]
TYPED: dict[FieldKind, Keys] = {
    "text": lambda qtbot, control: qtbot.keyClicks(control, "b"),
    "code": lambda qtbot, control: at_the_end(qtbot, control, ";"),
    "markdown": lambda qtbot, control: at_the_end(qtbot, control, "b"),
    "html": lambda qtbot, control: at_the_end(qtbot, control, "b"),
    "number": lambda qtbot, control: qtbot.keyClick(control, Qt.Key.Key_Up),
    "slider": lambda qtbot, control: qtbot.keyClick(control, Qt.Key.Key_Right),
    "checkbox": lambda qtbot, control: qtbot.keyClick(control, Qt.Key.Key_Space),
    "choice": lambda qtbot, control: qtbot.keyClick(control, Qt.Key.Key_Down),
}
"""The kinds that are edited by keys here; the others' JSON is pasted."""


def at_the_end(qtbot: QtBot, control: QWidget, text: str) -> None:
    qtbot.keyClick(control, Qt.Key.Key_End)
    qtbot.keyClicks(control, text)


def exactly(value: object) -> str:
    """1, 1.0 and true apart."""
    return json.dumps(value, sort_keys=True)


@pytest.fixture
def make_row(qtbot: QtBot, qapp: QApplication) -> Callable[[FieldKind], tuple[Form, FieldRow]]:
    """A form with one field of a kind beside a number, and the field's row."""
    if not qapp.styleSheet():
        theme.apply(qapp, "light")
    kept: list[Form] = []

    def make(kind: FieldKind) -> tuple[Form, FieldRow]:
        form = Form()
        kept.append(form)
        qtbot.addWidget(form)
        asked = Parameter("x", "Asked", kind, kind, 0, default=None, props=CHOICES)
        other = Parameter("other", "Other", "number", "number", 1, default=7)
        form.set_endpoint(Endpoint("/x", "", (asked, other), (), inputs=2))
        form.resize(700, 500)
        form.show()
        qtbot.waitExposed(form)
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        row = form.row("x")
        assert row is not None
        return form, row

    return make


MakeRow = Callable[[FieldKind], tuple[Form, FieldRow]]


def test_every_kind_is_here() -> None:
    assert VALUES.keys() == set(get_args(FieldKind))


@pytest.mark.parametrize("kind", VALUES)
def test_an_edit_is_undone_and_redone_exactly(make_row: MakeRow, qtbot: QtBot, kind: FieldKind) -> None:
    form, row = make_row(kind)
    new = form.values()
    before, after = VALUES[kind]
    form.fill({"x": before, "other": 8})
    assert exactly(form.values()) == exactly({"x": before, "other": 8})
    if kind in TYPED:
        control = row.input.focus_target()
        if kind == "text":
            qtbot.keyClick(control, Qt.Key.Key_End)
        TYPED[kind](qtbot, control)
    else:
        paste_json(row, json.dumps(after))
    assert exactly(form.values()["x"]) == exactly(after)
    form.undo()
    assert exactly(form.values()) == exactly({"x": before, "other": 8})
    form.redo()
    assert exactly(form.values()) == exactly({"x": after, "other": 8})
    row.put(None)
    assert form.values()["x"] is None
    form.undo()
    assert exactly(form.values()["x"]) == exactly(after)
    form.redo()
    assert form.values()["x"] is None
    form.undo()
    form.undo()
    form.undo()
    assert exactly(form.values()) == exactly(new)
    assert not form.can_undo()


@pytest.mark.parametrize("kind", sorted(VALUES))
def test_ctrl_z_in_a_control_with_nothing_to_undo_is_the_forms(
    make_row: MakeRow, qtbot: QtBot, kind: FieldKind
) -> None:
    form, row = make_row(kind)
    before, after = VALUES[kind]
    form.fill({"x": before})
    form.fill({"x": after})
    control = row.input.focus_target()
    qtbot.keySequence(control, QKeySequence.StandardKey.Undo)
    assert exactly(form.values()["x"]) == exactly(before)
    qtbot.keySequence(row.input.focus_target(), QKeySequence.StandardKey.Redo)
    assert exactly(form.values()["x"]) == exactly(after)
