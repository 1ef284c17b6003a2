"""curl for a POSIX shell: bash, zsh, dash, busybox, ksh, mksh, yash; as a file, or pasted into a prompt.

One group in parentheses, so that a failure leaves the group and not the person's shell, and nothing stays behind
in it. No comments, as an interactive zsh takes `#` for a command. curl 7.55 (2017) is enough: no `--json`, no
`--fail-with-body`. What the app answers is printed where it is not what was asked for.
"""

from __future__ import annotations

import re

from gradioscope.request.draft import Draft
from gradioscope.snippets.options import Options
from gradioscope.snippets.payload import Variable
from gradioscope.snippets.plan import Header, Plan, Upload, plan
from gradioscope.snippets.quoting import here_document, word

INLINE = 1000
"""Characters of a body that may stand in the command itself; longer ones go through its standard input.

A terminal passes on 4095 bytes a line, Linux 128 KiB an argument.
"""

PASSWORD = "GRADIOSCOPE_PASSWORD"  # noqa: S105 - the variable's name
REFUSED = "{ printf 'The app answered: %s\\n' \"$answer\" >&2; exit 1; }"


heeded = ("follow",)


def render(draft: Draft, options: Options | None = None) -> str:
    return _script(plan(draft, follow=bool(options and options.follow)))


def _script(plan: Plan) -> str:
    options = _options(plan)
    curl = "request" if options else "curl -sS"
    lines = [f"app={word(plan.app)}"]
    lines += [f': "${{{name}:?is not set}}"' for name in plan.environment]
    if plan.login_user is not None:
        lines += _password(plan.login_user)
    if options:
        lines += _request(options)
    if plan.login_user is not None:
        lines += _login(plan.login, plan.login_user)
    if plan.own_session:
        lines.append("session=$(od -An -N8 -tx1 /dev/urandom | tr -d ' \\n')")
    for variable, name in plan.secrets.items():
        lines.append(f"{variable}=$(printf '%s' \"${name}\" | sed 's/[\\\\\"]/\\\\&/g')")
    if plan.uploads:
        lines += _uploads(plan, curl)
    lines += _post(plan, curl)
    lines += _events(plan, curl)
    # one item may be several lines: those of a here-document stay at the margin
    return "\n".join(["(", *(f"  {line}" for line in lines), ")"])


def _options(plan: Plan) -> list[str]:
    """What every request of the snippet carries."""
    cookies = ['-b "$cookies"'] if plan.login_user is not None else []
    return [*cookies, *map(_header, plan.headers), *(["--insecure"] if plan.insecure else [])]


def _request(options: list[str]) -> list[str]:
    """The function that stands for `curl -sS` with these options: on one line where there is one."""
    if len(options) == 1:
        return [f'request() {{ curl -sS {options[0]} "$@"; }}']
    return ["request() {", "  curl -sS \\", *(f"    {option} \\" for option in options), '    "$@"', "}"]


def _header(header: Header) -> str:
    if header.variable:
        name = f"{header.name}: {header.scheme}"
        if re.fullmatch(r"[A-Za-z0-9: -]+", name):
            return f'-H "{name}${header.variable}"'
        return f'-H {word(name)}"${header.variable}"'
    # curl takes `Name:` for the wish not to send a header of its own
    return f"-H {word(f'{header.name}: {header.value}' if header.value else f'{header.name};')}"


def _password(user: str) -> list[str]:
    """Asked for at the terminal, where the environment does not have it; not echoed.

    Read by a process of its own, which Ctrl+C ends: yash's `read` goes on until Enter.
    """
    return [
        "cookies=$(mktemp) && events=$(mktemp) || exit",
        'trap \'rm -f "$cookies" "$events"\' EXIT',
        "trap 'exit 130' HUP INT TERM",
        f'if [ -z "${{{PASSWORD}-}}" ]; then',
        "  modes=$(stty -g </dev/tty) || exit",
        "  trap 'stty \"$modes\" </dev/tty; exit 130' HUP INT TERM",
        "  stty -echo </dev/tty",
        f"  printf 'Password for %s: ' {word(user)} >/dev/tty",
        f"  {PASSWORD}=$(head -n 1 </dev/tty)",
        '  stty "$modes" </dev/tty',
        "  echo >/dev/tty",
        "fi",
    ]


def _login(path: str, user: str) -> list[str]:
    """The password goes through standard input, as everyone may read the arguments of a process."""
    return [
        f'answer=$(printf \'%s\' "${PASSWORD}" | request -c "$cookies" "$app{path}" \\',
        f"  --data-urlencode {word(f'username={user}')} --data-urlencode password@-) || exit",
        f'grep -q access-token "$cookies" || {REFUSED}',
    ]


def _uploads(plan: Plan, curl: str) -> list[str]:
    """The path comes from the app: taken only where it stays one text of the JSON it is put into.

    It stays JSON-escaped, as it was sent; a backslash only in pairs (a server on Windows).
    """
    path = r"""'s/^\["\([^"\\]*\(\\\\[^"\\]*\)*\)"\]$/\1/p'"""
    return [
        "upload() {",
        f'  answer=$({curl} "$app{plan.upload}" -F "$1") || exit',
        f"  file=$(printf '%s\\n' \"$answer\" | sed -n {path})",
        f'  [ "$file" ] || {REFUSED}',
        "  printf '%s' \"$file\"",
        "}",
        *(f"{upload.variable}=$(upload {word(form_file(upload))}) || exit" for upload in plan.uploads),
    ]


def form_file(upload: Upload) -> str:
    """The argument of `curl -F`, which has quoting rules of its own: `,` and `;` end a name, `"` and `\\` quote."""
    name = upload.file.path
    if name == "-":
        name = "./-"
    if re.fullmatch(r"[A-Za-z0-9_./+-]+", name) and upload.send_as == upload.file.name:
        return f"files=@{name}"
    sent = "" if upload.send_as == upload.file.name else f";filename={_form_quoted(upload.send_as)}"
    return f"files=@{_form_quoted(name)}{sent}"


def _form_quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _post(plan: Plan, curl: str) -> list[str]:
    command = [
        f'answer=$({curl} "$app{plan.post}" \\',
        "  -H 'Content-Type: application/json' \\",
    ]
    pieces = plan.body()
    if len(pieces) == 1 and len(pieces[0]) <= INLINE:
        command.append(f"  -d {word(pieces[0])}) || exit")
    else:
        command += [f"  -d @- {here_document(pieces)}", ") || exit"]
    return [
        *command,
        r"""event_id=$(printf '%s\n' "$answer" | sed -n 's/.*"event_id": *"\([0-9a-f]*\)".*/\1/p')""",
        f'[ "$event_id" ] || {REFUSED}',
    ]


def _events(plan: Plan, curl: str) -> list[str]:
    """Shown as they come, and kept: how it ended decides the exit status.

    A file, as the alternatives fail in places: reading lines in the shell takes a system call a byte, mawk waits
    for a full buffer, and `tee /dev/stderr` cannot open what ksh93 makes of a pipe.
    """
    stream = f"{curl} -N" if curl == "request" else f"{curl}N"
    address = "".join(f"${piece}" if isinstance(piece, Variable) else piece for piece in plan.events)
    if plan.messages == "call":
        complete = "'^event: complete'"
    else:
        complete = """'^data: {"msg":"process_completed","event_id":"'"$event_id"'".*"success":true'"""
    keep = (
        []
        if plan.login_user is not None
        else [
            "events=$(mktemp) || exit",
            "trap 'rm -f \"$events\"' EXIT HUP INT TERM",
        ]
    )
    return [
        *keep,
        f'{stream} "$app{address}" | tee "$events"',
        f'grep -qs {complete} "$events"',
    ]
