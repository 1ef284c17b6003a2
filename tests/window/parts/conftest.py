from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from gradioscope.window import theme


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    """Each test starts in the light scheme at 100 %, and no one waits for an animation's end by chance."""
    theme.apply(qapp, "light")
    yield
    theme.motion.set_reduced(None)
