"""`gradioscope run`: requests of a folder in their order, each result known to the next, and what is said of them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from tests.cli.running import ask, wait_for

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    def write(name: str, text: str) -> Path:
        path = tmp_path / "requests" / (name if name.endswith(".yaml") else f"{name}.gradio.yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return write


def lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_folder_runs_in_its_order_each_result_known_to_the_next(
    gradioscope: Command, serve: Callable[..., str], write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    url = serve("behaviour")
    write("2 shout", f"address: {url}\nendpoint: /plain\nvalues:\n  text: again {{{{runs.first.data[0]}}}}\n")
    write("10 last", f"address: {url}\nendpoint: /plain\nvalues: {{text: '{{{{runs[\"2 shout\"].data[0]}}}}!'}}\n")
    write("inner/first", f"address: {url}\nendpoint: /plain\nvalues: {{text: hello}}\nexpect: [equals: HELLO]\n")
    done = gradioscope("run", tmp_path / "requests", "--json")
    assert done.returncode == 0, done.stderr
    *each, last = lines(done)
    assert [(line["request"], line["data"], line["ok"]) for line in each] == [
        ("inner/first", ["HELLO"], True),
        ("2 shout", ["AGAIN HELLO"], True),
        ("10 last", ["AGAIN HELLO!"], True),
    ]
    assert each[0]["expectations"][1] == {"equals": "HELLO", "met": True, "sentence": "The result equals “HELLO”."}
    summary = last["summary"]
    assert (summary["requests"], summary["complete"], summary["not_run"], summary["exit_code"]) == (3, 3, 0, 0)
    assert "10 last" in done.stderr


def test_what_is_not_as_expected_is_in_the_table_and_the_exit_code(
    gradioscope: Command, serve: Callable[..., str], write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    url = serve("behaviour")
    write("a", f"address: {url}\nendpoint: /plain\nvalues: {{text: a}}\nexpect:\n- equals: b\n- within: 60\n")
    write("b", f"address: {url}\nendpoint: /app_error\nvalues: {{text: x}}\nexpect: [status: error, contains: bad]\n")
    write("c", f"address: {url}\nendpoint: /app_error\nvalues: {{text: x}}\n")
    write("d", "address: [\n")
    write("e", "address: http://127.0.0.1:9\nendpoint: /plain\n")
    write("f", f"address: {url}\nendpoint: /gone\n")
    write("g", f"address: {url}\nendpoint: /plain\nvalues: {{text: '{{{{runs.d.data[0]}}}}'}}\n")
    report = tmp_path / "report.xml"
    done = gradioscope("run", tmp_path / "requests", "--junit", report)
    assert done.returncode == 1
    table = {line.split()[1]: line for line in done.stdout.splitlines() if line[:1] != " "}
    assert table["a"].startswith("unexpected")
    assert table["a"].endswith("The result is “A”, not “b”.")
    assert table["b"].startswith("complete")
    assert table["c"].startswith("error")
    assert table["c"].endswith("bad input: x")
    assert "cannot be read as a request" in table["d"]
    assert table["e"].startswith("failed")
    assert "has no endpoint /gone" in table["f"]
    assert "{{runs.d.data[0]}} has no value." in table["g"]
    assert "d came to no result: d.gradio.yaml cannot be read as a request." in done.stdout
    assert "Run it in the same folder as that request, after it." in done.stdout
    assert done.stdout.splitlines()[-1].endswith("1 complete, 1 unexpected, 1 error, 4 failed")
    suite = ET.parse(report).getroot().find("testsuite")
    assert suite is not None
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "7", "failures": "2", "errors": "4", "skipped": "0"
    }  # fmt: skip
    failure = suite.find("testcase[@name='a']/failure")
    assert failure is not None
    assert failure.get("message") == "The result is “A”, not “b”."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("address: {url}\nendpoint: /gone\n", 2),
        ("address: http://127.0.0.1:9\nendpoint: /plain\n", 3),
        ("address: {url}\nendpoint: /app_error\n", 1),
        ("address: {url}\nendpoint: /plain\nexpect: [equals: x]\n", 1),
        ("address: {url}\nendpoint: /plain\nexpect: [equal: x]\n", 2),
        ("address: {login}\nendpoint: /hello\n", 4),
        ("address: {login}\nendpoint: /hello\nlogin: alice\n", 4),
        ("", 2),
        ("nonsense: [", 2),
    ],
)  # fmt: skip
def test_exit_codes(
    gradioscope: Command, serve: Callable[..., str], write: Callable[[str, str], Path], text: str, code: int
) -> None:
    path = write("one", text.format(url=serve("behaviour"), login=serve("auth")))
    done = gradioscope("run", path)
    assert done.returncode == code, done.stdout + done.stderr


def test_a_login_takes_the_password_from_the_environment(
    gradioscope: Command, serve: Callable[..., str], write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    url = serve("auth")
    write("alice", f"address: {url}\nendpoint: /hello\nlogin: alice\nexpect: [contains: you are alice]\n")
    done = gradioscope("run", tmp_path / "requests", GRADIOSCOPE_PASSWORD="wonder")
    assert done.returncode == 0, done.stdout
    # the option goes before what the request wishes
    done = gradioscope("run", tmp_path / "requests", "--login", "bob", "--json", GRADIOSCOPE_PASSWORD="builder")
    assert lines(done)[0]["data"] == ["hello world, you are bob"]
    assert "builder" not in done.stdout + done.stderr


def test_one_password_goes_to_one_app(
    gradioscope: Command, serve: Callable[..., str], write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    write("a", f"address: {serve('auth')}\nendpoint: /hello\nlogin: alice\n")
    write("b", f"address: {serve('auth', AUTH_MESSAGE='other')}\nendpoint: /hello\nlogin: alice\n")
    done = gradioscope("run", tmp_path / "requests", "--json", GRADIOSCOPE_PASSWORD="wonder")
    first, second, _ = lines(done)
    assert first["ok"]
    assert second["error"].startswith("The password was not sent to http://127.0.0.1:")


def test_environments_given_values_and_the_process_environment(
    gradioscope: Command, serve: Callable[..., str], write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    url = serve("behaviour")
    write("environments/here.yaml", f"variables: {{base: '{url}', word: from the file}}\n")
    write("collection.yaml", "name: Test\n")
    write("one", "address: '{{base}}'\nendpoint: /plain\nvalues: {text: '{{word}} {{$env.SHOWN}}'}\n")
    folder = tmp_path / "requests"
    done = gradioscope("run", folder, "--env", "here", "--json", SHOWN="shown")
    assert done.returncode == 2
    assert "SHOWN" in lines(done)[0]["why"]
    done = gradioscope("run", folder, "--env", "here", "--allow-env", "SHOWN", "--json", SHOWN="shown")
    assert lines(done)[0]["data"] == ["FROM THE FILE SHOWN"]
    given = ("--set", "word:=7", "--allow-env", "*")
    done = gradioscope("run", folder, "--env", "here", *given, "--json", SHOWN="x")
    assert lines(done)[0]["data"] == ["7 X"]
    done = gradioscope("run", folder, "--env", "nowhere")
    assert done.returncode == 2
    assert "There is no environment nowhere." in done.stdout


def test_files_go_from_one_request_to_the_next_within_an_app_and_across(
    gradioscope: Command,
    serve: Callable[..., str],
    write: Callable[[str, str], Path],
    tmp_path: Path,
    every_gradio: str,
) -> None:
    files, echo = serve("files", every_gradio), serve("echo", every_gradio)
    write("1", f"address: {files}\nendpoint: /make_file\nvalues: {{name: a b.txt, content: passed on}}\n")
    write("2", f"address: {files}\nendpoint: /same_file\nvalues: {{file: '{{{{runs.1.data[0]}}}}'}}\n")
    write("3", f"address: {echo}\nendpoint: /echo_file\nvalues: {{file: '{{{{runs.2.data[0]}}}}'}}\n"
          "expect: [path: 'data[0].name', {path: 'data[0].size', equals: 9}]\n")  # fmt: skip
    write("4", f"address: {echo}\nendpoint: /echo_files\nvalues: {{files: '{{{{runs.1.data[0]}}}}'}}\n"
          "expect: [{path: 'data[0][0].size', equals: 9}]\n")  # fmt: skip
    kept = tmp_path / "kept"
    done = gradioscope("run", tmp_path / "requests", "--json", "--download", kept)
    assert done.returncode == 0, done.stdout
    one, two, *_ = lines(done)
    assert one["saved"] == [str(kept / "1" / "a b.txt")]
    assert Path(two["saved"][0]).read_text() == "passed on"


def test_the_text_of_an_app_names_no_file_of_this_computer(
    gradioscope: Command, serve: Callable[..., str], write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    echo = serve("echo")
    mine = tmp_path / "mine.txt"
    mine.write_text("private")
    write("collection.yaml", "variables: {said: '{{runs.1.data[0].value}}'}\n")
    write("1", f"address: {echo}\nendpoint: /echo_text\nvalues: {{text: '{mine}'}}\n")
    for number, value in enumerate(
        ["'{{runs.1.data[0].value}}'", "'{{said}}'", "{$file: '{{runs.1.data[0].value}}'}", "{$file: 'a/../{{said}}'}"],
        2,
    ):
        write(str(number), f"address: {echo}\nendpoint: /echo_file\nvalues: {{file: {value}}}\n")
    done = gradioscope("run", tmp_path / "requests", "--json")
    first, *others, _ = lines(done)
    assert first["data"][0]["value"] == str(mine), first
    assert [line["event"] for line in others] == ["failed"] * 4, others
    assert "private" not in done.stdout


def test_files_from_outside_of_the_collection_are_named(
    gradioscope: Command, serve: Callable[..., str], write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    echo = serve("echo")
    mine = tmp_path / "mine.txt"
    mine.write_text("private")
    home = write("collection.yaml", f"variables: {{place: '{tmp_path}'}}\n").parent
    (home / "theirs.txt").write_text("theirs")
    (home / "link.txt").symlink_to(mine)
    for name, path in {"a": "theirs.txt", "b": "../mine.txt", "c": "link.txt", "d": "{{place}}/mine.txt"}.items():
        write(f"in/{name}", f"address: {echo}\nendpoint: /echo_file\nvalues: {{file: {{$file: '../{path}'}}}}\n")
    write("in/d", f"address: {echo}\nendpoint: /echo_file\nvalues: {{file: '{{{{place}}}}/mine.txt'}}\n")
    done = gradioscope("run", home, "--json")
    assert done.returncode == 0, done.stdout
    notes = [line["notes"] for line in lines(done)[:-1]]
    assert notes == [
        [],
        *([f"It sends a file from outside of {home}: {path}."] for path in (mine, home / "link.txt", mine)),
    ]
    assert f"in/b: It sends a file from outside of {home}: {mine}." in done.stderr
    write("both", f"address: {echo}\nendpoint: /echo_files\nvalues: {{files: [{{$file: '{mine}'}}]}}\n"
          "headers: {X-Row: '{{nothing}}'}\n")  # fmt: skip
    (tmp_path / "rows.csv").write_text("nothing\n1\n2\n")
    done = gradioscope("run", home / "both.gradio.yaml", "--data", tmp_path / "rows.csv")
    assert done.stderr.count(f"It sends a file from outside of {home}: {mine}.") == 1, done.stderr


def test_headers_secrets_and_notes(
    gradioscope: Command, serve: Callable[..., str], write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    url = serve("behaviour")
    text = f"address: {url}\nendpoint: /who\nheaders: {{X-Of-Request: '{{{{word}}}}'}}\ntoken: work\n"
    write("one", text)
    done = gradioscope("run", tmp_path / "requests", "--set", "word=blue", "--header", "X-Mine: 1", "--json")
    line = lines(done)[0]
    headers = line["data"][0]["headers"]
    assert headers["x-mine"] == "1"
    assert "x-of-request" in headers
    assert "authorization" not in headers
    assert line["notes"] == ["Its token `work` was not sent; --token work sends it."]
    write("two", "address: http://elsewhere.invalid\nendpoint: /who\n")
    done = gradioscope("run", tmp_path / "requests", "--header", "Authorization: Bearer secretsecret")
    assert done.returncode == 2
    assert "would go to several apps" in done.stderr
    assert "secretsecret" not in done.stderr


def test_a_file_that_cannot_be_opened_is_wrong_use_and_no_lost_connection(
    gradioscope: Command, write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    path = write("a", "")
    path.unlink()
    path.symlink_to("/dev/zero")
    for done in (gradioscope("run", path), gradioscope("run", "--check", path)):
        assert done.returncode == 2, done.stderr
        assert "It is no ordinary file." in done.stdout


def test_bail_ends_at_the_first_that_is_not_well(
    gradioscope: Command, serve: Callable[..., str], write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    url = serve("behaviour")
    write("a", f"address: {url}\nendpoint: /app_error\n")
    write("b", f"address: {url}\nendpoint: /plain\n")
    report = tmp_path / "report.xml"
    done = gradioscope("run", tmp_path / "requests", "--bail", "--json", "--junit", report)
    assert done.returncode == 1
    assert [line.get("request") for line in lines(done)] == ["a", None]
    assert lines(done)[-1]["summary"]["not_run"] == 1
    assert ET.parse(report).getroot().find("testsuite/testcase[@name='b']/skipped") is not None


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_tells_the_app_and_runs_nothing_more(
    serve: Callable[..., str], write: Callable[[str, str], Path], tmp_path: Path, kind: signal.Signals
) -> None:
    url = serve("behaviour")
    gate = f"run {kind.name}"
    write("a", f"address: {url}\nendpoint: /stepped\nvalues: {{gate: '{gate}', steps: 3}}\n")
    write("b", f"address: {url}\nendpoint: /plain\nvalues: {{text: 'after {gate}'}}\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "gradioscope", "run", tmp_path / "requests", "--json"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        wait_for(lambda: f"stepped {gate} 0" in ask(url, "ran"))
        process.send_signal(kind)
        out, said = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130, said
    first, summary = map(json.loads, out.splitlines())
    assert (first["request"], first["event"]) == ("a", "cancelled")
    assert (summary["summary"]["cancelled"], summary["summary"]["not_run"]) == (1, 1)
    ask(url, "release", gate, 3)
    wait_for(lambda: f"stepped {gate} stopped" in ask(url, "ran"))
    assert f"plain after {gate}" not in ask(url, "ran")


def test_sessions(
    gradioscope: Command, serve: Callable[..., str], write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    url = serve("behaviour")
    one = f"address: {url}\nendpoint: /counter\nvalues: {{text: n}}\n"
    write("a", one)
    write("b", one + "session: '{{runs.a.session}}'\n")
    write("c", one)
    done = gradioscope("run", tmp_path / "requests", "--json")
    assert [line["data"][0] for line in lines(done)[:3]] == ["n 1", "n 2", "n 1"]


def test_a_place_with_nothing_in_it_is_said(gradioscope: Command, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for place, what in ((tmp_path / "empty", "There are no requests in"), (tmp_path / "gone", "There is no")):
        done = gradioscope("run", place)
        assert done.returncode == 2
        assert what in done.stderr


def test_help(gradioscope: Command) -> None:
    done = gradioscope("run", "--help")
    assert done.returncode == 0
    for word in ("--env", "--junit", "--data", "--resume", "--concurrency", "{{runs.NAME.data[0]}}"):
        assert word in done.stdout


def test_secrets_of_the_process_environment_are_masked_whatever_the_app_answers(
    gradioscope: Command, serve: Callable[..., str], write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    url = serve("behaviour")
    write("a", f"address: {url}\nendpoint: /plain\nvalues: {{text: 'say {{{{$env.MY_TOKEN}}}}'}}\n"
          "expect: [equals: '{{$env.MY_TOKEN}}']\n")  # fmt: skip
    write("b", f"address: {url}\nendpoint: /app_error\nvalues: {{text: '{{{{$env.MY_TOKEN}}}}'}}\n")
    report = tmp_path / "report.xml"
    options = ("--allow-env", "MY_TOKEN", "--junit", report)
    for more in ((), ("--json",)):
        done = gradioscope("run", tmp_path / "requests", *options, *more, MY_TOKEN="TOPSECRETVALUE")
        assert done.returncode == 1
        assert "••••••" in done.stdout
        assert "TOPSECRETVALUE" not in done.stdout + done.stderr + report.read_text()


def test_an_app_that_is_silent_is_given_up(
    gradioscope: Command, serve: Callable[..., str], write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    url = serve("behaviour")
    write("a", f"address: {url}\nendpoint: /hold\nvalues: {{gate: silent for too long}}\n")
    done = gradioscope("run", tmp_path / "requests", "--timeout", "0.3", "--json")
    ask(url, "release", "silent for too long", 1)
    assert done.returncode == 5, done.stdout
    line, _ = lines(done)
    assert (line["event"], line["error"]) == ("failed", "Nothing came from the app for 0.3 seconds.")


@pytest.mark.all
def test_apps_from_before_call_run_too(
    gradioscope: Command, serve: Callable[..., str], write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    url = serve("legacy", "3.50")
    write("a", f"address: {url}\nendpoint: /plain\nvalues: {{param_0: hello}}\nexpect: [equals: HELLO]\n")
    again = "values: {param_0: 'x{{runs.a.data[0]}}'}\nexpect: [equals: XHELLO]\n"
    write("b", f"address: {url}\nendpoint: /plain\n{again}")
    write("c", f"address: {url}\nendpoint: /refuse\nvalues: {{param_0: x}}\nexpect: [status: error]\n")
    write("d", f"address: {url}\nendpoint: /made\n")
    taken = "values: {param_0: '{{runs.d.data[0]}}'}\nexpect: [contains: Legacy]\n"
    write("e", f"address: {url}\nendpoint: /content\n{taken}")
    done = gradioscope("run", tmp_path / "requests", "--json")
    assert done.returncode == 0, done.stdout
