"""Plots where an app takes one: what a plot component returned, given back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gradioscope.gradio.model import Json, Parameter
from gradioscope.request.fields.json import JsonField

LIBRARIES = ("matplotlib", "plotly", "bokeh", "altair")
MARKS = ("bar", "line", "point")


@dataclass(frozen=True, slots=True)
class PlotField(JsonField):
    """`{"type": library, "plot": text}`; a native plot is `{"columns", "data", "datatypes", "mark"}`. Or null."""

    native: bool = False

    def check(self, value: Json) -> str | None:
        if value is None:
            return None
        if self.native:
            return native_problem(value, self.label)
        if isinstance(value, Mapping) and value.get("type") in LIBRARIES and isinstance(value.get("plot"), str):
            return None
        return f'{self.label} takes {{"type": "plotly", "plot": TEXT}} (or {", ".join(LIBRARIES[:1] + LIBRARIES[2:])}).'


def native_problem(value: Json, label: str) -> str | None:
    """Why a value is no native plot; None where it is one."""
    if not isinstance(value, Mapping):
        return f'{label} takes {{"columns": […], "data": [[…]], "datatypes": {{…}}, "mark": "bar"}}.'
    columns, data = value.get("columns"), value.get("data")
    if not isinstance(columns, list) or not all(isinstance(name, str) for name in columns):
        return f"{label}: columns are a list of names."
    if not isinstance(data, list):
        return f"{label}: data is a list of rows."
    for number, row in enumerate(data, 1):
        if not isinstance(row, list) or len(row) != len(columns):
            return f"{label}: row {number} does not have {len(columns)} values."
    if value.get("mark") not in MARKS:
        return f"{label}: mark is one of {', '.join(MARKS)}."
    return None if isinstance(value.get("datatypes"), Mapping) else f"{label}: datatypes are an object by column."


def plot_field(p: Parameter) -> PlotField:
    return PlotField("plot", p, p.component != "plot")
