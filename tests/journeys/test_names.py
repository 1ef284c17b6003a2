"""Every name that is promised to assistive technology, with its role, as another process finds it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from tests.journeys.desktop import Desktop

pytestmark = [pytest.mark.all, pytest.mark.timeout(300)]

ALWAYS = {
    "App address": "text",
    "Connect": "push button",
    "Endpoint": "combo box",
    "Run": "push button",
    "Save request": "push button",
    "Environment": "combo box",
    "Access token": "push button",
    "Collections": "tree",
    "History": "list",
}
PANELS = {
    "Events": {"Events": "table"},
    "Result": {"Result": "panel"},
    "Snippet": {"Snippet target": "combo box", "Snippet": "text", "Copy snippet": "push button"},
}


def test_what_is_promised_is_found(screen: Desktop, serve: Callable[..., str]) -> None:
    screen.open()
    screen.keys("ctrl+l")
    screen.replace("App address", serve("echo"))
    screen.keys("Return")
    screen.wait_status("Ready")
    screen.keys("ctrl+Return")
    screen.wait_status("Complete", "Failed")
    screen.keys("ctrl+s")
    screen.until(lambda: screen.find("Name", "text"), "the question for a name")
    screen.keys("Return")
    for name, role in ALWAYS.items():
        screen.until(partial(screen.find, name, role), f"{name}, {role}")
    for panel, names in PANELS.items():
        screen.keys("ctrl+k")
        screen.type(f"Show {panel}")
        screen.keys("Return")
        for name, role in names.items():
            screen.until(partial(screen.find, name, role), f"{name}, {role}")
