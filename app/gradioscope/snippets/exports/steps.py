"""The requests of a call in a row, for tools that run them so: each takes from its answer what the next one needs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gradioscope.gradio.errors import WrongUse
from gradioscope.request.draft import Draft
from gradioscope.snippets.curl_login import PASSWORD
from gradioscope.snippets.payload import Piece, Variable
from gradioscope.snippets.plan import EVENT_ID, Plan, Upload, plan


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    method: str
    path: str
    """Behind the app's address; `{{name}}` stands for a variable."""
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    """JSON text, with `{{name}}` in it."""
    form: tuple[tuple[str, str], ...] = ()
    upload: Upload | None = None
    takes: str = ""
    """The variable that is set from the answer, and from what of it: JavaScript, `answer` being the parsed JSON."""
    taken: str = ""
    makes_session: bool = False
    expects: str = ""
    """JavaScript's pattern for the answer of a success."""


@dataclass(frozen=True, slots=True)
class Steps:
    name: str
    app: str
    steps: tuple[Step, ...]
    secrets: tuple[str, ...]
    """Variables that the person sets in the tool."""


def steps_of(draft: Draft) -> Steps:
    found = plan(draft)
    headers = tuple(
        (header.name, _header_value(header.scheme, header.variable, header.value)) for header in found.headers
    )
    steps = []
    if found.login_user is not None:
        form = (("username", _quiet(found.login_user)), ("password", f"{{{{{PASSWORD}}}}}"))
        steps.append(Step("Log in", "POST", found.login, headers, form=form))
    for number, upload in enumerate(found.uploads, 1):
        name = "Upload" if len(found.uploads) == 1 else f"Upload {number}"
        taken = "JSON.stringify(answer[0]).slice(1, -1)"
        steps.append(Step(name, "POST", found.upload, headers, upload=upload, takes=upload.variable, taken=taken))
    steps.append(
        Step(
            "Call",
            "POST",
            found.post,
            (("Content-Type", "application/json"), *headers),
            body=_body(found),
            takes=EVENT_ID,
            taken="answer.event_id",
            makes_session=found.own_session,
        )
    )
    expects = "/^event: complete/m" if found.messages == "call" else '/"process_completed".*"success":true/'
    steps.append(Step("Result", "GET", _filled(found.events), headers, expects=expects))
    secrets = (*found.environment, *((PASSWORD,) if found.login_user is not None else ()))
    return Steps(f"{draft.endpoint.name} · {draft.app.title or draft.app.url}", found.app, tuple(steps), secrets)


def made_session() -> str:
    """JavaScript for a session hash of the run's own."""
    return 'Array.from({ length: 16 }, () => Math.floor(Math.random() * 16).toString(16)).join("")'


def _filled(pieces: tuple[Piece, ...] | list[Piece]) -> str:
    return "".join(f"{{{{{piece}}}}}" if isinstance(piece, Variable) else piece for piece in pieces)


_TEMPLATE = re.compile(r"\{(?=[{%#])")


def _body(found: Plan) -> str:
    """The braces of a value would be a variable or a tag to these tools; outside of strings JSON never has two."""
    pieces = found.body()
    return _filled([piece if isinstance(piece, Variable) else _TEMPLATE.sub(r"\\u007b", piece) for piece in pieces])


def _header_value(scheme: str, variable: str, value: str) -> str:
    return f"{scheme}{{{{{variable}}}}}" if variable else _quiet(value)


def _quiet(text: str) -> str:
    if _TEMPLATE.search(text):
        raise WrongUse(
            "A header or a user name cannot be exported.",
            "It has braces that the other tool would take for a variable.",
            "Leave it out, and add it there.",
        )
    return text
