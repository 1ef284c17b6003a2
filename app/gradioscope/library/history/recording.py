"""A run that has ended -> its record, without anything secret."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from gradioscope.gradio.errors import Explanation
from gradioscope.gradio.events import Cancelled, Complete, Event, Failed
from gradioscope.gradio.masking import MASK, Masker
from gradioscope.gradio.model import Json
from gradioscope.library.history.course import Course
from gradioscope.library.history.record import RunRecord, State
from gradioscope.request.draft import Draft
from gradioscope.request.equality import same
from gradioscope.request.fields import field_for
from gradioscope.request.fields.text import TextField
from gradioscope.request.saving import secret_header

Mask = Callable[[Json], Json]
"""The connection's masking of a value; `Masker.value`."""


def record_of(
    draft: Draft,
    *,
    address: str,
    began: float,
    outcome: Event,
    data: list[Json] | None,
    course: Course,
    mask: Mask | None = None,
    path: str = "",
    environment: str = "",
    written: Mapping[str, Json] | None = None,
) -> RunRecord:
    """What the history keeps of a run. Not for the UI thread where values may be large.

    Besides what `mask` knows, what was typed into password fields and secret headers is masked, also where the
    app sends it back. `written` are values as they were before a secret was put in: one in which `mask` finds none,
    as it is too short a text to be looked for, is masked whole.
    """
    own = Masker()
    hidden = _password_fields(draft)
    own.learn(*(value for value in hidden.values() if isinstance(value, str)))
    own.learn(*(value for name, value in draft.access.headers if secret_header(name, value)))

    def masked(value: Json, too_deep: Json = MASK) -> Json:
        try:
            return own.value(value if mask is None else mask(value))
        except RecursionError:
            return too_deep  # it cannot be looked through

    written = {name: value for name, value in (written or {}).items() if name in draft.values}
    values = {name: MASK if name in hidden and value else masked(value) for name, value in draft.values.items()}
    values |= {name: MASK for name in written if same(values[name], draft.values[name])}
    if data is None and isinstance(outcome, Complete):
        data = outcome.data
    return RunRecord(
        began=began,
        address=address,
        app=draft.app,
        endpoint=draft.endpoint,
        values=values,
        written=written,
        state=cast(State, outcome.kind),
        duration=outcome.at,
        queued=course.queued,
        session=draft.session_hash,
        stream=draft.stream,
        events=tuple(masked(list(course.kept()), [])),
        data=None if data is None else masked(data, None),
        error=_masked_error(outcome.explanation, masked) if isinstance(outcome, Failed) else None,
        raw=masked(outcome.raw) if isinstance(outcome, Failed) else None,
        note=outcome.note if isinstance(outcome, Cancelled) else "",
        path=path,
        environment=environment,
    )


def usable_values(values: Mapping[str, Json]) -> dict[str, Json]:
    """The values to fill a form with: those that were a secret as a whole have to be typed again."""
    return {name: value for name, value in values.items() if value != MASK}


def _masked_error(error: Explanation, masked: Mask) -> Explanation:
    texts = {name: masked(getattr(error, name)) for name in ("what", "why", "do", "details", "target")}
    return replace(error, **texts)


def _password_fields(draft: Draft) -> dict[str, Json]:
    """By parameter name, what was typed where the form shows dots."""
    return {
        parameter.name: draft.values[parameter.name]
        for parameter in draft.endpoint.parameters
        if parameter.name in draft.values
        and isinstance(field := field_for(parameter), TextField)
        and field.form == "password"
    }
