"""The window's event loop: Qt's, spoken to as asyncio's."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

    from PySide6.QtWidgets import QApplication


def new_loop(application: QApplication) -> asyncio.AbstractEventLoop:
    """For `asyncio.Runner(loop_factory=…)`."""
    import qasync

    class Loop(qasync.QEventLoop):  # type: ignore[misc]
        """qasync 0.28 does not look after asynchronous generators, as asyncio's own loops do.

        One that is left before its end, such as httpx's body of a stream that is closed, would be torn
        down by the garbage collector in the middle of whatever runs, instead of by the loop.
        """

        def run_forever(self) -> Any:
            before = sys.get_asyncgen_hooks()
            sys.set_asyncgen_hooks(firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook)
            try:
                return super().run_forever()
            finally:
                sys.set_asyncgen_hooks(*before)

    loop: asyncio.AbstractEventLoop = Loop(application)
    return loop
