"""`gradioscope call` as a whole process, beside a gradio_client script as a whole process."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from tests.bench.timing import Row, alternate

SCRIPT = """
import sys
from gradio_client import Client
print(Client(sys.argv[1], verbose=False).predict("hello", api_name="/echo_text"))
"""


def _run(*command: str) -> float:
    began = time.perf_counter()
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run([sys.executable, *command], capture_output=True, check=False, env=settings)
    assert done.returncode == 0, done.stderr.decode()
    assert b"hello" in done.stdout, done.stdout
    return (time.perf_counter() - began) * 1000


def measure(url: str, count: int = 7) -> list[Row]:
    ours, peer = alternate(
        count,
        lambda: _run("-m", "gradioscope", "call", url, "/echo_text", "text=hello"),
        lambda: _run("-c", SCRIPT, url),
    )
    return [Row("`gradioscope call`, whole process", ours, "gradio_client script", peer, 0.6)]
