"""What the snippets in Python say alike: secrets come from the environment, or are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from gradioscope.snippets.literals import PYTHON, Expression, literal, string
from gradioscope.snippets.plan import Header

PASSWORD = "password"  # noqa: S105 - the name of a variable of the snippet


def environment(name: str) -> str:
    return f'os.environ["{name}"]'


def password(user: str) -> list[str]:
    """Lines that make the variable `password`."""
    question = string(f"Password for {user}: ", PYTHON)
    return [f'{PASSWORD} = os.environ.get("GRADIOSCOPE_PASSWORD") or getpass.getpass({question})', ""]


def headers(own: Sequence[Header], margin: int) -> str:
    """The person's headers as a dict, on a line of that margin."""

    def value(header: Header) -> object:
        if not header.variable:
            return header.value
        scheme = f"{string(header.scheme, PYTHON)} + " if header.scheme else ""
        return Expression(scheme + environment(header.variable))

    return literal({header.name: value(header) for header in own}, PYTHON, margin, margin + 10)
