"""Numbers as they are written: whole ones of any size, fractions without the dust of binary arithmetic."""

from __future__ import annotations

import json
import math
import re

from gradioscope.gradio.model import Json

_WHOLE = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def number(text: str) -> int | float | None:
    """The number a person wrote, None for none. Stricter than Python: no `1_000`, no `nan`, no other digits."""
    text = text.strip().replace("\u2212", "-")  # the minus sign that web pages print
    if _WHOLE.fullmatch(text):
        return int(text) if len(text) <= 4300 else None  # Python's own bound against slow conversions
    if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return None


def written(value: Json) -> str:
    """A number as text that reads back as the same number; anything else as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value)


def stepped(value: float, step: float, count: int) -> int | float:
    """`value + count * step` in decimal, so that 0.1 + 0.2 is 0.3; whole where both are."""
    if isinstance(value, int) and (isinstance(step, int) or step.is_integer()):
        return value + int(step) * count
    from decimal import Context, Decimal

    # enough digits for what repr writes of any two doubles that are near enough to matter
    exact = Context(prec=60)
    return float(exact.add(Decimal(repr(value)), exact.multiply(Decimal(repr(step)), Decimal(count))))
