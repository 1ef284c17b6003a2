"""The page of the history: found, narrowed, looked at, compared."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu
from tests.library.history.runs import ENDPOINT, OTHER, record
from tests.window.conftest import Go
from tests.window.live import until

from gradioscope.gradio.errors import Explanation
from gradioscope.gradio.model import Endpoint, Return, file_data
from gradioscope.library.history.record import RunRecord, RunSummary, Wanted
from gradioscope.library.history.store import History
from gradioscope.window.dialogs.question import Question
from gradioscope.window.history.difference_view import DifferenceView
from gradioscope.window.history.page import HistoryPage
from gradioscope.window.keeping import FILES_LIMIT, LIMIT
from gradioscope.window.main_window import MainWindow
from gradioscope.window.outputs.image import ImageViewer
from gradioscope.window.settings.page import SettingsPage

DRAW = Endpoint("/draw", "", ENDPOINT.parameters, (Return("Picture", "image", "image", 0),), inputs=3)


async def opened(window: MainWindow, *records: RunRecord) -> HistoryPage:
    """The page with these runs in it, the last of them first."""
    for each in records:
        await window.surroundings.history.ask(partial(_add, each))
    page = window.past_runs.show_page()
    await until(lambda: len(page.table.runs.runs) == len(records), "the runs")
    return page


def _add(run: RunRecord, history: History) -> None:
    history.add(run)


def _keep(run: int, source: str, path: Path, history: History) -> None:
    history.keep_file(run, source, path)


def _count(wanted: Wanted, history: History) -> int:
    return history.count(wanted)


def listed(page: HistoryPage) -> list[str]:
    return [run.endpoint for run in page.table.runs.runs]


def test_runs_are_searched_and_narrowed(go: Go) -> None:
    async def script(window: MainWindow) -> None:
        page = await opened(
            window,
            record("a red cat"),
            record("a dog", app=OTHER),
            record("a bird", endpoint=DRAW, state="error", error=Explanation("Out of paint.")),
        )
        assert page.filters.search.hasFocus()
        assert page.count.text().startswith("3 runs · ")
        page.filters.search.setText("red cat")
        await until(lambda: listed(page) == ["/paint"], "the one that was searched")
        assert page.count.text().startswith("1 of 3 runs")
        page.filters.search.setText("nothing like it")
        await until(lambda: page.empty.isVisible(), "that nothing is found")
        page.filters.search.clear()
        await until(lambda: len(listed(page)) == 3, "all of them")
        app = page.filters.app
        assert [app.itemText(n) for n in range(app.count())] == ["All apps", "Painter", "Other"]
        app.setCurrentIndex(2)
        app.activated.emit(2)
        await until(lambda: len(listed(page)) == 1, "those of the other app")
        endpoint = page.filters.endpoint
        await until(lambda: endpoint.count() == 2, "the endpoints of that app")
        app.setCurrentIndex(0)
        app.activated.emit(0)
        await until(lambda: endpoint.count() == 3, "all endpoints")
        page.filters.state.setCurrentIndex(page.filters.state.findData("error"))
        page.filters.state.activated.emit(2)
        await until(lambda: listed(page) == ["/draw"], "the one that failed")

    go(script)


def test_a_run_is_shown_whole(go: Go) -> None:
    async def script(window: MainWindow) -> None:
        events = ({"event": "queued", "time": 0.1, "position": 1, "size": 1, "eta": None},)
        failed = record("a bird", state="error", data=None, error=Explanation("Out of paint."), events=events)
        page = await opened(window, record("a cat", queued=0.5, environment="work"), failed)
        assert page.hint.isVisible()
        page.table.choose({page.table.runs.runs[1].id})
        details = page.details
        await until(lambda: details.isVisible(), "the details")
        assert "queued 0.5 s" in details.facts.text()
        assert "environment work" in details.facts.text()
        assert details.result.viewers[0].value() == "a cat, painted"
        assert '"text": "a cat"' in details.inputs.text.toPlainText()
        page.table.choose({page.table.runs.runs[0].id})
        await until(lambda: "Failed" in details.facts.text(), "the other run")
        assert any(label.text() == "Out of paint." for label in details.result.banner.findChildren(QLabel))
        await until(lambda: details.events.model.total == 1, "its events")
        asked: list[tuple[str, int]] = []
        page.asked.connect(lambda word, run: asked.append((word, run.id)))
        details.open_button.click()
        assert asked == [("open", page.table.runs.runs[0].id)]
        await until(lambda: len(window.requests.all()) == 1 and window.requests.current().work, "the request")

    go(script)


def test_two_runs_are_compared_side_by_side(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        page = await opened(window, record("a cat\non a roof"), record("a dog\non a roof", app=OTHER))
        newer, older = page.table.runs.runs
        page.table.choose({newer.id, older.id})
        assert page.hint.isVisible()
        assert page.hint.button.text() == "Compare"
        page.hint.button.click()
        await until(lambda: page.comparison.isVisible(), "the comparison")
        assert page.comparison.left.title.text() == "/paint · Painter"
        assert page.comparison.right.title.text() == "/paint · Other"
        views = {view.accessibleName(): view for view in page.comparison.findChildren(DifferenceView)}
        lines = views["Inputs: text"].lines.lines
        assert [(line.change, line.left, line.right) for line in lines] == [
            ("changed", "a cat", "a dog"),
            ("same", "on a roof", "on a roof"),
        ]
        assert not page.table.isVisible()
        page.comparison.swapAsked.emit(None)
        await until(lambda: page.comparison.left.title.text() == "/paint · Other", "the sides swapped")
        page.comparison.closeAsked.emit(None)
        assert page.table.isVisible()
        assert page.table.hasFocus()
        # the other way: one is asked for, and the next that is chosen is the other
        page.compare_with(older)
        page.table.choose({newer.id})
        await until(lambda: page.comparison.isVisible(), "the comparison again")
        assert page.comparison.left.title.text() == "/paint · Painter"

    go(script)


def test_pictures_stand_next_to_each_other(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        runs = [record(str(n), endpoint=DRAW, data=[file_data(f"/srv/{n}.png")]) for n in range(2)]
        page = await opened(window, *runs)
        for number, run in enumerate(reversed(page.table.runs.runs)):
            picture = QImage(30, 20, QImage.Format.Format_RGB32)
            picture.fill(QColor("red" if number else "blue"))
            path = tmp_path / f"{number}.png"
            assert picture.save(str(path))
            await window.surroundings.history.ask(partial(_keep, run.id, f"/srv/{number}.png", path))
        page.compare(page.table.runs.runs[1], page.table.runs.runs[0])
        await until(lambda: page.comparison.isVisible(), "the comparison")
        viewers = page.comparison.findChildren(ImageViewer)
        assert [viewer.accessibleName() for viewer in viewers] == ["Picture (left)", "Picture (right)"]
        await until(lambda: all(viewer.canvas.picture is not None for viewer in viewers), "both pictures")

    go(script)


def test_the_keyboard_alone_opens_deletes_and_compares(go: Go) -> None:
    async def script(window: MainWindow) -> None:
        page = await opened(window, *(record(str(n)) for n in range(4)))
        page.table.setFocus()
        QTest.keyClick(page.table, Qt.Key.Key_Down)
        QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        assert len(page.table.chosen_runs()) == 2
        asked: list[str] = []
        page.asked.connect(lambda word, _: asked.append(word))
        QTest.keyClick(page.table, Qt.Key.Key_Return)
        assert asked == ["open"]
        window.tabs.show_page(page)
        gone: list[list[int]] = []
        page.deleteAsked.connect(gone.append)
        chosen = [run.id for run in page.table.chosen_runs()]
        QTest.keyClick(page.table, Qt.Key.Key_Delete)
        assert gone == [chosen]
        await until(lambda: len(page.table.runs.runs) == 2, "two runs left")
        page.table.choose({page.table.runs.runs[0].id})
        page.show_menu(page.table.rect().center())
        menu = page.findChild(QMenu)
        assert menu is not None
        assert "Compare with…" in [action.text() for action in menu.actions()]
        menu.close()

    go(script)


def test_a_long_history_is_read_page_by_page_and_its_durations_are_drawn(go: Go) -> None:
    async def script(window: MainWindow) -> None:
        keeping = window.surroundings.history

        def fill(history: History) -> None:
            for number in range(250):
                history.add(record(str(number), began=1_700_000_000.0 + number, duration=number / 100))

        await keeping.ask(fill)
        page = window.past_runs.show_page()
        await until(lambda: len(page.table.runs.runs) == 100, "the first page")
        bar = page.table.verticalScrollBar()
        await until(bar.maximum, "the table")
        bar.setValue(bar.maximum())
        await until(lambda: len(page.table.runs.runs) == 200, "the second page")
        bar.setValue(bar.maximum())
        await until(lambda: len(page.table.runs.runs) == 250, "all of it")
        assert not page.chart.isVisible()
        page.table.choose({page.table.runs.runs[0].id})
        await until(lambda: "200 runs" in page.chart.accessibleDescription(), "the chart")
        assert page.chart.isVisible()
        picked: list[RunSummary] = []
        page.chart.picked.connect(picked.append)
        page.chart.setFocus()
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Return):
            QTest.keyClick(page.chart, key)
        assert [run.duration for run in picked] == [2.48]
        assert page.table.chosen_runs() == picked
        QTest.mouseClick(page.chart, Qt.MouseButton.LeftButton, pos=page.chart.place(0).toPoint())
        assert picked[-1].duration == 0.5

    go(script)


def test_private_mode_is_switched_on_the_page_and_in_the_settings(go: Go) -> None:
    async def script(window: MainWindow) -> None:
        page = await opened(window)
        await until(page.empty.isVisible, "the word that there is nothing")
        assert not page.clear_button.isEnabled()
        keeping = window.surroundings.history
        window.show_settings()
        settings = next(each for each in window.tabs.all() if isinstance(each, SettingsPage))
        page.private.click()
        assert keeping.private
        assert settings.history.private.isChecked()
        settings.history.private.click()
        assert not page.private.isChecked()
        for box, setting in ((settings.history.runs, LIMIT), (settings.history.files, FILES_LIMIT)):
            assert keeping.limit(setting) == 500
            box.setCurrentIndex(0)
            box.activated.emit(0)
            assert keeping.limit(setting) == 100

    go(script)


def test_runs_are_narrowed_by_time_and_those_that_are_listed_cleared(go: Go) -> None:
    now = time.time()

    async def script(window: MainWindow) -> None:
        page = await opened(window, *(record(f"{days}", began=now - days * 86400) for days in (400, 60, 10, 3, 0)))
        counts = []
        for number in range(page.filters.time.count()):
            page.filters.time.setCurrentIndex(number)
            counts.append(await window.surroundings.history.ask(partial(_count, page.filters.wanted())))
        assert counts == [5, 1, 2, 3, 2, 1]
        page.filters.time.setCurrentIndex(4)
        page.filters.time.activated.emit(4)
        await until(lambda: len(page.table.runs.runs) == 2, "the old ones")
        page.clear_button.click()
        await until(lambda: window.findChildren(Question), "the question")
        (question,) = window.findChildren(Question)
        texts = [button.text() for button in question.buttons]
        assert texts == ["The 2 listed", "All runs", "Older than 30 days"]
        question.buttons[0].click()
        await until(lambda: page.empty.isVisible(), "that they are gone")
        page.filters.time.setCurrentIndex(0)
        page.filters.time.activated.emit(0)
        await until(lambda: len(page.table.runs.runs) == 3, "the others")

    go(script)


def test_runs_are_kept_for_as_long_as_was_chosen(go: Go) -> None:
    now = time.time()

    async def script(window: MainWindow) -> None:
        page = await opened(window, *(record(f"{days}", began=now - days * 86400) for days in (400, 60, 10)))
        window.show_settings()
        settings = next(each for each in window.tabs.all() if isinstance(each, SettingsPage))
        days = settings.history.days
        assert days.currentText() == "As long as there is room"
        days.setCurrentIndex(days.findText("90 days"))
        days.activated.emit(days.currentIndex())
        await until(lambda: len(page.table.runs.runs) == 2, "that the oldest is gone")
        days.setCurrentIndex(days.findText("7 days"))
        days.activated.emit(days.currentIndex())
        await until(lambda: not page.table.runs.runs, "that all are gone")

    go(script)


def test_a_run_of_another_window_appears(go: Go) -> None:
    async def script(window: MainWindow) -> None:
        page = await opened(window, record("here"))
        window.past_runs._looking.setInterval(20)
        await until(lambda: window.past_runs._seen is not None, "a first look")
        other = History(window.surroundings.places.data / "history.sqlite")
        await asyncio.to_thread(other.add, record("there"))
        await until(lambda: len(page.table.runs.runs) == 2, "the other window's run")
        await until(lambda: len(window.sidebar.history.runs()) == 2, "it in the sidebar")
        await asyncio.to_thread(other.close)

    go(script)
