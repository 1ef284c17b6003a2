"""Numbers: written, or set by a slider."""

from __future__ import annotations

import math
from dataclasses import dataclass

from gradioscope.gradio.model import Json, Parameter
from gradioscope.request.fields.base import Field


def _number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number_from(text: str, label: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if math.isinf(number) and any(letter.isdigit() for letter in text):
        raise ValueError(f"{label} takes a number; {text!r} is too large for one.")
    if not math.isfinite(number):
        raise ValueError(f"{label} takes a number; {text!r} is not one.")
    return number


def _float(value: int | float) -> float:
    """As the app's computer would hold it: infinite where a whole number is too large for that."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


@dataclass(frozen=True, slots=True)
class NumberField(Field):
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    precision: int | None = None
    """Digits after the point; 0 is a whole number."""

    # The step is only how far an arrow goes: no version of Gradio refuses what lies between two steps.

    def check(self, value: Json) -> str | None:
        # named, as zero-argument super() finds no class cell after slots=True rebuilt the class (CPython < 3.14)
        if value is None:
            return Field.check(self, value)
        if not _number(value) or math.isnan(_float(value)):
            return f"{self.label} takes a number."
        if math.isinf(_float(value)):
            return f"{self.label} takes a number; this is too large for one."
        if self.minimum is not None and value < self.minimum:
            return f"{self.label} must be at least {self.minimum:g}; this is {value:g}."
        if self.maximum is not None and value > self.maximum:
            return f"{self.label} must be at most {self.maximum:g}; this is {value:g}."
        if self.precision == 0 and value != int(value):
            return f"{self.label} takes a whole number."
        return None

    def from_text(self, text: str) -> Json:
        return _number_from(text, self.label)


@dataclass(frozen=True, slots=True)
class SliderField(NumberField):
    @property
    def empty(self) -> Json:
        return self.minimum if self.minimum is not None else 0

    def check(self, value: Json) -> str | None:
        if value is None:  # Gradio 5 and 6 refuse a null here; 4 takes it
            return f"{self.label} takes a number."
        return NumberField.check(self, value)


def _numeric(p: Parameter) -> dict[str, Json]:
    found = {key: p.props.get(key) for key in ("minimum", "maximum", "step")}
    return {key: value if _bounded(value) else None for key, value in found.items()}


def _bounded(value: Json) -> bool:
    return _number(value) and math.isfinite(_float(value))


def number_field(p: Parameter) -> Field:
    digits = p.props.get("precision")
    whole = isinstance(digits, int) and not isinstance(digits, bool)
    return NumberField("number", p, **_numeric(p), precision=digits if whole else None)


def slider_field(p: Parameter) -> Field:
    return SliderField("slider", p, **_numeric(p))
