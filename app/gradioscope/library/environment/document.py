"""A YAML file with a mapping in it, read as JSON values and changed in place.

Read by the rules of YAML 1.2's core schema (`no` and dates are text), without tags, and bounded, as a collection is
somebody else's text. A change touches the keys that changed: comments, order, unknown keys and quoting stay.
"""

from __future__ import annotations

import io
import json
import re
import stat
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.gradio.model import Json
from gradioscope.request.equality import same

if TYPE_CHECKING:
    from ruamel.yaml import YAML

NODES = 100_000
DEPTH = 200
_LARGEST = 5_000_000
_TAG = "tag:yaml.org,2002:"
_TEXT_TAGS = {f"{_TAG}{kind}" for kind in ("str", "timestamp", "merge", "value")}
# text that has to be quoted to be text, in YAML 1.2 or in YAML 1.1, which other programs still read
_QUOTED = re.compile(
    r"""(?ix) y | n | yes | no | on | off | true | false | null | ~ | | << | =
    | [-+]? [.]? [0-9] [0-9_,.:]* (e [-+]? [0-9]+)? | [-+]? 0 [xob] [0-9a-f_]+ | [-+]? [.] (inf|nan)
    | [0-9]{4} - [0-9]{1,2} - [0-9]{1,2} .* | .* [\x85\u2028\u2029\ufeff] .*"""
)
_BLOCK = re.compile(r"\S(?:[^\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]*\S)?\n?")


class DocumentError(GradioscopeError):
    """A file that cannot be read as what it should be. `line` and `column` from 1, or 0 where it is the whole file."""

    exit_code = 2
    action = "edit"

    def __init__(self, path: Path, why: str, line: int = 0, column: int = 0) -> None:
        self.path, self.line, self.column = path, line, column
        where = f" at line {line}" if line else ""
        super().__init__(f"{path} cannot be read{where}.", why, "Correct the file in a text editor.")


def read(path: Path) -> Mapping[str, Json]:
    """The mapping in the file; empty for a file that is empty or not there. DocumentError, also for OSError.

    One that has not changed is not read again, so nobody may change what comes: `change` does.
    """
    before = _state(path)
    known = _known.get(path)
    if known is not None and known[0] == before:
        return known[1]
    text = _text(path)
    if text is None:
        return {}
    found = parsed(path, text)
    # a file that was written a moment ago may be written again at what its clock takes for the same time
    if before is not None and before == _state(path) and time.time_ns() - before[0] > _MOMENT:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[path] = before, found
    return found


_MOST_KNOWN = 500
_MOMENT = 100_000_000
"""Nanoseconds."""
_known: dict[Path, tuple[tuple[int, int, int], dict[str, Json]]] = {}


def _state(path: Path) -> tuple[int, int, int] | None:
    """What is another one after each save: a save makes a new file."""
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size, about.st_ino


def parsed(path: Path, text: str) -> dict[str, Json]:
    """The mapping in a text. DocumentError, which names `path`."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        # not as for editing: there, folded text has marks where it was folded
        node = YAML(typ="safe", pure=True).compose(io.StringIO(text))
        value = None if node is None else _Plain(path).value(node, 0)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        why = f"{error.problem or error.context or 'It is no YAML'}."
        raise DocumentError(path, why[0].upper() + why[1:], mark.line + 1 if mark else 0) from error
    except YAMLError as error:
        raise DocumentError(path, f"{' '.join(str(error).split())[:200]}.") from error
    except RecursionError as error:
        raise DocumentError(path, "It is nested too deep.") from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise DocumentError(path, "It should be a list of names and values, `name: value` each.", 1)
    return value


def change(path: Path, changes: Mapping[str, Json]) -> None:
    """Set these keys, or take out those that are None, and save it; a file that is not there is made.

    A mapping's own keys are changed one by one. Atomic. DocumentError for a file that could not be read, WrongUse for
    a value no JSON can carry, GradioscopeError where it could not be saved.
    """
    before = _text(path) or ""
    values = parsed(path, before)
    taken_out = {key for key, value in changes.items() if value is None}
    _save(path, before, values, {key: value for key, value in {**values, **changes}.items() if key not in taken_out})


def replace(path: Path, wanted: Mapping[str, Json]) -> None:
    """Make these all of the keys, and save it, as `change` does."""
    before = _text(path) or ""
    _save(path, before, parsed(path, before), wanted)


def _save(path: Path, before: str, values: Mapping[str, Json], wanted: Mapping[str, Json]) -> None:
    from gradioscope.library.atomic import write_atomically

    _check(dict(wanted))
    if same(dict(values), dict(wanted)):
        return
    after = _edited(path, before, wanted) or _merged(before, values, wanted)
    if not same(parsed(path, after), dict(wanted)):
        raise GradioscopeError(
            f"{path} was not saved.", "Its values could not be written so that they read the same.", "Report this."
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, after.encode(), private=False)
    except OSError as error:
        raise GradioscopeError(
            f"{path} could not be saved.", f"{error.strerror or error}.", "Make room or allow writing there."
        ) from error


def _edited(path: Path, before: str, wanted: Mapping[str, Json]) -> str:
    """The text with only the changed lines written anew; empty where that cannot be, as with aliases."""
    from gradioscope.library.collection.yaml.editing import edited
    from gradioscope.library.collection.yaml.nodes import YamlError

    try:
        after = edited(before, wanted)
        return after if same(parsed(path, after), dict(wanted)) else ""
    except (YamlError, DocumentError, ValueError):
        return ""


def _merged(before: str, values: Mapping[str, Json], wanted: Mapping[str, Json]) -> str:
    """The text written anew by ruamel, which keeps comments and aliases."""
    yaml = _editing()
    document = yaml.load(before) if values else _new_mapping(before)
    _merge(document, values, wanted)
    written = io.StringIO()
    yaml.dump(document, written)
    return written.getvalue()


class _Plain:
    """YAML's nodes as JSON values."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._left = NODES

    def value(self, node: Any, depth: int) -> Json:
        self._left -= 1
        # an alias is the same node again, so ten lines of them could stand for a memory full of text
        if self._left < 0 or depth > DEPTH:
            raise self._error(node, "It is too large or nested too deep, perhaps by aliases (`*name`).")
        if isinstance(node.value, str):
            return self._scalar(node)
        if node.tag == f"{_TAG}seq":
            return [self.value(item, depth + 1) for item in node.value]
        if node.tag != f"{_TAG}map":
            raise self._error(node, f"{node.tag} is no kind of value that JSON has.")
        found: dict[str, Json] = {}
        for key, item in node.value:
            if not isinstance(key.value, str):
                raise self._error(key, "A name has to be text.")
            if key.value in found:
                raise self._error(key, f"{key.value} is there twice.")
            found[key.value] = self.value(item, depth + 1)
        return found

    def _scalar(self, node: Any) -> Json:
        text: str = node.value
        kind = str(node.tag).removeprefix(_TAG)
        number = text.replace("_", "")
        try:
            if kind == "null":
                return None
            if kind == "bool":
                return text.lower() == "true"
            if kind == "int":
                return int(number, 0 if re.match(r"[-+]?0[xob]", number) else 10)
            if kind == "float":
                found = float(number)
                if found in (float("inf"), float("-inf")) or found != found:
                    raise ValueError
                return found
        except ValueError as error:
            raise self._error(node, f"{text[:40]} is no number that JSON can carry.") from error
        if str(node.tag) not in _TEXT_TAGS:
            raise self._error(node, f"{node.tag} is no kind of value that JSON has.")
        return text

    def _error(self, node: Any, why: str) -> DocumentError:
        return DocumentError(self._path, why, node.start_mark.line + 1, node.start_mark.column + 1)


def _yaml() -> YAML:
    from ruamel.yaml import YAML

    return YAML(typ="rt", pure=True)


def _editing() -> YAML:
    """One to whom every plain word is text: so what is not changed is written as it was, `0x10` and `1e3` too."""
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.resolver import VersionedResolver
    from ruamel.yaml.tag import Tag

    class TextResolver(VersionedResolver):
        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            if kind is ScalarNode:
                return Tag(suffix=f"{_TAG}str")
            return super().resolve(kind, value, implicit)

    yaml = _yaml()
    yaml.Resolver = TextResolver
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    return yaml


def _text(path: Path) -> str | None:
    try:
        about = path.stat()
        # a link to a device would never end
        if not stat.S_ISREG(about.st_mode):
            raise DocumentError(path, "It is no ordinary file.")
        if about.st_size > _LARGEST:
            raise DocumentError(path, f"It is larger than {_LARGEST // 1_000_000} MB.")
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DocumentError(path, f"{error.strerror or error}.") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(path, "It is no text in UTF-8.") from error


def _check(value: Json) -> None:
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, TypeError) as error:
        raise WrongUse(
            "A variable's value cannot be kept.",
            "It holds half a character (a lone surrogate), or a number that is none (NaN).",
            "Correct the value.",
        ) from error


def _new_mapping(comments: str) -> Any:
    """A mapping for a file that has none yet, under the comments it has."""
    from ruamel.yaml.comments import CommentedMap

    found = CommentedMap()
    lines = [line.removeprefix("#").strip() for line in comments.splitlines() if line.startswith("#")]
    if lines:
        found.yaml_set_start_comment("\n".join(lines))
    return found


def _merge(document: Any, before: Mapping[str, Json], after: Mapping[str, Json]) -> None:
    """Make the document's mapping what `after` is, touching only what differs from `before`."""
    for name in [name for name in before if name not in after]:
        del document[name]
    for name, value in after.items():
        inner = before.get(name)
        if name not in before:
            document[_written(name)] = _written(value)
        elif isinstance(inner, dict) and isinstance(value, dict) and inner and value:
            _merge(document[name], inner, value)
        elif not same(inner, value):
            document[name] = _written(value)


def _written(value: Json) -> Any:
    """The value for `_editing`: long text as a block, and quoted what would be something else without."""
    from ruamel.yaml.comments import CommentedMap
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

    if isinstance(value, str):
        if "\n" in value[:-1] and _BLOCK.fullmatch(value):
            return LiteralScalarString(value)
        return DoubleQuotedScalarString(value) if _QUOTED.fullmatch(value) else value
    if isinstance(value, Mapping):
        return CommentedMap((_written(str(key)), _written(item)) for key, item in value.items())
    if isinstance(value, list | tuple):
        return [_written(item) for item in value]
    text = json.dumps(value)
    # YAML 1.1 takes 1e+16 for text
    return re.sub(r"^(-?[0-9]+)e", r"\1.0e", text)
