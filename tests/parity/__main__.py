"""The table of docs/components.md: `python -m tests.parity > docs/components.md`."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from tests.parity.cases import CASES
from tests.parity.compare import Outcome, outcomes
from tests.servers import NEWEST, OLDER, Servers

from gradioscope.window import theme

VERSIONS = (*sorted(OLDER), NEWEST)
HEAD = """# Components, version by version

Each line is a value that went through the input of the window and a real server of each Gradio, and through that
version's own gradio_client. **same**: the input gave back the value that it showed, the function received the same
from both, and both got the same result, returned files compared by their content. **refused**: the app refused it
from both. A dash: the component, or that shape of its value, is not in that version. Made by
`python -m tests.parity`; the tests hold it.

"""


def word(outcome: Outcome | None) -> str:
    if outcome is None:
        return "–"
    if not (outcome.same and outcome.kept):
        return "**differs**"
    return "refused" if outcome.ours.data is None else "same"


def table(found: dict[str, list[Outcome]]) -> Iterable[str]:
    yield f"| component | value | input | {' | '.join(VERSIONS)} |"
    yield "|---|---|---|" + "---|" * len(VERSIONS)
    rows = dict.fromkeys((case.endpoint, case.about) for case in CASES)
    for endpoint, about in rows:
        of_row = {
            version: next((o for o in found[version] if (o.case.endpoint, o.case.about) == (endpoint, about)), None)
            for version in VERSIONS
        }
        kind = next(o.ours.kind for o in of_row.values() if o is not None)
        words = " | ".join(word(of_row[version]) for version in VERSIONS)
        yield f"| {endpoint.partition('_')[2]} | {about} | `{kind}` | {words} |"


def main() -> None:
    app = QApplication(["parity", "-style", "fusion"])
    theme.apply(app, "light")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        servers = Servers(folder, QUEUE_PAUSE="0.01")
        try:
            found = {}
            for version in VERSIONS:
                (folder / version).mkdir()
                found[version] = outcomes(servers.serve("components", version), version, folder / version)
        finally:
            servers.stop_all()
    print(HEAD + "\n".join(table(found)))


if __name__ == "__main__":
    main()
