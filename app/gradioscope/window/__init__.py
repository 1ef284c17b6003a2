"""Everything Qt: the window and what it is made of."""

from __future__ import annotations

import sys

import PySide6.QtCore  # noqa: F401  so that its import hook is there to be spoken to


def _read_no_sources() -> None:
    """Spare a window's start a millisecond for each module.

    PySide6 (6.8 to 6.11) reads the source of every module imported after it, to know whether it might use
    `from __feature__ import`, which nothing here does. A PySide6 without this function is left alone.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = lambda _module: True  # type: ignore[union-attr]


_read_no_sources()
