"""`gradioscope import`: other tools' files, or a zip, into a folder of requests. Nothing is sent."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gradioscope.cli import output
from gradioscope.gradio.errors import WrongUse
from gradioscope.library.places import Places

if TYPE_CHECKING:
    from gradioscope.library.exchange.writing import Written


def import_(arguments: argparse.Namespace) -> int:
    """0 where at least one request came of it. WrongUse where none did."""
    from gradioscope.library.exchange import read
    from gradioscope.library.exchange.imported import joined
    from gradioscope.library.exchange.writing import write
    from gradioscope.library.exchange.zipped import holds_requests
    from gradioscope.library.known_apps import KnownApps

    *sources, folder = map(Path, arguments.paths)
    zips = [path for path in sources if path.is_file() and holds_requests(path)]
    if zips:
        if len(sources) > 1:
            raise WrongUse(f"{zips[0].name} is a collection of its own.", "", "Import it by itself, into a new folder.")
        return _unpack(zips[0], folder, as_json=arguments.json)
    if folder.exists() and not folder.is_dir():
        raise WrongUse(f"{folder} is no folder.", "What is imported goes into the last one named.", "Name a folder.")
    known = KnownApps(Places(arguments.home))
    found = joined([read(path, known.find) for path in sources])
    if not found.items:
        reasons = {left.why for left in found.left_out}
        raise WrongUse(
            "There are no calls of Gradio apps in it.",
            " ".join(sorted(reasons)[:3]) or "It holds no requests at all.",
            "A call is a POST to /call/…, /run/… or /queue/join of an app.",
        )
    _tell(write(found, folder), folder, as_json=arguments.json)
    return 0


def _unpack(source: Path, folder: Path, *, as_json: bool) -> int:
    from gradioscope.library.collection import Collection
    from gradioscope.library.exchange.imported import LeftOut
    from gradioscope.library.exchange.writing import Written
    from gradioscope.library.exchange.zipped import unpack

    packed = unpack(source, folder)
    requests = tuple(entry.path for entry in Collection(folder).root.all_requests())
    parts = (line.partition(": ") for line in packed.left_out)
    left_out = tuple(LeftOut(what, why) for what, _, why in parts)
    _tell(Written(requests, (), left_out, ()), folder, as_json=as_json)
    return 0


def _tell(written: Written, folder: Path, *, as_json: bool) -> None:
    if as_json:
        output.write_json_line(
            {
                "requests": [str(path) for path in written.requests],
                "variables": [str(path) for path in written.variables],
                "left_out": [{"what": left.what, "why": left.why} for left in written.left_out],
                "notes": list(written.notes),
            }
        )
        return
    output.write(output.visible(f"{_counted(written.requests, 'request')} in {folder}"))
    for path in written.requests:
        output.write(f"  {output.visible(str(path.absolute().relative_to(folder.absolute())))}")
    if written.left_out:
        output.say(f"{_counted(written.left_out, 'item')} left out:")
    for left in written.left_out:
        output.say(f"  {left.what}: {left.why}")
    for note in written.notes:
        output.say(note)


def _counted(items: Sequence[object], noun: str) -> str:
    return f"{len(items)} {noun}" if len(items) == 1 else f"{len(items)} {noun}s"
