"""Live Gradio servers for the tests: one for each test app, Gradio version and environment asked for.

They belong to the test process that started them and end with it, also when it is killed.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ROOT / "tests" / "apps"
NEWEST = "6.31"
OLDER = ("5.49", "4.44")
PATIENCE = 90.0
"""Seconds a server may take to answer: ten times what it takes on a busy machine with two cores."""
AT_IMPORT = ("GRADIO_", "PYTHON", "HF_")
"""Settings that begin so are read while Gradio is imported, so such an app cannot come from a nursery."""


class ServerFailed(AssertionError):
    """A test app does not run; the text has what it said."""


def environment(gradio: str) -> Path:
    """The Python that has this Gradio; `dev.py` makes an older one's environment where it is missing."""
    if gradio == NEWEST:
        return Path(sys.executable)
    made = subprocess.run(
        [sys.executable, ROOT / "packaging" / "dev.py", "environment", f"gradio-{gradio}"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise ServerFailed(f"no environment for Gradio {gradio}:\n{made.stdout}{made.stderr}")
    return Path(made.stdout.splitlines()[-1])


def free_port() -> int:
    """A port of the loopback address nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    """Whether a web server is there: any status counts, as an app with a login says 401."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        direct.open(f"{url}/config", timeout=5).close()
    except urllib.error.HTTPError as error:
        error.close()
    except OSError:
        return False
    return True


@dataclass(frozen=True)
class Server:
    """A test app that runs, or did."""

    url: str
    pid: int
    log: Path
    process: subprocess.Popen[bytes] | None = None
    """Only for one that is our own child; others belong to a nursery."""

    def runs(self) -> bool:
        if self.process is not None:
            return self.process.poll() is None
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            if self.process.stdin:
                self.process.stdin.close()
        elif self.runs():
            os.kill(self.pid, signal.SIGKILL)


class Servers:
    """The test apps of this test process; `env` is in the environment of each."""

    def __init__(self, folder: Path, **env: str) -> None:
        self.folder = folder
        self.running: dict[tuple[object, ...], Server] = {}
        self.nurseries: dict[str, subprocess.Popen[str]] = {}
        self.pythons: dict[str, Path] = {}
        # An old Gradio warns about itself a great deal; those are not our warnings.
        quiet = {"PYTHONWARNINGS": "ignore", "PYTHONUNBUFFERED": "1"}
        self.environ = os.environ | quiet | {"TMPDIR": str(folder)} | env

    def serve(self, app: str, gradio: str = NEWEST, **env: str) -> str:
        """The base URL (no slash at the end) of tests/apps/APP.py, started once and kept.

        `env` is the app's environment in addition to ours. Raises ServerFailed with the app's output.
        """
        key = (app, gradio, *sorted(env.items()))
        server = self.running.get(key)
        if server is None or not server.runs():
            server = self.running[key] = self.start(app, gradio, env)
        return server.url

    def start(self, app: str, gradio: str, env: dict[str, str]) -> Server:
        """Start one and wait until it answers."""
        if gradio not in self.pythons:
            self.pythons[gradio] = environment(gradio)
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        log = self.folder / f"{app}-{gradio}-{port}.log"
        if sys.platform == "linux" and not any(name.startswith(AT_IMPORT) for name in env):
            server = Server(url, self.fork(app, gradio, env | {"PORT": str(port)}, log), log)
        else:
            process = self.spawn(app, gradio, env | {"PORT": str(port), "END_WITH_STDIN": "1"}, log)
            server = Server(url, process.pid, log, process)
        limit = time.monotonic() + PATIENCE
        while not answers(url):
            if not server.runs() or time.monotonic() > limit:
                server.stop()
                said = log.read_text(errors="replace")[-4000:] if log.exists() else ""
                raise ServerFailed(f"{app} does not run on Gradio {gradio}:\n{said}")
            time.sleep(0.05)  # between two questions; a server that is not up yet cannot tell when it will be
        return server

    def spawn(self, app: str, gradio: str, env: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
        with log.open("wb") as output:
            return subprocess.Popen(
                [self.pythons[gradio], APPS / f"{app}.py"],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self.environ | env,
                cwd=self.folder,
            )

    def fork(self, app: str, gradio: str, env: dict[str, str], log: Path) -> int:
        """The process id of the app, forked from a process that has this Gradio imported."""
        nursery = self.nurseries.get(gradio)
        if nursery is None or nursery.poll() is not None:
            errors = self.folder / f"nursery-{gradio}.log"
            with errors.open("wb") as output:
                nursery = self.nurseries[gradio] = subprocess.Popen(
                    [self.pythons[gradio], APPS / "nursery.py"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=output,
                    env=self.environ,
                    cwd=self.folder,
                    text=True,
                )
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        nursery.stdin.write(json.dumps({"app": str(APPS / f"{app}.py"), "env": env, "log": str(log)}) + "\n")
        nursery.stdin.flush()
        answer = nursery.stdout.readline()
        if not answer:
            said = (self.folder / f"nursery-{gradio}.log").read_text(errors="replace")[-4000:]
            raise ServerFailed(f"Gradio {gradio} cannot be imported:\n{said}")
        return int(answer)

    def stop_all(self) -> None:
        for server in self.running.values():
            server.stop()
        self.running.clear()
        for nursery in self.nurseries.values():
            nursery.communicate()  # closes its input, at whose end it kills what is left
        self.nurseries.clear()
