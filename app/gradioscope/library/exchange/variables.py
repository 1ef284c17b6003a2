"""The variables of a file that are kept: those that its tool's scripts set are not, and no secret's value is."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from gradioscope.gradio.model import Json
from gradioscope.library.exchange.imported import Item, VariableSet
from gradioscope.library.exchange.sent import Environments
from gradioscope.request.template import names, names_of

OWN_BASE = re.compile(r"app(_[0-9]+)?")
"""The variables in which our own exports keep addresses."""
ACCESS_TOKEN = re.compile(
    r"(?:hf|api_org)_[A-Za-z0-9]{20,}|sk-[A-Za-z0-9_-]{20,}|gh[a-z]_[A-Za-z0-9]{20,}|eyJ[\w-]+\.[\w-]+\.[\w-]+"
)
"""Texts that are access tokens and nothing else."""
USER = re.compile(r"^([a-z][a-z0-9+.-]*://)?[^/@]*@", re.IGNORECASE)
SECRET_NAME = re.compile(r"token|key|secret|passw|credential|auth|cookie", re.IGNORECASE)
_VARIABLE = re.compile(r"\{\{([^{}]+)\}\}")
_NAME = re.compile(r"[\w-]+(\.[\w-]+)*")


def kept(
    environments: Environments,
    items: Sequence[Item],
    secrets: Collection[str],
    spent: Collection[str],
    note: Callable[[str], None],
) -> tuple[VariableSet, ...]:
    """`secrets` are names of variables that hold one, `spent` those that scripts set; `note` is told what to know."""
    used = {_first(name) for item in items for name in names_of(item.saved)}
    secret = {_first(name) for name in secrets if not name.startswith("$")}
    places = {name for item in items for name in names(item.saved.address)}
    found: list[VariableSet] = []
    defined: set[str] = set()
    for environment, values in environments.values.items():
        declared = set(environments.secrets.get(environment, ()))
        plain: dict[str, Json] = {}
        hidden: dict[str, None] = {}
        for name, value in values.items():
            if not _NAME.fullmatch(name) or name.split(".")[0] == "runs":
                note(f"The variable {name[:60]!r} was left out: it has a name that cannot be used here.")
            elif (name in spent or OWN_BASE.fullmatch(name)) and name not in used:
                continue
            elif name in declared or name in secret or _is_secret(name, value):
                hidden[name] = None
                if isinstance(value, str) and value and not _VARIABLE.fullmatch(value):
                    note(
                        f"The value of the variable {name} was left out, as it looks like a secret:"
                        " give it in the environment's secrets."
                    )
            else:
                plain[name] = value
        hidden |= dict.fromkeys(sorted(name for name in declared if name not in values and _NAME.fullmatch(name)))
        defined |= {*plain, *hidden}
        for name in places:
            if plain.get(name) == "":
                note(f"The file does not say where its app is: put the address into the variable {name}.")
        if plain or hidden:
            found.append(VariableSet(environment, plain, tuple(hidden)))
    if missing := sorted(name for name in secret if name in used and name not in defined):
        own = next((each for each in found if not each.name), VariableSet(""))
        others = [each for each in found if each.name]
        found = [replace(own, secret_names=(*own.secret_names, *missing)), *others]
    return tuple(found)


def _first(name: str) -> str:
    return re.split(r"[.\[]", name, maxsplit=1)[0]


def _is_secret(name: str, value: Json) -> bool:
    """Whether a variable holds a secret, to judge by its name and its value."""
    if not isinstance(value, str) or _VARIABLE.fullmatch(value):
        return False
    return bool(SECRET_NAME.search(name) or ACCESS_TOKEN.search(value[:2000]) or USER.match(value))
