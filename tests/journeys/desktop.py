"""A desktop of a test's own: X server, window manager, session bus, accessibility, and the window in it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DRIVER = Path(__file__).with_name("driver.py")
PATIENCE = 30.0
"""Seconds that anything in the window may take on a busy machine."""


class Desktop:
    """Everything runs as child processes and ends with `close`. Drive it with keys and by names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._processes: list[subprocess.Popen[Any]] = []
        reading, writing = os.pipe()
        self._start(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
            "xvfb",
            pass_fds=(writing,),
        )
        os.close(writing)
        with os.fdopen(reading) as display:
            self.display = f":{display.readline().strip()}"
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND", "GRADIOSCOPE"))
        } | {
            "DISPLAY": self.display,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_QPA_PLATFORM": "xcb",
            "NO_AT_BRIDGE": "0",
            "LC_ALL": "C.UTF-8",
        }
        bus = self._start(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1"], "dbus", stdout=subprocess.PIPE, text=True
        )
        assert bus.stdout is not None
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        self._start(["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"], "at-spi")
        self._start(["openbox"], "openbox")
        self._driver = self._start(
            ["/usr/bin/python3", str(DRIVER)], "driver", stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def _start(self, command: list[str], name: str, **more: Any) -> subprocess.Popen[Any]:
        log = (self.folder / f"{name}.log").open("wb")
        with log:
            more.setdefault("stdout", log)
            more.setdefault("stdin", subprocess.DEVNULL)
            process = subprocess.Popen(
                command, stderr=log, env=getattr(self, "environment", None), cwd=self.folder, **more
            )
        self._processes.append(process)
        return process

    def open(self, *arguments: str) -> subprocess.Popen[Any]:
        """Start Gradioscope with its own files in the folder; returns when its window is there."""
        process = self._start(
            [sys.executable, "-m", "gradioscope", "--home", str(self.folder / "home"), *arguments], "gradioscope"
        )
        self.until(lambda: self.find("App address"), "the window", process)
        return process

    # -- through the accessibility tree

    def ask(self, do: str, name: str | None = None, role: str | None = None, **more: Any) -> Any:
        assert self._driver.stdin is not None
        assert self._driver.stdout is not None
        self._driver.stdin.write(json.dumps({"do": do, "name": name, "role": role, **more}) + "\n")
        self._driver.stdin.flush()
        line = self._driver.stdout.readline()
        assert line, (self.folder / "driver.log").read_text()
        answer = json.loads(line)
        if "error" in answer:
            raise LookupError(answer["error"])
        return answer["ok"]

    def find(self, name: str, role: str | None = None, *, begins: bool = False) -> dict[str, Any] | None:
        """The first thing shown under that name, or None."""
        found: dict[str, Any] | None = self.ask("find", name, role, begins=begins)
        return found

    def get(self, name: str, role: str | None = None, *, begins: bool = False) -> dict[str, Any]:
        """The thing of that name, waited for."""
        found: dict[str, Any] = self.until(lambda: self.find(name, role, begins=begins), f"“{name}”")
        return found

    def press(self, name: str, role: str | None = None) -> None:
        self.get(name, role)
        self.ask("press", name, role)

    def focused(self, name: str, role: str | None = None) -> bool:
        return "focused" in (self.find(name, role) or {"states": ()})["states"]

    def focus(self, name: str, role: str | None = None) -> None:
        """Put the keyboard on it. Qt's combo boxes refuse the focus that is asked for; Tab reaches them."""
        self.get(name, role)
        if not self.focused(name, role):
            self.ask("focus", name, role)
        if (role or "") != "combo box":
            self.until(lambda: self.focused(name, role), f"focus on “{name}”")
            return
        for _ in range(60):
            if self.focused(name, role):
                return
            self.keys("Tab")
        raise AssertionError(f"Tab does not reach “{name}”")

    def rows(self, name: str) -> list[list[str]]:
        found: list[list[str]] = self.ask("table", name, "table|tree table")["shown"]
        return found

    def texts(self, name: str, role: str | None = None) -> list[str]:
        """Every text below the thing of that name."""
        found: list[str] = self.ask("texts", name, role)
        return found

    def children(self, name: str, role: str | None = None) -> list[dict[str, Any]]:
        """What is directly below the thing of that name: the rows of a tree."""
        found: list[dict[str, Any]] = self.ask("children", name, role)
        return found

    def texts_shown(self) -> list[str]:
        """Every name and description there is in the window."""
        return [text for row in self.ask("tree") for text in row[1:] if text]

    @property
    def status(self) -> str:
        found = self.find("Status: ", begins=True)
        return str(found["name"] if found else "")

    def wait_status(self, *states: str) -> str:
        """Wait until the status begins with one of the states; the whole status."""
        wanted = tuple(f"Status: {state}" for state in states)
        return str(self.until(lambda: self.status if self.status.startswith(wanted) else None, f"status {states}"))

    def until(self, condition: Callable[[], Any], what: str, process: subprocess.Popen[Any] | None = None) -> Any:
        """What the condition gives as soon as it is true; fails after PATIENCE, with a picture kept."""
        limit = time.monotonic() + PATIENCE
        while True:
            with contextlib.suppress(LookupError):
                found = condition()
                if found:
                    return found
            if process is not None and process.poll() is not None:
                raise AssertionError(f"ended: {(self.folder / 'gradioscope.log').read_text()[-4000:]}")
            if time.monotonic() > limit:
                self.picture("failed")
                log = (self.folder / "gradioscope.log").read_text(errors="replace")[-3000:]
                raise AssertionError(f"{what} did not come; status {self.status!r}; pictures in {self.folder}\n{log}")
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._driver.wait(0.05)

    # -- keyboard

    def keys(self, *names: str) -> None:
        """Press keys as a person does: "ctrl+Return", "Tab"."""
        self._xdotool("key", "--clearmodifiers", "--delay", "15", *names)

    def type(self, text: str) -> None:
        self._xdotool("type", "--clearmodifiers", "--delay", "8", text)

    def replace(self, name: str, text: str, role: str | None = None) -> None:
        """Focus a text and type another one over it."""
        self.focus(name, role)
        self.keys("ctrl+a")
        self.type(text)

    def clipboard(self) -> str:
        """The text on the clipboard, asked for by another program."""
        done = subprocess.run(
            ["xclip", "-selection", "clipboard", "-o"],
            env=self.environment,
            capture_output=True,
            check=True,
            timeout=10,
        )
        return done.stdout.decode()

    # -- mouse

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Take something with the mouse, in steps as a hand does, and let it go elsewhere."""
        self._xdotool("mousemove", *map(str, start), "mousedown", "1", "sleep", "0.1")
        for part in (0.2, 0.5, 0.8, 1.0):
            place = [round(a + (b - a) * part) for a, b in zip(start, end, strict=True)]
            self._xdotool("mousemove", *map(str, place), "sleep", "0.1")
        self._xdotool("mouseup", "1")

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self.environment, check=True, capture_output=True, timeout=60)

    def picture(self, name: str) -> Path:
        """A screenshot of the whole screen, as PNG."""
        path = self.folder / f"{name}.png"
        subprocess.run(["import", "-window", "root", str(path)], env=self.environment, check=True, timeout=30)
        return path

    def close(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
        for process in reversed(self._processes):
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()


@contextlib.contextmanager
def desktop(folder: Path) -> Iterator[Desktop]:
    made = Desktop(folder)
    try:
        yield made
    finally:
        made.close()
