"""Plots of plotly, bokeh and altair: facts about them, and the page a browser draws them with. Free of Qt.

The page is written only where a person asks for it, and loads the library from the network; nothing here does.
"""

from __future__ import annotations

import html
import json
from typing import Any

LIBRARIES = {"plotly": "Plotly", "bokeh": "Bokeh", "altair": "Vega-Altair"}
LONGEST = 20_000_000
"""Characters of a plot's text that are read."""

_SCRIPTS = {
    "plotly": ("https://cdn.plot.ly/plotly-3.0.1.min.js",),
    "bokeh": ("https://cdn.bokeh.org/bokeh/release/bokeh-{version}.min.js",),
    "altair": (
        "https://cdn.jsdelivr.net/npm/vega@5",
        "https://cdn.jsdelivr.net/npm/vega-lite@5",
        "https://cdn.jsdelivr.net/npm/vega-embed@6",
    ),
}
_DRAW = {
    "plotly": "Plotly.newPlot('plot', plot.data, plot.layout, {responsive: true});",
    "bokeh": "Bokeh.embed.embed_item(plot, 'plot');",
    "altair": "vegaEmbed('#plot', plot, {actions: false});",
}


def facts(library: str, text: str) -> str:
    """The plot in words, as far as its text tells. Takes any text. For a thread."""
    named = f"A plot of {LIBRARIES[library]}"
    if len(text) > LONGEST:
        return f"{named}, too long to be read here ({len(text):,} characters)."
    try:
        plot = json.loads(text)
    except (ValueError, RecursionError):
        return f"{named}, whose text cannot be read."
    if not isinstance(plot, dict):
        return f"{named}, whose text has an unknown form."
    parts = [named]
    traces = plot.get("data") if library == "plotly" else None
    if isinstance(traces, list):
        kinds = sorted({str(t.get("type", "scatter"))[:40] for t in traces[:1000] if isinstance(t, dict)})
        parts.append(
            f"{len(traces)} {'trace' if len(traces) == 1 else 'traces'}"
            + (f" ({', '.join(kinds[:8])})" if kinds else "")
        )
        points = sum(_count(trace) for trace in traces if isinstance(trace, dict))
        if points:
            parts.append(f"{points:,} points")
    title = plot.get("layout", {}).get("title") if isinstance(plot.get("layout"), dict) else plot.get("title")
    title = title.get("text") if isinstance(title, dict) else title
    if isinstance(title, str) and title:
        parts.append(f"titled “{title[:200]}”")
    return ", ".join(parts) + "."


def page(library: str, text: str, title: str) -> str:
    """An HTML page that draws the plot. ValueError where its text is no JSON. For a thread."""
    if len(text) > LONGEST:
        raise ValueError("The plot is too long for a page.")
    try:
        plot = json.loads(text)
        inside = _in_script(plot)
    except RecursionError:
        raise ValueError("The plot is nested too deeply.") from None
    version = plot.get("version") if isinstance(plot, dict) else None
    if not isinstance(version, str) or not version.replace(".", "").isdecimal() or not version.isascii():
        version = "3.7.3"
    sources = "\n".join(f'<script src="{src.format(version=version)}"></script>' for src in _SCRIPTS[library])
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{html.escape(title)}</title>\n{sources}\n'
        f'<div id="plot"></div>\n<script>\nconst plot = {inside};\n{_DRAW[library]}\n</script>\n</html>\n'
    )


def _in_script(value: Any) -> str:
    """JSON that ends no script and opens no comment: all but plain ASCII, and `<`, `>`, `&`, as escapes."""
    text = json.dumps(value, ensure_ascii=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _count(trace: dict[str, Any]) -> int:
    for key in ("y", "x", "values", "z"):
        found = trace.get(key)
        if isinstance(found, list):
            return len(found)
    return 0
