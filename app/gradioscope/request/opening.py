"""A saved request, its variables resolved, and the app it is for -> a draft that can be sent."""

from __future__ import annotations

from dataclasses import replace

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import App, Endpoint, Json, LocalFile, is_file_data
from gradioscope.request.draft import Access, Draft
from gradioscope.request.fields import Field, field_for
from gradioscope.request.positional import by_name
from gradioscope.request.saved import KEPT_SESSION, SavedRequest


def draft_of(app: App, saved: SavedRequest, access: Access | None = None, session_hash: str | None = None) -> Draft:
    """The draft. A file alone takes the shape of its parameter: `{{runs.paint.data[0]}}` goes into a gallery, too.

    `session_hash` is the session of a request whose runs share one. WrongUse where the app no longer has the endpoint
    or a parameter; what the values themselves lack is for `Draft.problems`.
    """
    endpoint = app.endpoint(saved.endpoint)
    if endpoint is None:
        raise _gone(app, saved)
    given = by_name(endpoint, saved.values)
    if unknown := [name for name in given if endpoint.parameter(name) is None]:
        raise _changed(endpoint, unknown)
    values: dict[str, Json] = {}
    for parameter in endpoint.parameters:
        if parameter.name in given:
            values[parameter.name] = shaped(field_for(parameter), given[parameter.name])
    session = session_hash if saved.session == KEPT_SESSION else saved.session
    access = access or Access()
    return Draft(
        app,
        endpoint,
        values,
        session or None,
        saved.stream,
        replace(access, login_user=access.login_user or saved.login, headers=(*access.headers, *saved.headers)),
    )


def shaped(field: Field, value: Json) -> Json:
    """A single file in the shape that the field sends files in; any other value as it is."""
    if not (isinstance(value, LocalFile) or is_file_data(value)) or field.kind in ("file", "image", "audio", "json"):
        return value
    try:
        # fields shape local files; what stands for one in the end is put into its place afterwards
        return _replaced(field.from_files([_STANDS_FOR]), value)
    except ValueError:
        return value


_STANDS_FOR = LocalFile("file")


def _replaced(value: Json, file: Json) -> Json:
    if value is _STANDS_FOR:
        return file
    if isinstance(value, dict):
        return {key: _replaced(item, file) for key, item in value.items()}
    if isinstance(value, list):
        return [_replaced(item, file) for item in value]
    return value


def _gone(app: App, saved: SavedRequest) -> WrongUse:
    if not saved.endpoint.strip("/ "):
        return WrongUse("The request names no endpoint.", "", "Open it, choose one and save it.")
    known = [item.name for item in app.endpoints]
    listed = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return WrongUse(
        f"The app has no endpoint {saved.endpoint}.",
        f"It has {listed}." if known else "It has no endpoint that can be called by name.",
        "The app has changed since the request was saved: open it and choose the endpoint that took this one's place.",
    )


def _changed(endpoint: Endpoint, unknown: list[str]) -> WrongUse:
    names = ", ".join(f"`{name}`" for name in unknown)
    has = ", ".join(f"`{item.name}`" for item in endpoint.parameters)
    return WrongUse(
        f"{endpoint.name} has no parameter {names}.",
        f"It takes {has}." if has else "It takes no values at all.",
        "The app has changed since the request was saved: open it and say where the value belongs now.",
        parameter=unknown[0],
    )
