"""A request to an app from before `/call` (Gradio 3, and 4.0 to 4.19) as a curl command: one POST, one answer."""

from __future__ import annotations

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.legacy import run_number
from gradioscope.gradio.model import local_files
from gradioscope.request.draft import Draft
from gradioscope.snippets import curl_fish_words
from gradioscope.snippets.payload import json_pieces
from gradioscope.snippets.plan import base, percent
from gradioscope.snippets.quoting import here_document, word

INLINE = 1000
"""As in `curl`."""


def render(target: str, draft: Draft) -> str:
    """WrongUse for another target, and for what takes more than one request."""
    if target not in ("curl", "curl-fish"):
        raise _cannot(f"There is no snippet in this language for Gradio {draft.app.version}.", "Choose curl.")
    access = draft.access
    if access.login_user is not None or access.token or access.headers or any(local_files(draft.data())):
        raise _cannot(
            "There is no snippet for this request.",
            "Leave files, logins, tokens and headers out; for an app of this age it is written without them.",
        )
    pieces = json_pieces({"data": draft.data(), **run_number(draft.endpoint)}, variables=False)
    name = percent(draft.endpoint.name.removeprefix("/")) if draft.endpoint.by_call else "predict"
    path = f"{draft.app.api_prefix}/run/{name}"
    insecure = " --insecure" if access.insecure else ""
    address = base(draft.app.url) + path
    if target == "curl-fish":
        text = curl_fish_words.body(pieces)
        command = f"curl -sS{insecure} {curl_fish_words.word(address)} -H 'Content-Type: application/json'"
        if sum(map(len, pieces)) <= INLINE:
            return f"{command} \\\n  -d {text}"
        return f"printf '%s' {text} | {command} -d @-"
    command = f"curl -sS{insecure} {word(address)} -H 'Content-Type: application/json'"
    if len(pieces) == 1 and len(pieces[0]) <= INLINE:
        return f"{command} \\\n  -d {word(pieces[0])}"
    return f"{command} -d @- {here_document(pieces)}"


def _cannot(what: str, do: str) -> WrongUse:
    return WrongUse(what, "Its one request, POST /run, is known to few tools.", do)
