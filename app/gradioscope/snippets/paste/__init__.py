"""A text that somebody copied -> the request in it. Pure: nothing in the text is run, opened or asked.

`read` finds what the text says by itself; `fill` matches it to the app once that has described itself.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from importlib import import_module

from gradioscope.gradio import address
from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Json
from gradioscope.snippets.paste.fill import fill
from gradioscope.snippets.paste.pasted import Pasted, Unread

__all__ = ["LONGEST", "Pasted", "Unread", "fill", "read", "recognised"]

LONGEST = 8_000_000
"""Characters; a longer text is not read at all."""
_LOOKED_AT = 20_000
_COMMAND = re.compile(r"\bcurl(?:\.exe)?\s|\bInvoke-(?:WebRequest|RestMethod)\b|\bgradio\s+predict\s", re.IGNORECASE)
_CALL = re.compile(r"\.\s?(?:predict|submit|connect)\(|\bfetch\(|\bask\(|\.post\(|\bClient\(")
_CMD = re.compile(r"""\bcurl(?:\.exe)?\s(?:[^\n]{0,2000}\^\n|\s*\^")""")
_BODY = re.compile(r'\s*\{.*"(?:data|fn_index|session_hash)"\s?:', re.DOTALL)


def recognised(text: str) -> bool:
    """Whether a text looks like a request, more than an address alone; quick, for what is typed or pasted."""
    start = text[:_LOOKED_AT]
    return bool(_COMMAND.search(start) or _CALL.search(start) or _BODY.match(start))


def read(text: str) -> Pasted:
    """What the text says. WrongUse where nothing in it is a request or an address."""
    if len(text) > LONGEST:
        raise WrongUse(
            "The text is too long to be read.",
            f"It has {len(text):,} characters, and {LONGEST:,} are the most.",
            "Paste the request alone.",
        )
    plain = text.replace("\r\n", "\n").strip().lstrip("\ufeff")
    try:
        found = _read(plain)
    except RecursionError as error:
        raise WrongUse("The text cannot be read.", "It is nested too deeply.", "Paste the request alone.") from error
    if found is not None and (found.is_request or found.address):
        return found
    if recognised(plain):
        raise WrongUse(
            "No request was found in the text.",
            "It looks like one, but its quotes or brackets do not fit.",
            "Copy all of it, from the first line to the last.",
        )
    return Pasted("address", address.parse(plain).text.strip())


def _read(text: str) -> Pasted | None:
    if text.startswith("{"):
        return _body(text)
    for attempt in (_command_line, _python, _javascript):
        found = attempt(text)
        if found is not None and (found.is_request or found.address):
            return found
    return None


def _body(text: str) -> Pasted | None:
    web = import_module(f"{__name__}.web")
    try:
        value: Json = web.json_of(text)
    except ValueError:
        return None
    found: Pasted = web.with_post(Pasted("json"), "", "", value)
    return found


def _command_line(text: str) -> Pasted | None:
    if not _COMMAND.search(text[:_LOOKED_AT]):
        return None
    from gradioscope.snippets.paste import curl, shell, windows

    try:
        if re.search(r"\binvoke-(?:webrequest|restmethod)\b", text[:_LOOKED_AT], re.IGNORECASE):
            return windows.read_web_request(windows.powershell_script(text))
        if _CMD.search(text[:_LOOKED_AT]):
            return curl.read_commands(windows.cmd_script(text), "curl-cmd")
        if re.search(r"`\n|\bcurl\.exe\b", text[:_LOOKED_AT]):
            return curl.read_commands(windows.powershell_script(text), "curl-powershell")
        script = shell.read_script(text)
    except ValueError:
        return None
    for command in script.commands:
        if command.words[:2] == ["gradio", "predict"]:
            return _gradio(command.words[2:])
    return curl.read_commands(script)


def _gradio(words: list[str]) -> Pasted:
    web = import_module(f"{__name__}.web")
    plain = [word for word in words if not word.startswith("-")]
    found = Pasted("gradio", plain[0] if plain else "", plain[1] if len(plain) > 1 else "")
    if len(plain) < 3:
        return found
    try:
        value = web.json_of(plain[2])
    except ValueError:
        noted: Pasted = web.noted(found, "The values are no JSON, so none were read.")
        return noted
    if isinstance(value, list):
        return replace(found, arguments=tuple(value))
    return replace(found, named=value) if isinstance(value, dict) else found


def _python(text: str) -> Pasted | None:
    from gradioscope.snippets.paste.python import read_python

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of invalid escapes in a text that is not ours
            return read_python(text)
    except (SyntaxError, ValueError, MemoryError):
        return None


def _javascript(text: str) -> Pasted | None:
    if not _CALL.search(text):
        return None
    from gradioscope.snippets.paste.javascript import read_javascript

    return read_javascript(text)
