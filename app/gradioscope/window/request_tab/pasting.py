"""A request that was pasted -> the form, which it fills in as a person would: it can be undone, and nothing is run."""

from __future__ import annotations

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import App
from gradioscope.request.template import escaped
from gradioscope.snippets.paste import Pasted, fill
from gradioscope.window.request_tab.work import Work


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
    # as they are in the text: what looks like a variable there is none of the person's
    work.request.form.fill(escaped(draft.values))
    work.request.options.set_session(draft.session_hash)
    if draft.session_hash is not None:
        work.request.options.set_stream(draft.stream)
    told = ["Filled in from the pasted text; nothing was sent.", *notes]
    if draft.access.headers:
        told.append(f"Its headers were left out: {', '.join(name for name, _ in draft.access.headers)}.")
    return " ".join(told)
