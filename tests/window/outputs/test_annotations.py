"""Text with classes, labels and parameters, as an app returns them."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from gradioscope.window import theme
from gradioscope.window.outputs.annotations import HighlightedTextViewer, LabelViewer, ParametersViewer

from .conftest import Make


def test_classes_are_told_in_words_as_well(make: Make) -> None:
    viewer = make("highlighted_text")
    assert isinstance(viewer, HighlightedTextViewer)
    viewer.load(
        [
            {"token": "The ", "class_or_confidence": None},
            {"token": "cat", "class_or_confidence": "animal"},
            {"token": " sat", "class_or_confidence": -0.5},
        ]
    )
    assert viewer.text.toPlainText() == "The cat animal  sat -0.5 "
    assert "animal" in viewer.legend.text()
    assert "Confidence" in viewer.legend.text()
    theme.notifier().changed.emit()
    assert viewer.text.toPlainText() == "The cat animal  sat -0.5 "
    viewer.copy()
    assert QGuiApplication.clipboard().text() == "The cat sat"


def test_a_label_is_large_and_its_confidences_are_sorted(make: Make) -> None:
    viewer = make("label")
    assert isinstance(viewer, LabelViewer)
    pairs = [{"label": "dog", "confidence": 0.1}, {"label": "cat", "confidence": 0.9}]
    viewer.load({"label": "cat", "confidences": pairs})
    assert viewer.top.text() == "cat"
    assert viewer.bars.accessibleDescription() == "cat: 90 %\ndog: 10 %"
    viewer.load({"label": "only", "confidences": None})
    assert viewer.bars.isHidden()
    viewer.load({})
    assert viewer.top.isHidden()
    viewer.load({"label": "x", "confidences": [{"label": str(n), "confidence": n} for n in range(500)]})
    assert viewer.bars.accessibleDescription().count("\n") == 99


def test_parameters_are_a_table(make: Make) -> None:
    viewer = make("parameters")
    assert isinstance(viewer, ParametersViewer)
    viewer.load({"p": {"type": "int | <b>", "description": "what\nfor", "default": None}})
    assert "int | <b>" in viewer.table.toPlainText()
    viewer.copy()
    assert QGuiApplication.clipboard().text().split("\n")[2] == "| p | int \\| <b> |  | what for |"
