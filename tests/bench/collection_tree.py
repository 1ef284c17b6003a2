"""10,000 requests in the window: how long the UI thread is held up to show them, to scroll, and to take over a change.

In 100 folders of 100, all of them open or not, and in one folder, beside what a frame may take. Processor time of the
UI thread, as a busy machine would be measured otherwise; in a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.timing import Row, alternate

FRAME = 16.0
"""Milliseconds."""
TURNS = 7


def _measure() -> dict[str, float]:
    from PySide6.QtWidgets import QApplication

    from gradioscope.library.collection import Folder, RequestEntry
    from gradioscope.window import theme
    from gradioscope.window.sidebar.collections.node import Shown
    from gradioscope.window.sidebar.collections.section import CollectionsSection

    application = QApplication([])
    theme.apply(application, "light")

    def requests(folder: Path, count: int, more: str) -> tuple[RequestEntry, ...]:
        return tuple(RequestEntry(f"{folder}/request {n}{more}.gradio.yaml") for n in range(count))

    def many(more: str = "") -> Shown:
        root = Path("/many")
        folders = [
            Folder(root / f"folder {n}", requests=requests(root / f"folder {n}", 100, more if n == 5 else ""))
            for n in range(100)
        ]
        return Shown(root, "many", Folder(root, tuple(folders)))

    def one(more: str = "") -> Shown:
        root = Path("/one")
        return Shown(root, "one", Folder(root, (), requests(root, 10_000, more)))

    found: dict[str, float] = {}

    def cost(act: Callable[[], object]) -> float:
        """The longest of the pieces that nothing else gets between."""
        pieces = []
        steps: list[Callable[[], object]] = [act, *([lambda: application.processEvents()] * 5)]
        for step in steps:
            began = time.thread_time()
            step()
            pieces.append((time.thread_time() - began) * 1000)
        return max(pieces)

    def turn(make: Callable[[str], Shown], unfolded: list[str]) -> dict[str, float]:
        section = CollectionsSection()
        section.resize(260, 700)
        section.show()
        application.processEvents()
        section.tree.unfolded.update(unfolded)
        before, after = make(""), make(" new")
        bar = section.tree.verticalScrollBar()
        costs = {
            "shown": cost(lambda: section.show_collections([before])),
            "scrolled": cost(lambda: bar.setValue(min(bar.maximum() - 800, 2000))),
            "changed": cost(lambda: section.show_collections([after])),
        }
        section.deleteLater()
        application.processEvents()
        return costs

    for name, make, unfolded in (
        ("100 folders", many, ["/many", *(f"/many/folder {n}" for n in range(4, 14))]),
        ("one folder", one, ["/one"]),
    ):
        kept: list[dict[str, float]] = []
        alternate(TURNS, lambda make=make, unfolded=unfolded, kept=kept: kept.append(turn(make, unfolded)) or 0.0)  # type: ignore[misc]
        for what in kept[0]:
            found[f"{what} in {name}"] = sorted(each[what] for each in kept[1:])[TURNS // 2]
    return found


def measure() -> list[Row]:
    settings = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.collection_tree"],
        capture_output=True,
        text=True,
        check=False,
        env=settings,
        cwd=Path(__file__).resolve().parents[2],
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return [Row(f"10,000 requests {what}, UI thread", took, "a frame", FRAME, 1.0) for what, took in found.items()]


if __name__ == "__main__":
    print(json.dumps(_measure()))
