"""For the other shells: the snippets one after the other, each with a comment."""

from __future__ import annotations

from collections.abc import Sequence

from gradioscope.gradio.errors import WrongUse
from gradioscope.snippets import render
from gradioscope.snippets.options import Options
from gradioscope.snippets.scripts.connections import Placed, heading, shown

_COMMENT = {"curl-cmd": "rem "}
_AFTER = {"curl-fish": "or exit 1"}
"""What ends the script where a block failed; PowerShell's throws, and cmd goes on."""


def write(target: str, requests: Sequence[Placed], name: str, options: Options) -> str:
    """WrongUse where several logins would get one password."""
    if len({each.connection.login for each in requests if each.connection.login}) > 1:
        raise WrongUse(
            "The requests have several logins.",
            "In this language each of them would be given the same password.",
            "Choose curl, python or javascript, or export the requests of each login by themselves.",
        )
    mark = _COMMENT.get(target, "# ")
    sentence = heading(name, len(requests))
    if target == "curl-cmd":
        sentence = sentence.removesuffix(" It ends at the first that fails.")
    parts = [f"{mark}{sentence}"]
    for each in requests:
        lines = [f"{mark}{shown(each.entry.path)}", render(target, each.entry.draft, options)]
        parts.append("\n".join([*lines, *([_AFTER[target]] if target in _AFTER else [])]))
    return "\n\n".join(parts)
