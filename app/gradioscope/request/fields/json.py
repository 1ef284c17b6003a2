"""Any JSON value."""

from __future__ import annotations

import json
from dataclasses import dataclass

from gradioscope.gradio.model import Json, LocalFile, Parameter
from gradioscope.request.fields.base import Field


@dataclass(frozen=True, slots=True)
class JsonField(Field):
    """Any JSON value, edited as text."""

    def check(self, value: Json) -> str | None:
        try:
            json.dumps(value, allow_nan=False, default=lambda item: item.path if isinstance(item, LocalFile) else None)
        except ValueError:
            return f"{self.label} holds NaN or Infinity, which JSON does not have."
        return None

    def from_text(self, text: str) -> Json:
        try:
            return json.loads(text)
        except ValueError:
            return text

    def from_files(self, files: list[LocalFile]) -> Json:
        return files[0] if len(files) == 1 else list(files)


def json_field(p: Parameter) -> Field:
    return JsonField(p.kind, p)
