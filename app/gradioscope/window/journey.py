"""The way a newcomer goes, through the real window without a display: `python -m gradioscope.window.journey [FOLDER]`.

Starts the demo app, connects, fills, runs, cancels and fails, prints the events as they come and the
curl that does the same, and leaves pictures of the window, light and dark, in FOLDER (`pictures`).
Returns 1 with a sentence where something did not happen.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradioscope.gradio.events import Event
    from gradioscope.window.main_window import MainWindow
    from gradioscope.window.request_tab.tab import RequestTab
    from gradioscope.window.request_tab.work import Work

PATIENCE = 180.0
"""Seconds any one step may take; the first import of Gradio on a slow machine is most of it."""
STEP = 0.02
LONGEST_LINE = 160


class Failed(Exception):
    """A step did not happen."""


class Journey:
    """One way through the window, in one scheme. Runs on the window's loop."""

    def __init__(self, window: MainWindow, folder: Path, scheme: str) -> None:
        self._window = window
        self._folder = folder
        self._scheme = scheme

    async def go(self) -> None:
        """All of it. Raises Failed."""
        tab = self._tab
        await self._picture("welcome")
        self._say("Opening the demo app")
        tab.welcome.demo_button.click()
        await self._until(lambda: tab.work is not None or "Connecting" not in tab.status.text, "connecting")
        if tab.work is None:
            raise Failed(f"{tab.status.text} ({tab.welcome.demo_text.text()})")
        self._say(tab.status.text)
        tab.work.running.eventCame.connect(self._print_event)
        await self._greet(tab.work)
        await self._stream(tab.work)
        await self._cancel(tab.work)
        await self._fail(tab.work)

    async def _greet(self, work: Work) -> None:
        self._choose(work, "/greet")
        work.request.form.load({"name": "Grace", "language": "fr", "times": 2, "loudly": True})
        await self._run("Complete")
        self._say("The curl that does the same:")
        work.copy_snippet()
        self._say(work.response.snippet.snippet())
        work.response.show_panel(2)
        await self._picture("snippet")
        self._choose(work, "/draw")
        await self._run("Complete")
        await self._until(lambda: not work.downloads.busy, "the image")
        work.response.show_panel(0)
        await self._picture("result")

    async def _stream(self, work: Work) -> None:
        self._choose(work, "/tell")
        work.response.show_panel(1)
        self._press_run()
        await self._until(lambda: "%" in self._tab.status.text or not self._tab.busy, "progress")
        await self._until(lambda: work.response.events.model.rowCount() > 8 or not self._tab.busy, "events")
        await self._picture("running")
        await self._ended("Complete")

    async def _cancel(self, work: Work) -> None:
        self._choose(work, "/wait")
        work.response.show_panel(0)
        self._press_run()
        await self._until(lambda: "%" in self._tab.status.text or not self._tab.busy, "the long run's progress")
        work.request.run_button.cancel.click()
        if not self._tab.status.text.startswith("Status: Cancelled"):
            raise Failed(f"Cancel did not answer at once: {self._tab.status.text}")
        await self._ended("Cancelled")
        await self._picture("cancelled")

    async def _fail(self, work: Work) -> None:
        self._choose(work, "/fail")
        await self._run("Failed")
        await self._picture("error")

    @property
    def _tab(self) -> RequestTab:
        return self._window.requests.current()

    @property
    def _idle(self) -> bool:
        work = self._tab.work
        return work is None or work.running.idle

    def _choose(self, work: Work, endpoint: str) -> None:
        if not work.request.picker.choose(endpoint):
            raise Failed(f"The demo app has no {endpoint}")
        self._say(f"\n{endpoint}")

    def _press_run(self) -> None:
        work = self._tab.work
        if work is not None:
            work.request.run_button.run.click()

    async def _run(self, state: str) -> None:
        self._press_run()
        await self._ended(state)

    async def _ended(self, state: str) -> None:
        await self._until(lambda: self._idle, f"the end of the run ({state})")
        self._say(self._tab.status.text)
        if self._tab.status.state != state:
            raise Failed(f"{self._tab.status.text} where {state} was expected")

    async def _picture(self, name: str) -> None:
        await asyncio.sleep(0.1)  # two frames, for what is painted in steps
        path = self._folder / f"{name}-{self._scheme}.png"
        if not self._window.grab().save(str(path)):
            raise Failed(f"{path} could not be written")

    async def _until(self, reached: Callable[[], bool], what: str) -> None:
        limit = time.monotonic() + PATIENCE
        while not reached():
            if time.monotonic() > limit:
                raise Failed(f"Waiting for {what} took more than {PATIENCE:g} s. {self._tab.status.text}")
            await asyncio.sleep(STEP)

    def _print_event(self, event: Event) -> None:
        said = {key: value for key, value in event.as_json().items() if key not in ("event", "time")}
        line = f"{event.at:8.3f}  {event.kind:<10}  {said or ''}"
        self._say(line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…")

    def _say(self, text: str) -> None:
        if self._scheme == "light":  # the second time round tells nothing new
            sys.stdout.write(text + "\n")
            sys.stdout.flush()


def main(folder: Path) -> int:
    """Both schemes, into the folder. The process's exit code."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from gradioscope.library.places import Places
    from gradioscope.window import look
    from gradioscope.window.application import live
    from gradioscope.window.arrangement import SIZE
    from gradioscope.window.main_window import MainWindow
    from gradioscope.window.surroundings import Surroundings

    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setQuitOnLastWindowClosed(False)
    for scheme in ("light", "dark"):
        home = Path(tempfile.mkdtemp(prefix="gradioscope-journey-"))
        try:
            surroundings = Surroundings(Places(home))
            surroundings.settings.set(look.SCHEME, scheme)
            look.apply_stored(application, surroundings.settings)
            window = MainWindow(surroundings)
            window.resize(*SIZE)
            window.show()
            errors = window.reports.errors
            live(application, window, then=_going(Journey(window, folder, scheme), window, errors))
        finally:
            shutil.rmtree(home, ignore_errors=True)
        if errors:
            sys.stderr.write(f"The journey failed: {errors[0]}\n")
            return 1
    sys.stdout.write(f"\nPictures: {folder.resolve()}\n")
    return 0


async def _going(journey: Journey, window: MainWindow, errors: list[BaseException]) -> None:
    try:
        await journey.go()
    except Exception as error:  # told by the caller, after a clean end
        errors.append(error)
    finally:
        window.close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "pictures")))
