"""Plots of each mark and axis, and those of other libraries."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from tests.contact_sheet import ViewerSpecimen as Viewer


def viewers(folder: Path) -> list[Viewer]:
    del folder
    axes = {"x": "x", "y": "y", "color": "g"}

    def native(rows: list[Any], mark: str, x: str = "quantitative") -> dict[str, Any]:
        kinds = {"x": x, "y": "quantitative", "g": "nominal"}
        return {"columns": ["x", "y", "g"], "data": rows, "datatypes": kinds, "mark": mark}

    fruit = [[n, v, g] for g in ("north", "south") for n, v in (("apple", 3), ("pear", 5), ("a long fruit's name", 2))]
    wave = [[d * 86_400_000, math.sin(d / 9 + s), f"s{s}"] for s in range(3) for d in range(120)]
    cloud = [[math.sin(n) * n, math.cos(n * 1.7) * n, "a" if n % 3 else "b"] for n in range(400)]
    plotly = {"type": "plotly", "plot": '{"data": [{"type": "bar", "y": [1, 2]}], "layout": {"title": "Sales"}}'}
    return [
        Viewer("Fruit", "barplot", native(fruit, "bar", "nominal"), axes | {"title": "Fruit sold"}, height=320),
        Viewer("Means", "barplot", native(fruit, "bar", "nominal"), axes | {"y_aggregate": "mean"}, height=320),
        Viewer("Waves", "lineplot", native(wave, "line", "temporal"), axes, height=320),
        Viewer("Cloud", "scatterplot", native(cloud, "point"), axes, height=320),
        Viewer("No data", "lineplot", native([], "line"), axes, height=240),
        Viewer("No axes", "lineplot", native(cloud, "line"), height=160),
        Viewer("Other library", "plot", plotly, height=160),
    ]
