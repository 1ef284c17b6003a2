"""What the operating system has to provide: libraries, programs, Python's venv; and the command that installs it.

A library is checked by loading it, which is the only answer that counts. Package names: Debian/Ubuntu, Fedora,
Arch, openSUSE. macOS and Windows need nothing: their Qt wheels use what the system has.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from development.console import Trouble, say

Manager = Literal["apt", "dnf", "pacman", "zypper"]

INSTALL: Mapping[Manager, tuple[str, ...]] = {
    "apt": ("apt-get", "install", "-y", "--no-install-recommends"),
    "dnf": ("dnf", "install", "-y"),
    "pacman": ("pacman", "-S", "--needed", "--noconfirm"),
    "zypper": ("zypper", "--non-interactive", "install"),
}


@dataclass(frozen=True)
class Need:
    """Something the system has or lacks, and the package that brings it, for each package manager."""

    name: str
    kind: Literal["library", "program", "file", "module"]
    why: str
    apt: str
    dnf: str = ""
    pacman: str = ""
    zypper: str = ""

    def package(self, manager: Manager) -> str:
        return {"apt": self.apt, "dnf": self.dnf, "pacman": self.pacman, "zypper": self.zypper}[manager]


def library(soname: str, apt: str, dnf: str, pacman: str, zypper: str, why: str = "Qt loads it") -> Need:
    return Need(soname, "library", why, apt, dnf, pacman, zypper)


def program(name: str, apt: str, why: str) -> Need:
    return Need(name, "program", why, apt, apt, apt, apt)


OFFSCREEN = (
    library("libGL.so.1", "libgl1", "mesa-libGL", "libglvnd", "libGL1"),
    library("libEGL.so.1", "libegl1", "mesa-libEGL", "libglvnd", "libEGL1"),
    library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon", "libxkbcommon0"),
    library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus", "libdbus-1-3"),
    library("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig", "fontconfig"),
    library("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2", "libglib-2_0-0"),
)
"""Enough for Qt without a screen (measured on a bare Debian 12)."""

X11_WHY = "a window on X11"
WINDOW = (
    library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor", "libxcb-cursor0", X11_WHY),
    library(
        "libxkbcommon-x11.so.0",
        "libxkbcommon-x11-0",
        "libxkbcommon-x11",
        "libxkbcommon-x11",
        "libxkbcommon-x11-0",
        X11_WHY,
    ),
    library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm", "libxcb-icccm4", X11_WHY),
    library(
        "libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms", "libxcb-keysyms1", X11_WHY
    ),
    library("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb", "libxcb-shape0", X11_WHY),
)

VENV = Need(
    "ensurepip",
    "module",
    "Python makes its virtual environment with it",
    "python3-venv",
    "python3-pip",
    "python",
    "python3",
)

TEST = (
    program("curl", "curl", "the tests run the copied curl"),
    program("bash", "bash", "the tests run the copied curl"),
)

AT_SPI = "/usr/libexec/at-spi-bus-launcher"
TEST_ALL = (
    *TEST,
    program("dash", "dash", "every shell runs the copied curl"),
    program("zsh", "zsh", "every shell runs the copied curl"),
    program("busybox", "busybox", "every shell runs the copied curl"),
    program("ksh", "ksh", "every shell runs the copied curl"),
    program("mksh", "mksh", "every shell runs the copied curl"),
    program("yash", "yash", "every shell runs the copied curl"),
    program("fish", "fish", "every shell runs the copied curl"),
    program("node", "nodejs", "runs the copied JavaScript (Node 20 or later)"),
    program("npm", "npm", "installs Gradio's client for Node"),
    program("Xvfb", "xvfb", "the window is tried on a display of its own"),
    program("xdotool", "xdotool", "keys and clicks from outside"),
    program("openbox", "openbox", "a window manager for that display"),
    program("import", "imagemagick", "screenshots of that display"),
    program("xclip", "xclip", "the clipboard as other programs see it"),
    program("dbus-run-session", "dbus", "a session bus of its own for the keyring and accessibility"),
    program("dbus-launch", "dbus-x11", "a session bus on that display"),
    program("gnome-keyring-daemon", "gnome-keyring", "a real keyring"),
    program("secret-tool", "libsecret-tools", "reads the keyring from another process"),
    Need(AT_SPI, "file", "the accessibility bus", "at-spi2-core", "at-spi2-core", "at-spi2-core", "at-spi2-core"),
    Need(
        "/usr/lib/python3/dist-packages/pyatspi",
        "file",
        "drives the window through the accessibility tree",
        "python3-pyatspi",
        "python3-pyatspi",
        "python-atspi",
        "python3-atspi",
    ),
)
"""What `test --all` needs. Written for Debian 12, where it runs; elsewhere the names are a hint."""


def loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def present(need: Need) -> bool:
    """Whether the system has it."""
    if need.kind == "library":
        return loads(need.name)
    if need.kind == "program":
        return shutil.which(need.name) is not None
    if need.kind == "module":
        return importlib.util.find_spec(need.name) is not None
    return Path(need.name).exists()


def needed_for(purpose: Literal["run", "test", "test --all"], venv: bool = False) -> tuple[Need, ...]:
    """What has to be there before anything can start. `venv`: a virtual environment has to be made first."""
    first = (VENV,) if venv else ()
    if not sys.platform.startswith("linux"):
        return first
    more = {"run": (), "test": TEST, "test --all": TEST_ALL}[purpose]
    return (*first, *OFFSCREEN, *WINDOW, *more)


def missing(needs: Iterable[Need], check: Callable[[Need], bool] = present) -> list[Need]:
    return [need for need in needs if not check(need)]


def manager() -> Manager | None:
    """The package manager of this system."""
    programs: dict[str, Manager] = {"apt-get": "apt", "dnf": "dnf", "pacman": "pacman", "zypper": "zypper"}
    return next((name for command, name in programs.items() if shutil.which(command)), None)


def install_command(needs: Iterable[Need], tool: Manager) -> list[str]:
    """The command that installs them, for root."""
    packages = sorted({need.package(tool) for need in needs})
    return [*INSTALL[tool], *packages]


def may_install() -> bool:
    """Root without a terminal (a container, a build machine) has nobody to ask; everyone else decides."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and not sys.stdin.isatty()


def advice(needs: Iterable[Need]) -> str:
    """The missing things and the one command that brings them."""
    listed = list(needs)
    lines = [f"  {need.name}: {need.why}" for need in listed]
    tool = manager()
    if tool is None:
        return "\n".join(["This system lacks:", *lines, "Install them with its package manager and run this again."])
    command = " ".join(install_command(listed, tool))
    sudo = "" if hasattr(os, "geteuid") and os.geteuid() == 0 else "sudo "
    return "\n".join(["This system lacks:", *lines, "Install them and run this again:", f"  {sudo}{command}"])


def install(needs: list[Need], tool: Manager) -> None:
    """Install packages as root, without questions. Raises Trouble with the output when that fails."""
    command = install_command(needs, tool)
    say(f"installing: {' '.join(command)}")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}

    def attempt(arguments: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(arguments, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)

    done = attempt(command)
    if done.returncode and tool == "apt":  # no package lists yet, or outdated ones
        attempt(["apt-get", "update"])
        done = attempt(command)
    if done.returncode:
        raise Trouble(f"{' '.join(command)} failed ({done.returncode}):\n{done.stdout}{done.stderr}")


def require(needs: Iterable[Need], check: Callable[[Need], bool] = present) -> None:
    """Make sure of all of them: install what is missing where that is ours to do, else say how (Trouble)."""
    lacking = missing(needs, check)
    if not lacking:
        return
    tool = manager()
    if tool != "apt" or not may_install():
        raise Trouble(advice(lacking))
    install(lacking, tool)
    importlib.invalidate_caches()
    still = missing(lacking, check)
    if still:
        raise Trouble("Installed, and yet:\n" + advice(still))


def display_problem(env: Mapping[str, str]) -> str:
    """Why no window can be shown here; empty where one can."""
    if not sys.platform.startswith("linux") or env.get("QT_QPA_PLATFORM"):
        return ""
    display, wayland = env.get("DISPLAY", ""), env.get("WAYLAND_DISPLAY", "")
    if wayland and Path(env.get("XDG_RUNTIME_DIR", "/"), wayland).is_socket():
        return ""
    if not display:
        return "DISPLAY and WAYLAND_DISPLAY are not set" if not wayland else f"Wayland display {wayland} is not there"
    if display.startswith(":") and not x11_answers(display[1:].split(".")[0]):
        return f"no X server answers on display {display}"
    return ""


def x11_answers(number: str) -> bool:
    """Whether an X server listens on this machine's display NUMBER (Qt aborts where none does)."""
    import socket

    for address in (f"/tmp/.X11-unix/X{number}", f"\0/tmp/.X11-unix/X{number}"):
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(address)
            except OSError:
                continue
            return True
    return False
