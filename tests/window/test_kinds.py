"""Every kind there is has an input and a viewer of its own."""

from __future__ import annotations

from typing import get_args

from gradioscope.gradio.model import FieldKind, OutputKind
from gradioscope.request import fields
from gradioscope.window import inputs, outputs


def test_every_kind_of_field_has_its_field_and_its_input() -> None:
    assert set(get_args(FieldKind)) == set(fields._MAKERS) == set(inputs._MAKERS)
    free = {kind for kind, maker in inputs._MAKERS.items() if maker == inputs._MAKERS["json"]}
    assert free == {"json"}


def test_every_kind_of_output_has_its_viewer() -> None:
    assert set(get_args(OutputKind)) == set(outputs.VIEWERS)
    assert {kind for kind, viewer in outputs.VIEWERS.items() if viewer == outputs.VIEWERS["json"]} == {"json"}
