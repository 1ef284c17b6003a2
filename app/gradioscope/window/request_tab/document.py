"""Which file a tab stands for, and what of its request the form does not show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gradioscope.request.saved import SavedRequest

if TYPE_CHECKING:
    from gradioscope.gradio.model import Json
    from gradioscope.window.request_tab.record import Snapshot
    from gradioscope.window.request_tab.work import Work


SUFFIX = ".gradio.yaml"
"""What the name of a request's file ends in."""


class Document:
    """What is kept of one tab, besides what its widgets show."""

    def __init__(self) -> None:
        self.path: Path | None = None
        """None for a request that was never saved."""
        self.base: SavedRequest | None = None
        """What the file said when it was read or saved last; None where it is not there any more."""
        self.rest = SavedRequest()
        """Headers, login, token, notes, expectations, what it was made for; the rest of it means nothing."""
        self.origin: Path | None = None
        """The file that a request without one was made from."""

    @property
    def place(self) -> Path | None:
        """The file whose collection has the variables of this request."""
        return self.path or self.origin

    def take(self, snapshot: Snapshot) -> None:
        self.path, self.base, self.rest = snapshot.path, snapshot.base, snapshot.rest
        self.origin = snapshot.origin

    def saved_as(self, path: Path, request: SavedRequest) -> None:
        """It was written there, as this."""
        self.path, self.base = path, request
        self.rest = replace(self.rest, made_for=request.made_for)

    def request(self, address: str, work: Work | None, waiting: Snapshot | None) -> SavedRequest:
        """All that is filled in, as it would be saved; `waiting` is what an app that is not known yet will get."""
        from gradioscope.library.recent import kept_address
        from gradioscope.request.saving import without_secret_headers

        address = kept_address(address)
        draft = work.draft() if work is not None else None
        if work is not None and draft is not None:
            from gradioscope.request.saving import saved

            written = self.written(draft.endpoint.name)
            found = saved(draft, address, self.rest, work.request.options.saved_session, written)
            return replace(found, values={**found.values, **work.request.unplaced()})
        rest = without_secret_headers(self.rest)
        if waiting is None:
            return replace(rest, address=address)
        endpoint = waiting.endpoint or ""
        return replace(
            rest,
            address=address,
            endpoint=endpoint,
            values=waiting.values.get(endpoint, {}),
            session=waiting.saved_session,
            stream="result" if waiting.stream == "result" else "queue",
        )

    def written(self, endpoint: str) -> Mapping[str, Json]:
        """The values that the file has for an endpoint, be they the app's defaults."""
        return self.base.values if self.base is not None and self.base.endpoint == endpoint else {}

    def unsaved(self, request: SavedRequest) -> bool:
        """Whether the file says something else than the tab."""
        from gradioscope.request.saving import same_request

        return self.path is not None and (self.base is None or not same_request(self.base, request))


def snapshot_of(request: SavedRequest, path: Path | None = None) -> Snapshot:
    """The tab that a saved request becomes, its app not asked yet."""
    from gradioscope.request.saved import KEPT_SESSION
    from gradioscope.window.request_tab.record import Snapshot

    named = request.session not in (None, KEPT_SESSION)
    return Snapshot(
        address=request.address,
        endpoint=request.endpoint or None,
        values={request.endpoint: request.values},
        session_hash=request.session if named else None,
        saved_session=request.session,
        stream=request.stream,
        rest=request,
        path=path,
        base=request if path is not None else None,
        offline=True,
    )
