"""Saying what happens, and ending with a sentence instead of a traceback."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
"""The clone."""


class Trouble(Exception):
    """Something a person has to know or do; the text is shown as it is."""


def say(text: str) -> None:
    """One line of progress, on standard error: standard output belongs to what is being run."""
    print(text, file=sys.stderr, flush=True)


def run(command: Sequence[str | Path], why: str, env: Mapping[str, str] | None = None) -> str:
    """The standard output of a command that has to succeed. Raises Trouble with all it said when it does not."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise Trouble(f"{why} failed: {command[0]}: {error.strerror}") from error
    if done.returncode:
        shown = shlex.join(str(part) for part in command)
        raise Trouble(f"{why} failed ({done.returncode}): {shown}\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout
