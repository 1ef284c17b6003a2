"""JavaScript with fetch and no library: one function that asks an app, one that calls and reads the queue."""

from __future__ import annotations

from collections.abc import Sequence

from gradioscope.gradio.model import FILE_DATA
from gradioscope.snippets.curl_login import PASSWORD
from gradioscope.snippets.javascript_fetch import LINES, body_lines
from gradioscope.snippets.javascript_words import headers, insecure
from gradioscope.snippets.literals import JAVASCRIPT, literal, string
from gradioscope.snippets.options import Options
from gradioscope.snippets.plan import Plan, plan
from gradioscope.snippets.scripts.connections import Placed, heading, shown

_ASK = """async function ask(app, path, init = {}) {
  const answer = await fetch(app.url + path, { ...init, headers: { ...app.headers, ...init.headers } });
  if (!answer.ok) throw new Error(`The app answered ${answer.status}: ${await answer.text()}`);
  return answer;
}
"""
_LOGIN = """async function login(app, path, username, password) {
  const form = new URLSearchParams({ username, password });
  const answer = await ask(app, path, { method: "POST", body: form });
  app.headers.Cookie = answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
}
"""
_UPLOAD = """async function upload(app, path, name) {
  const form = new FormData();
  form.append("files", new Blob([await readFile(path)]), name);
  const [uploaded] = await (await ask(app, app.prefix + "/upload", { method: "POST", body: form })).json();
  return { path: uploaded, orig_name: name, meta: %s };
}
"""
_CALL = """async function call(app, path, session, body) {
  const headers = { "Content-Type": "application/json" };
  const { event_id } = await (await ask(app, path, { method: "POST", headers, body })).json();
  const events = await ask(app, app.prefix + "/queue/data?session_hash=" + encodeURIComponent(session));
  for await (const line of lines(events)) {
    if (!line.startsWith("data: ")) continue;
    const message = JSON.parse(line.slice(6));
    if (message.event_id && message.event_id !== event_id) continue;
    if (message.msg === "process_completed") {
      if (!message.success) throw new Error(`The app failed: ${JSON.stringify(message.output)}`);
      return message.output.data;
    }%s
  }
  throw new Error("The connection ended before the result.");
}
"""
_TOLD = """
    if (message.msg !== "heartbeat") console.log("…", line.slice(6));"""


def write(_target: str, requests: Sequence[Placed], name: str, options: Options) -> str:
    plans = [plan(each.entry.draft, follow=True, keep_files=True) for each in requests]
    needed: dict[str, None] = {}
    connections: list[str] = []
    functions: list[str] = []
    for each, found in zip(requests, plans, strict=True):
        needed |= dict.fromkeys(found.environment)
        if each.first:
            connections += _connection(each, found)
            if found.login_user is not None:
                needed[each.connection.password] = None
        functions += _function(each, found)
    parts = [f"// {heading(name, len(requests))}"]
    if any(found.uploads for found in plans):
        parts.append('import { readFile } from "node:fs/promises";')
    parts.append("")
    if needed:
        parts += [
            f"for (const name of [{', '.join(string(each, JAVASCRIPT) for each in needed)}])",
            "  if (!process.env[name]) throw new Error(`${name} is not set.`);",
            "",
        ]
    parts += next((insecure(found) for found in plans if found.insecure), [])
    parts.append(_ASK)
    if any(found.login_user is not None for found in plans):
        parts.append(_LOGIN)
    if any(found.uploads for found in plans):
        parts.append(_UPLOAD % literal(FILE_DATA, JAVASCRIPT))
    parts += [LINES, _CALL % (_TOLD if options.follow else ""), *connections, "", *functions]
    for each in requests:
        parts.append(f"console.log({string(f'# {shown(each.entry.path)}', JAVASCRIPT)});")
        parts.append(f"for (const value of await {each.function}()) console.log(JSON.stringify(value));")
    return "\n".join(parts)


def _connection(each: Placed, found: Plan) -> list[str]:
    app = f"app{each.connection.suffix}"
    prefix = found.upload.removesuffix("/upload")
    about = {"url": found.app, "prefix": prefix, "headers": headers(found.headers)}
    lines = [f"const {app} = {literal(about, JAVASCRIPT, 0, 15)};"]
    if found.login_user is not None:
        secret = f"process.env.{each.connection.password if each.connection.login else PASSWORD}"
        path, user = string(found.login, JAVASCRIPT), string(found.login_user, JAVASCRIPT)
        lines.append(f"await login({app}, {path}, {user}, {secret});")
    return lines


def _function(each: Placed, found: Plan) -> list[str]:
    app = f"app{each.connection.suffix}"
    session = "session"
    lines = [f"async function {each.function}() {{"]
    if found.own_session:
        lines.append('  const session = crypto.randomUUID().replaceAll("-", "");')
    else:
        lines.append(f"  const session = {string(str(found.request['session_hash']), JAVASCRIPT)};")
    body = [line.replace("await upload(", f"await upload({app}, ") for line in body_lines(found)]
    lines += [f"  {line}" for text in body for line in text.split("\n")]
    lines += [f"  return call({app}, {string(found.post, JAVASCRIPT)}, {session}, body);", "}", ""]
    return lines
