"""Types of files as Gradio says them: `.txt`, `image`, `image/png`; and whether a file of this computer is of one."""

from __future__ import annotations

from pathlib import Path

from gradioscope.gradio.media.types import media_type
from gradioscope.gradio.model import Json, LocalFile, local_files

KINDS = ("image", "audio", "video", "text")


def fits(name: str, types: tuple[str, ...]) -> bool:
    """Whether a file of that name is of one of the types, said as Gradio says them: `.txt`, `image`, `image/png`."""
    if not types:
        return True
    name = name.lower()
    guessed = media_type(name)
    for kind in (item.strip().lower() for item in types):
        if kind in ("file", "*", "*/*"):
            return True
        if kind.startswith("."):
            if name.endswith(kind):
                return True
        elif kind in KINDS:
            if guessed.startswith(kind + "/"):
                return True
        elif "/" in kind:
            if guessed == kind or (kind.endswith("/*") and guessed.startswith(kind[:-1])):
                return True
        elif name.endswith("." + kind):
            return True
    return False


def too_large(value: Json, limit: int | None) -> str | None:
    """What is wrong with the first local file in the value that has more bytes than the app takes."""
    if limit is None:
        return None
    for file in local_files(value):
        try:
            size = Path(file.path).stat().st_size
        except (OSError, ValueError):  # what its own field tells, or the upload
            continue
        if size > limit:
            return f"“{file.name}” has {_bytes(size)}; the app takes {_bytes(limit)} a file at most."
    return None


def _bytes(size: int) -> str:
    return f"{size:,} bytes".replace(",", " ")


def types_text(types: tuple[str, ...]) -> str:
    """The types as a person reads them: `.txt, .md or image`."""
    if len(types) < 2:
        return "".join(types)
    return f"{', '.join(types[:-1])} or {types[-1]}"


def local_problem(file: LocalFile, types: tuple[str, ...] = ()) -> str | None:
    """What is wrong with a file of this computer: not there, a folder, unreadable, or not of the types."""
    path = Path(file.path)
    try:
        file.path.encode()
    except UnicodeEncodeError:  # bytes that are not in the file system's encoding
        return f"The name {file.name!a} is not text and cannot be sent. Rename the file."
    try:
        if path.is_dir():
            return f"“{path.name or path}” is a folder. Choose a file in it."
        if not path.is_file():
            return f"There is no file “{path}”."
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "its name is not a path"
        return f"“{file.name}” cannot be read: {reason}."
    if not fits(file.name, types):
        return f"“{file.name}” is not of a type this takes: {types_text(types)}."
    return None
