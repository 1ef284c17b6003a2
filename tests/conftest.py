"""What all tests share: live Gradio servers, a desktop of our own, and no silent trouble.

`serve("echo")` is the address of tests/apps/echo.py on a real Gradio server; `every_gradio` repeats a test with
each supported Gradio. Servers live as long as the test process (each pytest-xdist worker has its own) and end
with it, also when it is killed. A log record of WARNING or above from Gradioscope fails the test that caused it;
one that expects such a record takes `log_records`, looks at it and clears it.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ROOT / "tests" / "apps"
NEWEST = "6.31"
OLDER = ("5.49", "4.44")
PATIENCE = 90.0
"""Seconds a server may take to answer: ten times what it takes on a busy machine with two cores."""


def isolate() -> None:
    """Keep the person's own desktop, files, keyring and tokens out of the tests, before Qt is imported."""
    folder = tempfile.mkdtemp(prefix="gradioscope-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(Path(folder, name.lower()))
    # No session bus, so no keyring but the one a test starts itself.
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={folder}/no-bus"
    for name in ("HF_TOKEN", "HF_ENDPOINT", "GRADIOSCOPE_PASSWORD", "GRADIOSCOPE_HOME"):
        os.environ.pop(name, None)
    # The servers are on this machine; a proxy for the rest must not see them.
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost,::1"


isolate()


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
        pytest.fail(f"no environment for Gradio {gradio}:\n{made.stdout}{made.stderr}")
    return Path(made.stdout.splitlines()[-1])


def free_port() -> int:
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


class Servers:
    """The test apps that run; one for each app, Gradio version and environment asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: dict[tuple[object, ...], tuple[str, subprocess.Popen[bytes]]] = {}
        self.pythons: dict[str, Path] = {}

    def serve(self, app: str, gradio: str = NEWEST, **env: str) -> str:
        """The base URL (no slash at the end) of tests/apps/APP.py, started once and kept."""
        key = (app, gradio, *sorted(env.items()))
        url, process = self.running.get(key, ("", None))
        if process is None or process.poll() is not None:
            self.running[key] = url, _ = self.start(app, gradio, env)
        return url

    def start(self, app: str, gradio: str, env: dict[str, str]) -> tuple[str, subprocess.Popen[bytes]]:
        if gradio not in self.pythons:
            self.pythons[gradio] = environment(gradio)
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        log = self.folder / f"{app}-{gradio}-{port}.log"
        # PYTHONWARNINGS: an old Gradio warns about itself a great deal; those are not our warnings.
        settings = os.environ | {"PYTHONWARNINGS": "ignore", "PYTHONUNBUFFERED": "1"}
        settings |= {"PORT": str(port), "END_WITH_STDIN": "1", "TMPDIR": str(self.folder)} | env
        with log.open("wb") as output:
            process = subprocess.Popen(
                [self.pythons[gradio], APPS / f"{app}.py"],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=settings,
                cwd=self.folder,
            )
        limit = time.monotonic() + PATIENCE
        while not answers(url):
            if process.poll() is not None or time.monotonic() > limit:
                self.stop(process)
                pytest.fail(f"{app} does not run on Gradio {gradio}:\n{log.read_text(errors='replace')[-4000:]}")
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
        return url, process

    @staticmethod
    def stop(process: subprocess.Popen[bytes]) -> None:
        process.kill()
        process.wait()
        if process.stdin:
            process.stdin.close()

    def stop_all(self) -> None:
        for _, process in self.running.values():
            self.stop(process)
        self.running.clear()


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    running = Servers(tmp_path_factory.mktemp("servers"))
    yield running
    running.stop_all()


@pytest.fixture(scope="session")
def serve(servers: Servers) -> Callable[..., str]:
    """`serve(app, gradio="6.31", **env)` -> the base URL of that test app on a live server."""
    return servers.serve


@pytest.fixture(scope="session", params=[NEWEST, *(pytest.param(old, marks=pytest.mark.all) for old in OLDER)])
def every_gradio(request: pytest.FixtureRequest) -> str:
    """Each supported Gradio's version in turn; the older ones only with `dev.py test --all`."""
    return str(request.param)


class Records(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.kept: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(record)


@pytest.fixture(autouse=True)
def log_records() -> Iterator[list[logging.LogRecord]]:
    """Warnings and errors Gradioscope logged in this test; whatever is left at its end fails it."""
    handler = Records()
    logger = logging.getLogger("gradioscope")
    logger.addHandler(handler)
    yield handler.kept
    logger.removeHandler(handler)
    if handler.kept:
        pytest.fail("unexpected log records:\n" + "\n".join(map(handler.format, handler.kept)))
