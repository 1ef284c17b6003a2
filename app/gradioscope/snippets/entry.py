"""A request among others that are written down together."""

from __future__ import annotations

from dataclasses import dataclass

from gradioscope.request.draft import Draft


@dataclass(frozen=True, slots=True)
class Entry:
    draft: Draft
    name: str = ""
    """Empty for one that is written alone."""
    folders: tuple[str, ...] = ()
    """Those it lies in, the outermost first."""
    notes: str = ""

    @property
    def path(self) -> str:
        """Its name with those of its folders; the endpoint where it has none."""
        return "/".join([*self.folders, self.name]) or self.draft.endpoint.name
