"""A tab's request held against the app it is connected to: what has changed is settled before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from gradioscope.gradio.model import App, Json
from gradioscope.request.draft import Draft
from gradioscope.request.drift import Change, Drift, Proposal, Step, apply, compare, propose
from gradioscope.request.equality import same
from gradioscope.request.made_for import made_for
from gradioscope.request.resolving import own_values
from gradioscope.request.saved import MadeFor, SavedRequest

if TYPE_CHECKING:
    from gradioscope.window.request_tab.drift_panel import DriftPanel
    from gradioscope.window.request_tab.request_pane import RequestPane

THE_REQUEST_WAS_SAVED = "this request was saved"
THE_APP_WAS_ASKED = "the app was last asked"
"""Since when something has changed."""
PASSES = 4
"""How often what is proposed is taken at most: a value that was moved may need another shape in its new place."""
_MISSING = object()


@dataclass(frozen=True, slots=True)
class _Decision:
    """What was settled at once, and what it was before."""

    changes: tuple[Change, ...]
    before: SavedRequest
    after: SavedRequest
    kept: tuple[Change, ...]


def subject(draft: Draft, unplaced: Mapping[str, Json], then: MadeFor | None) -> SavedRequest:
    """What a form holds, as it is compared: also what is not written to a file."""
    return SavedRequest(endpoint=draft.endpoint.name, values={**own_values(draft), **unplaced}, made_for=then)


class Drifting(QObject):
    """Signals: `changed(None)` when something was settled or taken back, `made(DriftPanel)` once there is one."""

    changed = Signal(object)
    made = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.panel: DriftPanel | None = None
        self._pane: RequestPane | None = None
        self._app: App | None = None
        self.since = ""
        self._then: MadeFor | None = None
        self._endpoint = ""
        """The endpoint that is compared: others that the person looks at meanwhile are none of our business."""
        self._waiting: SavedRequest | None = None
        """The request whose endpoint is gone, until another one was chosen for it."""
        self._written: SavedRequest | None = None
        self._drifted = False
        self._decisions: list[_Decision] = []
        self._kept: tuple[Change, ...] = ()
        self._open: tuple[Change, ...] = ()
        self._closed = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(0)
        self._pause.timeout.connect(self._refresh)

    @property
    def unsettled(self) -> bool:
        """Whether something that breaks the request, or changes its outcome, waits for the person."""
        return bool(self._open)

    @property
    def drifted(self) -> bool:
        """Whether there is anything to tell, be it harmless or settled."""
        return self._drifted

    @property
    def waiting(self) -> SavedRequest | None:
        """The request as it is while its endpoint is gone, and no other one was chosen."""
        return self._waiting

    @property
    def written(self) -> SavedRequest | None:
        """The same, as it may be written to a file: without what was typed into password fields."""
        return self._written if self._waiting is not None else None

    @property
    def settled(self) -> bool:
        """Whether there was something, and all of it was settled: it is to be remembered."""
        return bool(self._decisions) and not self._open

    @property
    def then(self) -> MadeFor | None:
        """What the request was made for, under the names that were accepted."""
        return self._then

    def look(self, asked: SavedRequest, written: SavedRequest, app: App, pane: RequestPane, since: str) -> Drift:
        """Compare a request with the app whose endpoints the pane shows now.

        `written` is what of it may be written to a file; `since` is as in "since …".
        """
        self.forget()
        self._app, self._pane, self.since = app, pane, since
        self._then, self._endpoint = asked.made_for, asked.endpoint
        endpoint = app.endpoint(asked.endpoint)
        if asked.made_for is not None and endpoint is not None and asked.made_for == made_for(app, endpoint):
            return Drift(endpoint)
        drift = compare(asked, app)
        self._drifted = bool(drift)
        if any(change.kind == "endpoint" for change in drift.changes):
            self._waiting, self._written = asked, written
            if drift.endpoint is not None:
                pane.show_endpoint(drift.endpoint.name)
            pane.setEnabled(False)
        elif (now := self._now()) is not None:
            drift = compare(now, app)  # by what the form shows: it may keep more of a request than its file
        self._show(drift)
        return drift

    def edited(self, _: object = None) -> None:
        """The form has changed: what was filled in is settled."""
        if self._drifted:
            self._pause.start()

    def remembered(self) -> None:
        """The request was saved: what was settled is no news any more."""
        if self._open or self._waiting is not None:
            return
        self._drifted = False
        self._decisions.clear()
        if self.panel is not None:
            self.panel.hide()

    def take_focus(self) -> None:
        if self.panel is not None:
            self.panel.show()
            self.panel.take_focus()

    # -- decisions

    def accept(self, change: Change, step: Step | None) -> None:
        """Do what was chosen for a change; without a step it is only to be known."""
        before = self._now()
        if before is None:
            return
        if step is None:
            self._decide((change,), before, before, (*self._kept, change))
        else:
            self._decide((change,), before, apply(before, Proposal((step,))), self._kept)

    def keep(self, change: Change) -> None:
        """Leave the request as it is."""
        before = self._now()
        if before is not None:
            self._decide((change,), before, before, (*self._kept, change))

    def accept_all(self, _: object = None) -> None:
        """Do what is chosen in each row, and what follows from that."""
        before = self._now()
        if before is None or self._app is None or self.panel is None:
            return
        rows = self.panel.acceptable()
        chosen = tuple(step for _, step in rows if step is not None)
        known = tuple(change for change, step in rows if step is None)
        after = apply(before, Proposal(chosen))
        kept = (*self._kept, *known)
        confirmed = self._confirmed or any(change.kind == "endpoint" for change, _ in rows)
        for _ in range(PASSES):
            drift = self._compared(after, confirmed=confirmed)
            steps = propose(Drift(drift.endpoint, _without(drift.changes, kept))).steps
            if not steps:
                break
            after = apply(after, Proposal(steps))
        drift = self._compared(after, confirmed=confirmed)
        kept = (*kept, *(change for change in drift.notable if change.kind == "returns"))
        self._decide(tuple(change for change, _ in rows), before, after, kept)

    def undo(self, _: object = None) -> None:
        """Take back what was settled last; what was written in other fields since then stays."""
        if not self._decisions or self._pane is None:
            return
        decision = self._decisions.pop()
        now = self._now()
        self._kept, self._then = decision.kept, decision.before.made_for
        values = dict(now.values) if now is not None else {}
        for name in {*decision.before.values, *decision.after.values}:
            old, new = decision.before.values.get(name, _MISSING), decision.after.values.get(name, _MISSING)
            if old is new or (old is not _MISSING and new is not _MISSING and same(old, new)):
                continue
            if old is _MISSING:
                values.pop(name, None)
            else:
                values[name] = old
        before = replace(decision.before, values=values)
        self._endpoint = before.endpoint
        if _about_endpoint(decision):
            self._waiting = before
            self._pane.setEnabled(False)
        else:
            self._pane.put(before.endpoint, before.values)
        self._refresh()
        self.changed.emit(None)

    # -- inside

    def _decide(
        self, changes: tuple[Change, ...], before: SavedRequest, after: SavedRequest, kept: tuple[Change, ...]
    ) -> None:
        assert self._pane is not None
        self._decisions.append(_Decision(changes, before, after, self._kept))
        self._kept = kept
        self._then, self._endpoint = after.made_for, after.endpoint
        if self._waiting is not None or after is not before:
            self._waiting = None
            self._pane.setEnabled(True)
            self._pane.put(after.endpoint, after.values)
        self._refresh()
        self.changed.emit(None)

    def _now(self) -> SavedRequest | None:
        """The request as it stands; None while another endpoint is looked at."""
        if self._waiting is not None:
            return self._waiting
        endpoint = self._pane.endpoint() if self._pane is not None else None
        if self._pane is None or self._app is None or endpoint is None or endpoint.name != self._endpoint:
            return None
        draft = Draft(self._app, endpoint, self._pane.values())
        return subject(draft, self._pane.unplaced(), self._then)

    def _refresh(self) -> None:
        now = self._now()
        if now is None or self._app is None:
            if self.panel is not None:
                self.panel.hide()
            self._open = ()
            return
        self._show(self._compared(now, confirmed=self._confirmed))

    @property
    def _confirmed(self) -> bool:
        """Whether the person said which endpoint it is."""
        return any(map(_about_endpoint, self._decisions))

    def _compared(self, request: SavedRequest, *, confirmed: bool) -> Drift:
        assert self._app is not None
        return compare(request, self._app, request.endpoint if confirmed else "")

    def _show(self, drift: Drift) -> None:
        endpoint = tuple(change for change in drift.changes if change.kind == "endpoint")
        # what follows from an endpoint is only a guess until it was accepted
        notable = endpoint if self._waiting is not None else drift.notable
        self._open = _without(notable, self._kept)
        notes = () if self._waiting is not None else tuple(c for c in drift.changes if c.severity == "harmless")
        settled = sum(len(decision.changes) for decision in self._decisions)
        if self.panel is None:
            if not self._open and not notes:
                return
            self._make_panel()
        assert self.panel is not None
        if not self._open and (self._closed or not (settled or notes)):
            self.panel.hide()
            return
        self.panel.show_changes(self.since, self._open, settled, notes)
        self.panel.setVisible(True)

    def _make_panel(self) -> None:
        from gradioscope.window.request_tab.drift_panel import DriftPanel

        self.panel = panel = DriftPanel()
        panel.accepted.connect(self.accept)
        panel.kept.connect(self.keep)
        panel.allAccepted.connect(self.accept_all)
        panel.undoAsked.connect(self.undo)
        panel.fieldAsked.connect(self._go_to)
        panel.closed.connect(self._close)
        panel.done.connect(self._go_on)
        self.made.emit(panel)

    def _go_to(self, parameter: str) -> None:
        if self._pane is not None:
            self._pane.form.show_problem(parameter, "")

    def _go_on(self, _: object) -> None:
        """All is settled: what the person was about to do comes next."""
        if self._pane is not None:
            self._pane.run_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self, _: object) -> None:
        """Only looked away: what was settled is still to be saved."""
        self._closed = True
        if self.panel is not None:
            self.panel.hide()

    def forget(self) -> None:
        """Another request, or an app of another address."""
        self._pause.stop()
        self._decisions, self._kept, self._open, self._waiting = [], (), (), None
        self._closed = self._drifted = False
        if self._pane is not None:
            self._pane.setEnabled(True)
        if self.panel is not None:
            self.panel.hide()


def _about_endpoint(decision: _Decision) -> bool:
    return any(change.kind == "endpoint" for change in decision.changes)


def _without(changes: tuple[Change, ...], kept: tuple[Change, ...]) -> tuple[Change, ...]:
    return tuple(change for change in changes if not any(_alike(change, each) for each in kept))


def _alike(a: Change, b: Change) -> bool:
    """Whether it is the same change, whatever the value has become meanwhile."""
    return (a.kind, a.parameter, a.label) == (b.kind, b.parameter, b.label)
