"""curl for a POSIX shell: bash, zsh, dash, busybox, ksh, mksh, yash; as a file, or pasted into a prompt.

One group in parentheses, so that a failure leaves the group and not the person's shell, and nothing stays behind
in it; or, where asked for, the steps one after the other in the person's own shell, as Gradio's guide has them. No
comments, as an interactive zsh takes `#` for a command. curl 7.55 (2017) is enough: no `--json`, no
`--fail-with-body`. What the app answers is printed where it is not what was asked for.
"""

from __future__ import annotations

from gradioscope.request.draft import Draft
from gradioscope.snippets.curl_body import BODY_FILE, INLINE, post
from gradioscope.snippets.curl_events import as_step, in_script
from gradioscope.snippets.curl_files import uploads
from gradioscope.snippets.curl_login import PASSWORD, login, password
from gradioscope.snippets.curl_words import JSON_TEXT, Curl, curl_of, form_file
from gradioscope.snippets.options import Options
from gradioscope.snippets.plan import Plan, plan
from gradioscope.snippets.quoting import word

__all__ = ["BODY_FILE", "INLINE", "PASSWORD", "form_file", "heeded", "render"]

heeded = ("follow", "separate", "extract", "jq", "save_files", "pretty", "body_file", "long", "variables")


def render(draft: Draft, options: Options | None = None) -> str:
    options = options or Options()
    # the names of returned files are written as they are there, and with escapes by `/call`
    found = plan(draft, follow=options.follow or options.save_files)
    curl = curl_of(found, long=options.long)
    return _steps(found, curl, options) if options.separate else _script(found, curl, options)


def _script(plan: Plan, curl: Curl, options: Options) -> str:
    lines = _before(plan)
    if options.jq:
        lines.append("command -v jq >/dev/null || { echo 'jq is not installed.' >&2; exit 1; }")
    if plan.login_user is not None:
        lines += [
            "cookies=$(mktemp) && events=$(mktemp) || exit",
            'trap \'rm -f "$cookies" "$events"\' EXIT',
            "trap 'exit 130' HUP INT TERM",
            *password(plan.login_user),
        ]
    lines += curl.function()
    if plan.login_user is not None:
        lines += login(plan.login, plan.login_user, curl)
    lines += variables(plan)
    if plan.uploads:
        lines += uploads(plan, curl, " || exit")
    lines += post(plan, curl, options)
    lines += in_script(plan, curl, options)
    return _group(lines)


def _steps(plan: Plan, curl: Curl, options: Options) -> str:
    """One block for each step; what the next one needs stays in the shell."""
    first = [*_before(plan)]
    if plan.login_user is not None:
        first.append("cookies=$(mktemp)")
    first += curl.function()
    if plan.login_user is not None:
        first.append(_group([*password(plan.login_user), *login(plan.login, plan.login_user, curl)]))
    first += variables(plan)
    if plan.uploads:
        first += uploads(plan, curl)
    last = ["", 'rm -f "$cookies"'] if plan.login_user is not None else []
    return "\n".join([*first, "", *post(plan, curl, options), "", *as_step(plan, curl, options), *last])


def _before(plan: Plan) -> list[str]:
    return [f"app={word(plan.app)}", *(f': "${{{name}:?is not set}}"' for name in plan.environment)]


def variables(plan: Plan) -> list[str]:
    """Lines that set what a body has from elsewhere: a session of its own, secrets as the inside of JSON texts."""
    lines = ["session=$(od -An -N8 -tx1 /dev/urandom | tr -d ' \\n')"] if plan.own_session else []
    if plan.secrets:
        lines += ["json_text() {", f"  printf '%s\\n' \"$1\" | awk {word(JSON_TEXT)}", "}"]
    for variable, name in plan.secrets.items():
        if name in plan.defaults:
            lines.append(f'[ "${{{name}+set}}" ] || {name}={word(plan.defaults[name])}')
        lines.append(f'{variable}=$(json_text "${name}")')
    return lines


def _group(lines: list[str]) -> str:
    # one item may be several lines: those of a here-document stay at the margin
    return "\n".join(["(", *(f"  {line}" for line in lines), ")"])
