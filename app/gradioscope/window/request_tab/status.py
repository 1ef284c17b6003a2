"""What a request tab says about itself at the window's bottom: `Status: Running 4.2 s · 40 %`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from gradioscope.gradio.model import App

State = Literal["Not connected", "Connecting", "Ready", "Queued", "Running", "Complete", "Failed", "Cancelled"]


ENDS = {
    "complete": ("check", "success", "Complete"),
    "error": ("error", "danger", "Failed"),
    "cancelled": ("cancel", "warning", "Cancelled"),
}
"""Icon, colour and word of each end of a run, by the kind of its last event."""


class Status(NamedTuple):
    """`fraction` is 0 to 1 where the app tells how far it is."""

    state: State = "Not connected"
    details: str = ""
    fraction: float | None = None

    @property
    def text(self) -> str:
        return f"Status: {self.state} {self.details}".rstrip()

    @property
    def busy(self) -> bool:
        return self.state in ("Connecting", "Queued", "Running")

    @property
    def running(self) -> bool:
        return self.state in ("Queued", "Running")


def seconds_text(seconds: float) -> str:
    """`0.04 s`, `4.2 s`, `1 min 05 s`."""
    if seconds < 0.1:
        return f"{seconds:.2f} s"
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{int(seconds) // 60} min {int(seconds) % 60:02d} s"


def bytes_text(count: int) -> str:
    """`812 B`, `4.2 kB`, `1.3 MB`."""
    if count < 1000:
        return f"{count} B"
    amount, unit = count / 1000, "kB"
    if amount >= 1000:
        amount, unit = amount / 1000, "MB"
    return f"{amount:.1f} {unit}"


def title_of(endpoint: str, app: App | None) -> str:
    """What a tab without a file is called: `/predict · The app`."""
    parts = endpoint, app.title if app is not None else ""
    return " · ".join(part for part in parts if part) or "New request"
