"""Another tool's file, read within bounds: it is somebody else's text, and may be made to do harm."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Json
from gradioscope.library.exchange.syntax import DEEPEST

LARGEST = 64 * 1024 * 1024
"""Bytes of one file."""
LARGEST_YAML = 5_000_000
"""Bytes: YAML takes a hundred times longer to read than JSON."""


def text_of(path: Path) -> str:
    """The file's text. WrongUse where it is none, is too large, or cannot be read."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise refused(path, "It is no ordinary file.")
        if about.st_size > LARGEST:
            raise refused(path, f"It is larger than {LARGEST // 2**20} MB.")
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise WrongUse(f"{path} cannot be read.", f"{why}.", "Check its name.") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused(path, "It is no text in UTF-8.") from error


def value_of(path: Path, text: str) -> Json:
    """The JSON or YAML value in a text. WrongUse where it is neither, or nested too deeply."""
    if text.lstrip()[:1] in ("{", "["):
        try:
            value = json.loads(text)
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise refused(path, "It holds half a character (a lone surrogate).") from error
        except RecursionError as error:
            raise refused(path, "It is nested too deeply.") from error
        except ValueError as error:
            if "\n" not in text.strip() or path.suffix.lower() in (".json", ".har"):
                raise refused(path, f"It is no JSON: {error}.") from error
        else:
            _check_depth(path, value)
            return value
    return _yaml(path, text)


def _yaml(path: Path, text: str) -> Json:
    from gradioscope.library.environment.document import parsed

    if len(text) > LARGEST_YAML:
        raise refused(path, f"YAML is read up to {LARGEST_YAML // 1_000_000} MB.")
    return parsed(path, text)


def _check_depth(path: Path, value: Json) -> None:
    level = [value]
    for _ in range(2 * DEEPEST):
        level = [
            item
            for each in level
            if isinstance(each, dict | list)
            for item in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return
    raise refused(path, "It is nested too deeply.")


MOST_FILES = 20_000


def files_in(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    """Files of these endings in a folder and those below, in order; hidden ones, and links, are passed over.

    WrongUse where there are too many.
    """
    found: list[Path] = []
    seen = 0
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        seen += len(names) + len(folders)
        if seen > MOST_FILES:
            raise refused(folder, f"It holds more than {MOST_FILES:,} files.")
        found += [Path(place, name) for name in sorted(names) if name.endswith(endings) and not name.startswith(".")]
    return [path for path in found if not path.is_symlink()]


def refused(path: Path, why: str) -> WrongUse:
    return WrongUse(
        f"{path.name} cannot be imported.",
        why,
        "Export it again from the tool it comes from.",
    )
