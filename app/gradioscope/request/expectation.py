"""What a request expects of its runs, as it is written in its file, and whether a run keeps to it.

    expect:
      - status: complete          # or error; complete is expected where nothing is said
      - equals: HELLO             # the result: the value of an endpoint that returns one, else the list of them
      - contains: hel             # a text in a text, an item in a list, or a text anywhere within
      - path: data[0].label       # there is something
      - path: data[0].label
        equals: cat
      - path: data[0].score
        at least: 0.5
      - within: 5                 # seconds, waiting in the queue included

A path begins at `data`, `error`, `seconds` or `status`, as in `{{runs.NAME.data[0]}}`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Json
from gradioscope.request.outcome import Nowhere, Outcome, at
from gradioscope.request.template import is_name

Kind = Literal["status", "exists", "equals", "contains", "at least", "at most", "within"]

LABELS: Mapping[Kind, str] = {
    "status": "ends as",
    "exists": "has something",
    "equals": "equals",
    "contains": "contains",
    "at least": "is at least",
    "at most": "is at most",
    "within": "takes no longer than (seconds)",
}
"""The kinds in the order they are offered, with the words for what each says."""

WITH_PATH: tuple[Kind, ...] = ("exists", "equals", "contains", "at least", "at most")
STATES = ("complete", "error")
ROOTS = ("data", "error", "seconds", "status")
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Expectation:
    """One of them. `path` is empty for the result as a whole, and for kinds that have none; `value` is what is
    compared with: a state, any JSON value, a number, seconds; nothing for `exists`."""

    kind: Kind
    value: Json = None
    path: str = ""

    def as_written(self) -> dict[str, Json]:
        """The mapping that stands for it in a file."""
        if self.kind == "exists":
            return {"path": self.path}
        return {**({"path": self.path} if self.path else {}), self.kind: self.value}

    @property
    def sentence(self) -> str:
        """What is expected, in words."""
        match self.kind:
            case "status":
                return f"It ends as {self.value}."
            case "within":
                return f"It takes {self.value:g} s at most."
            case "exists":
                return f"There is something at {self.path}."
        return f"{self.path or 'The result'} {LABELS[self.kind]} {_shown(self.value)}."


@dataclass(frozen=True, slots=True)
class Check:
    """Whether an expectation was met. `sentence` says what was expected, or how it was missed."""

    expectation: Expectation
    met: bool
    sentence: str


def read(written: Iterable[Json]) -> tuple[Expectation, ...]:
    """The expectations as they are in a request. WrongUse for one that is none, which says its place in the list."""
    return tuple(_read(item, number) for number, item in enumerate(written, 1))


def check(expectations: Iterable[Expectation], outcome: Outcome) -> tuple[Check, ...]:
    """Each one's check, in order. A run is to be complete unless a status is expected; nothing else is looked at in
    one whose status is another than that."""
    listed = list(expectations)
    if not any(item.kind == "status" for item in listed):
        listed.insert(0, Expectation("status", "complete"))
    listed.sort(key=lambda item: item.kind != "status")
    checks: list[Check] = []
    for item in listed:
        if item.kind != "status" and not all(done.met for done in checks if done.expectation.kind == "status"):
            break
        checks.append(_check(item, outcome))
    return tuple(checks)


def unmet(checks: Iterable[Check]) -> str:
    """The sentences of those that were missed, as one text; empty where all were met."""
    return " ".join(item.sentence for item in checks if not item.met)


# -- reading


def _read(written: Json, number: int) -> Expectation:
    def wrong(why: str) -> WrongUse:
        return WrongUse(
            f"The request's expectation {number} cannot be used.",
            why,
            "Write it as `equals: value`, `path: data[0]` with `contains: text`, `status: error` or `within: 5`.",
        )

    if not isinstance(written, Mapping) or not written:
        raise wrong(f"{_shown(written)} is not a name with a value.")
    path = written.get("path", "")
    kinds = [key for key in written if key != "path"]
    if unknown := [key for key in kinds if key not in LABELS or key == "exists"]:
        known = ", ".join(f"`{kind}`" for kind in LABELS if kind != "exists")
        raise wrong(f"`{unknown[0]}` is not known; there are `path`, {known}.")
    if len(kinds) > 1:
        raise wrong(f"It says {' and '.join(f'`{kind}`' for kind in kinds)} at once; each needs an entry of its own.")
    if "path" in written:
        if not isinstance(path, str) or not _is_path(path):
            raise wrong(f"{_shown(path)} is no path; one begins with {', '.join(f'`{root}`' for root in ROOTS)}.")
        if not kinds:
            return Expectation("exists", None, path)
    kind: Kind = kinds[0]
    value = written[kind]
    if path and kind not in WITH_PATH:
        raise wrong(f"`{kind}` looks at the whole run, and takes no path.")
    if kind == "status" and value not in STATES:
        raise wrong(f"A status is `complete` or `error`, not {_shown(value)}.")
    if kind in ("within", "at least", "at most"):
        number_of = _number(value)
        if number_of is None or (kind == "within" and number_of <= 0):
            raise wrong(f"`{kind}` takes a number{' of seconds above 0' if kind == 'within' else ''}.")
        value = number_of
    return Expectation(kind, value, path)


def _is_path(path: str) -> bool:
    path = path.removeprefix("$").removeprefix(".")
    return is_name(path) and path.replace("[", ".").partition(".")[0] in ROOTS


def _number(value: Json) -> int | float | None:
    """A number; also one written as text, as a variable in a text makes it."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or abs(value) == float("inf"):
        return None
    return value


# -- checking


def _check(item: Expectation, outcome: Outcome) -> Check:
    match item.kind:
        case "status":
            met = outcome.status == item.value
            said = f": {outcome.error}" if outcome.error else "."
            return Check(item, met, item.sentence if met else f"It ended as {outcome.status}{said}")
        case "within":
            met = outcome.seconds <= item.value
            return Check(item, met, item.sentence if met else f"It took {outcome.seconds:.2f} s, not {item.value:g} s.")
    try:
        found = at(outcome.as_json(), item.path) if item.path else _result(outcome)
    except Nowhere:
        return Check(item, False, f"There is nothing at {item.path}.")
    if item.kind == "exists":
        met = found is not None
        return Check(item, met, item.sentence if met else f"There is null at {item.path}.")
    if _TESTS[item.kind](found, item.value):
        return Check(item, True, item.sentence)
    missed = {"contains": "which does not contain", "equals": "not"}.get(item.kind, f"not {item.kind}")
    return Check(item, False, f"{item.path or 'The result'} is {_shown(found)}, {missed} {_shown(item.value)}.")


def _result(outcome: Outcome) -> Json:
    if outcome.status == "error":
        return outcome.error
    return outcome.data[0] if len(outcome.data) == 1 else list(outcome.data)


def _equals(found: Json, wanted: Json) -> bool:
    """The same JSON; 1 and 1.0 are one number, true is none."""
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    if isinstance(found, dict) and isinstance(wanted, Mapping):
        return found.keys() == wanted.keys() and all(_equals(found[key], wanted[key]) for key in found)
    if isinstance(found, list) and isinstance(wanted, list | tuple):
        return len(found) == len(wanted) and all(map(_equals, found, wanted))
    return bool(found == wanted)


def _contains(found: Json, wanted: Json) -> bool:
    if isinstance(found, str):
        return (wanted if isinstance(wanted, str) else _plain(wanted)) in found
    if isinstance(found, dict):
        return (isinstance(wanted, str) and wanted in found) or any(_contains(item, wanted) for item in found.values())
    if isinstance(found, list):
        return any(_equals(item, wanted) or _contains(item, wanted) for item in found)
    return _equals(found, wanted)


def _compared(compare: Callable[[float, float], bool]) -> Callable[[Json, Json], bool]:
    def test(found: Json, wanted: Json) -> bool:
        number = None if isinstance(found, str) else _number(found)
        return number is not None and compare(number, wanted)

    return test


_TESTS: Mapping[Kind, Callable[[Json, Json], bool]] = {
    "equals": _equals,
    "contains": _contains,
    "at least": _compared(lambda found, wanted: found >= wanted),
    "at most": _compared(lambda found, wanted: found <= wanted),
}


def _plain(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _shown(value: Json) -> str:
    """A value in a sentence, shortened."""
    if isinstance(value, str):
        return f"“{value}”" if len(value) <= _SHOWN else f"“{value[: _SHOWN - 1]}…”"
    text = _plain(value) if not isinstance(value, dict | list) or len(value) < 50 else _plain(list(value)[:50])
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
