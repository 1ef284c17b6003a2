"""Kill, full disk, two windows, damage, a newer version: the history never stops anybody's work."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.disks import fill, mounted
from tests.library.history.runs import record

from gradioscope.library.history.schema import MIGRATIONS
from gradioscope.library.history.store import History

ROOT = Path(__file__).resolve().parents[3]

WRITER = """
import sys
from pathlib import Path
from tests.library.history.runs import record
from gradioscope.library.history.store import History
history = History(Path(sys.argv[1]), limit=int(sys.argv[2]))
for number in range(int(sys.argv[3])):
    run = history.add(record(f"{sys.argv[4]} {number}", data=["x" * 5000 + str(number)]))
    print(run, flush=True)
print(history.take_notice(), flush=True)
history.close()
"""


def writer(path: Path, count: int, name: str = "run", limit: int = 500_000_000) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WRITER, str(path), str(limit), str(count), name]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def test_what_was_kept_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    told = 0
    for _ in range(6):
        child = writer(path, 1_000_000, limit=600_000)
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(20)]
        time.sleep(random.random() / 50)  # any moment, also in the middle of a write
        os.kill(child.pid, signal.SIGKILL)
        said += child.stdout.readlines()
        child.wait()
        child.stdout.close()
        told = max(told, *(int(line) for line in said if line.endswith("\n")))
        history = History(path)
        newest = history.query(count=1)[0].id
        assert newest >= told
        assert history.get(newest) is not None
        assert history.take_notice() == ""
        history.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_two_windows_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    history = History(path)
    before = history.changes()
    children = [writer(path, 60, name) for name in ("one", "two", "three")]
    for child in children:
        said, _ = child.communicate()
        assert said.splitlines()[-1] == ""
    assert history.count() == 180
    assert history.changes() != before
    assert {line.id for line in history.query(count=200)} == set(range(1, 181))
    history.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit to a file's size")
def test_a_full_disk_is_told_once_and_work_goes_on(tmp_path: Path) -> None:
    script = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))\n"
        "import os, sys; from pathlib import Path\n"
        "from tests.library.history.runs import record\n"
        "from gradioscope.library.history.store import History\n"
        "history = History(Path(sys.argv[1]))\n"
        "added = [history.add(record(data=[os.urandom(20_000).hex()])) for _ in range(40)]\n"
        "print(history.take_notice()); print(history.take_notice())\n"
        "print(added.index(None), any(added[-5:]), len(history.query()))\n"
        "history.add(record(data=[os.urandom(20_000).hex()])); print(history.take_notice())\n"
        "history.close()\n"
    )
    path = tmp_path / "history.sqlite"
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    notice, again, counts, more = done.stdout.splitlines()
    assert "could not be kept" in notice
    assert again == more == ""
    first, late, listed = counts.split()
    assert 2 < int(first) < 40
    assert late == "False"
    assert int(listed) >= int(first)
    history = History(path)  # there is room again
    assert history.add(record()) is not None
    assert history.count() == int(listed) + 1
    history.close()


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk") as disk:
        history = History(disk / "history.sqlite")
        first = history.add(record("before"))
        assert first is not None
        fill(disk, 100_000)
        kept = [history.add(record(data=[os.urandom(20_000).hex()])) for _ in range(10)]
        assert None in kept
        assert "could not be kept" in history.take_notice()
        assert history.take_notice() == ""
        assert [run.id for run in history.query()][-1] == first, "what was kept is still there, and can be read"
        source = tmp_path / "large.png"
        source.write_bytes(os.urandom(300_000))
        assert history.keep_file(first, "/tmp/large.png", source) is None
        assert [path.name for path in (disk / "history-files").glob("*")] == [], "no half of a copy stays"
        (disk / "filler").unlink()
        assert history.add(record("after")) is not None
        assert history.get(history.query(count=1)[0].id) is not None
        history.close()
        with sqlite3.connect(disk / "history.sqlite") as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()


@pytest.mark.parametrize("damage", ["no database", "pages"])
def test_a_damaged_history_is_set_aside_and_a_new_one_begun(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "history.sqlite"
    history = History(path)
    for number in range(200):
        history.add(record(str(number), data=[os.urandom(2000).hex()]))
    history.close()
    if damage == "pages":
        content = bytearray(path.read_bytes())
        content[4096:] = os.urandom(len(content) - 4096)
        path.write_bytes(content)
    else:
        path.write_bytes(b"this is no database at all" * 500)
    kept = path.read_bytes()
    again = History(path)
    run = again.add(record("after"))
    assert run is not None
    assert [line.id for line in again.query()] == [run]
    notice = again.take_notice()
    assert "damaged" in notice
    assert "history.sqlite.damaged" in notice
    assert again.take_notice() == ""
    # SQLite may have counted up in the first page before it met the damage
    assert (tmp_path / "history.sqlite.damaged").read_bytes()[4096:] == kept[4096:]
    assert not again.in_memory
    again.close()


def test_damage_in_one_run_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    history = History(path)
    runs = [history.add(record(str(number))) for number in range(3)]
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE bodies SET result = x'00' WHERE run = ?", (runs[1],))
    connection.close()
    assert [history.get(run) is None for run in runs if run] == [False, True, False]
    assert len(history.query()) == 3
    history.close()


def test_a_newer_history_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE runs (strange TEXT)")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    before = path.read_bytes()
    history = History(path)
    run = history.add(record())
    assert run is not None
    assert history.get(run) is not None
    assert "newer" in history.take_notice()
    assert history.in_memory
    history.close()
    assert _content(path) == _content_of(before, tmp_path)


def _content(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def _content_of(data: bytes, folder: Path) -> list[str]:
    copy = folder / "copy.sqlite"
    copy.write_bytes(data)
    return _content(copy)


def test_a_folder_that_cannot_be_used_costs_the_history_alone(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    history = History(tmp_path / "taken" / "history.sqlite")
    assert history.add(record()) == 1
    assert history.count() == 1
    assert "until the window closes" in history.take_notice()
    assert history.in_memory
    history.close()
