"""curl for fish 3: as a file, or pasted into a prompt.

One function that forgets itself: a failure returns from it and does not end the person's shell, and nothing stays
behind in it. No temporary file but that of a login's cookies, as fish keeps lists of lines by itself.
"""

from __future__ import annotations

from gradioscope.request.draft import Draft
from gradioscope.snippets.curl_body import BODY_FILE, INLINE
from gradioscope.snippets.curl_fish_words import address, body, header, word
from gradioscope.snippets.curl_login import PASSWORD
from gradioscope.snippets.curl_words import JSON_TEXT, LONG, SHORT, Curl, Flags, form_file
from gradioscope.snippets.options import Options
from gradioscope.snippets.payload import Variable
from gradioscope.snippets.plan import TOKEN, Plan, plan

__all__ = ["heeded", "render"]

heeded = ("follow", "extract", "jq", "pretty", "body_file", "long", "variables")

_REFUSED = ["or begin", "    printf 'The app answered: %s\\n' \"$answer\" >&2", "    return 1", "end"]


def render(draft: Draft, options: Options | None = None) -> str:
    options = options or Options()
    found = plan(draft, follow=options.follow)
    flags = LONG if options.long else SHORT
    curl = Curl(flags, _carried(found, flags))
    lines = [f"set -l app {word(found.app)}"]
    for name in found.environment:
        lines += [f'if test -z "${name}"', f"    echo '{name}: is not set' >&2", "    return 1", "end"]
    if options.jq:
        lines += ["if not command -q jq", "    echo 'jq is not installed.' >&2", "    return 1", "end"]
    if curl.carried:
        lines.append("set -l options \\\n        " + " \\\n        ".join(curl.carried))
    if found.login_user is not None:
        lines += _login(found, found.login_user, curl)
    if found.own_session:
        lines.append("set -l session (od -An -N8 -tx1 /dev/urandom | string replace --all ' ' '')")
    for variable, name in found.secrets.items():
        if name in found.defaults:
            lines.append(f"set -q {name}; or set -l {name} {word(found.defaults[name])}")
        lines.append(f"set -l {variable} (printf '%s\\n' \"${name}\" | awk {word(JSON_TEXT)})")
    for upload in found.uploads:
        lines += [
            f"set -l answer ({_called(curl)} {address(found.upload)} \\",
            f"    {flags.form} {word(form_file(upload))}); or return",
            f"set -l {upload.variable} (printf '%s\\n' $answer | string replace -rf {_PATH} '$1')",
            *_REFUSED,
        ]
    lines += _post(found, curl, options)
    lines += _events(found, curl, options)
    return _function(found, lines)


_PATH = r"""'^\["([^"\\\\]*(?:\\\\\\\\[^"\\\\]*)*)"\]$'"""
"""The path of an upload's answer, taken only where it stays one text of the JSON it is put into."""


def _carried(plan: Plan, flags: Flags) -> tuple[str, ...]:
    cookies = [f"{flags.cookies} $cookies"] if plan.login_user is not None else []
    insecure = ["--insecure"] if plan.insecure else []
    return (*cookies, *(f"{flags.header} {header(one)}" for one in plan.headers), *insecure)


def _called(curl: Curl, *, stream: bool = False) -> str:
    quiet = curl.flags.quiet
    if stream:
        quiet = "-sSN" if curl.flags is SHORT else f"{quiet} {curl.flags.stream}"
    return f"curl {quiet} $options" if curl.carried else f"curl {quiet}"


def _login(plan: Plan, user: str, curl: Curl) -> list[str]:
    """The password goes through standard input, as everyone may read the arguments of a process."""
    return [
        f'set -l password "${PASSWORD}"',
        'if test -z "$password"',
        f"    read --silent --local --prompt-str {word(f'Password for {user}: ')} typed </dev/tty; or return",
        "    set password $typed",
        "end",
        f"set -l answer (printf '%s' \"$password\" | {_called(curl)} {address(plan.login)} \\",
        f"    {curl.flags.jar} $cookies --data-urlencode {word(f'username={user}')} \\",
        "    --data-urlencode password@-); or return",
        "grep -q access-token $cookies",
        *_REFUSED,
    ]


def _post(plan: Plan, curl: Curl, options: Options) -> list[str]:
    pieces = plan.body(pretty=options.pretty)
    text = body(pieces)
    secret = bool(plan.secrets) or plan.request.get("oauth_token") == TOKEN
    flags = curl.flags
    command = f"{_called(curl)} {address(plan.post)}"
    kind = f"    {flags.header} 'Content-Type: application/json' \\"
    if options.body_file and not secret:
        lines = [
            f"if test -e {BODY_FILE}",
            f"    echo '{BODY_FILE} is there already.' >&2",
            "    return 1",
            "end",
            f"printf '%s' {text} | {_joined(text, options)}>{BODY_FILE}; or return",
            f"set -l answer ({command} \\",
            kind,
            f"    {flags.data} @{BODY_FILE}); or return",
        ]
    elif sum(map(len, pieces)) <= INLINE:
        lines = [f"set -l answer ({command} \\", kind, f"    {flags.data} {text}); or return"]
    else:
        lines = [
            f"set -l answer (printf '%s' {text} | {command} \\",
            kind,
            f"    {flags.data} @-); or return",
        ]
    return [
        *lines,
        'set -l event_id (string replace -rf \'.*"event_id": *"([0-9a-f]+)".*\' \'$1\' -- "$answer")',
        *_REFUSED,
    ]


def _joined(text: str, options: Options) -> str:
    return "cat " if options.pretty or "\n" not in text else "tr -d '\\n' "


def _events(plan: Plan, curl: Curl, options: Options) -> list[str]:
    """Shown as they come; whether the completed one came decides the status."""
    request = "$app" + "".join(f"${piece}" if isinstance(piece, Variable) else word(piece) for piece in plan.events)
    done = "'event: complete*'" if plan.messages == "call" else _COMPLETED
    shown = "printf '%s\\n' $line" + (" >&2" if options.extract or options.jq else "")
    lines = []
    if (options.extract or options.jq) and not options.follow:
        lines += [
            f"set -l events ({_called(curl)} {request}); or return",
            f"if not string match -q {done} -- $events",
            "    printf '%s\\n' $events >&2",
            "    return 1",
            "end",
        ]
    else:
        lines += [
            "set -l events",
            f"{_called(curl, stream=True)} {request} | while read --line --local line",
            f"    {shown}",
            "    set --append events $line",
            "end",
            f"string match -q {done} -- $events",
        ]
        if not (options.extract or options.jq):
            return lines
        lines[-1] += "; or return"
    if plan.messages == "call":
        lines.append("set -l data (string replace -rf '^data: ' '' -- $events)[-1]")
    else:
        lines.append(f"set -l data (string replace -rf {_DATA} '$1' -- (string match {_COMPLETED} -- $events))")
    return [*lines, "printf '%s\\n' $data" + (" | jq ." if options.jq else "")]


_COMPLETED = """'data: {"msg":"process_completed","event_id":"'$event_id'"*"success":true*'"""
_DATA = """'.*?"output":\\\\{"data":(.*),"is_generating":.*'"""


def _function(plan: Plan, lines: list[str]) -> str:
    inner = [f"    {line}" for line in lines]
    if plan.login_user is None:
        return "\n".join(["function call_app", "    functions --erase call_app", *inner, "end", "call_app"])
    return "\n".join(
        [
            "function call_app --argument-names cookies",
            *inner,
            "end",
            "begin",
            "    set -l cookies (mktemp)",
            "    function forget --on-signal INT --on-signal TERM --on-signal HUP --inherit-variable cookies",
            "        rm -f $cookies",
            "    end",
            "    call_app $cookies",
            "    set -l result $status",
            "    forget",
            "    functions --erase call_app forget",
            "    test $result -eq 0",
            "end",
        ]
    )
