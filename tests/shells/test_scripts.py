"""The snippets in Python and JavaScript, run: with Gradio's own libraries, and with none."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.servers import ROOT

from gradioscope.gradio.model import LocalFile
from gradioscope.request.draft import Access, Draft
from gradioscope.snippets import Options, render

PASSWORD = {"GRADIOSCOPE_PASSWORD": "wonder"}
PYTHON = ["python", "python-httpx"]
NODE = ["javascript", "javascript-fetch"]
HARD = "a\u2028b\x1b[31m \"'\\ ${x} $HOME `id` </script> %s é日本\U0001f600\U000e0001\r\n\t"


@dataclass(frozen=True)
class Runner:
    """Runs the snippets of one target in a folder."""

    target: str
    folder: Path

    def run(self, draft: Draft, options: Options | None = None, **env: str) -> subprocess.CompletedProcess[str]:
        script = self.folder / ("snippet.py" if self.target.startswith("python") else "snippet.mjs")
        script.write_text(render(self.target, draft, options), encoding="utf-8", newline="")
        return subprocess.run(
            [sys.executable if script.suffix == ".py" else "node", script],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            cwd=self.folder,
            env=os.environ | {"PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "ignore"} | env,
            timeout=100,
            check=False,
        )

    def result(self, draft: Draft, options: Options | None = None, **env: str) -> list[Any]:
        """The values that the script printed last."""
        ran = self.run(draft, options, **env)
        assert ran.returncode == 0, ran.stderr
        if self.target == "python":
            printed = ran.stdout.removesuffix("\n").split("\n")[-1]
            try:
                value = ast.literal_eval(printed)
            except (SyntaxError, ValueError):  # a result that is a text is printed as it is
                value = printed
            return list(value) if isinstance(value, tuple) else [value]
        if self.target == "javascript":
            found: list[Any] = json.loads(ran.stdout)
            return found
        return [json.loads(line) for line in ran.stdout.split("\n") if line and line[0] != "…"]


@pytest.fixture(scope="session", params=[*PYTHON, *(pytest.param(name, marks=pytest.mark.all) for name in NODE)])
def runner(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param in NODE:
        made = subprocess.run(
            [sys.executable, ROOT / "packaging" / "dev.py", "environment", "node"],
            capture_output=True,
            text=True,
            check=True,
        )
        # modules are looked for beside the script that asks for them, and above
        (folder / "node_modules").symlink_to(Path(made.stdout.splitlines()[-1]) / "node_modules")
    return Runner(request.param, folder)


def test_a_text_arrives_as_it_is(runner, serve, draft, every_gradio):
    [received] = runner.result(draft(serve("echo", every_gradio), "echo_text", {"text": HARD}))
    # Node's own printing is no part of this: what the function received is
    assert received["value"] == HARD


def test_a_long_result_is_printed_to_its_end(runner, serve, draft):
    """Node would leave with what a pipe takes at once."""
    long = "é" * 300_000
    [received] = runner.result(draft(serve("echo"), "echo_text", {"text": long}))
    assert received["value"] == long


@pytest.mark.parametrize("value", [3, 2.5, -0.125, 1e300])
def test_a_number_keeps_its_type(runner, serve, draft, value):
    [received] = runner.result(draft(serve("echo"), "echo_number", {"number": value}))
    assert received == {"value": value, "type": type(value).__name__}


def test_a_whole_number_too_large_for_javascript_is_sent_exactly(runner, serve, draft):
    [received] = runner.result(draft(serve("echo"), "received", {"text": "x", "data": {"n": 2**60 + 1}}))
    [[*_, last]] = runner.result(draft(serve("echo"), "log"))
    assert received["text"] == last["text"] == "x"
    # printed by Node it is rounded, so the server is asked by Python
    [[*_, last]] = Runner("python-httpx", runner.folder).result(draft(serve("echo"), "log"))
    assert last["data"] == {"n": 2**60 + 1}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda items: (
        st.lists(items, max_size=3) | st.dictionaries(st.text("ab_$ é\"'\\\n`${", max_size=5), items, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.all
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.lists(JSON, max_size=3) | st.dictionaries(st.text(max_size=4), JSON, max_size=3))
def test_any_json_arrives_as_it_is(runner, serve, draft, data):
    [received] = runner.result(draft(serve("echo"), "received", {"text": "", "data": data}))
    assert received["data"] == data


def test_files_are_uploaded_whatever_their_names(runner, serve, draft, every_gradio):
    names = ["plain.txt", "two words, (1); [x].txt", "Grüße 日本.txt", 'it\'s "quoted" $HOME `id`.txt']
    for name in names:
        (runner.folder / name).write_bytes(name.encode())
    files = [LocalFile(name) for name in names]
    [received] = runner.result(draft(serve("echo", every_gradio), "echo_files", {"files": files}))
    assert [file["size"] for file in received] == [len(name.encode()) for name in names]


def test_one_left_out_and_a_state_between(runner, serve, draft, every_gradio):
    found = runner.result(draft(serve("echo", every_gradio), "combo", {"text": "a", "number": 2, "image": None}))
    assert {**found[0], "calls": 1} == {"text": "a", "number": 2, "choice": "fast", "image": None, "calls": 1}


def test_a_session_remembers(runner, serve, draft, every_gradio):
    call = draft(serve("behaviour", every_gradio), "counter", {"text": "call"}, session_hash=f"{runner.target} 'a' & b")
    assert [runner.result(call)[0] for _ in range(2)] == ["call 1", "call 2"]


def test_a_name_that_call_cannot_reach(runner, serve, draft, every_gradio):
    found = runner.result(draft(serve("behaviour", every_gradio), "with/slash and blank", {"text": "got there"}))
    assert found == ["got there"]


@pytest.mark.parametrize("follow", [False, True])
def test_an_error_of_the_app_ends_the_script(runner, serve, draft, every_gradio, follow):
    ran = runner.run(draft(serve("behaviour", every_gradio), "app_error", {"text": "x"}), Options(follow=follow))
    assert ran.returncode != 0
    assert "bad input: x" in ran.stderr


def test_a_generator_shows_its_steps(runner, serve, draft, every_gradio):
    call = draft(serve("behaviour", every_gradio), "count", {"steps": 3, "delay": 0})
    ran = runner.run(call, Options(follow=True))
    assert ran.returncode == 0, ran.stderr
    assert "step 0; step 1; step 2; " in ran.stdout


def test_a_login_with_the_password_of_the_environment(runner, serve, app_at, every_gradio):
    app = app_at(serve("auth", every_gradio), "alice", "wonder")
    call = Draft(app, app.endpoint("hello"), {"name": "x"}, access=Access(login_user="alice"))
    assert runner.result(call, **PASSWORD) == ["hello x, you are alice"]
    assert "wonder" not in render(runner.target, call)


@pytest.mark.parametrize("follow", [False, True])
def test_returned_files_are_saved(runner, serve, draft, every_gradio, tmp_path, follow):
    here = replace(runner, folder=tmp_path)
    (tmp_path / "node_modules").symlink_to(runner.folder / "node_modules")
    (tmp_path / "two words.txt").write_text("mine")
    call = draft(serve("files", every_gradio), "make_file", {"name": "two words.txt", "content": "it's"})
    ran = here.run(call, Options(save_files=True, follow=follow))
    assert ran.returncode == 0, ran.stderr
    saved = {path.read_text() for path in tmp_path.rglob("*.txt")}
    assert saved == {"mine", "it's"}
    assert (tmp_path / "two words.txt").read_text() == "mine"


def test_a_token_that_was_not_chosen_is_not_sent(runner, serve, draft):
    """gradio_client would take it from the environment."""
    [seen] = runner.result(draft(serve("behaviour"), "who"), HF_TOKEN="hf_secret")
    assert "hf_secret" not in json.dumps(seen)


def test_variables_of_the_environment(runner, serve, draft):
    values = {"text": "<who>", "data": ["<key>", {"in a text": 'it\'s "<who>", $HOME\\'}]}
    places = {"<who>": "WHO", "<key>": "API_KEY"}
    call = draft(serve("echo"), "received", values, from_environment=places, environment_defaults={"WHO": "it's `x`"})
    kept = Options(variables=True)
    [received] = runner.result(call, kept, API_KEY=HARD)
    assert (received["text"], received["data"]) == ("it's `x`", [HARD, {"in a text": "it's \"it's `x`\", $HOME\\"}])
    [received] = runner.result(call, kept, API_KEY="k", WHO="")
    assert (received["text"], received["data"][0]) == ("", "k")
    ran = runner.run(call, kept)
    assert ran.returncode != 0
    assert "API_KEY" in ran.stderr


def test_a_mounted_app(runner, serve, draft, every_gradio):
    if (runner.target, every_gradio) == ("python", "4.44"):  # gradio_client 2 itself does not find its /info there
        every_gradio = "5.49"
    found = runner.run(draft(f"{serve('mounted', every_gradio)}/sub", "upper", {"text": "x"}))
    assert found.returncode == 0, found.stderr
    assert "X" in found.stdout
