"""Which endpoint, and which parameter, is the one that was meant, under another name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gradioscope.gradio.model import App, Endpoint, Parameter
from gradioscope.request.saved import MadeFor, MadeForParameter, SavedRequest

LIKELY = 0.45
"""How alike, of 1, an endpoint has to be to be proposed."""
COMPARED = 2500
"""Pairs of parameters up to which names are compared letter by letter."""
SAME = 0.35
"""How alike, of 1, a parameter has to be to count as renamed."""

_GENERIC_ENDPOINTS = {"/predict", "/chat", "/lambda", "/run", "/fn"}
"""Names that Gradio itself gives: Interface and ChatInterface are `/predict` and `/chat` up to 5, and have the name
of their function in 6."""
_NUMBERED = re.compile(r"/(?:predict|chat|lambda|run|fn|function|.*[_ ][0-9]+)")
DIFFERENT, EQUAL = 0.6, 0.9
"""How alike, of 1, two endpoints are that are surely not the same, and that surely are."""
_GENERIC = re.compile(r"param(?:eter)?_\d+|_\d*")


def generic(name: str) -> bool:
    """Whether a parameter's name tells its place alone, as where a function takes `*args`."""
    return _GENERIC.fullmatch(name) is not None


def candidates(saved: SavedRequest, app: App) -> list[tuple[float, Endpoint]]:
    """The app's endpoints with how alike each is to what the request was made for, the likeliest first."""
    found = [(likeness(saved, endpoint), endpoint) for endpoint in (*app.endpoints, *app.hidden)]
    if len(app.endpoints) == 1 and saved.endpoint in _GENERIC_ENDPOINTS:
        found[0] = (max(found[0][0], LIKELY), found[0][1])
    # those that the app lists first, among equals
    return sorted(found, key=lambda pair: (-pair[0], bool(pair[1].visibility)))


def likeness(saved: SavedRequest, endpoint: Endpoint) -> float:
    """How alike, of 1, an endpoint is to the one a request was made for."""
    name = _alike(saved.endpoint.strip("/"), endpoint.name.strip("/"))
    if saved.endpoint in _GENERIC_ENDPOINTS or endpoint.name in _GENERIC_ENDPOINTS:
        name = max(name, 0.5)
    values = set(saved.values)
    if saved.made_for is None:
        known = _share(values, {p.name for p in endpoint.parameters}) if values else 0.5
        return 0.6 * known + 0.4 * name
    return 0.75 * shape(saved.made_for, endpoint) + 0.25 * name


def meant(saved: SavedRequest, app: App, now: Endpoint) -> Endpoint | None:
    """The endpoint that a request is for, where its name is another one's now: Gradio numbers functions of one name,
    and a function more or less among them gives the next ones other numbers."""
    then = saved.made_for
    if then is None or not _NUMBERED.fullmatch(now.name) or shape(then, now) >= DIFFERENT:
        return None
    others = [(shape(then, each), each) for each in (*app.endpoints, *app.hidden) if each is not now]
    best = max(others, key=lambda pair: pair[0], default=(0.0, now))
    return best[1] if best[0] >= EQUAL else None


def shape(made_for: MadeFor, endpoint: Endpoint) -> float:
    """How alike, of 1, what two take and return is, whatever they are called."""
    then, now = made_for.parameters, endpoint.parameters
    names = _share({p.name for p in then}, {p.name for p in now})
    labels = _share({_label(p) for p in then}, {_label(p) for p in now})
    components = _alike([p.component for p in then], [p.component for p in now])
    returns = _alike(list(made_for.returns), [r.component for r in endpoint.returns])
    return 0.33 * names + 0.27 * labels + 0.27 * components + 0.13 * returns


def pairs(then: Sequence[MadeForParameter], now: Sequence[Parameter]) -> list[tuple[MadeForParameter, Parameter]]:
    """Which parameter is which, in the order of now.

    A name is believed, but for one that only tells a place: there label and component come first.
    """
    found: dict[int, int] = {}
    free = dict(enumerate(now))

    def match(place: int, other: int) -> None:
        found[other] = place
        del free[other]

    left = dict(enumerate(then))
    for rule in (_same_name, _same_look, _same_place):
        for place, old in list(left.items()):
            other = next((number for number, new in free.items() if rule(old, new)), None)
            if other is not None:
                match(place, other)
                del left[place]
    near = len(left) * len(free) <= COMPARED
    scored = sorted(
        (
            (_score(old, place, new, other, near=near), place, other)
            for place, old in left.items()
            for other, new in free.items()
        ),
        key=lambda each: (-each[0], each[1], each[2]),
    )
    for score, place, other in scored:
        if score >= SAME and place in left and other in free:
            match(place, other)
            del left[place]
    return [(then[found[other]], now[other]) for other in sorted(found)]


def _same_name(old: MadeForParameter, new: Parameter) -> bool:
    return old.name == new.name and not generic(old.name)


def _same_look(old: MadeForParameter, new: Parameter) -> bool:
    """Of those whose name tells nothing, or did not and does now."""
    if not (generic(old.name) or generic(new.name)):
        return False
    return old.component == new.component and _label(old) == _label(new) and not generic(_label(old))


def _same_place(old: MadeForParameter, new: Parameter) -> bool:
    return generic(old.name) and old.name == new.name and old.component == new.component


def _score(old: MadeForParameter, place: int, new: Parameter, other: int, *, near: bool) -> float:
    """`near`: whether names and choices are looked at closely, which takes a while where there are many."""
    labelled = _label(old) == _label(new) and not generic(_label(old))
    score = 0.45 * labelled + 0.25 * (old.component == new.component) + 0.1 * (place == other)
    score += 0.1 * (_label(old) in _label(new) or _label(new) in _label(old))
    if near:
        score += 0.15 * _alike(old.name[:80], new.name[:80])
    if near and old.choices:
        from gradioscope.request.drift.shown import choices_of

        kept = sum(choice in (choices_of(new) or ()) for choice in old.choices[:200])
        score += 0.2 * kept / min(len(old.choices), 200)
    return score


def _label(parameter: MadeForParameter | Parameter) -> str:
    return (parameter.label or parameter.name).casefold()


def _share(a: set[str], b: set[str]) -> float:
    """How much of both they have in common; all, where both are empty."""
    return len(a & b) / len(a | b) if a or b else 1.0


def _alike(a: Sequence[str], b: Sequence[str]) -> float:
    """By their beginnings: what is long and the same all over takes quadratic time."""
    from difflib import SequenceMatcher

    return 1.0 if a == b else SequenceMatcher(None, a[:60], b[:60], autojunk=False).ratio()
