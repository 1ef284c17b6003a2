"""What a request has beside its form: kept, undone, and used when it connects and runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.window.conftest import Go
from tests.window.live import CONTROL, SHIFT, connected, ended, press, until

from gradioscope.gradio.model import Json
from gradioscope.library.collection import read_request
from gradioscope.request.saved import SavedRequest
from gradioscope.window.dialogs.request_settings import RequestSettings
from gradioscope.window.main_window import MainWindow
from gradioscope.window.request_tab.details.checks import CheckRow
from gradioscope.window.request_tab.details.headers import HeaderRow
from gradioscope.window.request_tab.details.sections import Sections
from gradioscope.window.request_tab.details.steps import Steps
from gradioscope.window.request_tab.panels import CHECKS, FORM, NOTES, SETTINGS

Serve = Callable[..., str]
WHOLE = SavedRequest(
    headers=(("X-Team", "blue"),),
    login="alice",
    token="work",
    notes="# For Monday",
    expect=({"status": "complete"}, {"path": "data[0]", "contains": "x"}),
)


def test_undo_goes_back_step_by_step() -> None:
    steps = Steps("a")
    for state in ("b", "b", "c"):
        steps.remember(state)
    assert steps.undo() == "b"
    assert steps.redo() == "c"
    assert steps.undo() == "b"
    assert steps.undo() == "a"
    assert steps.undo() is None
    assert steps.redo() == "b"
    steps.remember("z")
    assert steps.redo() is None


@pytest.fixture
def sections(qtbot: QtBot) -> Sections:
    made = Sections(QWidget())
    qtbot.addWidget(made)
    made.show()
    return made


def test_counters_tell_what_there_is(sections: Sections) -> None:
    assert [sections.strip.tabText(n) for n in range(4)] == ["Form", "Settings", "Notes", "Checks"]
    sections.set_rest(WHOLE)
    assert [sections.strip.tabText(n) for n in range(4)] == ["Form", "Settings 3", "Notes", "Checks 2"]
    assert sections.settings is None  # made when it is looked at


def test_what_is_shown_is_what_is_given_back(sections: Sections) -> None:
    told: list[SavedRequest] = []
    sections.restChanged.connect(told.append)
    sections.set_rest(WHOLE)
    for sheet in (SETTINGS, NOTES, CHECKS):
        sections.show_sheet(sheet)
    assert not told  # to look is no change
    for sheet_ in (sections.settings, sections.notes, sections.checks):
        assert sheet_ is not None
        assert sheet_.put_in(SavedRequest()) != SavedRequest()
        assert sheet_.put_in(WHOLE) == WHOLE


def test_headers_are_added_removed_and_undone(sections: Sections) -> None:
    told: list[SavedRequest] = []
    sections.restChanged.connect(told.append)

    def headers() -> tuple[tuple[str, str], ...]:
        return told[-1].headers

    sections.show_sheet(SETTINGS)
    settings = sections.settings
    assert settings is not None
    settings.headers.add_button.click()
    (row,) = settings.headers.rows
    assert row.name.hasFocus() or not sections.isActiveWindow()
    assert row.name.accessibleName() == "Header 1 name"
    assert not told  # an empty row says nothing yet
    QTest.keyClicks(row.name, "X-Team")
    QTest.keyClicks(row.value, "blue")
    assert headers() == (("X-Team", "blue"),)
    assert row.remove.accessibleName() == "Remove header X-Team"
    sections._remember()
    row.remove.click()
    assert headers() == ()
    press(Qt.Key.Key_Z, CONTROL, sections)
    assert headers() == (("X-Team", "blue"),)
    assert [each.header() for each in settings.headers.rows] == [("X-Team", "blue")]
    press(Qt.Key.Key_Z, CONTROL | SHIFT, sections)
    assert headers() == ()
    press(Qt.Key.Key_Z, CONTROL, sections)
    press(Qt.Key.Key_Z, CONTROL, sections)
    assert headers() == ()
    assert sections.strip.tabText(SETTINGS) == "Settings"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("X-Team", "blue", ""),
        ("Authorization", "Bearer abc", "not saved"),
        ("X-Api-Key", "abc", "not saved"),
        ("Authorization", "Bearer {{token}}", ""),
        ("X Team", "blue", "without blanks"),
        ("X-Team", "blüe", "plain ASCII"),
        ("", "blue", "needs a name"),
        ("", "", ""),
    ],
)
def test_a_header_says_what_is_wrong_with_it(qtbot: QtBot, name: str, value: str, told: str) -> None:
    row = HeaderRow()
    qtbot.addWidget(row)
    row.load((name, value))
    assert row.note.isHidden() == (not told)
    assert told in row.note.text()
    assert row.value.accessibleDescription() == row.note.text()


@pytest.mark.parametrize(
    "written",
    [
        {"status": "error"},
        {"equals": "HELLO"},
        {"equals": 5},
        {"equals": "5"},
        {"equals": "null"},
        {"equals": {"a": [1, None, "ü"]}},
        {"contains": "hel"},
        {"path": "data[0].label"},
        {"path": "data[0].label", "equals": "cat"},
        {"path": "data[0].score", "at least": 0.5},
        {"within": 5},
        {"bogus": 1},  # of a newer version, or a slip: kept as it is
        "nonsense",
    ],
)
def test_a_check_keeps_what_is_written(qtbot: QtBot, written: Json) -> None:
    row = CheckRow()
    qtbot.addWidget(row)
    row.load(written)
    assert row.written() == written
    assert row.filled
    assert bool(row.problem()) == (written in ({"bogus": 1}, "nonsense"))


def test_notes_are_read_as_markdown_and_nothing_in_them_acts(sections: Sections) -> None:
    sections.set_rest(SavedRequest(notes="# Title\n<script>alert(1)</script> ![x](http://127.0.0.1:9/x.png)"))
    sections.show_sheet(NOTES)
    notes = sections.notes
    assert notes is not None
    assert notes.preview.isVisible()  # what there is is read first
    assert "Title" in notes.preview.toPlainText()
    assert "<script>" in notes.preview.toPlainText()
    notes.show_side(0)
    QTest.keyClicks(notes.text, "more ")
    assert notes.put_in(SavedRequest()).notes.startswith("more # Title")


def test_notes_stay_as_they_are_written(sections: Sections) -> None:
    written = "a\u00a0b\r\nc\u2028d\n"
    sections.set_rest(SavedRequest(notes=written))
    sections.show_sheet(NOTES)
    assert sections.notes is not None
    assert sections.notes.put_in(SavedRequest()).notes == written
    QTest.keyClicks(sections.notes.text, "x")
    assert "\u00a0" in sections.notes.put_in(SavedRequest()).notes


def test_session_and_stream_are_chosen_in_either_place(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        tab, work = await connected(window, url, "/echo_text")
        options = work.request.options
        work.request.sections.show_sheet(SETTINGS)
        settings = work.request.sections.settings
        assert settings is not None
        assert not settings.hash.isVisible()
        settings.session.setCurrentIndex(2)
        assert settings.hash.isVisible()
        assert settings.hash.hasFocus()
        QTest.keyClicks(settings.hash, "mine42")
        assert options.session_hash == "mine42"
        assert tab.request().session == "mine42"
        options.same_session.setChecked(False)
        assert settings.session.currentIndex() == 0
        assert not settings.hash.isVisible()
        options.same_session.setChecked(True)
        assert settings.hash.text() == "mine42"
        options.start_new_session()
        assert settings.session.currentIndex() == 1
        assert tab.request().session == "keep"
        settings.stream.setCurrentIndex(1)
        assert tab.request().stream == "result"
        assert options.like_curl.isChecked()

    go(script)


def test_everything_is_saved_and_opened_again(go: Go, serve: Serve, tmp_path: Path) -> None:
    url = serve("echo")
    path = tmp_path / "whole.gradio.yaml"

    async def save(window: MainWindow) -> None:
        tab, work = await connected(window, url, "/echo_text")
        work.request.sections.show_sheet(SETTINGS)
        settings = work.request.sections.settings
        assert settings is not None
        row = settings.headers.add()
        row.load(("X-Team", "blue"))
        settings.headers.add().load(("Authorization", "Bearer hidden"))
        settings.login.setText("alice")
        settings.token.setText("work")
        work.request.sections.show_sheet(NOTES)
        assert work.request.sections.notes is not None
        work.request.sections.notes.text.setPlainText("# For Monday")
        work.request.sections.show_sheet(CHECKS)
        assert work.request.sections.checks is not None
        for written in WHOLE.expect:
            work.request.sections.checks.rows.add().load(written)
        work.request.sections.checks._edited(None)
        window.saving.save(tab)
        await until(lambda: window.saving._card is not None and window.saving._card.isVisible(), "the card")
        card = window.saving._card
        assert card is not None
        assert "Authorization" in card.left_out.text()
        card._chosen_other(str(tmp_path))
        card.name.setText("whole")
        card.save_button.click()
        await until(lambda: tab.document.path == path, "the file")
        assert not tab.unsaved
        assert tab.document.rest.made_for is not None
        assert work.rest.headers[1] == ("Authorization", "Bearer hidden")  # still used, for as long as it is open

    go(save)
    found = read_request(path)
    assert (found.headers, found.login, found.token) == (WHOLE.headers, "alice", "work")
    assert (found.notes, found.expect) == (WHOLE.notes, WHOLE.expect)

    async def open_again(window: MainWindow) -> None:
        window.requests.close(window.requests.current())
        window.saving.open(path)
        await until(lambda: window.requests.of_file(path), "the tab")
        work = window.requests.current().work
        assert work is not None
        assert work.request.sections.strip.tabText(SETTINGS) == "Settings 3"
        assert "“work”" in work.request.token.text.text()
        assert not window.requests.current().unsaved

    go(open_again)


def test_headers_go_to_the_app_when_it_is_connected_to_and_with_each_run(go: Go, serve: Serve) -> None:
    url = serve("behaviour")

    async def script(window: MainWindow) -> None:
        window.actions_.action("request-settings").trigger()  # before there is an app
        (card,) = window.findChildren(RequestSettings)
        card.sheet.headers.add().load(("X-Team", "blue"))
        card.close_card()
        tab, work = await connected(window, url, "/who")
        sent = work.response.exchange.model
        assert sent.rowCount() > 0
        work.request.form.load({"text": "x"})
        tab.run()
        await ended(work)
        answer = work.response.result.viewers[0].value()
        assert answer["headers"]["x-team"] == "blue"
        tab.set_rest(SavedRequest(headers=(("bad name", "x"),)))
        before = sent.rowCount()
        tab.run()
        assert tab.status.text == "Status: Ready · A header needs attention; nothing was sent"
        assert work.request.sections.sheet == SETTINGS
        assert sent.rowCount() == before

    go(script)


def test_the_login_offers_the_requests_user(go: Go, serve: Serve) -> None:
    url = serve("auth")

    async def script(window: MainWindow) -> None:
        tab = window.requests.current()
        tab.set_rest(SavedRequest(login="alice"))
        tab.connect_to(url)
        await until(lambda: tab.approach.page.login.isVisible(), "the login")
        assert tab.approach.page.login.user.text() == "alice"
        assert tab.approach.page.login.password.hasFocus()
        tab.approach.page.login.password.setText("wonder")
        press(Qt.Key.Key_Return)
        await until(lambda: tab.work is not None, "the app")

    go(script)


def test_a_run_tells_which_checks_it_meets(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        tab, work = await connected(window, url, "/echo_text")
        unusable = {"bogus": 1}
        expect = ({"contains": "two"}, {"path": "data[0].value", "equals": "one"}, unusable)
        tab.set_rest(SavedRequest(expect=expect))
        work.request.sections.show_sheet(CHECKS)
        checks = work.request.sections.checks
        assert checks is not None
        work.request.form.load({"text": "two"})
        tab.run()
        await until(lambda: "checks" in tab.status.text, "the checks")
        assert tab.status.text.endswith("· 1 of 3 checks not met")
        first, second, third = checks.rows.rows
        assert "`bogus` is not known" in third.note.text()
        assert first.mark.accessibleName() == "met"
        assert second.mark.accessibleName() == "not met"
        assert second.note.text() == "data[0].value is “two”, not “one”."
        work.request.form.load({"text": "one two"})
        second.value.setText("one two")
        assert second.note.isHidden()  # the last run was about something else
        tab.run()
        await until(lambda: tab.status.text.endswith("3 checks met"), "the checks")
        assert work.request.sections.sheet == CHECKS

    go(script)


def test_a_field_that_needs_attention_comes_to_the_front(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        tab, work = await connected(window, url, "/combo")
        work.request.sections.show_sheet(NOTES)
        tab.run()
        assert work.request.sections.sheet == FORM
        focus = QApplication.focusWidget()
        assert focus is not None
        assert focus.accessibleName() == "Prompt"

    go(script)
