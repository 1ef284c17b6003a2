"""JavaScript with @gradio/client, Gradio's own library, 2.0 or later: in Node, or in a page where no file is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from gradioscope.gradio.model import Json, LocalFile, is_file_data
from gradioscope.gradio.upload_name import not_hidden
from gradioscope.request.draft import Draft
from gradioscope.snippets.javascript_words import SAVE, environment, exact, headers, insecure, password, required, text
from gradioscope.snippets.literals import JAVASCRIPT, Expression, literal, replaced, string
from gradioscope.snippets.options import Options
from gradioscope.snippets.payload import Template, Variable
from gradioscope.snippets.plan import Plan, plan

heeded = ("follow", "save_files", "variables")
_NAMES = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


def render(draft: Draft, options: Options | None = None) -> str:
    """A module that prints the result's values."""
    options = options or Options()
    found = plan(draft, keep_files=True)
    follow = options.follow or draft.endpoint.generator
    lines = [*required(found), *insecure(found), *client_lines(draft, found, follow, "app")]
    if not exact(found.request):
        lines += exact_lines(["app"], str(found.request))
    lines.append("")
    lines += call_lines(draft, found, options, "app")
    if options.save_files:
        lines += ["", *_save(draft, found, follow)]
    lines.append('process.stdout.write("", () => process.exit()); // the heartbeat would keep Node running')
    return "\n".join([*import_lines("\n".join(lines)), "", *lines])


def _save(draft: Draft, found: Plan, follow: bool) -> list[str]:
    """From the app's own address, whatever the answer says: another would see the token."""
    address = string(f"{found.app}{found.upload.removesuffix('/upload')}/file=", JAVASCRIPT)
    token = (
        f", {{ headers: {{ Authorization: `Bearer ${{{environment('HF_TOKEN')}}}` }} }}" if draft.access.token else ""
    )
    fetched = f"await app.fetch({address} + encodeURIComponent(value.path){token})"
    return [*(SAVE % fetched).rstrip("\n").split("\n"), f"await save({'last' if follow else 'result.data'});"]


def call_lines(draft: Draft, found: Plan, options: Options, app: str) -> list[str]:
    """Those that call the endpoint and print its values."""
    name = string(draft.endpoint.name, JAVASCRIPT)
    values = _values(draft, found)
    if options.follow or draft.endpoint.generator:
        shown = "console.log(JSON.stringify(message.data))"
        return [
            *(["let last;"] if options.save_files else []),
            f"const job = {app}.submit({name}, {literal(values, JAVASCRIPT, 0, 28 + len(name))});",
            "for await (const message of job) {",
            f'  if (message.type === "data") {"last = message.data, " if options.save_files else ""}{shown};',
            '  else if (message.type === "status" && message.stage === "error") throw new Error(message.message);',
            '  else if (message.type === "status" && message.stage === "complete") break;',
            "}",
        ]
    written = literal(values, JAVASCRIPT, 0, 36 + len(name))
    return [
        f"const result = await {app}.predict({name}, {written});",
        "console.log(JSON.stringify(result.data, null, 2));",
    ]


def import_lines(script: str) -> list[str]:
    """Those that a script needs."""
    names = ["Client", *(["handle_file"] if "handle_file(" in script else [])]
    lines = [f'import {{ {", ".join(names)} }} from "@gradio/client";']
    files = [name for name in ("readFile", "writeFile") if f"await {name}(" in script]
    if files:
        lines.append(f'import {{ {", ".join(files)} }} from "node:fs/promises";')
    return lines


def client_lines(draft: Draft, found: Plan, follow: bool, app: str) -> list[str]:
    """The line that makes a client, under that name."""
    space = draft.app.space_id if found.app.endswith(".hf.space") else None
    settings: dict[str, Json] = {}
    if follow:
        settings["events"] = ["data", "status"]
    if draft.access.token:
        settings["token"] = Expression(environment("HF_TOKEN"))
        if draft.endpoint.oauth_token:
            settings["oauth_token"] = Expression(environment("HF_TOKEN"))
    if found.login_user is not None:
        settings["auth"] = [found.login_user, Expression(password())]
    own = [header for header in found.headers if header.variable != "HF_TOKEN"]
    if own:
        settings["headers"] = headers(own)
    if draft.session_hash:
        settings["session_hash"] = draft.session_hash
    address = string(space or found.app, JAVASCRIPT)
    if not settings:
        return [f"const {app} = await Client.connect({address});"]
    written = literal(settings, JAVASCRIPT, 0, len(address) + 36)
    return [f"const {app} = await Client.connect({address}, {written});"]


def exact_lines(clients: Sequence[str], requests: str) -> list[str]:
    """Those that let clients send whole numbers as they are, by JavaScript's BigInt; `requests` has every text."""
    prefix = "whole"
    while prefix in requests:
        prefix += "_"
    lines = [
        "// JSON's whole numbers may be above 2 ** 53: they go as texts, which are unquoted when they are sent.",
        f"BigInt.prototype.toJSON = function () {{ return `{prefix}:${{this}}`; }};",
    ]
    for client in clients:
        lines += [
            f"const {client}_fetch = {client}.fetch.bind({client});",
            f"{client}.fetch = (input, init) => {client}_fetch(input, {{",
            "  ...init,",
            rf'  body: typeof init?.body === "string" ? init.body.replace(/"{prefix}:(-?\d+)"/g, "$1") : init?.body,',
            "});",
        ]
    return lines


def _values(draft: Draft, found: Plan) -> Json:
    """By name where every parameter has one that the library knows, else in their order."""
    data = found.request["data"]
    parameters = draft.endpoint.parameters
    by_name = all(_NAMES.fullmatch(p.name) and not p.name.startswith("param_") for p in parameters)
    values = [replaced(data[p.position], partial(_expression, found)) for p in parameters]
    return dict(zip((p.name for p in parameters), values, strict=True)) if by_name else values


def _expression(found: Plan, value: Json) -> Json | None:
    if isinstance(value, LocalFile):
        path, name = string(value.path, JAVASCRIPT), string(not_hidden(value.name), JAVASCRIPT)
        return Expression(f"handle_file(new File([await readFile({path})], {name}))")
    if not isinstance(value, dict | list) and not exact(value):
        return Expression(f"{value}n")
    if isinstance(value, Template | Variable):
        return text(value, found)
    if isinstance(value, Mapping) and is_file_data(value) and str(value["path"]).startswith(("http://", "https://")):
        return Expression(f"handle_file({string(value['path'], JAVASCRIPT)})")
    return None
