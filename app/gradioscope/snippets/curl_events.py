"""The second half of the curl snippet: the events, and what of them is printed."""

from __future__ import annotations

from gradioscope.snippets.curl_files import save
from gradioscope.snippets.curl_words import Curl
from gradioscope.snippets.options import Options
from gradioscope.snippets.payload import Variable
from gradioscope.snippets.plan import Plan

_QUEUE = """data: {"msg":"process_completed","event_id":"'"$event_id"'","""
_DATA_OF_CALL = "-e '/^event: complete/{n;s/^data: //p;}'"
_DATA_OF_QUEUE = f"""-e 's/^{_QUEUE}"output":{{"data":\\(.*\\),"is_generating":.*/\\1/p'"""
"""To the last `is_generating`: it has quotes of its own inside of a text, and a value that has such a key comes first.
"""
_JQ_OF_QUEUE = (
    'jq --arg id "$event_id" \'select(.msg == "process_completed" and .event_id == $id and .success).output.data\''
)


def completed(plan: Plan) -> str:
    """The pattern of the event that tells a success."""
    return "'^event: complete'" if plan.messages == "call" else f"""'^{_QUEUE.removesuffix(",")}.*"success":true'"""


def in_script(plan: Plan, curl: Curl, options: Options) -> list[str]:
    """Shown as they come, and kept: how it ended decides the exit status.

    A file, as the alternatives fail in places: reading lines in the shell takes a system call a byte, mawk waits
    for a full buffer, and `tee /dev/stderr` cannot open what ksh93 makes of a pipe.
    """
    address = f'"$app{_address(plan)}"'
    lines = [] if plan.login_user is not None else _kept()
    succeeded = f'grep -qs {completed(plan)} "$events"'
    if not _extracts(options):
        lines += [f'{curl.streaming} {address} | tee "$events"', succeeded]
    elif options.follow:
        lines += [f'{curl.streaming} {address} | tee "$events" >&2', f"{succeeded} || exit", *_data(plan, options)]
    else:
        lines += [
            f'{curl.command} {address} >"$events" || exit',
            f'{succeeded} || {{ cat "$events" >&2; exit 1; }}',
            *_data(plan, options),
        ]
    if options.save_files:
        lines[-1] += "" if lines[-1].endswith("exit") else " || exit"
        lines += save(plan, curl, completed(plan))
    return lines


def as_step(plan: Plan, curl: Curl, options: Options) -> list[str]:
    """For a shell that goes on whatever happens: nothing is asked for without an event id."""
    if plan.messages == "call":
        request = f'"$app{_address(plan, event_id="${event_id:?is missing}")}"'
        before = "" if "event_id:?" in request else '[ "${event_id:?is missing}" ] && '
    else:
        request, before = f'"$app{_address(plan)}"', '[ "${event_id:?is missing}" ] && '
    if options.save_files:
        # the braces keep the pipe behind the test
        lines = ["events=$(mktemp)", f'{before}{curl.streaming} {request} >"$events"']
        if _extracts(options):
            lines += _data(plan, options)
        else:
            lines[-1] = f'{before}{curl.streaming} {request} | tee "$events"'
        group = ["(", *(f"  {line}" for line in save(plan, curl, completed(plan))), ")"]
        return [*lines, "", *group, 'rm -f "$events"']
    if not _extracts(options):
        return [f"{before}{curl.streaming} {request}"]
    if plan.messages == "queue" and options.jq:
        return [f"{before}{curl.command} {request} |", f"  sed -n 's/^data: //p' | {_JQ_OF_QUEUE}"]
    # where it failed, that is shown instead
    data = (
        f"{_DATA_OF_CALL} -e '/^event: error/{{n;p;}}'"
        if plan.messages == "call"
        else f"{_DATA_OF_QUEUE} -e t -e '/process_completed/p'"
    )
    return [f"{before}{curl.command} {request} |", f"  sed -n {data}{' | jq .' if options.jq else ''}"]


def _extracts(options: Options) -> bool:
    return options.extract or options.jq


def _data(plan: Plan, options: Options) -> list[str]:
    """The result's data out of the kept events."""
    if plan.messages == "call":
        return [f'sed -n {_DATA_OF_CALL.removeprefix("-e ")} "$events"{" | jq ." if options.jq else ""}']
    if options.jq:
        return ["sed -n 's/^data: //p' \"$events\" |", f"  {_JQ_OF_QUEUE}"]
    return [f'sed -n {_DATA_OF_QUEUE.removeprefix("-e ")} "$events"']


def _address(plan: Plan, event_id: str = "$event_id") -> str:
    return "".join(
        (event_id if piece == "event_id" else f"${piece}") if isinstance(piece, Variable) else piece
        for piece in plan.events
    )


def _kept() -> list[str]:
    return ["events=$(mktemp) || exit", "trap 'rm -f \"$events\"' EXIT HUP INT TERM"]
