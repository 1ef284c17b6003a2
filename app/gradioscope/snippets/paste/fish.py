"""The words of a fish script, as our own snippets are written in it. A reader; nothing is run."""

from __future__ import annotations

import re

from gradioscope.gradio.model import LocalFile
from gradioscope.snippets.paste.pasted import Unread
from gradioscope.snippets.paste.shell import Command, Script, form_path

_LOOKS = re.compile(r"(?m)^\s*set (?:-l |--local )?[A-Za-z_]\w* |; or return|^\s*function \w+|; and curl ")
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_DEEPEST = 20
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "e": "\x1b", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_CODE = re.compile(r"\\(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|[xX]([0-9a-fA-F]{1,2}))")
_MOST = 16_000_000


def is_fish(start: str) -> bool:
    """Whether a text's beginning is fish's and no other shell's."""
    return bool(_LOOKS.search(start)) and "<<" not in start.split("'", 1)[0]


def read_script(text: str) -> Script:
    """ValueError where a quote does not end, RecursionError where it is nested too deeply."""
    script = Script()
    _Reader(text.replace("\0", ""), script).commands(0, "")
    return script


class _Reader:
    def __init__(self, text: str, script: Script) -> None:
        self.text, self.script, self.at = text, script, 0
        self.values: dict[str, list[str]] = {}
        self.upload: LocalFile | None = None

    def commands(self, depth: int, end: str) -> list[Command]:
        """To the parenthesis that ends a substitution, or to the text's end."""
        if depth > _DEEPEST:
            raise RecursionError
        found: list[Command] = []
        words: list[str] = []
        piped = ""
        while self.at < len(self.text):
            sign = self.text[self.at]
            if self.text.startswith("\\\n", self.at):
                self.at += 2
            elif sign in " \t\r":
                self.at += 1
            elif sign == end:
                self.at += 1
                break
            elif sign == "#" and (not self.at or self.text[self.at - 1] in " \t\n;"):
                line = self.text.find("\n", self.at)
                self.at = len(self.text) if line < 0 else line
            elif sign in "\n;|":
                self.at += 1
                piped = self._finish(words, found, piped, sign == "|")
                words = []
            elif sign in "<>&)":
                self.at += 1
            else:
                words += self._word(depth)
        self._finish(words, found, piped, False)
        return found

    def _finish(self, words: list[str], found: list[Command], piped: str, pipe: bool) -> str:
        """Take a command; what it prints into the pipe behind it."""
        if not words:
            return piped
        if words[0] == "set":
            plain = [word for word in words[1:] if not word.startswith("-")]
            if plain:
                self._set(plain[0], words[words.index(plain[0]) + 1 :])
            return ""
        command = Command(words, piped or None)
        found.append(command)
        self.script.commands.append(command)
        if "curl" in words:
            forms = [words[at + 1] for at, word in enumerate(words[:-1]) if word in ("-F", "--form")]
            if forms and (path := form_path(forms[0])):
                self.upload = LocalFile(path)
        return words[2] if pipe and words[:2] == ["printf", "%s"] and len(words) == 3 else ""

    def _set(self, name: str, values: list[str]) -> None:
        if re.fullmatch(r"file_[0-9]+", name) and self.upload is not None:
            values, self.upload = [self.script.mark(self.upload)], None
        self.values[name] = values

    def _word(self, depth: int) -> list[str]:
        """One word, or as many as the variable or the substitution that it consists of has."""
        text = self.text
        if text[self.at] == "$" and (found := _NAME.match(text, self.at + 1)):
            end = found.end()
            if end == len(text) or text[end] in " \t\r\n;|)":
                self.at = end
                return self._grown(self.values.get(found[0], [self.script.mark(Unread("$" + found[0]))]))
        parts: list[str] = []
        while self.at < len(text) and text[self.at] not in " \t\r\n;|)<>&":
            sign = text[self.at]
            if sign == "'":
                parts.append(self._single())
            elif sign == '"':
                parts.append(self._double())
            elif sign == "$":
                parts.append(self._variable())
            elif sign == "(":
                start = self.at
                self.at += 1
                self.commands(depth + 1, ")")
                parts.append(self.script.mark(Unread(text[start : start + 60])))
            elif sign == "\\":
                parts.append(self._escape())
            else:
                end = self.at + 1
                while end < len(text) and text[end] not in " \t\r\n;|)<>&'\"$(\\":
                    end += 1
                parts.append(text[self.at : end])
                self.at = end
        if not parts:  # a sign that nothing above took
            self.at += 1
        return ["".join(parts)]

    def _grown(self, words: list[str]) -> list[str]:
        self.script.grown += sum(map(len, words)) + 40 * len(words)
        if self.script.grown > _MOST:
            raise RecursionError
        return words

    def _variable(self) -> str:
        found = _NAME.match(self.text, self.at + 1)
        if not found:
            self.at += 1
            return "$"
        self.at = found.end()
        values = self.values.get(found[0])
        return self.script.mark(Unread("$" + found[0])) if values is None else " ".join(self._grown(values))

    def _single(self) -> str:
        parts: list[str] = []
        self.at += 1
        start = self.at
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign == "'":
                parts.append(self.text[start : self.at])
                self.at += 1
                return "".join(parts)
            if sign == "\\" and self.text[self.at + 1 : self.at + 2] in ("'", "\\"):
                parts += [self.text[start : self.at], self.text[self.at + 1]]
                self.at += 2
                start = self.at
            else:
                self.at += 1
        raise ValueError("A quote does not end.")

    def _double(self) -> str:
        parts: list[str] = []
        self.at += 1
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign == '"':
                self.at += 1
                return "".join(parts)
            if sign == "\\" and self.text[self.at + 1 : self.at + 2] in ('"', "\\", "$"):
                parts.append(self.text[self.at + 1])
                self.at += 2
            elif sign == "$":
                parts.append(self._variable())
            else:
                parts.append(sign)
                self.at += 1
        raise ValueError("A quote does not end.")

    def _escape(self) -> str:
        if found := _CODE.match(self.text, self.at):
            self.at = found.end()
            number = int(found[1] or found[2] or found[3], 16)
            return chr(number) if number < 0x110000 else "\ufffd"
        sign = self.text[self.at + 1 : self.at + 2]
        self.at += 2
        return _SIGNS.get(sign, sign)
