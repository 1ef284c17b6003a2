"""JSON values -> YAML, as a person would write it: long text as a block, what is short on one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gradioscope.gradio.model import Json
from gradioscope.library.collection.yaml.scalars import LONGEST_KEY, block, quoted, written

WIDTH = 100
"""Columns that a list or a mapping on one line may take."""
_DEEPEST_BLOCK = 20
"""Deeper values are written on one line, however long: their indentation would be most of the file."""


def document(values: Mapping[str, Json]) -> str:
    """A whole file. ValueError, a sentence, for values that JSON cannot hold."""
    return "".join(f"{line}\n" for line in entries(values, 0)) or "{}\n"


def entries(values: Mapping[str, Json], indent: int, top: bool = True, keep: bool = True) -> list[str]:
    """The lines of a mapping in block style. `top`: what its keys hold is never drawn together on one line.

    Without `keep`, text that ends with empty lines is no block, which would take those after it for its own.
    """
    lines: list[str] = []
    for name, value in values.items():
        head, body = under_key(value, indent, top, keep)
        if len(name) > LONGEST_KEY:
            lines.append(f"{' ' * indent}? {quoted(name)}")
            lines.append(f"{' ' * indent}:{head}")
        else:
            lines.append(f"{' ' * indent}{written(name)}:{head}")
        lines += body
    return lines


def under_key(value: Json, indent: int, top: bool, keep: bool = True) -> tuple[str, list[str]]:
    """What follows a key that stands at `indent`: the rest of its line, and the lines after it."""
    head, body = _written(value, indent + 2, top, keep)
    return (f" {head}" if head else ""), body


def item(value: Json, indent: int, keep: bool = True) -> list[str]:
    """The lines of one item of a list in block style, its dash at `indent`."""
    dash = " " * indent + "- "
    if isinstance(value, Mapping) and len(value) == 1 and indent < 2 * _DEEPEST_BLOCK:
        # `- status: complete`
        head, body = "", entries(value, indent + 2, False, keep)
    else:
        head, body = _written(value, indent + 2, False, keep)
    if head:
        return [dash + head, *body]
    return [dash + body[0][indent + 2 :], *body[1:]]


def one_line(value: Json) -> str:
    """The value in flow style."""
    return "".join(_pieces(value))


def _written(value: Json, indent: int, top: bool, keep: bool) -> tuple[str, list[str]]:
    """A value below `indent - 2`: what stands on the line of its key or dash, and the lines after it."""
    if isinstance(value, str):
        found = block(value, keep)
        if found is None:
            return written(value), []
        return found[0], [" " * indent + line if line else "" for line in found[1]]
    if not isinstance(value, Mapping | list | tuple) or not value:
        return one_line(value), []
    if indent > 2 * _DEEPEST_BLOCK:
        return one_line(value), []
    if not top:
        short = _short(value, WIDTH - indent)
        if short is not None:
            return short, []
    if isinstance(value, Mapping):
        return "", entries(value, indent, False, keep)
    return "", [line for each in value for line in item(each, indent, keep)]


def _short(value: Json, room: int) -> str | None:
    """The value on one line where it fits and holds neither paragraphs nor records."""
    if isinstance(value, list | tuple) and all(isinstance(each, Mapping) for each in value):
        return None
    found: list[str] = []
    for piece in _pieces(value, blocks=False):
        room -= len(piece)
        if room < 0:
            return None
        found.append(piece)
    return "".join(found) if "\n" not in found else None


def _pieces(value: Json, blocks: bool = True) -> Iterator[str]:
    """Flow style, piece by piece. Without `blocks`, a piece that is a line break stands for text that wants one."""
    if isinstance(value, Mapping):
        yield "{"
        for position, (name, inner) in enumerate(value.items()):
            if position:
                yield ", "
            # what a key of more than 1024 characters needs
            yield f"? {quoted(name)} : " if len(name) > LONGEST_KEY else f"{written(name, flow=True)}: "
            yield from _pieces(inner, blocks)
        yield "}"
    elif isinstance(value, list | tuple):
        yield "["
        for position, inner in enumerate(value):
            if position:
                yield ", "
            yield from _pieces(inner, blocks)
        yield "]"
    elif not blocks and isinstance(value, str) and "\n" in value:
        yield "\n"
    else:
        yield written(value, flow=True)
