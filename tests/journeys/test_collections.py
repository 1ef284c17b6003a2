"""Collections in a real window on an X server, driven only from outside: keys, mouse, the accessibility tree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.journeys.desktop import Desktop

pytestmark = [pytest.mark.all, pytest.mark.timeout(180)]


def rows(screen: Desktop) -> dict[str, list[int]]:
    """What the rows say, and where each is."""
    found = screen.children("Collections", "tree")
    return {row["name"]: row["box"] for row in found if row["box"]}


def place(screen: Desktop, name: str) -> tuple[int, int]:
    left, top, _, height = rows(screen)[name]
    return left + 60, top + height // 2


def wait_row(screen: Desktop, name: str) -> None:
    screen.until(lambda: name in rows(screen), f"the row “{name}”")


def test_requests_are_renamed_moved_deleted_and_all_of_it_undone(screen: Desktop) -> None:
    mine = screen.folder / "Mine"
    for name in ("greet", "paint", "folder/sing"):
        path = mine / f"{name}.gradio.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("address: http://127.0.0.1:9\nendpoint: /p\n")
    state = screen.folder / "home" / "state" / "collections.json"
    state.parent.mkdir(parents=True)
    state.write_text(json.dumps({"folders": [str(mine)]}))
    screen.open()
    wait_row(screen, "Mine, collection")
    screen.focus("Collections", "tree")
    screen.keys("Home", "Right")
    wait_row(screen, "greet, request")

    screen.type("gr")  # goes to the name that begins so
    screen.keys("F2")
    screen.type("welcome")
    screen.keys("Return")
    wait_row(screen, "welcome, request")
    assert (mine / "welcome.gradio.yaml").exists()

    screen.drag(place(screen, "welcome, request"), place(screen, "folder, folder"))
    moved = mine / "folder" / "welcome.gradio.yaml"
    screen.until(moved.exists, "the moved file")
    screen.until(lambda: any("Moved welcome to folder" in text for text in screen.texts_shown()), "a word about it")

    screen.focus("Collections", "tree")
    screen.type("pai")
    screen.keys("Delete")
    screen.until(lambda: not (mine / "paint.gradio.yaml").exists(), "paint in the trash")
    trashed = Path(screen.environment["XDG_DATA_HOME"]) / "Trash" / "files" / "paint.gradio.yaml"
    screen.until(trashed.exists, "it there")
    screen.keys("ctrl+z", "ctrl+z", "ctrl+z")
    screen.until((mine / "greet.gradio.yaml").exists, "all as it was")
    assert (mine / "paint.gradio.yaml").exists()
    assert not moved.exists()

    wait_row(screen, "greet, request")
    screen.type("gre")
    screen.keys("Return")
    screen.until(lambda: "greet, request, open" in rows(screen), "the request in front")
