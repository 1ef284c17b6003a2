"""What was pasted, and the app that it is for -> a draft, and what did not fit."""

from __future__ import annotations

from collections.abc import Sequence

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import App, Endpoint, Json
from gradioscope.request.draft import Access, Draft
from gradioscope.request.positional import placed
from gradioscope.snippets.paste.pasted import Pasted, unread


def fill(pasted: Pasted, app: App) -> tuple[Draft, tuple[str, ...]]:
    """The draft and the sentences to tell, those of `pasted` among them. WrongUse where the app has no such endpoint.

    A value that could not be read is left out, so that its parameter has the app's default.
    """
    notes = list(pasted.notes)
    endpoint = _endpoint(pasted, app)
    if pasted.data is not None:
        found = _from_data(endpoint, pasted.data, notes)
    else:
        found = _from_arguments(endpoint, pasted, notes)
    values: dict[str, Json] = {}
    for name, value in found.items():
        unknown = next(unread(value), None)
        if unknown is None:
            values[name] = value
        else:
            notes.append(f"“{name}” was left out: its value is in {unknown}, which is not known here.")
    access = Access(pasted.login_user, pasted.token, pasted.headers, pasted.insecure)
    draft = Draft(app, endpoint, values, pasted.session_hash, pasted.stream, access)
    return draft, tuple(dict.fromkeys(notes))


def _endpoint(pasted: Pasted, app: App) -> Endpoint:
    known = (*app.endpoints, *app.hidden)
    if pasted.endpoint:
        endpoint = app.endpoint(pasted.endpoint)
    elif pasted.fn_index is not None:
        endpoint = next((item for item in known if item.fn_index == pasted.fn_index), None)
    else:
        endpoint = app.endpoints[0] if len(app.endpoints) == 1 else app.endpoint("/predict")
    if endpoint is not None:
        return endpoint
    wanted = f"`{pasted.endpoint}`" if pasted.endpoint else f"number {pasted.fn_index}"
    raise WrongUse(
        f"The app has no endpoint {wanted}."
        if pasted.endpoint or pasted.fn_index is not None
        else "The text does not say which endpoint is called.",
        "It may have changed since the text was written.",
        f"It has {', '.join(item.name for item in app.endpoints[:12])}." if app.endpoints else "It has none at all.",
    )


def _from_data(endpoint: Endpoint, data: Sequence[Json], notes: list[str]) -> dict[str, Json]:
    if len(data) not in (endpoint.inputs, len(endpoint.parameters)):
        notes.append(f"The text has {len(data)} values, and {endpoint.name} takes {endpoint.inputs}.")
    return placed(endpoint, data)


def _from_arguments(endpoint: Endpoint, pasted: Pasted, notes: list[str]) -> dict[str, Json]:
    parameters = endpoint.parameters
    arguments = pasted.arguments
    if len(arguments) > len(parameters):
        notes.append(f"The text has {len(arguments)} values, and {endpoint.name} takes {len(parameters)}.")
    values = {p.name: value for p, value in zip(parameters, arguments, strict=False)}
    for name, value in pasted.named.items():
        if endpoint.parameter(name) is None:
            notes.append(f"“{name}” was left out: {endpoint.name} has no such parameter.")
        else:
            values[name] = value
    return values
