"""Texts of a draft that stand for a variable of the shell -> Variables of the request that a snippet makes.

`Draft.from_environment` tells which texts those are. In a value they may stand anywhere; in a header, one secret; a
file's name, a session and a login have none, as those are written in ways in which no text of the shell's could be.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Json, LocalFile
from gradioscope.request.draft import Draft
from gradioscope.snippets.payload import ACTIVE, Piece, Template, Variable

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OWN = re.compile(r"app|answer|cookies|curl|event_id|events|file(_\d+)?|modes|name|number|place|session|status|typed")
"""What snippets call their own variables."""

LINE = 1000
"""Characters of a variable's own text that a snippet sets it to; a longer one stands where it is used."""


@dataclass(frozen=True, slots=True)
class Places:
    """What is found in a draft's texts."""

    variables: Mapping[str, Variable]
    """Place to the snippet's variable."""
    names: Mapping[Variable, str]
    """The snippet's variable to the shell's."""

    def value(self, value: Json) -> Json:
        """The value with Variables, or Templates with such in them, for the texts that hold a place."""
        if not self.variables or isinstance(value, Variable):
            return value
        if isinstance(value, str):
            pieces = self.pieces(value)
            if len(pieces) == 1:
                return pieces[0]
            return Template(tuple(pieces)) if pieces else value
        if isinstance(value, Mapping):
            return {key: self.value(item) for key, item in value.items()}
        return [self.value(item) for item in value] if isinstance(value, list | tuple) else value

    def pieces(self, text: str) -> list[Piece]:
        """A text cut at its places; empty ones are left out."""
        pattern = "|".join(map(re.escape, self.variables))
        found = re.split(f"({pattern})", text) if pattern else [text]
        return [self.variables.get(piece, piece) for piece in found if piece]


def find(draft: Draft) -> tuple[Draft, Places]:
    """The draft in which places are left in values and headers alone, and what they stand for.

    WrongUse where a secret stands elsewhere, or is of a name no shell reads.
    """
    if not draft.from_environment:
        return draft, Places({}, {})
    long = [name for name, text in draft.environment_defaults.items() if len(text) > LINE or ACTIVE.search(text)]
    draft = _put_in(draft, long)
    taken: dict[Variable, str] = {}
    variables: dict[str, Variable] = {}
    for place, name in draft.from_environment.items():
        if not _NAME.fullmatch(name) or _OWN.fullmatch(name):
            raise WrongUse(
                f"A snippet cannot read {name!r} from the environment.",
                "Shells have no such variable, or the snippet uses it itself.",
                "Give the variable another name.",
            )
        variable = Variable(f"my_{name.lower()}")
        while taken.setdefault(variable, name) != name:
            variable = Variable(f"{variable}_")
        variables[place] = variable

    def whole(text: str | None, what: str) -> str | None:
        text = _resolved(text, draft.environment_defaults, draft) if text else text
        if text and any(place in text for place in variables):
            raise WrongUse(
                f"A secret variable cannot be part of {what} in a snippet.",
                "What is secret is read when the snippet runs, and goes into values and headers alone.",
                "Put it into a variable that is no secret, or choose Run.",
            )
        return text

    def files(value: Json) -> Json:
        if isinstance(value, LocalFile):
            return LocalFile(whole(value.path, "a file's name") or "")
        if isinstance(value, Mapping):
            return {key: files(item) for key, item in value.items()}
        return [files(item) for item in value] if isinstance(value, list | tuple) else value

    access = draft.access
    found = replace(
        draft,
        values={name: files(value) for name, value in draft.values.items()},
        session_hash=whole(draft.session_hash, "a session"),
        access=replace(
            access,
            login_user=whole(access.login_user, "a user's name"),
            headers=tuple((name, _resolved(text, draft.environment_defaults, draft)) for name, text in access.headers),
        ),
    )
    return found, Places(variables, taken)


def with_defaults(draft: Draft) -> Draft:
    """The draft with every variable that has a text of its own replaced by that; secrets stay."""
    return find(_put_in(draft, draft.environment_defaults))[0]


def _put_in(draft: Draft, names: Collection[str]) -> Draft:
    if not names:
        return draft

    def put_in(value: Json) -> Json:
        if isinstance(value, str):
            return _resolved(value, names, draft)
        if isinstance(value, LocalFile):
            return LocalFile(_resolved(value.path, names, draft))
        if isinstance(value, Mapping):
            return {key: put_in(item) for key, item in value.items()}
        return [put_in(item) for item in value] if isinstance(value, list | tuple) else value

    access = draft.access
    return replace(
        draft,
        values={name: put_in(value) for name, value in draft.values.items()},
        session_hash=put_in(draft.session_hash),
        access=replace(
            access,
            login_user=put_in(access.login_user),
            headers=tuple((name, _resolved(text, names, draft)) for name, text in access.headers),
        ),
        from_environment={place: name for place, name in draft.from_environment.items() if name not in names},
        environment_defaults={name: text for name, text in draft.environment_defaults.items() if name not in names},
    )


def _resolved(text: str, names: Collection[str], draft: Draft) -> str:
    for place, name in draft.from_environment.items():
        if name in names:
            text = text.replace(place, draft.environment_defaults[name])
    return text
