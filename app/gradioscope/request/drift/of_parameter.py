"""One parameter that the app still has: what of it has changed, and what that means for the request's value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from gradioscope.gradio.model import Endpoint, Json, Parameter
from gradioscope.request.drift.changes import Change, Give, Kind, Move
from gradioscope.request.drift.fitting import problem
from gradioscope.request.drift.offers import called, instead, items, places_for, values_for
from gradioscope.request.drift.shown import choices_of, component_text, label_text, listed, plain_value, value_text
from gradioscope.request.equality import Places, same
from gradioscope.request.fields import Field, field_for
from gradioscope.request.saved import MadeForParameter
from gradioscope.request.template import names

Given = tuple[Json, ...]
"""The request's value for a parameter, or empty where it leaves it to the default."""


def of_parameter(old: MadeForParameter, new: Parameter, now: Endpoint, values: Mapping[str, Json]) -> Iterator[Change]:
    """What has changed between the two; `values` are the request's."""
    field = field_for(new)
    old = replace(old, label=label_text(old.label))
    if old.name != new.name:
        same_label = (old.label or old.name) == new.label
        yield Change(
            "renamed",
            "breaks" if old.name in values else "harmless",
            new.label,
            f"The parameter {old.name} is called {new.name} now.",
            old.name if same_label else called(old),
            new.name if same_label else called(new),
            new.name,
            Move(old.name, new.name),
            places_for(old.name, new.name, now, values),
        )
    if old.label and old.label != new.label and old.label.casefold() != old.name.casefold():
        yield _note("label", new, f"{old.label} is labelled {new.label} now.", old.label, new.label)
    given = (values[old.name],) if old.name in values else (values[new.name],) if new.name in values else ()
    judged = False
    for change in (*_component(old, new, field, given), *_choices(old, new, field, given)):
        judged = judged or change.severity == "breaks"
        yield change
    if not given:
        yield from _left_out(old, new, field)
    elif not judged:
        yield from misfit(field, given[0])


def misfit(field: Field, value: Json) -> Iterator[Change]:
    """A value that the field does not take, whatever the reason; one that holds variables is not judged."""
    wrong = None if names(value) else problem(field, value)
    if wrong is None:
        return
    made = instead(field, value)
    yield Change(
        "value",
        "breaks",
        field.label,
        wrong,
        value_text(value),
        value_text(made[0]) if made else "",
        field.name,
        Give(field.name, made[0]) if made else None,
        values_for(field, made),
    )


def added(field: Field, values: Mapping[str, Json]) -> Change:
    """A parameter that the request knows nothing of."""
    new = field.parameter
    needed = new.required and field.name not in values
    text = f"The app takes {new.label} now" + (
        ", and needs a value for it." if new.required else f", with the default {value_text(field.initial)}."
    )
    return Change(
        "added",
        "breaks" if needed else "harmless",
        new.label,
        text,
        "",
        f"{new.name}: {component_text(new.component)}, {'required' if new.required else 'optional'}",
        new.name,
        None,
        values_for(field) if needed else (),
    )


def _component(old: MadeForParameter, new: Parameter, field: Field, given: Given) -> Iterator[Change]:
    if not old.component or old.component == new.component:
        return
    then, now = component_text(old.component), component_text(new.component)
    text = f"{new.label} is a {now} now, no longer a {then}."
    if not given or names(given[0]) or problem(field, given[0]) is None:
        yield _note("component", new, text, then, now)
        return
    made = instead(field, given[0])
    yield Change(
        "component",
        "breaks",
        new.label,
        f"{text} The value does not fit it.",
        f"{then}: {value_text(given[0])}",
        f"{now}: {value_text(made[0])}" if made else now,
        new.name,
        Give(new.name, made[0]) if made else None,
        values_for(field, made),
    )


def _choices(old: MadeForParameter, new: Parameter, field: Field, given: Given) -> Iterator[Change]:
    now = choices_of(new)
    if old.choices is None or now is None or old.component != new.component:
        return
    kept, had = Places(now), Places(old.choices)
    gone = [choice for choice in old.choices if kept.find(choice) < 0]
    more = [choice for choice in now if had.find(choice) < 0]
    if not gone and not more:
        return
    lost = [item for item in items(given[0]) if kept.find(item) < 0 <= had.find(item)] if given else []
    if not lost:
        said = ". ".join(f"{word}: {listed(some)}" for some, word in ((gone, "Gone"), (more, "New")) if some)
        yield _note("choices", new, f"{new.label} has other choices. {said}.", listed(old.choices), listed(now))
        return
    fits = problem(field, given[0]) is None  # where any text can be given
    made = () if fits else instead(field, given[0])
    verb = "is no longer a choice" if len(lost) == 1 else "are no longer choices"
    yield Change(
        "choices",
        "changes" if fits else "breaks",
        new.label,
        f"{listed(lost)} {verb} of {new.label}{', and would be sent all the same' if fits else ''}.",
        value_text(given[0]),
        value_text(made[0]) if made else listed(now),
        new.name,
        Give(new.name, made[0]) if made else None,
        values_for(field, made),
    )


def _left_out(old: MadeForParameter, new: Parameter, field: Field) -> Iterator[Change]:
    """The request leaves it to the default."""
    if old.required:
        if not new.required:
            yield _note("required", new, f"{new.label} has a default now.", "required", value_text(field.initial))
        return
    if not new.required and _same_default(old.default, field.initial):
        return
    fits = (old.default,) if problem(field, old.default) is None else instead(field, old.default)
    yield Change(
        "required" if new.required else "default",
        "breaks" if new.required else "changes",
        new.label,
        f"{new.label} has no default any more, and the request gives no value for it."
        if new.required
        else f"{new.label} has another default, and the request leaves it to that.",
        value_text(old.default),
        "required" if new.required else value_text(field.initial),
        new.name,
        Give(new.name, fits[0]) if fits else None,
        values_for(field, fits),
    )


def _note(kind: Kind, new: Parameter, text: str, then: str, now: str) -> Change:
    return Change(kind, "harmless", new.label, text, then, now, new.name)


def _same_default(a: Json, b: Json) -> bool:
    """Whether two defaults say the same: an app's own files lie elsewhere on each server, and 1.0 is 1 in JSON."""
    a, b = plain_value(a), plain_value(b)
    numbers = all(isinstance(each, int | float) and not isinstance(each, bool) for each in (a, b))
    return bool(a == b) if numbers else same(a, b)
