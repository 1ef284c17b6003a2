"""What can be done with the rows of the tree, as its menu says it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from gradioscope.window.sidebar.collections.node import Node


class Item(NamedTuple):
    """`keys` are shown only; the tree obeys them itself."""

    word: str
    text: str
    icon: str = ""
    keys: str = ""


SEPARATOR = Item("", "")
ELSEWHERE = frozenset({"run", "export", "import", "environments", "script"})
"""Words that are done outside of the tree; offered as soon as somebody does them."""

_NEW = (
    Item("new-request", "New request here", "plus"),
    Item("new-folder", "New folder", "folder"),
)
_WHOLE = (
    Item("run", "Run folder…", "run"),
    Item("environments", "Environments…", "environment"),
    Item("import", "Import into it…", "download"),
    Item("export", "Export…", "upload"),
    Item("script", "Copy as one script", "copy"),
)
_FILES = (
    Item("cut", "Cut", "", "Ctrl+X"),
    Item("copy", "Copy", "copy", "Ctrl+C"),
    Item("paste", "Paste", "paste", "Ctrl+V"),
    Item("duplicate", "Duplicate", "", "Ctrl+D"),
    Item("rename", "Rename", "edit", "F2"),
)
_PLACE = (
    Item("reveal", "Reveal in file manager", "external"),
    Item("copy-path", "Copy path", "link"),
)
_DELETE = Item("delete", "Move to the trash", "trash", "Del")
EMPTY = (
    Item("new-collection", "New collection…", "plus"),
    Item("open-collection", "Open folder as collection…", "folder"),
    Item("import", "Import…", "download"),
)


def items(nodes: Sequence[Node], offered: Container[str] = (), paste: bool = False) -> list[Item]:
    """The menu for some rows: what makes sense for all of them, a SEPARATOR between groups."""
    groups = _groups(nodes)
    found: list[Item] = []
    for group in groups:
        kept = [
            item
            for item in group
            if (item.word not in ELSEWHERE or item.word in offered) and (item.word != "paste" or paste)
        ]
        if kept:
            found += [SEPARATOR, *kept] if found else kept
    return found


def _groups(nodes: Sequence[Node]) -> Iterator[Sequence[Item]]:
    kinds = {node.kind for node in nodes}
    if not nodes:
        yield EMPTY
        yield [item for item in _FILES if item.word == "paste"]
        return
    if len(nodes) > 1:
        if kinds == {"request"}:
            yield [Item("open", f"Open {len(nodes)} requests", "endpoint", "Enter")]
        if "collection" in kinds:
            yield [Item("copy-path", "Copy paths", "link")]
            if kinds == {"collection"}:
                yield [Item("close", f"Close {len(nodes)} collections", "close")]
            return
        yield [Item("export", "Export…", "upload"), Item("run", "Run…", "run")]
        yield [item for item in _FILES if item.word != "rename"]
        yield [Item("copy-path", "Copy paths", "link")]
        yield [_DELETE]
        return
    kind = nodes[0].kind
    if kind == "request":
        yield [
            Item("open", "Open", "endpoint", "Enter"),
            Item("open-text", "Open as text", "text"),
            Item("run", "Run over rows of data…", "table"),
        ]
        yield _FILES
        yield [*_PLACE, Item("export", "Export…", "upload")]
        yield [_DELETE]
        return
    yield _NEW
    yield _WHOLE
    if kind == "folder":
        yield _FILES
        yield _PLACE
        yield [_DELETE]
        return
    yield [Item("paste", "Paste", "paste", "Ctrl+V"), Item("rename", "Rename collection", "edit", "F2")]
    count, row = len(nodes[0].parent.children or ()) if nodes[0].parent is not None else 1, nodes[0].row
    yield [
        *([Item("up", "Move up", "chevron-up")] if row > 0 else []),
        *([Item("down", "Move down", "chevron-down")] if row < count - 1 else []),
    ]
    if nodes[0].problem:
        yield [Item("retry", "Look again", "refresh")]
    yield _PLACE
    yield [Item("close", "Close collection", "close")]
