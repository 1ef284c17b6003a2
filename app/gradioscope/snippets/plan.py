"""Which requests a snippet makes, and with what: the same for every target.

Uploads (one a file), a POST that answers an event id, a GET that answers the events. All addresses here are
percent-encoded; what has to come from elsewhere is a Variable: the path an upload answered, a secret of the
person's environment, a session of the run's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Json, LocalFile
from gradioscope.gradio.upload_name import not_hidden
from gradioscope.request.draft import Draft, with_uploads
from gradioscope.request.fields import TextField, field_for
from gradioscope.snippets.payload import ACTIVE, Piece, Template, Variable, checked, json_pieces
from gradioscope.snippets.places import Places, find

EVENT_ID = Variable("event_id")
SESSION = Variable("session")
TOKEN = "HF_TOKEN"  # noqa: S105 - the variable's name


@dataclass(frozen=True, slots=True)
class Upload:
    variable: Variable
    """Takes the path on the server."""
    file: LocalFile

    @property
    def send_as(self) -> str:
        """The file name told to the server, which makes a path of it and keeps the extension.

        The file's own, but for what breaks the multipart headers of some curl, and what `not_hidden` changes. The
        true name goes into the body as `orig_name`.
        """
        return not_hidden(re.sub(r"[\"\\\x00-\x1f\x7f]", "_", self.file.name))


@dataclass(frozen=True, slots=True)
class Header:
    name: str
    value: str
    """Empty where `variable` is set."""
    variable: str = ""
    """The environment variable the value is in, for one that looks like a secret."""
    scheme: str = ""
    """What stands before the variable: `Bearer `."""
    after: str = ""
    """What stands behind it."""


@dataclass(frozen=True, slots=True)
class Plan:
    app: str
    """Base address, without a slash at the end. All paths are added to it."""
    post: str
    events: tuple[Piece, ...]
    messages: Literal["call", "queue"]
    """What the events look like: `event: complete` and `data: […]`, or one JSON message each (`/queue/data`)."""
    request: dict[str, Json]
    """The body, with Variables in it; a file is the FileData of its Variable, or still a LocalFile."""
    upload: str
    uploads: tuple[Upload, ...]
    own_session: bool
    """Whether SESSION must be made up by the snippet."""
    login: str
    login_user: str | None
    headers: tuple[Header, ...]
    insecure: bool
    secrets: dict[Variable, str]
    """Variables of the body whose value is in an environment variable: Variable to that one's name."""
    environment: tuple[str, ...]
    """Every environment variable that must be set; the password of the login is asked for instead."""
    defaults: Mapping[str, str]
    """Of the environment variables in `secrets`, those that need not be set: name to the text that is used then."""

    def body(self, *, pretty: bool = False) -> list[Piece]:
        """The request as JSON text, and Variables in it, by turns; begins and ends with text."""
        variables = bool(self.uploads or self.secrets or self.own_session or "oauth_token" in self.request)
        return json_pieces(self.request, variables=variables, pretty=pretty)


def plan(draft: Draft, *, follow: bool = False, keep_files: bool = False) -> Plan:
    """`follow`: by `/queue/data` always, which tells more; `keep_files`: LocalFile stays in the request.

    WrongUse where nothing could send it.
    """
    draft, places = find(draft)
    app, endpoint, access = draft.app, draft.endpoint, draft.access
    prefix = percent(app.api_prefix, _PREFIX)
    uploads = tuple(Upload(Variable(f"file_{n}"), file) for n, file in enumerate(draft.files(), 1))
    data = draft.data()
    if uploads and not keep_files:
        data = with_uploads(data, {upload.file: upload.variable for upload in uploads})
    data = places.value(data)
    secrets = {**_used(places, data), **_password_fields(draft, data)}
    body: dict[str, Json] = {"data": data}
    by_call = endpoint.by_call and _is_step(endpoint.name.removeprefix("/"))
    session: str | None = draft.session_hash or None
    if not by_call:
        if endpoint.fn_index is None:
            raise WrongUse(
                f"{endpoint.name} cannot be called by its name.",
                "The app does not tell its number, which would be the other way.",
                "Connect to the app again.",
            )
        body["fn_index"] = endpoint.fn_index
        session = session or SESSION
    if follow:
        session = session or SESSION
    if session is not None:
        body["session_hash"] = session
    if access.token and endpoint.oauth_token:
        body["oauth_token"] = Variable(TOKEN)
    call = f"{prefix}/call/{percent(endpoint.name.removeprefix('/'))}"
    queue = (f"{prefix}/queue/data?session_hash=", session if session is SESSION else percent(session or ""))
    # Gradio before 6.25 knows an event of a session by the session alone: its hash takes the event id's place.
    by_name = (f"{call}/", EVENT_ID if session is None else percent(session))
    of_queue = not by_call or (session is not None and (follow or draft.stream == "queue" or not _is_step(session)))
    headers = _headers(draft, places)
    needed = [*([TOKEN] if access.token else []), *(h.variable for h in headers if h.variable), *secrets.values()]
    return Plan(
        app=base(app.url),
        post=call if by_call else f"{prefix}/queue/join",
        events=queue if of_queue else by_name,
        messages="queue" if of_queue else "call",
        request=body,
        upload=f"{prefix}/upload",
        uploads=uploads,
        own_session=session is SESSION,
        login="/login",
        login_user=access.login_user,
        headers=headers,
        insecure=access.insecure,
        secrets=secrets,
        environment=tuple(dict.fromkeys(name for name in needed if name not in draft.environment_defaults)),
        defaults={name: text for name, text in draft.environment_defaults.items() if name in secrets.values()},
    )


def _is_step(text: str) -> bool:
    """Whether it can be one step of a path: a server splits at `%2F` too, and curl follows the dots."""
    return "/" not in text and text not in ("", ".", "..")


def _password_fields(draft: Draft, data: list[Json]) -> dict[Variable, str]:
    """Put a Variable in the place of each password the person typed, as the form does not show them either."""
    found: dict[Variable, str] = {}
    for parameter in draft.endpoint.parameters:
        given = draft.values.get(parameter.name)
        field = field_for(parameter)
        hidden = isinstance(field, TextField) and field.form == "password"
        typed = isinstance(data[parameter.position], str) and not isinstance(data[parameter.position], Variable)
        if hidden and typed and isinstance(given, str) and given and given != parameter.default:
            name = _variable_name(parameter.name)
            # prefixed, as a parameter may be named `pwd` or `path`
            variable = Variable(f"app_{name.lower()}")
            found[variable] = f"APP_{name}"
            data[parameter.position] = variable
    return found


def _used(places: Places, data: list[Json]) -> dict[Variable, str]:
    """The variables of the shell that are in the values."""
    found: dict[Variable, str] = {}
    waiting: list[Json] = [data] if places.variables else []
    while waiting:
        item = waiting.pop()
        pieces = item.pieces if isinstance(item, Template) else (item,)
        found |= {
            piece: places.names[piece] for piece in pieces if isinstance(piece, Variable) and piece in places.names
        }
        if isinstance(item, Mapping):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return {variable: name for variable, name in places.names.items() if variable in found}


_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_SECRET_NAME = re.compile(r"auth|cookie|token|key|secret|passw|session|credential|signature", re.IGNORECASE)
_SECRET_VALUE = re.compile(r"\s*(bearer|basic|digest|token)\s|hf_|sk-|gh[a-z]_", re.IGNORECASE)


def _headers(draft: Draft, places: Places) -> tuple[Header, ...]:
    found = [Header("Authorization", "", TOKEN, "Bearer ")] if draft.access.token else []
    for name, value in draft.access.headers:
        if not _HEADER_NAME.fullmatch(name) or ACTIVE.search(checked(value)):
            raise WrongUse(
                f"{name!r} cannot be sent as a header.",
                "A name has letters, digits and hyphens; a value has no line breaks or other control characters.",
                "Correct it, or remove it.",
            )
        pieces = places.pieces(value.strip())
        kept = [piece for piece in pieces if isinstance(piece, Variable)]
        if len(kept) == 1:
            before, after = value.strip().split(next(p for p, v in places.variables.items() if v == kept[0]), 1)
            found.append(Header(name, "", places.names[kept[0]], before, after))
        elif kept:
            raise WrongUse(
                f"The header {name} has several secret variables.",
                "A snippet puts one into a header.",
                "Put them into one variable together.",
            )
        elif _SECRET_NAME.search(name) or _SECRET_VALUE.match(value):
            found.append(Header(name, "", _variable_name(name)))
        else:
            found.append(Header(name, value.strip()))
    return tuple(found)


def _variable_name(text: str) -> str:
    name = re.sub(r"[^A-Za-z0-9]", "_", text).upper()
    return f"_{name}" if name[:1].isdigit() else name


_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# `%` too, as a base address is encoded already; not the brackets, which curl would read as a range
_PATH = _UNRESERVED | frozenset(b"/:@!$&'()*+,;=%")
# the app tells its prefix, and shells read it inside of double quotes: nothing they could act on may stay
_PREFIX = _UNRESERVED | frozenset(b"/%")


def percent(text: str, keep: frozenset[int] = _UNRESERVED) -> str:
    """Percent-encoded UTF-8, all but the letters, digits and signs of `keep`."""
    return "".join(chr(byte) if byte in keep else f"%{byte:02X}" for byte in checked(text).encode())


def encoded_path(path: str) -> str:
    return percent(path, _PATH)


def base(url: str) -> str:
    """An app's base address, fit for a command line. WrongUse for one with a password in it, and for none."""
    if not url:
        raise WrongUse(
            "It is not known yet where the app is.",
            "The request's address is empty, or has variables that stand for nothing here.",
            "Connect to the app.",
        )
    scheme, separator, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    if not separator or "@" in host or ACTIVE.search(host) or re.search(r"[\s\\\"'<>{}|^`]", host):
        raise WrongUse(
            "The app's address cannot go into a snippet.",
            "It holds a user name and password, or what is no host name.",
            "Connect to the address without them, and log in.",
        )
    return f"{scheme}://{checked(host)}{slash}{encoded_path(path)}".rstrip("/")
