"""A draft with variables in it -> the one a snippet is made of: values are put in, secrets are read when it runs.

A secret's place is held by a text that nobody can guess, as an app or a value could hold any other, and would have
the snippet read what it likes from the environment it runs in.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from gradioscope.gradio.model import Json
from gradioscope.request.draft import Draft
from gradioscope.request.resolving import may_hold_variables, resolved, template_of
from gradioscope.request.template import Lookup, Verbatim

_TAKEN = """
    PATH HOME IFS PWD OLDPWD USER LOGNAME SHELL ENV BASH_ENV LANG TERM TMPDIR TEMP TMP PS1 PS2 PS4 CDPATH MAIL
    HF_TOKEN PYTHONPATH NODE_OPTIONS LD_PRELOAD LD_LIBRARY_PATH HOSTNAME DISPLAY EDITOR RANDOM SECONDS UID
    EUID PSMODULEPATH COMSPEC SYSTEMROOT PATHEXT WINDIR USERPROFILE APPDATA PROMPT ERRORLEVEL
"""
"""What a shell or a program reads for another purpose, so that no secret is looked for there."""


def keep_secrets(
    draft: Draft,
    lookup: Lookup,
    secret: Callable[[str], str],
    login: str | None = None,
    folder: Path | None = None,
    *,
    plain: bool = False,
) -> Draft:
    """The draft with variables put in; those stay for the shell that `secret` has a name of the shell's for.

    With `plain` also texts that are no secret stay, with what they are as their default. Errors as of
    `template.resolve_request`.
    """
    template = template_of(draft, "", login)
    if not may_hold_variables(template):
        return draft
    places: dict[str, str] = {}
    defaults: dict[str, str] = {}
    names: dict[str, str] = {}
    placed: dict[str, str] = {}

    def kept(name: str) -> Json:
        if name in placed:
            return Verbatim(placed[name])
        called, default = secret(name), None
        if not called:
            value = lookup(name)
            if not plain or name.startswith(("$", "runs.")) or not isinstance(value, str) or "{{" in value:
                return value
            called, default = shell_name(name), value
        while names.setdefault(called, name) != name:
            called += "_"
        place = placed[name] = f"<{secrets.token_hex(12)}>"
        places[place] = called
        if default is not None:
            defaults[called] = default
        return Verbatim(place)

    found = resolved(draft, template, kept, folder)
    return replace(found, from_environment=places, environment_defaults=defaults)


def shell_name(name: str) -> str:
    """What a shell calls a variable: `api-key` is `API_KEY`, never the name of something else."""
    found = re.sub(r"[^A-Za-z0-9]", "_", name).upper()
    return f"MY_{found}" if found in _TAKEN.split() or not found[:1].isalpha() else found
