"""A Draft on its way: check it, upload its files, make the Call."""

from __future__ import annotations

from collections.abc import Callable

from gradioscope.gradio.call import Call
from gradioscope.gradio.connection import Connection
from gradioscope.gradio.errors import Explanation, WrongUse
from gradioscope.gradio.events import Uploading
from gradioscope.gradio.files import upload
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
) -> Call:
    """The call of a draft, its files uploaded. Iterate `events()` of what it returns.

    Raises NotReady before anything is sent, and what `files.upload` raises.
    """
    problems = draft.problems()
    if problems:
        raise NotReady(problems)
    data = draft.data()
    files = draft.files()
    if files:
        data = with_uploads(data, await upload(connection, draft.app, files, on_progress))
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
