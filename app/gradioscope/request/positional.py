"""Values by their place in the list that is sent, and how they get their names.

A call copied from elsewhere, `{"data": ["Hello", 3]}`, does not name what its values are for; the app does, once it is
connected to. Until then they are kept under the names that Gradio itself gives to parameters without one, `param_0`,
`param_1`, …, all of them, so that the first who knows the endpoint can put them where they belong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gradioscope.gradio.model import Endpoint, Json

_NUMBERED = re.compile(r"param_(0|[1-9][0-9]{0,3})")


def numbered(data: Sequence[Json]) -> dict[str, Json]:
    """Values without names, kept by their place."""
    return {f"param_{number}": value for number, value in enumerate(data)}


def placed(endpoint: Endpoint, data: Sequence[Json]) -> dict[str, Json]:
    """The values of a `data` list by parameter name: a null in each State's place, or without the States.

    Of a list that is neither, those that have a place.
    """
    parameters = endpoint.parameters
    if len(data) == len(parameters) != endpoint.inputs:
        return {p.name: value for p, value in zip(parameters, data, strict=True)}
    return {p.name: data[p.position] for p in parameters if p.position < len(data)}


def by_name(endpoint: Endpoint, values: Mapping[str, Json]) -> Mapping[str, Json]:
    """The values with the endpoint's names, where they were kept by their place; otherwise as they are.

    An endpoint whose own parameters have those names has its values by name already.
    """
    if not values or all(endpoint.parameter(name) is not None for name in values):
        return values
    if any(not _NUMBERED.fullmatch(name) for name in values):
        return values
    data = [values.get(f"param_{number}", _MISSING) for number in range(len(values))]
    if any(value is _MISSING for value in data) or len(data) > endpoint.inputs:
        return values
    return placed(endpoint, data)


_MISSING = object()
