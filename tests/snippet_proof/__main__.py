"""`python -m tests.snippet_proof [--gradio 6.31]`: run every case in every target, and write docs/snippets.md's table.

Ours beside those of Gradio's own generator. Takes some minutes. A snippet of ours that does not do what it should is
named, and is the exit code.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import tests.conftest  # noqa: F401 - keeps this machine's tokens and proxies out
from tests.servers import NEWEST, ROOT, Servers
from tests.snippet_proof import ours, theirs
from tests.snippet_proof.cases import Case, cases
from tests.snippet_proof.place import SHELLS, Place

DOCS = ROOT / "docs" / "snippets.md"
BEGIN, END = "<!-- proof: begin -->", "<!-- proof: end -->"
WORKERS = 2

Works = Callable[[Place, str, Case], str]
Found = dict[str, dict[tuple[str, str], str]]
"""Target to case to why it failed; empty where it did not."""


def run(gradio: str, targets: Sequence[tuple[str, str, Works]]) -> Found:
    """Each target has an app and a folder of its own, so that several can run at once."""
    servers = Servers(Path(tempfile.mkdtemp(prefix="gradioscope-proof-")), QUEUE_PAUSE="0.01")

    def one(target: tuple[str, str, Works]) -> dict[tuple[str, str], str]:
        whose, name, works = target
        folder = Path(tempfile.mkdtemp(prefix="gradioscope-proof-"))
        place = Place(folder, gradio, servers)
        found = {(case.group, case.about): works(place, name, case) for case in cases(folder, gradio)}
        print(f"{whose} {name}: {sum(not why for why in found.values())} of {len(found)}", file=sys.stderr)
        return found

    try:
        with ThreadPoolExecutor(WORKERS) as pool:
            results = list(pool.map(one, targets))
    finally:
        servers.stop_all()
    return {f"{whose} {name}": found for (whose, name, _), found in zip(targets, results, strict=True)}


def cell(found: dict[tuple[str, str], str], group: str) -> str:
    chosen = [why for (of, _), why in found.items() if group in ("", of)]
    good = sum(not why for why in chosen)
    return f"**{good}**" if good < len(chosen) else str(good)


def table(found: Found) -> list[str]:
    """Shells of one target share a column where they agree in everything."""
    columns = dict(found)
    posix = [f"ours curl in {name}" for name in SHELLS if name != "fish" and f"ours curl in {name}" in columns]
    if posix and all(columns[name] == columns[posix[0]] for name in posix):
        same = columns[posix[0]]
        columns = {f"ours curl, each of {len(posix)} shells": same} | {
            name: value for name, value in columns.items() if name not in posix
        }
    names = [name.replace("ours curl in fish", "ours curl-fish").replace("theirs", "Gradio's") for name in columns]
    cases_of = next(iter(columns.values()))
    groups = dict.fromkeys(group for group, _ in cases_of)
    lines = [f"| cases | | {' | '.join(names)} |", f"|---|---|{'---|' * len(names)}"]
    for group in [*groups, ""]:
        count = sum(group in ("", of) for of, _ in cases_of)
        cells = " | ".join(cell(column, group) for column in columns.values())
        lines.append(f"| {group or '**all**'} | {count} | {cells} |")
    return lines


def main(arguments: list[str]) -> int:
    gradio = arguments[arguments.index("--gradio") + 1] if "--gradio" in arguments else NEWEST
    of_bash = tuple(name for name in theirs.TARGETS if name.startswith("bash"))
    targets: list[tuple[str, str, Works]] = [("ours", name, ours.works) for name in ours.TARGETS]
    peers = theirs.TARGETS if gradio == NEWEST else of_bash
    targets += [("theirs", name, theirs.works) for name in peers]
    found = run(gradio, targets)
    lines = table(found)
    if gradio == NEWEST:
        before, _, rest = DOCS.read_text("utf-8").partition(BEGIN)
        _, _, after = rest.partition(END)
        DOCS.write_text("\n".join([before + BEGIN, *lines, END + after]), "utf-8")
    print(*lines, sep="\n")
    mine = {name: of for name, of in found.items() if name.startswith("ours")}
    failed = [(name, case, why) for name, of in mine.items() for case, why in of.items() if why]
    for name, case, why in failed:
        print(name, *case, why, sep=": ", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
