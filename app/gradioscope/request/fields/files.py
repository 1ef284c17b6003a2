"""Files: of this computer, or at a web address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gradioscope.gradio.model import Json, LocalFile, Parameter, file_data, is_file_data
from gradioscope.request.fields.base import Field


def _is_file(value: Json) -> bool:
    return isinstance(value, LocalFile) or is_file_data(value)


@dataclass(frozen=True, slots=True)
class FileField(Field):
    """One file: LocalFile, or FileData whose path is an http(s) address or an uploaded path."""

    file_types: tuple[str, ...] = ()
    """As Gradio says them: `.txt`, `image`, `audio`, `video`, `text`; empty for any."""

    def check(self, value: Json) -> str | None:
        if value is None:
            return Field.check(self, value)
        return None if _is_file(value) else f"{self.label} takes a file."

    def from_text(self, text: str) -> Json:
        return _file_from(text, self.label)


def _file_from(text: str, label: str) -> Json:
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
        if isinstance(value, list) and all(_is_file(item) for item in value):
            return None
        return f"{self.label} takes a list of files."

    def from_text(self, text: str) -> Json:
        return [_file_from(text, self.label)]

    def from_files(self, files: list[LocalFile]) -> Json:
        return list(files)


def _types(props: Mapping[str, Json]) -> tuple[str, ...]:
    types = props.get("file_types") or ()
    return tuple(t for t in ([types] if isinstance(types, str) else types) if isinstance(t, str))


def file_field(p: Parameter) -> Field:
    return FileField("file", p, _types(p.props))


def files_field(p: Parameter) -> Field:
    return FilesField("files", p, _types(p.props), p.props.get("file_count") == "directory")


def image_field(p: Parameter) -> Field:
    return ImageField("image", p, ("image",))
