"""The tokens' panel, hanging at a tab's key button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradioscope.window.parts import Popover
from gradioscope.window.request_tab.token_panel import TokenPanel
from gradioscope.window.surroundings import Surroundings
from gradioscope.window.tokens import HUB

if TYPE_CHECKING:
    from gradioscope.window.request_tab.tab import RequestTab


NAME = "tokens"


def open_tokens(tab: RequestTab, surroundings: Surroundings) -> None:
    """Open it for the app of the tab, or for the Hub where that is who asked."""
    popover = tab.findChild(Popover, NAME)
    if popover is None:  # one a tab, kept: what it works on may end after it was closed
        panel = TokenPanel(surroundings)
        popover = Popover(panel, tab)
        popover.setObjectName(NAME)
        popover.setAccessibleName("Access token")
        panel.chosen.connect(tab.token_changed)
        panel.used.connect(popover.close)
        panel.sizeChanged.connect(popover.adjustSize)
    content = popover.content
    if isinstance(content, TokenPanel):
        content.show_for(wanted_origin(tab))
    popover.open_at(tab.address_bar.token_button, end=True)


def wanted_origin(tab: RequestTab) -> str | None:
    """Whom a token would go to: the connected app, the app that asked for one, or the Hub for a Space's id."""
    from gradioscope.gradio.address import origin_of, parse
    from gradioscope.gradio.errors import GradioscopeError

    if tab.app is not None:
        return origin_of(tab.app.url)
    if tab.token_target:
        return origin_of(tab.token_target)
    try:
        address = parse(tab.address_bar.address())
    except GradioscopeError:
        return None
    return HUB if address.space_id else origin_of(address.url) if address.url else None
