"""A request as text that does the same elsewhere: one module a target, one line here for each.

Pure: no request is sent, no file is read, no secret is known. `plan` decides which requests are made
and with what; a target's module only writes them down in its language.
"""

from __future__ import annotations

from importlib import import_module

from gradioscope.gradio.errors import WrongUse
from gradioscope.request.draft import Draft
from gradioscope.snippets.options import Options

__all__ = ["TARGETS", "Options", "heeded", "render", "suffix"]

_WRITERS: dict[str, tuple[str, str, str]] = {
    "curl": ("curl (bash, zsh, sh)", "curl", ".sh"),
    "curl-fish": ("curl (fish)", "curl_fish", ".fish"),
    "curl-powershell": ("curl (PowerShell)", "curl_powershell", ".ps1"),
    "curl-cmd": ("curl (cmd.exe)", "curl_cmd", ".bat"),
    "python": ("Python (gradio_client)", "python_client", ".py"),
    "python-httpx": ("Python (httpx)", "python_httpx", ".py"),
    "javascript": ("JavaScript (@gradio/client)", "javascript_client", ".mjs"),
    "javascript-fetch": ("JavaScript (fetch)", "javascript_fetch", ".mjs"),
}
"""Target name to the label a person chooses it by, its module, and the ending of a file of it."""

TARGETS: dict[str, str] = {name: label for name, (label, _, _) in _WRITERS.items()}
"""Target name to the label a person chooses it by."""


def render(target: str, draft: Draft, options: Options | None = None) -> str:
    """The draft in the target's language, without a line break at its end.

    WrongUse for an unknown target, and for a value no JSON text can carry. The draft's own `problems()`
    are not asked: a form still being filled in has a snippet, too.
    """
    writer = _writer(target)
    options = options or Options()
    if draft.from_environment:
        from gradioscope.snippets.places import find, with_defaults

        kept = options.variables and "variables" in writer.heeded and not draft.app.legacy
        draft = find(draft)[0] if kept else with_defaults(draft)
    if draft.app.legacy:
        from gradioscope.snippets import legacy

        return legacy.render(target, draft)
    text: str = writer.render(draft, options)
    return text


def heeded(target: str) -> tuple[str, ...]:
    """Names of the options that make a difference for a target."""
    names: tuple[str, ...] = _writer(target).heeded
    return names


def suffix(target: str) -> str:
    """What the name of a file with such a snippet ends in: `.sh`."""
    return _WRITERS[target][2]


def _writer(target: str):  # type: ignore[no-untyped-def] # a module: its `render` and `heeded` are typed above
    if target not in _WRITERS:
        raise WrongUse(f"There is no snippet target {target!r}.", "", f"Choose one of: {', '.join(TARGETS)}.")
    return import_module(f"{__name__}.{_WRITERS[target][1]}")
