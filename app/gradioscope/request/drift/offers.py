"""What can be done about a change: the value that fits, the others to choose from, the places to move one to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gradioscope.gradio.model import Endpoint, Json, Parameter
from gradioscope.request.drift.changes import Give, Move, Option
from gradioscope.request.drift.fitting import fitting, nearest, problem
from gradioscope.request.drift.shown import value_text
from gradioscope.request.equality import Places, same
from gradioscope.request.fields import ChoiceField, ChoicesField, Field
from gradioscope.request.saved import MadeForParameter

OFFERED = 100
"""Choices, or places, that are offered for one that is gone."""


def instead(field: Field, value: Json) -> tuple[Json, ...]:
    """What could be given instead of a value that does not fit: none where nobody can tell, else the one."""
    made = fitting(field, value)
    if made:
        return made
    if isinstance(field, ChoiceField):
        return nearest(value[0] if isinstance(value, list) and value else value, field.choices)
    if isinstance(field, ChoicesField):
        kept = Places(choice.value for choice in field.choices)
        near: list[Json] = []
        for item in items(value):
            for found in (item,) if kept.find(item) >= 0 else nearest(item, field.choices):
                if not any(same(found, other) for other in near):
                    near.append(found)
        return (near,) if near and problem(field, near) is None else ()
    return ()


def values_for(field: Field, proposed: tuple[Json, ...] = ()) -> tuple[Option, ...]:
    """The proposed value, every choice, the app's default."""
    offered: list[Json] = list(proposed)
    if isinstance(field, ChoiceField):
        offered += [choice.value for choice in field.choices[:OFFERED]]
    if not field.parameter.required:
        offered.append(field.initial)
    places: list[Json] = []
    for value in offered:
        if not any(same(value, other) for other in places):
            places.append(value)
    return tuple(Option(value_text(value), Give(field.name, value)) for value in places)


def places_for(name: str, proposed: str | None, now: Endpoint, values: Mapping[str, Json]) -> tuple[Option, ...]:
    """Where a value could go: to the parameter that is proposed, to one that has no value, or nowhere."""
    free = [p for p in now.parameters if p.name not in values or p.name == proposed][:OFFERED]
    free.sort(key=lambda each: each.name != proposed)
    return (*(Option(called(each), Move(name, each.name)) for each in free), Option("leave it out", Move(name, None)))


def place_for(name: str, value: Json, free: Sequence[Parameter], values: Mapping[str, Json]) -> str | None:
    """The parameter that a value of an unknown name is meant for: one whose name or label is like it, if it fits."""
    import difflib

    from gradioscope.request.fields import field_for

    fits = [p for p in free if p.name not in values and problem(field_for(p), value) is None]
    close = {p.label.casefold(): p.name for p in fits} | {p.name.casefold(): p.name for p in fits}
    found = difflib.get_close_matches(name.casefold(), close, 1, 0.6)
    if found:
        return close[found[0]]
    required = [p for p in fits if p.required]
    return required[0].name if len(required) == 1 else None


def items(value: Json) -> Sequence[Json]:
    """The choices that a value is: itself, or those in it."""
    return value if isinstance(value, list) else [value]


def called(parameter: Parameter | MadeForParameter) -> str:
    """Its name, and its label where that is another word."""
    return parameter.name if parameter.label in ("", parameter.name) else f"{parameter.name} ({parameter.label})"
