"""An endpoint as it is now -> what a saved request remembers of it, to tell later what has changed."""

from __future__ import annotations

from gradioscope.gradio.model import App, Endpoint, Json, Parameter
from gradioscope.request.fields import field_for
from gradioscope.request.saved import MadeFor, MadeForParameter

MOST_CHOICES = 100
"""Choices that are written down; a file with a thousand of them could not be read any more."""


def made_for(app: App, endpoint: Endpoint) -> MadeFor:
    """What the endpoint takes and returns, by the names of its components."""
    return MadeFor(
        version=app.version,
        parameters=tuple(map(_parameter, endpoint.parameters)),
        returns=tuple(item.component for item in endpoint.returns),
    )


def _parameter(parameter: Parameter) -> MadeForParameter:
    return MadeForParameter(
        name=parameter.name,
        component=parameter.component,
        label="" if parameter.label == parameter.name else parameter.label,
        required=parameter.required,
        default=None if parameter.required else field_for(parameter).initial,
        choices=_choices(parameter),
    )


def _choices(parameter: Parameter) -> tuple[Json, ...] | None:
    """None where there are none to choose from, or too many."""
    if parameter.kind not in ("choice", "choices"):
        return None
    listed = tuple(choice.value for choice in field_for(parameter).choices)  # type: ignore[attr-defined]
    return listed if 0 < len(listed) <= MOST_CHOICES else None
