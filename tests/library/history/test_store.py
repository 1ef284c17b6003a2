"""What is kept of runs comes back; it is listed, searched and forgotten, and never in the way."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.library.history.runs import APP, ENDPOINT, OTHER, record

from gradioscope.gradio.errors import Explanation
from gradioscope.gradio.events import Cancelled, Complete, Failed
from gradioscope.gradio.model import LocalFile
from gradioscope.library.history.record import Wanted
from gradioscope.library.history.store import History


@pytest.fixture
def history(tmp_path: Path):
    history = History(tmp_path / "history.sqlite")
    yield history
    history.close()
    assert history.take_notice() == ""


def test_a_run_comes_back_as_it_was(history: History) -> None:
    kept = record(
        "a cat",
        values={"text": "a\ud800\u2028\x00", "file": LocalFile("/tmp/a.png"), "odd": {"$file": "mine"}},
        queued=0.25,
        session="abc",
        stream="result",
        events=({"event": "queued", "time": 0.1, "position": 1, "size": 3, "eta": None},),
        data=[{"deep": [1, 2.5, None, "x"]}],
        path="/tmp/a.gradio.yaml",
        environment="work",
    )
    run = history.add(kept)
    assert run is not None
    assert history.get(run) == kept
    (line,) = history.query()
    assert (line.id, line.url, line.title, line.version) == (run, APP.url, "Painter", "6.31.0")
    assert (line.endpoint, line.state, line.duration, line.queued) == ("/paint", "complete", 1.5, 0.25)


def test_each_end_is_told_as_it_was(history: History) -> None:
    why = Explanation("No.", "It broke.", "Mend it.", "retry", "text", "raw", "")
    failed = history.add(record(state="error", data=None, error=why, raw={"error": "no"}))
    cancelled = history.add(record(state="cancelled", data=["half"], note="It goes on."))
    complete = history.add(record())
    assert None not in (failed, cancelled, complete)
    outcomes = [
        found.outcome for run in (failed, cancelled, complete) if run and (found := history.get(run)) is not None
    ]
    assert outcomes == [
        Failed(1.5, why, {"error": "no"}),
        Cancelled(1.5, "It goes on."),
        Complete(1.5, ["a cat, painted"]),
    ]
    assert [line.error for line in history.query()] == ["", "", "No."]


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(value=_values)
def test_any_value_comes_back(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    history = History(tmp_path_factory.getbasetemp() / "values.sqlite")
    run = history.add(record(values={"text": value}, data=[value]))
    assert run is not None
    found = history.get(run)
    history.close()
    assert found is not None
    assert found.values == {"text": value}
    assert found.data == [value]


def test_an_app_is_described_once_and_keeps_its_look_of_then(history: History, tmp_path: Path) -> None:
    for restart in range(3):
        history.add(record(app=_restarted(restart)))
    import sqlite3

    with sqlite3.connect(tmp_path / "history.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM descriptions").fetchone() == (1,)
    connection.close()
    found = history.get(history.query()[0].id)
    assert found is not None
    assert found.endpoint == ENDPOINT


def _restarted(number: int):
    from dataclasses import replace

    return replace(APP, app_id=str(number), username=f"user {number}")


def test_pages_follow_one_another(history: History) -> None:
    for number in range(25):
        history.add(record(str(number), began=1_700_000_000.0 + number))
    found, last = [], None
    while page := history.query(before=last, count=10):
        found += page
        last = page[-1]
    assert [line.id for line in found] == sorted((line.id for line in found), reverse=True)
    assert len(found) == 25


def test_runs_are_found_by_app_endpoint_state_time_and_words(history: History) -> None:
    history.add(record("a Grüße cat", began=100.0))
    history.add(record("a dog", began=200.0, app=OTHER))
    history.add(record("50 % off_er", began=300.0, state="error", error=Explanation("Out of paint.")))

    def found(**wanted) -> list[float]:
        return [line.began for line in history.query(Wanted(**wanted))]

    assert found() == [300.0, 200.0, 100.0]
    assert found(url=OTHER.url) == [200.0]
    assert found(endpoint="/paint", state="error") == [300.0]
    assert found(since=200.0) == [300.0, 200.0]
    assert found(until=200.0) == [100.0]
    assert found(text="GRÜSSE") == [100.0]
    assert found(text="other dog") == [200.0]
    assert found(text="dog cat") == []
    assert found(text="% off_") == [300.0]
    assert found(text="out of PAINT") == [300.0]
    assert found(text="paint") == [300.0, 200.0, 100.0]
    assert found(text="\ud800") == []
    assert history.count(Wanted(text="a")) == 3
    assert [(app.title, app.runs) for app in history.apps()] == [("Painter", 2), ("Other", 1)]
    assert history.endpoints() == ["/paint"]
    assert history.endpoints("http://nowhere") == []


def test_what_was_removed_can_be_put_back_until_it_is_forgotten(history: History) -> None:
    runs = [history.add(record(str(number), began=float(number))) for number in range(6)]
    removal = history.remove([run for run in runs[:2] if run])
    older = history.remove(Wanted(until=4.0))
    assert [line.began for line in history.query()] == [5.0, 4.0]
    assert history.put_back(removal) == 2
    assert [line.began for line in history.query()] == [5.0, 4.0, 1.0, 0.0]
    history.forget_removed()
    assert history.put_back(older) == 0
    assert history.count() == 4
    assert history.remove([12345]) == 0


def test_what_was_removed_is_gone_with_the_window_and_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    history = History(path)
    history.add(record(state="error", error=Explanation("Unmistakable."), data=["x" * 20_000]))
    history.add(record("stays"))
    assert b"Unmistakable." in _on_disk(path)
    history.remove(Wanted(state="error"))
    history.close()
    again = History(path)
    assert [line.state for line in again.query()] == ["complete"]
    again.close()
    assert b"Unmistakable." not in _on_disk(path)
    assert b"Painter" in _on_disk(path)


def _on_disk(path: Path) -> bytes:
    return b"".join(part.read_bytes() for part in path.parent.glob("history.sqlite*"))


def test_the_oldest_go_where_the_limit_is_reached(tmp_path: Path) -> None:
    history = History(tmp_path / "history.sqlite", limit=2_000_000)
    for number in range(60):
        history.add(record(str(number), began=float(number), data=[os.urandom(100_000).hex()[:150_000]]))
    left = history.query()
    assert left[0].began == 59.0
    assert 5 < len(left) < 30
    assert [line.began for line in left] == [59.0 - number for number in range(len(left))]
    assert history.size()[0] <= 2_000_000
    history.close()
    assert (tmp_path / "history.sqlite").stat().st_size < 2_600_000


def test_what_is_too_old_goes_with_its_files(history: History, tmp_path: Path) -> None:
    source = tmp_path / "a.png"
    source.write_bytes(b"picture")
    now = time.time()
    old = history.add(record("old", began=now - 10 * 86400))
    new = history.add(record("new", began=now))
    assert old is not None
    kept = history.keep_file(old, "/tmp/a.png", source)
    assert kept is not None
    assert history.expire() == 0, "nothing is said of their age"
    history.age_limit = 7 * 86400.0
    assert history.expire() == 1
    assert [run.id for run in history.query()] == [new]
    assert not kept.exists()


def test_a_result_that_is_too_large_is_left_out_and_the_run_says_so(tmp_path: Path) -> None:
    history = History(tmp_path / "history.sqlite", limit=1_000_000)
    run = history.add(record(data=[os.urandom(300_000).hex()]))
    assert run is not None
    found = history.get(run)
    assert found is not None
    assert found.data is None
    assert "too large" in found.note
    history.close()


def test_values_nested_too_deep_do_not_harm(history: History) -> None:
    deep: list[object] = []
    for _ in range(200_000):
        deep = [deep]
    run = history.add(record(values={"text": "x"}, data=deep))
    assert run is not None
    assert history.get(run) is not None
    assert history.add(record(values={"text": deep})) is not None


def test_returned_files_are_kept_once_and_go_with_their_runs(history: History, tmp_path: Path) -> None:
    first, second = history.add(record()), history.add(record())
    assert first
    assert second
    picture = tmp_path / "a picture.PNG"
    picture.write_bytes(b"pixels")
    kept = history.keep_file(first, "/srv/1.png", picture)
    assert kept == history.keep_file(second, "/srv/2.png", picture)
    assert kept is not None
    assert kept.suffix == ".png"
    picture.unlink()
    found = history.get(first)
    assert found is not None
    assert found.files == {"/srv/1.png": kept}
    assert kept.read_bytes() == b"pixels"
    history.remove([first])
    history.forget_removed()
    assert kept.exists()
    history.remove([second])
    history.forget_removed()
    assert not kept.exists()


def test_a_file_that_has_vanished_is_none(history: History, tmp_path: Path) -> None:
    run = history.add(record())
    assert run is not None
    assert history.keep_file(run, "/srv/a", tmp_path / "nowhere") is None
    picture = tmp_path / "a.png"
    picture.write_bytes(b"pixels")
    kept = history.keep_file(run, "/srv/a", picture)
    assert kept is not None
    kept.unlink()
    found = history.get(run)
    assert found is not None
    assert found.files == {}
    history.remove([run])
    history.forget_removed()
    assert history.keep_file(run, "/srv/a", picture) is None
    assert list((tmp_path / "history-files").iterdir()) == []


def test_the_files_of_the_oldest_go_where_their_limit_is_reached(tmp_path: Path) -> None:
    history = History(tmp_path / "history.sqlite", files_limit=1_000_000)
    runs = [history.add(record()) for _ in range(10)]
    for number, run in enumerate(runs):
        assert run is not None
        file = tmp_path / f"{number}.bin"
        file.write_bytes(bytes([number]) * 200_000)
        assert history.keep_file(run, "/srv/x", file)
    kept = [bool(found.files) for run in runs if run and (found := history.get(run))]
    assert kept == [False] * 5 + [True] * 5
    assert len(list((tmp_path / "history-files").iterdir())) == 5
    large = tmp_path / "large.bin"
    large.write_bytes(b"x" * 300_000)
    assert runs[0] is not None
    assert history.keep_file(runs[0], "/srv/large", large) is None
    history.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_only_the_owner_can_read_it(history: History, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        run = history.add(record())
        assert run is not None
        file = tmp_path / "x"
        file.write_bytes(b"x")
        history.keep_file(run, "/srv/x", file)
    finally:
        os.umask(before)
    ours = [*tmp_path.glob("history.sqlite*"), *(tmp_path / "history-files").iterdir()]
    assert len(ours) == 4
    assert {stat.S_IMODE(path.stat().st_mode) for path in ours} == {0o600}
    assert stat.S_IMODE((tmp_path / "history-files").stat().st_mode) == 0o700
