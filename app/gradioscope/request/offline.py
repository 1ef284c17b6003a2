"""A form for a saved request whose app is not known here, made from what the request remembers of its endpoint.

Nobody is asked. It is good enough to read, to change and to save the values; a run asks the app first.
"""

from __future__ import annotations

import re

from gradioscope.gradio.address import parse
from gradioscope.gradio.components import input_kind, output_kind
from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import App, Endpoint, FieldKind, Json, Parameter, Return
from gradioscope.request.saved import MadeForParameter, SavedRequest

_SHAPELESS: frozenset[FieldKind] = frozenset(
    {
        "text",
        "code",
        "markdown",
        "html",
        "number",
        "checkbox",
        "color",
        "datetime",
        "file",
        "files",
        "image",
        "audio",
        "video",
        "model3d",
        "multimodal",
        "choice",
        "choices",
    }
)
"""Kinds whose values have one shape, whatever the app's version and the component's settings."""
_SECRET = re.compile(r"passw|secret|token|api.?key", re.IGNORECASE)


def app_of(saved: SavedRequest) -> App | None:
    """An app with that one endpoint, as it was when the request was saved. None where that was not remembered."""
    made = saved.made_for
    if made is None or not saved.endpoint:
        return None
    parameters = tuple(_parameter(number, each, saved) for number, each in enumerate(made.parameters))
    returns = tuple(
        Return(f"output {number + 1}", component, output_kind(component, {}), number)
        for number, component in enumerate(made.returns)
    )
    endpoint = Endpoint(saved.endpoint, "", parameters, returns, inputs=len(parameters))
    url, space_id = _place(saved.address)
    api_prefix = "" if made.version.split(".")[0] in ("3", "4") else "/gradio_api"
    return App(url, api_prefix, "", made.version, (endpoint,), space_id=space_id)


def _parameter(number: int, made: MadeForParameter, saved: SavedRequest) -> Parameter:
    value = saved.values.get(made.name, None if made.required else made.default)
    kind, props = _kind(made, value)
    return Parameter(
        name=made.name,
        label=made.label or made.name,
        component=made.component,
        kind=kind,
        position=number,
        required=made.required,
        default=made.default,
        props=props,
    )


def _kind(made: MadeForParameter, value: Json) -> tuple[FieldKind, dict[str, Json]]:
    """What can be told of an input by its component's name, its choices and its value."""
    component = made.component
    props: dict[str, Json] = {}
    several = isinstance(value, list) or isinstance(made.default, list)
    if made.choices is not None or component in ("dropdown", "radio", "checkboxgroup"):
        props["choices"] = [[str(choice), choice] for choice in made.choices or ()]
        props["multiselect"] = several
        # the value may be none of those that were written down
        props["allow_custom_value"] = True
        if component not in ("radio", "checkboxgroup"):
            return ("choices" if several else "choice"), props
    if component in ("file", "uploadbutton"):
        props["file_count"] = "multiple" if several else "single"
    if component == "textbox" and _SECRET.search(f"{made.name} {made.label}"):
        props["type"] = "password"
    kind = input_kind(component, props, _schema(value))
    if kind == "slider":  # from where to where is not known
        kind = "number"
    return (kind if kind in _SHAPELESS else "json"), props


def _schema(value: Json) -> dict[str, Json]:
    """For a parameter without a component: the type of what was given."""
    if isinstance(value, bool):
        return {"type": "boolean"}
    if isinstance(value, int | float):
        return {"type": "number"}
    return {"type": "string"} if isinstance(value, str) else {}


def _place(address: str) -> tuple[str, str | None]:
    """Where the app is as far as its address tells, and the Space's id where it is one."""
    try:
        found = parse(address)
    except WrongUse:
        return "", None
    if found.space_id is None:
        return found.url or "", None
    host = re.sub(r"[^a-z0-9]+", "-", found.space_id.lower()).strip("-")  # as the Hub names the hosts of most Spaces
    return f"https://{host}.hf.space", found.space_id
