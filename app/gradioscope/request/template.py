r"""Variables in a request: `{{name}}` in its address, headers and values, and what takes their place.

A name has letters, digits, `_` and `-`; `.name`, `[3]` and `["any text"]` go on from there, and `$` begins what
Gradioscope itself offers. Blanks around it are allowed; whatever else stands between double braces is plain text.
A backslash directly in front makes it literal: `\{{name}}` is sent as `{{name}}`, and `\\{{name}}` is a backslash
and the variable.

A value that is nothing but one variable becomes that variable's JSON value; inside a text it becomes text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Json, LocalFile
from gradioscope.request.saved import SavedRequest

DEPTH = 20
"""How many variables may stand in one another."""

SUBSTITUTIONS = 100_000
CHARACTERS = 50_000_000
"""What a request may grow to: a collection is somebody else's text, and ten lines of it could fill the memory."""

_NAME = r"""\$?[\w-]++(?:\.[\w-]++|\[[0-9]{1,9}\]|\["[^"{}\r\n]++"\])*+"""
# begins with what is to be found, so that a text of megabytes is searched and not tried at each character
_VARIABLE = re.compile(rf"\{{\{{[ \t]*+({_NAME})[ \t]*+\}}\}}")
_STEP = re.compile(r"""\[([0-9]{1,9})\]|\["([^"{}\r\n]++)"\]|\.?(\$?[\w-]++)""")
# what ends a line or a header, for any program on the way
_LINE_BREAKING = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A value of a variable which is not looked through for variables: what an app answered, a secret."""

    value: Json


class NoValue(KeyError):
    """A lookup's answer for a name without a value. `why` is a sentence for the person, or empty."""

    def __init__(self, why: str = "") -> None:
        super().__init__(why)
        self.why = why


Lookup = Callable[[str], Json]
"""A variable's value by its name: any JSON value, which may hold variables itself, or a Verbatim. KeyError or
NoValue where there is none."""


class Unresolved(WrongUse):
    """Variables of the request have no value; `names` are theirs, each once, in the order they occur."""

    def __init__(self, names: Iterable[str], why: str = "") -> None:
        self.names = tuple(names)
        listed = ", ".join(f"{{{{{name}}}}}" for name in self.names)
        verb = "has" if len(self.names) == 1 else "have"
        super().__init__(
            f"{listed} {verb} no value.",
            why or "Neither the active environment nor the collection defines it."
            if len(self.names) == 1
            else why or "Neither the active environment nor the collection defines them.",
            "Run it in the same folder as that request, after it."
            if all(name.startswith(("runs.", "runs[")) for name in self.names)
            else r"Choose another environment, define it there, or write \{{…}} for text that is no variable.",
        )


def names(value: Json) -> tuple[str, ...]:
    """The variables that occur in a value, however deep, each once, in reading order. Keys are no place for them."""
    return tuple(dict.fromkeys(_names(value)))


def names_of(saved: SavedRequest) -> tuple[str, ...]:
    """The variables of a request, in the order of its parts, but for those within other variables' values."""
    return names(_templates(saved))


def only_names(saved: SavedRequest) -> SavedRequest:
    """A request that asks for the same variables and has nothing else, so that asking what it needs takes no time."""
    return SavedRequest(values={"": [f"{{{{{name}}}}}" for name in names_of(saved)]})


def parts(text: str) -> Iterator[tuple[int, int, str]]:
    """Where variables stand in a text: from, to (both in characters) and the name; for what marks them on screen."""
    for match in _VARIABLE.finditer(text):
        if _backslashes(text, match.start()) % 2 == 0:
            yield match.start(), match.end(), match[1]


def steps(name: str) -> list[str | int]:
    """A name taken apart: `runs.a["b c"].data[0]` is runs, a, b c, data, 0."""
    found: list[str | int] = []
    for number, quoted, plain in _STEP.findall(name):
        found.append(int(number) if number else quoted or plain)
    return found


def is_whole(value: Json) -> bool:
    """Whether a value is one variable and nothing else."""
    return isinstance(value, str) and _VARIABLE.fullmatch(value) is not None


def is_name(text: str) -> bool:
    """Whether `{{text}}` would be a variable."""
    return re.fullmatch(_NAME, text) is not None


def escape(text: str) -> str:
    """The text written so that it resolves to itself."""
    return _replaced(text, lambda slashes, match: "\\" * (2 * slashes + 1) + match[0])


def escaped(value: Json) -> Json:
    """The value written so that it resolves to itself: for values which come from elsewhere."""
    return _mapped(value, escape, escape)


def escape_live(value: Json, of: Collection[str] | None = None) -> Json:
    """The value with its variables (those of these names alone) made literal; what is literal already stays so."""

    def literal(slashes: int, match: re.Match[str]) -> str:
        live = slashes % 2 == 0 and (of is None or match[1] in of)
        return "\\" * (slashes + live) + match[0]

    def text(text: str) -> str:
        return _replaced(text, literal)

    return _mapped(value, text, text)


def resolve(value: Json, lookup: Lookup) -> Json:
    """The value with every variable replaced. Unresolved for those without a value; WrongUse for a circle."""
    resolver = _Resolver(lookup)
    found = resolver.value(value)
    resolver.finish()
    return found


def resolve_request(saved: SavedRequest, lookup: Lookup, folder: Path | None = None) -> SavedRequest:
    """The request as it is sent. Unresolved and WrongUse as of `resolve`, over the whole of it at once.

    Address, endpoint, session, login and the headers' values come out as one line of text each: WrongUse where a
    variable would put a line break into one. Paths of local files are taken from `folder` where they turn out
    relative. What names a keyring entry is no template: no variable chooses who sees a token.
    """
    resolver = _Resolver(lookup)
    found = replace(
        saved,
        address=resolver.line(saved.address, "address"),
        endpoint=resolver.line(saved.endpoint, "endpoint"),
        values={name: resolver.value(value) for name, value in saved.values.items()},
        session=None if saved.session is None else resolver.line(saved.session, "session"),
        headers=tuple((name, resolver.line(text, f"header {name}")) for name, text in saved.headers),
        login=None if saved.login is None else resolver.line(saved.login, "login"),
        expect=tuple(resolver.value(item) for item in saved.expect),
    )
    resolver.finish()
    if folder is None:
        return found
    return replace(found, values={name: _within(value, folder) for name, value in found.values.items()})


def used(saved: SavedRequest, lookup: Lookup) -> tuple[str, ...]:
    """Every variable that resolving the request looks up, also those within others' values. WrongUse as of `resolve`.

    Those without a value are among them.
    """
    resolver = _Resolver(lookup)
    resolver.value(_templates(saved))
    return tuple(resolver.used)


def of_runs(value: Json, lookup: Lookup) -> bool:
    """Whether what runs before came to is in what the value resolves to: an app's words. WrongUse as of `resolve`."""
    return any(steps(name)[0] == "runs" for name in used(SavedRequest(values={"": value}), lookup))


class _Resolver:
    """One request's resolution: what is asked for, in which variable we are, what was missing, how much is left."""

    def __init__(self, lookup: Lookup) -> None:
        self.used: dict[str, None] = {}
        self._lookup = lookup
        self._within: list[str] = []
        self._missing: dict[str, str] = {}
        self._substitutions = SUBSTITUTIONS
        self._characters = CHARACTERS

    def finish(self) -> None:
        if self._missing:
            reasons = dict.fromkeys(why for why in self._missing.values() if why)
            raise Unresolved(self._missing, " ".join(reasons))

    def value(self, value: Json) -> Json:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, LocalFile):
            return self._file(value.path)
        if isinstance(value, Mapping):
            return {key: self.value(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        return value

    def _file(self, path: str) -> Json:
        """A local file, or the file that a run before returned, which is no local one."""
        found = self._text(path)
        if isinstance(found, LocalFile):
            return found
        if not of_runs(path, self._lookup):
            return LocalFile(_as_text(found))
        if isinstance(found, Mapping) and is_whole(path):
            return found
        raise WrongUse(
            f"{path} would let an app's answer name a file of this computer.",
            "The file would be uploaded, and the app could have answered with the path of any.",
            "Use a file that the run returned, not a text, or name the file in the request.",
        )

    def line(self, text: str, place: str) -> str:
        found = _as_text(self._text(text))
        if _LINE_BREAKING.search(found):
            raise WrongUse(
                f"The {place} would not stay on one line.",
                "It holds a line break or another control character, perhaps from a variable.",
                "Correct the text or the variable's value.",
            )
        return found

    def _text(self, text: str) -> Json:
        if "{{" not in text:
            return text
        if whole := _VARIABLE.fullmatch(text):
            return self._variable(whole[1])
        return _replaced(text, self._inside)

    def _inside(self, slashes: int, match: re.Match[str]) -> str:
        return "\\" * (slashes // 2) + (match[0] if slashes % 2 else _as_text(self._variable(match[1])))

    def _variable(self, name: str) -> Json:
        if name in self._within:
            circle = [*self._within[self._within.index(name) :], name]
            raise WrongUse(
                f"The variables {' → '.join(circle)} go round in a circle.",
                "Each one's value needs the next.",
                "Give one of them a value without the others.",
            )
        if len(self._within) >= DEPTH:
            raise WrongUse(
                f"The variable {self._within[0]} is made of others, more than {DEPTH} deep.",
                f"It needs {', '.join(self._within[1:4])} and so on.",
                "Make its value simpler.",
            )
        self.used[name] = None
        try:
            found = self._lookup(name)
        except KeyError as error:
            self._missing.setdefault(name, error.why if isinstance(error, NoValue) else "")
            return ""
        if isinstance(found, Verbatim):
            self._spend(found.value)
            return found.value
        self._within.append(name)
        try:
            found = self.value(found)
        finally:
            self._within.pop()
        self._spend(found)
        return found

    def _spend(self, value: Json) -> None:
        self._substitutions -= 1
        self._characters -= size(value, self._characters)
        if self._substitutions < 0 or self._characters < 0:
            raise WrongUse(
                "The request grows too large.",
                f"Its variables make more than {CHARACTERS // 1_000_000} MB of it.",
                "Give variables that stand in each other smaller values.",
            )


def size(value: Json, enough: int) -> int:
    """Characters of a value, about; counting stops once it is more than `enough`."""
    if isinstance(value, str):
        return len(value)
    total = 8
    if isinstance(value, Mapping | list | tuple):
        for item in value.values() if isinstance(value, Mapping) else value:
            total += size(item, enough - total)
            if total > enough:
                break
    return total


def _backslashes(text: str, at: int) -> int:
    """How many there are directly in front."""
    start = at
    while start and text[start - 1] == "\\":
        start -= 1
    return at - start


def _replaced(text: str, replacement: Callable[[int, re.Match[str]], str]) -> str:
    """The text with something in the place of each variable and the backslashes in front of it."""
    if "{{" not in text:
        return text
    pieces: list[str] = []
    done = 0
    for match in _VARIABLE.finditer(text):
        slashes = _backslashes(text, match.start())
        pieces += text[done : match.start() - slashes], replacement(slashes, match)
        done = match.end()
    return "".join([*pieces, text[done:]])


def _names(value: Json) -> Iterator[str]:
    if isinstance(value, LocalFile):
        value = value.path
    if isinstance(value, str):
        if "{{" in value:
            yield from (name for _, _, name in parts(value))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _names(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _names(item)


def _templates(saved: SavedRequest) -> list[Json]:
    headers = [text for _, text in saved.headers]
    lines = [saved.address, saved.endpoint, saved.session or "", *headers, saved.login or ""]
    return [*lines, *saved.values.values(), *saved.expect]


def _within(value: Json, folder: Path) -> Json:
    """The value with relative paths of local files taken from the folder."""
    return _mapped(value, str, lambda path: str(folder / path))


def _mapped(value: Json, text: Callable[[str], str], path: Callable[[str], str]) -> Json:
    """The value with every text, and every local file's path, changed."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, LocalFile):
        return LocalFile(path(value.path))
    if isinstance(value, Mapping):
        return {key: _mapped(item, text, path) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mapped(item, text, path) for item in value]
    return value


def _as_text(value: Json) -> str:
    """A value inside of a text."""
    if isinstance(value, str):
        return value
    if isinstance(value, LocalFile):
        return value.path
    return json.dumps(value, ensure_ascii=False, default=lambda item: getattr(item, "path", str(item)))
