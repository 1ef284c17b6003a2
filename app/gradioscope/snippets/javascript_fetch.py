"""JavaScript with fetch and no library: Node 20 or later, or a browser where the app allows its origin."""

from __future__ import annotations

from gradioscope.gradio.model import FILE_DATA, Json, LocalFile
from gradioscope.request.draft import Draft
from gradioscope.snippets.javascript_words import SAVE, exact, headers, insecure, password, required, text
from gradioscope.snippets.literals import JAVASCRIPT, Expression, literal, replaced, string
from gradioscope.snippets.options import Options
from gradioscope.snippets.payload import Template, Variable, json_pieces
from gradioscope.snippets.plan import EVENT_ID, SESSION, Plan, Upload, plan

heeded = ("follow", "save_files", "variables")

_ASK = """async function ask(path, init = {{}}) {{
  const answer = await fetch(app + path, {init});
  if (!answer.ok) throw new Error(`The app answered ${{answer.status}}: ${{await answer.text()}}`);
  return answer;
}}
"""
_UPLOAD = """async function upload(path, name) {
  const form = new FormData();
  form.append("files", new Blob([await readFile(path)]), name);
  const [uploaded] = await (await ask(%s, { method: "POST", body: form })).json();
  return { path: uploaded, orig_name: name, meta: %s };
}
"""
LINES = """async function* lines(answer) {
  let rest = "";
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + chunk).split("\\n");
    rest = parts.pop();
    yield* parts;
  }
}
"""
_OF_CALL = """let event, result;
for await (const line of lines(events)) {
  if (line.startsWith("event: ")) event = line.slice(7);
  else if (!line.startsWith("data: ")) continue;
  else if (event === "generating") console.log("…", line.slice(6));
  else if (event === "error") throw new Error(`The app failed: ${line.slice(6)}`);
  else if (event === "complete") result = JSON.parse(line.slice(6));
}
"""
_OF_QUEUE = """let result;
for await (const line of lines(events)) {
  if (!line.startsWith("data: ")) continue;
  const message = JSON.parse(line.slice(6));
  if (message.event_id && message.event_id !== event_id) continue;
  if (message.msg === "process_completed") {
    if (!message.success) throw new Error(`The app failed: ${JSON.stringify(message.output)}`);
    result = message.output.data;
    break;
  }%s
}
"""
_TOLD = """
  if (message.msg !== "heartbeat") console.log("…", line.slice(6));"""
_END = """if (!result) throw new Error("The connection ended before the result.");
for (const value of result) console.log(JSON.stringify(value));"""


def render(draft: Draft, options: Options | None = None) -> str:
    """A module that prints the result's values, one a line."""
    options = options or Options()
    # the queue's answers have the error's text on every Gradio, and null where `/call` says NaN, which is no JSON
    found = plan(draft, follow=options.follow or draft.stream == "queue", keep_files=True)
    script = ["\n".join([*required(found), *insecure(found), f"const app = {string(found.app, JAVASCRIPT)};", "", ""])]
    carries = bool(found.headers) or found.login_user is not None
    if carries:
        script.append(f"const own = {literal(headers(found.headers), JAVASCRIPT, 0, 12)};\n\n")
    script.append(_ASK.format(init="{ ...init, headers: { ...own, ...init.headers } }" if carries else "init") + "\n")
    if found.uploads:
        meta = literal(FILE_DATA, JAVASCRIPT)
        script.append(_UPLOAD % (string(found.upload, JAVASCRIPT), meta) + "\n")
    script.append(LINES + "\n")
    if found.login_user is not None:
        script.append(_login(found))
    script.append("\n".join([*_post(found), ""]))
    script.append(_OF_CALL if found.messages == "call" else _OF_QUEUE % (_TOLD if options.follow else ""))
    script.append(_END)
    if options.save_files:
        address = string(found.upload.removesuffix("/upload") + "/file=", JAVASCRIPT)
        script.append("\n\n" + SAVE % f"await ask({address} + encodeURIComponent(value.path))" + "await save(result);")
    text = "".join(script)
    names = [*(["readFile"] if found.uploads else []), *(["writeFile"] if options.save_files else [])]
    return f'import {{ {", ".join(names)} }} from "node:fs/promises";\n\n{text}' if names else text


def _login(found: Plan) -> str:
    user = string(found.login_user or "", JAVASCRIPT)
    return (
        f"const form = new URLSearchParams({{ username: {user}, password: {password()} }});\n"
        f'const login = await ask({string(found.login, JAVASCRIPT)}, {{ method: "POST", body: form }});\n'
        'own.Cookie = login.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");\n\n'
    )


def _post(found: Plan) -> list[str]:
    lines = []
    if found.own_session:
        lines.append('const session = crypto.randomUUID().replaceAll("-", "");')
    return [
        *lines,
        *body_lines(found),
        f"const answer = await ask({string(found.post, JAVASCRIPT)}, {{",
        '  method: "POST",',
        '  headers: { "Content-Type": "application/json" },',
        "  body,",
        "});",
        "const { event_id } = await answer.json();",
        "",
        f"const events = await ask({_address(found)});",
    ]


def body_lines(found: Plan) -> list[str]:
    """The line that makes the body, as the JSON text it is sent as."""
    uploads = {upload.file: upload for upload in found.uploads}
    if exact(found.request):
        body = replaced(found.request, lambda value: _expression(value, uploads, found))
        return [f"const body = JSON.stringify({literal(body, JAVASCRIPT, 0, 30)});"]
    pieces = json_pieces(replaced(found.request, lambda value: _variable(value, uploads)))
    parts = (
        _code(piece, uploads, found) if isinstance(piece, Variable) else string(piece, JAVASCRIPT) for piece in pieces
    )
    return [f"const body = {' + '.join(parts)};"]


def _address(found: Plan) -> str:
    names = {EVENT_ID: "event_id", SESSION: "session"}
    parts = (
        names[piece] if isinstance(piece, Variable) else string(piece, JAVASCRIPT) for piece in found.events if piece
    )
    return " + ".join(parts)


def _expression(value: Json, uploads: dict[LocalFile, Upload], found: Plan) -> Json | None:
    if isinstance(value, LocalFile):
        return Expression(
            f"await upload({string(value.path, JAVASCRIPT)}, {string(uploads[value].send_as, JAVASCRIPT)})"
        )
    if value is SESSION:
        return Expression("session")
    if isinstance(value, Template | Variable):
        return text(value, found)
    return None


def _variable(value: Json, uploads: dict[LocalFile, Upload]) -> Json | None:
    """A file as the path that its upload answers, for a body written as text."""
    if isinstance(value, LocalFile):
        upload = uploads[value]
        return {"path": upload.variable, "orig_name": upload.send_as, "meta": dict(FILE_DATA)}
    return None


def _code(variable: Variable, uploads: dict[LocalFile, Upload], found: Plan) -> str:
    """What stands between the quotes of the JSON text for a variable."""
    upload = next((item for item in uploads.values() if item.variable == variable), None)
    if upload is not None:
        code = f"(await upload({string(upload.file.path, JAVASCRIPT)}, {string(upload.send_as, JAVASCRIPT)})).path"
    else:
        code = "session" if variable is SESSION else text(variable, found)
    return f"JSON.stringify({code}).slice(1, -1)"
