"""Text on one line or several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gradioscope.gradio.model import Json, Parameter
from gradioscope.request.fields.base import Field


@dataclass(frozen=True, slots=True)
class TextField(Field):
    lines: int = 1
    max_lines: int | None = None
    placeholder: str = ""
    max_length: int | None = None
    form: Literal["text", "password", "email"] = "text"

    @property
    def empty(self) -> Json:
        return ""

    def check(self, value: Json) -> str | None:
        if value is not None and not isinstance(value, str):
            return f"{self.label} takes text."
        if value and self.max_length is not None and len(value) > self.max_length:
            return f"{self.label} takes {self.max_length} characters at most; this has {len(value)}."
        return None


def text_field(p: Parameter) -> Field:
    props = p.props
    form = props.get("type")
    return TextField(
        "text",
        p,
        lines=int(props.get("lines") or 1),
        max_lines=props.get("max_lines"),
        placeholder=str(props.get("placeholder") or ""),
        max_length=props.get("max_length"),
        form=form if form in ("password", "email") else "text",
    )
