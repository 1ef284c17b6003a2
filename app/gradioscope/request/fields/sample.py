"""What is chosen where the app has it: a sample of a Dataset, files of the server's own tree."""

from __future__ import annotations

import json
from dataclasses import dataclass

from gradioscope.gradio.model import Json, Parameter
from gradioscope.request.fields.base import Field


@dataclass(frozen=True, slots=True)
class SampleField(Field):
    """A Dataset takes the place of one of its samples, counted from 0."""

    samples: tuple[tuple[str, ...], ...] = ()
    """The samples' values as texts, one a column."""
    headers: tuple[str, ...] = ()

    def check(self, value: Json) -> str | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            return f"{self.label} takes the number of a sample, counted from 0."
        if self.samples and not 0 <= value < len(self.samples):
            return f"{self.label} has {len(self.samples)} samples, counted from 0; there is no {value}."
        return None

    def from_text(self, text: str) -> Json:
        try:
            return int(text)
        except ValueError:
            pass
        for number, sample in enumerate(self.samples):
            if text in sample:
                return number
        raise ValueError(f"{self.label} takes the number of a sample; {text!r} is none.")


def sample_field(p: Parameter) -> Field:
    samples = p.props.get("samples")
    rows = samples if isinstance(samples, list) else []
    headers = p.props.get("headers")
    return SampleField(
        "sample",
        p,
        tuple(tuple(map(_text, row if isinstance(row, list) else [row])) for row in rows),
        tuple(map(str, headers)) if isinstance(headers, list) else (),
    )


def _text(value: Json) -> str:
    """A cell of a sample, short."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and isinstance(value.get("path"), str):
        return str(value.get("orig_name") or value["path"].rsplit("/", 1)[-1])
    return json.dumps(value, ensure_ascii=False)[:200]


@dataclass(frozen=True, slots=True)
class ServerFilesField(Field):
    """Files of the app's own computer: a list of paths, each the list of its parts below the app's folder."""

    several: bool = True

    @property
    def empty(self) -> Json:
        return []

    def check(self, value: Json) -> str | None:
        if value is None:
            return None
        if not isinstance(value, list):
            return f"{self.label} takes a list of paths."
        for path in value:
            if not isinstance(path, list) or not path or not all(isinstance(part, str) and part for part in path):
                return f'{self.label} takes each path as a list of its parts: ["folder", "file.txt"].'
            if ".." in path:
                return f"{self.label}: a path cannot leave the app's folder."
        if not self.several and len(value) > 1:
            return f"{self.label} takes one file; {len(value)} are chosen."
        return None

    def from_text(self, text: str) -> Json:
        return [parts_of(line) for line in text.split(",") if line.strip()]


def parts_of(path: str) -> list[str]:
    """`sub/two.txt` as its parts."""
    return [part for part in path.strip().replace("\\", "/").split("/") if part not in ("", ".")]


def server_files_field(p: Parameter) -> Field:
    return ServerFilesField("server_files", p, p.props.get("file_count") != "single")
