"""Requests and their files: saved, opened, changed by other programs, lost."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from tests.window.conftest import Go
from tests.window.live import CONTROL, SHIFT, connected, press, until

from gradioscope.library.collection import read_request, write_request
from gradioscope.request.made_for import made_for
from gradioscope.request.offline import app_of
from gradioscope.request.saved import MadeFor, MadeForParameter, SavedRequest
from gradioscope.window.dialogs.conflict import Conflict
from gradioscope.window.dialogs.question import Question
from gradioscope.window.dialogs.save_request import SaveCard
from gradioscope.window.history.difference_view import DifferenceView
from gradioscope.window.main_window import MainWindow
from gradioscope.window.request_tab.document import snapshot_of

Serve = Callable[..., str]


async def card_of(window: MainWindow) -> SaveCard:
    await until(lambda: any(card.isVisible() for card in window.findChildren(SaveCard)), "the card")
    return next(card for card in window.findChildren(SaveCard) if card.isVisible())


async def question_of(window: MainWindow) -> Question:
    await until(lambda: any(each.isVisible() for each in window.findChildren(Question)), "the question")
    return next(each for each in window.findChildren(Question) if each.isVisible())


def answer(question: Question, name: str) -> None:
    next(button for button in question.findChildren(QPushButton) if button.text() == name).click()


def texts(question: Question) -> str:
    return " ".join(label.text() for label in question.findChildren(QLabel))


def changed_by_another(path: Path, old: str, new: str) -> None:
    """As git and editors do it: a new file in the place of the old one."""
    text = path.read_text()
    assert old in text
    beside = path.with_name("beside")
    beside.write_text(text.replace(old, new))
    os.replace(beside, path)


def test_a_request_is_saved_opened_and_saved_again(go: Go, serve: Serve, tmp_path: Path) -> None:
    url = serve("echo")

    async def save(window: MainWindow) -> None:
        tab, work = await connected(window, url, "/echo_text")
        work.request.form.load({"text": "kept"})
        press(Qt.Key.Key_S, CONTROL)
        card = await card_of(window)
        assert card.name.hasFocus()
        assert card.name.text() == "echo_text (Echo)"
        assert not card.file.isVisible()
        card.name.setText("what/ever")
        assert card.file.text() == "Its file: what-ever.gradio.yaml"
        assert card.file.isVisible()
        card.save_button.click()
        await until(lambda: tab.document.path is not None, "the file")
        assert not card.isVisible()
        path = tab.document.path
        assert path is not None
        assert path.name == "what-ever.gradio.yaml"
        found = read_request(path)
        assert (found.address, found.endpoint, found.values) == (url, "/echo_text", {"text": "kept"})
        assert found.made_for is not None
        assert tab.title == "what-ever"
        work.request.form.load({"text": "other"})
        assert tab.title == "• what-ever"
        before = path.read_text()
        press(Qt.Key.Key_S, CONTROL)
        await until(lambda: tab.title == "what-ever", "the save")
        changed = [line for line in path.read_text().splitlines() if line not in before.splitlines()]
        assert changed == ["  text: other"]

    go(save)
    (path,) = tmp_path.rglob("*.gradio.yaml")

    async def open_again(window: MainWindow) -> None:
        window.saving.open(path)
        await until(lambda: window.requests.of_file(path) is not None, "the tab")
        tab = window.requests.of_file(path)
        assert tab is not None
        assert tab.work is not None
        assert tab.work.request.values()["text"] == "other"
        assert not tab.unsaved
        window.saving.open(path)
        assert window.requests.all().count(tab) == 1

    go(open_again)


def test_a_name_that_is_taken_is_told_on_the_card(go: Go, tmp_path: Path) -> None:
    write_request(tmp_path / "Mine.gradio.yaml", SavedRequest("localhost:1", "/a"))

    async def script(window: MainWindow) -> None:
        tab = window.requests.current()
        tab.address_bar.set_address("localhost:2")
        window.saving.save(tab)
        card = await card_of(window)
        card._chosen_other(str(tmp_path))
        card.name.setText("mine")
        card.save_button.click()
        await until(lambda: not card.problem.isHidden(), "the problem")
        assert "There is a request “Mine”" in card.problem.text()
        card.name.setText("mine too")
        card.save_button.click()
        await until(lambda: tab.title == "mine too", "the file")

    go(script)
    assert read_request(tmp_path / "Mine.gradio.yaml").address == "localhost:1"
    assert read_request(tmp_path / "mine too.gradio.yaml").address == "localhost:2"


def _saved_in(window: MainWindow, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "one.gradio.yaml"
    write_request(path, SavedRequest("localhost:1", "/a", {"text": "kept"}))
    window.saving.open(path)
    return path


def test_a_change_by_another_program_appears_where_nothing_is_lost(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        path = _saved_in(window, tmp_path / "c")
        await until(lambda: window.requests.of_file(path) is not None, "the tab")
        tab = window.requests.current()
        changed_by_another(path, "localhost:1", "localhost:2")
        await until(lambda: tab.address_bar.address() == "localhost:2", "the change")
        assert not tab.unsaved
        assert not [each for each in window.findChildren(Question) if each.isVisible()]

    go(script)


def test_a_change_against_unsaved_work_shows_both_and_asks(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        path = _saved_in(window, tmp_path / "c")
        await until(lambda: window.requests.of_file(path) is not None, "the tab")
        tab = window.requests.current()
        for how in ("Keep mine", "Take the file's", "Save mine as…", "Cancel"):
            tab.address_bar.set_address(f"mine:{len(how)}")
            changed_by_another(path, "kept", f"kept {how}")
            question = await question_of(window)
            assert isinstance(question, Conflict)
            (view,) = question.findChildren(DifferenceView)
            lines = [(line.left or "", line.right or "") for line in view.lines.lines if line.change != "same"]
            assert any("mine:" in left for left, _ in lines)
            answer(question, how)
            if how == "Keep mine":
                await until(lambda: not tab.unsaved, "the save")
                assert read_request(path).address == "mine:9"
                assert tab.title == "one"
            elif how == "Take the file's":
                assert tab.address_bar.address() == "mine:9"
                assert tab.request().values == {"text": "kept Take the file's"}
            elif how == "Save mine as…":
                card = await card_of(window)
                card.name.setText("two")
                card.save_button.click()
                await until(lambda: tab.title == "two", "the other file")
                assert read_request(path).values == {"text": "kept Save mine as…"}
                assert tab.document.path is not None
                tab.document.path.unlink()
                await until(lambda: tab.title == "• two", "the loss")
                break
            changed_by_another(path, f"kept {how}" if how != "Keep mine" else "kept", "kept")
            await until(lambda: not tab.unsaved and tab.request().values == {"text": "kept"}, "the file's again")

    go(script)


def test_a_conflict_of_a_tab_behind_waits_until_it_is_looked_at(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        path = _saved_in(window, tmp_path / "c")
        await until(lambda: window.requests.of_file(path) is not None, "the tab")
        tab = window.requests.current()
        tab.address_bar.set_address("localhost:9")
        other = window.requests.new()
        changed_by_another(path, "kept", "theirs")
        await until(lambda: "and here as well" in window.reports.toast.text(), "the notice")
        assert window.requests.current() is other
        assert not [each for each in window.findChildren(Question) if each.isVisible()]
        window.requests.show(tab)
        question = await question_of(window)
        answer(question, "Cancel")

    go(script)


def test_a_lost_file_is_said_and_written_again(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        path = _saved_in(window, tmp_path / "c")
        await until(lambda: window.requests.of_file(path) is not None, "the tab")
        tab = window.requests.current()
        path.unlink()
        await until(lambda: tab.unsaved, "the loss")
        assert tab.title == "• one"
        assert "is gone" in window.reports.toast.text()
        press(Qt.Key.Key_S, CONTROL)
        await until(lambda: not tab.unsaved, "the save")
        assert read_request(path).values == {"text": "kept"}

    go(script)


def test_a_vanished_folder_is_said_and_another_one_asked_for(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        path = _saved_in(window, tmp_path / "c")
        await until(lambda: window.requests.of_file(path) is not None, "the tab")
        tab = window.requests.current()
        (tmp_path / "c").rename(tmp_path / "elsewhere")
        window.saving.save(tab)
        question = await question_of(window)
        assert "is gone: renamed, removed, or on a drive that is not there" in texts(question)
        assert not path.parent.exists()
        answer(question, "Save as…")
        card = await card_of(window)
        card._chosen_other(str(tmp_path))
        card.save_button.click()
        await until(lambda: tab.document.path == tmp_path / path.name, "the save")
        assert read_request(tmp_path / path.name).values == {"text": "kept"}

    go(script)


def test_a_link_to_an_open_file_is_the_same_request(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        path = _saved_in(window, tmp_path / "c")
        await until(lambda: window.requests.of_file(path) is not None, "the tab")
        link = tmp_path / "link.gradio.yaml"
        link.symlink_to(path)
        window.requests.new()
        window.saving.open(link)
        await until(lambda: window.requests.current().document.path == path, "the same tab")
        assert len(window.requests.all()) == 2

    go(script)


def test_saves_in_quick_succession_end_with_the_last(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        path = _saved_in(window, tmp_path / "c")
        await until(lambda: window.requests.of_file(path) is not None, "the tab")
        tab = window.requests.current()
        for number in range(20):
            tab.address_bar.set_address(f"localhost:{number}")
            window.saving.save(tab)
        await until(lambda: not tab.unsaved and not window.saving.busy, "the end")
        assert read_request(path).address == "localhost:19"
        assert not [each for each in window.findChildren(Question) if each.isVisible()]

    go(script)


def test_all_that_changed_is_saved_at_once(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        for name in "ab":
            path = tmp_path / f"{name}.gradio.yaml"
            write_request(path, SavedRequest("localhost:1", "/a"))
            window.saving.open(path)
            await until(lambda path=path: window.requests.of_file(path) is not None, "the tab")  # type: ignore[misc]
            window.requests.current().address_bar.set_address("localhost:2")
        assert len(window.requests.changed()) == 2
        window.actions_.action("save-all").trigger()
        await until(lambda: not window.requests.changed(), "both")
        assert {read_request(tmp_path / f"{name}.gradio.yaml").address for name in "ab"} == {"localhost:2"}

    go(script)


def test_save_as_makes_a_second_file(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        path = _saved_in(window, tmp_path / "c")
        await until(lambda: window.requests.of_file(path) is not None, "the tab")
        press(Qt.Key.Key_S, CONTROL | SHIFT)
        card = await card_of(window)
        assert card.name.text() == "one"
        assert card.folder.currentData() == str(path.parent)
        card.name.setText("copy")
        card.save_button.click()
        await until(lambda: window.requests.current().title == "copy", "the copy")
        assert read_request(path) == read_request(path.with_name("copy.gradio.yaml"))

    go(script)


def test_save_as_under_its_own_name_does_not_replace_what_another_program_wrote(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        path = _saved_in(window, tmp_path / "c")
        await until(lambda: window.requests.of_file(path) is not None, "the tab")
        tab = window.requests.current()
        tab.address_bar.set_address("localhost:2")
        window.saving.save_as(tab)
        card = await card_of(window)
        changed_by_another(path, "kept", "theirs")
        card.save_button.click()
        question = await question_of(window)
        assert isinstance(question, Conflict)
        assert read_request(path).values == {"text": "theirs"}
        answer(question, "Cancel")

    go(script)


class Counting:
    """A server that counts who comes, and answers nobody."""

    def __init__(self) -> None:
        self.came = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self.came += 1
            connection.close()

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(5)


def test_opening_a_collection_or_a_file_sends_nothing(go: Go, tmp_path: Path) -> None:
    server = Counting()
    made = MadeFor("6.31.0", (MadeForParameter("text", "textbox", "Text"), MadeForParameter("n", "number")), ("json",))
    notes = f"![x]({server.url}/notes.png)"
    request = SavedRequest(
        server.url, "/predict", {"text": f"{server.url}/value.png", "n": 5}, notes=notes, made_for=made
    )
    folder = tmp_path / "theirs"
    (folder / "inner").mkdir(parents=True)
    (folder / "collection.yaml").write_text("name: Theirs\n")
    path = folder / "inner" / "one.gradio.yaml"
    write_request(path, request)

    async def script(window: MainWindow) -> None:
        window.collections.folders.open([folder])
        await until(lambda: window.collections.tree.rows.find(str(folder)), "the collection")
        window.saving.open(path)
        await until(lambda: window.requests.of_file(path), "the tab")
        tab = window.requests.current()
        assert tab.status.text.startswith("Status: Not connected")
        work = tab.work
        assert work is not None
        assert work.request.values() == {"text": f"{server.url}/value.png", "n": 5}
        for sheet in (1, 2, 3, 0):
            work.request.sections.show_sheet(sheet)
        for panel in range(4):
            work.response.show_panel(panel)
        window.requests.duplicate()
        assert window.requests.current().work is not None
        changed_by_another(path, '"n": 5', '"n": 6')
        await until(lambda: tab.request().values["n"] == 6, "the change")
        assert server.came == 0
        tab.run()
        await until(lambda: not tab.busy, "the end of the try")
        assert server.came > 0  # so it does count

    go(script)
    server.close()


def test_a_default_that_the_file_says_itself_stays_the_persons_own(go: Go, serve: Serve, tmp_path: Path) -> None:
    url = serve("echo")
    path = tmp_path / "pinned.gradio.yaml"
    path.write_text(f"address: {url}\nendpoint: /combo\nvalues:\n  text: hi\n  number: 4 # as it is by default\n")

    async def script(window: MainWindow) -> None:
        window.saving.open(path)
        await until(lambda: window.requests.of_file(path), "the tab")
        tab = window.requests.current()
        await connected(window, url)
        assert tab.work is not None
        assert tab.work.request.values()["number"] == 4
        assert not tab.unsaved
        tab.work.request.form.fill({"text": "ho"})
        window.saving.save(tab)
        await until(lambda: not tab.unsaved, "the save")
        assert "number: 4 # as it is by default" in path.read_text()
        tab.work.request.form.fill({"number": 5})
        tab.work.request.form.fill({"number": 4})
        assert not tab.unsaved

    go(script)


@pytest.mark.all
@pytest.mark.timeout(600)  # 150 tabs; ended in the middle of one, Qt and Python disagree about what is left
@pytest.mark.parametrize("app", ["echo", "components"])
def test_what_is_saved_is_as_it_was_when_it_is_opened(go: Go, serve: Serve, tmp_path: Path, app: str) -> None:
    """Every endpoint with its examples, on the app as it is known and on what the request remembers of it."""
    url = serve(app)

    async def script(window: MainWindow) -> None:
        tab, work = await connected(window, url)
        assert tab.app is not None
        for number, endpoint in enumerate(tab.app.endpoints):
            work.request.picker.choose(endpoint.name)
            examples = {each.name: each.example for each in endpoint.parameters if each.example is not None}
            work.request.form.load(examples)
            path = tmp_path / f"{number}.gradio.yaml"
            write_request(path, replace(tab.request(), made_for=made_for(tab.app, endpoint)))
            found = read_request(path)
            for known in (tab.app, app_of(found)):
                opened = window.requests.restore(replace(snapshot_of(found, path), app=known))
                assert opened.work is not None
                assert not opened.unsaved, (endpoint.name, found.values, opened.request().values)
                window.requests.close(opened, remember=False)

    go(script)
