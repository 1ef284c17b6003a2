"""Text: on one line or several, code, Markdown, HTML, a colour, a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
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
    language: str = ""
    """What code is written in, as Gradio names it: `python`, `javascript`, …; empty for plain text."""

    @property
    def empty(self) -> Json:
        return ""

    def check(self, value: Json) -> str | None:
        if value is not None and not isinstance(value, str):
            return f"{self.label} takes text."
        if value and self.max_length is not None and len(value) > self.max_length:
            return f"{self.label} takes {self.max_length} characters at most; this has {len(value)}."
        return None


_HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_PART = r"(\d{1,9}(?:\.\d{0,99})?|\.\d{1,99})"  # Gradio's picker writes as in rgba(163.57499999999996, 0, 0, 1)
_FUNCTION = re.compile(
    rf"(rgba?|hsla?)\(\s*{_PART}(%?|deg)[\s,]+{_PART}%?[\s,]+{_PART}%?(?:[\s,/]+{_PART}(%?))?\s*\)", re.IGNORECASE
)
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ColorField(Field):
    """A colour as CSS writes it. The app checks nothing; a word is let through, as CSS has names for colours."""

    @property
    def empty(self) -> Json:
        return "#000000"

    def check(self, value: Json) -> str | None:
        if value is None:
            return None
        if isinstance(value, str) and any(form.fullmatch(value.strip()) for form in (_HEX, _FUNCTION, _WORD)):
            return None
        return f"{self.label} takes a colour such as #ff8800, #ff880080 or rgba(255, 136, 0, 0.5)."


def rgba(text: str) -> tuple[float, float, float, float] | None:
    """Red, green, blue and alpha, each 0 to 1, of a colour in CSS's `#` or `rgb()` form; None for other forms."""
    text = text.strip()
    if _HEX.fullmatch(text):
        digits = text[1:]
        if len(digits) < 6:
            digits = "".join(digit * 2 for digit in digits)
        parts = [int(digits[n : n + 2], 16) / 255 for n in range(0, len(digits), 2)]
        return (parts[0], parts[1], parts[2], parts[3] if len(parts) > 3 else 1.0)
    found = _FUNCTION.fullmatch(text)
    if not found or not found[1].lower().startswith("rgb"):
        return None
    alpha = float(found[6]) / (100 if found[7] else 1) if found[6] else 1.0
    red, green, blue = (min(float(found[n]) / 255, 1.0) for n in (2, 4, 5))
    return (red, green, blue, min(alpha, 1.0))


_RELATIVE = re.compile(r"now(?:\s*-\s*\d+\s*[smhd])?")


@dataclass(frozen=True, slots=True)
class DateTimeField(Field):
    """`2024-05-06 07:08:09`, or the day alone where the app wants no time; or `now`, `now - 5m`."""

    with_time: bool = True
    timezone: str = ""
    """The app's, where it says one; the server's own otherwise."""

    @property
    def empty(self) -> Json:
        return None

    @property
    def form(self) -> str:
        """As `strftime` writes it."""
        return "%Y-%m-%d %H:%M:%S" if self.with_time else "%Y-%m-%d"

    @property
    def type_text(self) -> str:
        return "YYYY-MM-DD HH:MM:SS, or now - 5m" if self.with_time else "YYYY-MM-DD, or now - 5d"

    def check(self, value: Json) -> str | None:
        if value is None or value == "":  # which every version takes as none
            return None
        if isinstance(value, str):
            if _RELATIVE.fullmatch(value.strip()):
                return None
            try:
                datetime.strptime(value, self.form)
            except ValueError:
                pass
            else:
                return None
        example = "2024-05-06 07:08:09" if self.with_time else "2024-05-06"
        return f"{self.label} takes a {'time' if self.with_time else 'day'} such as {example}, or now - 5m."


def text_field(p: Parameter) -> Field:
    props = p.props
    form = props.get("type")
    return TextField(
        p.kind,
        p,
        lines=_whole(props.get("lines")) or 1,
        max_lines=_whole(props.get("max_lines")),
        placeholder=str(props.get("placeholder") or ""),
        max_length=_whole(props.get("max_length")),
        form=form if form in ("password", "email") else "text",
    )


def code_field(p: Parameter) -> Field:
    """Code, Markdown or HTML: a text of several lines in a language."""
    language = p.kind if p.kind in ("markdown", "html") else str(p.props.get("language") or "")
    lines = _whole(p.props.get("lines")) or 5
    return TextField(p.kind, p, lines=max(lines, 3), max_lines=_whole(p.props.get("max_lines")), language=language)


def color_field(p: Parameter) -> Field:
    return ColorField("color", p)


def datetime_field(p: Parameter) -> Field:
    zone = p.props.get("timezone")
    return DateTimeField("datetime", p, p.props.get("include_time") is not False, zone if isinstance(zone, str) else "")


def _whole(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None
