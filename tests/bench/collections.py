"""A collection of 10,000 requests: its tree, its index, and each key of a search, beside the bare doing the same.

Opening has to take less than 300 ms and an answer to a key less than 50 ms, whatever the ratios are.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import yaml
from ruamel.yaml import YAML
from tests.bench.timing import Row, alternate

from gradioscope.library.collection import Collection, read_request
from gradioscope.library.collection.request_file import changed_text, request_in
from gradioscope.library.collection.search import Index
from gradioscope.library.collection.watching import signature
from gradioscope.library.collection.yaml.writing import document

COUNT = 10_000
TURNS = 7
TEXT = "red cat sits on the old roof and looks over a quiet town at night translate image summary"
WORDS = TEXT.split()
TYPED = ["q", "qu", "qui", "quiet", "quiet r", "quiet roof", "quiet roof 77"]


def filled(root: Path) -> None:
    """The requests in 100 folders, each with a text of 30 words, numbers, notes and what it was made for."""
    for number in range(COUNT):
        folder = root / f"group {number // 1000}" / f"part {number // 100 % 10}"
        if number % 100 == 0:
            folder.mkdir(parents=True)
        text = " ".join(WORDS[number * step % len(WORDS)] for step in range(1, 31))
        content = document(
            {
                "address": f"https://app{number % 37}.hf.space",
                "endpoint": f"/{WORDS[number % len(WORDS)]}",
                "values": {"text": text, "steps": number, "options": [1, "a", {"b": None}]},
                "notes": "Some *notes*\n\nof mine.\n",
                "made_for": {
                    "gradio": "6.31.0",
                    "parameters": [{"name": "text", "component": "Textbox", "label": "Text", "required": True}],
                    "returns": ["Image"],
                },
            }
        )
        (folder / f"{WORDS[number * 7 % len(WORDS)]} {number}.gradio.yaml").write_text(content)


def timed(does: Callable[[], object]) -> float:
    began = time.perf_counter()
    does()
    return (time.perf_counter() - began) * 1000


def walk(root: Path) -> int:
    return sum(1 for _, _, files in os.walk(root) for name in sorted(files) if name.endswith(".gradio.yaml"))


def walk_and_stat(root: Path) -> int:
    return sum(
        os.stat(os.path.join(folder, name)).st_size for folder, _, files in os.walk(root) for name in sorted(files)
    )


def read_all(root: Path) -> int:
    found = 0
    for folder, _, files in os.walk(root):
        for name in files:
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                found += len(file.read().casefold())
    return found


def grep(root: Path, word: str) -> bytes:
    done = subprocess.run(["grep", "-ril", "--", word, root], check=False, capture_output=True)
    return done.stdout


def some(root: Path) -> list[Path]:
    """500 of the requests."""
    return sorted(root.rglob("*.gradio.yaml"))[::20]


def read_some(paths: list[Path]) -> None:
    for path in paths:
        read_request(path)


def load_some(paths: list[Path]) -> None:
    for path in paths:
        yaml.safe_load(path.read_bytes())


def change_some(paths: list[Path]) -> None:
    """One value of each, without the writing to disk, which is the disk's."""
    for path in paths:
        text = path.read_text()
        request = request_in(text, path)
        changed_text(path, text, replace(request, values={**request.values, "steps": -1}), root=path.parent)


def rewrite_some(paths: list[Path]) -> None:
    for path in paths:
        round_trip = YAML()
        document = round_trip.load(path)
        document["values"]["steps"] = -1
        round_trip.dump(document, io.StringIO())


def measure() -> list[Row]:
    root = Path(tempfile.mkdtemp(prefix="gradioscope-collection-"))
    try:
        filled(root)
        return _measure(root)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _measure(root: Path) -> list[Row]:
    index = Index()
    index.update([root])
    assert len(index) == COUNT
    for wanted in TYPED:
        # both find the same, as far as grep can tell
        assert len(list(index.search(wanted))) == 1

    def build() -> None:
        assert Index().update([root])

    def type_all() -> list[float]:
        return [timed(lambda wanted=wanted: list(index.search(wanted))) for wanted in TYPED]  # type: ignore[misc]

    pairs: list[tuple[str, Callable[[], object], str, Callable[[], object], float]] = [
        ("tree of 10,000 requests", lambda: Collection(root).root, "os.walk", lambda: walk(root), 8.0),
        ("has anything changed?", lambda: signature(root), "os.walk and stat", lambda: walk_and_stat(root), 2.5),
        ("index of 10,000 requests", build, "reading the files", lambda: read_all(root), 4.0),
        (
            "index where nothing changed",
            lambda: index.update([root]),
            "os.walk and stat",
            lambda: walk_and_stat(root),
            4.0,
        ),
        ("a search for one word", lambda: list(index.search("quiet")), "grep -ril", lambda: grep(root, "quiet"), 1.0),
    ]
    paths = some(root)
    pairs += [
        ("500 requests read", lambda: read_some(paths), "PyYAML", lambda: load_some(paths), 0.5),
        ("a value changed in 500", lambda: change_some(paths), "ruamel.yaml", lambda: rewrite_some(paths), 0.5),
    ]
    found = []
    for name, ours, peer_name, peer, goal in pairs:
        mine, other = alternate(TURNS, lambda ours=ours: timed(ours), lambda peer=peer: timed(peer))  # type: ignore[misc]
        found.append(Row(name, mine, peer_name, other, goal))
    opened, slowest = alternate(TURNS, lambda: timed(lambda: Collection(root).root), lambda: max(type_all()))
    found.append(Row("10,000 requests opened", opened, "the limit", 300.0, 1.0))
    found.append(Row("the slowest of the keys typed", slowest, "the limit", 50.0, 1.0))
    return found
