"""The commands of `dev.py`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from development import doctor, environments, system
from development.console import ROOT, Trouble, say

USAGE = """usage: python3 packaging/dev.py COMMAND

  run [ARGUMENTS]             start Gradioscope; ARGUMENTS are its own (--demo, describe ADDRESS, …)
  test [--all] [ARGUMENTS]    run the tests; --all adds what takes longer: the older Gradio versions, the real
                              keyring, every shell, the window on a display of its own, the measurements;
                              ARGUMENTS are pytest's
  doctor                      what this machine has, what it lacks, and how to get it
  lint | types | contracts    ruff; mypy; the import contracts
  environment NAME            make the environment of an older Gradio (gradio-5.49) and print its Python, or that
                              of Gradio's client for Node (node), or of the command-line runners of other tools
                              (runners), and print its folder
  lock [--upgrade]            write packaging/locks anew
"""

CHECKED = ("app", "resources", "packaging", "tests")


def replace_with(command: Sequence[str | Path], env: dict[str, str] | None = None) -> int:
    """Become that program; on Windows, run it and pass its exit code on."""
    parts = [str(part) for part in command]
    environment = dict(os.environ) if env is None else env
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "nt":
        return subprocess.run(parts, env=environment, check=False).returncode
    os.execve(parts[0], parts, environment)


def wants_window(arguments: Sequence[str]) -> bool:
    """Whether these arguments of `gradioscope` open the window; a command or a question does not."""
    return all(part.startswith("-") for part in arguments[:1]) and not {"-h", "--help", "--version"} & set(arguments)


def run(arguments: list[str]) -> int:
    system.require(system.needed_for("run", environments.unmade()))
    python = environments.own("run")
    problem = system.display_problem(os.environ) if wants_window(arguments) else ""
    if not problem:
        return replace_with([python, "-m", "gradioscope", *arguments])
    say(f"No window can be shown here: {problem}.")
    say("Instead, the same journey without a screen, against the built-in demo app:\n")
    return replace_with([python, "-m", "gradioscope.window.journey"], os.environ | {"QT_QPA_PLATFORM": "offscreen"})


def pytest(python: Path, arguments: Sequence[str | Path]) -> int:
    return subprocess.run([python, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode


def parallel(arguments: Sequence[str]) -> list[str]:
    """Two processes share the tests, by file, as a server is started once for each; unless one says otherwise."""
    own_choice = any(part.startswith(("-n", "--numprocesses", "--pdb", "-s", "--dist")) for part in arguments)
    if own_choice:
        return []
    # A worker that crashed is not replaced: xdist then waits for ever for the files it had (3.8, `loadfile`).
    return ["-n", "2", "--dist", "loadfile", "--max-worker-restart", "0"]


def test(arguments: list[str]) -> int:
    """Exit code: pytest's own, or that of the measurements, which run last and alone (1: one missed its goal)."""
    everything = "--all" in arguments
    arguments = [part for part in arguments if part != "--all"]
    system.require(system.needed_for("test --all" if everything else "test", environments.unmade()))
    python = environments.own("dev")
    if not everything:
        return pytest(python, [*parallel(arguments), "-m", "not all", *arguments])
    for name in environments.older_gradios():
        environments.gradio(name)
    for name in environments.FROM_NPM:
        environments.from_npm(name)
    failed = pytest(python, [*parallel(arguments), *arguments])
    if any((ROOT / part.split("::")[0]).exists() for part in arguments):
        return failed  # somebody tries these files only
    say("\nThe measurements, one after the other:")
    missed = subprocess.run([python, "-m", "tests.bench"], cwd=ROOT, check=False).returncode
    return failed or missed


def each(*commands: Sequence[str]) -> int:
    """Run programs of the development environment, all of them; the first exit code that is not 0."""
    folder = environments.own("dev").parent
    codes = [subprocess.run([folder / name, *rest], cwd=ROOT, check=False).returncode for name, *rest in commands]
    return next((code for code in codes if code), 0)


def lint(_: list[str]) -> int:
    return each(["ruff", "check", *CHECKED], ["ruff", "format", "--check", *CHECKED])


def types(_: list[str]) -> int:
    return each(["mypy", *CHECKED])


def contracts(_: list[str]) -> int:
    return each(["lint-imports", "--no-logo"])


def environment(arguments: list[str]) -> int:
    if len(arguments) != 1:
        raise Trouble(f"Name one of: {', '.join([*environments.older_gradios(), *environments.FROM_NPM])}.")
    name = arguments[0]
    print(environments.from_npm(name) if name in environments.FROM_NPM else environments.gradio(name))
    return 0


def lock(arguments: list[str]) -> int:
    if environments.unmade():
        environments.own("run")
    environments.lock("--upgrade" in arguments)
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "doctor": doctor.report,
    "lint": lint,
    "types": types,
    "contracts": contracts,
    "environment": environment,
    "lock": lock,
}


def main(arguments: list[str]) -> int:
    """Exit code 0, the started program's own, or 2 with a sentence on standard error."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0 if arguments else 2
    command = COMMANDS.get(arguments[0])
    if command is None:
        say(f"dev.py has no command {arguments[0]!r}.\n{USAGE}")
        return 2
    try:
        return command(arguments[1:])
    except Trouble as trouble:
        say(str(trouble))
        return 2
    except KeyboardInterrupt:
        return 130
