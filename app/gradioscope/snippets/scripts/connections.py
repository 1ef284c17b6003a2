"""Which requests of a script share a connection: the same app, login, headers, session."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gradioscope.request.draft import Access
from gradioscope.snippets.entry import Entry

_PASSWORD = "GRADIOSCOPE_PASSWORD"  # noqa: S105 - the variable's name


@dataclass(frozen=True, slots=True)
class Connection:
    """`number` from 1; the password of the second login is in a variable of its own, as it is another one."""

    number: int
    login: int
    """Number of its login, from 1; 0 for none."""

    @property
    def suffix(self) -> str:
        """For names of variables; none for the first."""
        return "" if self.number == 1 else f"_{self.number}"

    @property
    def password(self) -> str:
        """The environment variable of its password."""
        return _PASSWORD if self.login < 2 else f"{_PASSWORD}_{self.login}"


@dataclass(frozen=True, slots=True)
class Placed:
    """A request, the connection it uses, and whether it is the first to use it."""

    entry: Entry
    connection: Connection
    first: bool
    function: str
    """A name for it that is one in every language, and nobody else's."""


def in_order(entries: Sequence[Entry]) -> list[Placed]:
    known: dict[tuple[object, ...], Connection] = {}
    logins: dict[tuple[str, str], int] = {}
    names: set[str] = set()
    placed = []
    for entry in entries:
        draft = entry.draft
        access: Access = draft.access
        key = (draft.app.url, access, draft.endpoint.oauth_token, draft.session_hash)
        first = key not in known
        if first:
            login = 0
            if access.login_user is not None:
                login = logins.setdefault((draft.app.url, access.login_user), len(logins) + 1)
            known[key] = Connection(len(known) + 1, login)
        placed.append(Placed(entry, known[key], first, _name(entry.path, names)))
    return placed


def _name(path: str, taken: set[str]) -> str:
    name = "_".join(re.findall(r"[a-z0-9]+", path.lower())) or "request"
    name = name if name[0].isalpha() else f"request_{name}"
    # words of the languages, and names that the scripts have for themselves
    if _RESERVED.fullmatch(name):
        name = f"request_{name}"
    found, number = name, 2
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    taken.add(found)
    return found


_RESERVED = re.compile(
    r"(?:and|as|assert|async|await|break|case|catch|class|const|continue|debugger|def|default|del|delete|do|elif|else|enum"
    r"|eval|except|export|extends|false|finally|for|from|function|getpass|global|if|implements|import|in|instanceof"
    r"|interface|is|lambda|let|match|new|none|nonlocal|not|null|or|os|package|pass|password|print|private|protected"
    r"|public|raise|return|static|super|switch|this|throw|true|try|type|typeof|undefined|var|void|while|with|yield"
    r"|client|connection|cookies|app|json|httpx|asyncio|secrets|upload|messages|call|main|result|ask|lines|own|form"
    r"|login|request|requests|run|process|console|fetch|arguments|name|value|session|body|answer|event|stack|quote"
    r"|handle_file)(?:_[0-9]+)?"
)


def shown(text: str) -> str:
    """A name fit for a comment: on one line, and nothing a terminal or a shell acts on."""
    kept = "".join(sign if sign.isprintable() and sign not in "`$\\%^!\"'*/<>|&" else " " for sign in text)
    return " ".join(kept.split())[:200]


def heading(name: str, count: int) -> str:
    """The sentence at the beginning of a script."""
    what = "1 request" if count == 1 else f"{count} requests, in this order"
    return f"{shown(name) or 'Requests'}: {what}. It ends at the first that fails."
