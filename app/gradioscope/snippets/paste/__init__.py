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
_COMMAND = re.compile(
    r"\bcurl(?:\.exe)?\s|\bInvoke-(?:WebRequest|RestMethod)\b|\bgradio\s+predict\s"
    # ours, where a long body comes before the call
    r"|WriteAllText\(\$body|^function call_app\b|^>\"%TEMP%|^set session=%RANDOM%",
    re.IGNORECASE | re.MULTILINE,
)
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
    # `**password**` is what Gradio's own pages put for a password, and no code in any language
    plain = text.replace("\r\n", "\n").strip().lstrip("\ufeff").replace("**password**", "password")
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
    from gradioscope.snippets.paste import curl, fish, powershell, shell, windows

    start = text[:_LOOKED_AT]
    try:
        if powershell.is_ours(start):
            return powershell.read_ours(text)
        if windows.is_our_cmd(start):
            return curl.read_commands(windows.our_cmd_script(text), "curl-cmd")
        if fish.is_fish(start):
            return curl.read_commands(fish.read_script(text), "curl-fish")
        if re.search(r"\binvoke-(?:webrequest|restmethod)\b", text[:_LOOKED_AT], re.IGNORECASE):
            return windows.read_web_request(windows.powershell_script(text))
        if _CMD.search(text[:_LOOKED_AT]):
            return curl.read_commands(windows.cmd_script(text), "curl-cmd")
        if re.search(r"`\n|\bcurl\.exe\b", text[:_LOOKED_AT]):
            return curl.read_commands(windows.powershell_script(text), "curl-powershell")
        script = shell.read_script(text)
    except ValueError:
        return curl.read_guide(text)
    for command in script.commands:
        if "predict" in command.words[:3] and command.words[0] in ("gradio", "hf"):
            return _gradio(command.words[command.words.index("predict") + 1 :])
    found = curl.read_commands(script)
    return found if found.data is not None or found.named else curl.read_guide(text) or found


def _gradio(words: list[str]) -> Pasted:
    """`gradio predict APP ENDPOINT VALUES`, or `hf gradio predict …`; values are one object by name."""
    web = import_module(f"{__name__}.web")
    plain: list[str] = []
    found = Pasted("gradio")
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if name not in ("--token", "--download-files"):
            plain += [] if word.startswith("--") else [word]
            continue
        value = value if equals else next(rest, "")
        if name == "--token":
            found = replace(found, token=True)
            if not value.startswith(("$", "\0")):
                found = web.noted(found, "A token in the text was left out: choose it from the keyring.")
    # Gradio's own page quotes no endpoint, whatever blanks are in it
    name = " ".join(plain[1:-1]) if len(plain) > 2 else "".join(plain[1:2])
    found = replace(found, address=plain[0] if plain else "", endpoint=name)
    if len(plain) < 3:
        return found
    try:
        value_: Json = web.with_files(web.json_of(plain[-1]))
    except ValueError:
        noted: Pasted = web.noted(found, "The values are no JSON, so none were read.")
        return noted
    if isinstance(value_, list):
        return replace(found, arguments=tuple(value_))
    return replace(found, named=value_) if isinstance(value_, dict) else found


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
