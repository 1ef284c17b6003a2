"""The second half of the fish snippet: the events, what of them is printed, and the files that are saved."""

from __future__ import annotations

from gradioscope.snippets.curl_files import ESCAPED
from gradioscope.snippets.curl_fish_words import Fish, word
from gradioscope.snippets.options import Options
from gradioscope.snippets.payload import Variable
from gradioscope.snippets.plan import Plan

_COMPLETED = """'data: {"msg":"process_completed","event_id":"'$event_id'"*"success":true*'"""
_DATA = """'.*?"output":\\\\{"data":(.*),"is_generating":.*'"""


def in_script(plan: Plan, fish: Fish, options: Options) -> list[str]:
    """Shown as they come; whether the completed one came decides the status."""
    extracts = options.extract or options.jq
    shown = "printf '%s\\n' $line" + (" >&2" if extracts else "")
    if extracts and not options.follow:
        lines = [
            f"set -l events ({fish.called()} {_request(plan)}); or return",
            f"if not string match -q {_done(plan)} -- $events",
            "    printf '%s\\n' $events >&2",
            "    return 1",
            "end",
        ]
    else:
        lines = [
            "set -l events",
            f"{fish.called(stream=True)} {_request(plan)} | while read --line --local line",
            f"    {shown}",
            "    set --append events $line",
            "end",
            f"string match -q {_done(plan)} -- $events" + ("; or return" if extracts or options.save_files else ""),
        ]
    if extracts:
        lines += _data(plan, options)
    return [*lines, *_save(plan, fish)] if options.save_files else lines


def as_step(plan: Plan, fish: Fish, options: Options) -> list[str]:
    """For a shell that goes on whatever happens: nothing is asked for without an event id."""
    extracts = options.extract or options.jq
    before = 'test -n "$event_id"; and'
    if not extracts and not options.save_files:
        return [f"{before} {fish.called(stream=True)} {_request(plan)}"]
    lines = [f"{before} set events ({fish.called()} {_request(plan)})"]
    if not extracts:
        lines.append("printf '%s\\n' $events")
    else:
        # where it failed, that is shown instead
        data = [f"    {line}" for line in _data(plan, options)]
        shown = "    printf '%s\\n' $events >&2"
        lines += [f"if string match -q {_done(plan)} -- $events", *data, "else", shown, "end"]
    return [*lines, *_save(plan, fish)] if options.save_files else lines


def _request(plan: Plan) -> str:
    return "$app" + "".join(f"${piece}" if isinstance(piece, Variable) else word(piece) for piece in plan.events)


def _done(plan: Plan) -> str:
    return "'event: complete*'" if plan.messages == "call" else _COMPLETED


def _data(plan: Plan, options: Options) -> list[str]:
    if plan.messages == "call":
        data = "(string replace -rf '^data: ' '' -- $events)[-1]"
    else:
        data = f"(string replace -rf {_DATA} '$1' -- (string match {_COMPLETED} -- $events))"
    return [f"printf '%s\\n' {data}" + (" | jq ." if options.jq else "")]


def _save(plan: Plan, fish: Fish) -> list[str]:
    """As `curl_files.save`: in the folder one is in, never over another, under no name that means something else."""
    address = f"$app{word(plan.upload.removesuffix('/upload') + '/file=')}(string escape --style=url -- $place)"
    leave = ["        break"] if fish.separate else ["        return 1"]
    return [
        f"string match {_COMPLETED} -- $events | tr '{{' '\\n' |",
        f"""  sed -n -e 's/^"path":"{_SED}","url":.*"orig_name":"\\([^"\\\\\\\\]*\\)".*/\\\\1"\\\\3/p' -e t \\""",
        f"""    -e 's/^"path":"{_SED}","url":.*/\\\\1"/p' | while read --line --local line""",
        "    set -l parts (string split '\"' -- $line)",
        "    set -l place (string replace --all '\\\\\\\\' '\\\\' -- $parts[1])",
        "    set -l name (string match -r '.+' -- $parts[2] $place)[1]",
        "    set name (string replace -ra '[\\x00-\\x1f\\x7f-\\x9f]' '' -- $name)",
        "    set name (string replace -r '.*[/\\\\\\\\]' '' -- $name | string replace -r '^\\.' '_')",
        '    test -n "$name"; or set name file',
        "    set -l file $name",
        "    set -l number 1",
        "    while test -e ./$file; or test -L ./$file",
        "        set number (math $number + 1)",
        "        set file $number-$name",
        "    end",
        f"    if not {fish.called()} {fish.flags.fail} {address} >?./$file",
        "        rm -f ./$file",
        *leave,
        "    end",
        "    printf 'Saved %s\\n' $file >&2",
        "end",
    ]


_SED = ESCAPED.replace("\\", "\\\\")
