"""`gradioscope run --check`: what has changed in the apps of a folder of requests, and nothing is run."""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from tests.gradio.web import Reply, Request, Web, forward

from gradioscope.gradio.connection import Connection
from gradioscope.gradio.discovery import connect
from gradioscope.gradio.model import App
from gradioscope.library.collection import write_request
from gradioscope.request.made_for import made_for
from gradioscope.request.saved import SavedRequest

Command = Callable[..., subprocess.CompletedProcess[str]]
Serve = Callable[..., str]


async def _asked(address: str) -> App:
    connection = Connection()
    try:
        return await connect(connection, address)
    finally:
        await connection.aclose()


@pytest.fixture
def collection(serve: Serve, tmp_path: Path) -> Path:
    """Requests saved when their app had its old shape, at an address that has the new one."""
    then = asyncio.run(_asked(serve("shifting", SHAPE="then")))
    folder = tmp_path / "requests"
    folder.mkdir()
    values: dict[str, dict[str, Any]] = {
        "/predict": {"text": "a fox", "style": "{{style}}", "count": 8},
        "/defaults": {},
        "/grown": {"one": "1"},
        "/stable": {"word": "same"},
    }
    for endpoint in then.endpoints:
        saved = SavedRequest("{{app}}", endpoint.name, values[endpoint.name], made_for=made_for(then, endpoint))
        write_request(folder / f"{endpoint.name[1:]}.gradio.yaml", saved)
    return folder


def lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_drift_of_a_folder(gradioscope: Command, serve: Serve, collection: Path, tmp_path: Path) -> None:
    now, report = serve("shifting", SHAPE="now"), tmp_path / "report.xml"
    variables = ("--set", f"app={now}", "--set", "style=oil")
    done = gradioscope("run", "--check", collection, *variables, "--json", "--junit", report)
    assert done.returncode == 1, done.stderr
    *each, last = lines(done)
    found = {line["request"]: line for line in each}
    assert {name: line["status"] for name, line in found.items()} == {
        "predict": "drift",
        "defaults": "drift",
        "grown": "drift",
        "stable": "ok",
    }
    assert found["defaults"]["changes"] == [
        {
            "kind": "default",
            "severity": "changes",
            "label": "Limit",
            "parameter": "limit",
            "text": "Limit has another default, and the request leaves it to that.",
            "then": "2",
            "now": "5",
            "proposal": {"parameter": "limit", "value": 2},
        }
    ]
    kinds = [(change["kind"], change["proposal"]) for change in found["predict"]["changes"]]
    assert kinds[0] == ("endpoint", {"endpoint": "/paint"})
    assert ("renamed", {"move": "text", "to": "prompt"}) in kinds
    assert "choices" in dict(kinds), "the variable's value is judged, too"
    summary = last["summary"]
    assert (summary["ok"], summary["drift"], summary["failed"], summary["exit_code"]) == (1, 3, 0, 1)
    suite = ET.parse(report).getroot()[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("4", "3", "0")
    assert "1 change since the request was saved. Limit has another default" in report.read_text()


def test_what_a_person_reads(gradioscope: Command, serve: Serve, collection: Path) -> None:
    now = serve("shifting", SHAPE="now")
    done = gradioscope("run", "--check", collection / "defaults.gradio.yaml", "--set", f"app={now}")
    assert done.returncode == 1
    head, change, total = done.stdout.splitlines()
    assert head == "drift      defaults"
    assert change == ("           changes   Limit has another default, and the request leaves it to that (2 → 5).")
    assert total.startswith("1 request checked in ")
    assert total.endswith(" s: 1 drift")


def test_a_run_says_that_its_app_has_changed(gradioscope: Command, serve: Serve, collection: Path) -> None:
    now = serve("shifting", SHAPE="now")
    done = gradioscope("run", collection / "defaults.gradio.yaml", "--set", f"app={now}", "--json")
    assert done.returncode == 0
    assert lines(done)[0]["notes"] == [
        "The app has changed since it was saved. Limit has another default, and the request leaves it to that. "
        "Open it to settle that, or see --check."
    ]
    then = serve("shifting", SHAPE="then")
    done = gradioscope("run", collection / "defaults.gradio.yaml", "--set", f"app={then}", "--json")
    assert lines(done)[0]["notes"] == []


def test_an_unchanged_app_exits_zero(gradioscope: Command, serve: Serve, collection: Path) -> None:
    then = serve("shifting", SHAPE="then")
    done = gradioscope("run", "--check", collection, "--set", f"app={then}", "--set", "style=oil")
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1].endswith("4 ok")


def test_harmless_changes_are_told_and_exit_zero(gradioscope: Command, serve: Serve, tmp_path: Path) -> None:
    url = serve("shifting", SHAPE="now")
    app = asyncio.run(_asked(url))
    endpoint = app.endpoint("/stable")
    assert endpoint is not None
    made = replace(made_for(app, endpoint), version="5.49.1")
    write_request(tmp_path / "a.gradio.yaml", SavedRequest(url, "/stable", {"word": "x"}, made_for=made))
    done = gradioscope("run", "--check", tmp_path)
    assert done.returncode == 0
    assert "harmless  The app runs on Gradio 6" in done.stdout


def test_what_cannot_be_compared(gradioscope: Command, serve: Serve, tmp_path: Path) -> None:
    url = serve("shifting", SHAPE="now")
    write_request(tmp_path / "away.gradio.yaml", SavedRequest("http://127.0.0.1:9", "/x"))
    done = gradioscope("run", "--check", tmp_path)
    assert done.returncode == 3
    assert done.stdout.splitlines()[0] == "failed     away"
    write_request(tmp_path / "hand.gradio.yaml", SavedRequest(url, "/stable", {"word": "x"}))
    (tmp_path / "broken.gradio.yaml").write_text("address: [")
    write_request(tmp_path / "unknown.gradio.yaml", SavedRequest("{{nowhere}}", "/x"))
    done = gradioscope("run", "--check", tmp_path, "--json")
    assert done.returncode == 1, "for different reasons"
    found = {line["request"]: line for line in lines(done)[:-1]}
    assert {name: line["status"] for name, line in found.items()} == {
        "away": "failed",
        "hand": "ok",
        "broken": "failed",
        "unknown": "failed",
    }
    assert "does not say what it was made for" in found["hand"]["notes"][0]
    assert "{{nowhere}}" in found["unknown"]["error"]


def test_nothing_is_run(
    gradioscope: Command, serve: Serve, tmp_path: Path, web: Callable[[Callable[[Request], Reply]], Web]
) -> None:
    url = serve("shifting", SHAPE="now")

    between = web(forward(lambda: url))
    write_request(tmp_path / "a.gradio.yaml", SavedRequest(between.url, "/stable", {"word": "x"}))
    write_request(tmp_path / "b.gradio.yaml", SavedRequest(between.url, "/stable", {"word": "y"}))
    assert gradioscope("run", "--check", tmp_path).returncode == 0
    asked = [(request.method, request.path.partition("?")[0]) for request in between.received]
    assert sorted(set(asked)) == [("GET", "/config"), ("GET", "/gradio_api/info")]
    assert len(asked) == 2, "one app is asked once"


def test_a_secret_in_a_value_is_masked(gradioscope: Command, serve: Serve, tmp_path: Path) -> None:
    now = serve("shifting", SHAPE="now")
    write_request(tmp_path / "a.gradio.yaml", SavedRequest(now, "/stable", {"wrd": "{{$env.MY_TOKEN}}"}))
    done = gradioscope("run", "--check", tmp_path, "--allow-env", "MY_TOKEN", "--json", MY_TOKEN="hunter2-is-secret")
    assert done.returncode == 1
    assert "hunter2" not in done.stdout + done.stderr
