"""The first half of the curl snippet: the POST, its body, and the event id that it answers."""

from __future__ import annotations

from gradioscope.snippets.curl_words import REFUSED, SHOWN, Curl
from gradioscope.snippets.options import Options
from gradioscope.snippets.payload import Piece
from gradioscope.snippets.plan import TOKEN, Plan
from gradioscope.snippets.quoting import FOLD, here_document, word

INLINE = 1000
"""Characters of a body that may stand in the command itself; longer ones go through its standard input.

A terminal passes on 4095 bytes a line, Linux 128 KiB an argument.
"""
BODY_FILE = "body.json"


def post(plan: Plan, curl: Curl, options: Options) -> list[str]:
    """The lines that set `answer` and `event_id`; those of one script end it where there is none."""
    otherwise = "" if options.separate else " || exit"
    pieces = plan.body(pretty=options.pretty)
    command = [
        f'answer=$({curl.command} "$app{plan.post}" \\',
        f"  {curl.flags.header} 'Content-Type: application/json' \\",
    ]
    if options.body_file and not _is_secret(plan):
        command = [*_file(pieces, otherwise), *command, f"  {curl.flags.data} @{BODY_FILE}){otherwise}"]
    elif len(pieces) == 1 and len(pieces[0]) <= INLINE:
        command.append(f"  {curl.flags.data} {_word(pieces[0])}){otherwise}")
    else:
        command += [f"  {curl.flags.data} @- {here_document(pieces)}", f"){otherwise}"]
    command.append(r"""event_id=$(printf '%s\n' "$answer" | sed -n 's/.*"event_id": *"\([0-9a-f]*\)".*/\1/p')""")
    told = SHOWN if options.separate else REFUSED
    return [*command, f'[ "$event_id" ] || {told}']


def _word(text: str) -> str:
    """JSON as one word. Over several lines an interactive bash expands `!` inside of quotes, too."""
    if "\n" not in text:
        return word(text)
    return "'" + text.replace("!", "\\u0021").replace("'", "'\\''").replace("\n", "\n    ") + "'"


def _file(pieces: list[Piece], otherwise: str) -> list[str]:
    """Put the body into a file which is not there yet. Text that is folded inside of its strings is joined first."""
    folded = any(len(line) > FOLD for line in "".join(pieces).split("\n"))
    write = "tr -d '\\n'" if folded else "cat"
    first, rest = here_document(pieces).split("\n", 1)
    return [f"(set -C && {write} >{BODY_FILE}) {first}{otherwise}\n{rest}"]


def _is_secret(plan: Plan) -> bool:
    """Whether a password or the token is in the body, which no file may have."""
    return bool(plan.secrets) or plan.request.get("oauth_token") == TOKEN
