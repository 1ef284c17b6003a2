"""`gradioscope describe`, on real apps."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.gradio.web import Reply, Request, Web, forward

from gradioscope.cli.describe import columns, fitted

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Serve = Callable[..., str]


def described(run: Run, *arguments: str) -> dict[str, Any]:
    done = run("describe", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_json_has_what_other_programs_rely_on(gradioscope: Run, serve: Serve, every_gradio: str) -> None:
    url = serve("echo", every_gradio)
    found = described(gradioscope, url)
    assert found["app"]["url"] == url
    assert found["app"]["title"] == "Echo"
    assert found["app"]["version"].startswith(every_gradio)
    assert found["app"]["api_prefix"] == ("" if every_gradio == "4.44" else "/gradio_api")
    assert found["app"]["space_id"] is None
    endpoints = {endpoint["name"]: endpoint for endpoint in found["endpoints"]}
    text = endpoints["/echo_text"]
    # before 5 /info has no descriptions
    assert text["description"].startswith("Answer the text.") is (every_gradio != "4.44")
    parameter = text["parameters"][0]
    assert {key: parameter[key] for key in ("name", "label", "component", "field", "required", "default")} == {
        "name": "text",
        "label": "Text",
        "component": "textbox",
        "field": "text",
        "required": False,
        "default": "hello",
    }
    assert text["returns"][0]["label"] == "Received"
    assert text["returns"][0]["component"] == "json"
    assert text["returns"][0]["output"] == "json"


@pytest.mark.parametrize(
    ("endpoint", "field", "default"),
    [
        ("/echo_number", "number", 2.5),
        ("/echo_slider", "slider", 4),
        ("/echo_checkbox", "checkbox", True),
        ("/echo_checkboxes", "choices", ["a"]),
        ("/echo_radio", "choice", 10),
        ("/echo_dropdown", "choice", "g"),
        ("/echo_multi", "choices", ["r", "b"]),
        ("/echo_free", "choice", "one"),
        ("/echo_json", "json", {"a": [1, 2, None]}),
    ],
)
def test_each_parameter_has_its_typed_field(
    gradioscope: Run, serve: Serve, endpoint: str, field: str, default: Any
) -> None:
    endpoints = {item["name"]: item for item in described(gradioscope, serve("echo"))["endpoints"]}
    parameter = endpoints[endpoint]["parameters"][0]
    assert (parameter["field"], parameter["default"]) == (field, default)


def test_state_is_never_a_parameter_and_choices_keep_their_type(gradioscope: Run, serve: Serve) -> None:
    endpoints = {item["name"]: item for item in described(gradioscope, serve("echo"))["endpoints"]}
    combo = endpoints["/combo"]
    assert [item["name"] for item in combo["parameters"]] == ["text", "number", "choice", "image"]
    assert [item["required"] for item in combo["parameters"]] == [True, False, False, True]
    assert [item["label"] for item in combo["returns"]] == ["Received", "End image"]
    radio = endpoints["/echo_radio"]["parameters"][0]
    assert radio["choices"] == [{"label": "Small", "value": 10}, {"label": "Large", "value": 20}]


def test_people_get_an_aligned_table(gradioscope: Run, serve: Serve) -> None:
    url = serve("echo")
    done = gradioscope("describe", url)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout, "no colours into a pipe"
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Echo  Gradio 6.")
    assert lines[1] == url
    block = done.stdout.split("\n\n/combo")[1].split("\n\n")[0].splitlines()
    assert block[0].strip() == "keeps state"
    rows = block[2:]
    assert [row.split()[0] for row in rows] == ["text", "number", "choice", "image", "→", "→"]
    kinds = ("text", "number", "choice", "image", "json", "image")
    starts = {row.index(f" {kind}", 8) for row, kind in zip(rows, kinds, strict=True)}
    assert len(starts) == 1, rows
    assert "required" in rows[0]
    assert "= 4" in rows[1]
    assert "slow, fast" in rows[2]


def test_an_app_under_a_path(gradioscope: Run, serve: Serve) -> None:
    found = described(gradioscope, f"{serve('mounted')}/sub/?view=api#top")
    assert found["app"]["url"].endswith("/sub")
    assert [item["name"] for item in found["endpoints"]] == ["/upper", "/same_file"]


def test_what_is_no_gradio_app(gradioscope: Run, serve: Serve) -> None:
    done = gradioscope("describe", serve("mounted"))
    assert (done.returncode, done.stdout) == (3, "")
    assert "no Gradio app" in done.stderr


def test_a_login_is_needed_refused_and_done(gradioscope: Run, serve: Serve) -> None:
    url = serve("auth")
    needed = gradioscope("describe", url)
    assert (needed.returncode, needed.stdout) == (4, "")
    assert "Ask the owner for a password" in needed.stderr
    assert "--login USER" in needed.stderr
    wrong = gradioscope("describe", url, "--login", "alice", GRADIOSCOPE_PASSWORD="Wonder")
    assert (wrong.returncode, wrong.stdout) == (4, "")
    assert "refused" in wrong.stderr
    assert "Wonder" not in wrong.stderr
    right = gradioscope("--login", "alice", "describe", url, "--json", GRADIOSCOPE_PASSWORD="wonder")
    assert right.returncode == 0
    assert json.loads(right.stdout)["app"]["username"] == "alice"


def test_an_app_without_a_login_ignores_one(gradioscope: Run, serve: Serve) -> None:
    assert gradioscope("describe", serve("echo"), "--login", "x", GRADIOSCOPE_PASSWORD="y").returncode == 0


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("", 0), ("你好", 4), ("e\u0301", 1), ("ｗ", 2)])
def test_columns_of_a_terminal(text: str, width: int) -> None:
    assert columns(text) == width
    assert columns(fitted(text, 10)) == 10


def test_a_terminal_gets_colours(serve: Serve) -> None:
    """A real pseudo-terminal, as isatty() decides."""
    import os
    import pty

    leader, follower = pty.openpty()
    environment = {**os.environ, "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "gradioscope", "describe", f"{serve('mounted')}/sub"]
    process = subprocess.Popen(command, stdout=follower, stderr=follower, stdin=follower, env=environment)
    os.close(follower)
    shown = b""
    try:
        while chunk := os.read(leader, 65536):
            shown += chunk
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(leader)
    assert process.wait(30) == 0
    assert b"\x1b[1m/upper\x1b[0m" in shown


def test_an_endpoint_that_nothing_describes_is_named(
    gradioscope: Run, serve: Serve, web: Callable[[Callable[[Request], Reply]], Web]
) -> None:
    url = serve("names")

    def garbled(request: Request) -> Reply:
        """A real app's answers, one of its endpoints made nonsense in both."""
        found = forward(lambda: url)(request)
        if request.path.startswith("/config"):
            config = json.loads(found.body)
            for each in config["dependencies"]:
                if each.get("api_name") == "a&b=c":
                    each["inputs"] = 5
            return replace(found, body=config)
        if request.path.startswith("/gradio_api/info"):
            info = json.loads(found.body)
            info["named_endpoints"]["/a&b=c"] = "nonsense"
            return replace(found, body=info)
        return found

    between = web(garbled)
    found = described(gradioscope, between.url)
    assert found["left_out"] == ["/a&b=c"]
    assert "/a&b=c" not in [endpoint["name"] for endpoint in found["endpoints"]]
    assert "Left out, as the app does not tell what they take: /a&b=c" in gradioscope("describe", between.url).stdout
    assert described(gradioscope, url)["left_out"] == []
