"""A saved request -> what its run came to: variables, the app, files of runs before, the call, expectations."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from gradioscope.gradio.errors import Explanation, GradioscopeError, WrongUse
from gradioscope.gradio.events import Cancelled, Complete, Event, Failed, Uploading
from gradioscope.gradio.model import App, Json
from gradioscope.library.environment.scope import Variables, secrets_used
from gradioscope.library.runner.apps import Apps
from gradioscope.library.runner.following import Following
from gradioscope.library.runner.outside import outside
from gradioscope.library.runner.passed_on import PassedOn
from gradioscope.library.runner.ran import Ran
from gradioscope.request.expectation import Check, check, read, unmet
from gradioscope.request.opening import draft_of
from gradioscope.request.outcome import Outcome
from gradioscope.request.resolving import fitted, guarded
from gradioscope.request.saved import SavedRequest
from gradioscope.request.template import names, of_runs, resolve, resolve_request

if TYPE_CHECKING:
    from gradioscope.gradio.connection import Connection
    from gradioscope.gradio.discovery import Step
    from gradioscope.library.runner.way import Way
    from gradioscope.request.draft import Draft

_T = TypeVar("_T")
Listen = Callable[["Step | Event | Uploading"], None]


def unheard(_: object) -> None:
    """For who does not listen."""


class Stopped(GradioscopeError):
    """`stop` came before anything was sent."""

    exit_code = 130

    def __init__(self) -> None:
        super().__init__("It was cancelled before anything was sent.")


class Runner:
    """Runs requests on one way to the apps. Of one loop; `stop()` may be called at any moment, from a task of it."""

    def __init__(self, way: Way, *, timeout: float | None = None) -> None:
        """`timeout`: seconds an app may be silent."""
        self.apps = Apps(way)
        self.files = PassedOn()
        self._way = way
        self._timeout = timeout
        self._stop = asyncio.Event()

    @property
    def stopped(self) -> bool:
        return self._stop.is_set()

    def stop(self) -> None:
        """End what runs, telling the apps, and run nothing more."""
        self._stop.set()

    async def pause(self, seconds: float) -> bool:
        """Wait; whether that was not ended by `stop`."""
        try:
            async with asyncio.timeout(seconds):
                await self._stop.wait()
        except TimeoutError:
            return True
        return False

    def close(self) -> None:
        self.files.close()

    async def run(
        self,
        saved: SavedRequest,
        variables: Variables,
        folder: Path | None = None,
        *,
        values: Mapping[str, Json] | None = None,
        session_hash: str | None = None,
        of_rows: bool = False,
        listen: Listen = unheard,
    ) -> Ran:
        """Run a request with these variables, their secrets fetched. Never raises a GradioscopeError.

        `values` take the place of the request's own, and are taken as they are. `session_hash` is the session of a
        request whose runs share one. `of_rows`: whether it is one of many over rows: no later run takes its files, and
        what is the same of each is not noted.
        """
        attempt = _Attempt(self, saved, variables, folder, values or {}, session_hash, listen, of_rows)
        try:
            ran = await attempt.ran()
            if not of_rows and ran.connection is not None and ran.app is not None:
                self.files.came(list(ran.outcome.data), ran.connection, ran.app)
            return ran
        except Stopped:
            outcome = Outcome("cancelled", (), Stopped().explanation.what)
            return replace(attempt.common(), outcome=outcome, exit_code=130)
        except GradioscopeError as error:
            return self._failed(attempt, error)

    async def draft(
        self,
        saved: SavedRequest,
        variables: Variables,
        folder: Path | None = None,
        *,
        values: Mapping[str, Json] | None = None,
        listen: Listen = unheard,
    ) -> Draft:
        """What `run` would send, the app asked for its description and nothing more. Raises GradioscopeError, and
        Stopped."""
        attempt = _Attempt(self, saved, variables, folder, values or {}, None, listen)
        return (await self.unless_stopped(attempt.prepared()))[0]

    async def unless_stopped(self, work: Coroutine[Any, Any, _T]) -> _T:
        """What the work comes to. Stopped when `stop` ends it."""
        working = asyncio.create_task(work)
        stopped = asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                raise Stopped
            return working.result()
        finally:
            working.cancel()
            stopped.cancel()
            await asyncio.wait({working, stopped})
            if not working.cancelled():
                working.exception()

    # -- for _Attempt

    @property
    def way(self) -> Way:
        return self._way

    @property
    def timeout(self) -> float | None:
        return self._timeout

    @property
    def stopping(self) -> asyncio.Event:
        return self._stop

    def _failed(self, attempt: _Attempt, error: GradioscopeError) -> Ran:
        answered = error.exit_code == 1  # the app itself said no
        why: Explanation = _masked(self.apps, error.explanation)
        outcome = Outcome("error" if answered else "failed", (), why.what, attempt.seconds)
        checks: tuple[Check, ...] = ()
        code = error.exit_code
        if answered:
            checks = check(attempt.expectations, outcome)
            code = 1 if unmet(checks) else 0
        return replace(
            attempt.common(),
            outcome=outcome,
            checks=checks,
            explanation=why,
            event=Failed(attempt.seconds, why) if attempt.common().sent else None,
            exit_code=code,
            error=error,
        )


class _Attempt:
    """One run as it goes: what is known so far is in its result, wherever it ends."""

    def __init__(
        self,
        runner: Runner,
        saved: SavedRequest,
        variables: Variables,
        folder: Path | None,
        values: Mapping[str, Json],
        session_hash: str | None,
        listen: Listen,
        of_rows: bool = False,
    ) -> None:
        self._runner = runner
        self._saved = saved
        self._variables = variables
        self._folder = folder
        self._values = values
        self._session = session_hash
        self._listen = listen
        self._of_rows = of_rows
        self._following: Following | None = None
        self._notes: list[str] = []
        self._connection: Connection | None = None
        self._app: App | None = None
        self._draft: Draft | None = None
        self._address = saved.address
        self._written: Mapping[str, Json] = {}
        self.expectations = read(())

    @property
    def seconds(self) -> float:
        return self._following.seconds if self._following else 0.0

    def common(self) -> Ran:
        """What every ending has."""
        masked = self._runner.apps.masked
        return Ran(
            Outcome("failed"),
            notes=tuple(map(masked, self._notes)),
            sent=self._following is not None and self._following.sent,
            endpoint=self._draft.endpoint if self._draft else None,
            draft=self._draft,
            written=self._written,
            address=masked(self._address),
            connection=self._connection,
            app=self._app,
        )

    async def ran(self) -> Ran:
        draft, token = await self._runner.unless_stopped(self.prepared())
        connection = self._connection
        assert connection is not None
        connection.use_headers(draft.access.headers)  # of this task; those of the one that prepared it went with it
        self._following = Following(connection, draft, self._runner.stopping, self._listen)
        return self._result(await self._following.outcome(self._runner.timeout, token))

    async def prepared(self) -> tuple[Draft, str | None]:
        """The draft, and the token that goes into the request itself. Everything but the call, the uploads too."""
        apps, way, lookup = self._runner.apps, self._runner.way, self._variables.lookup
        apps.learn(secrets_used(self._saved, self._variables))
        self.expectations = read(resolve(list(self._saved.expect), lookup))
        # the values later: which of them are the app's own words is known when it has described itself
        outer = resolve_request(replace(self._saved, values={}, expect=()), lookup)
        self._address = outer.address
        if not outer.address.strip():
            raise WrongUse("The request has no address.", "", "Open it, connect to its app and save it.")
        connection, app = await apps.find(outer.address, way.user(outer.login), outer.headers, self._listen)
        self._connection, self._app = connection, app
        access = way.access(connection, app)
        if note := way.not_sent(self._saved, access):
            self._notes.append(note)
        endpoint = app.endpoint(outer.endpoint)
        own = {name: value for name, value in self._saved.values.items() if name not in self._values}
        if endpoint is not None:
            own = {name: guarded(endpoint, name, value) for name, value in own.items()}
        self._written = {
            name: self._saved.values[name]
            for name, value in own.items()
            if names(value) and secrets_used(SavedRequest(values={name: value}), self._variables)
        }
        inner = resolve_request(SavedRequest(values=own), lookup, self._folder)
        of_apps = {name for name, value in own.items() if names(value) and of_runs(value, lookup)}
        found = inner.values if endpoint is None else fitted(endpoint, own, inner.values, self._folder, of_apps)
        if self._folder is not None and not self._of_rows:
            note = await asyncio.to_thread(outside, list(found.values()), self._folder)
            self._notes += [note] if note else []
        values = await self._runner.files.taken({**found, **self._values}, app)
        draft = self._draft = draft_of(app, replace(outer, values=values), access, self._session)
        if not self._of_rows:
            self._note_drift(replace(outer, values=values), app)
        return draft, await way.oauth_token(app) if draft.endpoint.oauth_token else None

    def _note_drift(self, saved: SavedRequest, app: App) -> None:
        """Say it where the request runs, and with another outcome than it was saved for."""
        if saved.made_for is None:
            return
        from gradioscope.request.drift import compare

        found = compare(saved, app, saved.endpoint).notable
        if found:
            more = f" And {len(found) - 1} more." if len(found) > 1 else ""
            self._notes.append(
                f"The app has changed since it was saved. {found[0].text}{more} Open it to settle that, or see --check."
            )

    def _result(self, event: Event) -> Ran:
        assert self._following is not None
        assert self._connection is not None
        assert self._app is not None
        seconds, session = self._following.seconds, self._following.session
        why: Explanation | None = None
        if isinstance(event, Cancelled):
            if event.note:
                self._notes.append(event.note)
            outcome = Outcome("cancelled", (), "It was cancelled.", seconds, session)
            return replace(self.common(), outcome=outcome, event=event, exit_code=130)
        if isinstance(event, Failed):
            why = _masked(self._runner.apps, event.explanation)
            outcome = Outcome("error", (), why.what, seconds, session)
        else:
            assert isinstance(event, Complete)
            outcome = Outcome("complete", tuple(event.data), "", seconds, session)
        checks = check(self.expectations, outcome)
        missed = bool(unmet(checks))
        return replace(
            self.common(),
            outcome=outcome,
            checks=self._shown(checks),
            explanation=why,
            event=event,
            exit_code=1 if missed else 0,
        )

    def _shown(self, checks: Sequence[Check]) -> tuple[Check, ...]:
        return tuple(replace(item, sentence=self._runner.apps.masked(item.sentence)) for item in checks)


def _masked(apps: Apps, why: Explanation) -> Explanation:
    texts = {name: apps.masked(getattr(why, name)) for name in ("what", "why", "do", "details")}
    return replace(why, **texts)
