"""What all tests share: live Gradio servers, a desktop of our own, and no silent trouble.

`serve("echo")` is the address of tests/apps/echo.py on a real Gradio server; `every_gradio` repeats a test with
each supported Gradio. Servers live as long as the test process (each pytest-xdist worker has its own) and end
with it, also when it is killed. A log record of WARNING or above from Gradioscope fails the test that caused it;
one that expects such a record takes `log_records`, looks at it and clears it.
"""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.servers import NEWEST, OLDER, Servers

# How long an example takes says nothing on a machine that does other things too. What CI draws is the same each time:
# a failure there is about the change, and new examples are found where people work.
settings.register_profile(
    "here",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("here")


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


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    running = Servers(tmp_path_factory.mktemp("servers"), QUEUE_PAUSE="0.01")
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
