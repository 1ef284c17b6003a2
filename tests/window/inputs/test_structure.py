"""The structure's input: parts as the schema has them, and a value that comes back unharmed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import Json, Parameter
from gradioscope.request.fields import field_for
from gradioscope.window.inputs.line import Line
from gradioscope.window.inputs.structure import StructureInput
from gradioscope.window.inputs.structure_parts import UnionPart

LIST = {"type": "array", "items": {"type": "string"}}
OPTIONAL = {"oneOf": [{"type": "null"}, LIST]}
MAP = {"type": "object", "additionalProperties": {"type": "integer"}}
PERSON = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "age": {"type": "integer", "default": 7}},
}
UNION = {"anyOf": [{"type": "string"}, {"type": "integer"}]}
PAIR = {"type": "array", "prefixItems": [{"type": "string"}, {"type": "boolean"}]}
FILE = {"type": "object", "properties": {"path": {}, "orig_name": {}, "meta": {}}}
NODE = {"type": "object", "properties": {"next": {"$ref": "#/$defs/Node"}}}
TREE = {"$defs": {"Node": NODE}, "$ref": "#/$defs/Node"}


def shown(qtbot: QtBot, schema: dict[str, Any], value: Json = None, **own: Any) -> StructureInput:
    parameter = Parameter("x", "X", "api", "structure", 0, schema=schema, default=value)
    made = StructureInput(field_for(replace(parameter, **own)))  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    return made


def named(made: QWidget, name: str) -> Any:
    """The one visible control of that accessible name."""
    (found,) = [w for w in made.findChildren(QWidget) if w.accessibleName() == name and not w.isHidden()]
    return found


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (OPTIONAL, None),
        (OPTIONAL, ["a", "b"]),
        (LIST, ["a", 1, None]),
        (LIST, "no list at all"),
        (LIST, ["x"] * 5000),
        (MAP, {"a": 1, "b": 2.0}),
        (PERSON, {"name": "Ada", "unknown": [1]}),
        (PERSON, {}),
        (UNION, 3),
        (UNION, [1]),
        (PAIR, ["a", True]),
        (FILE, None),
        (TREE, {"next": {"next": {"next": {"next": {"next": {"next": {"next": {"next": {}}}}}}}}}),
    ],
)
def test_a_loaded_value_comes_back_unharmed(qtbot: QtBot, schema: dict[str, Any], value: Json) -> None:
    made = shown(qtbot, schema)
    made.load(value)
    assert made.value() == value


def test_items_are_added_written_and_removed(qtbot: QtBot) -> None:
    made = shown(qtbot, LIST, ["a"])
    named(made, "Add to X").click()
    qtbot.keyClicks(named(made, "X 2"), "b")
    assert made.value() == ["a", "b"]
    named(made, "Remove item 1 of X").click()
    assert made.value() == ["b"]
    made.load(["c"])
    assert made.value() == ["c"]


def test_null_is_a_switch_that_remembers(qtbot: QtBot) -> None:
    made = shown(qtbot, OPTIONAL, ["a"])
    switch: QCheckBox = named(made, "Give a value for X")
    switch.click()
    assert made.value() is None
    switch.click()
    assert made.value() == ["a"]


def test_a_property_that_may_be_left_out_is_switched_on_at_its_default(qtbot: QtBot) -> None:
    made = shown(qtbot, PERSON, {"name": "Ada", "more": 1})
    (switch,) = [box for box in made.findChildren(QCheckBox) if box.text() == "age"]
    switch.click()
    assert made.value() == {"name": "Ada", "age": 7, "more": 1}
    switch.click()
    assert made.value() == {"name": "Ada", "more": 1}


def test_the_same_name_twice_is_a_problem(qtbot: QtBot) -> None:
    made = shown(qtbot, MAP, {"a": 1})
    named(made, "Add to X").click()
    name = [line for line in made.findChildren(Line) if line.accessibleName() == "Name in X"][-1]
    qtbot.keyClicks(name, "a")
    assert made.problem() == "X has the name “a” twice."


def test_another_type_of_a_union_begins_anew(qtbot: QtBot) -> None:
    made = shown(qtbot, UNION, "words")
    (union,) = made.findChildren(UnionPart)
    union.types.setCurrentIndex(1)
    union.types.activated.emit(1)
    assert made.value() == 0


def test_what_is_wrong_says_where(qtbot: QtBot) -> None:
    made = shown(qtbot, PERSON)
    made.load({"name": 1})
    assert made.problem() == "X › name must be text."


def test_every_button_has_a_name(qtbot: QtBot) -> None:
    made = shown(qtbot, {"type": "array", "items": PERSON}, [{"name": "Ada"}])
    for button in [*made.findChildren(QPushButton), *made.findChildren(QToolButton)]:
        assert button.accessibleName()
