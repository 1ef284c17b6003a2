"""`python -m tests.bench [--strict] [start|call|command|events|tables|form|snippet|history|collections …]`

Measures, and prints the table.
A busy machine misses a limit now and then, so that only --strict makes a missed one an exit code.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench import collection_tree, collections, command, events, form, history, one_call, snippet, start, tables
from tests.bench.timing import HEADER, Row
from tests.servers import Servers


def main(wanted: list[str]) -> int:
    strict = "--strict" in wanted
    wanted = [name for name in wanted if name != "--strict"]
    servers = Servers(Path(tempfile.mkdtemp(prefix="gradioscope-bench-")))
    rows: list[Row] = []
    try:
        for name in wanted or [
            "start",
            "call",
            "command",
            "events",
            "tables",
            "form",
            "snippet",
            "history",
            "collections",
        ]:
            if name == "start":
                rows += start.measure()
            elif name == "call":
                rows += one_call.measure(servers.serve("echo"))
            elif name == "command":
                rows += command.measure(servers.serve("echo"))
            elif name == "events":
                rows += events.measure(servers.serve("behaviour"))
            elif name == "tables":
                rows += tables.measure()
            elif name == "snippet":
                rows += snippet.measure()
            elif name == "history":
                rows += history.measure()
            elif name == "collections":
                rows += collections.measure()
                rows += collection_tree.measure()
            elif name == "form":
                rows += form.measure()
            else:
                print(f"There is no measurement named {name}.", file=sys.stderr)
                return 2
    finally:
        servers.stop_all()
    print(HEADER, *rows, sep="\n")
    return 1 if strict and any(row.ratio > row.goal for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
