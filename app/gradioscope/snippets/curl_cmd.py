"""curl for cmd.exe, the Windows command prompt: typed there, or as a batch file.

The two read `%` differently, so none is written but around the names of variables: in a body it is `\\u0025`, and
whatever else cmd acts on (`^ & | < > !`, quotes) is escaped in JSON's way, too. cmd cannot take a value out of an
answer without running what is in it, so nothing is taken: the events are asked for by a session of the snippet's own.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

from gradioscope.gradio.errors import WrongUse
from gradioscope.request.draft import Draft
from gradioscope.snippets.curl_ascii import ascii_pieces
from gradioscope.snippets.curl_words import LONG, SHORT, Flags
from gradioscope.snippets.options import Options
from gradioscope.snippets.payload import Piece, json_pieces
from gradioscope.snippets.plan import TOKEN, Plan, plan

__all__ = ["heeded", "render"]

heeded = ("long",)

INLINE = 1000
"""Characters of a body in the command itself; a longer one is written to a file. cmd takes 8191 a line."""
FOLD = 1000
BODY = "%TEMP%\\gradio-body.json"
_ACTED_ON = "%!^&|<>?\x7f"
_SAFE_ADDRESS = re.compile(r"[A-Za-z0-9._~:/@$'()*+,;=\[\]-]+")
_SAFE_WORD = re.compile(r"[ A-Za-z0-9._~:/@$'()*+,;=\[\]{}#`-]*")


def render(draft: Draft, options: Options | None = None) -> str:
    """WrongUse for what cmd cannot do without reading it as a command: files, a login, some addresses and headers."""
    options = options or Options()
    found = _by_session(draft)
    if found.uploads:
        raise _cannot("A file cannot be sent from cmd.", "Its path on the server would be read as a part of a command.")
    if found.login_user is not None or found.secrets or any(p == TOKEN for p in found.body()):
        raise _cannot("A password cannot be sent from cmd.", "cmd would read it as a part of a command.")
    flags = LONG if options.long else SHORT
    lines = ["set session=%RANDOM%%RANDOM%%RANDOM%"] if found.own_session else []
    carried = _carried(found, flags)
    request = {key: value for key, value in found.request.items() if key != "session_hash"}
    session = "%session%" if found.own_session else str(found.request["session_hash"])
    if not re.fullmatch(r"%session%|[A-Za-z0-9._~-]+", session):
        raise _cannot("This session cannot be named in cmd.", "It has other characters than letters and digits.")
    pieces = json_pieces(request, variables=False)
    text = ""
    if sum(map(len, pieces)) <= INLINE:
        text = f'{escaped(pieces).removesuffix("}")}, "session_hash": "{session}"}}'
    kind = f'{flags.header} "Content-Type: application/json"'
    post = f'curl {flags.quiet}{carried} "{_address(found.app + found.post)}" {kind}'
    events = _address(found.app + found.events[0], query=True)
    get = f'curl {flags.quiet} {flags.stream}{carried} "{events}{session}"'
    if 0 < len(text) <= INLINE:
        quoted = text.replace('"', '\\"')
        return "\n".join([*lines, f'{post} {flags.data} "{quoted}"', get])
    sent = f'{post} {flags.data} "@{BODY}"'
    return "\n".join([*lines, *written(request, session), sent, f'del "{BODY}"', get])


def _by_session(draft: Draft) -> Plan:
    """The plan with the events of a session; by the endpoint's number where its name needs a `%`."""
    found = plan(draft, follow=True)
    if "%" in found.post and draft.endpoint.fn_index is not None:
        found = plan(replace(draft, endpoint=replace(draft.endpoint, visibility="private")), follow=True)
    if found.messages != "queue":
        found = plan(replace(draft, stream="queue"), follow=True)
    return found


def escaped(pieces: list[Piece]) -> str:
    """JSON text in which only the quotes of its strings and backslashes of its escapes are left for cmd to see.

    A pair of backslashes is escaped, too: before a quote it would be counted by the program's own reader.
    """
    text = "".join(ascii_pieces(pieces)).replace("\\\\", "\\u005c").replace('\\"', "\\u0022")
    for sign in _ACTED_ON:
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def written(request: dict[str, object], session: str) -> list[str]:
    """`echo` lines that write the body; `curl -d @` joins them.

    No blank is outside of the strings, so that one at a line's end or start can be escaped: `echo` with blanks alone
    says whether it is on. Redirected in front, as a digit before `>` would be taken for a stream.
    """
    try:
        compact = json.dumps(request, separators=(",", ":"), allow_nan=False)
    except ValueError as error:
        raise WrongUse(
            "A value is not a number JSON can carry.", "It holds NaN or an infinity.", "Use another number."
        ) from error
    text = escaped([compact]).removesuffix("}") + f',"session_hash":"{session}"}}'
    lines: list[str] = []
    start = 0
    while start < len(text):
        end = min(start + FOLD, len(text))
        # neither `\uXXXX` nor `%session%` may be cut, nor a blank stand at either end of a line
        if end < len(text):
            cut = text.rfind("\\", end - 6, end)
            if cut >= 0:
                end = cut
            elif len(text) - end < 40:
                end = len(text)
        line = text[start:end]
        start = end
        if line.startswith(" "):
            line = "\\u0020" + line[1:]
        if line.endswith(" "):
            line = line[:-1] + "\\u0020"
        lines.append(f'{">" if not lines else ">>"}"{BODY}" echo {line}')
    return lines


def _address(url: str, *, query: bool = False) -> str:
    text = url.removesuffix("?session_hash=") if query else url
    if not _SAFE_ADDRESS.fullmatch(text):
        raise _cannot("This address cannot be written in cmd.", "It has characters that need a % or that cmd acts on.")
    return url


def _carried(plan: Plan, flags: Flags) -> str:
    parts = ["--insecure"] if plan.insecure else []
    for header in plan.headers:
        name = f"{header.name}: {header.scheme}" if header.value or header.variable else f"{header.name};"
        text = name + (f"%{header.variable}%" if header.variable else header.value)
        if not _SAFE_WORD.fullmatch(name + header.value):
            raise _cannot(
                f"The header {header.name} cannot be written in cmd.", "cmd or curl would read it differently."
            )
        parts.append(f'{flags.header} "{text}"')
    return "".join(f" {part}" for part in parts)


def _cannot(what: str, why: str) -> WrongUse:
    return WrongUse(what, why, "Choose curl-powershell, which every Windows has.")
