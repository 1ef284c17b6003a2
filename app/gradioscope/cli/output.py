"""What goes to standard output and standard error, whatever they are connected to."""

from __future__ import annotations

import json
import math
import os
import re
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from gradioscope.gradio.errors import Explanation
    from gradioscope.gradio.model import Json

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# JSON that is one line to every reader: U+0085, U+2028 and U+2029 end a line for some; a lone surrogate for none
_NOT_IN_A_LINE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")

_HINTS = {
    "login": "On the command line: --login USER, with the password in GRADIOSCOPE_PASSWORD or typed when asked.",
    "token": "On the command line: --token NAME, after `gradioscope token set NAME`; or HF_TOKEN for *.hf.space.",
}


def write(text: str) -> None:
    """A text and a line's end to standard output. What an app sent goes through `clean` first."""
    if sys.stdout is not None:  # pythonw, or closed by the shell
        sys.stdout.write(text + "\n")


def clean(text: str) -> str:
    """What an app sent, so that it cannot steer a terminal; unchanged for a file or a pipe."""
    return visible(text) if is_terminal(sys.stdout) else text


def write_exactly(text: str) -> None:
    """Text to standard output as UTF-8 whatever the locale says, as it will be run or parsed."""
    if sys.stdout is None:
        return
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None or is_terminal(sys.stdout):
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    raw.write(text.encode("utf-8", "backslashreplace"))


def write_json_line(value: Json) -> None:
    """One JSON value on one line, sent on at once: somebody may be reading as it comes."""
    if sys.stdout is None:
        return
    sys.stdout.write(json_text(value, "utf" in (sys.stdout.encoding or "").lower()) + "\n")
    sys.stdout.flush()


def json_text(value: Json, unicode: bool = True, indent: int | None = None) -> str:
    """Strict JSON: NaN and the infinities, which it does not have, are null."""
    try:
        text = json.dumps(value, ensure_ascii=not unicode, allow_nan=False, indent=indent)
    except ValueError:
        text = json.dumps(_finite(value), ensure_ascii=not unicode, allow_nan=False, indent=indent)
    return _NOT_IN_A_LINE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _finite(value: Json) -> Json:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value


def message(explanation: Explanation) -> None:
    """What happened, why, and what to do, on standard error."""
    hint = _HINTS.get(explanation.action, "")
    if explanation.action == "connect_to" and explanation.target:
        hint = f"It is {explanation.target}"
    lines = [part for part in (explanation.why, explanation.do, hint) if part]
    say("\n".join([f"gradioscope: {explanation.what}", *(f"  {line}" for line in lines)]))
    if explanation.details and os.environ.get("GRADIOSCOPE_DEBUG"):
        say(explanation.details)


def say(text: str) -> None:
    """A line on standard error. It must not fail: there is nowhere left to say so."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(visible(text) + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def visible(text: str) -> str:
    """The text with control characters, and those that turn the writing's direction, shown as escapes."""
    return _CONTROL.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


class Style:
    """Bold and grey on a terminal that has them; plain text otherwise (NO_COLOR, a pipe, TERM=dumb)."""

    def __init__(self, stream: TextIO | None = None) -> None:
        stream = stream or sys.stdout
        self.on = is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        if self.on and os.name == "nt":
            os.system("")  # noqa: S605 - switches the console's escape sequences on

    def bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self.on and text else text

    def dim(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if self.on and text else text

    def accent(self, text: str) -> str:
        return f"\x1b[36m{text}\x1b[0m" if self.on and text else text
