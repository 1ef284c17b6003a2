"""The files that a run returned, saved on this computer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gradioscope.gradio.model import Json, files_in, is_file_data
from gradioscope.library.runner.ran import Ran


async def save_files(ran: Ran, folder: Path) -> dict[str, Path]:
    """Save the files of a result in a folder: the new path by the path on the server. Raises what `download` raises.

    The folder is made when there is a file.
    """
    from gradioscope.gradio.files import download

    saved: dict[str, Path] = {}
    if ran.connection is None or ran.app is None:
        return saved
    for file in files_in(list(ran.outcome.data)):
        elsewhere = file["path"].startswith(("http://", "https://"))  # nothing the person chose to ask
        if file["path"] not in saved and not elsewhere:
            saved[file["path"]] = await download(ran.connection, ran.app, file, folder)
    return saved


def with_saved(value: Json, saved: Mapping[str, str]) -> Json:
    """The value with each file that was saved as `{"$file": path}`."""
    if is_file_data(value) and value["path"] in saved:
        return {"$file": saved[value["path"]]}
    if isinstance(value, dict):
        return {key: with_saved(item, saved) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [with_saved(item, saved) for item in value]
    return value
