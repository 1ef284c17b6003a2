"""A saved request and the app it is for -> what is written down of it: values put in, secrets kept as variables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from gradioscope.gradio.model import App
from gradioscope.request.draft import Access
from gradioscope.request.opening import draft_of
from gradioscope.request.saved import KEPT_SESSION, SavedRequest
from gradioscope.request.template import Lookup, resolve
from gradioscope.snippets.entry import Entry
from gradioscope.snippets.kept import keep_secrets


def entry_of(
    app: App,
    saved: SavedRequest,
    name: str,
    folders: tuple[str, ...] = (),
    *,
    lookup: Lookup,
    secret: Callable[[str], str],
    folder: Path | None = None,
    access: Access | None = None,
    plain: bool = False,
) -> Entry:
    """The entry. `secret` has the name a shell calls a secret variable by, and is empty for others; with `plain` those
    stay variables, too.

    Errors as of `template.resolve_request` and `opening.draft_of`.
    """
    named = replace(saved, endpoint=str(resolve(saved.endpoint, lookup)))
    # a session that the runs of a request share is made anew by who runs it
    named = replace(named, session=None) if named.session == KEPT_SESSION else named
    access = access or Access()
    draft = draft_of(app, named, replace(access, token=access.token or saved.token is not None))
    return Entry(keep_secrets(draft, lookup, secret, saved.login, folder, plain=plain), name, folders, saved.notes)
