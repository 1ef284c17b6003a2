"""The newcomer's way, with the demo app."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.all
def test_the_journey_prints_events_and_curl_and_leaves_pictures(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gradioscope.window.journey", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=110,
        env=os.environ,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    for word in ("generating", "progress", "cancelled", "error", "curl -sS", "BONJOUR, GRACE!"):
        assert word in done.stdout
    made = {path.name for path in tmp_path.glob("*.png")}
    pictures = ("welcome", "snippet", "result", "running", "cancelled", "error")
    assert made == {f"{name}-{scheme}.png" for name in pictures for scheme in ("light", "dark")}
