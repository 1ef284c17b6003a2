"""Command lines of cmd and of PowerShell, as browsers' developer tools copy them. A reader; nothing is run."""

from __future__ import annotations

import re
from dataclasses import replace

from gradioscope.snippets.paste.pasted import Pasted, Unread
from gradioscope.snippets.paste.shell import Command, Script
from gradioscope.snippets.paste.web import json_of, noted, parts_of, with_header, with_post

_WEB = ("invoke-webrequest", "invoke-restmethod", "iwr", "irm")
_BACKTICKS = {"n": "\n", "r": "\r", "t": "\t", "0": "", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b"}


def cmd_script(text: str) -> Script:
    """The words as curl gets them: cmd takes the carets away, then the C runtime the quotes."""
    return Script([Command(_arguments(_without_carets(text)))])


_ECHO = re.compile(r'(>>?)\s*"([^"\n]*)" echo (.*)')
_PERCENT = re.compile(r"%([A-Za-z_]\w*)%", re.ASCII)


def is_our_cmd(start: str) -> bool:
    """Whether a text is one of our own for cmd: lines that no other shell would read the same."""
    return bool(
        re.search(r'(?m)^set session=%RANDOM%|^>"%TEMP%|^curl -sS [^\n\\]*"https?://[^\n]*\ncurl -sS -N ', start)
    )


def our_cmd_script(text: str) -> Script:
    """A command a line; what `echo` writes to a file is the document of the command that sends it."""
    script = Script()
    files: dict[str, list[str]] = {}
    for line in text.replace("\0", "").replace("\r\n", "\n").split("\n"):
        if echo := _ECHO.match(line):
            if echo[1] == ">":
                files[echo[2]] = []
            files.setdefault(echo[2], []).append(echo[3])
            continue
        words = _arguments(line)
        document = next(
            ("".join(files[word[1:]]) for word in words if word.startswith("@") and word[1:] in files), None
        )
        marked = [_PERCENT.sub(lambda match: script.mark(Unread(match[0])), word) for word in words]
        if document is not None:
            document = _PERCENT.sub(lambda match: script.mark(Unread(match[0])), document)
            marked = ["@-" if word.startswith("@") else new for word, new in zip(words, marked, strict=True)]
        if words:
            script.commands.append(Command(marked, document))
    return script


def _without_carets(text: str) -> str:
    parts: list[str] = []
    at, inside = 0, False
    text = text.replace("\r\n", "\n")
    while at < len(text):
        sign = text[at]
        if sign == "^" and not inside:
            if text.startswith("\n", at + 1):
                at += 2  # the line goes on; what comes next is taken as it is
                if text.startswith("\n", at):
                    parts.append("\n")
                    at += 1
                continue
            parts.append(text[at + 1 : at + 2])
            at += 2
            continue
        if sign == '"':
            inside = not inside
        parts.append(sign)
        at += 1
    return "".join(parts)


def _arguments(line: str) -> list[str]:
    words: list[str] = []
    word: list[str] | None = None
    quoted = False
    at = 0
    while at < len(line):
        sign = line[at]
        if sign == "\\":
            end = at
            while line[end : end + 1] == "\\":
                end += 1
            word = [] if word is None else word
            if line[end : end + 1] == '"':
                word.append("\\" * ((end - at) // 2))
                if (end - at) % 2:
                    word.append('"')
                    end += 1
            else:
                word.append("\\" * (end - at))
            at = end
        elif sign == '"':
            word = [] if word is None else word
            if quoted and line.startswith('""', at):
                word.append('"')
                at += 1
            else:
                quoted = not quoted
            at += 1
        elif sign.isspace() and not quoted:
            if word is not None:
                words.append("".join(word))
            word = None
            at += 1
        else:
            word = [] if word is None else word
            word.append(sign)
            at += 1
    return [*words, "".join(word)] if word is not None else words


def powershell_script(text: str) -> Script:
    """One command a line; strings of `'…'`, `"…"` and here-strings, variables left as they are."""
    script = Script()
    words: list[str] = []
    word: list[str] | None = None
    at = 0
    text = text.replace("\0", "").replace("\r\n", "\n")
    depth = 0
    while at <= len(text):
        sign = text[at] if at < len(text) else "\n"
        if sign.isspace() or (sign in ";|{}()=@" and (sign != "=" or depth > 0)):
            here = text.startswith(("@'\n", '@"\n'), at)
            if here:
                end = text.find(f"\n{text[at + 1]}@", at)
                end = len(text) if end < 0 else end
                words.append(text[at + 3 : end])
                at = end + 3
                continue
            if word is not None:
                words.append("".join(word))
                word = None
            depth += {"{": 1, "}": -1, "(": 1, ")": -1}.get(sign, 0)
            if sign in "\n;|" and depth <= 0 and words:
                script.commands.append(Command(words))
                words = []
            at += 1
        elif sign == "`":
            if not text.startswith("\n", at + 1):
                word = [] if word is None else word
                word.append(text[at + 1 : at + 2])
            at += 2
        elif sign in "'\"":
            word = [] if word is None else word
            piece, at = _string(text, at)
            word.append(piece)
        elif sign == "$":
            found = re.compile(r"\$(?:env:)?[A-Za-z_]\w*", re.ASCII).match(text, at)
            word = [] if word is None else word
            word.append(script.mark(Unread(found[0])) if found else "$")
            at = found.end() if found else at + 1
        else:
            word = [] if word is None else word
            word.append(sign)
            at += 1
    return script


def _string(text: str, at: int) -> tuple[str, int]:
    quote = text[at]
    parts: list[str] = []
    at += 1
    while at < len(text):
        sign = text[at]
        if sign == quote:
            if not text.startswith(quote, at + 1):
                return "".join(parts), at + 1
            parts.append(quote)
            at += 2
        elif sign == "`" and quote == '"':
            following = text[at + 1 : at + 2]
            parts.append(_BACKTICKS.get(following, following))
            at += 2
        else:
            parts.append(sign)
            at += 1
    raise ValueError("A quote does not end.")


def read_web_request(script: Script) -> Pasted | None:
    """`Invoke-WebRequest -Uri … -Body …`; None where there is none."""
    for command in script.commands:
        at = next((n for n, word in enumerate(command.words) if word.lower() in _WEB), None)
        if at is not None:
            return _web_request(script, command.words[at + 1 :])
    return None


def _web_request(script: Script, words: list[str]) -> Pasted:
    pasted, kind, endpoint = Pasted("powershell"), "", ""
    at = 0
    while at < len(words):
        option, value = words[at].lower(), words[at + 1] if at + 1 < len(words) else ""
        at += 1
        if option == "-uri":
            base, kind, endpoint = parts_of(value)
            pasted = with_post(replace(pasted, address=base), kind, endpoint, None)
        elif option == "-headers":
            while at + 1 < len(words) and not words[at].startswith("-"):
                content = script.shown(words[at + 1])
                value = Unread(content) if script.marks_in(words[at + 1]) else content
                pasted = with_header(pasted, words[at], value)
                at += 2
        elif option == "-skipcertificatecheck":
            pasted = replace(pasted, insecure=True)
        elif option == "-body":
            try:
                pasted = with_post(pasted, kind, endpoint, json_of(value, script.meaning))
            except (ValueError, RecursionError):
                pasted = noted(pasted, "The body is no JSON, so no values were read.")
    return pasted
