"""What was open is open again: after a goodbye, a kill, with two windows, with damaged files."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.window.conftest import Go
from tests.window.live import CONTROL, connected, press, until

from gradioscope.library.collection import write_request
from gradioscope.library.places import Places
from gradioscope.library.unsaved import Unsaved
from gradioscope.request.saved import SavedRequest
from gradioscope.window.application import live
from gradioscope.window.main_window import MainWindow
from gradioscope.window.open_requests import OpenRequests
from gradioscope.window.request_tab.record import Snapshot
from gradioscope.window.request_tab.tab import RequestTab
from gradioscope.window.surroundings import Surroundings

Serve = Callable[..., str]


def kept(home: Path) -> list[str]:
    """The texts of the tabs on disk."""
    return [path.read_text() for path in (home / "state" / "windows").glob("*/*.json") if path.stem.isdecimal()]


def layouts(home: Path) -> list[str]:
    return [path.read_text() for path in (home / "state" / "windows").glob("*/tabs.json")]


async def on_disk(home: Path, text: str) -> None:
    await until(lambda: any(text in each for each in kept(home)), f"{text!r} on the disk")


def test_everything_comes_back_after_a_goodbye(go: Go, serve: Serve, tmp_path: Path) -> None:
    url = serve("echo")

    async def fill(window: MainWindow) -> None:
        _, work = await connected(window, url, "/echo_text")
        work.request.form.load({"text": "first"})
        work.request.picker.choose("/echo_number")
        work.request.form.load({"number": 42})
        work.response.show_panel(2)
        window.requests.new()
        _, work = await connected(window, url, "/combo")
        work.request.form.load({"text": "second"})
        work.request.options.like_curl.setChecked(True)
        window.requests.new().address_bar.set_address("half an addr")
        window.requests.new()  # nothing in it: nothing to keep
        window.tabs.show_number(2)

    async def look(window: MainWindow) -> None:
        tabs = window.requests.all()
        assert [tab.title for tab in tabs] == ["/echo_number · Echo", "/combo · Echo", "New request"]
        front = window.requests.current()
        assert front is tabs[1]
        assert front.status.text == "Status: Not connected · as the app was when it was last asked; Run connects"
        assert front.work is not None
        assert front.work.request.values()["text"] == "second"
        assert front.work.request.options.stream_name == "result"
        assert [tab.work is None for tab in tabs] == [True, False, True]  # made when it is looked at
        press(Qt.Key.Key_1, CONTROL)
        work = tabs[0].work
        assert work is not None
        assert work.request.values()["number"] == 42
        assert work.response.current_panel() == 2
        work.request.picker.choose("/echo_text")
        assert work.request.values()["text"] == "first"
        assert tabs[2].address_bar.address() == "half an addr"

    async def glance(_: MainWindow) -> None:
        """Close the window at once: tabs that nobody has looked at are kept as well."""

    go(fill)
    go(glance)
    go(look)


def test_nothing_is_sent_by_it(go: Go, serve: Serve, tmp_path: Path) -> None:
    url = serve("echo")

    async def fill(window: MainWindow) -> None:
        _, work = await connected(window, url, "/echo_text")
        work.request.form.load({"text": "kept"})

    async def look(window: MainWindow) -> None:
        tab = window.requests.current()
        assert tab.work is not None
        assert tab.work.request.values()["text"] == "kept"
        assert not tab.busy
        assert window.surroundings._connection is None  # not even made
        tab.run()
        await until(lambda: tab.status.state == "Complete", "the run, which connects first")
        assert tab.work.response.result.viewers[0].value()["value"] == "kept"

    go(fill)
    go(look)


def test_a_saved_request_is_still_unsaved_afterwards(go: Go, tmp_path: Path) -> None:
    path = tmp_path / "one.gradio.yaml"
    write_request(path, SavedRequest("localhost:1", "/a", {"text": "kept"}, notes="a note"))

    async def change(window: MainWindow) -> None:
        window.saving.open(path)
        await until(lambda: window.requests.of_file(path), "the tab")
        window.requests.current().address_bar.set_address("localhost:2")

    async def look(window: MainWindow) -> None:
        tab = window.requests.current()
        assert tab.title == "• one"
        assert tab.request() == SavedRequest("localhost:2", "/a", {"text": "kept"}, notes="a note")
        tab.address_bar.set_address("localhost:1")
        assert not tab.unsaved

    go(change)
    go(look)


def test_a_file_that_is_edited_as_text_is_as_it_was(go: Go, tmp_path: Path) -> None:
    broken, whole = tmp_path / "broken.gradio.yaml", tmp_path / "whole.gradio.yaml"
    broken.write_text("address: [\n")
    whole.write_text("address: localhost:1\n")

    async def edit(window: MainWindow) -> None:
        for path in (broken, whole):
            window.texts.open(path)
            await until(lambda path=path: path in [page.path for page in window.texts.all()], "its text")  # type: ignore[misc]
        first = next(page for page in window.texts.all() if page.path == broken)
        first.editor.setPlainText("address: [ nearly\n")

    async def look(window: MainWindow) -> None:
        (page,) = window.texts.all()  # the other one is as its file
        assert page.path == broken
        assert page.text == "address: [ nearly\n"
        assert page.base == "address: [\n"
        assert page.unsaved
        await until(lambda: page.error is not None, "what is wrong with it")

    go(edit)
    go(look)
    assert broken.read_text() == "address: [\n"


def test_no_secret_is_kept(go: Go, serve: Serve, tmp_path: Path) -> None:
    url = serve("echo")
    secret = "s3cret-7731"

    async def fill(window: MainWindow) -> None:
        tab, work = await connected(window, url, "/echo_password")
        work.request.form.load({"secret": secret})
        tab.set_rest(SavedRequest(headers=(("Authorization", f"Bearer {secret}"), ("X-Team", "blue"))))
        await on_disk(tmp_path / "home", "X-Team")
        work.request.picker.choose("/echo_text")  # what is filled in elsewhere is kept, too
        work.request.form.load({"text": "harmless"})
        other = window.requests.new()
        other.address_bar.set_address(f"https://me:{secret}@example.org/app")
        other.set_rest(SavedRequest(headers=(("Cookie", secret),)))
        await on_disk(tmp_path / "home", "harmless")
        await on_disk(tmp_path / "home", "https://example.org/app")

    go(fill)
    everything = b"".join(path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file())
    assert secret.encode() not in everything


def test_a_damaged_tab_is_set_aside_and_said(go: Go, tmp_path: Path) -> None:
    async def fill(window: MainWindow) -> None:
        for number in range(3):
            window.requests.new().address_bar.set_address(f"localhost:{number}")

    go(fill)
    (folder,) = (path for path in (tmp_path / "home" / "state" / "windows").iterdir() if path.is_dir())
    damaged = next(path for path in folder.glob("*.json") if "localhost:1" in path.read_text())
    damaged.write_text('{"request": {"address": 7}}')

    async def look(window: MainWindow) -> None:
        assert [tab.address_bar.address() for tab in window.requests.all()] == ["localhost:0", "localhost:2"]
        assert "1 of the open requests could not be read again" in window.reports.toast.text()

    go(look)
    (aside,) = (tmp_path / "home" / "state" / "damaged").iterdir()
    assert aside.read_text() == '{"request": {"address": 7}}'


def test_one_tab_that_cannot_be_opened_does_not_keep_the_others_away(
    go: Go, monkeypatch: pytest.MonkeyPatch, log_records: list[logging.LogRecord]
) -> None:
    async def fill(window: MainWindow) -> None:
        for number in range(3):
            window.requests.new().address_bar.set_address(f"localhost:{number}")

    restore = OpenRequests.restore_behind

    def failing(requests: OpenRequests, snapshot: Snapshot) -> RequestTab:
        if snapshot.address == "localhost:1":
            raise RuntimeError("a fault of ours")
        return restore(requests, snapshot)

    async def look(window: MainWindow) -> None:
        assert [tab.address_bar.address() for tab in window.requests.all()] == ["localhost:0", "localhost:2"]
        await until(lambda: window.reports.errors, "the report")
        window.reports.errors.clear()

    async def look_again(window: MainWindow) -> None:
        addresses = [tab.address_bar.address() for tab in window.requests.all()]
        assert addresses == ["localhost:0", "localhost:2", "localhost:1"]

    go(fill)
    with monkeypatch.context() as patched:
        patched.setattr(OpenRequests, "restore_behind", failing)
        go(look)
    assert "a fault of ours" in log_records.pop().getMessage()
    go(look_again)


def test_a_tab_that_is_busy_at_the_start_keeps_its_place(go: Go, qapp: QApplication, tmp_path: Path) -> None:
    async def fill(window: MainWindow) -> None:
        window.requests.current().address_bar.set_address("localhost:1")

    go(fill)
    qapp.setQuitOnLastWindowClosed(False)
    window = MainWindow(Surroundings(Places(tmp_path / "home")))
    window.show()
    seen: list[list[str]] = []

    async def script() -> None:
        tab = window.requests.current()
        tab.show_demo("Starting the demo app …", busy=True)
        await until(lambda: window.recovery.begun, "what was open before")
        seen.append([each.address_bar.address() for each in window.requests.all()])
        assert window.requests.current() is tab
        window.leave()

    live(qapp, window, script())
    assert seen == [["", "localhost:1"]]


def test_two_windows_keep_their_own(go: Go, tmp_path: Path) -> None:
    other = Unsaved(Places(tmp_path / "home"))
    other.take_over(lambda tab: tab)
    other.write(0, {"anything": "of the other"})
    other.arrange([0], 0, {})

    async def one(window: MainWindow) -> None:
        assert [tab.untouched for tab in window.requests.all()] == [True]
        window.requests.current().address_bar.set_address("localhost:1")

    go(one)
    other.close()


WINDOW = """
import asyncio, os, sys
from pathlib import Path
from gradioscope.library.places import Places
from gradioscope.window.application import live
from gradioscope.window.main_window import MainWindow
from gradioscope.window.surroundings import Surroundings
from gradioscope.window import theme
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QLineEdit

home, address, text = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
application = theme.new_application(["gradioscope"])
application.setQuitOnLastWindowClosed(False)
window = MainWindow(Surroundings(Places(home)))
window.resize(1280, 800)
window.show()

async def until(reached):
    while not reached():
        await asyncio.sleep(0.005)

async def script():
    await until(lambda: window.recovery.begun)
    tab = window.requests.current()
    if address:
        tab.connect_to(address)
        await until(lambda: tab.work is not None)
        tab.work.request.picker.choose("/echo_text")
        window.split.setSizes([230, 1050])
        window.split.splitterMoved.emit(230, 1)
        tab.work.bench.set_share(0.375)
        tab.work.response.show_panel(1)
        tab.work.request.form.load({"text": ""})
        row = tab.work.request.form.row("text")
        QTest.keyClicks(row.input.focus_target(), text)
    print("typed", flush=True)
    await asyncio.Event().wait()

live(application, window, script())
"""


def test_a_killed_window_comes_back_as_it_was(go: Go, serve: Serve, tmp_path: Path) -> None:
    home = tmp_path / "home"
    for _ in range(2):  # the second time over what the first has left
        process = subprocess.Popen(
            [sys.executable, "-c", WINDOW, str(home), serve("echo"), "typed to the end"],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "typed\n"
        began = time.monotonic()
        while not (
            any("typed to the end" in each for each in kept(home))
            and any('"window.sidebar": 230' in each for each in layouts(home))
        ):
            assert time.monotonic() - began < 10
            assert process.poll() is None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()

    async def look(window: MainWindow) -> None:
        tab = window.requests.current()
        assert [each.title for each in window.requests.all()] == ["/echo_text · Echo"]
        assert tab.work is not None
        assert tab.work.request.values()["text"] == "typed to the end"
        assert tab.work.response.current_panel() == 1
        assert abs(window.split.sizes()[0] - 230) <= 2
        share = tab.work.bench.share()
        assert share is not None
        assert abs(share - 0.375) < 0.02

    go(look)


def test_the_scroll_position_comes_back(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def scroll(window: MainWindow) -> None:
        window.resize(1000, 480)
        _, work = await connected(window, url, "/combo")
        await until(lambda: work.request.form._area.verticalScrollBar().maximum() > 90, "a long form")
        work.request.form.set_scroll(77)

    async def look(window: MainWindow) -> None:
        work = window.requests.current().work
        assert work is not None
        window.resize(1000, 480)
        await until(lambda: work.request.form.scrolled() == 77, "the place")

    go(scroll)
    go(look)


def test_what_cannot_be_kept_is_said_once_and_tried_again(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        windows = tmp_path / "home" / "state" / "windows"
        (own,) = (path for path in windows.iterdir() if path.is_dir())
        own.rename(windows.parent / "taken away")
        tab = window.requests.current()
        tab.address_bar.set_address("localhost:1")
        await until(lambda: "cannot be kept" in window.reports.toast.text(), "the message")
        (windows.parent / "taken away").rename(own)
        tab.address_bar.set_address("localhost:2")
        await on_disk(tmp_path / "home", "localhost:2")

    go(script)


def test_a_large_value_does_not_hold_up_typing(go: Go, serve: Serve, tmp_path: Path) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        tab, work = await connected(window, url, "/echo_json")
        large = {"rows": [{"number": number, "text": "x" * 40} for number in range(60_000)]}  # about 5 MB of JSON
        work.request.form.load({"data": large})
        best = min(_collecting(window, tab) for _ in range(5))
        assert best < 0.016

    go(script)


def _collecting(window: MainWindow, tab: RequestTab) -> float:
    began = time.perf_counter()
    window.recovery._collect([tab])
    return time.perf_counter() - began


def test_what_is_kept_is_json_that_anybody_can_read(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        window.requests.current().address_bar.set_address("localhost:1")

    go(script)
    (tab,) = map(json.loads, kept(tmp_path / "home"))
    assert tab["request"]["address"] == "localhost:1"
