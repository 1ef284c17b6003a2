"""Single values in YAML: what a plain word means (YAML 1.2, core schema), and how a value is written.

What is written reads the same to programs that still follow YAML 1.1, where a plain `no`, `1e3` or `12:30` is no text.
"""

from __future__ import annotations

import json
import re

from gradioscope.gradio.model import Json

LONGEST_KEY = 500
"""Characters; a longer key (1024 bytes by the standard) has to be marked with `? `."""

_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_A_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_WORDS: dict[str, Json] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

# words that are plain in both versions of YAML; what looks like a number, a date or a boolean there is quoted
_PLAIN = re.compile(r"[^\W_](?:[^\x00-\x1f\x7f-\xa0:#\u2028\u2029\ufeff\ufffe\uffff]|:(?=[^\s,\[\]{}])|(?<!\s)#)*")
_FLOW_SIGN = re.compile(r"[,\[\]{}?]")
_PATH = re.compile(r"(?:https?://|/|\.{1,2}/|\$|_)[\w./~%@+&=$-]*")
_TAKEN = re.compile(
    r"y|n|yes|no|on|off|true|false|null|none"
    r"|[0-9][0-9_,.:]*(e[-+]?[0-9]*)?|0[xob][0-9a-f_]+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*",
    re.IGNORECASE,
)
"""Booleans, numbers, times and dates of one program or another."""
_ESCAPED = re.compile('[\\x00-\\x1f"\\\\\\x7f-\\xa0\\xad\\u2028\\u2029\\ufeff\\ufffe\\uffff]')
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_NO_BLOCK = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def plain_value(text: str) -> Json:
    """What a word without quotes is. ValueError, whose text is a sentence, for numbers that JSON cannot hold."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    if _INTEGER.fullmatch(text):
        try:
            return int(text)
        except ValueError:
            raise ValueError(f"A number of {len(text)} digits is too long.") from None
    if _FLOAT.fullmatch(text):
        found = float(text)
        if found in (float("inf"), float("-inf")):
            raise ValueError(f"{text} is larger than a number can be.")
        return found
    if _NOT_A_NUMBER.fullmatch(text):
        raise ValueError(f"{text} is no number that JSON can hold.")
    return text


def written(value: bool | int | float | str | None, flow: bool = False) -> str:
    """The value on one line, for flow or block style. ValueError, a sentence, for what JSON cannot hold."""
    if isinstance(value, str):
        return value if _is_plain(value) and not (flow and _FLOW_SIGN.search(value)) else quoted(value)
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise ValueError(f"The number {value} cannot be kept: JSON has none like it.")
        # YAML 1.1 takes 1e+16 for text
        return re.sub(r"^(-?[0-9]+)e", r"\1.0e", repr(value))
    try:
        return json.dumps(value)
    except ValueError:
        # Python's own limit, which protects whoever reads it as well
        raise ValueError("A number of more than 4300 digits cannot be kept.") from None


def quoted(text: str) -> str:
    """The text between double quotes. ValueError for half a character."""
    check_text(text)
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def check_text(text: str) -> None:
    """ValueError, a sentence, for a text that UTF-8 cannot hold."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        code = f"U+{ord(text[error.start]):04X}"
        raise ValueError(f"A text cannot be kept: it holds half a character, {code}, at {error.start + 1}.") from None


def block(text: str, keep: bool = True) -> tuple[str, list[str]] | None:
    """The text as a literal block: its header, and its lines without indentation; None where none can hold it.

    `keep`: whether one that keeps empty lines at its end will do.
    """
    if "\n" not in text or _NO_BLOCK.search(text) or not text.strip("\n"):
        return None
    check_text(text)
    lines = text.split("\n")
    last = lines.pop()
    if last:
        lines.append(last)
        chomping = "-"
    else:
        chomping = "" if lines[-1] else "+"
        if chomping and not keep:
            return None
    # without a number, the first line that is not empty would tell the indentation
    number = "2" if text[0] in " \n\t" else ""
    if lines[-1].isspace():
        return None  # readers disagree on whether it is a line
    return f"|{number}{chomping}", lines


def _is_plain(text: str) -> bool:
    if not text or len(text) > 20_000:
        return False
    if _PATH.fullmatch(text):
        return not text.endswith(":") and text not in ("_", "=", "<<")
    if not _PLAIN.fullmatch(text) or text[-1].isspace() or _TAKEN.fullmatch(text):
        return False
    return text.isprintable()


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character in _SHORT:
        return _SHORT[character]
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
