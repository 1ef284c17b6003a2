"""`dev.py doctor`: what this machine has, one line each, and how to get what it lacks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from development import environments, system
from development.console import ROOT

PROBE = """
import importlib.metadata as metadata, json
names = ("gradioscope", "PySide6-Essentials", "httpx", "qasync", "keyring", "gradio")
found = {}
for name in names:
    try:
        found[name] = metadata.version(name)
    except metadata.PackageNotFoundError:
        found[name] = ""
try:
    import keyring
    backend = keyring.get_keyring()
    found["backend"] = f"{type(backend).__module__}.{type(backend).__qualname__}"
except Exception as error:
    found["backend"] = f"error: {error}"
print(json.dumps(found))
"""
"""Runs in the project's own environment; dev.py itself may be another Python without packages."""

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


@dataclass(frozen=True)
class Line:
    """One finding. `ok` None: not needed, but good to have or to know."""

    ok: bool | None
    what: str
    fix: str = ""

    def __str__(self) -> str:
        mark = {True: "ok     ", False: "MISSING", None: "note   "}[self.ok]
        return f"{mark}  {self.what}" + (f"  ->  {self.fix}" if self.fix else "")


def command_for(needs: list[system.Need]) -> str:
    tool = system.manager()
    return " ".join(system.install_command(needs, tool)) if tool else "install it with your package manager"


def libraries() -> Iterator[Line]:
    for need in (*system.OFFSCREEN, *system.WINDOW):
        found = system.present(need)
        yield Line(found, f"library {need.name} ({need.why})", "" if found else command_for([need]))


def fonts() -> Iterator[Line]:
    files = [path for folder in FONT_FOLDERS for path in Path(folder).expanduser().rglob("*") if is_font(path)]
    if not files:
        yield Line(False, "no fonts: text would be blank", "apt-get install fonts-dejavu-core")
        return
    yield Line(True, f"{len(files)} font files")
    wide = ("noto", "cjk"), ("wqy",), ("wenquanyi",), ("sourcehan",)
    names = [path.name.lower() for path in files]
    if not any(all(part in name for part in parts) for name in names for parts in wide):
        yield Line(
            None, "no font for Chinese, Japanese and Korean: such text shows as boxes", "apt-get install fonts-noto-cjk"
        )


def is_font(path: Path) -> bool:
    return path.suffix.lower() in (".ttf", ".otf", ".ttc", ".pfb")


def display() -> Line:
    problem = system.display_problem(os.environ)
    if problem:
        return Line(None, f"no display: {problem}", "`dev.py run` makes its journey offscreen")
    return Line(True, "display " + (os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or sys.platform))


def packages() -> Iterator[Line]:
    python = environments.python_in(environments.OWN)
    if not python.exists():
        yield Line(None, ".venv does not exist yet", "`dev.py run` or `dev.py test` makes it")
        return
    done = subprocess.run([python, "-c", PROBE], cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        found = json.loads(done.stdout)
    except ValueError:
        last = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        yield Line(False, f".venv is broken: {last}", "remove .venv and run `dev.py run`")
        return
    backend = found.pop("backend")
    for name, version in found.items():
        yield Line(bool(version), f"{name} {version}".rstrip(), "" if version else "`dev.py run` installs it")
    if backend.startswith(("keyring.backends.fail", "keyring.backends.null", "error")):
        yield Line(
            None, f"no OS keyring ({backend})", "tokens stay in memory for the session; apt-get install gnome-keyring"
        )
    else:
        yield Line(True, f"keyring {backend}")


def older_gradios() -> Iterator[Line]:
    for name in environments.older_gradios():
        made = environments.python_in(ROOT / ".venvs" / name).exists()
        fix = "" if made else "`dev.py test --all` makes it"
        yield Line(True if made else None, f"test environment {name}{'' if made else ' not made yet'}", fix)


def test_programs() -> Iterator[Line]:
    lacking = system.missing(system.TEST_ALL) if sys.platform.startswith("linux") else []
    if lacking:
        names = ", ".join(Path(need.name).name for need in lacking)
        yield Line(None, f"`test --all` would need: {names}", command_for(lacking))
    else:
        yield Line(True, "every program `test --all` needs")


def report(_: list[str]) -> int:
    """Print all findings. Exit code 1 when something is missing that Gradioscope cannot do without."""
    lines = [Line(True, f"Python {environments.version()} ({sys.executable})")]
    if not environments.python_in(environments.OWN).exists():
        has = system.present(system.VENV)
        lines.append(Line(has, "Python's ensurepip (makes .venv)", "" if has else command_for([system.VENV])))
    if sys.platform.startswith("linux"):
        lines += [*libraries(), *fonts()]
    lines += [display(), *packages(), *older_gradios(), *test_programs()]
    for line in lines:
        print(line)
    return 1 if any(line.ok is False for line in lines) else 0
