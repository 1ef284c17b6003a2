"""What each variable stands for in one request: which file defines it, whether it is secret, what is missing.

Asked in this order: values of runs before (`runs.NAME…`), values given for this run, the active environment from the
request's folder outwards, the collection's own, and what begins with `$`. In one file a secret goes before a plain
variable of the same name.

`$env.NAME` reads the process's environment, where tokens of other programs lie, and a request is often somebody
else's: it has a value only for names the person allowed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from gradioscope.gradio.masking import MASK
from gradioscope.gradio.model import Json
from gradioscope.library.environment.offered import OFFERED, PROCESS
from gradioscope.request.saved import SavedRequest
from gradioscope.request.template import NoValue, Verbatim, steps, used

RUNS = "runs"
_PREVIEW = 80
_SECRET_NAME = re.compile(r"token|key|secret|passw|credential|auth|cookie", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Environment:
    """The variables of one file."""

    name: str
    """The file's name without its suffix; empty for the collection's own variables."""
    path: Path
    variables: Mapping[str, Json] = field(default_factory=dict)
    """Name to any JSON value, which may hold variables itself."""
    secret_names: tuple[str, ...] = ()


class SecretName(NamedTuple):
    """A secret variable of a collection. The same one wherever in the collection that environment's name is."""

    environment: str
    name: str


class Known(NamedTuple):
    """A variable there is, for completion."""

    name: str
    preview: str
    """Its value on one line, unresolved and shortened; never a secret."""
    origin: Path | None
    """The file that defines it; None for what comes from no file."""


@dataclass(frozen=True, slots=True)
class Variables:
    """The variables one request can see; `lookup` is what `request/template` asks."""

    environments: Sequence[Environment] = ()
    """Those that apply, the innermost first: of the active environment, then the collection's."""
    secrets: Mapping[SecretName, str] = field(default_factory=dict)
    """The values of secrets as far as they were fetched."""
    given: Mapping[str, Json] = field(default_factory=dict)
    """Values for this run alone, taken as they are."""
    runs: Mapping[str, Json] = field(default_factory=dict)
    """By a request's name, what its run before in the same folder came to."""
    allowed: Collection[str] | None = ()
    """Names of the process's environment that may be read; None for all."""
    withheld: str = ""
    """Why secrets have no value though they were given, in a sentence: a locked keyring, another folder's id."""
    masked: bool = False
    """Whether every secret shows as dots, fetched or not: for what is shown and never sent."""

    def lookup(self, name: str) -> Json:
        """The value, or NoValue. A Verbatim for what is no template: secrets, results of runs, values given."""
        first, *rest = path = steps(name)
        if first == RUNS:
            return Verbatim(self._of_runs(name, rest))
        for key, below in ((name, []), (str(first), rest)):
            if key in self.given:
                return Verbatim(_walk(self.given[key], below, name))
        if str(first).startswith("$"):
            return self._offered(name, path)
        for key, below in ((name, []), (str(first), rest)):
            for environment in self.environments:
                if key in environment.secret_names and not below:
                    return Verbatim(self._secret(SecretName(environment.name, key)))
                if key in environment.variables:
                    return _walk(environment.variables[key], below, name)
        raise NoValue

    def origin(self, name: str) -> Path | None:
        """The file that defines a variable; None for what comes from no file, or from nowhere."""
        first = str(steps(name)[0])
        if first == RUNS or name in self.given or first in self.given:
            return None
        for key in (name, first):
            for environment in self.environments:
                if key in environment.secret_names or key in environment.variables:
                    return environment.path
        return None

    def known(self) -> list[Known]:
        """Every variable there is, each once, what is nearest first, for completion."""
        found = [Known(name, preview(value), None) for name, value in self.given.items()]
        for environment in self.environments:
            found += [Known(name, MASK, environment.path) for name in environment.secret_names]
            found += [Known(name, preview(value), environment.path) for name, value in environment.variables.items()]
        found += [Known(_of_run(name), preview(value), None) for name, value in self.runs.items()]
        found += [Known(name, words, None) for name, (_, words) in OFFERED.items()]
        nearest: dict[str, Known] = {}
        for item in found:
            nearest.setdefault(item.name, item)
        return list(nearest.values())

    def is_secret(self, name: str) -> bool:
        """Whether the name stands for a secret variable here."""
        return self._secret_of(name) is not None

    def secret_process_name(self, name: str) -> str:
        """X of `$env.X`, where that may be read and is a secret to judge by its name; else empty."""
        process = _process_name(name)
        return process if process and _SECRET_NAME.search(process) and self.allows(process) else ""

    def secrets_needed(self, saved: SavedRequest) -> tuple[SecretName, ...]:
        """The secrets that resolving the request asks for, fetched or not. WrongUse as of `template.resolve`."""
        found = (self._secret_of(name) for name in used(saved, self.lookup))
        return tuple(dict.fromkeys(item for item in found if item is not None))

    def secrets_missing(self, saved: SavedRequest) -> tuple[SecretName, ...]:
        return tuple(item for item in self.secrets_needed(saved) if item not in self.secrets)

    def process_names(self, saved: SavedRequest) -> tuple[str, ...]:
        """The names of the process's environment that the request reads and nobody allowed yet."""
        found = (_process_name(name) for name in used(saved, self.lookup))
        return tuple(dict.fromkeys(name for name in found if name and not self.allows(name)))

    def with_secrets(self, secrets: Mapping[SecretName, str], withheld: str = "") -> Variables:
        """The same with these secrets known."""
        return replace(self, secrets={**self.secrets, **secrets}, withheld=withheld)

    def as_shown(self) -> Variables:
        """The same for a preview: every secret is dots, and none has to be fetched."""
        return replace(self, masked=True)

    def _secret_of(self, name: str) -> SecretName | None:
        if name in self.given or name.startswith((RUNS + ".", RUNS + "[", "$")):
            return None
        for environment in self.environments:
            if name in environment.secret_names:
                return SecretName(environment.name, name)
            if name in environment.variables:
                return None
        return None

    def _secret(self, wanted: SecretName) -> str:
        if self.masked:
            return MASK
        if wanted not in self.secrets:
            if self.withheld:
                raise NoValue(self.withheld)
            where = f"the environment {wanted.environment}" if wanted.environment else "the collection"
            raise NoValue(f"{wanted.name} is a secret of {where}, and its value was not given on this computer yet.")
        return self.secrets[wanted]

    def _of_runs(self, name: str, path: list[str | int]) -> Json:
        # a request's own name may hold dots, which are steps here
        for length in range(len(path), 0, -1):
            request = ".".join(map(str, path[:length]))
            if request in self.runs:
                return _of_outcome(request, self.runs[request], path[length:], name)
        asked = path[0] if path else ""
        raise NoValue(f"No request {asked} ran before this one in the same folder run.")

    def _offered(self, name: str, path: list[str | int]) -> Json:
        process = _process_name(name)
        if process is None:
            if len(path) > 1 or name not in OFFERED:
                raise NoValue(f"Gradioscope offers {', '.join([*OFFERED, PROCESS + '.NAME'])}.")
            return OFFERED[name][0]()
        if not self.allows(process):
            raise NoValue(f"Nobody allowed requests of this collection to read {process} from this computer.")
        if process not in os.environ:
            raise NoValue(f"{process} is not set in the environment Gradioscope was started in.")
        return Verbatim(MASK if self.masked and _SECRET_NAME.search(process) else os.environ[process])

    def allows(self, name: str) -> bool:
        """Whether this name of the process's environment may be read."""
        return self.allowed is None or name in self.allowed


def secrets_used(saved: SavedRequest, variables: Variables) -> set[str]:
    """The values to mask wherever the request or what comes of it is shown; for `Masker.learn` before it is sent."""
    found = {variables.secrets[item] for item in variables.secrets_needed(saved) if item in variables.secrets}
    for name in used(saved, variables.lookup):
        process = _process_name(name)
        if process and _SECRET_NAME.search(process) and variables.allows(process) and process in os.environ:
            found.add(os.environ[process])
    return found


def preview(value: Json) -> str:
    """A value on one line, shortened."""
    text = value if isinstance(value, str) else "".join(_beginning(value))
    text = " ".join(text[: 2 * _PREVIEW].split())
    return text if len(text) <= _PREVIEW else text[: _PREVIEW - 1] + "…"


def _beginning(value: Json) -> Iterator[str]:
    """The first pieces of a value's JSON text, so that a large one is not written out whole."""
    import json

    length = 0
    for piece in json.JSONEncoder(ensure_ascii=False, default=str).iterencode(value):
        yield piece
        length += len(piece)
        if length > 2 * _PREVIEW:
            return


def _process_name(name: str) -> str | None:
    before, dot, after = name.partition(".")
    return after if before == PROCESS and dot else None


def _of_run(name: str) -> str:
    return f"{RUNS}.{name}" if re.fullmatch(r"[\w-]+", name) else f'{RUNS}["{name}"]'


def _of_outcome(request: str, outcome: Any, path: Sequence[str | int], name: str) -> Json:
    """What is in a run's outcome; where that has no data, why it has none."""
    if isinstance(outcome, Mapping) and path[:1] == ["data"] and len(path) > 1 and not outcome.get("data"):
        error = outcome.get("error")
        raise NoValue(f"{request} came to no result{f': {error}' if error else '.'}")
    return _walk(outcome, path, name)


def _walk(value: Any, path: Sequence[str | int], name: str) -> Json:
    for step in path:
        try:
            if isinstance(value, Mapping):
                value = value[str(step)]
            elif isinstance(value, list | tuple):
                value = value[int(step)]
            else:
                raise TypeError
        except (LookupError, ValueError, TypeError):
            raise NoValue(f"There is nothing at {step} in what {name} leads to.") from None
    return value
