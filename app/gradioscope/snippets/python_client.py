"""Python with gradio_client, Gradio's own library: 2.0 or later, which reaches every Gradio since 4.44.

It finds the queue, the State and the files by itself, so only what differs from the defaults is written down.
"""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from functools import partial

from gradioscope.gradio.model import Json, LocalFile, Parameter, is_file_data
from gradioscope.gradio.upload_name import not_hidden
from gradioscope.request.draft import Draft
from gradioscope.request.fields import field_for
from gradioscope.snippets.literals import PYTHON, Expression, literal, replaced, string
from gradioscope.snippets.options import Options
from gradioscope.snippets.payload import Template, Variable
from gradioscope.snippets.plan import Plan, plan
from gradioscope.snippets.python_words import PASSWORD, environment, headers, password, text

heeded = ("follow", "save_files", "variables")
TAKEN = ("self", "api_name", "fn_index", "headers", "result_callbacks")
"""Names that `predict` and `submit` have for themselves."""


def render(draft: Draft, options: Options | None = None) -> str:
    """A script that prints the result: one value, or a tuple of several."""
    found = plan(draft, keep_files=True)
    options = options or Options()
    lines = [*client_lines(draft, found, "client", save_files=options.save_files), ""]
    if draft.session_hash:
        lines[-1:] = [f"client.session_hash = {string(draft.session_hash, PYTHON)}", ""]
    call, result = call_lines(draft, found, options, "client")
    lines += [*call, f"print({result})"]
    return "\n".join([*import_lines("\n".join(lines)), *lines])


def call_lines(draft: Draft, found: Plan, options: Options, client: str, margin: int = 0) -> tuple[list[str], str]:
    """The lines that call the endpoint, behind a margin, and the expression that is the result after them."""
    follow = options.follow or draft.endpoint.generator
    arguments = _Arguments(_values(draft, found), margin)
    name = f"api_name={string(draft.endpoint.name, PYTHON)}"
    call = f"{'job' if follow else 'result'} = {client}.{'submit' if follow else 'predict'}("
    lines = [f"{call}{', '.join([*arguments.flat, name])})"]
    if len(lines[0]) + margin > 88 or arguments.wraps:
        lines = [call, *(f"    {line}," for line in [*arguments.wrapped, name]), ")"]
    if follow:
        lines += ["for value in job:", '    print("…", value)']
    before = " " * margin
    return [before + line for line in lines], "job.result()" if follow else "result"


def import_lines(script: str) -> list[str]:
    """Those that a script needs, and the blank line after them."""
    modules = [f"import {name}" for name in ("getpass", "os", "shutil", "tempfile") if f"{name}." in script]
    names = ["Client", *(["handle_file"] if "handle_file(" in script else [])]
    return [*modules, *([""] if modules else []), f"from gradio_client import {', '.join(names)}", ""]


def client_lines(draft: Draft, found: Plan, client: str, *, save_files: bool = False) -> list[str]:
    """The lines that make a client, under that name."""
    space = draft.app.space_id if found.app.endswith(".hf.space") else None
    given = [string(space or found.app, PYTHON)]
    token = environment("HF_TOKEN")
    if draft.access.token:
        given.append(f"token={token}")
        if draft.endpoint.oauth_token:
            given.append(f"oauth_token={token}")
    elif space is None:
        given.append("token=False")  # or it sends the computer's own token to whatever app this is
    lines = []
    if found.login_user is not None:
        lines = password(found.login_user)
        given.append(f"auth=({string(found.login_user, PYTHON)}, {PASSWORD})")
    own = [header for header in found.headers if header.variable != "HF_TOKEN"]
    if own:
        given.append(f"headers={headers(own, 4)}")
    if found.insecure:
        given.append("ssl_verify=False")
    if save_files:
        given.append('download_files="."')
    flat = f"{client} = Client({', '.join(given)})"
    if len(flat) <= 88:
        return [*lines, flat]
    return [*lines, f"{client} = Client(", *(f"    {item}," for item in given), ")"]


class _Arguments:
    def __init__(self, values: list[tuple[str, Json]], margin: int) -> None:
        inner = margin + 4
        self.flat = [f"{before}{literal(value, PYTHON)}" for before, value in values]
        self.wrapped = [f"{before}{literal(value, PYTHON, inner, inner + 1 + len(before))}" for before, value in values]
        self.wraps = any("\n" in item for item in self.flat)


def _values(draft: Draft, found: Plan) -> list[tuple[str, Json]]:
    data = found.request["data"]
    by_name = all(_is_keyword(p.name) for p in draft.endpoint.parameters)
    wanted = [p for p in draft.endpoint.parameters if not (by_name and _at_default(draft, p))]
    return [(f"{p.name}=" if by_name else "", replaced(data[p.position], partial(_expression, found))) for p in wanted]


def _is_keyword(name: str) -> bool:
    """Whether a parameter can be given by its name; where `/info` has none it is `param_0`, which nobody knows."""
    usable = name.isidentifier() and name.isascii() and not keyword.iskeyword(name) and name not in TAKEN
    return usable and not name.startswith("param_")


def _at_default(draft: Draft, parameter: Parameter) -> bool:
    """Whether gradio_client sends the same where nothing is said."""
    if parameter.required or field_for(parameter).initial != parameter.default:
        return False
    return repr(draft.value(parameter.name)) == repr(parameter.default)


def _expression(found: Plan, value: Json) -> Json | None:
    if isinstance(value, LocalFile) and not_hidden(value.name) != value.name:
        # the library sends the file's own name
        copy = f"os.path.join(tempfile.mkdtemp(), {string(not_hidden(value.name), PYTHON)})"
        return Expression(f"handle_file(shutil.copy({string(value.path, PYTHON)}, {copy}))")
    if isinstance(value, LocalFile):
        return Expression(f"handle_file({string(value.path, PYTHON)})")
    if isinstance(value, Template | Variable):
        return text(value, found)
    if isinstance(value, Mapping) and is_file_data(value) and str(value["path"]).startswith(("http://", "https://")):
        return Expression(f"handle_file({string(value['path'], PYTHON)})")
    return None
