"""A request as text that does the same elsewhere: one module a target, one line here for each.

Pure: no request is sent, no file is read, no secret is known. `plan` decides which requests are made
and with what; a target's module only writes them down in its language.
"""

from __future__ import annotations

from collections.abc import Callable

from gradioscope.gradio.errors import WrongUse
from gradioscope.request.draft import Draft
from gradioscope.snippets import curl

_WRITERS: dict[str, tuple[str, Callable[[Draft], str]]] = {
    "curl": ("curl (bash, zsh, sh)", curl.render),
}

TARGETS: dict[str, str] = {name: label for name, (label, _) in _WRITERS.items()}
"""Target name to the label a person chooses it by."""


def render(target: str, draft: Draft) -> str:
    """The draft in the target's language, without a line break at its end.

    WrongUse for an unknown target, and for a value no JSON text can carry. The draft's own `problems()`
    are not asked: a form still being filled in has a snippet, too.
    """
    if target not in _WRITERS:
        raise WrongUse(f"There is no snippet target {target!r}.", "", f"Choose one of: {', '.join(TARGETS)}.")
    return _WRITERS[target][1](draft)
