"""Virtual environments made from hashed locks: the project's own, and one for each older Gradio.

    .venv                    this project, the built-in demo's Gradio, and (for `test`) the development tools
    .venvs/gradio-5.49 …     nothing but that Gradio, for the live tests

uv installs them; it comes itself from `locks/uv.txt`, by pip, with hashes. A stamp in each environment names the
Python and the locks it was made from, so that the second time costs a file comparison and no process.
Everything is kept in the clone: the cache is `.cache/`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from development import system
from development.console import ROOT, Trouble, run, say

LOCKS = ROOT / "packaging" / "locks"
OWN = ROOT / ".venv"
CACHE = ROOT / ".cache"
STAMP = "gradioscope-stamp.json"
SETS = {"run": ("run",), "dev": ("dev",)}
"""What the project's own environment can hold: the locks of each. `dev` contains `run`, in the same versions."""


def python_in(environment: Path) -> Path:
    """The interpreter of a virtual environment."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def version() -> str:
    return ".".join(map(str, sys.version_info[:3]))


def fingerprint(names: tuple[str, ...], own: bool) -> str:
    """What an environment is made from: these locks and, for the project's own, its metadata."""
    digest = hashlib.sha256()
    for file in [*(LOCKS / f"{name}.txt" for name in ("uv", *names)), *([ROOT / "pyproject.toml"] if own else [])]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def read_stamp(environment: Path) -> dict[str, str]:
    """What is in an environment: `python`, and a fingerprint for each set. Empty where nobody finished it."""
    try:
        stamp = json.loads((environment / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(environment: Path, stamp: dict[str, str]) -> None:
    """Written last and at once: an interrupted installation leaves no stamp that lies."""
    new = environment / f"{STAMP}.{os.getpid()}"
    new.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    new.replace(environment / STAMP)


def made_by(environment: Path) -> str:
    """The version of the Python that made an environment, `3.11`; empty where there is none that works."""
    if not python_in(environment).exists():
        return ""
    with contextlib.suppress(OSError):
        for line in (environment / "pyvenv.cfg").read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition("=")
            if key.strip() in ("version", "version_info"):
                return ".".join(value.strip().split(".")[:2])
    return ""


def unmade() -> bool:
    """Whether the project's own environment has still to be made."""
    return made_by(OWN) != ".".join(version().split(".")[:2])


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """One at a time: two test processes may want the same environment."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "dev.lock").open("a") as file:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def base_python() -> str:
    """The Python below a virtual environment, if dev.py was started with one."""
    return str(getattr(sys, "_base_executable", "") or sys.executable)


def pip_setting(pip: list[str | Path], name: str) -> str:
    """A setting of pip, from its files or its environment; empty where there is none."""
    done = subprocess.run(
        [*pip, "config", "list"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    found = ""
    for line in done.stdout.splitlines():
        key, _, value = line.partition("=")
        if key.endswith(f".{name}"):
            found = value.strip("'\"")
    return found


def uv_settings(pip: list[str | Path] | None = None) -> dict[str, str]:
    """The environment uv runs in. It does not read pip's settings: a registry set there is passed on."""
    env = dict(os.environ)
    env["UV_CACHE_DIR"] = str(CACHE / "uv")
    env["UV_NO_PROGRESS"] = "1"
    env.pop("VIRTUAL_ENV", None)
    if Path("/etc/ssl/certs/ca-certificates.crt").exists():
        env.setdefault("UV_SYSTEM_CERTS", "1")
    if pip and not any(name in env for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL")):
        index = pip_setting(pip, "index-url")
        if index:
            env["UV_DEFAULT_INDEX"] = index
    return env


def make(environment: Path, with_pip: bool) -> None:
    """A new, empty environment in place of whatever is there."""
    if environment.exists():
        say(f"remaking {environment.relative_to(ROOT)} for Python {version()}")
        shutil.rmtree(environment)
    else:
        say(f"making {environment.relative_to(ROOT)} (Python {version()})")
    if with_pip:
        system.require([system.VENV])
    option = [] if with_pip else ["--without-pip"]
    run([base_python(), "-m", "venv", *option, environment], "Making the virtual environment")


def uv() -> tuple[Path, dict[str, str]]:
    """uv in the project's own environment, and the settings to run it with."""
    python = python_in(OWN)
    program = python.with_name("uv.exe" if os.name == "nt" else "uv")
    pip: list[str | Path] = [python, "-m", "pip"]
    wanted = next(line for line in (LOCKS / "uv.txt").read_text().splitlines() if line.startswith("uv=="))
    if not program.exists() or read_stamp(OWN).get("uv") != wanted:
        say("installing uv")
        if subprocess.run([*pip, "--version"], stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode:
            run([python, "-m", "ensurepip"], "Installing pip")
        options: list[str | Path] = [
            "--quiet",
            "--disable-pip-version-check",
            "--no-input",
            "--cache-dir",
            CACHE / "pip",
        ]
        run([*pip, "install", *options, "--require-hashes", "-r", LOCKS / "uv.txt"], "Installing uv")
        write_stamp(OWN, read_stamp(OWN) | {"uv": wanted})
    return program, uv_settings(pip)


def install(environment: Path, names: tuple[str, ...]) -> None:
    """Install these locks: hashes checked, wheels only, compiled (Gradio is imported twice as fast then)."""
    program, env = uv()
    say(f"installing {', '.join(names)} from packaging/locks")
    files: list[str | Path] = [part for name in names for part in ("-r", LOCKS / f"{name}.txt")]
    options: list[str | Path] = [
        "--quiet",
        "--require-hashes",
        "--no-build",
        "--no-deps",  # a lock is complete, and may override what an old package asks for
        "--compile-bytecode",
        "--python",
        python_in(environment),
    ]
    run([program, "pip", "install", *options, *files], "Installing the packages", env)


def own(wanted: str) -> Path:
    """The Python of the project's own environment, holding that set (`run` or `dev`)."""
    names = SETS[wanted]
    current = {kind: fingerprint(SETS[kind], own=True) for kind in SETS}

    def ready() -> bool:
        stamp = read_stamp(OWN)
        held = (stamp.get(wanted) == current[wanted]) or (stamp.get("dev") == current["dev"])
        return held and stamp.get("python") == version() and python_in(OWN).exists()

    if ready():
        return python_in(OWN)
    with locked():
        if ready():
            return python_in(OWN)
        if unmade():
            make(OWN, with_pip=True)
        install(OWN, names)
        program, env = uv()
        options: list[str | Path] = ["--quiet", "--no-deps", "--no-build-isolation", "--python", python_in(OWN)]
        run([program, "pip", "install", *options, "--editable", ROOT], "Installing Gradioscope", env)
        write_stamp(OWN, read_stamp(OWN) | {"python": version(), wanted: current[wanted]})
    return python_in(OWN)


def gradio(name: str) -> Path:
    """The Python of an older Gradio's environment: `gradio-5.49` is made from `locks/gradio-5.49.txt`."""
    if not name.startswith("gradio-") or not (LOCKS / f"{name}.txt").exists():
        known = ", ".join(sorted(path.stem for path in LOCKS.glob("gradio-*.txt")))
        raise Trouble(f"There is no environment {name!r}; known: {known}.")
    environment = ROOT / ".venvs" / name
    stamp = {"python": version(), name: fingerprint((name,), own=False)}
    if read_stamp(environment) == stamp and python_in(environment).exists():
        return python_in(environment)
    if not python_in(OWN).exists():
        own("run")
    with locked():
        if read_stamp(environment) != stamp:
            if made_by(environment) != ".".join(version().split(".")[:2]):
                environment.parent.mkdir(exist_ok=True)
                make(environment, with_pip=False)
            install(environment, (name,))
            write_stamp(environment, stamp)
    return python_in(environment)


def older_gradios() -> list[str]:
    """The names of all environments with an older Gradio."""
    return sorted(path.stem for path in LOCKS.glob("gradio-*.txt"))


FROM_NPM = {
    "node": ("@gradio/client@2.7.0",),
    # of other tools, to run what is exported for them, and to check it
    "runners": (
        "newman@6.2.2",
        "@usebruno/cli@4.1.0",
        "har-validator@5.1.5",
        "@seriousme/openapi-schema-validator@2.11.0",
    ),
}
"""Folder to the packages that are in it: Gradio's client where a module that is run there finds it; runners."""


def from_npm(name: str) -> Path:
    """One of those folders, made where it is missing."""
    folder, packages = ROOT / ".venvs" / name, FROM_NPM[name]
    stamp = {"packages": " ".join(packages)}
    if read_stamp(folder) != stamp:
        with locked():
            if read_stamp(folder) != stamp:
                folder.mkdir(parents=True, exist_ok=True)
                (folder / "package.json").write_text('{"private": true, "type": "module"}\n')
                options = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]
                say(f"installing {', '.join(packages)}")
                run(["npm", "install", *options, "--prefix", folder, *packages], f"Installing {name}", None)
                write_stamp(folder, stamp)
    return folder


def lock(upgrade: bool = False) -> None:
    """Write the locks anew: every file hashed, no addresses, valid for Python 3.11 and all newer ones."""
    program, env = uv()
    options = ["--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
    options += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    options += ["--upgrade"] if upgrade else []
    # what builds the project (build.in) is among what it needs, as it is installed without build isolation
    project: list[str | Path] = [ROOT / "pyproject.toml", LOCKS / "build.in", "--extra", "demo"]

    def write(name: str, *sources: str | Path) -> None:
        say(f"locking {name}")
        file = LOCKS / f"{name}.txt"
        run([program, "pip", "compile", *options, *sources, "-o", file], f"Locking {name}", env)
        if "://" in file.read_text():
            raise Trouble(f"{file.name} names an address; locks must not.")

    for source in (LOCKS / "uv.in", *sorted(LOCKS.glob("gradio-*.in"))):
        overrides = source.with_suffix(".overrides")
        more: list[str | Path] = ["--overrides", overrides] if overrides.exists() else []
        write(source.stem, source, *more)
    write("dev", *project, "--group", "dev")
    write("run", *project, "-c", LOCKS / "dev.txt")
