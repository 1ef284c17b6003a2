"""What the snippets in JavaScript say alike: secrets come from the environment of Node."""

from __future__ import annotations

from collections.abc import Sequence

from gradioscope.gradio.model import Json
from gradioscope.snippets.literals import JAVASCRIPT, Expression, string
from gradioscope.snippets.payload import Template, Variable
from gradioscope.snippets.plan import Header, Plan


def environment(name: str, default: str | None = None) -> str:
    return f"process.env.{name}" if default is None else f"(process.env.{name} ?? {string(default, JAVASCRIPT)})"


def text(value: Template | Variable, plan: Plan) -> Expression:
    """A text of the request with variables of the environment in it, as code."""
    pieces = value.pieces if isinstance(value, Template) else (value,)
    return Expression(
        " + ".join(_variable(p, plan) if isinstance(p, Variable) else string(p, JAVASCRIPT) for p in pieces)
    )


def _variable(piece: Variable, plan: Plan) -> str:
    name = plan.secrets.get(piece, piece)
    return environment(name, plan.defaults.get(name))


def password() -> str:
    return environment("GRADIOSCOPE_PASSWORD")


def headers(own: Sequence[Header]) -> dict[str, Json]:
    """The person's headers as an object's literal."""

    def value(header: Header) -> Json:
        if not header.variable:
            return header.value
        scheme = f"{string(header.scheme, JAVASCRIPT)} + " if header.scheme else ""
        after = f" + {string(header.after, JAVASCRIPT)}" if header.after else ""
        return Expression(scheme + environment(header.variable) + after)

    return {header.name: value(header) for header in own}


def required(found: Plan) -> list[str]:
    """Node gives no error for a variable that is not set."""
    names = [*found.environment, *(["GRADIOSCOPE_PASSWORD"] if found.login_user is not None else [])]
    if not names:
        return []
    listed = ", ".join(string(name, JAVASCRIPT) for name in names)
    return [f"for (const name of [{listed}]) if (!process.env[name]) throw new Error(`${{name}} is not set.`);"]


def insecure(found: Plan) -> list[str]:
    """Node has no such switch for a single request."""
    return ['process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";'] if found.insecure else []


SAVE = """async function save(value) {
  if (value?.meta?._type === "gradio.FileData") {
    const answer = %s;
    const path = value.orig_name || value.path;
    const name = path.replace(/.*[/\\\\]|[\\x00-\\x1f\\x7f-\\x9f]/g, "").replace(/^\\./, "_") || "file";
    const content = Buffer.from(await answer.arrayBuffer());
    for (let number = 1; ; number++) {
      const file = number > 1 ? `${number}-${name}` : name;
      try {
        await writeFile(file, content, { flag: "wx" }); // never over another
        return console.error("Saved", file);
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      }
    }
  }
  if (value && typeof value === "object") for (const item of Object.values(value)) await save(item);
}
"""
"""Saves every returned file inside a value; what fetches one takes the place of `%s`."""

_EXACT = 2**53


def exact(value: Json) -> bool:
    """Whether JavaScript has every number of the value: it rounds whole ones above 2**53."""
    if isinstance(value, dict):
        return all(map(exact, value.values()))
    if isinstance(value, list):
        return all(map(exact, value))
    return not isinstance(value, int) or isinstance(value, bool) or abs(value) <= _EXACT
