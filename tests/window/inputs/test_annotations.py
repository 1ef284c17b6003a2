"""Dialogues, labels, parameters and text with classes, as a person writes them."""

from __future__ import annotations

from gradioscope.window.inputs.annotations import DialogueInput, HighlightedTextInput, LabelInput, ParametersInput
from gradioscope.window.inputs.row_table import RowTable

from .conftest import MakeRow


def write(rows: RowTable, row: int, column: int, text: str) -> None:
    item = rows.table.item(row, column)
    assert item is not None
    item.setText(text)


def test_a_dialogue_is_lines_or_text(make_row: MakeRow) -> None:
    entry = make_row("dialogue", speakers=["A", "B"]).input
    assert isinstance(entry, DialogueInput)
    entry.rows.add_button.click()
    write(entry.rows, 0, 1, "hello")
    entry.rows.add_button.click()
    write(entry.rows, 1, 1, "well")
    assert entry.value() == [{"speaker": "A", "text": "hello"}, {"speaker": "B", "text": "well"}]
    entry._switch.click()
    assert entry.value() == "[A] hello\n[B] well"
    entry._switch.click()
    assert entry.value() == [{"speaker": "A", "text": "hello"}, {"speaker": "B", "text": "well"}]


def test_rows_are_moved_and_removed(make_row: MakeRow) -> None:
    entry = make_row("dialogue").input
    assert isinstance(entry, DialogueInput)
    entry.load([{"speaker": "A", "text": "1"}, {"speaker": "B", "text": "2"}])
    entry.rows.table.setCurrentCell(1, 0)
    entry.rows._up()
    assert [line["speaker"] for line in entry.value()] == ["B", "A"]
    entry.rows.remove_row()
    assert entry.value() == [{"speaker": "A", "text": "1"}]


def test_a_label_with_confidences(make_row: MakeRow) -> None:
    entry = make_row("label").input
    assert isinstance(entry, LabelInput)
    entry.rows.add_button.click()
    write(entry.rows, 0, 0, "cat")
    write(entry.rows, 0, 1, "0.9")
    assert entry.value() == {"label": "cat", "confidences": [{"label": "cat", "confidence": 0.9}]}
    write(entry.rows, 0, 1, "much")
    assert entry.problem() == "Confidence 1 (“cat”) is no number."


def test_parameters_keep_what_is_not_shown(make_row: MakeRow) -> None:
    entry = make_row("parameters").input
    assert isinstance(entry, ParametersInput)
    entry.load({"p": {"type": "int", "description": "d", "default": None, "more": 1}})
    write(entry.rows, 0, 3, "what for")
    assert entry.value() == {"p": {"type": "int", "description": "what for", "default": None, "more": 1}}
    entry.rows.add_button.click()
    assert entry.problem() == "Row 2 has no name."


def test_a_selection_is_given_a_class_and_moves_with_the_text(make_row: MakeRow) -> None:
    entry = make_row("highlighted_text").input
    assert isinstance(entry, HighlightedTextInput)
    entry.text.setPlainText("A 🐈 cat")
    entry.text.select(5, 8)
    entry.kind.setText("animal")
    entry.mark()
    marked = {"token": "cat", "class_or_confidence": "animal"}
    assert entry.value() == [{"token": "A 🐈 ", "class_or_confidence": None}, marked]
    entry.text.select(0, 2)
    entry.text.insertPlainText("One ")
    assert entry.value() == [{"token": "One 🐈 ", "class_or_confidence": None}, marked]
    entry.text.select(7, 10)
    entry.unmark()
    assert entry.value() == [{"token": "One 🐈 cat", "class_or_confidence": None}]
