"""A request that was pasted -> the form, which it fills in as a person would: it can be undone, and nothing is run."""

from __future__ import annotations

from dataclasses import replace

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import App
from gradioscope.request.saved import SavedRequest
from gradioscope.request.saving import secret_header
from gradioscope.request.template import escape, escaped
from gradioscope.snippets.paste import Pasted, fill
from gradioscope.window.request_tab.work import Work


def proposed(pasted: Pasted, rest: SavedRequest) -> SavedRequest:
    """What of the text the form does not show: who logs in, and headers that are no secret. `rest` is what was there.

    As they are in the text: what looks like a variable there is none of the person's.
    """
    headers = {name: escape(value) for name, value in pasted.headers if not secret_header(name, value)}
    login = escape(pasted.login_user) if pasted.login_user else rest.login
    return replace(rest, login=login, headers=tuple({**dict(rest.headers), **headers}.items()))


def fill_in(pasted: Pasted, app: App, work: Work) -> str:
    """Choose the endpoint and load the values; what to tell about it."""
    if not pasted.is_request:
        return "The text has no values; its app is connected."
    try:
        draft, notes = fill(pasted, app)
    except WrongUse as error:
        return str(error)
    if not work.request.picker.choose(draft.endpoint.name):
        return f"{draft.endpoint.name} is not in the list of endpoints: show those that the app does not list."
    work.request.form.fill(escaped(draft.values))
    work.request.options.set_session(draft.session_hash)
    if draft.session_hash is not None:
        work.request.options.set_stream(draft.stream)
    return " ".join(["Filled in from the pasted text; nothing was sent.", *notes, *_proposals(pasted, app)])


def _proposals(pasted: Pasted, app: App) -> list[str]:
    """What else the text asks for: taken over where that is harmless, said where it is the person's to decide."""
    told = []
    if pasted.login_user and app.username != pasted.login_user:
        told.append(f"It logs in as {pasted.login_user}: that is proposed where the app asks.")
    if pasted.insecure and app.url.startswith("https://"):
        told.append("It allows a certificate that cannot be checked (-k), which is yours to allow.")
    kept = [name for name, value in pasted.headers if not secret_header(name, value)]
    left = [name for name, value in pasted.headers if secret_header(name, value)]
    if kept:
        told.append(f"Its headers are in the request's settings: {', '.join(kept)}.")
    if left:
        told.append(f"Headers that look like secrets were left out: {', '.join(left)}.")
    return told
