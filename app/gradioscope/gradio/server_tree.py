"""The tree of files that a FileExplorer shows, one folder at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from gradioscope.gradio.connection import Connection
from gradioscope.gradio.errors import CallRefused, Explanation, LoginNeeded
from gradioscope.gradio.model import App

MOST = 5000
"""Entries kept of one folder."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or a folder on the app's computer. `choosable` as the component's glob says."""

    name: str
    folder: bool
    choosable: bool


async def list_folder(
    connection: Connection, app: App, component_id: int, folder: Sequence[str], session_hash: str
) -> tuple[Entry, ...]:
    """What is in a folder, folders first; a folder the app cannot read is empty.

    Raises LoginNeeded, CallRefused where the app does not tell, ConnectionFailed's kin.
    """
    body = {"session_hash": session_hash, "component_id": component_id, "fn_name": "ls", "data": list(folder)}
    answer = await connection.request(
        "POST",
        f"{app.api}/component_server",
        content=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    if answer.status == 401:
        raise LoginNeeded("", app.url)
    try:
        listed = answer.json() if answer.status == 200 else None
    except ValueError:
        listed = None
    if not isinstance(listed, list):
        what, why = "The app does not list its files.", f"It answered {answer.status}."
        do = "Write the path by hand, or connect again."
        raise CallRefused(Explanation(what, why, do, "edit", details=answer.text[:2000]), answer.status)
    return tuple(
        Entry(item["name"], item.get("type") == "folder", item.get("valid") is not False)
        for item in listed[:MOST]
        if isinstance(item, dict) and isinstance(item.get("name"), str) and item["name"]
    )
