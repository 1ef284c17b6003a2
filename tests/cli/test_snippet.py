"""`gradioscope snippet`: the text and nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.gradio.web import Reply, Request, Web

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Serve = Callable[..., str]
Serving = Callable[[Callable[[Request], Reply]], Web]


def test_the_printed_curl_does_the_same(gradioscope: Run, serve: Serve, tmp_path: Path) -> None:
    text = 'it\'s "quoted" $HOME `id` !x \\ 你好\nsecond line'
    done = gradioscope("snippet", serve("behaviour"), "/plain", f"text={text}", "--as", "curl")
    assert (done.returncode, done.stderr) == (0, "")
    bash = shutil.which("bash")
    assert bash
    ran = subprocess.run([bash, "-c", done.stdout], capture_output=True, text=True, timeout=60, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert "event: complete" in ran.stdout or "SECOND LINE" in ran.stdout


def test_no_request_is_sent_for_it_but_the_discovery(gradioscope: Run, serve: Serve, web: Serving) -> None:
    app = serve("behaviour")

    def relay(request: Request) -> Reply:
        with urllib.request.urlopen(app + request.path) as answer:
            return Reply(body=answer.read(), headers=(("Content-Type", answer.headers["Content-Type"]),))

    between = web(relay)
    assert gradioscope("snippet", between.url, "plain", "text=x").returncode == 0
    assert sorted(set(between.paths())) == ["GET /config", "GET /gradio_api/info?all_endpoints=true"]


def test_it_is_utf_8_whatever_the_locale(gradioscope: Run, serve: Serve) -> None:
    done = gradioscope(
        "snippet", serve("behaviour"), "plain", "text=Grüße 😀", PYTHONIOENCODING="ascii", PYTHONUTF8="1"
    )
    assert done.returncode == 0
    assert "Grüße 😀" in done.stdout or "Gr\\u00fc\\u00dfe" in done.stdout


def test_secrets_come_from_the_environment(gradioscope: Run, serve: Serve) -> None:
    done = gradioscope("snippet", serve("auth"), "hello", "--login", "alice", GRADIOSCOPE_PASSWORD="wonder")
    assert done.returncode == 0
    assert "/login" in done.stdout
    assert "wonder" not in done.stdout


def test_options_are_flags(gradioscope: Run, serve: Serve) -> None:
    app = serve("behaviour")
    plain = gradioscope("snippet", app, "plain", "text=x").stdout
    flags = ["--follow", "--separate", "--extract", "--jq", "--save-files", "--pretty", "--body-file", "--long"]
    texts = {flag: gradioscope("snippet", app, "plain", "text=x", flag).stdout for flag in flags}
    assert all(texts.values())
    assert plain not in texts.values()
    assert "--silent" in texts["--long"]
    assert "set -C" in texts["--body-file"]


def test_an_unknown_target_or_value_prints_nothing(gradioscope: Run, serve: Serve) -> None:
    for arguments in (["--as", "telnet"], ["txt=1"], ["text"]):
        done = gradioscope("snippet", serve("behaviour"), "plain", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr


def test_exports_are_targets_too(gradioscope: Run, serve: Serve) -> None:
    for form in ("openapi", "har", "postman", "bruno", "insomnia"):
        done = gradioscope("snippet", serve("behaviour"), "plain", "text=Hello", "--as", form)
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout)
