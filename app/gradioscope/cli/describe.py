"""`gradioscope describe`: an app's endpoints and parameters, for people or as JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from gradioscope.cli import access, output
from gradioscope.cli.status import Status
from gradioscope.gradio.model import App, Endpoint, Json, Parameter, Return
from gradioscope.request.fields import ChoiceField, ChoicesField, Field, NumberField, field_for

_WIDTH = 100


def describe(arguments: argparse.Namespace) -> int:
    import asyncio

    secrets = access.read_secrets(arguments)

    async def find() -> App:
        with Status() as status:
            async with access.connected(arguments, secrets, status.step) as (_, app):
                return app

    app = asyncio.run(find())
    if arguments.json:
        indent = 2 if output.is_terminal(sys.stdout) else None
        output.write_exactly(output.json_text(as_json(app, arguments.all), indent=indent) + "\n")
    else:
        _write(app, arguments.all)
    return 0


# -- as JSON


def as_json(app: App, everything: bool = False) -> dict[str, Json]:
    """The app; with `everything`, also the endpoints that it does not list."""
    return {
        "app": {
            "url": app.url,
            "api_prefix": app.api_prefix,
            "title": app.title,
            "version": app.version,
            "space_id": app.space_id,
            "username": app.username,
            "max_file_size": app.max_file_size,
        },
        "endpoints": [_endpoint_json(e) for e in (*app.endpoints, *(app.hidden if everything else ()))],
        "left_out": list(app.left_out),
    }


def _endpoint_json(endpoint: Endpoint) -> dict[str, Json]:
    return {
        "name": endpoint.name,
        "description": endpoint.description,
        "parameters": [_parameter_json(parameter) for parameter in endpoint.parameters],
        "returns": [_return_json(item) for item in endpoint.returns],
        "generator": endpoint.generator,
        "state": endpoint.has_state,
        "visibility": endpoint.visibility or "public",
        "page": endpoint.page,
    }


def _parameter_json(parameter: Parameter) -> dict[str, Json]:
    field = field_for(parameter)
    found: dict[str, Json] = {
        "name": parameter.name,
        "label": parameter.label,
        "component": parameter.component,
        "field": field.kind,
        "required": parameter.required,
        "default": None if parameter.required else field.initial,
        "info": parameter.info,
        "python_type": parameter.python_type,
        "example": parameter.example,
        "schema": dict(parameter.schema),
    }
    if isinstance(field, NumberField):
        found |= {"minimum": field.minimum, "maximum": field.maximum, "step": field.step, "precision": field.precision}
    if isinstance(field, ChoiceField | ChoicesField):
        found |= {
            "choices": [{"label": choice.label, "value": choice.value} for choice in field.choices],
            "free_text": field.free_text,
        }
    return found


def _return_json(item: Return) -> dict[str, Json]:
    return {
        "label": item.label,
        "component": item.component,
        "output": item.kind,
        "python_type": item.python_type,
        "schema": dict(item.schema),
    }


# -- for people


def _write(app: App, everything: bool) -> None:
    style = output.Style()
    clean = output.visible
    facts = [f"Gradio {app.version}", f"Space {app.space_id}" if app.space_id else ""]
    facts.append(f"logged in as {app.username}" if app.username else "")
    lines = [
        f"{style.bold(clean(app.title or 'Untitled app'))}  {style.dim(clean(' · '.join(filter(None, facts))))}",
        style.accent(clean(app.url)),
    ]
    if not app.endpoints:
        lines += ["", "It has no endpoint that can be called by name."]
    for endpoint in (*app.endpoints, *(app.hidden if everything else ())):
        lines += ["", *_endpoint_lines(endpoint, style)]
    if app.hidden and not everything:
        lines += ["", style.dim(f"{len(app.hidden)} more are not listed by the app; `describe --all` shows them.")]
    if app.left_out:
        names = clean(", ".join(app.left_out))
        lines += ["", style.dim(f"Left out, as the app does not tell what they take: {names}")]
    output.write("\n".join(lines))


def _endpoint_lines(endpoint: Endpoint, style: output.Style) -> list[str]:
    import textwrap
    from shutil import get_terminal_size

    width = min(get_terminal_size((_WIDTH, 24)).columns, _WIDTH) if output.is_terminal(sys.stdout) else _WIDTH
    notes = [word for word, on in (("streams", endpoint.generator), ("keeps state", endpoint.has_state)) if on]
    notes += [note for note in (endpoint.visibility, output.visible(endpoint.page)) if note]
    head = style.bold(output.visible(endpoint.name))
    lines = [f"{head}  {style.dim(', '.join(notes))}" if notes else head]
    for paragraph in output.visible(endpoint.description).splitlines():
        lines += textwrap.wrap(paragraph, width - 2, initial_indent="  ", subsequent_indent="  ") or [""]
    while lines[-1] == "":
        lines.pop()
    rows = [_parameter_row(parameter) for parameter in endpoint.parameters]
    rows += [(f"→ {_name(item.label)}", item.kind, "", _component(item.component)) for item in endpoint.returns]
    return lines + _table(rows, width, style)


def _table(rows: list[tuple[str, str, str, str]], width: int, style: output.Style) -> list[str]:
    """Columns as wide as their longest cell; the last one takes what is left and wraps under itself."""
    import textwrap

    cells = [tuple(output.visible(" ".join(cell.split())) for cell in row) for row in rows]
    limits = (30, 10, 26)
    widths = [min(max((columns(row[at]) for row in cells), default=0), limits[at]) for at in range(3)]
    start = 2 + sum(size + 2 for size in widths)
    lines = []
    for name, kind, need, more in cells:
        wrapped = textwrap.wrap(more, max(width - start, 24)) or [""]
        styled: list[tuple[Callable[[str], str], str, int]] = [
            (style.accent, name, widths[0]),
            (str, kind, widths[1]),
            (style.bold if need == "required" else style.dim, need, widths[2]),
        ]
        line = "  " + "  ".join(paint(fitted(text, size)) for paint, text, size in styled)
        lines.append(f"{line}  {style.dim(wrapped[0])}".rstrip())
        lines += [" " * start + style.dim(rest) for rest in wrapped[1:]]
    return lines


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese and Japanese characters take two."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def fitted(text: str, size: int) -> str:
    """The text in exactly so many columns, or more where it would lose its end."""
    return text + " " * max(0, size - columns(text))


def _parameter_row(parameter: Parameter) -> tuple[str, str, str, str]:
    field = field_for(parameter)
    need = "required" if parameter.required else f"= {_short(field.initial)}"
    label = "" if parameter.label.lower() == parameter.name.lower() else _name(parameter.label)
    return parameter.name, field.kind, need, " · ".join(filter(None, (label, parameter.info, *_limits(field))))


def _limits(field: Field) -> list[str]:
    if isinstance(field, NumberField):
        low, high = field.minimum, field.maximum
        found = ["whole"] if field.precision == 0 else []
        if low is not None and high is not None:
            found.append(f"{low:g} to {high:g}" + (f" in steps of {field.step:g}" if field.step else ""))
        elif low is not None or high is not None:
            found.append(f"at least {low:g}" if low is not None else f"at most {high:g}")
        return found
    if isinstance(field, ChoiceField | ChoicesField):
        listed = [_choice(choice.label, choice.value) for choice in field.choices[:12]]
        more = ["…"] if len(field.choices) > 12 else []
        return [", ".join(listed + more), "or any text" if field.free_text else ""]
    if field.kind == "json":
        return [_component(field.parameter.component)]
    return []


def _choice(label: str, value: Json) -> str:
    text = value if isinstance(value, str) else output.json_text(value)
    return text if label.lower() == text.lower() else f"{text} ({label})"


def _component(name: str) -> str:
    return "" if name in ("textbox", "number", "slider", "checkbox", "image", "file", "json", "api") else name


def _name(label: str) -> str:
    return " ".join(label.split())


def _short(value: Json) -> str:
    text = output.json_text(value)
    return text if len(text) <= 24 else text[:23] + "…"
