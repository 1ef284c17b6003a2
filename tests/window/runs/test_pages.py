"""Runs in the window, with live apps: a folder, rows of a table, cancelling, going on, and what comes of a row."""

from __future__ import annotations

import csv
import gc
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from tests.cli.running import ask
from tests.window import live
from tests.window.conftest import Go

from gradioscope.library.runner.columns import Columns
from gradioscope.library.runner.rows import Row
from gradioscope.request.saved import SavedRequest
from gradioscope.window.main_window import MainWindow
from gradioscope.window.runs.data_page import DataPage
from gradioscope.window.runs.filled_in import filled_in
from gradioscope.window.runs.folder_page import NOTHING, FolderPage
from gradioscope.window.runs.model import RunModel, RunRow
from gradioscope.window.runs.page import RunPage


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "requests"
    made.mkdir()
    return made


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.gradio.yaml"
    path.write_text(text)
    return path


async def folder_page(window: MainWindow, folder: Path) -> FolderPage:
    page = window.running.run_folder([folder])
    assert isinstance(page, FolderPage)
    await live.until(lambda: page.table.run_rows.rows, "the list of requests")
    return page


async def data_page(window: MainWindow, path: Path, rows: Path) -> DataPage:
    window.running.run_paths([path])
    await live.until(lambda: isinstance(window.tabs.current(), DataPage), "a page for rows")
    page = window.tabs.current()
    assert isinstance(page, DataPage)
    page.data.put(str(rows))
    await live.until(lambda: page.rows is not None or not page.banner.isHidden(), "the rows")
    return page


async def over(page: RunPage) -> None:
    await live.until(lambda: not page.busy, "the end of the run")


def states(page: RunPage) -> list[tuple[str, str]]:
    return [(row.name, row.state) for row in page.table.run_rows.rows]


def test_a_folder_runs_live_and_a_row_tells_why(go: Go, serve: Callable[..., str], folder: Path) -> None:
    url = serve("behaviour")
    write(folder, "1 first", f"address: {url}\nendpoint: /plain\nvalues: {{text: hello}}\nexpect: [equals: HELLO]\n")
    next_one = (
        "endpoint: /plain\nvalues: {text: '{{runs[\"1 first\"].data[0]}}!'}\nexpect: [equals: x, contains: HELLO]\n"
    )
    write(folder, "2 next", f"address: {url}\n{next_one}")
    write(folder, "3 fails", f"address: {url}\nendpoint: /app_error\nvalues: {{text: x}}\ntoken: mine\n")

    async def script(window: MainWindow) -> None:
        page = await folder_page(window, folder)
        assert states(page) == [("1 first", ""), ("2 next", ""), ("3 fails", "")]
        window.actions_.action("run").trigger()
        assert page.run_button.text() == "Cancel"
        await over(page)
        assert states(page) == [("1 first", "complete"), ("2 next", "unexpected"), ("3 fails", "error")]
        assert page.count.text().startswith("3 of 3 · 1 unexpected · 1 error")
        assert page.run_button.text() == "Run again"
        page.table.choose(page.table.run_rows.rows[1])
        (viewer,) = page.details.result.viewers
        assert viewer.shown == "HELLO!"
        told = [label.accessibleName() for label in page.details._checks.findChildren(QLabel) if label.isVisible()]
        assert told[0] == "Not as expected: The result is “HELLO!”, not “x”."
        page.table.choose(page.table.run_rows.rows[2])
        explanation = page.details.result.banner.explanation
        assert explanation is not None
        assert explanation.what == "bad input: x"
        assert "“mine” was not sent" in page.details.notes.text()
        await live.until(lambda: window.sidebar.history.list.rows.rowCount() == 3, "the history")
        page.only.setChecked(True)
        assert page.table.run_rows.rowCount() == 2
        page.table.choose(page.table.run_rows.rows[2])
        live.press(Qt.Key.Key_Return, widget=page.table)
        await live.until(lambda: window.requests.current().document.path == folder / "3 fails.gradio.yaml", "its tab")

    go(script)


def test_a_page_of_the_same_folder_is_shown_again_and_one_without_requests_says_so(go: Go, folder: Path) -> None:
    async def script(window: MainWindow) -> None:
        page = window.running.run_folder([folder])
        await live.until(lambda: NOTHING in page.empty._sentence.text(), "what to do")
        assert not page.run_button.isEnabled()
        assert window.running.run_folder([folder]) is page
        write(folder, "one", "address: http://127.0.0.1:9\nendpoint: /x\n")
        page.empty.button.click()
        await live.until(lambda: page.table.run_rows.rows, "the request that came")
        assert page.run_button.isEnabled()

    go(script)


def test_cancel_tells_the_app_and_so_does_closing_the_page(go: Go, serve: Callable[..., str], folder: Path) -> None:
    url = serve("behaviour")
    for number, gate in enumerate(("window cancels", "window closes")):
        write(folder, f"{number}", f"address: {url}\nendpoint: /stepped\nvalues: {{gate: {gate}, steps: 3}}\n")

    async def runs(window: MainWindow, gate: str, name: str) -> RunPage:
        page = window.running.run_folder([folder / f"{name}.gradio.yaml"])
        await live.until(lambda: page.table.run_rows.rows, "the list")
        page.run()
        await live.until(lambda: f"stepped {gate} 0" in ask(url, "ran"), "the run's beginning")
        return page

    async def script(window: MainWindow) -> None:
        page = await runs(window, "window cancels", "0")
        assert window.actions_.is_enabled("cancel")
        window.actions_.action("cancel").trigger()
        await over(page)
        assert states(page) == [("0", "cancelled")]
        ask(url, "release", "window cancels", 3)
        await live.until(lambda: "stepped window cancels stopped" in ask(url, "ran"), "that the app heard of it")
        page = await runs(window, "window closes", "1")
        slot = f"run {id(page.runner)}"
        window.requests.close(page)
        await live.until(lambda: not window.surroundings.tasks.is_running(slot), "the end of what ran")
        ask(url, "release", "window closes", 3)
        await live.until(lambda: "stepped window closes stopped" in ask(url, "ran"), "that the app heard of it")

    go(script)


def test_rows_are_mapped_run_cancelled_and_gone_on_with(
    go: Go, serve: Callable[..., str], folder: Path, tmp_path: Path
) -> None:
    url = serve("behaviour")
    path = write(folder, "hold", f"address: {url}\nendpoint: /hold\nvalues: {{gate: 'w {{{{gate}}}}'}}\n")
    rows = tmp_path / "rows.csv"
    rows.write_text("gate,other\n" + "".join(f"{number},x\n" for number in range(1, 7)))

    async def script(window: MainWindow) -> None:
        page = await data_page(window, path, rows)
        assert page.out.path() == str(tmp_path / "rows results.csv")
        assert page.table.run_rows.rowCount() == 6
        page.run()
        await live.until(lambda: "hold start w 2" in ask(url, "ran"), "the first rows")
        assert not page.data.isEnabled()
        for number in (1, 2, 3):
            ask(url, "release", f"w {number}", 1)
        await live.until(lambda: [state for _, state in states(page)].count("complete") == 3, "three rows")
        page.run_button.click()
        await over(page)
        assert page.out_note.text() == "Goes on where that run ended."
        assert page.run_button.text() == "Resume"
        for number in (4, 5, 6):
            ask(url, "release", f"w {number}", 2)
        page.run_button.click()
        await over(page)
        assert [state for _, state in states(page)] == ["complete"] * 3
        assert page.out_note.text() == "All rows are in it."
        with (tmp_path / "rows results.csv").open(newline="") as file:
            found = {row["row"]: row["Answer"] for row in csv.DictReader(file)}
        assert found == {str(number): f"released w {number}" for number in range(1, 7)}
        page.save_to(str(tmp_path / "again.jsonl"))
        await live.until((tmp_path / "again.jsonl").exists, "the saved results")
        assert [json.loads(line)["row"] for line in (tmp_path / "again.jsonl").read_text().splitlines()] == [4, 5, 6]
        page.table.choose(page.table.run_rows.rows[0])
        page.details.open_button.click()
        tab = window.requests.current()
        await live.until(lambda: tab.request().endpoint == "/hold", "the row as a request")
        assert tab.request().values == {"gate": "w 4"}
        assert tab.document.path is None

    go(script)


def test_a_column_is_given_to_a_parameter_of_a_known_app(
    go: Go, serve: Callable[..., str], folder: Path, tmp_path: Path
) -> None:
    url = serve("behaviour")
    path = write(folder, "plain", f"address: {url}\nendpoint: /plain\n")
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"word": "a"}\n{"word": "b"}\n')

    async def script(window: MainWindow) -> None:
        tab, work = await live.connected(window, url, "/plain")
        await live.until(lambda: window.surroundings.known_apps.find(url), "that the app is known")
        work.request.options.over_rows.click()
        page = window.tabs.current()
        assert isinstance(page, DataPage)
        assert (page.saved.endpoint, page.path) == ("/plain", tab.document.path)
        page = await data_page(window, path, rows)
        box = page.columns.selects["word"]
        assert box.currentText() == "Not used"
        page.run()
        await over(page)
        assert page.banner.explanation is not None
        assert page.banner.explanation.what == "None of the columns of rows.jsonl is used."
        box.setCurrentIndex(box.findData("text"))
        box.activated.emit(box.currentIndex())
        page.run()
        await over(page)
        assert sorted(row.text for row in page.table.run_rows.rows) == ["A", "B"]
        assert (page.run_button.text(), page.out.path()) == ("Run again", str(tmp_path / "rows results.csv"))
        page.run()
        await over(page)
        assert page.out.path() == str(tmp_path / "rows results 2.csv")
        assert page.table.run_rows.rowCount() == 2

    go(script)


@pytest.mark.parametrize(
    ("content", "said"),
    [("steps,text\nx,1\n", "One row cannot be sent."), ("a,a\n1,2\n", "rows.csv cannot be used.")],
)
def test_what_is_wrong_with_the_rows_is_said(
    go: Go, serve: Callable[..., str], folder: Path, tmp_path: Path, content: str, said: str
) -> None:
    path = write(folder, "count", f"address: {serve('behaviour')}\nendpoint: /count\n")
    rows = tmp_path / "rows.csv"
    rows.write_text(content)

    async def script(window: MainWindow) -> None:
        page = await data_page(window, path, rows)
        if page.rows is not None:
            page.run()
            await over(page)
        assert page.banner.explanation is not None
        assert page.banner.explanation.what == said
        assert not (tmp_path / "rows results.csv").exists()

    go(script)


def test_opening_a_row_puts_its_values_in_and_leaves_other_variables() -> None:
    saved = SavedRequest(
        address="{{base}}/x",
        endpoint="/say",
        values={"text": r"{{word}} and \{{literal}} by {{who}}", "n": "{{n}}", "kept": 3},
        headers=(("X", "{{key}}"),),
    )
    found = filled_in(saved, {"word": "{{secret}}", "n": 4}, {"kept": "{{secret}}"})
    assert found.address == "{{base}}/x"
    assert found.headers == (("X", "{{key}}"),)
    assert found.values == {"text": r"\{{secret}} and \{{literal}} by {{who}}", "n": 4, "kept": r"\{{secret}}"}


def test_ten_thousand_rows_are_taken_in_time() -> None:
    model = RunModel("Row")
    began = time.perf_counter()
    longest = 0.0
    for first in range(0, 10_000, 100):
        at = time.perf_counter()
        new = [RunRow(f"{number}", Row(number, {})) for number in range(first, first + 100)]
        for row in new[::10]:
            row.state = "failed"
        model.take(new, [])
        longest = max(longest, time.perf_counter() - at)
    assert model.rowCount() == 10_000
    model.show_only_not_well(True)
    assert model.rowCount() == 1000
    model.rows[1].state = "error"
    model.take([], [model.rows[1]])
    assert model.rowCount() == 1001
    assert time.perf_counter() - began < 2
    assert longest < 0.1


def test_columns_without_a_known_endpoint_say_so(qtbot: object) -> None:
    from gradioscope.window.runs.column_list import ColumnList

    shown = ColumnList()
    shown.show_columns([Row(1, {"a": "1", "b": "<b>x</b>"})], ("a", "b"), Columns({}, ("b",)), None)
    texts = [label.text() for label in shown.findChildren(QLabel)]
    assert texts == ["a", "1", "by its name, when the app is asked", "b", "<b>x</b>", "as {{b}}"]
    assert not shown.touched


def test_a_window_that_closes_in_the_middle_leaves_results_that_can_be_gone_on_with(
    go: Go, serve: Callable[..., str], folder: Path, tmp_path: Path
) -> None:
    url = serve("behaviour")
    path = write(folder, "hold", f"address: {url}\nendpoint: /hold\n")
    rows = tmp_path / "rows.csv"
    rows.write_text("gate\n" + "".join(f"gone {number}\n" for number in range(1, 5)))
    out = tmp_path / "rows results.csv"

    async def first(window: MainWindow) -> None:
        page = await data_page(window, path, rows)
        page.run()
        ask(url, "release", "gone 1", 1)
        await live.until(lambda: out.exists() and "complete" in out.read_text(), "a row")

    async def second(window: MainWindow) -> None:
        page = await data_page(window, path, rows)
        page.out.put(str(out))
        assert page.run_button.text() == "Resume"
        page.run()
        await over(page)
        assert page.out_note.text() == "All rows are in it."

    go(first)
    for number in (2, 3, 4):
        ask(url, "release", f"gone {number}", 2)
    go(second)
    with out.open(newline="") as file:
        assert sorted(row["row"] for row in csv.DictReader(file)) == ["1", "2", "3", "4"]


def test_a_folder_is_looked_through_from_the_palette(go: Go, tmp_path: Path) -> None:
    """The page lost its table when the collector ran: it was held by the layout alone."""
    (tmp_path / "a.gradio.yaml").write_text("address: http://localhost:1\nendpoint: /a\n")

    async def script(window: MainWindow) -> None:
        window.show_palette()
        page = window.running.run_folder([tmp_path])
        gc.collect()
        await live.until(lambda: page.total == 1, "the requests of the folder")
        assert page.table.isVisibleTo(page)

    go(script)
