"""curl for fish 3: as a file, or pasted into a prompt.

One function that forgets itself: a failure returns from it and does not end the person's shell, and nothing stays
behind in it. No temporary file but that of a login's cookies, as fish keeps lists of lines by itself. Or, where asked
for, the steps one after the other in the person's own shell.
"""

from __future__ import annotations

from gradioscope.request.draft import Draft
from gradioscope.snippets.curl_body import BODY_FILE, INLINE
from gradioscope.snippets.curl_fish_events import as_step, in_script
from gradioscope.snippets.curl_fish_words import Fish, address, body, header, refused, word
from gradioscope.snippets.curl_login import PASSWORD
from gradioscope.snippets.curl_words import JSON_TEXT, LONG, SHORT, form_file
from gradioscope.snippets.options import Options
from gradioscope.snippets.plan import TOKEN, Plan, plan
from gradioscope.snippets.quoting import FOLD

__all__ = ["heeded", "render"]

heeded = ("follow", "separate", "extract", "jq", "save_files", "pretty", "body_file", "long", "variables")

_PATH = r"""'^\["([^"\\\\]*(?:\\\\\\\\[^"\\\\]*)*)"\]$'"""
"""The path of an upload's answer, taken only where it stays one text of the JSON it is put into."""


def render(draft: Draft, options: Options | None = None) -> str:
    options = options or Options()
    # the names of returned files are written as they are there, and with escapes by `/call`
    found = plan(draft, follow=options.follow or options.save_files)
    fish = Fish(LONG if options.long else SHORT, _carried(found, options), separate=options.separate)
    lines = _before(found, fish, options)
    if found.login_user is not None:
        lines += _login(found, found.login_user, fish)
    lines += _variables(found, fish)
    for upload in found.uploads:
        lines += [
            f"{fish.set} answer ({fish.called()} {address(found.upload)} \\",
            f"    {fish.flags.form} {word(form_file(upload))}){fish.otherwise}",
            f"{fish.set} {upload.variable} (printf '%s\\n' $answer | string replace -rf {_PATH} '$1')",
            *refused(fish),
        ]
    if options.separate:
        last = ["", "rm -f $cookies"] if found.login_user is not None else []
        return "\n".join([*lines, "", *_post(found, fish, options), "", *as_step(found, fish, options), *last])
    return _function(found, [*lines, *_post(found, fish, options), *in_script(found, fish, options)])


def _before(plan: Plan, fish: Fish, options: Options) -> list[str]:
    lines = [f"{fish.set} app {word(plan.app)}"]
    for name in plan.environment:
        lines += [f'if test -z "${name}"', f"    echo '{name}: is not set' >&2", *fish.leave, "end"]
    if options.jq and not fish.separate:
        lines += ["if not command -q jq", "    echo 'jq is not installed.' >&2", *fish.leave, "end"]
    if fish.separate and plan.login_user is not None:
        lines.append("set cookies (mktemp)")
    if fish.carried:
        lines.append(f"{fish.set} options \\\n        " + " \\\n        ".join(fish.carried))
    return lines


def _variables(plan: Plan, fish: Fish) -> list[str]:
    lines = []
    if plan.own_session:
        lines.append(f"{fish.set} session (od -An -N8 -tx1 /dev/urandom | string replace --all ' ' '')")
    for variable, name in plan.secrets.items():
        if name in plan.defaults:
            lines.append(f"set -q {name}; or {fish.set} {name} {word(plan.defaults[name])}")
        lines.append(f"{fish.set} {variable} (printf '%s\\n' \"${name}\" | awk {word(JSON_TEXT)})")
    return lines


def _carried(plan: Plan, options: Options) -> tuple[str, ...]:
    flags = LONG if options.long else SHORT
    cookies = [f"{flags.cookies} $cookies"] if plan.login_user is not None else []
    insecure = ["--insecure"] if plan.insecure else []
    return (*cookies, *(f"{flags.header} {header(one)}" for one in plan.headers), *insecure)


def _login(plan: Plan, user: str, fish: Fish) -> list[str]:
    """The password goes through standard input, as everyone may read the arguments of a process."""
    return [
        f'{fish.set} password "${PASSWORD}"',
        'if test -z "$password"',
        f"    read --silent --prompt-str {word(f'Password for {user}: ')} password </dev/tty{fish.otherwise}",
        "end",
        f"{fish.set} answer (printf '%s' \"$password\" | {fish.called()} {address(plan.login)} \\",
        f"    {fish.flags.jar} $cookies --data-urlencode {word(f'username={user}')} \\",
        f"    --data-urlencode password@-){fish.otherwise}",
        "grep -q access-token $cookies",
        *refused(fish),
        *(["set --erase password"] if fish.separate else []),
    ]


def _post(plan: Plan, fish: Fish, options: Options) -> list[str]:
    pieces = plan.body(pretty=options.pretty)
    text = body(pieces)
    secret = bool(plan.secrets) or plan.request.get("oauth_token") == TOKEN
    flags = fish.flags
    command = f"{fish.called()} {address(plan.post)}"
    kind = f"    {flags.header} 'Content-Type: application/json' \\"
    if options.body_file and not secret:
        # text that is folded inside of its strings is joined first
        folded = any(len(line) > FOLD for line in "".join(pieces).split("\n"))
        lines = [
            f"printf '%s' {text} | {_JOINED if folded else 'cat'} >?{BODY_FILE}{fish.otherwise}",
            f"{fish.set} answer ({command} \\",
            kind,
            f"    {flags.data} @{BODY_FILE}){fish.otherwise}",
        ]
    elif sum(map(len, pieces)) <= INLINE:
        lines = [f"{fish.set} answer ({command} \\", kind, f"    {flags.data} {text}){fish.otherwise}"]
    else:
        lines = [
            f"{fish.set} answer (printf '%s' {text} | {command} \\",
            kind,
            f"    {flags.data} @-){fish.otherwise}",
        ]
    return [
        *lines,
        f'{fish.set} event_id (string replace -rf \'.*"event_id": *"([0-9a-f]+)".*\' \'$1\' -- "$answer")',
        *refused(fish),
    ]


_JOINED = "tr -d '\\n'"


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
