"""A copied request, pasted into the address: connected, filled in, told, and not run."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.window.conftest import Go
from tests.window.live import until

from gradioscope.window.main_window import MainWindow

Serve = Callable[..., str]


def test_a_curl_command_is_filled_in_and_can_be_undone(go: Go, serve: Serve) -> None:
    url = serve("behaviour")

    async def script(window: MainWindow) -> None:
        tab = window.requests.current()
        told: list[str] = []
        tab.noticed.connect(told.append)
        QApplication.clipboard().setText(
            f'curl -X POST {url}/gradio_api/call/plain \\\n  -d \'{{"data": ["pasted text"]}}\''
        )
        field = tab.address_bar.field
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: told, "told")
        assert told == ["Filled in from the pasted text; nothing was sent."]
        assert field.text() == url
        draft = tab.draft()
        assert draft is not None
        assert (draft.endpoint.name, draft.data()) == ("/plain", ["pasted text"])
        assert not tab.running
        assert tab.work is not None
        tab.work.request.form.undo()
        again = tab.draft()
        assert again is not None
        assert again.data() != ["pasted text"]

    go(script)


def test_an_address_is_pasted_as_ever(go: Go) -> None:
    async def script(window: MainWindow) -> None:
        field = window.requests.current().address_bar.field
        field.clear()
        field.setFocus()
        QApplication.clipboard().setText("user/space")
        QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert field.text() == "user/space"

    go(script)


def test_a_body_alone_needs_an_app(go: Go) -> None:
    async def script(window: MainWindow) -> None:
        tab = window.requests.current()
        told: list[str] = []
        tab.noticed.connect(told.append)
        tab.take_request('{"data": ["x"], "fn_index": 0}')
        assert told == ["The text does not say where its app is: connect to it first, then paste again."]

    go(script)
