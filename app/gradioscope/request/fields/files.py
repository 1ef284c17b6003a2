"""Files: of this computer, or at a web address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gradioscope.gradio.model import Json, LocalFile, Parameter, file_data, is_file_data
from gradioscope.request.fields.base import Field
from gradioscope.request.file_types import local_problem


def file_problem(value: Json, types: tuple[str, ...], label: str) -> str | None:
    """Why a value is no file that can be sent, as a sentence. A file of this computer is looked at."""
    if isinstance(value, LocalFile):
        return local_problem(value, types)
    return None if is_file_data(value) else f"{label} takes a file."


@dataclass(frozen=True, slots=True)
class FileField(Field):
    """One file: LocalFile, or FileData whose path is an http(s) address or an uploaded path."""

    file_types: tuple[str, ...] = ()
    """As Gradio says them: `.txt`, `image`, `audio`, `video`, `text`; empty for any."""

    def check(self, value: Json) -> str | None:
        if value is None:
            return Field.check(self, value)
        return file_problem(value, self.file_types, self.label)

    def from_text(self, text: str) -> Json:
        return file_from(text, self.label)


def file_from(text: str, label: str) -> Json:
    """The FileData of an address. ValueError for another text."""
    if text.startswith(("http://", "https://")):
        name = text.split("?", 1)[0].split("#", 1)[0].rstrip("/").rsplit("/", 1)[-1]
        return file_data(text, name or None)
    raise ValueError(f"{label} takes a file: write name@FILE, or an http(s) address.")


@dataclass(frozen=True, slots=True)
class ImageField(FileField):
    pass


@dataclass(frozen=True, slots=True)
class FilesField(Field):
    file_types: tuple[str, ...] = ()
    directory: bool = False

    @property
    def empty(self) -> Json:
        return []

    @property
    def takes_folders(self) -> bool:
        return True

    def check(self, value: Json) -> str | None:
        if value is None:
            return None
        if not isinstance(value, list):
            return f"{self.label} takes a list of files."
        return next(filter(None, (file_problem(item, self.file_types, self.label) for item in value)), None)

    def from_text(self, text: str) -> Json:
        return [file_from(text, self.label)]

    def from_files(self, files: list[LocalFile]) -> Json:
        return list(files)


def _types(props: Mapping[str, Json]) -> tuple[str, ...]:
    types = props.get("file_types")
    listed = [types] if isinstance(types, str) else types if isinstance(types, list) else []
    return tuple(t for t in listed if isinstance(t, str))


def file_field(p: Parameter) -> Field:
    return FileField("file", p, _types(p.props))


def files_field(p: Parameter) -> Field:
    return FilesField("files", p, _types(p.props), p.props.get("file_count") == "directory")


def image_field(p: Parameter) -> Field:
    return ImageField("image", p, ("image",))
