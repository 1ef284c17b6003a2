"""Python with httpx: one client an app and login, one function that asks and reads the queue."""

from __future__ import annotations

from collections.abc import Sequence

from gradioscope.gradio.model import FILE_DATA
from gradioscope.snippets.curl_login import PASSWORD
from gradioscope.snippets.literals import PYTHON, literal, replaced, string
from gradioscope.snippets.options import Options
from gradioscope.snippets.plan import Plan, plan
from gradioscope.snippets.python_httpx import EVENTS, UPLOAD, expression, open_lines
from gradioscope.snippets.python_words import password
from gradioscope.snippets.scripts.connections import Placed, heading, shown

_CALL = '''async def call(client, path, queue, body):
    """The values that an endpoint returns."""
    answer = await client.post(path, json=body)
    answer.raise_for_status()
    event_id = answer.json()["event_id"]
    async with client.stream("GET", f"{queue}?session_hash={quote(body['session_hash'])}") as stream:
        stream.raise_for_status()
        async for line in messages(stream):
            if not line.startswith("data: "):
                continue
            message = json.loads(line[6:])
            if message.get("event_id") not in (None, event_id):
                continue
            if message["msg"] == "process_completed":
                if not message["success"]:
                    raise SystemExit(f"The app failed: {message['output']}")
                return message["output"]["data"]
%s    raise SystemExit("The connection ended before the result.")


'''
_TOLD = """            if message["msg"] != "heartbeat":
                print("…", line[6:])
"""


def write(_target: str, requests: Sequence[Placed], name: str, options: Options) -> str:
    plans = [plan(each.entry.draft, follow=True, keep_files=True) for each in requests]
    script = [EVENTS, _CALL % (_TOLD if options.follow else "")]
    if uploading := next((found for found in plans if found.uploads), None):
        script.append(UPLOAD.format(upload=string(uploading.upload, PYTHON), meta=literal(FILE_DATA, PYTHON)))
    connections: list[str] = []
    for each, found in zip(requests, plans, strict=True):
        if each.first:
            connections.append(_connection(each, found))
        script.append(_function(each, found))
    lines = ["async def main():", "    async with AsyncExitStack() as stack:"]
    for each in requests:
        if each.first:
            suffix = each.connection.suffix
            lines.append(f"        client{suffix} = await stack.enter_async_context(connection{suffix}())")
        result = f"await {each.function}(client{each.connection.suffix})"
        lines += [f'        print("# {shown(each.entry.path)}")', f"        for value in {result}:"]
        lines.append("            print(json.dumps(value, ensure_ascii=False))")
    text = "".join([*script, *connections, "\n".join([*lines, "", "", "asyncio.run(main())"])])
    return f'"""{heading(name, len(requests))}"""\n\n{_imports(text)}{text}'


def _imports(script: str) -> str:
    used = ["asyncio", "json", *(name for name in ("getpass", "os", "secrets") if f"{name}." in script)]
    lines = [f"import {name}" for name in sorted(used)]
    lines += ["from contextlib import AsyncExitStack, asynccontextmanager", "from urllib.parse import quote"]
    return "\n".join([*lines, "", "import httpx", "", "", ""])


def _connection(each: Placed, found: Plan) -> str:
    lines = []
    if found.login_user is not None:
        asked = password(found.login_user)
        lines += [line.replace(PASSWORD, each.connection.password) for line in asked if line]
    lines += open_lines(found)
    if found.login_user is not None:
        user = string(found.login_user, PYTHON)
        lines += [
            f'    form = {{"username": {user}, "password": password}}',
            f"    (await client.post({string(found.login, PYTHON)}, data=form)).raise_for_status()",
        ]
    lines.append("    yield client")
    head = f"@asynccontextmanager\nasync def connection{each.connection.suffix}():\n"
    return head + "\n".join(f"    {line}" for line in lines) + "\n\n\n"


def _function(each: Placed, found: Plan) -> str:
    uploads = {upload.file: upload for upload in found.uploads}
    body = replaced(found.request, lambda value: expression(value, uploads, found))
    queue = found.upload.removesuffix("/upload") + "/queue/data"
    lines = [f"async def {each.function}(client):", f'    """{shown(each.entry.path)}."""']
    if found.own_session:
        lines.append("    session = secrets.token_hex(8)")
    lines += [
        f"    body = {literal(body, PYTHON, 4, 11)}",
        f"    return await call(client, {string(found.post, PYTHON)}, {string(queue, PYTHON)}, body)",
    ]
    return "\n".join([*lines, "", "", ""])
