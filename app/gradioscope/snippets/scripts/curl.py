"""For a POSIX shell: each request a group of its own, the functions and the cookies before it shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gradioscope.snippets.curl import variables
from gradioscope.snippets.curl_body import post
from gradioscope.snippets.curl_events import in_script
from gradioscope.snippets.curl_files import uploads
from gradioscope.snippets.curl_login import PASSWORD, login, password
from gradioscope.snippets.curl_words import Curl, curl_of
from gradioscope.snippets.options import Options
from gradioscope.snippets.plan import Plan, plan
from gradioscope.snippets.quoting import word
from gradioscope.snippets.scripts.connections import Placed, heading


def write(_target: str, requests: Sequence[Placed], name: str, options: Options) -> str:
    options = replace(options, separate=False)
    plans = [plan(each.entry.draft, follow=options.follow or options.save_files) for each in requests]
    lines = ["#!/bin/sh", f"# {heading(name, len(requests))}"]
    needed = dict.fromkeys(variable for found in plans for variable in found.environment)
    lines += [f': "${{{variable}:?is not set}}"' for variable in needed]
    if options.jq:
        lines.append("command -v jq >/dev/null || { echo 'jq is not installed.' >&2; exit 1; }")
    jars = [f"cookies_{each.connection.number}" for each in requests if each.first and each.connection.login]
    if jars:
        files = " ".join(f'"${jar}"' for jar in jars)
        lines += [
            f"{' && '.join(f'{jar}=$(mktemp)' for jar in jars)} || exit",
            f"trap 'rm -f {files}' EXIT",
            "trap 'exit 130' HUP INT TERM",
        ]
    last: Placed | None = None
    for each, found in zip(requests, plans, strict=True):
        curl = curl_of(found, long=options.long)
        lines.append("")
        if last is None or last.connection != each.connection:
            lines += _connection(each, found, curl)
        lines += [f"printf '# %s\\n' {word(each.entry.path)} >&2", *_request(found, curl, options)]
        last = each
    return "\n".join(lines)


def _connection(each: Placed, found: Plan, curl: Curl) -> list[str]:
    """From here on requests go there. Whoever logged in once is known by the cookies."""
    lines = [f"app={word(found.app)}"]
    if each.connection.login:
        lines.append(f"cookies=$cookies_{each.connection.number}")
        if each.first and each.connection.password != PASSWORD:
            lines.append(f"{PASSWORD}=${{{each.connection.password}-}}")
    lines += curl.function()
    if each.first and found.login_user is not None:
        lines += [*password(found.login_user), *login(found.login, found.login_user, curl)]
    return [*lines, ""]


def _request(found: Plan, curl: Curl, options: Options) -> list[str]:
    inner = variables(found)
    if found.uploads:
        inner += uploads(found, curl, " || exit")
    inner += post(found, curl, options)
    # its events have a file of their own, as without a login
    inner += in_script(replace(found, login_user=None), curl, options)
    # one item may be several lines: those of a here-document stay at the margin
    return ["(", *(f"  {line}" for line in inner), ") || exit"]
