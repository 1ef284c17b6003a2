"""What the snippets in JavaScript say alike: secrets come from the environment of Node."""

from __future__ import annotations

from collections.abc import Sequence

from gradioscope.gradio.model import Json
from gradioscope.snippets.literals import JAVASCRIPT, Expression, string
from gradioscope.snippets.plan import Header, Plan


def environment(name: str) -> str:
    return f"process.env.{name}"


def password() -> str:
    return environment("GRADIOSCOPE_PASSWORD")


def headers(own: Sequence[Header]) -> dict[str, Json]:
    """The person's headers as an object's literal."""

    def value(header: Header) -> Json:
        if not header.variable:
            return header.value
        scheme = f"{string(header.scheme, JAVASCRIPT)} + " if header.scheme else ""
        return Expression(scheme + environment(header.variable))

    return {header.name: value(header) for header in own}


def insecure(found: Plan) -> list[str]:
    """Node has no such switch for a single request."""
    return ['process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";'] if found.insecure else []


_EXACT = 2**53


def exact(value: Json) -> bool:
    """Whether JavaScript has every number of the value: it rounds whole ones above 2**53."""
    if isinstance(value, dict):
        return all(map(exact, value.values()))
    if isinstance(value, list):
        return all(map(exact, value))
    return not isinstance(value, int) or isinstance(value, bool) or abs(value) <= _EXACT
