"""A Draft on its way: check it, upload its files, make the Call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from gradioscope.gradio.call import Call
from gradioscope.gradio.connection import Connection
from gradioscope.gradio.errors import AccessNeeded, Explanation, WrongUse
from gradioscope.gradio.events import Uploading
from gradioscope.gradio.files import upload
from gradioscope.gradio.legacy import LegacyCall, images_as_text
from gradioscope.gradio.model import Json, local_files
from gradioscope.request.draft import Draft, with_uploads


class NotReady(WrongUse):
    """The values cannot be sent yet. `problems` has a sentence by parameter name."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()), "Nothing was sent.", "")
        self.problems = problems
        self.explanation = Explanation(
            " ".join(problems.values()), "Nothing was sent.", "Correct it and run again.", "edit", next(iter(problems))
        )


async def start(
    connection: Connection,
    draft: Draft,
    on_progress: Callable[[Uploading], None] | None = None,
    *,
    idle_timeout: float | None = None,
    oauth_token: str | None = None,
) -> Call | LegacyCall:
    """The call of a draft, its files uploaded. Iterate `events()` of what it returns.

    Raises NotReady and AccessNeeded (a token the endpoint requires) before anything is sent, and what
    `files.upload` raises.
    """
    problems = draft.problems()
    if problems:
        raise NotReady(problems)
    if draft.endpoint.oauth_token == "required" and not oauth_token:  # noqa: S105
        raise AccessNeeded(
            f"The endpoint {draft.endpoint.name} needs a Hugging Face access token, and none was chosen for this app.",
            "Its function acts in the name of whoever calls it. Nothing was sent.",
            "Choose the token that this app gets, and run again; on the command line, name it with --token NAME.",
            action="token",
        )
    data = draft.data()
    if draft.app.version_tuple < (4,):
        data = await _pictures_as_text(draft, data)
    files = list(dict.fromkeys(local_files(data)))
    if files:
        data = with_uploads(data, await upload(connection, draft.app, files, on_progress))
    if draft.app.legacy:
        return LegacyCall(
            connection, draft.app, draft.endpoint, data, session_hash=draft.session_hash, idle_timeout=idle_timeout
        )
    return Call(
        connection,
        draft.app,
        draft.endpoint,
        data,
        session_hash=draft.session_hash,
        stream=draft.stream,
        idle_timeout=idle_timeout,
        oauth_token=oauth_token if draft.endpoint.oauth_token else None,
    )


async def _pictures_as_text(draft: Draft, data: list[Json]) -> list[Json]:
    """Gradio 3 takes an image as its bytes in base64, not as a file."""
    found = list(data)
    for parameter in draft.endpoint.parameters:
        if parameter.kind == "image":
            try:
                found[parameter.position] = await asyncio.to_thread(images_as_text, data[parameter.position])
            except (OSError, ValueError) as error:
                raise NotReady({parameter.name: str(error)}) from error
    return found
