"""curl for PowerShell: one text for Windows PowerShell 5.1 and for 7.3 and later, on Windows and elsewhere.

One script block, so that nothing stays behind in the person's shell. In 5.1 `curl` is another command's name, so the
program is asked for. 5.1 drops double quotes inside of arguments and 7.3 keeps them: no argument has any. Body,
headers and login go through temporary files, as the pipe has another encoding, and in places a byte order mark.
"""

from __future__ import annotations

import re

from gradioscope.request.draft import Draft
from gradioscope.snippets.curl_ascii import ascii_pieces, plain_name
from gradioscope.snippets.curl_body import BODY_FILE
from gradioscope.snippets.curl_login import PASSWORD
from gradioscope.snippets.curl_powershell_save import save
from gradioscope.snippets.curl_powershell_words import argument, body, expandable, word
from gradioscope.snippets.curl_words import LONG, SHORT, Flags
from gradioscope.snippets.options import Options
from gradioscope.snippets.payload import Variable
from gradioscope.snippets.plan import TOKEN, Plan, Upload, percent, plan

__all__ = ["heeded", "render"]

heeded = ("follow", "separate", "extract", "save_files", "pretty", "body_file", "long", "variables")

_UTF_8 = "New-Object Text.UTF8Encoding $false"
_SIMPLE_PATH = re.compile(r"[A-Za-z0-9_./:\\+-]+")
_PATH = r"""'^\["((?:[^"\\]|\\\\)*)"\]$'"""


def render(draft: Draft, options: Options | None = None) -> str:
    options = options or Options()
    found = plan(draft, follow=options.follow or options.save_files)
    flags = LONG if options.long else SHORT
    in_file = options.body_file and not found.secrets and found.request.get("oauth_token") != TOKEN
    temporary = [] if in_file and found.login_user is None else ["$body"]
    if found.headers:
        temporary.append("$headers")
    if found.login_user is not None:
        temporary.append("$cookies")
    copies = {upload: f"$copy_{n}" for n, upload in enumerate(found.uploads, 1) if not _is_simple(upload)}
    temporary += copies.values()
    before = [
        *([] if options.separate else ["$ErrorActionPreference = 'Stop'"]),
        f"$app = {word(found.app)}",
        "$curl = @(Get-Command curl -CommandType Application)[0].Path",
        *(f"if (-not $env:{name}) {{ throw '{name} is not set.' }}" for name in found.environment),
        "$encoding = [Console]::OutputEncoding",
        *(f"{name} = [IO.Path]::GetTempFileName()" for name in temporary),
    ]
    first = _ask(found, flags, options, copies, in_file)
    curl = f"& $curl {flags.quiet}{_carried(found, flags)}"
    second = _events(found, curl, flags, options)
    if options.save_files:
        second += save(found, curl, flags)
    after = ["[Console]::OutputEncoding = $encoding"]
    if temporary:
        after.append(f"Remove-Item -LiteralPath {', '.join(temporary)}")
    if options.separate:
        return "\n".join([*before, "", *first, "", *second, *after])
    inner = (f"    {line}" for line in (*first, *second))
    lines = [*before, "try {", *inner, "} finally {", *(f"    {line}" for line in after), "}"]
    return "\n".join(["& {", *(f"    {line}" for line in lines), "}"])


def _ask(plan: Plan, flags: Flags, options: Options, copies: dict[Upload, str], in_file: bool) -> list[str]:
    """To the event id."""
    curl = f"& $curl {flags.quiet}{_carried(plan, flags)}"
    lines = [f"[Console]::OutputEncoding = {_UTF_8}"]
    if plan.headers:
        lines.append(f"[IO.File]::WriteAllLines($headers, [string[]]@({', '.join(_headers(plan))}))")
    if plan.login_user is not None:
        lines += _login(plan, plan.login_user, curl, flags)
    if plan.own_session:
        lines.append("$session = [guid]::NewGuid().ToString('N')")
    for variable, name in plan.secrets.items():
        text = f'"$env:{name}"'
        if name in plan.defaults:
            text = f"$(if (Test-Path env:{name}) {{ $env:{name} }} else {{ {word(plan.defaults[name])} }})"
        lines.append(f"${variable} = (ConvertTo-Json {text}) -replace '^\"|\"$'")
    if any(isinstance(piece, Variable) and piece == TOKEN for piece in plan.body()):
        lines.append(f"${TOKEN} = $env:{TOKEN}")
    for upload in plan.uploads:
        if upload in copies:
            # brackets are wildcards but in a literal path; curl has rules of its own for commas and semicolons
            lines.append(f"Copy-Item -LiteralPath {word(upload.file.path)} {copies[upload]}")
            form = f'"files=@{copies[upload]};filename={plain_name(upload)}"'
        else:
            form = argument(f"files=@{upload.file.path}")
        lines += [
            f"$answer = {curl} {_address(plan.upload)} {flags.form} {form}",
            f'if ("$answer" -cnotmatch {_PATH}) {{ throw "The app answered: $answer" }}',
            f"${upload.variable} = $Matches[1]",
        ]
    kind = f"{flags.header} 'Content-Type: application/json'"
    text = body(ascii_pieces(plan.body(pretty=options.pretty)))
    if in_file:
        # an error where there is one already
        lines.append(f"$body = (New-Item {BODY_FILE} -ItemType File -Value ({text})).FullName")
    else:
        lines.append(f"[IO.File]::WriteAllText($body, {text})")
    return [
        *lines,
        f'$answer = {curl} {_address(plan.post)} {kind} {flags.data} "@$body"',
        'if ("$answer" -cnotmatch \'"event_id": *"([0-9a-f]+)"\') { throw "The app answered: $answer" }',
        "$event_id = $Matches[1]",
    ]


def _is_simple(upload: Upload) -> bool:
    path = upload.file.path
    return bool(_SIMPLE_PATH.fullmatch(path)) and path != "-" and upload.send_as == upload.file.name


def _carried(plan: Plan, flags: Flags) -> str:
    text = f' {flags.header} "@$headers"' if plan.headers else ""
    if plan.login_user is not None:
        text += f" {flags.cookies} $cookies"
    return text + (" --insecure" if plan.insecure else "")


def _headers(plan: Plan) -> list[str]:
    lines = []
    for header in plan.headers:
        if header.variable:
            before, after = expandable(f"{header.name}: {header.scheme}"), expandable(header.after)
            lines.append(f'"{before}$env:{header.variable}{after}"')
        else:
            lines.append(word(f"{header.name}: {header.value}" if header.value else f"{header.name};"))
    return lines


def _address(path: str) -> str:
    return f'"$app{expandable(path)}"'


def _login(plan: Plan, user: str, curl: str, flags: Flags) -> list[str]:
    return [
        f"$password = $env:{PASSWORD}",
        "if (-not $password) {",
        f"    $typed = Read-Host {word(f'Password for {user}')} -AsSecureString",
        "    $password = (New-Object Net.NetworkCredential '', $typed).Password",
        "}",
        f"[IO.File]::WriteAllText($body, 'username={percent(user)}&password=' + [uri]::EscapeDataString($password))",
        f'$answer = {curl} {flags.jar} $cookies {flags.data} "@$body" {_address(plan.login)}',
        'if (-not (Select-String -Quiet access-token -LiteralPath $cookies)) { throw "The app answered: $answer" }',
    ]


def _events(plan: Plan, curl: str, flags: Flags, options: Options) -> list[str]:
    path = "".join(f"${piece}" if isinstance(piece, Variable) else expandable(piece) for piece in plan.events)
    request = f'"$app{path}"'
    done = "'^event: complete'"
    if plan.messages == "queue":
        done = """('^data: {"msg":"process_completed","event_id":"' + $event_id + '".*"success":true')"""
    if options.extract:
        lines = [f"$events = @({curl} {request})"]
    else:
        lines = [f"{curl} {flags.stream} {request} | Tee-Object -Variable events"]
    lines += [
        f"$completed = @(@($events) -cmatch {done})",
        'if (-not $completed) { throw "The app reported an error: $events" }',
    ]
    if options.extract and plan.messages == "call":
        lines.append("(@($events) -cmatch '^data: ')[-1].Substring(6)")
    elif options.extract:
        lines.append("""$completed[-1] -creplace '^.*?"output":\\{"data":(.*),"is_generating":.*$', '$1'""")
    return lines
