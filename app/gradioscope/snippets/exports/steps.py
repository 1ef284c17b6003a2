"""The requests of a call in a row, for tools that run them so: each takes from its answer what the next one needs.

A file for another tool has one call or many. What is a secret of one app is a variable of its own, as the same
header, or the same login, of another app may have another value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gradioscope.gradio.errors import WrongUse
from gradioscope.snippets.curl_login import PASSWORD
from gradioscope.snippets.entry import Entry
from gradioscope.snippets.payload import ACTIVE, Piece, Variable
from gradioscope.snippets.plan import EVENT_ID, TOKEN, Plan, Upload, plan


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
    escapes: tuple[tuple[str, str], ...] = ()
    """Variables of the body, and the secret that each holds as the inside of a JSON text."""
    app: str = "app"
    """The variable that holds the app's address."""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """All the steps of one request."""

    entry: Entry
    plan: Plan
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    name: str
    apps: dict[str, str]
    """Variable to address."""
    calls: tuple[Call, ...]
    secrets: tuple[str, ...]
    """Variables that the person sets in the tool."""
    defaults: dict[str, str]
    """Variables that the tool is told, too: name to text."""

    @property
    def alone(self) -> bool:
        """Whether it is one request without a name: its steps need no folder."""
        return len(self.calls) == 1 and not self.calls[0].entry.name and not self.calls[0].entry.folders


def steps_of(entries: Sequence[Entry], name: str = "") -> Steps:
    """WrongUse for what cannot be sent, or not be written down for another tool."""
    apps: dict[str, str] = {}
    secrets: list[str] = []
    defaults: dict[str, str] = {}
    calls = []
    for entry in entries:
        found = plan(entry.draft)
        variable = next((known for known, url in apps.items() if url == found.app), "")
        if not variable:
            variable = "app" if not apps else f"app_{len(apps) + 1}"
            apps[variable] = found.app
        writer = _Writer(entry, found, variable)
        calls.append(Call(entry, found, tuple(writer.steps())))
        secrets += writer.secrets()
        defaults |= writer.defaults()
    draft = entries[0].draft if entries else None
    title = f"{draft.endpoint.name} · {draft.app.title or draft.app.url}" if draft is not None else "Gradio"
    return Steps(name or title, apps, tuple(calls), tuple(dict.fromkeys(secrets)), defaults)


class _Writer:
    def __init__(self, entry: Entry, found: Plan, app: str) -> None:
        self._entry, self._plan, self._app = entry, found, app

    def secrets(self) -> list[str]:
        login = (PASSWORD,) if self._plan.login_user is not None else ()
        return [self._own(name) for name in (*self._plan.environment, *login)]

    def defaults(self) -> dict[str, str]:
        return {self._own(name): _quiet(text) for name, text in self._plan.defaults.items()}

    def _own(self, secret: str) -> str:
        """The variable of a secret: that of another app is another one. The token is the person's, not an app's."""
        return secret if secret == TOKEN else secret + self._app.removeprefix("app")

    def steps(self) -> list[Step]:
        found, own = self._plan, self._own
        headers = tuple(
            (
                item.name,
                f"{_quiet(item.scheme)}{{{{{own(item.variable)}}}}}{_quiet(item.after)}"
                if item.variable
                else _quiet(item.value),
            )
            for item in found.headers
        )
        steps = []
        if found.login_user is not None:
            form = (("username", _quiet(found.login_user)), ("password", f"{{{{{own(PASSWORD)}}}}}"))
            steps.append(Step("Log in", "POST", found.login, headers, form=form, app=self._app))
        for number, upload in enumerate(found.uploads, 1):
            name = "Upload" if len(found.uploads) == 1 else f"Upload {number}"
            _quiet(upload.file.path)
            taken = "JSON.stringify(answer[0]).slice(1, -1)"
            takes = upload.variable
            steps.append(
                Step(name, "POST", found.upload, headers, upload=upload, takes=takes, taken=taken, app=self._app)
            )
        endpoint = self._entry.draft.endpoint.name
        steps.append(
            Step(
                # read again when it is imported: a call by its number does not say what it calls
                f"Call {endpoint}" if not ACTIVE.search(endpoint) else "Call",
                "POST",
                found.post,
                (("Content-Type", "application/json"), *headers),
                body=_body(found),
                takes=EVENT_ID,
                taken="answer.event_id",
                makes_session=found.own_session,
                escapes=tuple((variable, own(secret)) for variable, secret in found.secrets.items()),
                app=self._app,
                notes=self._entry.notes,
            )
        )
        expects = "/^event: complete/m" if found.messages == "call" else '/"process_completed".*"success":true/'
        steps.append(Step("Result", "GET", _filled(found.events), headers, expects=expects, app=self._app))
        return steps


@dataclass(slots=True)
class Group:
    """A folder as other tools have them: their order is that of the requests in it."""

    name: str
    groups: dict[str, Group] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)


def grouped(steps: Steps) -> Group:
    """The calls in their folders."""
    root = Group(steps.name)
    for call in steps.calls:
        group = root
        for name in call.entry.folders:
            group = group.groups.setdefault(name, Group(name))
        group.calls.append(call)
    return root


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


def _quiet(text: str) -> str:
    if _TEMPLATE.search(text) or ACTIVE.search(text):
        raise WrongUse(
            "A header, a user name or the name of a file cannot be exported.",
            "It has braces that the other tool would take for a variable, or a line break.",
            "Leave it out, and add it there.",
        )
    return text
