"""`gradioscope run FILE --data ROWS`: a request over rows, however busy the app is, and whatever ends the run."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import ask, wait_for
from tests.servers import Servers

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def request_file(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "one.gradio.yaml"
        path.write_text(text)
        return path

    return write


def lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def rows_in(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def begin(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "gradioscope", "run", *arguments],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_columns_are_parameters_and_variables_and_results_a_table(
    gradioscope: Command, serve: Callable[..., str], request_file: Callable[[str], Path], tmp_path: Path
) -> None:
    values = "{text: 'for {{who}}', number: 9, image: null}"
    path = request_file(f"address: {serve('echo')}\nendpoint: /combo\nvalues: {values}\n")
    # a number is none as text, a choice is written by its label, and an empty cell leaves the request's own value
    (tmp_path / "rows.csv").write_text('who;number;choice\n"a;\nb";2.5;Slow\n{{who}};;Fast\n')
    out = tmp_path / "out" / "results.csv"
    done = gradioscope("run", path, "--data", tmp_path / "rows.csv", "--out", out)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("2 rows in ")
    found = sorted(rows_in(out), key=lambda row: row["row"])
    received = [json.loads(row["Received"]) for row in found]
    assert [(item["text"], item["number"], item["choice"]) for item in received] == [
        ("for a;\nb", 2.5, "slow"), ("for {{who}}", 9, "fast")
    ]  # fmt: skip
    assert [row["status"] for row in found] == ["complete"] * 2
    assert found[0]["who"] == "a;\nb"


def test_json_lines_in_and_out(
    gradioscope: Command, serve: Callable[..., str], request_file: Callable[[str], Path], tmp_path: Path
) -> None:
    path = request_file(f"address: {serve('files')}\nendpoint: /same_file\n")
    for name in ("a.txt", "b c.txt"):
        (tmp_path / name).write_text(name)
    (tmp_path / "rows.jsonl").write_text('{"file": {"$file": "a.txt"}}\n{"file": {"$file": "b c.txt"}}\n')
    out = tmp_path / "results.jsonl"
    done = gradioscope("run", path, "--data", tmp_path / "rows.jsonl", "--out", out, "--json")
    assert done.returncode == 0, done.stderr
    found = sorted(map(json.loads, out.read_text().splitlines()), key=lambda item: item["row"])
    assert [item["data"] for item in found] == [
        [{"$file": "results files/1/a.txt"}], [{"$file": "results files/2/b c.txt"}]
    ]  # fmt: skip
    assert (tmp_path / "results files" / "2" / "b c.txt").read_text() == "b c.txt"
    assert found[0]["input"] == {"file": {"$file": "a.txt"}}
    assert lines(done)[-1]["summary"]["complete"] == 2


def test_a_folder_gives_a_row_a_file(
    gradioscope: Command, serve: Callable[..., str], request_file: Callable[[str], Path], tmp_path: Path
) -> None:
    path = request_file(f"address: {serve('echo')}\nendpoint: /echo_files\n")
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name in ("2.txt", "10.txt"):
        (folder / name).write_text(name)
    done = gradioscope("run", path, "--data", folder, "--json", "--concurrency", "1")
    assert [line["data"][0][0]["name"] for line in lines(done)[:2]] == ["2.txt", "10.txt"]
    done = gradioscope("run", path, "--data", folder, "--out", folder / "out.csv")
    assert done.returncode == 2
    assert "would be among the files" in done.stderr


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        ("number\n1\nx\n", (), "Row 2 (line 3): Whole number takes a number; 'x' is not one."),
        ("number\n11\n", (), "Whole number must be at most 10"),
        ("other\n1\n", (), "None of the columns of rows.csv is used."),
        ("other\n1\n", ("--map", "nothing=other"), "/echo_whole has no parameter nothing."),
        ("number\n1\n", ("--out", "results.txt"), "neither a CSV nor JSON Lines"),
        ("number\n1\n", ("--resume",), "--resume goes on with the results of --out."),
        ("number\n1\n", ("--junit", "x"), "--junit is not for --data."),
        ("number\n1\n", ("--concurrency", "0"), "is not a number from 1 to 64"),
    ],
)
def test_what_cannot_be_sent_is_said_before_anything_is(
    gradioscope: Command, serve: Callable[..., str], request_file: Callable[[str], Path], tmp_path: Path,
    rows: str, options: tuple[str, ...], said: str,
) -> None:  # fmt: skip
    path = request_file(f"address: {serve('echo')}\nendpoint: /echo_whole\n")
    (tmp_path / "rows.csv").write_text(rows)
    done = gradioscope("run", path, "--data", tmp_path / "rows.csv", *options)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr


def test_a_column_is_mapped_and_expectations_decide(
    gradioscope: Command, serve: Callable[..., str], request_file: Callable[[str], Path], tmp_path: Path
) -> None:
    path = request_file(f"address: {serve('behaviour')}\nendpoint: /plain\nexpect: [equals: '{{{{wanted}}}}']\n")
    (tmp_path / "rows.csv").write_text("word,wanted\na,A\nb,X\n")
    out = tmp_path / "results.csv"
    done = gradioscope("run", path, "--data", tmp_path / "rows.csv", "--map", "text=word", "--out", out)
    assert done.returncode == 1
    assert "The result is “B”, not “X”." in done.stdout
    assert {row["word"]: (row["status"], row["Answer"]) for row in rows_in(out)} == {
        "a": ("complete", "A"), "b": ("unexpected", "B")
    }  # fmt: skip


def test_a_full_queue_is_waited_for(
    gradioscope: Command, serve: Callable[..., str], request_file: Callable[[str], Path], tmp_path: Path
) -> None:
    url = serve("behaviour", MAX_SIZE="1", LIMIT="1")
    path = request_file(f"address: {url}\nendpoint: /slow_alone\nvalues: {{delay: 0.2}}\n")
    path.write_text(path.read_text().replace("delay", "seconds"))
    (tmp_path / "rows.csv").write_text("text\n" + "".join(f"busy {number}\n" for number in range(6)))
    done = gradioscope("run", path, "--data", tmp_path / "rows.csv", "--concurrency", "5", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert " s: Queue is full" in done.stderr
    *each, summary = lines(done)
    assert sorted(line["row"] for line in each) == [1, 2, 3, 4, 5, 6]
    assert summary["summary"]["complete"] == 6
    ran = ask(url, "ran")
    assert all(ran.count(f"slow start busy {number}") == 1 for number in range(6))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_ends_in_the_middle_goes_on_without_a_row_twice(
    gradioscope: Command, serve: Callable[..., str], request_file: Callable[[str], Path], tmp_path: Path,
    how: signal.Signals,
) -> None:  # fmt: skip
    url = serve("behaviour")
    mark = f"{how.name} row"
    path = request_file(f"address: {url}\nendpoint: /hold\n")
    (tmp_path / "rows.csv").write_text("gate\n" + "".join(f"{mark} {number}\n" for number in range(1, 9)))
    out = tmp_path / "results.csv"
    command = (path, "--data", tmp_path / "rows.csv", "--out", out, "--concurrency", "3")
    process = begin(*command)
    try:
        for number in (1, 2, 4):
            ask(url, "release", f"{mark} {number}", 1)
        wait_for(lambda: out.exists() and out.read_text().count("complete") == 3)
        wait_for(lambda: f"hold start {mark} 6" in ask(url, "ran"))
        process.send_signal(how)
        _, said = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == (130 if how == signal.SIGINT else -how), said
    if how == signal.SIGINT:
        assert "--resume" in said
    for number in range(1, 9):
        ask(url, "release", f"{mark} {number}", 2)
    done = gradioscope("run", *command)
    assert done.returncode == 2
    assert "is there already" in done.stderr
    done = gradioscope("run", *command, "--resume")
    assert done.returncode == 0, done.stderr
    assert "3 rows of 8 were complete before." in done.stderr
    found = rows_in(out)
    assert sorted(int(row["row"]) for row in found) == list(range(1, 9))
    assert all(row["Answer"] == f"released {row['gate']}" for row in found)
    ran = ask(url, "ran")
    assert all(ran.count(f"hold start {mark} {number}") == 1 for number in (1, 2, 4))
    again = gradioscope("run", *command, "--resume")
    assert again.returncode == 0
    assert "8 complete before" in again.stdout


def test_a_variable_alone_gets_the_type_of_its_parameter(
    gradioscope: Command, serve: Callable[..., str], request_file: Callable[[str], Path], tmp_path: Path
) -> None:
    path = request_file(f"address: {serve('echo')}\nendpoint: /echo_number\nvalues: {{number: '{{{{n}}}}'}}\n")
    (tmp_path / "rows.csv").write_text("n,x\n7,\n,\n")
    done = gradioscope("run", path, "--data", tmp_path / "rows.csv", "--json", "--concurrency", "1")
    assert [line["data"][0]["value"] for line in lines(done)[:2]] == [7, 2.5]


def test_what_failed_is_run_again_and_stands_there_once(
    gradioscope: Command, serve: Callable[..., str], request_file: Callable[[str], Path], tmp_path: Path
) -> None:
    path = request_file(f"address: {serve('behaviour')}\nendpoint: /app_error\n")
    (tmp_path / "rows.csv").write_text("text\na\nb\n")
    out = tmp_path / "results.jsonl"
    command = (path, "--data", tmp_path / "rows.csv", "--out", out)
    done = gradioscope("run", *command)
    assert done.returncode == 1
    assert [json.loads(line)["status"] for line in out.read_text().splitlines()] == ["error", "error"]
    done = gradioscope("run", *command, "--resume", "--bail")
    assert "It ended at the first row that is not well." in done.stderr
    assert len(out.read_text().splitlines()) in (1, 2)
    (tmp_path / "rows.csv").write_text("text\na\nc\n")
    done = gradioscope("run", *command, "--resume")
    assert done.returncode == 2
    assert "The rows are not what they were." in done.stderr


def test_an_app_that_is_gone_ends_the_run_and_what_is_there_stays(
    serve: Callable[..., str], request_file: Callable[[str], Path], tmp_path: Path, servers: Servers
) -> None:
    url = serve("behaviour", TITLE="to be killed")
    path = request_file(f"address: {url}\nendpoint: /slow\nvalues: {{seconds: 0.01}}\n")
    (tmp_path / "rows.csv").write_text("text\n" + "".join(f"{number}\n" for number in range(2000)))
    out = tmp_path / "results.jsonl"
    process = begin(path, "--data", tmp_path / "rows.csv", "--out", out, "--concurrency", "1")
    try:
        wait_for(lambda: out.exists() and out.read_text().count("complete") > 2)
        next(server for server in servers.running.values() if server.url == url).stop()
        assert process.stderr is not None
        wait_for(lambda: "Waiting" in process.stderr.readline())  # type: ignore[union-attr]
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130, said
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert len({row["row"] for row in rows}) == len(rows) > 2


def test_a_full_disk_is_said_and_what_is_there_can_be_gone_on_with(
    gradioscope: Command, serve: Callable[..., str], request_file: Callable[[str], Path], tmp_path: Path
) -> None:
    path = request_file(f"address: {serve('behaviour')}\nendpoint: /plain\n")
    (tmp_path / "rows.csv").write_text("text\n" + "".join(f"{'x' * 500}{number}\n" for number in range(12)))
    out = tmp_path / "results.jsonl"
    command = ("run", path, "--data", tmp_path / "rows.csv", "--out", out, "--concurrency", "1")
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)); "
        "from gradioscope.cli import run; sys.exit(run(sys.argv[1:]))"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, timeout=60)
    assert done.returncode == 3, done.stderr
    assert "results.jsonl cannot be written any more." in done.stderr
    assert "File too large" in done.stderr
    done = gradioscope(*command, "--resume")
    assert done.returncode == 0, done.stderr
    assert sorted(json.loads(line)["row"] for line in out.read_text().splitlines()) == list(range(1, 13))


def test_rows_that_share_a_session_run_one_after_the_other(
    gradioscope: Command, serve: Callable[..., str], request_file: Callable[[str], Path], tmp_path: Path
) -> None:
    path = request_file(f"address: {serve('behaviour')}\nendpoint: /counter\nsession: keep\n")
    (tmp_path / "rows.csv").write_text("text\na\nb\nc\n")
    done = gradioscope("run", path, "--data", tmp_path / "rows.csv", "--json", "--concurrency", "3")
    assert [line["data"] for line in lines(done)[:3]] == [["a 1"], ["b 2"], ["c 3"]]
    assert "they share a session" in done.stderr


def test_a_run_is_not_gone_on_with_in_another_environment(
    gradioscope: Command, serve: Callable[..., str], request_file: Callable[[str], Path], tmp_path: Path
) -> None:
    path = request_file(f"address: {serve('behaviour')}\nendpoint: /pair\nvalues: {{first: '{{{{mood}}}}'}}\n")
    (tmp_path / "collection.yaml").write_text("variables: {mood: good}\n")
    (tmp_path / "rows.jsonl").write_text('{"second": "a"}\n')
    command = ("run", path, "--data", tmp_path / "rows.jsonl", "--out", tmp_path / "out.jsonl", "--resume")
    done = gradioscope(*command)
    assert done.returncode == 0, done.stderr
    assert gradioscope(*command).returncode == 0
    (tmp_path / "collection.yaml").write_text("variables: {mood: bad}\n")
    done = gradioscope(*command)
    assert done.returncode == 2
    assert "The request, or what it is run with, is not what it was." in done.stderr
