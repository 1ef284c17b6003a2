"""What happens just now, as one line on standard error that renews itself. On a terminal only."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Self

from gradioscope.cli import output
from gradioscope.gradio.events import Event, Generating, Log, Progress, ProgressBar, Queued, Started, Uploading

if TYPE_CHECKING:
    from gradioscope.gradio.discovery import Step

_STEPS = {
    "hub": "Asking the Hub for the Space",
    "wake": "Waking the Space",
    "name": "Looking up the name",
    "http": "Connecting",
    "config": "Reading the app's description",
    "info": "Reading the app's description",
}
_PAUSE = 0.05
"""Seconds between two renewals, at least: events may come thousands a second."""


class Status:
    """A line that says how far things are. A context: it is gone at the end, whatever happened."""

    def __init__(self) -> None:
        self._on = output.is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"
        self._text = ""
        self._began = time.monotonic()
        self._shown = 0.0
        self._steps = 0
        self.prefix = ""
        """What stands before every text: which of several runs it is."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.clear()

    def begin(self, prefix: str) -> None:
        """The next of several runs; seconds and steps are counted anew."""
        self.prefix = prefix
        self._began = time.monotonic()
        self._steps = 0

    @property
    def on(self) -> bool:
        return self._on

    def step(self, step: Step) -> None:
        """A step of the discovery."""
        if step.state == "running" and step.name in _STEPS:
            detail = f": {step.detail}" if step.name in ("hub", "wake") and step.detail else ""
            self.show(f"{_STEPS[step.name]}{detail}…")

    def uploading(self, progress: Uploading) -> None:
        share = progress.sent / progress.total if progress.total else 1.0
        self.show(f"Uploading {progress.name} {share:.0%}")

    def event(self, event: Event) -> None:
        """An event of the call; a log message stays as a line of its own."""
        match event:
            case Queued(position=position, size=size, eta=eta):
                soon = f", about {eta:.0f} s" if eta else ""
                self.show(f"Queued {position} of {size}{soon}", timed=True)
            case Started():
                self.show("Running", timed=True)
            case Progress(bars=bars):
                self.show(" · ".join(["Running", *map(_bar, bars)]), timed=True)
            case Generating():
                self._steps += 1
                self.show(f"Running · {self._steps} {'value' if self._steps == 1 else 'values'} so far", timed=True)
            case Log(level=level, text=text, title=title):
                self.line(f"{title or level.capitalize()}: {text}")

    def show(self, text: str, timed: bool = False) -> None:
        self._text = f"{self.prefix}{text}"
        self._timed = timed
        self.renew()

    def renew(self, force: bool = False) -> None:
        """Write the line anew, with the seconds that went by."""
        now = time.monotonic()
        if not self._on or not self._text or (now - self._shown < _PAUSE and not force):
            return
        self._shown = now
        text = f"{self._text} · {now - self._began:.0f} s" if self._timed else self._text
        self._put("\r\x1b[2K" + _cut(output.visible(text.replace("\n", " "))))

    def line(self, text: str) -> None:
        """A line above, that stays."""
        if self._on:
            self.clear(keep=True)
            output.say(text)
            self.renew(force=True)

    def clear(self, keep: bool = False) -> None:
        if self._on and self._shown:
            self._put("\r\x1b[2K")
            self._shown = 0.0
        if not keep:
            self._text = ""

    def _put(self, text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except (OSError, ValueError):
            self._on = False

    _timed = False


def _bar(bar: ProgressBar) -> str:
    amount = ""
    if bar.index is not None:
        amount = f"{bar.index:g}/{bar.length:g}" if bar.length is not None else f"{bar.index:g}"
        amount += f" {bar.unit}" if bar.unit else ""
    elif bar.fraction is not None:
        amount = f"{bar.fraction:.0%}"
    return " ".join(filter(None, (bar.description, amount))) or "…"


def _cut(text: str) -> str:
    from shutil import get_terminal_size

    width = get_terminal_size().columns - 1
    return text if len(text) <= width else text[: max(width - 1, 1)] + "…"
