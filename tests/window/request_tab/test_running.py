"""Running a request: events as they come, cancel at once, what went wrong at its field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.window.conftest import Go
from tests.window.live import CONTROL, connected, ended, press, until

from gradioscope.gradio.events import Event
from gradioscope.gradio.model import LocalFile
from gradioscope.window.inputs.code import CodeBox
from gradioscope.window.main_window import MainWindow

Serve = Callable[..., str]


def test_ctrl_enter_runs_and_the_result_is_shown(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        tab, work = await connected(window, url, "/echo_text")
        work.request.form.load({"text": "two words"})
        press(Qt.Key.Key_Return, CONTROL)
        assert tab.running
        await ended(work)
        assert tab.status.text.startswith("Status: Complete in ")
        assert tab.progress.active is False
        work.response.events.flush()
        kinds = [work.response.events.model.row(n).kind for n in range(work.response.events.model.rowCount())]
        assert kinds[-1] == "complete"
        assert "queued" in kinds

    go(script)


def test_esc_leaves_a_code_box_before_it_cancels_the_run(go: Go, serve: Serve) -> None:
    url = serve("behaviour")

    async def script(window: MainWindow) -> None:
        tab, work = await connected(window, url, "/hold_code")
        work.request.form.load({"gate": "esc"})
        work.run(url)
        await until(lambda: tab.status.state == "Running", "the run")
        (box,) = work.request.form.findChildren(CodeBox)
        box.setFocus()
        press(Qt.Key.Key_Escape)
        assert tab.running  # it only left the box's own use of Tab
        press(Qt.Key.Key_Tab)
        assert not box.hasFocus()
        box.setFocus()
        assert box.text() == "esc"
        press(Qt.Key.Key_Escape)
        press(Qt.Key.Key_Escape)
        assert tab.status.state == "Cancelled"
        await ended(work)

    go(script)


def test_events_and_values_arrive_before_the_end(go: Go, serve: Serve) -> None:
    url = serve("behaviour")

    async def script(window: MainWindow) -> None:
        _, work = await connected(window, url, "/stepped")
        work.request.form.load({"gate": "window", "steps": 3})
        seen: list[Event] = []
        work.running.eventCame.connect(seen.append)
        work.run(url)
        await until(lambda: any(event.kind == "generating" for event in seen), "the first value")
        assert work.running.busy  # the app waits at the gate
        release = window.requests.new()
        release.connect_to(url)
        await until(lambda: release.work is not None, "a second tab")
        assert release.work is not None
        release.work.request.picker.choose("/release")
        release.work.request.form.load({"gate": "window", "times": 2})
        release.run()
        await ended(work)
        assert next(event.data for event in seen if event.kind == "generating") == ["step 0; "]  # type: ignore[attr-defined]
        assert seen[-1].kind == "complete"

    go(script)


def test_cancel_answers_at_once_and_reaches_the_app(go: Go, serve: Serve) -> None:
    url = serve("behaviour")

    async def script(window: MainWindow) -> None:
        tab, work = await connected(window, url, "/stepped")
        work.request.form.load({"gate": "cancelled", "steps": 9})
        work.run(url)
        await until(lambda: work.response.result.viewers, "the first value")
        button = work.request.run_button
        assert button.cancel.isVisible()
        assert not button.run.isVisible()
        button.cancel.click()
        assert tab.status.text.startswith("Status: Cancelled")
        assert button.run.isVisible()
        await ended(work)
        assert tab.status.text.startswith("Status: Cancelled after ")
        rows = window.sidebar.history.list.rows
        await until(rows.rowCount, "the run in the history")
        row = rows.row(rows.index(0, 0))
        assert row is not None
        assert "Cancelled" in row.spoken
        # another run in the same place is not disturbed by the one before
        work.request.picker.choose("/plain")
        work.run(url)
        await ended(work)
        assert tab.status.state == "Complete"

    go(script)


def test_what_is_missing_is_shown_at_its_field_and_nothing_is_sent(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        tab, work = await connected(window, url, "/combo")
        sent = len(work._exchanges)
        tab.run()
        assert not tab.running
        assert set(work.problems) == {"text", "image"}
        assert "nothing was sent" in tab.status.text
        row = work.request.form.row("text")
        assert row is not None
        assert row.input.error() if callable(row.input.error) else row.input.error
        focus = QApplication.focusWidget()
        assert focus is not None
        assert row.isAncestorOf(focus)
        assert len(work._exchanges) == sent

    go(script)


def test_an_answer_that_means_a_field_marks_it(go: Go, serve: Serve) -> None:
    url = serve("behaviour")

    async def script(window: MainWindow) -> None:
        tab, work = await connected(window, url, "/validated")
        work.request.form.load({"text": "x"})
        tab.run()
        await ended(work)
        assert tab.status.state == "Failed"
        assert list(work.problems) == ["text"]
        assert work.response.result.banner.explanation is not None
        assert work.response.result.banner.explanation.parameter == "text"

    go(script)


def test_the_same_session_lets_the_app_remember(go: Go, serve: Serve) -> None:
    url = serve("behaviour")

    async def script(window: MainWindow) -> None:
        _, work = await connected(window, url, "/counter")
        work.request.form.load({"text": "turn"})

        async def answer() -> str:
            work.run(url)
            await ended(work)
            viewer = work.response.result.viewers[0]
            return str(viewer.value())

        assert [await answer(), await answer()] == ["turn 1", "turn 1"]
        work.request.options.same_session.setChecked(True)
        assert [await answer(), await answer()] == ["turn 1", "turn 2"]
        work.request.options.renew.click()
        assert await answer() == "turn 1"

    go(script)


def test_events_can_be_read_as_the_curl_guide_does(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        _, work = await connected(window, url, "/echo_text")
        work.request.options.like_curl.setChecked(True)
        work.run(url)
        await ended(work)
        work.response.events.flush()
        kinds = {work.response.events.model.row(n).kind for n in range(work.response.events.model.rowCount())}
        assert kinds == {"complete"}

    go(script)


def test_files_are_uploaded_and_what_comes_back_is_fetched(go: Go, serve: Serve, tmp_path: Path) -> None:
    url = serve("files")
    file = tmp_path / "note.txt"
    file.write_text("a note")

    async def script(window: MainWindow) -> None:
        tab, work = await connected(window, url, "/same_file")
        work.request.form.load({"file": LocalFile(str(file))})
        tab.run()
        await ended(work)
        assert tab.status.state == "Complete", tab.status.text
        saved: list[Path] = []
        work.downloads.saved.connect(saved.append)
        from gradioscope.window.outputs import SaveFiles

        value = work.response.result.viewers[0].value()
        target = tmp_path / "target"
        target.mkdir()
        work.response.result.saveRequested.emit(SaveFiles([value], target))
        await until(lambda: saved, "the saved file")
        assert (target / "note.txt").read_text() == "a note"

    go(script)


def test_a_file_that_is_gone_is_an_error_of_the_run(go: Go, serve: Serve, tmp_path: Path) -> None:
    url = serve("files")

    async def script(window: MainWindow) -> None:
        tab, work = await connected(window, url, "/same_file")
        gone = tmp_path / "gone.txt"
        gone.write_text("x")
        work.request.form.load({"file": LocalFile(str(gone))})
        gone.unlink()
        tab.run()
        await until(lambda: not tab.running, "the end")
        assert tab.status.state in ("Failed", "Ready")
        assert "Status: Complete" not in tab.status.text

    go(script)


def test_the_snippet_is_for_what_is_in_the_form_at_this_moment(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        tab, work = await connected(window, url, "/echo_text")
        work.request.form.load({"text": "it's here"})
        work.copy_snippet()  # without waiting for the pause after typing
        shown = work.response.snippet.snippet()
        assert QApplication.clipboard().text() == shown
        assert url in shown
        assert "here" in shown
        work.request.form.load({"text": "x" * 300_000})  # rendered in a thread
        await until(lambda: len(work.response.snippet.snippet()) > 300_000, "the large snippet")
        assert work.response.snippet.snippet().count("x") >= 300_000
        assert tab.status.state == "Ready"

    go(script)


def test_a_fault_of_ours_ends_the_run_for_the_person(go: Go, serve: Serve, log_records: list[object]) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        tab, work = await connected(window, url, "/echo_text")

        async def broken(*_: object, **__: object) -> None:
            raise RuntimeError("broken inside")

        work.running._surroundings.connection_for = broken  # type: ignore[method-assign,assignment]
        tab.run()
        await until(lambda: tab.status.state == "Failed", "the failure")
        await until(lambda: window.reports.errors, "the report")
        assert "broken inside" in window.reports.toast.text()
        del work.running._surroundings.connection_for
        window.reports.errors.clear()
        log_records.clear()

    go(script)
