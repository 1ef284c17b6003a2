"""Runs to keep in tests, of an app with one endpoint."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gradioscope.gradio.model import App, Endpoint, Parameter, Return
from gradioscope.library.history.record import RunRecord

ENDPOINT = Endpoint(
    "/paint",
    "",
    (
        Parameter("text", "Text", "textbox", "text", 0, default=""),
        Parameter("secret", "Secret", "textbox", "text", 1, default="", props={"type": "password"}),
        Parameter("file", "File", "file", "file", 2, default=None),
    ),
    (Return("Result", "textbox", "text", 0),),
    inputs=3,
)
APP = App("http://localhost:7860", "/gradio_api", "Painter", "6.31.0", (ENDPOINT,))
OTHER = replace(APP, url="https://someone-other.hf.space", title="Other", space_id="someone/other")


def record(text: str = "a cat", **more: Any) -> RunRecord:
    given: dict[str, Any] = {
        "began": 1_700_000_000.0,
        "address": "localhost:7860",
        "app": APP,
        "endpoint": ENDPOINT,
        "values": {"text": text},
        "state": "complete",
        "duration": 1.5,
        "data": [f"{text}, painted"],
    }
    return RunRecord(**given | more)
