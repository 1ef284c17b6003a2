"""An app that has changed since the request was made for it: shown, settled, and only then run."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.servers import NEWEST, Servers, answers
from tests.window.conftest import Go
from tests.window.live import CONTROL, connected, ended, press, until

from gradioscope.gradio.events import Complete
from gradioscope.library.collection import read_request, write_request
from gradioscope.request.made_for import made_for
from gradioscope.request.saved import SavedRequest
from gradioscope.window.main_window import MainWindow
from gradioscope.window.request_tab.document import snapshot_of
from gradioscope.window.request_tab.tab import RequestTab
from gradioscope.window.request_tab.work import Work

Serve = Callable[..., str]
MIX: dict[str, Any] = {"text": "a fox", "style": "watercolour v1", "count": 8}


async def saved_for(window: MainWindow, then: str, endpoint: str, **values: Any) -> SavedRequest:
    """A request as it was saved when the app was still the old one."""
    tab, _ = await connected(window, then)
    assert tab.app is not None
    found = tab.app.endpoint(endpoint)
    assert found is not None
    return SavedRequest(then, endpoint, values, made_for=made_for(tab.app, found))


async def opened(window: MainWindow, request: SavedRequest, path: Path) -> tuple[RequestTab, Work]:
    """The request's file in a tab, connected."""
    write_request(path, request)
    tab = window.requests.restore(snapshot_of(read_request(path), path))
    tab.connect_to(request.address)
    await until(lambda: tab.work is not None and not tab.connecting.busy, "the app")
    assert tab.work is not None
    return tab, tab.work


def shown(tab: RequestTab) -> list[tuple[str, str]]:
    """The open changes: kind and label."""
    if tab.drifting is None or tab.drifting.panel is None or not tab.drifting.panel.isVisible():
        return []
    return [(row.change.kind, row.change.label) for row in tab.drifting.panel.rows]


def called(work: Work) -> str:
    endpoint = work.request.endpoint()
    assert endpoint is not None
    return endpoint.name


def result(work: Work) -> Any:
    work.response.events.flush()
    model = work.response.events.model
    event = model.row(model.rowCount() - 1).event
    assert isinstance(event, Complete)
    return event.data


def test_nothing_is_sent_until_changes_are_settled(go: Go, serve: Serve, tmp_path: Path) -> None:
    then, now = serve("shifting", SHAPE="then"), serve("shifting", SHAPE="now")
    path = tmp_path / "paint.gradio.yaml"

    async def script(window: MainWindow) -> None:
        request = replace(await saved_for(window, then, "/predict", **MIX), address=now)
        tab, work = await opened(window, request, path)
        assert shown(tab) == [("endpoint", "/predict")]
        assert tab.drifting is not None
        panel = tab.drifting.panel
        assert panel is not None
        assert panel.headline.text() == "1 change since this request was saved"
        assert tab.request() == request, "still what was saved, whatever the form below shows"
        assert not tab.unsaved
        tab.run()
        assert work.running.idle
        assert "nothing was sent" in tab.status.text
        press(Qt.Key.Key_Tab)  # from the choice of the endpoint to what accepts it
        press(Qt.Key.Key_Space)
        assert called(work) == "/paint"
        assert shown(tab) == [("choices", "Style"), ("renamed", "Prompt"), ("value", "How many"), ("default", "Seed")]
        assert work.request.unplaced() == {"text": "a fox"}, "kept until it has a place"
        style = panel.rows[0].choice
        assert style is not None
        style.setCurrentIndex(style.findText("ink"))  # edited, not taken as it is proposed
        panel.accept_all.click()
        assert shown(tab) == []
        assert panel.headline.text() == "5 changes settled"
        assert work.request.run_button.hasFocus()
        await until(lambda: tab.unsaved, "that it is to be saved")
        tab.run()
        await ended(work)
        assert tab.status.state == "Complete"
        assert result(work) == ["a fox|ink|4|3"]

        window.saving.save(tab)
        await until(lambda: not tab.unsaved, "the file")
        kept = read_request(path)
        assert kept.values == {"prompt": "a fox", "count": 4, "seed": 3}, "ink is the default"
        draft = tab.draft()
        assert draft is not None
        assert kept.made_for == made_for(draft.app, draft.endpoint)
        assert not panel.isVisible()

    go(script)


def test_what_was_settled_can_be_taken_back(go: Go, serve: Serve, tmp_path: Path) -> None:
    then, now = serve("shifting", SHAPE="then"), serve("shifting", SHAPE="now")

    async def script(window: MainWindow) -> None:
        request = replace(await saved_for(window, then, "/predict", **MIX), address=now)
        tab, work = await opened(window, request, tmp_path / "paint.gradio.yaml")
        drifting = tab.drifting
        assert drifting is not None
        assert drifting.panel is not None
        drifting.panel.rows[0].accept_button.click()
        drifting.panel.rows[0].accept_button.click()
        assert work.request.values()["style"] == "watercolour v2"
        drifting.panel.rows[0].accept_button.click()
        assert work.request.values()["prompt"] == "a fox"
        work.request.form.fill({"seed": 11})  # written since then: stays
        drifting.panel.take_focus()
        press(Qt.Key.Key_Z, CONTROL)
        assert work.request.unplaced() == {"text": "a fox"}
        assert "prompt" not in work.request.values()
        press(Qt.Key.Key_Z, CONTROL)
        assert work.request.values()["style"] == "watercolour v1"
        assert work.request.values()["seed"] == 11
        press(Qt.Key.Key_Z, CONTROL)
        assert shown(tab) == [("endpoint", "/predict")]
        assert tab.request().endpoint == "/predict"
        assert tab.request().values == MIX
        press(Qt.Key.Key_Escape)
        assert not drifting.panel.rows[0].isVisible(), "folded"
        tab.run()
        assert drifting.panel.rows[0].isVisible(), "shown again where it is needed"

    go(script)


def test_the_keyboard_alone_settles_it(go: Go, serve: Serve, tmp_path: Path) -> None:
    then, now = serve("shifting", SHAPE="then"), serve("shifting", SHAPE="now")

    async def script(window: MainWindow) -> None:
        request = replace(await saved_for(window, then, "/predict", **MIX), address=now)
        tab, work = await opened(window, request, tmp_path / "paint.gradio.yaml")
        tab.address_bar.take_focus()
        assert tab.drifting is not None
        panel = tab.drifting.panel
        assert panel is not None
        seen = []
        while not panel.rows[0].accept_button.hasFocus():
            press(Qt.Key.Key_Tab)
            seen.append(QApplication.focusWidget())
            assert len(seen) < 12, "Tab comes to what accepts it"
        press(Qt.Key.Key_Space)
        assert called(work) == "/paint"
        assert panel.rows[0].choice is not None
        assert panel.rows[0].choice.hasFocus(), "the next change"
        press(Qt.Key.Key_Down)  # ink
        press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Space)
        assert work.request.values()["style"] == "ink"
        for _ in range(3):
            press(Qt.Key.Key_Tab)
            press(Qt.Key.Key_Space)
        assert work.request.run_button.hasFocus()
        press(Qt.Key.Key_Return, CONTROL)
        await ended(work)
        assert result(work) == ["a fox|ink|4|3"]

    go(script)


def test_another_endpoint_is_chosen_than_the_proposed(go: Go, serve: Serve, tmp_path: Path) -> None:
    then, now = serve("shifting", SHAPE="then"), serve("shifting", SHAPE="now")

    async def script(window: MainWindow) -> None:
        request = replace(await saved_for(window, then, "/predict", text="word"), address=now)
        tab, work = await opened(window, request, tmp_path / "paint.gradio.yaml")
        assert tab.drifting is not None
        assert tab.drifting.panel is not None
        choice = tab.drifting.panel.rows[0].choice
        assert choice is not None
        choice.setCurrentIndex(choice.findText("/stable"))
        tab.drifting.panel.rows[0].accept_button.click()
        assert called(work) == "/stable"
        assert ("renamed", "Word") in shown(tab)

    go(script)


def test_another_default_is_pinned_or_taken(go: Go, serve: Serve, tmp_path: Path) -> None:
    then, now = serve("shifting", SHAPE="then"), serve("shifting", SHAPE="now")

    async def script(window: MainWindow) -> None:
        request = replace(await saved_for(window, then, "/defaults"), address=now)
        tab, work = await opened(window, request, tmp_path / "one.gradio.yaml")
        assert shown(tab) == [("default", "Limit")]
        assert tab.drifting is not None
        assert tab.drifting.panel is not None
        tab.drifting.panel.rows[0].keep_button.click()
        assert tab.unsaved, "that it was seen is to be saved"
        tab.run()
        await ended(work)
        assert result(work) == ["5"]

        tab, work = await opened(window, request, tmp_path / "two.gradio.yaml")
        assert tab.drifting is not None
        assert tab.drifting.panel is not None
        tab.drifting.panel.rows[0].accept_button.click()
        tab.run()
        await ended(work)
        assert result(work) == ["2"]

    go(script)


def test_what_is_saved_before_it_is_settled_is_still_to_be_settled(go: Go, serve: Serve, tmp_path: Path) -> None:
    then, now = serve("shifting", SHAPE="then"), serve("shifting", SHAPE="now")
    path = tmp_path / "paint.gradio.yaml"

    async def script(window: MainWindow) -> None:
        request = replace(await saved_for(window, then, "/predict", **MIX), address=now)
        tab, work = await opened(window, request, path)
        told: list[object] = []
        tab.edited.connect(told.append)
        window.saving.save(tab)
        await until(lambda: told, "the file")
        assert read_request(path) == request, "its endpoint is gone, and the file says what it said"
        assert tab.drifting is not None
        assert tab.drifting.panel is not None
        tab.drifting.panel.rows[0].accept_button.click()
        work.request.form.fill({"seed": 5})
        window.saving.save(tab)
        await until(lambda: not tab.unsaved, "the file")
        kept = read_request(path)
        assert (kept.endpoint, kept.values) == (
            "/paint",
            {"style": "watercolour v1", "count": 8, "seed": 5, "text": "a fox"},
        )
        assert tab.unsettled
        again = window.requests.restore(snapshot_of(kept, tmp_path / "copy.gradio.yaml"))
        again.connect_to(now)
        await until(lambda: again.work is not None and not again.connecting.busy, "the app")
        assert shown(again) == [("choices", "Style"), ("renamed", "Prompt"), ("value", "How many")]

    go(script)


def test_another_endpoint_can_be_looked_at_meanwhile(go: Go, serve: Serve, tmp_path: Path) -> None:
    then, now = serve("shifting", SHAPE="then"), serve("shifting", SHAPE="now")

    async def script(window: MainWindow) -> None:
        request = replace(await saved_for(window, then, "/defaults"), address=now)
        tab, work = await opened(window, request, tmp_path / "one.gradio.yaml")
        assert tab.unsettled
        work.request.picker.choose("/stable")
        await until(lambda: not tab.unsettled, "that nothing keeps this one")
        assert shown(tab) == []
        tab.run()
        await ended(work)
        assert result(work) == ["hi"]
        work.request.picker.choose("/defaults")
        await until(lambda: tab.unsettled, "that the other one is still to be settled")
        assert shown(tab) == [("default", "Limit")]

    go(script)


def test_a_new_required_value_is_filled_in_at_its_field(go: Go, serve: Serve, tmp_path: Path) -> None:
    then, now = serve("shifting", SHAPE="then"), serve("shifting", SHAPE="now")

    async def script(window: MainWindow) -> None:
        request = replace(await saved_for(window, then, "/grown", one="1"), address=now)
        tab, work = await opened(window, request, tmp_path / "one.gradio.yaml")
        assert shown(tab) == [("added", "Two")]
        assert tab.drifting is not None
        assert tab.drifting.panel is not None
        tab.drifting.panel.rows[0].field_button.click()
        row = work.request.form.row("two")
        assert row is not None
        assert row.isAncestorOf(QApplication.focusWidget() or window)
        press(Qt.Key.Key_2)
        await until(lambda: not tab.unsettled, "that it is settled by what was typed")
        tab.run()
        await ended(work)
        assert result(work) == ["12"]

    go(script)


def test_an_unchanged_endpoint_is_run_at_once(go: Go, serve: Serve, tmp_path: Path) -> None:
    then, now = serve("shifting", SHAPE="then"), serve("shifting", SHAPE="now")

    async def script(window: MainWindow) -> None:
        request = replace(await saved_for(window, then, "/stable", word="same"), address=now)
        tab, work = await opened(window, request, tmp_path / "one.gradio.yaml")
        assert tab.drifting is not None
        assert tab.drifting.panel is None, "nothing to say, nothing made for it"
        tab.run()
        await ended(work)
        assert result(work) == ["same"]

    go(script)


def test_an_app_that_changes_while_it_is_open(go: Go, servers: Servers, tmp_path: Path) -> None:
    server = servers.start("shifting", NEWEST, {"SHAPE": "then"})
    port = server.url.rpartition(":")[2]

    async def script(window: MainWindow) -> None:
        tab, work = await connected(window, server.url, "/predict")
        work.request.form.fill({"text": "a fox", "count": 3})
        server.stop()
        await until(lambda: not answers(server.url), "the end of the old app")
        pid = servers.fork("shifting", NEWEST, {"SHAPE": "now", "PORT": port}, tmp_path / "now.log")
        try:
            await until(lambda: answers(server.url), "the new app")
            tab.connect_to(server.url)
            await until(lambda: not tab.connecting.busy, "the app")
            assert tab.drifting is not None
            assert tab.drifting.panel is not None
            assert tab.drifting.panel.headline.text() == "1 change since the app was last asked"
            tab.drifting.panel.rows[0].accept_button.click()
            assert shown(tab) == [("renamed", "Prompt"), ("default", "Seed")]
            tab.connect_to(server.url)  # before it is settled: nothing is forgotten
            await until(lambda: not tab.connecting.busy, "the app")
            assert shown(tab) == [("renamed", "Prompt"), ("default", "Seed")]
            tab.drifting.panel.accept_all.click()
            tab.run()
            await ended(work)
            assert result(work) == ["a fox|ink|3|3"]
        finally:
            os.kill(pid, signal.SIGKILL)

    go(script)


def test_a_default_that_changes_while_the_app_is_open(go: Go, servers: Servers, tmp_path: Path) -> None:
    server = servers.start("shifting", NEWEST, {"SHAPE": "then"})
    port = server.url.rpartition(":")[2]

    async def script(window: MainWindow) -> None:
        tab, work = await connected(window, server.url, "/defaults")
        server.stop()
        await until(lambda: not answers(server.url), "the end of the old app")
        pid = servers.fork("shifting", NEWEST, {"SHAPE": "now", "PORT": port}, tmp_path / "now.log")
        try:
            await until(lambda: answers(server.url), "the new app")
            tab.connect_to(server.url)
            await until(lambda: not tab.connecting.busy, "the app")
            assert shown(tab) == [("default", "Limit")]
            tab.run()
            assert work.running.idle
            assert tab.drifting is not None
            assert tab.drifting.panel is not None
            tab.drifting.panel.rows[0].accept_button.click()
            tab.run()
            await ended(work)
            assert result(work) == ["2"]
        finally:
            os.kill(pid, signal.SIGKILL)

    go(script)


def test_the_next_day_run_meets_an_app_that_has_changed(go: Go, servers: Servers, tmp_path: Path) -> None:
    """Saved, the window closed, the app deployed anew, the window opened: Run connects, and sends nothing."""
    server = servers.start("shifting", NEWEST, {"SHAPE": "then"})
    port = server.url.rpartition(":")[2]
    path = tmp_path / "paint.gradio.yaml"

    async def yesterday(window: MainWindow) -> None:
        request = await saved_for(window, server.url, "/predict", **MIX)
        tab, work = await opened(window, request, path)
        assert tab.drifting is not None
        assert not shown(tab)
        tab.run()
        await ended(work)
        assert result(work) == ["a fox|watercolour v1|8|3"]

    async def today(window: MainWindow) -> None:
        await until(lambda: window.requests.of_file(path) is not None, "the tab of yesterday")
        tab = window.requests.of_file(path)
        assert tab is not None
        window.requests.show(tab)
        await until(lambda: tab.work is not None, "its form, nobody asked")
        assert tab.offline
        assert tab.work is not None
        assert tab.work.request.values()["text"] == "a fox"
        tab.run()
        await until(lambda: tab.unsettled, "what has changed")
        assert tab.drifting is not None
        assert tab.drifting.panel is not None
        assert tab.drifting.panel.headline.text() == "1 change since this request was saved"
        assert tab.work.running.idle
        assert "nothing was sent" in tab.status.text
        tab.drifting.panel.rows[0].accept_button.click()
        kinds = [kind for kind, _ in shown(tab)]
        assert kinds == ["choices", "renamed", "value", "default"]
        tab.drifting.panel.accept_all.click()
        tab.run()
        await ended(tab.work)
        assert result(tab.work) == ["a fox|watercolour v2|4|3"]

    go(yesterday)
    server.stop()
    while answers(server.url):
        pass
    pid = servers.fork("shifting", NEWEST, {"SHAPE": "now", "PORT": port}, tmp_path / "now.log")
    try:
        limit = time.monotonic() + 60
        while not answers(server.url):
            assert time.monotonic() < limit
            time.sleep(0.02)  # between two questions; a server that is not up yet cannot tell when it will be
        go(today)
    finally:
        os.kill(pid, signal.SIGKILL)
