"""The forms of recorded public apps: every endpoint's fields, at their defaults, give a payload."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gradioscope.gradio.description import describe_app
from gradioscope.gradio.model import Endpoint
from gradioscope.window.inputs.json import JsonInput
from gradioscope.window.request_tab.form import Form

DEMOS = json.loads(lzma.decompress(Path(__file__).parents[2].joinpath("data", "demos.json.xz").read_bytes()))
FREE = {"json", "browserstate", "plot"}
"""Components whose value is written as JSON: free JSON itself, and a plot, which checks its shape."""


def distinct(endpoints: tuple[Endpoint, ...]) -> list[Endpoint]:
    """One of those that take the same kinds of fields."""
    return list({tuple(p.kind for p in e.parameters): e for e in endpoints}.values())


@pytest.mark.parametrize("demo", DEMOS, ids=lambda demo: f"{demo['demo']}-{demo['gradio']}")
def test_the_form_gives_back_the_app_s_own_defaults(qtbot: QtBot, demo: dict[str, Any]) -> None:
    app = describe_app("http://h", demo["config"], demo["info"])
    form = Form()
    qtbot.addWidget(form)
    for endpoint in distinct(app.endpoints):
        form.set_endpoint(endpoint)
        for parameter in endpoint.parameters:
            row = form.row(parameter.name)
            assert row is not None
            assert not isinstance(row.input, JsonInput) or parameter.component in FREE
        values = form.values()
        assert set(values) == {p.name for p in endpoint.parameters if not p.required}
        assert set(form.problems(show=False)) <= {p.name for p in endpoint.parameters if p.required}
