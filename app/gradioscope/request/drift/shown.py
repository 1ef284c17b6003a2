"""Parameters and values in a few words, to be shown beside each other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath

from gradioscope.gradio.model import Json, LocalFile, Parameter, is_file_data
from gradioscope.request.fields import field_for

LONGEST = 80
"""Characters of a value."""


def value_text(value: Json) -> str:
    """A value on one line, cut where it is long."""
    plain = plain_value(value)
    if isinstance(plain, str):
        text = " ".join(plain[: 2 * LONGEST].split()) if plain else "empty text"
    else:
        text = json.dumps(_short(plain), ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def label_text(label: str) -> str:
    """A label on one line, cut where it is long."""
    text = " ".join(label[: 2 * LONGEST].split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def plain_value(value: Json) -> Json:
    """The value with each file as its name alone: an app's own files have another path on each server."""
    if isinstance(value, LocalFile):
        return value.name
    if is_file_data(value) or (isinstance(value, Mapping) and isinstance(value.get("path"), str) and "url" in value):
        return str(value.get("orig_name") or PurePosixPath(value["path"]).name)
    if isinstance(value, Mapping):
        return {key: plain_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(item) for item in value]
    return value


def choices_of(parameter: Parameter) -> tuple[Json, ...] | None:
    """The values that can be chosen, None for a parameter that offers none."""
    field = field_for(parameter)
    choices = getattr(field, "choices", None)
    return None if choices is None else tuple(choice.value for choice in choices)


def listed(values: tuple[Json, ...] | list[Json], most: int = 4) -> str:
    """Some values, and how many more there are."""
    texts = [value_text(value)[:40] for value in values[:most]]
    more = f" and {len(values) - most} more" if len(values) > most else ""
    return ", ".join(texts) + more


def component_text(component: str) -> str:
    """A component's name as a person reads it."""
    return component or "unknown"


def _short(value: Json) -> Json:
    """Enough of a value to fill one line, so that a table of 100,000 rows is not written out for it."""
    if isinstance(value, list):
        return [_short(item) for item in value[:30]]
    if isinstance(value, Mapping):
        return {key: _short(item) for key, item in list(value.items())[:30]}
    return value[:LONGEST] if isinstance(value, str) else value
