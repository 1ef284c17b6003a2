"""Rendering a snippet: an ordinary request beside the limit set, a value of 10 MB beside `json.dumps` of it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.bench.timing import Row, alternate

ORDINARY = {"prompt": "a cat with a hat " * 10, "steps": 20, "mode": "fast", "flags": ["a", "b"]}
LIMIT = 2.0
"""Milliseconds for an ordinary request."""
LARGE = {"text": 'it\'s a long "text" of letters, é and $signs\n' * 240_000}
"""10 MB."""


def _draft(values: dict[str, Any]) -> Any:
    from gradioscope.gradio.model import App, Endpoint, Parameter
    from gradioscope.request.draft import Draft

    parameters = tuple(Parameter(name, name, "", "json", position) for position, name in enumerate(values))
    endpoint = Endpoint("/predict", "", parameters, (), 3, len(values))
    return Draft(App("http://127.0.0.1:7860", "/gradio_api", "Small", "6.31.0", (endpoint,)), endpoint, values)


def _timed(does: Callable[[], object]) -> float:
    began = time.perf_counter()
    does()
    return (time.perf_counter() - began) * 1000


def measure() -> list[Row]:
    from gradioscope.snippets import TARGETS, render

    ordinary, large = _draft(ORDINARY), _draft(LARGE)
    rows = []
    for target in TARGETS:
        [small] = alternate(200, partial(_timed, partial(render, target, ordinary)))
        rows.append(Row(f"{target}: an ordinary request", small, "the limit set", LIMIT, 1.0))
    for target in TARGETS:
        ours, peer = alternate(
            3, partial(_timed, partial(render, target, large)), partial(_timed, partial(json.dumps, LARGE))
        )
        rows.append(Row(f"{target}: a value of 10 MB", ours, "json.dumps of it", peer, 15.0))
    return rows
