"""What was typed is there again after the window was killed, seen from outside."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.journeys.desktop import Desktop
from tests.journeys.test_main_journey import choose, connect

pytestmark = [pytest.mark.all, pytest.mark.timeout(300)]

TYPED = "typed to the very end"


def test_a_killed_window_is_as_it_was(screen: Desktop, serve: Callable[..., str]) -> None:
    process = screen.open()
    connect(screen, serve("echo"))
    choose(screen, "/echo_text")
    screen.replace("Text", TYPED, "text")
    windows = screen.folder / "home" / "state" / "windows"
    screen.until(lambda: any(TYPED in path.read_text() for path in windows.glob("*/0.json")), "the text on the disk")
    process.kill()
    process.wait()

    screen.open()
    screen.until(lambda: screen.get("Text", "text")["text"] == TYPED, "the text in the form")
    assert screen.status.startswith("Status: Not connected")  # nobody was asked
    assert "/echo_text" in str(screen.get("Endpoint", "combo box"))
    screen.keys("ctrl+Return")  # which connects first
    screen.wait_status("Complete")
    assert TYPED in " ".join(screen.texts("Result", "panel"))
