"""What the command palette offers at this moment."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from gradioscope.window.dialogs.palette import Entry

if TYPE_CHECKING:
    from gradioscope.window.main_window import MainWindow


def entries(window: MainWindow) -> Iterator[Entry]:
    """Commands, the endpoints of the current app, recent addresses, in this order."""
    actions = window.actions_
    for command in actions:
        if command.id != "palette" and not command.id.startswith("tab-"):
            yield Entry(
                command.text,
                command.group,
                command.run,
                command.icon,
                actions.keys_text(command.id),
                actions.is_enabled(command.id),
            )
    tab = window.requests.current()
    if tab.app is not None and tab.work is not None:
        for endpoint in tab.app.endpoints:
            yield Entry(endpoint.name, "Endpoint", partial(_choose, tab.work.request.picker, endpoint.name), "endpoint")
    for address in window.surroundings.recent.addresses():
        yield Entry(address, "Recent app", partial(window.requests.connect_to, address), "link")


def _choose(picker: object, name: str) -> None:
    from gradioscope.window.request_tab.endpoint_picker import EndpointPicker

    if isinstance(picker, EndpointPicker):
        picker.choose(name)


def of_text(window: MainWindow, text: str) -> Entry | None:
    """What a text that was pasted into the palette is for."""
    from gradioscope.snippets.paste import recognised

    if not recognised(text):
        return None
    take = partial(window.requests.current().take_request, text)
    return Entry("Fill in the pasted request", "Request", take, "paste")
