"""Runs of a window in the history: kept, opened again without asking, deleted and put back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from tests.window.conftest import Go
from tests.window.live import connected, ended, until

from gradioscope.library.history.record import RunSummary
from gradioscope.request.saved import SavedRequest
from gradioscope.window.dialogs.question import Question
from gradioscope.window.main_window import MainWindow
from gradioscope.window.outputs.image import ImageViewer
from gradioscope.window.past_runs import UNDO
from gradioscope.window.request_tab.document import snapshot_of

Serve = Callable[..., str]


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets are in memory: what a real keyring does is tested elsewhere."""
    import keyring.core

    monkeypatch.setattr(keyring.core, "_keyring_backend", keyring.core.load_keyring("keyring.backends.fail.Keyring"))


async def ran(window: MainWindow, url: str, endpoint: str, **values: object) -> RunSummary:
    """Run an endpoint in a tab that is connected already, or in the current one; its line in the list."""
    work = window.requests.current().work
    if work is None:
        _, work = await connected(window, url, endpoint)
    assert work.request.picker.choose(endpoint)
    work.request.form.load(values)
    before = {run.id for run in window.sidebar.history.runs()}
    work.run(url)
    await ended(work)
    await until(lambda: len(window.sidebar.history.runs()) > len(before), "the run in the list")
    return window.sidebar.history.runs()[0]


def test_a_run_is_there_at_the_next_start_and_opens_without_asking_anybody(go: Go, serve: Serve) -> None:
    url = serve("files")
    kept: list[Path] = []

    async def first(window: MainWindow) -> None:
        run = await ran(window, url, "/make_image", width=20, height=10)
        record = await window.surroundings.history.ask(lambda history: history.get(run.id))
        while record is not None and not record.files:
            record = await window.surroundings.history.ask(lambda history: history.get(run.id))
        assert record is not None
        kept.extend(record.files.values())

    async def second(window: MainWindow) -> None:
        history = window.sidebar.history
        await until(history.runs, "the list")
        (run,) = history.runs()
        assert run.endpoint == "/make_image"
        history.picked.emit(run)
        await until(lambda: window.requests.current().status.state == "Complete", "the run as a request")
        tab = window.requests.current()
        work = tab.work
        assert work is not None
        assert tab.offline
        values = work.request.values()
        assert (values["width"], values["height"]) == (20, 10)
        viewer = work.response.result.viewers[0]
        assert isinstance(viewer, ImageViewer)
        await until(lambda: viewer.canvas.picture is not None, "the kept picture")
        await until(lambda: work.response.events.model.total, "the events")
        assert not work._exchanges
        # what is run now is asked of the app
        tab.run()
        await until(lambda: len(history.runs()) == 2, "the second run")
        assert tab.status.state == "Complete"
        assert not tab.offline

    go(first)
    assert [path.exists() for path in kept] == [True]
    go(second)


def test_a_run_whose_tab_was_closed_is_kept_as_cancelled(go: Go, serve: Serve) -> None:
    url = serve("behaviour")

    async def first(window: MainWindow) -> None:
        _, work = await connected(window, url, "/stepped")
        work.request.form.load({"gate": "closed", "steps": 9})
        work.run(url)
        await until(lambda: work.response.result.viewers, "the first value")
        window.requests.close_current()
        await until(window.sidebar.history.runs, "the run in the list")
        assert [run.state for run in window.sidebar.history.runs()] == ["cancelled"]

    async def second(window: MainWindow) -> None:
        await until(window.sidebar.history.runs, "the list")
        _, work = await connected(window, url, "/stepped")
        work.request.form.load({"gate": "left", "steps": 9})
        work.run(url)
        await until(lambda: work.response.result.viewers, "the first value")

    async def third(window: MainWindow) -> None:
        await until(window.sidebar.history.runs, "the list")
        assert [run.state for run in window.sidebar.history.runs()] == ["cancelled", "cancelled"]

    go(first)
    go(second)
    go(third)


def test_a_private_window_keeps_nothing(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        keeping = window.surroundings.history
        keeping.set_private(True)
        assert "private" in window.sidebar.history.title.text()
        _, work = await connected(window, url, "/echo_text")
        work.run(url)
        await ended(work)
        assert await keeping.ask(lambda history: history.count()) == 0
        keeping.set_private(False)
        await ran(window, url, "/echo_text", text="kept")
        assert await keeping.ask(lambda history: history.count()) == 1

    go(script)


def test_what_is_deleted_can_be_put_back_for_a_moment(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        history = window.sidebar.history
        for number in range(3):
            await ran(window, url, "/echo_text", text=str(number))
        second = history.runs()[1]
        history.asked.emit("delete", second)
        await until(lambda: len(history.runs()) == 2, "two runs left")
        toast = window.reports.toast
        await until(lambda: toast.button.text() == UNDO, "the way back")
        toast.button.click()
        await until(lambda: len(history.runs()) == 3, "all three again")
        assert history.runs()[1] == second
        history.clear_button.click()
        await until(lambda: window.findChild(Question), "the question")
        question = window.findChild(Question)
        assert isinstance(question, Question)
        assert [button.text() for button in question.buttons] == ["All runs", "Older than 30 days", "Of Echo"]
        question.buttons[1].click()
        await until(lambda: "No run" in toast.accessibleName(), "a word about it")
        assert len(history.runs()) == 3
        history.clear_button.click()
        await until(lambda: len(window.findChildren(Question)) == 1, "the question again")
        window.findChildren(Question)[-1].buttons[2].click()
        await until(lambda: not history.runs(), "an empty list")

    go(script)


def test_a_run_is_copied_as_curl_and_opened_apart(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        run = await ran(window, url, "/echo_text", text="copied")
        window.past_runs.act("curl", run)
        await until(lambda: "copied" in QGuiApplication.clipboard().text(), "the snippet")
        assert "curl" in QGuiApplication.clipboard().text()
        window.past_runs.act("open-apart", run)
        await until(lambda: len(window.requests.all()) == 2, "another tab")
        asked: list[object] = []
        window.past_runs.saveAsked.connect(asked.append)
        window.past_runs.act("save", run)
        await until(lambda: asked, "a save")
        assert asked == [window.requests.current()]
        window.past_runs.remove([run.id])
        await until(lambda: not window.sidebar.history.runs(), "an empty list")
        window.past_runs.undo()
        await until(lambda: window.sidebar.history.runs(), "the run again")

    go(script)


def test_a_run_with_a_secret_opens_with_its_name_and_can_be_run_again(go: Go, serve: Serve, tmp_path: Path) -> None:
    url = serve("echo")
    folder = tmp_path / "collection"
    folder.mkdir()
    (folder / "collection.yaml").write_text("secrets: [api_key]\n")
    file = folder / "a.gradio.yaml"

    async def script(window: MainWindow) -> None:
        scopes = window.surroundings.scopes
        await scopes.read(file)
        request = SavedRequest(url, "/echo_text", {"text": "key={{api_key}};"})
        tab = window.requests.current()
        tab.restore(snapshot_of(request, file))
        tab.connect_to(url)
        await until(lambda: tab.work is not None, "the app")
        tab.run()
        await until(lambda: tab._needs is not None and tab._needs.isVisible(), "the question")
        assert tab._needs is not None
        (line,) = tab._needs.findChildren(QLineEdit)
        line.setText("swordfish-42")
        QTest.keyClick(line, Qt.Key.Key_Return)
        await until(window.sidebar.history.runs, "the run in the list")
        (run,) = window.sidebar.history.runs()
        window.past_runs.act("open-apart", run)
        await until(lambda: window.requests.current() is not tab, "the run as a request")
        work = window.requests.current().work
        assert work is not None
        assert work.request.values()["text"] == "key={{api_key}};"
        assert work.response.result.viewers[0].value()["value"] == "key=••••••;"
        window.past_runs.act("curl", run)
        await until(lambda: "key=" in QGuiApplication.clipboard().text(), "the curl")
        assert "{{api_key}}" in QGuiApplication.clipboard().text()

    go(script)
    for path in (tmp_path / "home").rglob("*"):
        assert not path.is_file() or b"swordfish-42" not in path.read_bytes(), path
