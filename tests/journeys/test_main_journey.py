"""The main job in a real window on an X server, driven only from outside: keys, and the accessibility tree."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.desktop import Desktop

pytestmark = [pytest.mark.all, pytest.mark.timeout(300)]


def connect(screen: Desktop, address: str) -> None:
    screen.keys("ctrl+l")
    screen.replace("App address", address)
    screen.keys("Return")
    screen.wait_status("Ready")


def choose(screen: Desktop, endpoint: str) -> None:
    screen.focus("Endpoint", "text")
    screen.keys("ctrl+a")
    screen.type(endpoint)
    screen.keys("Return")
    screen.until(lambda: endpoint in str(screen.get("Endpoint", "combo box")), f"endpoint {endpoint}")


def picture_on_clipboard(screen: Desktop, path: Path) -> None:
    subprocess.run(["convert", "-size", "40x30", "xc:orange", str(path)], check=True)
    with path.open("rb") as png:
        subprocess.run(
            ["xclip", "-selection", "clipboard", "-t", "image/png"],
            stdin=png,
            stdout=subprocess.DEVNULL,
            env=screen.environment,
            check=True,
        )


def test_fill_run_and_copy_a_curl_that_does_the_same(screen: Desktop, serve: Callable[..., str]) -> None:
    screen.open()
    connect(screen, serve("echo"))
    choose(screen, "/combo")

    screen.replace("Prompt", "a (plain) $HOME 'text'", "text")
    screen.replace("Steps", "7")
    screen.focus("Mode", "combo box")
    screen.type("Slow")
    picture_on_clipboard(screen, screen.folder / "orange.png")
    screen.focus("Start image")
    screen.keys("ctrl+v")
    screen.keys("ctrl+Return")
    screen.wait_status("Complete")

    wanted = {"text": "a (plain) $HOME 'text'", "number": 7, "choice": "slow", "image": [40, 30], "calls": 1}
    shown = " ".join(screen.texts("Result", "panel"))
    for part in ("a (plain) $HOME 'text'", "slow", "40", "30"):
        assert part in shown

    screen.keys("ctrl+shift+c")
    script = screen.until(lambda: text if "curl" in (text := screen.clipboard()) else None, "the curl")
    ran = subprocess.run(["bash"], input=script.encode(), capture_output=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr.decode()
    last = [line for line in ran.stdout.decode().splitlines() if line.startswith("data:")][-1]
    message = json.loads(last.removeprefix("data:"))
    data = message["output"]["data"] if isinstance(message, dict) else message
    assert data[0] == wanted


def test_events_arrive_one_by_one_and_a_long_run_is_cancelled(
    screen: Desktop, serve: Callable[..., str], post: Callable[[str, str, list[Any]], Any]
) -> None:
    address = serve("behaviour")
    screen.open()
    connect(screen, address)
    choose(screen, "/stepped")
    gate = f"journey-{screen.display}"
    screen.replace("Gate", gate, "text")
    screen.replace("Steps", "5")
    screen.keys("ctrl+Return")

    def steps() -> list[list[str]]:
        return [row for row in screen.rows("Events") if "generating" in row[1].lower()]

    def came(count: int) -> bool:
        return len(steps()) == count

    screen.get("Events", "page tab", begins=True)
    screen.ask("press", "Events", "page tab", begins=True)
    for arrived in (1, 2, 3):
        screen.until(partial(came, arrived), f"step {arrived}")
        assert screen.status.startswith("Status: Running")
        post(address, "release", [gate, 1])

    screen.keys("Escape")
    assert screen.wait_status("Cancelled")
    post(address, "release", [gate, 1])  # a generator notices at its next step
    screen.until(lambda: f"stepped {gate} stopped" in post(address, "ran", [])[0], "the end of the generator")
    assert f"stepped {gate} finished" not in post(address, "ran", [])[0]


def test_log_in_to_a_protected_app(screen: Desktop, serve: Callable[..., str]) -> None:
    screen.open()
    screen.replace("App address", serve("auth"))
    screen.keys("Return")
    screen.replace("User name", "alice")
    screen.replace("Password", "wrong")
    screen.keys("Return")
    screen.until(lambda: any("refused" in text for text in screen.texts_shown()), "the refusal")
    screen.replace("Password", "wonder")
    screen.keys("Return")
    screen.wait_status("Ready")
    choose(screen, "/hello")
    screen.replace("Name", "journey", "text")
    screen.keys("ctrl+Return")
    screen.wait_status("Complete")
    assert "hello journey, you are alice" in " ".join(screen.texts("Result", "panel"))


def test_an_address_that_is_no_app_is_explained_in_place(screen: Desktop) -> None:
    screen.open()
    screen.replace("App address", "localhost:9")
    screen.keys("Return")
    screen.wait_status("Failed")
    assert any("Nothing answers at localhost:9" in text for text in screen.texts_shown())
