"""Which endpoints are offered: those of the page first, those that are not listed on request."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import App, Endpoint
from gradioscope.window.request_tab.endpoint_picker import DESCRIPTION, EndpointPicker


def app(url: str = "http://h", page: str = "") -> App:
    home = Endpoint("/home", "Says home.", (), (), 0, page="Home")
    second = Endpoint("/second", "", (), (), 1, page="Second page")
    hidden = Endpoint("/quiet", "Not told.", (), (), 2, visibility="undocumented")
    return App(url, "", "", "6.31.0", (home, second), hidden=(hidden,), page=page)


def names(picker: EndpointPicker) -> list[str]:
    return [picker.combo.itemText(row) for row in range(picker.combo.count())]


def test_what_is_not_listed_is_shown_on_request_and_kept_so_for_the_app(qtbot: QtBot) -> None:
    picker = EndpointPicker()
    qtbot.addWidget(picker)
    picker.set_app(app())
    assert names(picker) == ["/home", "/second"]
    picker.choose("/second")
    picker.hidden_button.click()
    assert names(picker) == ["/home", "/second", "/quiet"]
    current = picker.current()
    assert current is not None
    assert current.name == "/second"
    assert picker.combo.itemData(2, DESCRIPTION) == "Undocumented · Not told."
    picker.set_app(app("http://other"))
    assert names(picker) == ["/home", "/second"]
    picker.set_app(app())
    assert names(picker) == ["/home", "/second", "/quiet"]


def test_a_request_for_one_that_is_not_listed_shows_it(qtbot: QtBot) -> None:
    picker = EndpointPicker()
    qtbot.addWidget(picker)
    picker.set_app(app(), "/quiet")
    current = picker.current()
    assert current is not None
    assert current.name == "/quiet"
    assert picker.hidden_button.isChecked()


def test_the_page_that_was_named_comes_first(qtbot: QtBot) -> None:
    picker = EndpointPicker()
    qtbot.addWidget(picker)
    picker.set_app(app(page="Second page"))
    current = picker.current()
    assert current is not None
    assert current.name == "/second"
    assert picker.combo.itemData(0, DESCRIPTION) == "Home · Says home."
