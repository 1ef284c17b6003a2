"""A saved request held against the app as it is now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gradioscope.gradio.model import App, Endpoint, Parameter
from gradioscope.request.drift.changes import Change, Drift, Move, Option, Severity, UseEndpoint
from gradioscope.request.drift.likeness import LIKELY, candidates, meant, pairs
from gradioscope.request.drift.of_parameter import added, misfit, of_parameter
from gradioscope.request.drift.offers import place_for, places_for
from gradioscope.request.drift.shown import label_text, value_text
from gradioscope.request.fields import field_for
from gradioscope.request.positional import by_name
from gradioscope.request.saved import MadeFor, MadeForParameter, SavedRequest
from gradioscope.request.template import names

_GRAVITY: dict[Severity, int] = {"breaks": 0, "changes": 1, "harmless": 2}


def compare(saved: SavedRequest, app: App, endpoint: str = "") -> Drift:
    """All that has changed between the request and the app; `endpoint` is the one to compare with, be it the
    request's own: where none is given, another one may turn out to be the one that is meant.

    Of a request that does not say what it was made for, what would not run is found, and no more. Values that hold
    variables are not judged, nor is an endpoint whose name does.
    """
    wanted = endpoint or saved.endpoint
    if not wanted.strip("/") or names(wanted):
        return Drift(None)
    now = app.endpoint(wanted)
    found: list[Change] = []
    other = meant(saved, app, now) if now is not None and not endpoint else None
    if now is not None and other is not None:
        found.append(_endpoint_moved(saved, now, other))
        now = other
    elif now is None or now is not app.endpoint(saved.endpoint):
        ranked = candidates(saved, app)
        if now is None and ranked and ranked[0][0] >= LIKELY:
            now = ranked[0][1]
        found.append(_endpoint_gone(saved, now, [each for _, each in ranked]))
    if now is not None:
        found += _with_endpoint(saved if saved.made_for else replace(saved, values=by_name(now, saved.values)), now)
    then = saved.made_for.version if saved.made_for is not None else ""
    if then and _major(then) != _major(app.version):
        text = f"The app runs on Gradio {app.version} now, no longer on {then}."
        found.append(Change("version", "harmless", "Gradio", text, then, app.version))
    return Drift(now, tuple(sorted(found, key=lambda change: _GRAVITY[change.severity])))


def _endpoint_gone(saved: SavedRequest, now: Endpoint | None, ranked: Sequence[Endpoint]) -> Change:
    name = saved.endpoint if saved.endpoint.startswith("/") else f"/{saved.endpoint}"
    like = f"{now.name} is like it" if now is not None else "none is like it"
    return Change(
        "endpoint",
        "breaks",
        name,
        f"The app has no endpoint {name}; {like}.",
        name,
        now.name if now is not None else "",
        step=UseEndpoint(now.name) if now is not None else None,
        options=tuple(Option(each.name, UseEndpoint(each.name)) for each in ranked),
    )


def _endpoint_moved(saved: SavedRequest, now: Endpoint, other: Endpoint) -> Change:
    return Change(
        "endpoint",
        "breaks",
        now.name,
        f"{now.name} is another function now; {other.name} is what it was.",
        now.name,
        other.name,
        step=UseEndpoint(other.name),
        options=(Option(other.name, UseEndpoint(other.name)), Option(now.name, UseEndpoint(saved.endpoint))),
    )


def _with_endpoint(saved: SavedRequest, now: Endpoint) -> Iterator[Change]:
    values, then = saved.values, saved.made_for
    now = _shortened(now)
    if then is None:
        for parameter in now.parameters:
            if parameter.name in values:
                yield from misfit(field_for(parameter), values[parameter.name])
            elif parameter.required:
                yield added(field_for(parameter), values)
        yield from _unknown(saved, now, set(), now.parameters)
        return
    matched = pairs(then.parameters, now.parameters)
    for old, new in matched:
        yield from of_parameter(old, new, now, values)
    old_names, new_names = {old.name for old, _ in matched}, {new.name for _, new in matched}
    for old in then.parameters:
        if old.name not in old_names:
            yield _removed(old, saved, now)
    free = [parameter for parameter in now.parameters if parameter.name not in new_names]
    for new in free:
        yield added(field_for(new), values)
        if new.name in values and new.name not in old_names:
            yield from misfit(field_for(new), values[new.name])
    yield from _unknown(saved, now, {old.name for old in then.parameters}, free)
    yield from _order(then, matched)
    yield from _returns(then, now)


def _shortened(now: Endpoint) -> Endpoint:
    """With labels as they are shown here: an app may have any text as one."""
    if all(p.label == label_text(p.label) for p in now.parameters):
        return now
    return replace(now, parameters=tuple(replace(p, label=label_text(p.label)) for p in now.parameters))


def _removed(old: MadeForParameter, saved: SavedRequest, now: Endpoint) -> Change:
    given = old.name in saved.values
    label = label_text(old.label or old.name)
    return Change(
        "removed",
        "breaks" if given else "harmless",
        label,
        f"The app takes no {label} any more" + (", and the request gives a value for it." if given else "."),
        f"{old.name}: {value_text(saved.values[old.name])}" if given else old.name,
        "",
        old.name,
        Move(old.name, None) if given else None,
        places_for(old.name, None, now, saved.values) if given else (),
    )


def _unknown(saved: SavedRequest, now: Endpoint, known: set[str], free: Sequence[Parameter]) -> Iterator[Change]:
    """Values for parameters that neither the app has nor the request was made for."""
    for name, value in saved.values.items():
        if name in known or now.parameter(name) is not None:
            continue
        place = place_for(name, value, free, saved.values)
        yield Change(
            "unknown",
            "breaks",
            name,
            f"The app has no parameter {name}.",
            f"{name}: {value_text(value)}",
            place or "",
            name,
            Move(name, place),
            places_for(name, place, now, saved.values),
        )


def _order(then: MadeFor, matched: Sequence[tuple[MadeForParameter, Parameter]]) -> Iterator[Change]:
    """Values are given by name: where they stand in a list matters to other clients alone."""
    called = {old.name: new.name for old, new in matched}
    before = [called[each.name] for each in then.parameters if each.name in called]
    after = [new.name for _, new in matched]
    if before != after:
        text = "The parameters come in another order."
        yield Change("order", "harmless", "Parameters", text, ", ".join(before[:12]), ", ".join(after[:12]))


def _returns(then: MadeFor, now: Endpoint) -> Iterator[Change]:
    components = tuple(each.component for each in now.returns)
    if then.returns != components:
        before, after = (", ".join(each[:12]) or "nothing" for each in (then.returns, components))
        yield Change("returns", "changes", "Result", "The endpoint returns something else.", before, after)


def _major(version: str) -> str:
    return version.partition(".")[0]
