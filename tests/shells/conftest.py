"""Real shells, and drafts for real apps.

`shell` is each shell in turn: those of every machine in the quick run, the others with `test --all`.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from gradioscope.gradio.connection import Connection
from gradioscope.gradio.discovery import connect
from gradioscope.gradio.login import login
from gradioscope.gradio.model import App
from gradioscope.request.draft import Draft

QUICK = {"bash": ["bash", "--norc", "--noprofile"], "dash": ["dash"]}
OTHERS = {
    "sh": ["sh"],
    "zsh": ["zsh", "-f"],
    "busybox": ["busybox", "sh"],
    "ksh": ["ksh"],
    "mksh": ["mksh"],
    "yash": ["yash"],
}
NOT_POSIX = {"fish": ["fish", "--no-config"]}


@dataclass(frozen=True)
class Ran:
    """What a script left behind. `left` are the temporary files it forgot."""

    status: int
    output: str
    errors: str
    left: list[str]

    @property
    def data(self) -> list[Any]:
        """The values of the last event, of either kind of stream."""
        assert self.status == 0, self
        last = [line.removeprefix("data: ") for line in self.output.split("\n") if line.startswith("data: ")]
        values = [json.loads(line) for line in last if "close_stream" not in line]
        data = values[-1]
        found: list[Any] = data["output"]["data"] if isinstance(data, dict) else data
        return found


@dataclass(frozen=True)
class Shell:
    name: str
    command: list[str]
    folder: Path
    """Where scripts run, and their temporary files are made."""

    @property
    def target(self) -> str:
        """The snippet target that is written for it."""
        return "curl-fish" if self.name == "fish" else "curl"

    def run(self, script: str, **env: str) -> Ran:
        path = self.folder / "snippet.sh"
        path.write_bytes(script.encode())
        temporary = tempfile.mkdtemp(dir=self.folder)
        ran = subprocess.run(
            [*self.command, path],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=os.environ | {"LC_ALL": "C.UTF-8", "TMPDIR": temporary} | env,
            cwd=self.folder,
            timeout=100,
            check=False,
        )
        return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode(errors="replace"), os.listdir(temporary))


def _each(quick: dict[str, list[str]], others: dict[str, list[str]]) -> list[Any]:
    return [*quick, *(pytest.param(name, marks=pytest.mark.all) for name in others)]


@pytest.fixture(scope="session", params=_each(QUICK, OTHERS | NOT_POSIX))
def shell(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    return Shell(request.param, (QUICK | OTHERS | NOT_POSIX)[request.param], tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="session", params=_each(QUICK, OTHERS))
def posix_shell(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    return Shell(request.param, (QUICK | OTHERS)[request.param], tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="session")
def bash(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """For what does not depend on the shell."""
    return Shell("bash", QUICK["bash"], tmp_path_factory.mktemp("one-bash"))


@pytest.fixture(scope="session")
def fish(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    return Shell("fish", NOT_POSIX["fish"], tmp_path_factory.mktemp("one-fish"))


@pytest.fixture(scope="session")
def app_at() -> Callable[..., App]:
    """`app_at(url, user, password)` -> the App that Gradioscope finds there."""
    known: dict[str, App] = {}

    async def find(url: str, user: str, password: str) -> App:
        connection = Connection()
        try:
            if user:
                await login(connection, url, user, password)
            return await connect(connection, url)
        finally:
            await connection.aclose()

    def app_at(url: str, user: str = "", password: str = "") -> App:
        if url not in known:
            known[url] = asyncio.run(find(url, user, password))
        return known[url]

    return app_at


@pytest.fixture(scope="session")
def draft(app_at: Callable[..., App]) -> Callable[..., Draft]:
    """`draft(url, endpoint, values, **more)` -> a Draft of the app there."""

    def draft(url: str, endpoint: str, values: dict[str, Any] | None = None, **more: Any) -> Draft:
        app = app_at(url)
        found = app.endpoint(endpoint)
        assert found, [known.name for known in app.endpoints]
        return Draft(app, found, values or {}, **more)

    return draft


@pytest.fixture
def answering() -> Iterator[Callable[[dict[str, bytes]], App]]:
    """`answering({path: body})` -> an App whose server answers just that, whatever it is asked."""
    servers = []

    def start(answers: dict[str, bytes]) -> App:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.do_GET()

            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(
                    answers.get(self.path.partition("?")[0], b'event: complete\ndata: ["fell for it"]\n\n')
                )

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return App(f"http://127.0.0.1:{server.server_port}", "", "Hostile", "6.31.0", ())

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
