"""JavaScript with @gradio/client: one client an app and login, one function a request."""

from __future__ import annotations

from collections.abc import Sequence

from gradioscope.snippets.curl_login import PASSWORD
from gradioscope.snippets.javascript_client import call_lines, client_lines, exact_lines, import_lines
from gradioscope.snippets.javascript_words import exact, insecure
from gradioscope.snippets.literals import JAVASCRIPT, string
from gradioscope.snippets.options import Options
from gradioscope.snippets.plan import plan
from gradioscope.snippets.scripts.connections import Placed, heading, shown


def write(_target: str, requests: Sequence[Placed], name: str, options: Options) -> str:
    clients: list[str] = []
    functions: list[str] = []
    needed: dict[str, None] = {}
    wide: list[str] = []
    # what follows its events has to say so when it connects
    follow = options.follow or any(each.entry.draft.endpoint.generator for each in requests)
    for each in requests:
        draft = each.entry.draft
        found = plan(draft, keep_files=True)
        if not exact(found.request):
            wide.append(str(found.request))
        client = f"app{each.connection.suffix}"
        needed |= dict.fromkeys(found.environment)
        if each.first:
            if found.login_user is not None:
                needed[each.connection.password] = None
            if found.insecure:
                clients = [*insecure(found), *(line for line in clients if line not in insecure(found))]
            lines = client_lines(draft, found, follow, client)
            clients += [
                line.replace(f"process.env.{PASSWORD}", f"process.env.{each.connection.password}") for line in lines
            ]
        body = call_lines(draft, found, options, client)
        functions.append(
            "\n".join(
                [
                    f"async function {each.function}() {{",
                    f"  console.log({string(f'# {shown(each.entry.path)}', JAVASCRIPT)});",
                    *("  " + line if line else "" for text in body for line in text.split("\n")),
                    "}",
                    "",
                ]
            )
        )
    lines = [
        *([f"for (const name of [{', '.join(string(each, JAVASCRIPT) for each in needed)}])"] if needed else []),
        *(["  if (!process.env[name]) throw new Error(`${name} is not set.`);"] if needed else []),
        *clients,
        *(
            exact_lines([f"app{each.connection.suffix}" for each in requests if each.first], "".join(wide))
            if wide
            else []
        ),
        "",
        *functions,
        *(f"await {each.function}();" for each in requests),
        'process.stdout.write("", () => process.exit()); // the heartbeat would keep Node running',
    ]
    return "\n".join([f"// {heading(name, len(requests))}", *import_lines("\n".join(lines)), "", *lines])
