"""The way to an app in the window: what is shown, what is asked, and what helps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from tests.servers import free_port
from tests.window.conftest import Go
from tests.window.live import connected, press, until

from gradioscope.window.main_window import MainWindow

Serve = Callable[..., str]


def test_an_address_and_enter_lead_to_the_apps_endpoints(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        tab = window.requests.current()
        assert tab.status.text == "Status: Not connected"
        field = tab.address_bar.field
        assert field.accessibleName() == "App address"
        assert tab.address_bar.connect_button.text() == "Connect"
        field.setFocus()
        field.setText(f"  {url}/?view=api#top ")
        press(Qt.Key.Key_Return, widget=field)
        assert tab.status.text.startswith("Status: Connecting")
        await until(lambda: tab.status.state == "Ready", "Ready")
        assert tab.app is not None
        assert tab.app.title == "Echo"
        assert tab.work is not None
        picker = tab.work.request.picker
        assert picker.label.buddy() is picker.combo
        assert picker.label.text() == "Endpoint"
        assert picker.combo.count() == len(tab.app.endpoints)
        assert window.status_line.label.text() == tab.status.text
        assert window.status_line.label.accessibleName() == ""  # a name would hide the text

    go(script)


def test_addresses_that_worked_are_offered_again(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def first(window: MainWindow) -> None:
        await connected(window, url)
        await connected(window, f"{url}/?token=hf_secretsecret")

    async def second(window: MainWindow) -> None:
        (kept,) = window.surroundings.recent.addresses()
        assert kept.rstrip("/") == url
        completer = window.requests.current().address_bar.field.completer()
        assert completer is not None
        assert completer.model().index(0, 0).data() == kept
        window.requests.connect_to(url)
        await until(lambda: window.requests.current().app is not None, "connected")

    go(first)
    go(second)


def test_a_dead_address_is_explained_with_what_was_tried(go: Go) -> None:
    port = free_port()

    async def script(window: MainWindow) -> None:
        tab = window.requests.current()
        tab.connect_to(f"localhost:{port}")
        await until(lambda: not tab.connecting.busy, "an answer")
        page = tab.approach.page
        assert tab.status.text.startswith("Status: Failed · Nothing answers")
        assert page.banner.isVisible()
        assert page.banner.explanation is not None
        assert page.banner.explanation.action == "retry"
        rows = page.doctor._rows
        assert next(iter(rows)) == "address"
        assert rows["http"].name.accessibleDescription().startswith("failed")
        page.banner.action_button.click()
        assert tab.status.state == "Connecting"
        await until(lambda: not tab.connecting.busy, "the second answer")

    go(script)


def test_no_address_at_all_is_explained_too(go: Go) -> None:
    async def script(window: MainWindow) -> None:
        tab = window.requests.current()
        tab.address_bar.connect_button.click()
        await until(lambda: not tab.connecting.busy, "an answer")
        assert tab.approach.page.banner.isVisible()
        tab.approach.page.banner.action_button.click()
        assert tab.address_bar.field.hasFocus()

    go(script)


def test_esc_gives_an_attempt_up(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        tab = window.requests.current()
        tab.connect_to(url)
        assert window.actions_.is_enabled("cancel")
        press(Qt.Key.Key_Escape, widget=window)
        assert tab.status.text == "Status: Not connected"
        assert tab.pages.currentWidget() is tab.welcome
        assert not window.actions_.is_enabled("cancel")

    go(script)


def test_a_login_is_asked_for_in_place(go: Go, serve: Serve) -> None:
    url = serve("auth")

    async def script(window: MainWindow) -> None:
        tab = window.requests.current()
        tab.connect_to(url)
        await until(lambda: not tab.connecting.busy, "an answer")
        panel = tab.approach.page.login
        assert panel.isVisible()
        assert "Ask the owner for a password" in panel.message.text()
        assert panel.user.hasFocus()
        panel.user.setText("alice")
        press(Qt.Key.Key_Return, widget=panel.user)
        assert panel.password.hasFocus()
        panel.password.setText("Wonder")
        press(Qt.Key.Key_Return, widget=panel.password)
        await until(lambda: not tab.connecting.busy, "a refusal")
        assert panel.isVisible()
        assert "capitals" in panel.problem.text()
        assert panel.password.hasFocus()
        assert panel.user.text() == "alice"
        panel.password.setText("wonder")
        panel.button.click()
        await until(lambda: tab.work is not None, "logged in")
        assert panel.password.text() == ""
        draft = tab.draft()
        assert draft is not None
        assert draft.access.login_user == "alice"
        window.requests.new().connect_to(url)  # the session's cookies serve every tab
        await until(lambda: window.requests.current().app is not None, "connected without asking")

    go(script)


@pytest.mark.parametrize("shown", [True, False])
def test_the_password_is_revealed_on_request_only(go: Go, serve: Serve, shown: bool) -> None:
    url = serve("auth")

    async def script(window: MainWindow) -> None:
        tab = window.requests.current()
        tab.connect_to(url)
        await until(lambda: not tab.connecting.busy, "an answer")
        panel = tab.approach.page.login
        panel.password.setText("wonder")
        if shown:
            panel.password.actions()[0].trigger()
        assert (panel.password.displayText() == "wonder") is shown

    go(script)
