"""A copied request, pasted into the address: connected, filled in, told, and not run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.window.conftest import Go
from tests.window.live import until

from gradioscope.window.dialogs.palette import Palette
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


def test_a_request_comes_by_the_menu_too(go: Go) -> None:
    async def script(window: MainWindow) -> None:
        tab = window.requests.current()
        taken: list[str] = []
        tab.address_bar.field.requestPasted.connect(taken.append)
        field = tab.address_bar.field
        for text, expected in (("curl http://127.0.0.1:9/call/p -d '{}'", 1), ("localhost:9", 1)):
            QApplication.clipboard().setText(text)
            event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), field.mapToGlobal(QPoint(5, 5)))
            QApplication.sendEvent(field, event)
            menu = QApplication.activePopupWidget()
            assert menu is not None
            paste = menu.findChild(QAction, "edit-paste")
            assert paste is not None
            paste.trigger()
            menu.hide()
            assert len(taken) == expected
        assert field.text().endswith("localhost:9")

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
        await until(lambda: told, "told")
        assert told == ["The text does not say where its app is: connect to it first, then paste again."]

    go(script)


def test_who_logs_in_and_headers_are_proposed(go: Go, serve: Serve) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        tab = window.requests.current()
        told: list[str] = []
        tab.noticed.connect(told.append)
        tab.take_request(
            f"""curl -k "{url}/login" --data-urlencode username=alice --data-urlencode password@-
curl -k -X POST {url}/gradio_api/call/echo_text -H 'X-Plain: a {{{{b}}}}' -H 'X-Api-Key: s3cret' \\
  -d '{{"data": ["x"]}}'"""
        )
        await until(lambda: told, "told")
        assert "It logs in as alice: that is proposed where the app asks." in told[0]
        assert "Its headers are in the request's settings: X-Plain." in told[0]
        assert "Headers that look like secrets were left out: X-Api-Key." in told[0]
        assert tab.document.rest.login == "alice"
        assert tab.document.rest.headers == (("X-Plain", r"a \{{b}}"),)
        assert not tab.running

    go(script)


def test_a_long_text_does_not_stop_the_window(go: Go) -> None:
    text = (
        "const app = await Client.connect('http://127.0.0.1:9');\n"
        + "await app.predict('/p', [1, {a: 'b'}]);\n" * 25_000
    )

    async def script(window: MainWindow) -> None:
        tab = window.requests.current()
        turns = 0
        tab.take_request(text)
        while not tab.address_bar.field.text():
            await asyncio.sleep(0.005)
            turns += 1
        # reading it takes a second; were it done on the loop, there would be one turn
        assert turns > 5

    go(script)


def test_a_request_pasted_into_the_palette_is_offered(go: Go, serve: Serve) -> None:
    url = serve("behaviour")

    async def script(window: MainWindow) -> None:
        tab = window.requests.current()
        told: list[str] = []
        tab.noticed.connect(told.append)
        window.show_palette()
        palette = window.findChild(Palette)
        assert palette is not None
        QApplication.clipboard().setText(
            f'from gradio_client import Client\n\nclient = Client("{url}")\nclient.predict("a b", api_name="/plain")'
        )
        QTest.keyClick(palette.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        model = palette.list.model()
        assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["Fill in the pasted request"]
        assert not told
        QTest.keyClick(palette.line, Qt.Key.Key_Return)
        await until(lambda: told, "told")
        draft = tab.draft()
        assert draft is not None
        assert (draft.endpoint.name, draft.data()) == ("/plain", ["a b"])
        # what is no request is looked for as ever
        window.show_palette()
        QApplication.clipboard().setText("settings")
        QTest.keyClick(palette.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert palette.line.text() == "settings"
        assert model.index(0, 0).data() == "Settings"
        palette.close_card()

    go(script)
