"""Our own PowerShell scripts: what they put into files, and the calls of curl with these. A reader; nothing is run."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote_plus

from gradioscope.gradio.api_path import parts_of
from gradioscope.gradio.model import Json, LocalFile
from gradioscope.snippets.paste.pasted import Pasted, Unread
from gradioscope.snippets.paste.shell import Mark, Script
from gradioscope.snippets.paste.web import json_of, noted, with_header, with_post

_STATEMENT = re.compile(
    r"""\$app\ =\ (?P<app>'(?:[^'\n]|'')*'|"[^"\n]*")
    |WriteAllText\(\$body,\ (?P<body>)
    |WriteAllLines\(\$headers,\ \[string\[\]\]@\((?P<headers>)
    |Copy-Item\ -LiteralPath\ (?P<path>'(?:[^']|'')*'|"(?:[^"`]|`.)*")\ \$(?P<copy>\w+)
    |(?P<file>\$file_[0-9]+)\ =\ \$Matches
    |&\ \$curl\ (?P<call>[^\n]*)""",
    re.VERBOSE,
)
_UNITS = re.compile(r"(?:\$\(\[char\]0x[0-9a-fA-F]{4}\))+")
_NAME = re.compile(r"(?<!`)" r"\$(?:env:)?\w+|\$\{(?:env:)?\w+\}")


def is_ours(start: str) -> bool:
    return "$curl = @(Get-Command" in start and "WriteAllText($body" in start


def read_ours(text: str) -> Pasted:
    """What the script asks for. ValueError where its quotes do not fit."""
    return _Reader(text.replace("\0", "")).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.script = Script()
        self.pasted = Pasted("curl-powershell")
        self.app = self.body = ""
        self.copies: dict[str, str] = {}
        self.files: dict[str, str] = {}
        self.upload = ""

    def read(self) -> Pasted:
        at = 0
        while found := _STATEMENT.search(self.text, at):
            at = found.end()
            if found["app"]:
                self.app = self._string(found["app"])
            elif found["path"]:
                self.copies[found["copy"]] = self._string(found["path"])
            elif found["file"]:
                if self.upload:
                    self.files[found["file"]] = self.script.mark(LocalFile(self.upload))
            elif found["call"] is not None:
                self._call(found["call"])
            elif found["body"] is not None:
                pieces, at = self._expression(at)
                self.body = "".join(pieces)
            else:
                pieces, at = self._expression(at)
                for piece in pieces:
                    self._header(piece)
        return self.pasted

    def _expression(self, at: int) -> tuple[list[str], int]:
        """The texts up to the parenthesis that ends it, variables as marks, and the place behind it."""
        found: list[str] = []
        text, depth = self.text, 0
        while at < len(text):
            sign = text[at]
            if text.startswith("@'\n", at):
                end = text.index("\n'@", at + 2)
                found.append(text[at + 3 : end].replace("\n", ""))
                at = end + 3
            elif sign in "'\"":
                end = _closing(text, at)
                # over several lines it is folded, as curl takes the line breaks away
                found.append(self._string(text[at:end]).replace("\n", ""))
                at = end
            elif sign == "$" and (name := _NAME.match(text, at)):
                if not depth:
                    found.append(self._variable(name[0]))
                at = name.end()
            elif sign == ")" and not depth:
                return found, at + 1
            else:
                depth += {"(": 1, ")": -1}.get(sign, 0)
                at += 1
        raise ValueError("A parenthesis does not end.")

    def _string(self, text: str) -> str:
        return text[1:-1].replace("''", "'") if text[0] == "'" else self._expanded(text[1:-1])

    def _expanded(self, text: str) -> str:
        text = _UNITS.sub(_character, text)
        plain = _NAME.sub(lambda match: self._variable(match[0]), text)
        return re.sub(r"`(.)|\"\"", lambda match: match[1] or '"', plain, flags=re.DOTALL)

    def _variable(self, name: str) -> str:
        return self.files.get(name) or self.script.mark(Unread(name))

    def _header(self, line: str) -> None:
        name, _, content = line.partition(":")
        marks: list[Mark] = self.script.marks_in(content)
        shown = self.script.shown(content).strip()
        self.pasted = with_header(self.pasted, name, Unread(shown) if marks else shown)

    def _call(self, line: str) -> None:
        place = re.search(r'"\$app(/[^"]*)"', line)
        if not place:
            return
        _, kind, endpoint = parts_of(self.app + place[1])
        if "--insecure" in line or " -k " in line:
            self.pasted = replace(self.pasted, insecure=True)
        if kind == "upload":
            copied = re.search(r"@\$(\w+)", line)
            named = re.search(r"""-F ('files=@(?:[^']|'')*'|"files=@(?:[^"`]|`.)*")""", line)
            self.upload = self.copies.get(copied[1], "") if copied else ""
            if not copied and named:
                self.upload = self._string(named[1]).removeprefix("files=@")
        elif kind == "login":
            user = re.match(r"username=([^&]*)", self.body)
            self.pasted = replace(self.pasted, address=self.app, login_user=unquote_plus(user[1]) if user else None)
        elif kind == "queue/data":
            self.pasted = replace(self.pasted, stream="queue")
        elif '"@$body"' not in line:
            session = self.pasted.session_hash
            if session and endpoint.endswith("/" + session):
                self.pasted = replace(self.pasted, stream="result")
        else:
            self.pasted = replace(self.pasted, address=self.app)
            try:
                self.pasted = with_post(self.pasted, kind, endpoint, json_of(self.body, self._meaning))
            except (ValueError, RecursionError):
                self.pasted = noted(self.pasted, "The body is no JSON, so no values were read.")

    def _meaning(self, text: str) -> Json | None:
        found = self.script.meaning(text)
        if found is None and self.script.marks_in(text):
            return Unread(self.script.shown(text))
        return found


def _closing(text: str, at: int) -> int:
    """The place behind the quote that ends a string. ValueError where none does."""
    quote = text[at]
    at += 1
    while at < len(text):
        if text[at] == "`" and quote == '"':
            at += 2
        elif text[at] != quote:
            at += 1
        elif text.startswith(quote, at + 1):
            at += 2
        else:
            return at + 1
    raise ValueError("A quote does not end.")


def _character(match: re.Match[str]) -> str:
    """What a row of UTF-16 units stands for."""
    units = "".join(re.findall(r"0x([0-9a-fA-F]{4})", match[0]))
    return bytes.fromhex(units).decode("utf-16-be", "replace")
