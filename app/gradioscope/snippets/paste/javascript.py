"""JavaScript -> what it asks for: @gradio/client or fetch. Its literals are read; nothing is evaluated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from gradioscope.gradio.model import Json, LocalFile, is_file_data
from gradioscope.snippets.paste.javascript_words import Expressions, tokens, unquoted
from gradioscope.snippets.paste.pasted import Pasted, Unread, with_files
from gradioscope.snippets.paste.python import file_of
from gradioscope.snippets.paste.web import json_of, noted, parts_of, with_header, with_post

_MOST = 8
"""Names of lists and objects that are followed."""
_VARIABLE = re.compile("\0([0-9]+)\0")


def read_javascript(text: str) -> Pasted | None:
    """None where nothing in it calls an app. RecursionError where it is too deep."""
    return _Reader(text.replace("\0", "")).read()


class _Reader(Expressions):
    def __init__(self, text: str) -> None:
        super().__init__(tokens(text))
        self.pasted = Pasted("javascript")
        self.found = False
        self.names: dict[str, Json] = {}
        self.responses: dict[str, str] = {}
        """Names of what was fetched from the web, and the address."""
        self.marks: list[Json] = []
        self._used = 0

    def read(self) -> Pasted | None:
        while self.at < len(self.words):
            self._statement()
        return self.pasted if self.found else None

    def _statement(self) -> None:
        word = self.peek()
        if word in ("const", "let", "var") and self.peek(2) == "=":
            name = self.peek(1)
            self.at += 3
            start = self.at
            if self.starts("await", "fetch", "(") and self.words[self.at + 3 : self.at + 4]:
                # a file of the web, as Gradio's API page has its examples: `await fetch(…)`, then its `blob()`
                url = self.words[self.at + 3]
                if url[0] == "text" and self.peek(4) == ")" and not parts_of(unquoted(url[1]))[1]:
                    self.responses[name] = unquoted(url[1])
                return
            if (
                self.peek() == "await"
                and self.peek(1) in self.responses
                and self.starts("await", self.peek(1), ".", "blob")
            ):
                address = self.responses[self.peek(1)]
                self.names[name] = file_of(address) if address else Unread(name)
                return
            if self.peek() == "await":
                return
            if self.starts("JSON", ".", "stringify", "("):
                self.at += 4
                values = self.arguments()
                self.names[name] = values[0] if values else None
            elif name == "body":
                self.names[name] = self._pieces()
            elif self.words[start : start + 1] and (self.words[start][0] == "text" or self.peek() == "{"):
                self.names[name] = self.value()
                if name == "own":
                    self._headers(self.names[name])
                elif name == "body" and self.peek() == "+":
                    self.at = start
        elif self.starts(word, ".", "connect", "(") or self.starts(word, ".", "duplicate", "("):
            self.at += 4
            self._connect(self.arguments())
        elif word == "client" and self.peek(1) == "(" and self.peek(-1) != ".":
            self.at += 2
            self._connect(self.arguments())
        elif self.peek(1) == "." and self.peek(2) in ("predict", "submit") and self.peek(3) == "(":
            self.at += 4
            self._call(self.arguments())
        elif word in ("fetch", "ask") and self.peek(1) == "(" and self.peek(-1) != "function":
            self.at += 2
            self._fetch(self.arguments())
        elif self.starts("URLSearchParams", "("):
            self.at += 2
            form = self.arguments()
            if form and isinstance(form[0], dict) and isinstance(user := form[0].get("username"), str):
                self.pasted = replace(self.pasted, login_user=user)
        elif self.starts("NODE_TLS_REJECT_UNAUTHORIZED", "="):
            self.at += 2
            self.pasted = replace(self.pasted, insecure=self.value() in ("0", 0))
        else:
            self.at += 1

    def other(self, depth: int) -> Json:
        if self.peek() == "await":
            self.at += 1
            return self._literal(depth)
        if self.peek() in ("handle_file", "handleFile", "upload") and self.peek(1) == "(":
            start = self.at
            self.at += 2
            given = self.arguments(depth + 1)
            path = given[0] if given else None
            if is_file_data(path) or isinstance(path, LocalFile):
                return path
            return (
                file_of(path) if isinstance(path, str) and not isinstance(path, Unread) else Unread(self.written(start))
            )
        if self.starts("new", "File", "("):
            self.at += 3
            given = self.arguments(depth + 1)
            parts = given[0] if given else None
            return parts[0] if isinstance(parts, list) and len(parts) == 1 else Unread("new File(…)")
        if self.peek() == "readFile" and self.peek(1) == "(":
            self.at += 2
            given = self.arguments(depth + 1)
            return given[0] if given else Unread("readFile()")
        if self.starts("JSON", ".", "stringify", "("):
            self.at += 4
            given = self.arguments(depth + 1)
            return given[0] if given else Unread("JSON.stringify()")
        if self.peek() in self.names and self.peek(1) in (",", ")", "]", "}", ";", "", "+"):
            self.at += 1
            value = self.names[self.peek(-1)]
            if isinstance(value, dict | list):
                # each may hold the one before twice, and so double
                self._used += 1
                if self._used > _MOST:
                    raise RecursionError
            return value
        return super().other(depth)

    def _pieces(self) -> Json:
        """JSON text put together from literals and `JSON.stringify(…).slice(1, -1)`."""
        parts: list[str] = []
        while self.at < len(self.words) and self.peek() != ";":
            kind = self.words[self.at][0]
            if kind == "text":
                value = self._literal(0)
                parts.append(str(value))
            elif self.starts("JSON", ".", "stringify", "("):
                self.at += 4
                self.marks.append(self._inner())
                parts.append(f"\0{len(self.marks) - 1}\0")
                while self.at < len(self.words) and self.peek() not in ("+", ";"):
                    self.at += 1
            else:
                self.at += 1
        try:
            return json_of("".join(parts), self._mark)
        except ValueError:
            return Unread("body")

    def _inner(self) -> Json:
        if self.starts("("):
            self.at += 1
            inner = self._inner()
            self._pass_over()
            return inner
        if self.peek() == "await":
            self.at += 1
        return self.other(1)

    def _mark(self, text: str) -> Json | None:
        found = _VARIABLE.fullmatch(text)
        return self.marks[int(found[1])] if found else None

    def _headers(self, value: Json) -> None:
        for name, content in value.items() if isinstance(value, Mapping) else ():
            self.pasted = with_header(self.pasted, name, content)

    def _connect(self, given: list[Json]) -> None:
        if not given or not isinstance(given[0], str):
            return
        self.found = True
        if not isinstance(given[0], Unread):
            self.pasted = replace(self.pasted, address=given[0])
        options = given[1] if len(given) > 1 and isinstance(given[1], dict) else {}
        for name in ("token", "hf_token"):
            if options.get(name) is not None:
                self.pasted = replace(self.pasted, token=True)
                if not isinstance(options[name], Unread):
                    self.pasted = noted(self.pasted, "A token in the text was left out: choose it from the keyring.")
        auth = options.get("auth")
        if isinstance(auth, list) and auth and isinstance(auth[0], str):
            self.pasted = replace(self.pasted, login_user=auth[0])
        self._headers(options.get("headers"))
        session = options.get("session_hash")
        if isinstance(session, str) and not isinstance(session, Unread):
            self.pasted = replace(self.pasted, session_hash=session)

    def _call(self, given: list[Json]) -> None:
        self.found = True
        if self.pasted.is_request:
            self.pasted = noted(self.pasted, "The text has several calls; the last one was taken.")
        self.pasted = replace(self.pasted, endpoint="", fn_index=None, arguments=(), named={})
        if given and isinstance(given[0], str) and not isinstance(given[0], Unread):
            self.pasted = replace(self.pasted, endpoint=given[0])
        elif given and isinstance(given[0], int):
            self.pasted = replace(self.pasted, fn_index=given[0])
        values = given[1] if len(given) > 1 else None
        if isinstance(values, list):
            self.pasted = replace(self.pasted, arguments=tuple(with_files(values)))
        elif isinstance(values, dict):
            self.pasted = replace(self.pasted, named=with_files(values))
        elif isinstance(values, Unread):
            self.pasted = noted(self.pasted, f"{values} was left out: only values that are written down are read.")

    def _fetch(self, given: list[Json]) -> None:
        if not given or not isinstance(given[0], str):
            return
        base, kind, endpoint = parts_of(given[0])
        options = given[1] if len(given) > 1 and isinstance(given[1], dict) else {}
        if not kind or kind in ("login", "upload"):
            return
        if not options:
            self.pasted = replace(self.pasted, stream="queue" if kind == "queue/data" else "result")
            if self.pasted.is_request:
                return
        self.found = True
        known = self.names.get("app")
        self.pasted = replace(self.pasted, address=base or (known if isinstance(known, str) else ""))
        self._headers(options.get("headers"))
        body = options.get("body")
        if isinstance(body, str) and not isinstance(body, Unread):
            try:
                body = json_of(body)
            except ValueError:
                body = None
        self.pasted = with_post(self.pasted, kind, endpoint, None if isinstance(body, Unread) else body)
        if isinstance(body, Unread):
            self.pasted = noted(self.pasted, "The body is made by code, so no values were read.")
