"""Python -> what it asks for: gradio_client, httpx or requests. Its syntax tree is read; nothing is evaluated."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from gradioscope.gradio.model import Json, LocalFile, file_data
from gradioscope.snippets.paste.pasted import DEEPEST, Pasted, Unread, with_files
from gradioscope.snippets.paste.web import noted, parts_of, with_header, with_post

_MOST = 1_000_000
"""Values that are read, those of names as often as they are used."""
_FILES = ("handle_file", "file")


def read_python(text: str) -> Pasted | None:
    """None where nothing in it calls an app. SyntaxError where it is no Python, RecursionError if too deep."""
    tree = ast.parse(text)
    reader = _Reader()
    for node in _calls_and_assignments(tree):
        reader.take(node)
    return reader.pasted if reader.found else None


def _calls_and_assignments(tree: ast.AST) -> Iterator[ast.Call | ast.Assign]:
    """In the order they are written; without recursion, as the text may be anything."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call | ast.Assign)]
    # an assignment's own name is known to what comes after it; its call is taken by itself
    return iter(sorted(found, key=lambda node: (node.lineno, node.col_offset, isinstance(node, ast.Call))))


class _Reader:
    def __init__(self) -> None:
        self.pasted = Pasted("python")
        self.found = False
        self._names: dict[str, ast.expr] = {}
        self._called = False
        self._count = 0

    def take(self, node: ast.Call | ast.Assign) -> None:
        if isinstance(node, ast.Assign):
            self._assigned(node)
            return
        name = _name(node.func)
        last = name.rpartition(".")[2]
        if last in ("Client", "load") and node.args and name != "httpx.Client":
            self.found = True
            self._client(node)
        elif last in ("AsyncClient", "Client", "Session"):
            self._session(node)
        elif last in ("predict", "submit") and "." in name:
            self._call(node)
        elif last == "post":
            self._post(node)
        elif last == "stream" and len(node.args) > 1:
            address = ast.unparse(node.args[1])[:500]
            self.pasted = replace(self.pasted, stream="queue" if "/queue/data" in address else "result")

    def _assigned(self, node: ast.Assign) -> None:
        target = node.targets[0]
        if isinstance(target, ast.Name):
            self._names[target.id] = node.value
        elif isinstance(target, ast.Attribute) and target.attr == "session_hash":
            session = self._value(node.value)
            if isinstance(session, str) and not isinstance(session, Unread):
                self.pasted = replace(self.pasted, session_hash=session)

    def _client(self, node: ast.Call) -> None:
        address = self._value(node.args[0])
        if isinstance(address, str) and not isinstance(address, Unread):
            self.pasted = replace(self.pasted, address=address)
        self._options(node)

    def _session(self, node: ast.Call) -> None:
        self._options(node)

    def _options(self, node: ast.Call) -> None:
        for keyword in node.keywords:
            if keyword.arg in ("token", "hf_token"):
                value = self._value(keyword.value)
                if value is not None:
                    self.pasted = replace(self.pasted, token=True)
                if isinstance(value, str) and not isinstance(value, Unread):
                    self.pasted = noted(self.pasted, "A token in the text was left out: choose it from the keyring.")
            elif keyword.arg == "auth" and isinstance(keyword.value, ast.Tuple | ast.List) and keyword.value.elts:
                user = self._value(keyword.value.elts[0])
                if isinstance(user, str) and not isinstance(user, Unread):
                    self.pasted = replace(self.pasted, login_user=user)
            elif keyword.arg == "headers":
                self._headers(keyword.value)
            elif keyword.arg in ("ssl_verify", "verify") and self._value(keyword.value) is False:
                self.pasted = replace(self.pasted, insecure=True)
            elif keyword.arg == "base_url":
                address = self._value(keyword.value)
                if isinstance(address, str):
                    self.pasted = replace(self.pasted, address=address)

    def _headers(self, node: ast.expr) -> None:
        value = self._value(node)
        if isinstance(value, dict):
            for name, content in value.items():
                self.pasted = with_header(self.pasted, name, content)

    def _call(self, node: ast.Call) -> None:
        self.found = True
        if self._called:
            self.pasted = noted(self.pasted, "The text has several calls; the last one was taken.")
        self._called = True
        named: dict[str, Json] = {}
        self.pasted = replace(self.pasted, endpoint="", fn_index=None)
        for keyword in node.keywords:
            value = self._value(keyword.value)
            if keyword.arg is None:
                if isinstance(value, dict):
                    named.update(value)
                else:
                    self._unclear(f"**{ast.unparse(keyword.value)[:60]}")
            elif keyword.arg == "api_name":
                if isinstance(value, str) and not isinstance(value, Unread):
                    self.pasted = replace(self.pasted, endpoint=value)
            elif keyword.arg == "fn_index":
                if isinstance(value, int) and not isinstance(value, bool):
                    self.pasted = replace(self.pasted, fn_index=value)
            elif keyword.arg == "headers":
                self._headers(keyword.value)
            elif keyword.arg != "result_callbacks":
                named[keyword.arg] = value
        arguments: list[Json] = []
        for item in node.args:
            if isinstance(item, ast.Starred):
                self._unclear(f"*{ast.unparse(item.value)[:60]}")
            else:
                arguments.append(self._value(item))
        self.pasted = replace(self.pasted, arguments=tuple(arguments), named=named)

    def _post(self, node: ast.Call) -> None:
        if not node.args:
            return
        url = self._value(node.args[0])
        if not isinstance(url, str) or isinstance(url, Unread):
            return
        base, kind, endpoint = parts_of(url)
        data = next((keyword.value for keyword in node.keywords if keyword.arg in ("json", "data")), None)
        body = self._value(data) if data is not None else None
        if kind == "login":
            user = body.get("username") if isinstance(body, dict) else None
            if isinstance(user, str) and not isinstance(user, Unread):
                self.pasted = replace(self.pasted, login_user=user)
        elif kind and kind != "upload":
            self.found = True
            self.pasted = replace(self.pasted, address=base or self.pasted.address)
            self._options(node)
            self.pasted = with_post(self.pasted, kind, endpoint, body)

    def _unclear(self, what: str) -> None:
        self.pasted = noted(self.pasted, f"{what} was left out: only values that are written down are read.")

    def _value(self, node: ast.expr, depth: int = 0) -> Json:
        self._count += 1
        if depth > DEEPEST or self._count > _MOST:
            raise RecursionError
        match node:
            case ast.Constant(value=None | bool() | int() | float() | str() as value):
                return value
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
                return -number
            case ast.List(elts=items) | ast.Tuple(elts=items):
                return [self._value(item, depth + 1) for item in items]
            case ast.Dict(keys=keys, values=values) if all(
                isinstance(key, ast.Constant) and isinstance(key.value, str) for key in keys
            ):
                found = {
                    key.value: self._value(value, depth + 1)
                    for key, value in zip(keys, values, strict=True)
                    if isinstance(key, ast.Constant)
                }
                return with_files(found)
            case ast.Name(id=name) if name in self._names:
                # a name may be assigned from itself
                return self._value(self._names[name], depth + 10)
            case ast.Await(value=inner):
                return self._value(inner, depth + 1)
            case ast.Call(func=func, args=[ast.Call(func=copy, args=[first, _])]) if (
                _name(func).rpartition(".")[2] in _FILES and _name(copy) == "shutil.copy"
            ):
                return self._file(self._value(first, depth + 1), node)
            case ast.Call(func=func, args=[first, *_]) if _name(func).rpartition(".")[2] in _FILES:
                return self._file(self._value(first, depth + 1), node)
            case ast.Call(func=ast.Name(id="upload"), args=[_, path, *_]):
                return self._file(self._value(path, depth + 1), node)
        return Unread(_short(node))

    def _file(self, path: Json, node: ast.expr) -> Json:
        return file_of(path) if isinstance(path, str) and not isinstance(path, Unread) else Unread(_short(node))


def file_of(path: str) -> Json:
    """What `handle_file` makes of its argument: an address is fetched by the app, a path is uploaded."""
    is_web = path.startswith(("http://", "https://")) and bool(urlsplit(path).netloc)
    return file_data(path) if is_web else LocalFile(path)


def _short(node: ast.AST) -> str:
    text = ast.unparse(node)
    return text if len(text) <= 60 else text[:59] + "…"


def _name(node: ast.expr) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    parts.append(node.id if isinstance(node, ast.Name) else "")
    return ".".join(reversed(parts))
