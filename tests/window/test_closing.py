"""Nothing that was written is gone unasked, and nothing is asked where nothing would be gone."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from tests.window.conftest import Go
from tests.window.live import CONTROL, SHIFT, connected, press, until

from gradioscope.library.collection import read_request, write_request
from gradioscope.request.saved import SavedRequest
from gradioscope.window.dialogs.question import Question
from gradioscope.window.main_window import MainWindow
from gradioscope.window.request_tab.tab import RequestTab


def questions(window: MainWindow) -> list[Question]:
    return [each for each in window.findChildren(Question) if each.isVisible()]


def answer(window: MainWindow, name: str) -> str:
    """Press a button of the one question there is; what the question says."""
    (question,) = questions(window)
    said = " ".join(label.text() for label in question.findChildren(QLabel))
    next(button for button in question.findChildren(QPushButton) if button.text() == name).click()
    return said


async def opened(window: MainWindow, folder: Path, *names: str) -> list[RequestTab]:
    found = []
    for name in names:
        path = folder / f"{name}.gradio.yaml"
        write_request(path, SavedRequest("localhost:1", "/a"))
        window.saving.open(path)
        await until(lambda path=path: window.requests.of_file(path), "the tab")  # type: ignore[misc]
        found.append(window.requests.current())
    return found


def test_a_tab_that_is_as_saved_closes_at_once(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        await opened(window, tmp_path, "one")
        press(Qt.Key.Key_W, CONTROL)
        assert [tab.untouched for tab in window.requests.all()] == [True]

    go(script)


def test_a_changed_tab_asks_once(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        tab, other = await opened(window, tmp_path, "one", "two")
        tab.address_bar.set_address("localhost:2")
        assert window.requests.current() is other
        window.requests.ask_close(tab)
        assert window.requests.current() is tab  # what the question is about is in sight
        said = answer(window, "Cancel")
        assert "Save one before it is closed?" in said
        assert tab in window.requests.all()
        press(Qt.Key.Key_W, CONTROL)
        press(Qt.Key.Key_W, CONTROL)
        answer(window, "Save")
        await until(lambda: window.requests.all() == [other], "the close")
        assert read_request(tmp_path / "one.gradio.yaml").address == "localhost:2"
        other.address_bar.set_address("localhost:3")
        press(Qt.Key.Key_W, CONTROL)
        answer(window, "Discard")
        assert read_request(tmp_path / "two.gradio.yaml").address == "localhost:1"
        press(Qt.Key.Key_T, CONTROL | SHIFT)
        assert window.requests.current().title == "• two"  # even that can be taken back
        assert window.requests.current().address_bar.address() == "localhost:3"

    go(script)


def test_what_is_being_saved_closes_without_a_question(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        tab, other = await opened(window, tmp_path, "one", "two")
        window.requests.show(tab)
        tab.address_bar.set_address("localhost:2")
        press(Qt.Key.Key_S, CONTROL)
        press(Qt.Key.Key_W, CONTROL)
        await until(lambda: window.requests.all() == [other], "the close")
        assert not questions(window)
        assert read_request(tmp_path / "one.gradio.yaml").address == "localhost:2"

    go(script)


def test_a_tab_without_a_file_is_opened_again(go: Go) -> None:
    async def script(window: MainWindow) -> None:
        window.requests.current().address_bar.set_address("localhost:7")
        press(Qt.Key.Key_W, CONTROL)
        press(Qt.Key.Key_W, CONTROL)  # nothing in that one
        assert not questions(window)
        press(Qt.Key.Key_T, CONTROL | SHIFT)
        assert window.requests.current().address_bar.address() == "localhost:7"

    go(script)


def test_the_window_asks_once_for_all_and_saves_all(go: Go, tmp_path: Path) -> None:
    closed: list[object] = []

    async def script(window: MainWindow) -> None:
        window.closed.connect(closed.append)
        tabs = await opened(window, tmp_path, "one", "two", "three")
        for tab in tabs[:2]:
            tab.address_bar.set_address("localhost:2")
        window.close()
        window.close()
        said = answer(window, "Cancel")
        assert "Save 2 requests before the window closes?" in said
        assert "one, two." in said
        assert window.isVisible()
        window.close()
        answer(window, "Save all")
        with contextlib.suppress(asyncio.CancelledError):  # the end of the window ends this, too
            await until(lambda: closed, "the end")

    go(script)
    addresses = [read_request(tmp_path / f"{name}.gradio.yaml").address for name in ("one", "two", "three")]
    assert addresses == ["localhost:2", "localhost:2", "localhost:1"]


def test_what_is_discarded_does_not_come_back(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        (tab,) = await opened(window, tmp_path, "one")
        tab.address_bar.set_address("localhost:2")
        window.requests.new().address_bar.set_address("localhost:9")  # without a file: kept, and not asked about
        window.close()
        said = answer(window, "Discard")
        assert "Save one before the window closes?" in said

    async def look(window: MainWindow) -> None:
        assert [(tab.title, tab.address_bar.address()) for tab in window.requests.all()] == [
            ("one", "localhost:1"),
            ("New request", "localhost:9"),
        ]

    go(script)
    go(look)


def test_a_save_that_fails_keeps_the_window_open(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        folder = tmp_path / "gone"
        folder.mkdir()
        (tab,) = await opened(window, folder, "one")
        tab.address_bar.set_address("localhost:2")
        folder.rename(tmp_path / "elsewhere")
        window.close()
        answer(window, "Save")
        await until(lambda: questions(window), "why it was not saved")
        said = answer(window, "Cancel")
        assert "is gone" in said
        assert window.isVisible()

    go(script)


def test_nothing_to_lose_is_nothing_to_ask(go: Go) -> None:
    closed: list[object] = []

    async def script(window: MainWindow) -> None:
        window.closed.connect(closed.append)
        window.requests.current().address_bar.set_address("localhost:7")
        window.close()
        assert closed

    go(script)


def test_what_was_filled_in_and_closed_is_offered_again(go: Go, serve: Callable[..., str]) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        await connected(window, url, "/echo_number")
        press(Qt.Key.Key_W, CONTROL, window)
        assert not window.reports.toast.isVisible()  # nothing was filled in
        press(Qt.Key.Key_T, CONTROL | SHIFT, window)
        again = window.requests.current().work
        assert again is not None
        again.request.form.load({"number": 77})
        press(Qt.Key.Key_W, CONTROL, window)
        assert window.reports.toast.text() == "Closed /echo_number · Echo, which has no file."
        window.reports.toast.button.click()
        again = window.requests.current().work
        assert again is not None
        assert again.request.values()["number"] == 77

    go(script)


CHANGED = """
import asyncio, sys
from pathlib import Path
from gradioscope.library.places import Places
from gradioscope.window import theme
from gradioscope.window.application import live
from gradioscope.window.main_window import MainWindow
from gradioscope.window.surroundings import Surroundings

application = theme.new_application(["gradioscope"])
application.setQuitOnLastWindowClosed(False)
window = MainWindow(Surroundings(Places(Path(sys.argv[1]))))
window.show()

async def script():
    path = Path(sys.argv[2])
    while not window.recovery.begun:
        await asyncio.sleep(0.005)
    window.saving.open(path)
    while window.requests.of_file(path) is None:
        await asyncio.sleep(0.005)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    window.requests.current().address_bar.set_address("localhost:2")
    print("changed", flush=True)

live(application, window, script())
"""


def test_the_end_of_the_session_asks_nothing_and_loses_nothing(go: Go, tmp_path: Path) -> None:
    path = tmp_path / "one.gradio.yaml"
    write_request(path, SavedRequest("localhost:1", "/a"))
    process = subprocess.Popen(
        [sys.executable, "-c", CHANGED, str(tmp_path / "home"), str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("go\n")
    process.stdin.flush()
    assert process.stdout.readline() == "changed\n"
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert read_request(path).address == "localhost:1"

    async def look(window: MainWindow) -> None:
        assert window.requests.current().title == "• one"
        assert window.requests.current().address_bar.address() == "localhost:2"

    go(look)
