"""The command as a process: what it imports, its exit codes where no app is needed, its pipes and locales."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gradioscope import __version__

Run = Callable[..., "subprocess.CompletedProcess[str]"]

IMPORTED = """
import sys
from gradioscope.cli import run
code = run(sys.argv[1:])
print("", *sorted(name for name in sys.modules if name in {names!r}), sep="\\n", file=sys.stderr)
sys.exit(code)
"""


def imported(names: set[str], *arguments: str, **environment: str) -> tuple[int, list[str]]:
    """The exit code of a run, and which of these modules it had loaded at its end."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED.format(names=names), *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
    )
    return done.returncode, done.stderr.rpartition("\n\n")[2].split()


@pytest.mark.parametrize(
    "arguments", [["describe"], ["call", "echo_text", "text=hi"], ["call", "echo_text", "text=hi", "--events"]]
)
def test_commands_never_load_qt(serve: Callable[..., str], arguments: list[str]) -> None:
    arguments.insert(1, serve("echo"))
    code, found = imported(
        {"PySide6", "shiboken6", "qasync", "keyring", "platformdirs", "gradioscope.window"}, *arguments
    )
    assert code == 0
    assert found == []


def test_a_message_alone_loads_next_to_nothing() -> None:
    heavy = {"asyncio", "httpx", "ssl", "keyring", "platformdirs", "PySide6"}
    assert imported(heavy, "nonsense") == (2, [])
    assert imported(heavy, "--version") == (0, [])


def test_version_and_help(gradioscope: Run) -> None:
    assert gradioscope("--version").stdout == f"gradioscope {__version__}\n"
    shown = gradioscope("--help")
    assert shown.returncode == 0
    assert all(word in shown.stdout for word in ("describe", "call", "snippet", "token", "--demo"))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nonsense"], 2, "no command `nonsense`"),
        (["call", "localhost:1"], 2, "ENDPOINT"),
        (["call", "localhost:1", "/x", "text"], 2, "name=text"),
        (["call", "localhost:1", "/x", "--data", "{"], 2, "not JSON"),
        (["describe", "ftp://example.org"], 2, "ftp://"),
        (["describe", "http://me:secret@localhost"], 2, "@"),
        (["describe", "localhost:1", "--header", "Name: ü"], 2, "header"),
        (["describe", "localhost:1"], 3, "Nothing answers"),
        (["describe", "http://nosuchhost.invalid"], 3, "no host named"),
        (["call", "localhost:1", "/x", "a=1", "--json"], 3, "Nothing answers"),
        (["snippet", "localhost:1", "/x", "--as", "curll"], 2, "Did you mean `curl`"),
        (["describe", "localhost:1", "--login", "alice"], 4, "GRADIOSCOPE_PASSWORD"),
    ],
)
def test_exit_codes_without_an_app(gradioscope: Run, arguments: list[str], code: int, said: str) -> None:
    done = gradioscope(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert done.stderr.startswith("gradioscope: ")


@pytest.mark.parametrize("arguments", [[], ["--demo"], ["--open", "localhost:1"], ["user/space"]])
def test_a_window_without_a_display_is_explained(gradioscope: Run, arguments: list[str]) -> None:
    done = gradioscope(*arguments, DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert done.returncode == 2
    assert "no display" in done.stderr
    assert "gradioscope describe" in done.stderr


def test_a_mistake_of_our_own_is_a_message_too(tmp_path: Path) -> None:
    script = (
        "import sys; from gradioscope import cli; from gradioscope.cli import arguments\n"
        "def broken(argv): raise ZeroDivisionError('by zero')\n"
        "arguments.parse = broken; sys.exit(cli.run(['x']))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 3
    assert "ZeroDivisionError: by zero" in done.stderr
    assert "Traceback" not in done.stderr
    debugged = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env={**os.environ, "GRADIOSCOPE_DEBUG": "1"}
    )
    assert "Traceback" in debugged.stderr


def test_a_reader_that_leaves_is_no_error(serve: Callable[..., str]) -> None:
    """`gradioscope describe … | true`: the pipe is closed before anything is written."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "gradioscope", "describe", serve("echo")],
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_locale_can_be_printed_to(gradioscope: Run, serve: Callable[..., str], encoding: str) -> None:
    text = "Grüße 你好 😀"
    command = ("call", serve("behaviour"), "plain", f"text={text}")
    plain = gradioscope(*command, PYTHONIOENCODING=encoding, PYTHONUTF8="1")
    assert plain.returncode == 0
    line = gradioscope(*command, "--json", PYTHONIOENCODING=encoding, PYTHONUTF8="1").stdout
    assert json.loads(line)["data"] == [text.upper()]
