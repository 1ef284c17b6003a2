"""Where snippets of the proof run: the app with its log, a folder, and every shell and runtime."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from dataclasses import dataclass
from functools import cached_property, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.servers import ROOT, Servers
from tests.shells.conftest import NOT_POSIX, OTHERS, QUICK
from tests.snippet_proof.cases import SECRETS, Case

from gradioscope.gradio.connection import Connection
from gradioscope.gradio.discovery import connect
from gradioscope.gradio.login import login
from gradioscope.gradio.model import App
from gradioscope.request.draft import Draft

SHELLS = {**QUICK, **OTHERS, **NOT_POSIX}
_STARTING = threading.Lock()
PATIENCE = 60.0
"""Seconds for one snippet."""


@dataclass(frozen=True)
class Ran:
    status: int
    output: str
    errors: str


class Place:
    """One Gradio version's app, with and without a login."""

    def __init__(self, folder: Path, gradio: str, servers: Servers) -> None:
        self.folder, self.gradio, self._servers = folder, gradio, servers
        self._log = folder / "log.jsonl"
        self._apps: dict[bool, App] = {}
        self._server: ThreadingHTTPServer | None = None

    def close(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def url(self, login: bool) -> str:
        more = {"AUTH": "1"} if login else {}
        with _STARTING:
            return self._servers.serve("proof", self.gradio, PROOF_LOG=str(self._log), **more)

    def app(self, locked: bool) -> App:
        async def find() -> App:
            connection = Connection()
            try:
                if locked:
                    await login(connection, self.url(locked), "alice", SECRETS["GRADIOSCOPE_PASSWORD"])
                return await connect(connection, self.url(locked))
            finally:
                await connection.aclose()

        if locked not in self._apps:
            self._apps[locked] = asyncio.run(find())
        return self._apps[locked]

    def draft(self, case: Case, session: str) -> Draft:
        app = self.app(case.login)
        endpoint = app.endpoint(case.endpoint)
        assert endpoint, (case.endpoint, [known.name for known in app.endpoints])
        return Draft(app, endpoint, case.values, session if case.session else None, access=case.access)

    @cached_property
    def info(self) -> dict[str, Any]:
        """What the app tells Gradio's own generator."""
        app = self.app(False)
        with urllib.request.urlopen(f"{app.url}{app.api_prefix}/info") as answer:
            found: dict[str, Any] = json.load(answer)["named_endpoints"]
        return found

    @cached_property
    def files(self) -> str:
        """The address at which the folder's files are, for snippets that want one."""
        handler = partial(_Quiet, directory=str(self.folder))
        server = self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    def address_of(self, path: str) -> str:
        return self.files + urllib.parse.quote(Path(path).name)

    def received(self) -> list[Any]:
        """What the functions received since this was asked last."""
        if not self._log.exists():
            return []
        lines = self._log.read_text("utf-8").splitlines()
        self._log.write_text("")
        return [json.loads(line) for line in lines]

    def run(self, command: list[str], name: str, script: str, **env: str) -> Ran:
        path = self.folder / name
        path.write_bytes(script.encode())
        quiet = {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "ignore"}
        process = subprocess.Popen(
            [*command, path],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | quiet | {"TMPDIR": str(self.folder)} | env,
            cwd=self.folder,
            start_new_session=True,
        )
        try:
            output, errors = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, errors = process.communicate()
        return Ran(process.returncode, output.decode(errors="replace"), errors.decode(errors="replace"))

    @cached_property
    def node(self) -> list[str]:
        """Node, with Gradio's client beside the scripts."""
        made = subprocess.run(
            [sys.executable, ROOT / "packaging" / "dev.py", "environment", "node"],
            capture_output=True,
            text=True,
            check=True,
        )
        (self.folder / "node_modules").symlink_to(Path(made.stdout.splitlines()[-1]) / "node_modules")
        return ["node"]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass
