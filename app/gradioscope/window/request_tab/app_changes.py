"""What has changed in a tab's app since its request was made: looked for when the app comes, settled before a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradioscope.request.saved import SavedRequest

if TYPE_CHECKING:
    from gradioscope.gradio.model import App
    from gradioscope.request.saved import MadeFor
    from gradioscope.window.request_tab.drift_panel import DriftPanel
    from gradioscope.window.request_tab.drifting import Drifting
    from gradioscope.window.request_tab.record import Snapshot
    from gradioscope.window.request_tab.tab import RequestTab

THE_APP_WAS_ASKED = "the app was last asked"
THE_REQUEST_WAS_SAVED = "this request was saved"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it is before another description of its app is shown."""

    request: SavedRequest
    """As it is compared: also with what no file may hold."""
    written: SavedRequest
    """As it may be written to a file."""
    since: str
    """Since when it has been so, as in "since …"."""


class AppChanges:
    """One tab's. `drifting` is made with the first app, for a request that says what it was made for."""

    def __init__(self, tab: RequestTab) -> None:
        self._tab = tab
        self.drifting: Drifting | None = None

    @property
    def panel(self) -> DriftPanel | None:
        return self.drifting.panel if self.drifting is not None else None

    @property
    def unsettled(self) -> bool:
        """Whether the app has changed, and the person has not said yet what that means for the request."""
        return self.drifting is not None and self.drifting.unsettled

    @property
    def settled(self) -> bool:
        """Whether it had changed, and the request is to be saved as it was settled."""
        return self.drifting is not None and self.drifting.settled

    @property
    def written(self) -> SavedRequest | None:
        """What the request still is while its endpoint is gone, whatever the form shows; None otherwise."""
        return self.drifting.written if self.drifting is not None else None

    def asked(self, app: App, pending: Snapshot | None) -> Asked | None:
        """The request before this app is shown; `pending` is one that was not shown yet. None for a new one."""
        tab, drifting = self._tab, self.drifting
        waiting = drifting.waiting if drifting is not None else None
        if pending is not None or waiting is not None:
            found = waiting or tab.document.request("", None, pending)
            known = tab.document.path is not None or found.made_for is not None
            return Asked(found, tab.request(), THE_REQUEST_WAS_SAVED) if known and found.endpoint else None
        draft = tab.draft()
        if tab.work is None or draft is None:
            return None
        from gradioscope.window.request_tab.drifting import subject

        then, since = self._then(app, draft.endpoint.name)
        if then is None:
            return None
        return Asked(subject(draft, tab.work.request.unplaced(), then), tab.request(), since)

    def look(self, asked: Asked | None, app: App) -> None:
        """The app is shown: compare."""
        work = self._tab.work
        assert work is not None
        if self.drifting is None:
            if asked is None:
                return
            from gradioscope.window.request_tab.drifting import Drifting

            self.drifting = Drifting(self._tab)
            self.drifting.changed.connect(self._tab.drift_settled)
            self.drifting.made.connect(self._tab.add_band)
            work.edited.connect(self.drifting.edited)
        if asked is None:
            self.drifting.forget()
        else:
            self.drifting.look(asked.request, asked.written, app, work.request, asked.since)

    def look_again(self, app: App, snapshot: Snapshot) -> None:
        """The request's file says something else now, and the form shows that."""
        found = self._tab.document.request(snapshot.address, None, snapshot)
        self.look(Asked(found, found, THE_REQUEST_WAS_SAVED) if found.endpoint else None, app)

    def remembered(self) -> None:
        """The request was saved."""
        if self.drifting is not None:
            self.drifting.remembered()

    def take_focus(self) -> bool:
        """Go to what has changed; whether anything has."""
        if self.drifting is None or self.drifting.panel is None or not self.drifting.drifted:
            return False
        self.drifting.take_focus()
        return True

    def _then(self, app: App, endpoint: str) -> tuple[MadeFor | None, str]:
        """What the endpoint was: as it is not settled yet, as it was saved, or as the app told it last."""
        tab = self._tab
        if self.drifting is not None and self.drifting.unsettled:
            return self.drifting.then, self.drifting.since
        rest, base = tab.document.rest, tab.document.base
        of_file = base is None or base.endpoint == endpoint
        if tab.offline and rest.made_for is not None and of_file and not self.settled:
            return rest.made_for, THE_REQUEST_WAS_SAVED
        known = tab.app.endpoint(endpoint) if tab.app is not None and tab.app.url == app.url else None
        if tab.app is None or known is None:
            return None, ""
        from gradioscope.request.made_for import made_for

        return made_for(tab.app, known), THE_APP_WAS_ASKED
