"""Many requests as one script, run by real shells, Python and Node against real apps."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.servers import ROOT

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import App, LocalFile
from gradioscope.request.draft import Access, Draft
from gradioscope.snippets import TARGETS, Options
from gradioscope.snippets.entry import Entry
from gradioscope.snippets.scripts import script

HARD = 'it\'s "quoted" \\ ${x} $HOME `id` %PATH% é日本\U0001f600 {{x}} \t!'
ENVIRONMENT = {"GRADIOSCOPE_PASSWORD": "wonder", "APP_SECRET": 'p"a\\ss'}


@pytest.fixture
def entries(
    serve: Callable[..., str],
    draft: Callable[..., Draft],
    app_at: Callable[..., App],
    every_gradio: str,
    tmp_path: Path,
) -> list[Entry]:
    names = ["plain.txt", "two words; [x], é.txt"]
    for name in names:
        (tmp_path / name).write_bytes(name.encode())
    echo, behaviour = serve("echo", every_gradio), serve("behaviour", every_gradio)
    app = app_at(serve("auth", every_gradio), "alice", "wonder")
    hello = app.endpoint("hello")
    assert hello is not None
    files = [LocalFile(str(tmp_path / name)) for name in names]
    plain = Access(headers=(("X-Plain", "a b; c"),))
    session = f"one'session{uuid4()}"
    return [
        Entry(draft(echo, "echo_text", {"text": HARD}, access=plain), "Text"),
        Entry(Draft(app, hello, {"name": "x"}, access=Access("alice")), "Log in", ("Other `id` apps",)),
        Entry(draft(echo, "echo_files", {"files": files}), "Files", ("Deep", "Deeper")),
        Entry(draft(behaviour, "with/slash and blank", {"text": "got there"}), "By its number"),
        Entry(draft(echo, "echo_password", {"secret": "never in the file"}), "Pass"),
        Entry(draft(behaviour, "counter", {"text": "a"}, session_hash=session), "Count"),
        Entry(draft(behaviour, "counter", {"text": "b"}, session_hash=session), "Count"),
        Entry(Draft(app, hello, {"name": "y"}, access=Access("alice")), "Logged in already"),
    ]


def run(command: list[Any], folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=os.environ | {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "ignore"} | env,
        timeout=100,
        check=False,
    )


def check(ran: subprocess.CompletedProcess[str], text: str, values: list[Any]) -> None:
    assert ran.returncode == 0, ran.stderr
    assert "never in the file" not in text
    assert "wonder" not in text
    first, hello, files, number, password, one, two, again = values
    assert first["value"] == HARD
    assert (hello, again) == ("hello x, you are alice", "hello y, you are alice")
    assert [file["size"] for file in files] == [len("plain.txt"), len("two words; [x], é.txt".encode())]
    assert number == "got there"
    assert password["value"] == ENVIRONMENT["APP_SECRET"]
    assert (one, two) == ("a 1", "b 2")


def of_events(output: str) -> list[Any]:
    """The first value of each result in events of both kinds."""
    found = []
    for event, line in re.findall(r"^(?:event: (\w+)\n)?data: (.*)$", output, re.MULTILINE):
        data = json.loads(line)
        if event == "complete":
            found.append(data[0])
        elif isinstance(data, dict) and data.get("msg") == "process_completed":
            found.append(data["output"]["data"][0])
    return found


def test_shells(entries, shell, tmp_path):
    if shell.name == "fish":
        entries = [entry for entry in entries if entry.draft.session_hash is None]
    text = script(shell.target, entries, "All kinds")
    (tmp_path / "all").write_text(text, encoding="utf-8", newline="")
    ran = run([*shell.command, tmp_path / "all"], tmp_path, **ENVIRONMENT, TMPDIR=str(tmp_path))
    values = of_events(ran.stdout)
    if shell.name == "fish":
        values[5:5] = ["a 1", "b 2"]
    else:
        assert text.count("/login") == 1  # once for all of its requests
    check(ran, text, values)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("tmp.")] == []


def test_the_first_that_fails_ends_it(serve, draft, shell, tmp_path):
    behaviour = serve("behaviour")
    entries = [
        Entry(draft(behaviour, "app_error", {"text": "x"}), "Bad"),
        Entry(draft(behaviour, "with/slash and blank", {"text": "never"}), "Never"),
    ]
    (tmp_path / "all").write_text(script(shell.target, entries), encoding="utf-8")
    ran = run([*shell.command, tmp_path / "all"], tmp_path)
    assert ran.returncode != 0
    assert "never" not in ran.stdout


@pytest.mark.parametrize("target", ["python", "python-httpx"])
def test_python(entries, target, tmp_path):
    text = script(target, entries, "All kinds")
    (tmp_path / "all.py").write_text(text, encoding="utf-8")
    ran = run([sys.executable, "all.py"], tmp_path, **ENVIRONMENT)
    assert ran.returncode == 0, ran.stderr
    first = [part.splitlines()[1] for part in ran.stdout.split("# ")[1:]]
    values = [_literal(line) if target == "python" else json.loads(line) for line in first]
    check(ran, text, [value[0] if isinstance(value, tuple) else value for value in values])


def _literal(line: str) -> Any:
    import ast

    try:
        return ast.literal_eval(line)
    except (SyntaxError, ValueError):
        return line


@pytest.mark.all
@pytest.mark.parametrize("target", ["javascript", "javascript-fetch"])
def test_node(entries, target, tmp_path):
    made = run([sys.executable, ROOT / "packaging" / "dev.py", "environment", "node"], tmp_path)
    (tmp_path / "node_modules").symlink_to(Path(made.stdout.splitlines()[-1]) / "node_modules")
    text = script(target, entries, "All kinds")
    (tmp_path / "all.mjs").write_text(text, encoding="utf-8")
    ran = run(["node", "all.mjs"], tmp_path, **ENVIRONMENT)
    assert ran.returncode == 0, ran.stderr
    if target == "javascript":
        values = [json.loads(part)[0] for part in re.split(r"^# .*\n", ran.stdout, flags=re.MULTILINE) if part.strip()]
    else:
        values = [json.loads(part.splitlines()[1]) for part in ran.stdout.split("# ")[1:]]
    check(ran, text, values)


@pytest.mark.parametrize("target", TARGETS)
def test_names_are_only_names(draft, serve, target):
    hostile = '\n$(touch x)\n`touch x`"""\nrm -rf * \u2028 */ %x% ^& \\'
    call = draft(serve("echo"), "echo_text", {"text": "x"})
    text = script(target, [Entry(call, hostile, (hostile,))], hostile, Options(pretty=True))
    for line in text.splitlines():
        assert not line.startswith(("$(touch", "`touch", "rm -rf"))
    if target.startswith("python"):
        compile(text, "script", "exec")


@pytest.mark.parametrize("target", ["curl-fish", "curl-powershell"])
def test_one_password_is_not_given_to_two_apps(draft, serve, target):
    call = draft(serve("echo"), "echo_text", {"text": "x"})
    entries = [
        Entry(Draft(call.app, call.endpoint, call.values, access=Access(user)), user) for user in ("alice", "bob")
    ]
    with pytest.raises(WrongUse, match="several logins"):
        script(target, entries)
    assert "GRADIOSCOPE_PASSWORD_2" in script("curl", entries)
    assert "GRADIOSCOPE_PASSWORD_2" in script("python", entries)
