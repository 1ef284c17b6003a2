"""The words of a POSIX shell's script: quotes, variables, here-documents. A reader, not a shell: nothing is run.

What a command would print is only known for `printf` with octal escapes, which our own snippets quote by, and for
uploads of a file; all else that a shell would find out is a mark in the word, whose meaning is in `Script.marks`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gradioscope.gradio.model import LocalFile
from gradioscope.snippets.paste.pasted import Unread

Mark = LocalFile | Unread
_MARK = re.compile("\0([0-9]+)\0")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ASSIGNED = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=")
_ANSI = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))", re.DOTALL)
_ANSI_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b"}
_END = frozenset(" \t\n;|&()<>")
_DEEPEST = 20
_MOST = 16_000_000
"""Characters that variables may grow to; one that holds itself twice doubles with each line."""


@dataclass(slots=True)
class Command:
    words: list[str]
    document: str | None = None
    """What its here-document holds."""


@dataclass(slots=True)
class Script:
    """The commands in the order they are written, those inside of `$(…)` before the one around them."""

    commands: list[Command] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    grown: int = 0

    def mark(self, meaning: Mark) -> str:
        self.marks.append(meaning)
        return f"\0{len(self.marks) - 1}\0"

    def meaning(self, text: str) -> Mark | None:
        """What a text stands for that is a mark and nothing else."""
        match = _MARK.fullmatch(text)
        return self.marks[int(match[1])] if match else None

    def marks_in(self, text: str) -> list[Mark]:
        return [self.marks[int(match[1])] for match in _MARK.finditer(text)]

    def shown(self, text: str) -> str:
        """A text with its marks as they were written."""
        return _MARK.sub(lambda match: str(self.marks[int(match[1])]), text)


def read_script(text: str) -> Script:
    """ValueError where a quote does not end, RecursionError where it is nested too deeply."""
    script = Script()
    _Reader(text.replace("\0", ""), script, 0).read()
    return script


class _Reader:
    def __init__(self, text: str, script: Script, depth: int) -> None:
        if depth > _DEEPEST:
            raise RecursionError
        self.text, self.script, self.depth = text, script, depth
        self.at = 0
        self.words: list[str] = []
        self.commands: list[Command] = []
        self.waiting: list[tuple[Command, str, bool]] = []
        self.current = Command(self.words)

    def read(self) -> list[Command]:
        text = self.text
        while self.at < len(text):
            sign = text[self.at]
            if text.startswith("\\\n", self.at):
                self.at += 2
            elif sign in " \t\r":
                self.at += 1
            elif sign == "\n":
                self.at += 1
                self._finish()
                self._documents()
            elif text.startswith("<<", self.at) and not text.startswith("<<<", self.at):
                self._announce()
            elif sign in "<>":
                self.at += 1
            elif sign in ";|&()":
                self.at += 1
                self._finish()
            elif sign == "#":
                end = text.find("\n", self.at)
                self.at = len(text) if end < 0 else end
            else:
                self.words.append(self._word())
        self._finish()
        return self.commands

    def _finish(self) -> None:
        if self.words:
            while self.words and (found := _ASSIGNED.match(self.words[0])):
                self.script.variables[found[1]] = self.words.pop(0)[found.end() :]
            if self.words:
                self.commands.append(self.current)
                self.script.commands.append(self.current)
        self.words = []
        self.current = Command(self.words)

    def _announce(self) -> None:
        self.at += 2
        while self.text[self.at : self.at + 1] in ("-", " "):
            self.at += 1
        quoted = self.text[self.at : self.at + 1] in ("'", '"', "\\")
        end = self._word()
        self.waiting.append((self.current, end, quoted))

    def _documents(self) -> None:
        for command, last, quoted in self.waiting:
            lines = []
            while self.at < len(self.text):
                end = self.text.find("\n", self.at)
                end = len(self.text) if end < 0 else end
                line = self.text[self.at : end]
                self.at = end + 1
                if line.strip() == last:
                    break
                lines.append(line)
            body = "\n".join(lines)
            command.document = body if quoted else self._expanded(body)
        self.waiting = []

    def _expanded(self, body: str) -> str:
        inner = _Reader(body + '"', self.script, self.depth + 1)
        return inner._double(document=True)

    def _word(self) -> str:
        parts: list[str] = []
        text = self.text
        while self.at < len(text):
            sign = text[self.at]
            if sign in _END:
                break
            if sign == "'":
                end = text.index("'", self.at + 1)
                parts.append(text[self.at + 1 : end])
                self.at = end + 1
            elif sign == '"':
                self.at += 1
                parts.append(self._double())
            elif sign == "\\":
                parts.append("" if text.startswith("\n", self.at + 1) else text[self.at + 1 : self.at + 2])
                self.at += 2
            elif text.startswith("$'", self.at):
                parts.append(self._ansi())
            elif sign == "$":
                parts.append(self._dollar())
            elif sign == "`":
                end = text.index("`", self.at + 1)
                parts.append(self.script.mark(Unread(text[self.at : end + 1])))
                self.at = end + 1
            else:
                end = self.at + 1
                while end < len(text) and text[end] not in _END and text[end] not in "'\"\\$`":
                    end += 1
                parts.append(text[self.at : end])
                self.at = end
        return "".join(parts)

    def _double(self, *, document: bool = False) -> str:
        """From behind the opening quote to behind the closing one."""
        parts: list[str] = []
        text = self.text
        start = self.at
        while self.at < len(text):
            sign = text[self.at]
            if sign == '"' and not (document and self.at < len(text) - 1):
                parts.append(text[start : self.at])
                self.at += 1
                return "".join(parts)
            if sign == "\\" and text[self.at + 1 : self.at + 2] in ("$", "`", '"', "\\", "\n"):
                parts.append(text[start : self.at])
                if text[self.at + 1] != "\n":
                    parts.append(("\\" if document and text[self.at + 1] == '"' else "") + text[self.at + 1])
                self.at += 2
                start = self.at
            elif sign == "$":
                parts.append(text[start : self.at])
                parts.append(self._dollar())
                start = self.at
            else:
                self.at += 1
        raise ValueError("A quote does not end.")

    def _ansi(self) -> str:
        end = self.at + 2
        while self.text[end : end + 1] != "'":
            if end >= len(self.text):
                raise ValueError("A quote does not end.")
            end += 2 if self.text[end] == "\\" else 1
        body = self.text[self.at + 2 : end]
        self.at = end + 1
        return _ANSI.sub(_ansi_sign, body)

    def _dollar(self) -> str:
        text, start = self.text, self.at
        if text.startswith("$(", start):
            self.at = end = _closing(text, start + 2)
            inner = _Reader(text[start + 2 : end - 1], self.script, self.depth + 1).read()
            return self._printed(inner, text[start:end])
        if text.startswith("${", start):
            end = text.index("}", start)
            self.at = end + 1
            found = _NAME.match(text, start + 2)
            return self._variable(found[0] if found else "", text[start : end + 1])
        found = _NAME.match(text, start + 1)
        if found:
            self.at = found.end()
            return self._variable(found[0], text[start : self.at])
        self.at += 1
        if text[self.at : self.at + 1] in ("@", "*", "?", "!", "#", "1", "2", "3"):
            self.at += 1
            return self.script.mark(Unread(text[start : self.at]))
        return "$"

    def _variable(self, name: str, written: str) -> str:
        known = self.script.variables.get(name)
        if known is None:
            return self.script.mark(Unread(written))
        self.script.grown += len(known)
        if self.script.grown > _MOST:
            raise RecursionError
        return known

    def _printed(self, inner: list[Command], written: str) -> str:
        words = inner[0].words if len(inner) == 1 else []
        if len(words) == 2 and words[0] == "printf" and not _MARK.search(words[1]):
            try:
                return _printf(words[1])
            except UnicodeDecodeError:
                pass
        if len(words) == 2 and words[0] == "upload" and (path := form_path(words[1])):
            return self.script.mark(LocalFile(path))
        # as Gradio's API page has it: `$(curl … /upload -F 'files=@PATH' | tr -d …)`
        if inner and inner[0].words[:1] == ["curl"] and any("/upload" in word for word in inner[0].words):
            forms = [inner[0].words[at + 1] for at, word in enumerate(inner[0].words[:-1]) if word in ("-F", "--form")]
            if len(forms) == 1 and (path := form_path(forms[0])) and path != "/path/to/your/file":
                return self.script.mark(LocalFile(path))
        # a secret of our own snippets, escaped for JSON
        first = inner[0].words if inner else []
        if len(first) == 3 and first[:2] == ["printf", "%s"] and (found := self.script.meaning(first[2])):
            return self.script.mark(found)
        return self.script.mark(Unread(written if len(written) <= 60 else written[:59] + "…"))


def _closing(text: str, at: int) -> int:
    """The place behind the parenthesis that ends a `$(`. Here-documents inside of it are passed over."""
    depth, quote = 1, ""
    while at < len(text):
        sign = text[at]
        if sign == "\\" and quote != "'":
            at += 2
            continue
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif (found := _DOCUMENT.match(text, at)) is not None:
            end = text.find(f"\n{found[1]}\n", found.end())
            # the rest of the line it is announced on has no parenthesis in what is read here
            at = len(text) if end < 0 else end + len(found[1]) + 1
            continue
        elif sign in "()":
            depth += 1 if sign == "(" else -1
            if not depth:
                return at + 1
        at += 1
    raise ValueError("A parenthesis does not end.")


_DOCUMENT = re.compile(r"<<-? ?['\"]?([A-Za-z_]+)['\"]?")


def _printf(form: str) -> str:
    raw = re.sub(r"\\([0-7]{3})|%%", lambda m: chr(int(m[1], 8) & 255) if m[1] else "%", _as_bytes(form))
    return raw.encode("latin-1").decode("utf-8")


def _as_bytes(text: str) -> str:
    """The text's UTF-8 bytes, a character each."""
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def _ansi_sign(match: re.Match[str]) -> str:
    four, eight, two, octal, sign = match.groups()
    number = int(four or eight or two or "0", 16) if not octal else int(octal, 8)
    if four or eight or two or octal:
        return chr(number) if number < 0x110000 else "\ufffd"
    return _ANSI_SIGNS.get(sign, sign if sign in "\\'\"?" else match[0])


def form_path(argument: str) -> str:
    """The file's path in the argument of `curl -F`: `files=@"a b.txt";filename=x`. Empty where it names none."""
    name, at, rest = argument.partition("=@")
    if not at or not name:
        return ""
    if not rest.startswith('"'):
        path = re.split("[;,]", rest, maxsplit=1)[0]
        return path[2:] if path == "./-" else path
    found = re.match(r'"((?:[^"\\]|\\.)*)"', rest, re.DOTALL)
    return re.sub(r"\\(.)", r"\1", found[1], flags=re.DOTALL) if found else ""
