"""What every test app shares: quiet settings, the Gradio version, and how it is served.

An app runs alone, `PORT=7860 python tests/apps/echo.py`, and with 4.44, 5.49 and 6.31. Settings come
from the environment, so that one app serves several tests: SHOW_ERROR=0, MAX_SIZE (waiting jobs), LIMIT
(jobs of one function at once), MAX_FILE_SIZE (bytes), ROOT_PATH, QUEUE_PAUSE (seconds between two looks into an
empty queue: Gradio 6 looks a thousand times a second, 6 % of a processor for each idle server).
"""

from __future__ import annotations

import os
import sys
import threading
from typing import Any

os.environ.update(
    GRADIO_ANALYTICS_ENABLED="False", HF_HUB_OFFLINE="1", DO_NOT_TRACK="1", NO_PROXY="127.0.0.1,localhost"
)

import gradio as gr

__all__ = ["HOST", "MAJOR", "PORT", "end_with_parent", "gr", "launch"]

MAJOR = int(gr.__version__.split(".")[0])
HOST = "127.0.0.1"
PORT = int(os.environ.get("PORT", "7860"))


def number(name: str) -> int | None:
    """A whole number from the environment; None where it is not set."""
    return int(os.environ[name]) if os.environ.get(name) else None


def end_with_parent() -> None:
    """Leave when standard input ends: the tests hold its other end, also when they are killed."""
    if os.environ.get("END_WITH_STDIN") == "1":
        threading.Thread(target=lambda: (sys.stdin.buffer.read(), os._exit(0)), daemon=True).start()


def launch(demo: gr.Blocks, **settings: Any) -> None:
    """Serve `demo` on PORT of the loopback address until it is stopped."""
    end_with_parent()
    if MAJOR >= 5:
        settings.setdefault("ssr_mode", False)
        settings.setdefault("max_file_size", number("MAX_FILE_SIZE"))
    if os.environ.get("ROOT_PATH"):
        settings["root_path"] = os.environ["ROOT_PATH"]
    demo.queue(max_size=number("MAX_SIZE"), default_concurrency_limit=number("LIMIT") or 4)
    if os.environ.get("QUEUE_PAUSE"):
        demo._queue.sleep_when_free = float(os.environ["QUEUE_PAUSE"])
    demo.launch(
        server_name=HOST,
        server_port=PORT,
        show_error=os.environ.get("SHOW_ERROR", "1") == "1",
        quiet=True,
        inbrowser=False,
        # Gradio gives its own page three seconds to appear, else it does not start; a busy machine takes longer.
        _frontend=False,
        **settings,
    )
