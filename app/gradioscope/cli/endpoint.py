"""An app and the words of the command line -> a draft that can be sent."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradioscope.cli import values
from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import App, Endpoint
from gradioscope.request.draft import Draft

if TYPE_CHECKING:
    from gradioscope.request.draft import Access


def draft_of(app: App, arguments: argparse.Namespace, given: Sequence[values.Given], access: Access) -> Draft:
    """Raises WrongUse where the endpoint, a name or a value is wrong; nothing is sent then."""
    endpoint = find(app, arguments.endpoint)
    draft = Draft(app, endpoint, values.bind(endpoint, given), arguments.session, arguments.stream, access)
    values.check(draft)
    return draft


def find(app: App, name: str) -> Endpoint:
    """The endpoint of that name, its slash optional. WrongUse names the closest ones."""
    endpoint = app.endpoint(name)
    if endpoint is not None:
        return endpoint
    from gradioscope.cli.matching import did_you_mean

    known = [item.name for item in app.endpoints]
    listed = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    raise WrongUse(
        f"The app has no endpoint `{name}`.",
        did_you_mean(name if name.startswith("/") else f"/{name}", known),
        f"It has {listed}." if known else "It has no endpoint that can be called by name.",
    )
