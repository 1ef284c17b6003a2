"""Our snippets of a case, run where they belong."""

from __future__ import annotations

import secrets
import sys

from tests.snippet_proof.cases import SECRETS, Case
from tests.snippet_proof.place import SHELLS, Place

from gradioscope.snippets import render

TARGETS = (*(f"curl in {name}" for name in SHELLS), "python", "python-httpx", "javascript", "javascript-fetch")


def works(place: Place, target: str, case: Case) -> str:
    """Why the snippet does not do it; empty where it does."""
    draft = place.draft(case, secrets.token_hex(8))
    place.received()
    before = [case.received] if not case.session else [[0, *case.received[1:]], case.received]
    for expected in before:
        if target.startswith("curl in "):
            shell = target.removeprefix("curl in ")
            snippet = render("curl-fish" if shell == "fish" else "curl", draft)
            ran = place.run(SHELLS[shell], "snippet.sh", snippet, **SECRETS)
        elif target.startswith("python"):
            ran = place.run([sys.executable], "snippet.py", render(target, draft), **SECRETS)
        else:
            ran = place.run(place.node, "snippet.mjs", render(target, draft), **SECRETS)
        if ran.status:
            return f"exit status {ran.status}: {ran.errors[-300:] or ran.output[-300:]}"
        received = place.received()
        if received != [expected]:
            return f"received {received!r:.300}"
    if (place.folder / "stolen").exists():
        return "a command was run"
    return ""
