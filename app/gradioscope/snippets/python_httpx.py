"""Python with httpx, on the standard library's asyncio, and no Gradio.

Lines are cut from the bytes at `\n` alone: httpx's own `aiter_lines` also cuts at U+2028, which `/queue/data`
sends as it is.
"""

from __future__ import annotations

from gradioscope.gradio.model import FILE_DATA, Json, LocalFile
from gradioscope.request.draft import Draft
from gradioscope.snippets.literals import PYTHON, Expression, literal, replaced, string
from gradioscope.snippets.options import Options
from gradioscope.snippets.payload import Template, Variable
from gradioscope.snippets.plan import EVENT_ID, SESSION, Plan, Upload, plan
from gradioscope.snippets.python_words import PASSWORD, headers, password, text

heeded = ("follow", "save_files", "variables")

UPLOAD = """async def upload(client, path, name):
    with open(path, "rb") as file:
        answer = await client.post({upload}, files={{"files": (name, file)}})
    answer.raise_for_status()
    return {{"path": answer.json()[0], "orig_name": name, "meta": {meta}}}


"""
EVENTS = '''async def messages(stream):
    """The stream's lines, each of them JSON or the name of what follows."""
    rest = b""
    async for chunk in stream.aiter_bytes():
        *lines, rest = (rest + chunk).split(b"\\n")
        for line in lines:
            yield line.decode()


'''
_SAVE = '''async def save(client, value):
    """Save every returned file inside a value in this folder, never over another."""
    if isinstance(value, dict) and value.get("meta") == {meta}:
        answer = await client.get({file} + quote(value["path"]))
        answer.raise_for_status()
        name = re.sub(r".*[/\\\\]|[\\x00-\\x1f\\x7f-\\x9f]", "", value.get("orig_name") or value["path"])
        name = re.sub(r"^\\.", "_", name) or "file"
        file, number = Path(name), 1
        while file.exists():
            number += 1
            file = Path(f"{{number}}-{{name}}")
        with file.open("xb") as out:
            out.write(answer.content)
        print("saved", file)
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            await save(client, item)


'''
_ELSE = ["else:", '    raise SystemExit("The connection ended before the result.")']


def render(draft: Draft, options: Options | None = None) -> str:
    """A script that prints the result's values, one a line."""
    options = options or Options()
    # the queue's answers have the error's text on every Gradio; those of `/call` only since 6.13
    found = plan(draft, follow=options.follow or draft.stream == "queue", keep_files=True)
    script = [EVENTS]
    meta = literal(FILE_DATA, PYTHON)
    if found.uploads:
        script.append(UPLOAD.format(upload=string(found.upload, PYTHON), meta=meta))
    if options.save_files:
        prefix = string(found.upload.removesuffix("/upload") + "/file=", PYTHON)
        script.append(_SAVE.format(meta=meta, file=prefix))
    lines = [f"    {line}" if line else "" for line in _main(found, options)]
    script.append("\n".join(["async def main():", *lines, "", "", "asyncio.run(main())"]))
    return _imports("".join(script)) + "".join(script)


def _imports(script: str) -> str:
    used = ["asyncio", "json"]
    used += [name for name in ("getpass", "os", "re", "secrets") if f"{name}." in script]
    lines = [f"import {name}" for name in sorted(used)]
    if "save(client" in script:
        lines += ["from pathlib import Path", "from urllib.parse import quote"]
    return "\n".join([*lines, "", "import httpx", "", "", ""])


def _main(found: Plan, options: Options) -> list[str]:
    lines = password(found.login_user) if found.login_user is not None else []
    if found.own_session:
        lines.append("session = secrets.token_hex(8)")
    lines += [*open_lines(found), *(f"    {line}" if line else "" for line in _inside(found, options))]
    return lines


def open_lines(found: Plan) -> list[str]:
    """The line, or lines, that open a client, for what is indented behind them."""
    given = [f"base_url={string(found.app, PYTHON)}", "timeout=httpx.Timeout(60, read=None)"]
    if found.headers:
        given.append(f"headers={headers(found.headers, 4)}")
    if found.insecure:
        given.append("verify=False")
    return ["async with httpx.AsyncClient(", *(f"    {item}," for item in given), ") as client:"]


def _inside(found: Plan, options: Options) -> list[str]:
    lines = []
    if found.login_user is not None:
        user = string(found.login_user, PYTHON)
        lines += [
            f'form = {{"username": {user}, "password": {PASSWORD}}}',
            f"(await client.post({string(found.login, PYTHON)}, data=form)).raise_for_status()",
        ]
    uploads = {upload.file: upload for upload in found.uploads}
    body = replaced(found.request, lambda value: expression(value, uploads, found))
    lines += [
        f"body = {literal(body, PYTHON, 8, 15)}",
        f"answer = await client.post({string(found.post, PYTHON)}, json=body)",
        "answer.raise_for_status()",
        'event_id = answer.json()["event_id"]',
        f'async with client.stream("GET", {_address(found)}) as stream:',
        "    stream.raise_for_status()",
        *(f"    {line}" for line in (_of_queue(options) if found.messages == "queue" else _of_call())),
        "for value in result:",
        "    print(json.dumps(value, ensure_ascii=False))",
    ]
    return [*lines, "await save(client, result)"] if options.save_files else lines


def _address(found: Plan) -> str:
    """Where the events are; what comes from elsewhere is in braces of an f-string."""
    names = {EVENT_ID: "{event_id}", SESSION: "{session}"}
    text = "".join(
        names[piece] if isinstance(piece, Variable) else piece.replace("{", "{{").replace("}", "}}")
        for piece in found.events
    )
    quoted = string(text, PYTHON)
    return f"f{quoted}" if any(isinstance(piece, Variable) for piece in found.events) else quoted


def _of_call() -> list[str]:
    return [
        'event = ""',
        "async for line in messages(stream):",
        '    if line.startswith("event: "):',
        "        event = line[7:]",
        '    elif line.startswith("data: ") and event == "generating":',
        '        print("…", line[6:])',
        '    elif line.startswith("data: ") and event == "error":',
        '        raise SystemExit(f"The app failed: {line[6:]}")',
        '    elif line.startswith("data: ") and event == "complete":',
        "        result = json.loads(line[6:])",
        "        break",
        *_ELSE,
    ]


def _of_queue(options: Options) -> list[str]:
    told = ['    elif message["msg"] != "heartbeat":', '        print("…", line[6:])'] if options.follow else []
    return [
        "async for line in messages(stream):",
        '    if not line.startswith("data: "):',
        "        continue",
        "    message = json.loads(line[6:])",
        '    if message.get("event_id") not in (None, event_id):',
        "        continue",
        '    if message["msg"] == "process_completed":',
        '        if not message["success"]:',
        "            raise SystemExit(f\"The app failed: {message['output']}\")",
        '        result = message["output"]["data"]',
        "        break",
        *told,
        *_ELSE,
    ]


def expression(value: Json, uploads: dict[LocalFile, Upload], found: Plan) -> Json | None:
    """What comes from elsewhere, as code; None for what is written as it is."""
    if isinstance(value, LocalFile):
        name = string(uploads[value].send_as, PYTHON)
        return Expression(f"await upload(client, {string(value.path, PYTHON)}, {name})")
    if value is SESSION:
        return Expression("session")
    if isinstance(value, Template | Variable):
        return text(value, found)
    return None
