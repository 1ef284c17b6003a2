"""curl commands -> what they ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from gradioscope.gradio.model import Json
from gradioscope.snippets.paste.pasted import Pasted, Unread
from gradioscope.snippets.paste.shell import Command, Script
from gradioscope.snippets.paste.web import json_of, noted, parts_of, with_header, with_post

_LONG = {
    "header": "H", "data": "d", "data-raw": "d", "data-binary": "d", "data-ascii": "d", "json": "d", "form": "F",
    "request": "X", "cookie": "b", "cookie-jar": "c", "url": "url", "user-agent": "A", "referer": "e", "user": "u",
    "output": "o", "max-time": "m", "proxy": "x", "data-urlencode": "urlencode", "form-string": "F",
    "connect-timeout": "m", "retry": "m", "write-out": "w", "cacert": "m", "cert": "m", "key": "m", "resolve": "m",
}  # fmt: skip
"""Options that take a value."""
_SHORT = frozenset("HdFXbcAeuomxwTKEyYzrtC")
_GUIDE = re.compile(
    r"""curl\s+-X\s+POST\s+(\S+)\s+-s\s+(?:-H\s+"[^"\n]*"\s+)?\\?\s*-d\s+'(\{.*\})'\s*\\?\s*\n?\s*\|\s*awk\b""",
    re.DOTALL,
)
NAMES = ("curl", "curl.exe", "request")
"""`request` is the function of our own snippets that stands for curl."""


def read_commands(script: Script, source: str = "curl") -> Pasted:
    """All of a script's commands taken together."""
    pasted = Pasted(source)
    bodies = 0
    for command in script.commands:
        words = _from_curl(command.words)
        if words is None:
            continue
        before = pasted.data, pasted.named
        pasted = _with(pasted, script, words, command)
        if (pasted.data, pasted.named) != before:
            bodies += 1
    if bodies > 1:
        pasted = noted(pasted, "The text has several requests; the last one was taken.")
    return pasted


def read_guide(text: str) -> Pasted | None:
    """The form of Gradio's guide and its API page, which quote no `'` in the body: what no shell could read.

    None where the text has not that form. Of several, the last.
    """
    pieces = re.split(r"(?=\bcurl\s+-X\s+POST\b)", text)
    found = [match for piece in pieces if (match := _GUIDE.search(piece))]
    if not found:
        return None
    base, kind, endpoint = parts_of(found[-1][1])
    pasted = replace(Pasted("curl"), address=base)
    if len(found) > 1:
        pasted = noted(pasted, "The text has several requests; the last one was taken.")
    try:
        return with_post(pasted, kind, endpoint, _loosely(found[-1][2]))
    except (ValueError, RecursionError):
        return noted(with_post(pasted, kind, endpoint, None), "The body is no JSON, so no values were read.")


def _loosely(text: str) -> Json:
    """JSON, or what Gradio 6 writes for it where a value has a `None` in it. ValueError where it is neither."""
    try:
        return json_of(text)
    except ValueError:
        words = {"None": "null", "True": "true", "False": "false"}
        return json_of(
            re.sub(r'"(?:[^"\\]|\\.)*"|\b(None|True|False)\b', lambda m: words[m[1]] if m[1] else m[0], text)
        )


def _from_curl(words: list[str]) -> list[str] | None:
    """The words behind `curl`, which may follow others such as `[ "$x" ] &&` or `if !`."""
    for number, word in enumerate(words):
        if word in NAMES or word.endswith(("/curl", "\\curl.exe")):
            return words[number + 1 :]
    return None


def _options(words: list[str]) -> Iterator[tuple[str, str]]:
    """Options by their short letter with their value; what is none has the name `url`."""
    rest = iter(words)
    for word in rest:
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            if name in _LONG:
                yield _LONG[name], value if equals else next(rest, "")
            else:
                yield name, ""
        elif word.startswith("-") and len(word) > 1:
            for at, letter in enumerate(word[1:], 2):
                if letter in _SHORT:
                    yield letter, word[at:] or next(rest, "")
                    break
                yield letter, ""
        else:
            yield "url", word


def _with(pasted: Pasted, script: Script, words: list[str], command: Command) -> Pasted:
    url = ""
    data: list[str] = []
    user = ""
    for name, value in _options(words):
        if name == "url":
            url = url or value
        elif name == "H":
            header, _, content = value.rstrip(";").partition(":")
            marks = script.marks_in(content)
            content = script.shown(content)
            pasted = with_header(pasted, header, Unread(content) if marks else content)
        elif name == "d":
            data.append(value)
        elif name == "urlencode" and value.startswith("username="):
            user = value.removeprefix("username=")
        elif name in ("k", "insecure"):
            pasted = replace(pasted, insecure=True)
        elif name == "b" and "=" in value:
            pasted = with_header(pasted, "Cookie", value)
    if not url or (script.meaning(url) is not None):
        return pasted
    base, kind, endpoint = parts_of(url)
    if kind == "login":
        return replace(pasted, login_user=user or pasted.login_user, address=pasted.address or script.shown(base))
    if kind == "queue/data":
        return replace(pasted, stream="queue")
    if kind == "upload" or (not kind and pasted.address):
        return pasted
    if not data and pasted.data is not None:
        session = pasted.session_hash
        return replace(pasted, stream="result") if session and endpoint.endswith("/" + session) else pasted
    pasted = replace(pasted, address=script.shown(base))
    if not data:
        # the second half alone names the endpoint, too
        name = endpoint.rpartition("/")[0] if "\0" in endpoint or "/" in endpoint else endpoint
        return with_post(pasted, kind, name, None)
    text = "&".join(data)
    if text.startswith("@"):
        if command.document is None:
            shown = script.shown(text)[1:]
            pasted = noted(pasted, f"The values are in the file {shown}, which was not read.")
            return with_post(pasted, kind, endpoint, None)
        text = command.document.replace("\n", "")
    try:
        return with_post(pasted, kind, endpoint, _body(text, script))
    except (ValueError, RecursionError):
        return noted(with_post(pasted, kind, endpoint, None), "The body is no JSON, so no values were read.")


def _body(text: str, script: Script) -> Json:
    def meaning(item: str) -> Json | None:
        found = script.meaning(item)
        if found is None and script.marks_in(item):
            return Unread(script.shown(item))
        return found

    try:
        return json_of(text, meaning)
    except ValueError:
        if "None" in text or "True" in text or "False" in text:
            return _loosely(text)
        # Windows PowerShell 5.1 takes the quotes from native programs' arguments, so people write `\"`
        if re.search(r'\{\s*\\"', text):
            return json_of(text.replace('\\"', '"'), meaning)
        raise
