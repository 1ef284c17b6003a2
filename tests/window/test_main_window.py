"""The window around the requests: tabs, history, palette, settings, and what it remembers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from tests.window.conftest import Go
from tests.window.live import CONTROL, SHIFT, connected, ended, press, until

from gradioscope.library.history.record import Wanted
from gradioscope.window.dialogs.palette import Palette
from gradioscope.window.dialogs.shortcuts import ShortcutCard
from gradioscope.window.main_window import MainWindow
from gradioscope.window.settings.page import SettingsPage

Serve = Callable[..., str]


def test_what_is_named_can_be_found_by_its_name(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        assert _named(window, "History").isVisible()
        assert _named(window, "App address").isVisible()
        assert _named(window, "Access token").isVisible()
        _, work = await connected(window, url, "/echo_text")
        for name in ("Text", "Events", "Result", "Snippet"):
            assert _named(window, name)
        assert work.request.run_button.run.text() == "Run"
        assert work.request.run_button.cancel.text() == "Cancel"

    go(script)


def _named(window: MainWindow, name: str) -> QWidget:
    found = [widget for widget in window.findChildren(QWidget) if widget.accessibleName() == name]
    assert found, name
    return found[0]


def test_tabs_are_duplicated_closed_and_reopened_with_their_values(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        _, work = await connected(window, url, "/echo_text")
        work.request.form.load({"text": "kept"})
        press(Qt.Key.Key_D, CONTROL)
        assert len(window.tabs) == 2
        second = window.requests.current()
        assert second.work is not None
        assert second.work is not work
        assert second.work.request.values()["text"] == "kept"
        second.work.request.form.load({"text": "changed"})
        press(Qt.Key.Key_W, CONTROL)
        assert len(window.tabs) == 1
        assert window.requests.current().work is work
        assert work.request.values()["text"] == "kept"
        press(Qt.Key.Key_T, CONTROL | SHIFT)
        third = window.requests.current()
        assert third.work is not None
        assert third.work.request.values()["text"] == "changed"
        assert third.title == "/echo_text · Echo"
        press(Qt.Key.Key_1, CONTROL)
        assert window.requests.current().work is work
        press(Qt.Key.Key_N, CONTROL)
        assert window.requests.current().address_bar.field.hasFocus()
        for _ in range(5):
            press(Qt.Key.Key_W, CONTROL, window)
        assert len(window.requests.all()) == 1  # there is always one

    go(script)


def test_each_endpoint_keeps_its_values(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        _, work = await connected(window, url, "/echo_text")
        work.request.form.load({"text": "mine"})
        work.request.picker.choose("/echo_number")
        work.request.picker.choose("/echo_text")
        assert work.request.values()["text"] == "mine"
        await connected(window, url)  # the same app again
        assert work.request.values()["text"] == "mine"

    go(script)


def test_tab_goes_through_the_window_in_reading_order(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        _, work = await connected(window, url, "/combo")
        work.take_focus()
        seen: list[QWidget] = []
        while (now := QApplication.focusWidget()) is not None and now not in seen:
            seen.append(now)
            press(Qt.Key.Key_Tab)
        names = [widget.accessibleName() or getattr(widget, "text", str)() for widget in seen]
        order = ["Endpoint", "Run", "Prompt", "Steps", "Mode", "Start image", "Same session", "Response"]
        assert [name for name in names if name in order] == order
        assert names.index("Response") < names.index("History") < names.index("App address")
        assert now is seen[0]  # once round
        press(Qt.Key.Key_Tab, SHIFT)
        assert QApplication.focusWidget() is seen[-1]

    go(script)


def test_an_endpoint_is_found_by_typing(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        _, work = await connected(window, url, "/echo_text")
        combo = work.request.picker.combo
        line = combo.lineEdit()
        assert line is not None
        line.setFocus()
        line.setText("checkboxes")
        press(Qt.Key.Key_Return, widget=line)
        current = work.request.endpoint()
        assert current is not None
        assert current.name == "/echo_checkboxes"
        line.setText("no such thing")
        press(Qt.Key.Key_Return, widget=line)
        assert combo.currentText() == "/echo_checkboxes"

    go(script)


def test_a_run_of_the_history_opens_again_with_values_and_result(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        _, work = await connected(window, url, "/echo_text")
        work.request.form.load({"text": "then"})
        work.run(url)
        await ended(work)
        work.request.form.load({"text": "now"})
        history = window.sidebar.history.list
        await until(history.rows.rowCount, "the run in the list")
        assert history.rows.rowCount() == 1
        index = history.rows.index(0, 0)
        assert str(index.data()).startswith("/echo_text, Echo, Complete, ")
        press(Qt.Key.Key_H, CONTROL)
        assert history.hasFocus()
        history.setCurrentIndex(index)
        window.sidebar.history.picked.emit(history.rows.row(index).subject)  # type: ignore[union-attr]
        await until(lambda: window.requests.current().work is not work, "the run as a request")
        again = window.requests.current()
        assert again.work is not None
        assert again.work.request.values()["text"] == "then"
        assert again.work.response.result.viewers[0].value()["value"] == "then"
        assert again.status.state == "Complete"
        again.work.response.events.flush()
        assert again.work.response.events.model.total > 0
        window.past_runs.remove(Wanted())
        await until(lambda: history.rows.rowCount() == 0, "an empty list")
        assert window.sidebar.history.empty.isVisible()

    go(script)


def test_the_palette_runs_commands_and_finds_endpoints(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        _, work = await connected(window, url, "/echo_text")
        press(Qt.Key.Key_K, CONTROL)
        palette = window.findChild(Palette)
        assert palette is not None
        assert palette.line.hasFocus()
        palette.line.setText("dropdown")
        press(Qt.Key.Key_Return)
        assert not palette.isVisible()
        current = work.request.endpoint()
        assert current is not None
        assert current.name == "/echo_dropdown"
        press(Qt.Key.Key_K, CONTROL, window)
        palette.line.setText("zzzz")
        assert palette.nothing.isVisible()
        press(Qt.Key.Key_Escape)
        assert not palette.isVisible()

    go(script)


def test_f1_shows_the_shortcuts_and_esc_puts_them_away(go: Go) -> None:
    async def script(window: MainWindow) -> None:
        before = QApplication.focusWidget()
        press(Qt.Key.Key_F1)
        card = window.findChild(ShortcutCard)
        assert card is not None
        assert card.isVisible()
        press(Qt.Key.Key_Escape)
        assert not card.isVisible()
        assert QApplication.focusWidget() is before

    go(script)


def test_layout_zoom_sidebar_and_scheme_are_remembered(go: Go) -> None:
    async def first(window: MainWindow) -> None:
        press(Qt.Key.Key_B, CONTROL)
        press(Qt.Key.Key_Equal, CONTROL)
        window.toggle_layout()
        window.look.set_scheme("dark")
        window.resize(1100, 700)
        assert not window.sidebar.isVisible()

    async def second(window: MainWindow) -> None:
        assert not window.sidebar.isVisible()
        assert window.look.zoom == 1.1
        assert window.look.scheme == "dark"
        assert window.look.response == "below"
        window.look.zoom_reset()
        window.look.set_scheme("light")

    go(first)
    go(second)


def test_settings_take_effect_at_once_and_open_only_once(go: Go) -> None:
    async def script(window: MainWindow) -> None:
        press(Qt.Key.Key_Comma, CONTROL)
        page = window.tabs.current()
        assert isinstance(page, SettingsPage)
        window.show_settings()
        assert len(window.tabs) == 2
        page.scheme.setCurrentIndex(page.scheme.findData("dark"))
        page.scheme.activated.emit(page.scheme.currentIndex())
        assert window.look.scheme == "dark"
        catcher = page.shortcuts.catcher("history")
        catcher.click()
        press(Qt.Key.Key_K, CONTROL, catcher)
        assert "Command palette" in page.shortcuts.problem.text()
        catcher.click()
        press(Qt.Key.Key_J, CONTROL, catcher)
        assert window.actions_.keys("history") == ("Ctrl+J",)
        press(Qt.Key.Key_W, CONTROL, window)
        assert len(window.tabs) == 1
        window.look.set_scheme("light")

    go(script)


def test_the_menu_has_every_group(go: Go) -> None:
    async def script(window: MainWindow) -> None:
        window.tabs.menu_button.click()
        menu = next(menu for menu in window.findChildren(QMenu) if menu.isVisible())
        assert [action.text() for action in menu.actions() if action.menu() is not None] == [
            "Request",
            "Tab",
            "Collections",
            "View",
        ]
        menu.close()

    go(script)


def test_a_notice_is_told_in_passing(go: Go) -> None:
    async def script(window: MainWindow) -> None:
        window.notice("Saved somewhere")
        assert window.reports.toast.isVisible()
        assert window.reports.toast.text() == "Saved somewhere"

    go(script)


def test_an_error_inside_is_shown_and_the_window_goes_on(go: Go, serve: Serve, log_records: list[object]) -> None:
    async def script(window: MainWindow) -> None:
        async def fail() -> None:
            raise ValueError("wrong inside")

        window.surroundings.tasks.start("wrong", fail())
        await until(lambda: window.reports.errors, "the report")
        assert "wrong inside" in window.reports.toast.text()
        window.reports.toast.button.click()
        assert "ValueError: wrong inside" in window.reports._card.text.toPlainText()  # type: ignore[union-attr]
        press(Qt.Key.Key_Escape)
        window.reports.errors.clear()
        log_records.clear()

    go(script)
