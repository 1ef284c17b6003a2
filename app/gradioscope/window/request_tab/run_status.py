"""What the events of a run mean for the status."""

from __future__ import annotations

from gradioscope.gradio.events import Cancelled, Complete, Event, Failed, Progress, Queued, Started, Uploading
from gradioscope.window.request_tab.status import Status, bytes_text, seconds_text


class RunStatus:
    """Follows the events of one run; `at(seconds)` is what to say at that moment of it."""

    def __init__(self) -> None:
        self._uploading: Uploading | None = None
        self._last: Event | None = None
        self._queued: Queued | None = None
        self._fraction: float | None = None
        self._doing = ""

    def uploads(self, progress: Uploading) -> None:
        self._uploading = progress

    def hear(self, event: Event) -> None:
        self._uploading = None
        if isinstance(event, Queued):
            self._queued = event
        elif isinstance(event, Progress):
            self._queued = None
            self._fraction = event.bars[0].fraction if event.bars else None
            self._doing = event.bars[0].description if event.bars else ""
        elif event.kind != "heartbeat" and event.kind != "log":
            self._queued = None
        if isinstance(event, Started | Complete | Failed | Cancelled) or event.kind == "generating":
            self._last = event

    def at(self, seconds: float) -> Status:
        last = self._last
        if isinstance(last, Complete):
            return Status("Complete", f"in {seconds_text(last.at)}", 1.0)
        if isinstance(last, Failed):
            return Status("Failed", f"after {seconds_text(last.at)}")
        if isinstance(last, Cancelled):
            return Status("Cancelled", f"after {seconds_text(last.at)}")
        if self._uploading is not None:
            return self._upload_status(self._uploading)
        if self._queued is not None:
            queued = self._queued
            details = f"{queued.position} of {queued.size}"
            if queued.eta:
                details += f" · about {seconds_text(queued.eta)}"
            return Status("Queued", f"{details} · {seconds_text(seconds)}")
        details = seconds_text(seconds)
        if self._fraction is not None:
            details += f" · {round(self._fraction * 100)} %"
        if self._doing:
            details += f" · {self._doing}"
        return Status("Running", details, self._fraction)

    @staticmethod
    def _upload_status(progress: Uploading) -> Status:
        fraction = progress.sent / progress.total if progress.total else None
        details = f"uploading {bytes_text(progress.sent)} of {bytes_text(progress.total)}"
        if fraction is not None:
            details += f" · {round(fraction * 100)} %"
        return Status("Running", details, fraction)
