"""A desktop for each journey; every one needs X, D-Bus and accessibility, so all are marked `all`."""

from __future__ import annotations

import json
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.desktop import Desktop, desktop


@pytest.fixture
def screen() -> Iterator[Desktop]:
    """A fresh desktop. Its folder is short, as D-Bus sockets allow 108 characters of path."""
    with tempfile.TemporaryDirectory(prefix="gs-") as folder, desktop(Path(folder)) as made:
        yield made


@pytest.fixture
def post() -> Callable[[str, str, list[Any]], Any]:
    """`post(base, endpoint, data)`: call an unqueued function of a test app, past Gradioscope."""

    def send(base: str, name: str, data: list[Any]) -> Any:
        request = urllib.request.Request(
            f"{base}/gradio_api/run/{name}",
            json.dumps({"data": data}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["data"]

    return send
