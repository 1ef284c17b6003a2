"""The requests of a file, in a row -> the calls to Gradio apps among them.

A login, uploads, a POST and the GET that reads its events are one request here, whatever they were there. Everything
else is left out, each with a reason. Nothing is sent: what an app is like is only known if it was connected to before.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gradioscope.gradio.api_path import parts_of
from gradioscope.gradio.model import FILE_DATA, App, Endpoint, Json, LocalFile, local_files
from gradioscope.library.exchange.imported import Imported, Item, LeftOut
from gradioscope.library.exchange.sent import Environments, Sent
from gradioscope.library.exchange.syntax import json_of, unread
from gradioscope.library.exchange.variables import ACCESS_TOKEN, OWN_BASE, SECRET_NAME, USER, kept
from gradioscope.request.draft import Draft
from gradioscope.request.equality import same
from gradioscope.request.made_for import made_for
from gradioscope.request.positional import numbered, placed
from gradioscope.request.saved import SavedRequest
from gradioscope.request.saving import kept_values, secret_header
from gradioscope.request.template import escape, names

Known = Callable[[str], App | None]
"""What is known of the app at an address, without asking it."""

TOKEN = "HF_TOKEN"  # noqa: S105 - the variable's name
_VARIABLE = re.compile(r"\{\{([^{}]+)\}\}")
_BROWSERS = re.compile(
    r"accept.*|sec-.*|user-agent|origin|referer|priority|pragma|cache-control|content-.*|connection|dnt|host"
    r"|upgrade-insecure-requests|x-requested-with|te|x-gradio-user|x-gradio-server|cookie|:.*",
    re.IGNORECASE,
)
_PATHS = re.compile(
    r"(?:/gradio_api)?/(config|info|cancel|reset|app_id|heartbeat/.*|file=.*|stream/.*|queue/status|logout|component_server|"
    r"startup-events|theme\.css|openapi\.json|token|login_check)/?(?:\?.*)?$"
)
_NAMED = re.compile(r"Call (/.+)", re.DOTALL)


@dataclass(slots=True)
class _Found:
    """A call, and what came before and after it."""

    sent: Sent
    saved: SavedRequest
    steps: int = 1


class Reader:
    def __init__(self, environments: Environments, known: Known, folder: Path) -> None:
        self._environments, self._known, self._folder = environments, known, folder
        self._calls: list[_Found] = []
        self._logins: list[tuple[Sent, str, str]] = []
        self._uploads: dict[tuple[tuple[str, ...], str], LocalFile] = {}
        """By the folder it was done in and the variable that its answer was put into."""
        self._left_out: list[LeftOut] = []
        self._notes: list[str] = []
        self._secrets: dict[str, None] = {}
        self._tokens: dict[str, str] = {}
        """Access tokens in values, and the variables that take their places. Never shown, never kept."""
        self._secret_headers: dict[str, list[str]] = {}
        """Names of headers that hold a secret, and the requests that have them."""
        self._spent: set[str] = {"event_id"}
        """Variables that scripts of the tool set: nothing to be kept."""
        self._made: set[str] = set()

    def read(self, source: str, name: str, sent: Iterable[Sent]) -> Imported:
        for each in sent:
            self._take(each)
        items = tuple(self._items())
        for header, requests in self._secret_headers.items():
            self._note(
                f"The header {header} of {_listed(requests)} was left out, as it holds a secret. Make it a secret"
                f" variable of the collection, and write {header}: {{{{the_variable}}}}."
            )
        for item in items:
            for file in dict.fromkeys(local_files(list(item.saved.values.values()))):
                self._note(f"{item.name} sends the file {file.path} when it is run.")
        variables = kept(self._environments, items, self._secrets, self._spent, self._note)
        return Imported(source, name, items, variables, tuple(self._left_out), tuple(self._notes))

    # -- one after the other

    def _take(self, sent: Sent) -> None:
        made = (name for name in (sent.takes, *sent.session_made) if name)
        self._spent.update(name for name in made if name not in sent.secrets)
        self._made.update(sent.session_made)
        base, kind, name = parts_of(sent.url)
        method = sent.method.upper()
        if kind == "login" and method == "POST":
            self._login(sent, base)
        elif kind == "upload" and method == "POST" and sent.files:
            self._upload(sent)
        elif kind == "queue/data" or (kind == "call" and method == "GET"):
            self._events(sent, base, kind, name)
        elif kind in ("call", "run", "api", "queue/join") and method == "POST" and (name or kind == "queue/join"):
            self._call(sent, base, kind, name)
        else:
            self._leave(sent, _why_not(sent, kind))

    def _leave(self, sent: Sent, why: str) -> None:
        self._left_out.append(LeftOut("/".join([*sent.folders, sent.name or f"{sent.method} {sent.url}"])[:200], why))

    def _note(self, text: str) -> None:
        if text not in self._notes:
            self._notes.append(text)

    def _login(self, sent: Sent, base: str) -> None:
        form = dict(sent.form)
        user = form.get("username", "")
        if not user:
            self._leave(sent, "It is a login without a user name.")
            return
        password = form.get("password", "")
        if password and not _VARIABLE.fullmatch(password):
            self._note(f"The password of {user} was left out: it is asked for when the app wants it.")
        self._spent.update(_VARIABLE.findall(password))
        self._logins.append((sent, base, user if sent.templates else escape(user)))

    def _upload(self, sent: Sent) -> None:
        for number, path in enumerate(sent.files):
            name = sent.takes if not number and sent.takes else f"file_{len(self._uploads) + 1}"
            self._spent.add(name)
            self._uploads[sent.folders, name] = LocalFile(self._local(path))

    def _local(self, path: str) -> str:
        if os.path.isabs(path) or "{{" in path or re.match(r"[A-Za-z]:[\\/]", path):
            return path
        return os.path.normpath(os.path.join(self._folder, path))

    def _events(self, sent: Sent, base: str, kind: str, name: str) -> None:
        last = self._calls[-1] if self._calls else None
        if last is None or last.sent.folders != sent.folders or parts_of(last.sent.url)[0] != base:
            self._leave(sent, "It reads the events of a call that is not in the file.")
            return
        last.steps += 1
        session = last.saved.session
        if kind == "call" and session is not None and name.endswith("/" + session):
            last.saved = replace(last.saved, stream="result")

    def _call(self, sent: Sent, base: str, kind: str, name: str) -> None:
        address = self._address(base)
        app = self._known(self._resolved(base)) if address else None
        body = self._body(sent)
        by_name = sent.by_name or name.startswith("v2/")
        named = by_name and isinstance(body, dict) and not isinstance(body.get("data"), list)
        endpoint = self._endpoint(sent, kind, name.removeprefix("v2/"), body, app)
        if endpoint is None:
            return
        saved = SavedRequest(
            address=address,
            endpoint=endpoint,
            session=self._session(body),
            stream="result" if sent.stream == "result" else "queue",
            headers=tuple(self._headers(sent)),
            login=self._user(sent, base),
            token=TOKEN if self._has_token(sent) else None,
            notes=sent.notes,
        )
        described = app.endpoint(endpoint) if app is not None else None
        body = self._without_tokens(body, sent.name or endpoint) if isinstance(body, dict) else body
        if not isinstance(body, dict):
            if sent.body:
                self._note(f"{sent.name or endpoint}: its body is no JSON object, so it has no values.")
        elif named:
            values = {str(key): value for key, value in body.items() if key != "session_hash"}
            saved = replace(saved, values=self._by_name(app, described, values, sent))
        elif isinstance(data := body.get("data"), list):
            saved = replace(saved, values=self._by_place(app, described, data, sent))
        if app is not None and described is not None:
            saved = replace(saved, made_for=made_for(app, described))
        self._secrets.update(dict.fromkeys(name for name in sent.secrets if name != TOKEN))
        self._calls.append(_Found(sent, saved))

    # -- the parts of a call

    def _address(self, base: str) -> str:
        """As the file has it; the variables of our own exports are what they hold."""
        whole = _VARIABLE.fullmatch(base)
        if whole and OWN_BASE.fullmatch(whole[1]):
            value = self._environments.values.get("", {}).get(whole[1])
            if isinstance(value, str):
                self._spent.add(whole[1])
                return value
        if USER.match(base):
            self._note("A user name and a password in an address were left out.")
            return USER.sub(lambda match: match[1] or "", base)
        return base

    def _without_tokens(self, value: Json, where: str) -> Json:
        """The value with a secret variable in the place of each text that is an access token."""
        if isinstance(value, str):
            if not ACCESS_TOKEN.fullmatch(value):
                return value
            name = self._tokens.setdefault(value, "token" if not self._tokens else f"token_{len(self._tokens) + 1}")
            self._secrets[name] = None
            self._note(f"{where}: an access token in its values was left out. It is the secret variable {name} now.")
            return f"{{{{{name}}}}}"
        if isinstance(value, Mapping):
            return {key: self._without_tokens(item, where) for key, item in value.items()}
        return [self._without_tokens(item, where) for item in value] if isinstance(value, list) else value

    def _resolved(self, text: str) -> str:
        """With the collection's variables, or those of the first environment that has them."""

        def value(match: re.Match[str]) -> str:
            for values in self._environments.values.values():
                if isinstance(found := values.get(match[1]), str):
                    return found
            return match[0]

        for _ in range(5):
            if "{{" not in text or len(text) > 2000:
                break
            text = _VARIABLE.sub(value, text)
        return text

    def _body(self, sent: Sent) -> Json:
        if not sent.body.strip():
            return None
        try:
            return self._with_files(json_of(sent.body, sent.templates, sent.variables), sent.folders)
        except (ValueError, RecursionError):
            return sent.body

    def _with_files(self, value: Json, folders: tuple[str, ...]) -> Json:
        """Each FileData whose path an upload answered, as the file that was uploaded."""
        if isinstance(value, Mapping):
            path = value.get("path")
            if isinstance(path, str) and (found := _VARIABLE.fullmatch(path)) and value.get("meta") == FILE_DATA:
                file = self._uploaded(found[1], folders)
                if file is not None:
                    return file
            return {key: self._with_files(item, folders) for key, item in value.items()}
        return [self._with_files(item, folders) for item in value] if isinstance(value, list) else value

    def _uploaded(self, variable: str, folders: tuple[str, ...]) -> LocalFile | None:
        """By the nearest folder that has it, as each names its uploads anew."""
        places = (folders[:length] for length in range(len(folders), -1, -1))
        return next((self._uploads[place, variable] for place in places if (place, variable) in self._uploads), None)

    def _endpoint(self, sent: Sent, kind: str, name: str, body: Json, app: App | None) -> str | None:
        if kind != "queue/join" and name and name != "predict":
            return f"/{name.removeprefix('/')}"
        number = body.get("fn_index") if isinstance(body, dict) else None
        known = (*app.endpoints, *app.hidden) if app is not None else ()
        by_number = next((each.name for each in known if each.fn_index == number), None)
        if kind != "queue/join" and (number is None or by_number is None):
            return f"/{name}"
        if by_number is None and (told := _NAMED.fullmatch(sent.name)):
            by_number = told[1]
        if by_number is None:
            self._leave(
                sent,
                f"It calls function number {number} of an app that is not known here: connect to it once, then"
                " import again."
                if isinstance(number, int)
                else "It does not say which endpoint it calls.",
            )
        return by_number

    def _session(self, body: Json) -> str | None:
        session = body.get("session_hash") if isinstance(body, dict) else None
        if not isinstance(session, str) or not session:
            return None
        used = names(session)
        return None if any(name in self._spent or name.startswith("$") for name in used) else session

    def _has_token(self, sent: Sent) -> bool:
        return any(name.lower() == "authorization" and f"{{{{{TOKEN}}}}}" in value for name, value in sent.headers)

    def _headers(self, sent: Sent) -> Iterable[tuple[str, str]]:
        for name, value in sent.headers:
            if not name or _BROWSERS.fullmatch(name):
                if name.lower() == "cookie":
                    self._note(f"{sent.name}: its cookies were left out; where the app asks for a login, log in.")
                continue
            if name.lower() == "authorization" and f"{{{{{TOKEN}}}}}" in value:
                self._spent.add(TOKEN)
                continue
            own = sent.templates or set(_VARIABLE.findall(value)) <= set(sent.variables)
            text = value if own else escape(value)
            if secret_header(name, text):
                self._secret_headers.setdefault(name, []).append(sent.name)
                continue
            if secret_header(name, "") or SECRET_NAME.search(name):
                self._secrets.update(dict.fromkeys(names(text)))
            if unread(text):
                self._note(f"{sent.name}: {unread(text)} in the header {name} is no variable here.")
            yield name, text

    def _user(self, sent: Sent, base: str) -> str | None:
        """The login that came before it, in its folder or one around it."""
        for login, where, user in reversed(self._logins):
            if where == base and sent.folders[: len(login.folders)] == login.folders:
                return user
        return None

    def _by_place(
        self, app: App | None, endpoint: Endpoint | None, data: Sequence[Json], sent: Sent
    ) -> Mapping[str, Json]:
        if app is None or endpoint is None or len(data) > endpoint.inputs:
            self._tell_unread(sent, data)
            return numbered(data)
        return self._by_name(app, endpoint, placed(endpoint, data), sent)

    def _by_name(
        self, app: App | None, endpoint: Endpoint | None, values: Mapping[str, Json], sent: Sent
    ) -> Mapping[str, Json]:
        self._tell_unread(sent, list(values.values()))
        if app is None or endpoint is None or any(endpoint.parameter(name) is None for name in values):
            return values
        own = kept_values(Draft(app, endpoint, values))
        for parameter in endpoint.parameters:
            value = values.get(parameter.name)
            hidden = parameter.name not in own and parameter.props.get("type") == "password"
            if hidden and value and not same(value, parameter.default):
                self._note(f"{sent.name}: what was in the password field {parameter.label} was left out.")
        for name, value in own.items():
            parameter_ = endpoint.parameter(name)
            if parameter_ is not None and parameter_.props.get("type") == "password":
                self._secrets.update(dict.fromkeys(names(value)))
        return own

    def _tell_unread(self, sent: Sent, value: Json) -> None:
        if not sent.templates:
            return
        for text in _texts(value):
            if found := unread(text):
                self._note(f"{sent.name}: {found} means nothing here, and stays in the text as it is.")

    # -- all of them

    def _items(self) -> Iterable[Item]:
        count: dict[tuple[str, ...], int] = {}
        for found in self._calls:
            count[found.sent.folders] = count.get(found.sent.folders, 0) + 1
        alone = {folders for folders, number in count.items() if number == 1}
        # a folder with other folders in it is one, also with a single request beside them
        around = {folders[:length] for folders in count for length in range(len(folders))}
        others = {item.what.rpartition("/")[0] for item in self._left_out}
        for found in self._calls:
            sent, folders = found.sent, found.sent.folders
            linked = found.steps > 1 and folders in alone and folders not in around
            if sent.whole or (linked and folders and "/".join(folders) not in others):
                yield Item(folders[-1], found.saved, folders[:-1])
            else:
                generic = not sent.name or sent.name.startswith("Call /") or "://" in sent.name
                yield Item(found.saved.endpoint.strip("/") if generic else sent.name, found.saved, folders)


def _listed(requests: Sequence[str]) -> str:
    names = list(dict.fromkeys(requests))
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{', '.join(names[:3])}{more}"


def _texts(value: Json) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _why_not(sent: Sent, kind: str) -> str:
    if kind == "upload":
        return "It uploads no file of this computer."
    if kind or _PATHS.search(sent.url):
        return "It belongs to a Gradio app, but calls no endpoint."
    return "It is no call of a Gradio app."
