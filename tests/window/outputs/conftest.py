"""What the tests of the viewers share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import OutputKind, Return
from gradioscope.window.outputs import Viewer, make_viewer

Make = Callable[[OutputKind], Viewer]


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    """A shown viewer of a kind, labelled `Answer`."""

    def make(kind: OutputKind) -> Viewer:
        viewer = make_viewer(Return("Answer", kind, kind, 0))
        qtbot.addWidget(viewer)
        viewer.resize(500, 300)
        viewer.show()
        qtbot.waitExposed(viewer)
        return viewer

    return make


@pytest.fixture
def file() -> Callable[..., dict[str, Any]]:
    """A FileData as an app sends it."""

    def file(name: str = "note.txt", **more: Any) -> dict[str, Any]:
        data = {"path": f"/tmp/gradio/abc/{name}", "url": None, "size": None, "orig_name": name, "mime_type": None}
        return data | {"meta": {"_type": "gradio.FileData"}} | more

    return file
