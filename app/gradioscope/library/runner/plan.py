"""Everything about a run over rows that can be known, and is wrong with it, before anything is sent."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import App, Endpoint, Json
from gradioscope.library.environment.scope import Variables
from gradioscope.library.runner.columns import Columns, cells, check_rows, columns_for, fitting
from gradioscope.library.runner.outside import outside
from gradioscope.library.runner.results_file import About
from gradioscope.library.runner.rows import Row, Rows
from gradioscope.library.runner.running import Runner
from gradioscope.request.fields import Field, field_for
from gradioscope.request.resolving import fitted
from gradioscope.request.saved import SavedRequest
from gradioscope.request.saving import as_json, value_as_json
from gradioscope.request.template import Verbatim, names, resolve_request, used

if TYPE_CHECKING:
    from gradioscope.request.draft import Draft


@dataclass(frozen=True)
class Plan:
    """Everything about a run that can be known before anything is sent."""

    saved: SavedRequest
    variables: Variables
    folder: Path
    rows: Rows
    app: App
    endpoint: Endpoint
    columns: Columns
    count: int
    """Rows there are."""
    concurrency: int
    notes: tuple[str, ...] = ()

    @property
    def fields(self) -> dict[str, Field]:
        return {item.name: field_for(item) for item in self.endpoint.parameters}

    def about(self) -> About:
        """What it is, to go on with it later."""
        said = {key: value for key, value in as_json(self.saved).items() if key not in ("notes", "made_for")}
        given = {name: value_as_json(value) for name, value in self.variables.given.items()}
        parts = [said, given, self._constants(), dict(self.columns.parameters), list(self.columns.variables)]
        text = json.dumps(parts, sort_keys=True, default=str)
        return About(
            hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            self.rows.fingerprint,
            self.rows.columns,
            tuple(item.label for item in self.endpoint.returns),
        )

    def _constants(self) -> dict[str, Json]:
        """What the request's variables stand for in every row, secrets left out."""
        found: dict[str, Json] = {}
        for name in used(self.saved, self.variables.lookup):
            if not name.startswith("$") and name not in self.rows.columns and not self.variables.is_secret(name):
                try:
                    value = self.variables.lookup(name)
                except KeyError:  # a part of what a row says
                    continue
                found[name] = value_as_json(value.value if isinstance(value, Verbatim) else value)
        return found


async def plan(
    runner: Runner,
    saved: SavedRequest,
    variables: Variables,
    folder: Path,
    rows: Rows,
    *,
    chosen: Mapping[str, str] | None = None,
    only: bool = False,
    concurrency: int = 2,
    listen: Callable[[Any], None] = lambda _: None,
) -> Plan:
    """Ask the app, map the columns, and look at every row. WrongUse (RowsWrong among it) where something is wrong:
    nothing was sent then but the question for the app's description. `chosen` and `only` as of `columns_for`.

    `variables` have the secrets fetched. `listen` hears the steps of the discovery.
    """
    first = (await asyncio.to_thread(rows.first, 1) or [Row(1, {})])[0]
    whole = whole_variables(saved, rows)
    if whole:
        chosen = {**whole, **(chosen or {})}
        saved = replace(saved, values={name: value for name, value in saved.values.items() if name not in whole})
    trial = replace(variables, given={**variables.given, **first.values})
    # with the first row's values its parameters may be wrong still; the app and the endpoint are known
    draft = await runner.draft(saved, trial, folder, listen=listen)
    columns = columns_for(rows, used(saved, trial.lookup), draft.endpoint, chosen, only=only)
    limit = draft.app.max_file_size
    fields = {item.name: field_for(item) for item in draft.endpoint.parameters}
    rows, left_out = fitting(rows, columns, fields)
    if left_out:
        first = (await asyncio.to_thread(rows.first, 1))[0]
        trial = replace(variables, given={**variables.given, **first.values})
    count = await asyncio.to_thread(check_rows, rows, columns, draft.endpoint, limit)
    values = cells(first, rows, columns, fields, limit).values
    await _check(await runner.draft(saved, trial, folder, values=values), first)
    notes = []
    if saved.session and concurrency > 1:
        concurrency = 1
        notes.append("One row after the other: they share a session, in which an app takes one request at a time.")
    if left_out:
        noun = "1 file is" if left_out == 1 else f"{left_out} files are"
        notes.append(f"{noun} of another type than the parameter takes, and left out.")
    if columns.unused and rows.form != "folder":
        listed = ", ".join(columns.unused[:5]) + (", …" if len(columns.unused) > 5 else "")
        notes.append(f"Columns that are not used: {listed}.")
    constant = {name: value for name, value in saved.values.items() if name not in columns.parameters}
    own = {name: value for name, value in constant.items() if not set(names(value)) & set(columns.variables)}
    sent = resolve_request(SavedRequest(values=own), variables.lookup, folder).values
    if note := await asyncio.to_thread(outside, list(fitted(draft.endpoint, own, sent, folder).values()), folder):
        notes.append(note)
    return Plan(saved, variables, folder, rows, draft.app, draft.endpoint, columns, count, concurrency, tuple(notes))


def whole_variables(saved: SavedRequest, rows: Rows) -> dict[str, str]:
    """Parameters whose value is nothing but a column of texts: to that column, whose cells get the parameter's type."""
    if not rows.texts:
        return {}
    found = {}
    for name, value in saved.values.items():
        asked = names(value) if isinstance(value, str) else ()
        if len(asked) == 1 and asked[0] in rows.columns and value == f"{{{{{asked[0]}}}}}":
            found[name] = asked[0]
    return found


async def _check(draft: Draft, first: Row) -> None:
    problems = await asyncio.to_thread(draft.problems)
    if problems:
        raise WrongUse(
            f"The rows cannot be sent: {next(iter(problems.values()))}",
            f"Row {first.number} ({first.place}) was tried with the request's own values for what has no column.",
            "Correct the request, or give it a column.",
            parameter=next(iter(problems)),
        )
