"""A tab as it is at a moment -> JSON for the file of unsaved work, and back. Secrets are left out on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from gradioscope.gradio.model import Json
from gradioscope.request.saved import SavedRequest
from gradioscope.window.request_tab.document import snapshot_of
from gradioscope.window.request_tab.record import Snapshot


@dataclass(frozen=True, slots=True)
class KeptTab:
    """Values that nobody changes, so that a thread can write them: taking them copies nothing."""

    request: SavedRequest
    """As it would be saved."""
    snapshot: Snapshot

    @property
    def empty(self) -> bool:
        return not self.request.address and self.snapshot.path is None

    def as_json(self) -> dict[str, Json]:
        """Not for the UI thread: as large as the values are."""
        from gradioscope.request.saving import as_json

        snapshot, request = self.snapshot, self._remembering()
        return {
            "request": as_json(request),
            "others": self._others(),
            "path": str(snapshot.path) if snapshot.path is not None else None,
            "origin": str(snapshot.origin) if snapshot.origin is not None else None,
            "base": as_json(snapshot.base) if snapshot.base is not None else None,
            "session": snapshot.session_hash,
            "scroll": snapshot.scroll,
            "panel": snapshot.panel,
            "sheet": snapshot.sheet,
            "split": snapshot.split,
        }

    def _remembering(self) -> SavedRequest:
        """The request with what its endpoint is, so that it has a form where its app is not known any more."""
        snapshot = self.snapshot
        endpoint = snapshot.app.endpoint(self.request.endpoint) if snapshot.app is not None else None
        if snapshot.app is None or endpoint is None or self.request.made_for is not None:
            return self.request
        from gradioscope.request.made_for import made_for

        return replace(self.request, made_for=made_for(snapshot.app, endpoint))

    def _others(self) -> dict[str, Json]:
        """What is filled in at other endpoints of the app."""
        from gradioscope.request.draft import Draft
        from gradioscope.request.saving import as_json, kept_values

        app = self.snapshot.app
        found: dict[str, Json] = {}
        for name, values in self.snapshot.values.items():
            if name == self.request.endpoint or not values:
                continue
            endpoint = app.endpoint(name) if app is not None else None
            kept: Mapping[str, Json] = values
            if app is not None and endpoint is not None:
                kept = kept_values(Draft(app, endpoint, values))
            found[name] = as_json(SavedRequest(values=kept))["values"]
        return found


def snapshot_from(tab: Json) -> Snapshot:
    """The tab of `as_json`, its app not known yet. ValueError, KeyError or TypeError where it is none."""
    from gradioscope.request.equality import same
    from gradioscope.request.saving import from_json

    request = from_json(tab["request"])
    others = {
        str(name): from_json({**tab["request"], "values": values}).values for name, values in tab["others"].items()
    }
    base = from_json(tab["base"]) if tab["base"] is not None else None
    if base is not None:
        # one value for both where they are equal: what two share is not compared with each key that is typed
        shared = {
            name: request.values[name] if name in request.values and same(value, request.values[name]) else value
            for name, value in base.values.items()
        }
        base = replace(base, values=shared)
    session, split, sheet, origin = tab["session"], tab["split"], tab.get("sheet"), tab.get("origin")
    return replace(
        snapshot_of(request, Path(tab["path"]) if tab["path"] else None),
        base=base,
        origin=Path(origin) if isinstance(origin, str) and origin else None,
        values={**others, request.endpoint: request.values},
        session_hash=session if isinstance(session, str) else None,
        scroll=int(tab["scroll"]),
        panel=int(tab["panel"]) if 0 <= int(tab["panel"]) < 4 else 0,
        sheet=sheet if type(sheet) is int and 0 <= sheet < 4 else 0,
        split=split if isinstance(split, float) and 0 < split < 1 else None,
    )
