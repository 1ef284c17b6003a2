"""The folders Gradioscope keeps its own files in; `--home FOLDER` moves all of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["config", "data", "cache", "state"]


@dataclass(frozen=True)
class Places:
    """The folders of one person. Each is made when it is first asked for, readable by that person alone.

    With a `home` they are its `config`, `data`, `cache` and `state`; without one they are where the
    system keeps such things. Asking for a folder that cannot be made raises WrongUse.
    """

    home: Path | None = None

    @property
    def config(self) -> Path:
        """What the person set: settings.json."""
        return self._folder("config")

    @property
    def data(self) -> Path:
        """What the person made and would miss."""
        return self._folder("data")

    @property
    def cache(self) -> Path:
        """What can be fetched again."""
        return self._folder("cache")

    @property
    def state(self) -> Path:
        """What is remembered from the last time: window sizes, recent addresses."""
        return self._folder("state")

    def _folder(self, kind: Kind) -> Path:
        folder = self.home.expanduser().absolute() / kind if self.home is not None else _system(kind)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            from gradioscope.gradio.errors import WrongUse

            raise WrongUse(
                f"The folder {folder} cannot be used.",
                f"{error.strerror or error}.",
                "Choose a folder you can write to with --home FOLDER.",
            ) from error
        return folder


def _system(kind: Kind) -> Path:
    import platformdirs  # here, as a window's first paint does not need it

    # without an author Windows gets no second, empty level
    folders = platformdirs.PlatformDirs("gradioscope", appauthor=False)
    match kind:
        case "config":
            return folders.user_config_path
        case "data":
            return folders.user_data_path
        case "cache":
            return folders.user_cache_path
        case "state":
            return folders.user_state_path
