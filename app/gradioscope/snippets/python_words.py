"""What the snippets in Python say alike: secrets come from the environment, or are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from gradioscope.snippets.literals import PYTHON, Expression, literal, string
from gradioscope.snippets.payload import Template, Variable
from gradioscope.snippets.plan import Header, Plan

PASSWORD = "password"  # noqa: S105 - the name of a variable of the snippet


def environment(name: str, default: str | None = None) -> str:
    return f'os.environ["{name}"]' if default is None else f'os.environ.get("{name}", {string(default, PYTHON)})'


def text(value: Template | Variable, plan: Plan) -> Expression:
    """A text of the request with variables of the environment in it, as code."""
    pieces = value.pieces if isinstance(value, Template) else (value,)
    return Expression(" + ".join(_variable(p, plan) if isinstance(p, Variable) else string(p, PYTHON) for p in pieces))


def _variable(piece: Variable, plan: Plan) -> str:
    name = plan.secrets.get(piece, piece)
    return environment(name, plan.defaults.get(name))


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
        after = f" + {string(header.after, PYTHON)}" if header.after else ""
        return Expression(scheme + environment(header.variable) + after)

    return literal({header.name: value(header) for header in own}, PYTHON, margin, margin + 10)
