"""Types of files as Gradio says them: `.txt`, `image`, `image/png`; and whether a file of this computer is of one."""

from __future__ import annotations

from pathlib import Path

from gradioscope.gradio.media.types import media_type
from gradioscope.gradio.model import LocalFile

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


def types_text(types: tuple[str, ...]) -> str:
    """The types as a person reads them: `.txt, .md or image`."""
    if len(types) < 2:
        return "".join(types)
    return f"{', '.join(types[:-1])} or {types[-1]}"


def local_problem(file: LocalFile, types: tuple[str, ...] = ()) -> str | None:
    """What is wrong with a file of this computer: not there, a folder, unreadable, or not of the types."""
    path = Path(file.path)
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
