"""A row of a run as a request that can be opened: its values in the places that they had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.gradio.model import Json, LocalFile
from gradioscope.request.saved import SavedRequest
from gradioscope.request.template import Verbatim, escape, escaped, resolve_request


def filled_in(saved: SavedRequest, row: Mapping[str, Json], values: Mapping[str, Json]) -> SavedRequest:
    """The request with a row's values in the place of its variables, and of its parameters; other variables stay.

    What the row says is data: `{{name}}` in it is text, and made literal here.
    """
    mark = uuid4().hex
    left: dict[str, str] = {}

    def of_row(name: str) -> Verbatim:
        if name in row:
            return Verbatim(row[name])
        return Verbatim(left.setdefault(name, f"{mark}-{len(left)}-"))

    def variables_back(value: Json) -> Json:
        if isinstance(value, str):
            for name, stands in left.items():
                value = value.replace(stands, f"{{{{{name}}}}}")
            return value
        if isinstance(value, LocalFile):
            return LocalFile(variables_back(value.path))
        if isinstance(value, dict):
            return {key: variables_back(item) for key, item in value.items()}
        return [variables_back(item) for item in value] if isinstance(value, list) else value

    try:
        found = resolve_request(replace(saved, expect=()), of_row)
    except GradioscopeError:
        found = saved
    else:
        found = replace(
            found,
            address=variables_back(escape(found.address)),
            endpoint=variables_back(escape(found.endpoint)),
            values={name: variables_back(escaped(value)) for name, value in found.values.items()},
            session=None if found.session is None else variables_back(escape(found.session)),
            headers=tuple((name, variables_back(escape(text))) for name, text in found.headers),
            login=None if found.login is None else variables_back(escape(found.login)),
        )
    return replace(found, values={**found.values, **{name: escaped(value) for name, value in values.items()}})
