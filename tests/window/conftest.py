"""`go(script)` does a coroutine in a real window; its files are in a folder of the test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from tests.window import live

Go = Callable[[live.Script], None]


@pytest.fixture
def go(qapp: QApplication, tmp_path: Path) -> Go:
    """Each call is a window of its own; what one stored the next one finds."""

    def run(script: live.Script) -> None:
        live.go(qapp, script, tmp_path / "home")

    return run
