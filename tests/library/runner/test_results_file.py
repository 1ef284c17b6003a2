"""Results on disk: appended row by row, and gone on with after anything that may have happened."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gradioscope.gradio.errors import WrongUse
from gradioscope.library.runner.results_file import About, Record, ResultsFile

ABOUT = About("request", "input", ("text", "error"), ("Answer", "Number"))


def record(row: int, status: str = "complete") -> Record:
    text = f'line one of {row}\nline "two", and a third'
    return Record(row, {"text": text, "error": "e"}, status, [f"A{row}", {"$file": f"out files/{row}/a.png"}], "", 0.5)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_rows_are_there_as_soon_as_they_are_added(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out{suffix}"
    with ResultsFile(path, ABOUT, resume=False) as results:
        results.add(record(1), done=True)
        results.add(record(2, "error"), done=False)
        results.add(record(3), done=True)
        seen = path.read_bytes()
    if suffix == ".csv":
        found = read_csv(path)
        assert list(found[0]) == ["row", "text", "error", "status", "Answer", "Number", "error 2", "seconds"]
        assert [(row["row"], row["status"]) for row in found] == [("1", "complete"), ("3", "complete"), ("2", "error")]
        assert found[0]["text"] == 'line one of 1\nline "two", and a third'
        assert found[0]["Number"] == "out files/1/a.png"
    else:
        each = [json.loads(line) for line in path.read_text().splitlines()]
        assert [item["row"] for item in each] == [1, 3, 2]
        assert each[0]["data"] == ["A1", {"$file": "out files/1/a.png"}]
    assert path.read_bytes().startswith(seen)
    assert seen.count(b"complete") == 2


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_whatever_was_torn_off_it_goes_on_without_a_row_twice_or_lost(tmp_path: Path, suffix: str) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    with ResultsFile(whole / f"out{suffix}", ABOUT, resume=False) as results:
        for row in range(1, 21):
            results.add(record(row), done=row % 7 != 0)
    choose = random.Random(7)
    for attempt in range(60):
        folder = tmp_path / str(attempt)
        shutil.copytree(whole, folder)
        path, journal = folder / f"out{suffix}", folder / f"out{suffix}.run"
        # a power cut loses the end of both files; the journal is never ahead of the results
        size = choose.randrange(path.stat().st_size + 1)
        ends = [line for line in journal.read_bytes().split(b"\n")[1:-1] if json.loads(line)["end"] <= size]
        head = journal.read_bytes().split(b"\n")[0] + b"\n"
        if size < json.loads(head)["start"]:
            size = 0
        os.truncate(path, size)
        journal.write_bytes(head + b"".join(line + b"\n" for line in ends))
        if ends and choose.random() < 0.5:  # half a line of it
            os.truncate(journal, journal.stat().st_size - choose.randrange(1, 8))
        with ResultsFile(path, ABOUT, resume=True) as results:
            for row in sorted(set(range(1, 21)) - results.done):
                results.add(record(row), done=True)
        if suffix == ".csv":
            rows = [int(row["row"]) for row in read_csv(path)]
        else:
            rows = [json.loads(line)["row"] for line in path.read_text().splitlines()]
        assert sorted(rows) == list(range(1, 21))


def test_rows_that_failed_are_run_again_and_stand_there_once(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with ResultsFile(path, ABOUT, resume=False) as results:
        results.add(record(1, "error"), done=False)
        results.add(record(2), done=True)
    with ResultsFile(path, ABOUT, resume=True) as results:
        assert results.done == {2}
        results.add(record(1), done=True)
    assert [(row["row"], row["status"]) for row in read_csv(path)] == [("2", "complete"), ("1", "complete")]


@pytest.mark.parametrize(
    ("about", "said"),
    [
        (About("other", "input", ("text", "error"), ("Answer", "Number")), "The request, or what it is run with, is"),
        (About("request", "other", ("text", "error"), ("Answer", "Number")), "The rows are not what they were."),
        (About("request", "input", ("text", "error"), ("Answer",)), "The app is not what it was."),
    ],
)
def test_another_run_is_not_gone_on_with(tmp_path: Path, about: About, said: str) -> None:
    with ResultsFile(tmp_path / "out.csv", ABOUT, resume=False) as results:
        results.add(record(1), done=True)
    before = (tmp_path / "out.csv").read_bytes()
    with pytest.raises(WrongUse) as raised:
        ResultsFile(tmp_path / "out.csv", about, resume=True)
    assert raised.value.explanation.why.startswith(said)
    assert (tmp_path / "out.csv").read_bytes() == before


def test_results_that_somebody_changed_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with ResultsFile(path, ABOUT, resume=False) as results:
        results.add(record(1), done=True)
    changed = path.read_bytes().replace(b"A1", b"B1")
    path.write_bytes(changed)
    with pytest.raises(WrongUse, match="Another program has changed"):
        ResultsFile(path, ABOUT, resume=True)
    assert path.read_bytes() == changed
    path.unlink()
    with pytest.raises(WrongUse, match="is not there any more"):
        ResultsFile(path, ABOUT, resume=True)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("mine")
    for resume in (False, True):
        with pytest.raises(WrongUse, match="is there already"):
            ResultsFile(path, ABOUT, resume)
    (tmp_path / "other files").mkdir()
    with pytest.raises(WrongUse, match="other files is there already"):
        ResultsFile(tmp_path / "other.csv", ABOUT, resume=False)
    with pytest.raises(WrongUse, match="neither a CSV nor JSON Lines"):
        ResultsFile(tmp_path / "out.txt", ABOUT, resume=False)
    (tmp_path / "file").write_text("")
    with pytest.raises(WrongUse, match="cannot be written"):
        ResultsFile(tmp_path / "file" / "out.csv", ABOUT, resume=False)


def test_what_an_interrupted_row_left_is_gone(tmp_path: Path) -> None:
    with ResultsFile(tmp_path / "out.csv", ABOUT, resume=False) as results:
        place = results.place(3)
        place.mkdir(parents=True)
        (place / "half.png").write_text("half")
        assert not results.place(3).exists()


_WORKER = """
import sys
from pathlib import Path
from gradioscope.library.runner.results_file import About, Record, ResultsFile
path = Path(sys.argv[1])
with ResultsFile(path, About("request", "input", ("text",), ("Answer",)), resume=True) as results:
    for row in range(1, 301):
        if row in results.done:
            continue
        place = results.place(row)
        place.mkdir(parents=True)
        (place / "a").write_text(str(row))
        results.add(Record(row, {"text": "a \\n b" * (row % 50)}, "complete", [row], "", 0.1), done=row % 9 != 0)
        print(row, flush=True)
"""


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_killed_again_and_again_no_row_is_there_twice_or_missing(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out{suffix}"
    choose = random.Random(suffix)
    kills = 0
    while True:
        command = [sys.executable, "-c", _WORKER, str(path)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        for _ in range(choose.randrange(10, 60)):
            if not process.stdout.readline():
                break
        process.kill()
        _, said = process.communicate()
        if process.returncode == 0:
            break
        assert process.returncode == -signal.SIGKILL, said.decode()
        kills += 1
    assert kills >= 4
    with ResultsFile(path, About("request", "input", ("text",), ("Answer",)), resume=True) as results:
        assert results.done == {row for row in range(1, 301) if row % 9}
        for row in range(9, 301, 9):
            results.add(Record(row, {"text": "again"}, "complete", [row], "", 0.1), done=True)
    if suffix == ".csv":
        rows = [(int(row["row"]), int(row["Answer"])) for row in read_csv(path)]
    else:
        rows = [(item["row"], item["data"][0]) for item in map(json.loads, path.read_text().splitlines())]
    assert sorted(rows) == [(row, row) for row in range(1, 301)]
    assert all((results.files / str(row) / "a").read_text() == str(row) for row in results.done if row % 9)
