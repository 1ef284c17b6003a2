"""The cases: a request, and what the function of tests/apps/proof.py has to receive."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.shells.test_curl_values import HOSTILE

from gradioscope.gradio.model import LocalFile
from gradioscope.request.draft import Access

SECRETS = {"GRADIOSCOPE_PASSWORD": "wonder", "HF_TOKEN": "hf_secret", "APP_SECRET": "hun\"ter\\2 $HOME `id` '"}
NAMES = (
    "plain.txt",
    "two words.txt",
    'it\'s "quoted".txt',
    "semi;colon;type=text.txt",
    "comma,comma.txt",
    "[1-3]{a,b}.txt",
    "(copy) $(touch stolen) `id` $HOME.txt",
    "back\\slash.txt",
    "wow!!.txt",
    "100% %s.txt",
    "#hash&amp.txt",
    "Grüße 日本語 👩‍💻.txt",
    " blank in front.txt",
    "@at.txt",
    "-dash.txt",
    "=equals.txt",
    "~tilde.txt",
    "<in>out|pipe*?.txt",
    "no extension",
    ".hidden",
)


@dataclass(frozen=True)
class Case:
    group: str
    about: str
    endpoint: str
    values: Mapping[str, Any]
    received: list[Any]
    """As the app notes it: files as size and SHA-256."""
    access: Access = field(default_factory=Access)
    login: bool = False
    session: bool = False
    """Whether it goes on with a session in which one call was made before."""
    gradio: str = ""
    """The one version it is for, as its first digit: chats have another shape in each."""


def seen(content: bytes) -> dict[str, Any]:
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(b"".join(b"\0" + bytes(3 * 5) for _ in range(4)))
    header = struct.pack(">IIBBBBB", 5, 4, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def cases(folder: Path, gradio: str) -> list[Case]:
    """All that this Gradio has; their files are in the folder."""
    found = [
        *_values(),
        *_texts(),
        *_json(),
        *_files(folder),
        *_inside(folder),
        *_states(folder),
        *_names(),
        *_access(),
    ]
    return [case for case in found if case.gradio in ("", gradio[0])]


def _values() -> Iterator[Case]:
    group = "ordinary values"
    for about, text in {
        "a sentence": 'Ann\'s cat said "hi".',
        "two lines": "one\ntwo",
        "JSON in a text": '{"a": [1, "b"]}',
        "HTML": "<b class='x'>bold & <i>more</i></b>",
        "a Windows path": "C:\\new\\table.txt",
        "a shell command": "curl -s \"$URL\" | awk '{ print $1 }' > out.txt",
    }.items():
        yield Case(group, about, "/text", {"text": text}, [text])
    default = {"text": "hello", "number": 2.5, "whole": 3, "flag": True, "choice": "fast", "choices": ["a"]}
    changes: dict[str, dict[str, Any]] = {
        "all at their defaults": {},
        "a text": {"text": "A cat, please"},
        "numbers": {"number": -0.125, "whole": 0},
        "a large number": {"number": 1e21},
        "a box that is not ticked": {"flag": False},
        "a choice": {"choice": "slow"},
        "a choice with quotes": {"choice": 'it\'s "hard"'},
        "choices": {"choices": ["b c", "d'e"]},
        "no choices": {"choices": []},
    }
    for about, change in changes.items():
        values = {**default, **change}
        yield Case(group, about, "/values", values, list(values.values()))


def _texts() -> Iterator[Case]:
    for about, text in HOSTILE.items():
        yield Case("texts that shells act on", about, "/text", {"text": text}, [text])
    line = "".join(HOSTILE.values())
    for size in (5_000, 200_000, 1_000_000):
        text = (line * (size // len(line) + 1))[:size]
        yield Case("long texts", f"{size:,} characters", "/text", {"text": text}, [text])


def _json() -> Iterator[Case]:
    of_json: dict[str, Any] = {
        "a list": [1, 2.5, "three", None, True],
        "nested": {"a": {"b": [{"c": []}, {}]}},
        "keys": {"it's": 1, '"': 2, "$HOME": 3, "a b": 4, "é": 5},
        "a text": "just text",
        "a whole number above 2^53": {"n": 2**60 + 1},
        "null": {"nothing": None, "list": []},
        "texts that look like code": ["$(touch stolen)", "`id`", "'; ls; '", "\\\\", "!!"],
    }
    for about, value in of_json.items():
        expected = value
        if about == "null":
            expected = {"list": []}  # the log leaves null out
        yield Case("JSON", about, "/data", {"data": value}, [expected])


def _files(folder: Path) -> Iterator[Case]:
    for name in NAMES:
        path = folder / name
        path.write_bytes(content := f"content of {name!r}\r\n\0".encode())
        yield Case("one file", name, "/file", {"file": LocalFile(str(path))}, [seen(content)])


def _inside(folder: Path) -> Iterator[Case]:
    group = "files in other values"
    picture, note = folder / "a picture, [1].png", folder / "a note; é.txt"
    picture.write_bytes(png())
    note.write_text("a note")
    image, text = LocalFile(str(picture)), LocalFile(str(note))
    as_png, as_text = seen(png()), seen(b"a note")
    yield Case(group, "an image", "/picture", {"picture": image}, [[5, 4]])
    yield Case(group, "no image", "/picture", {"picture": None}, [None])
    yield Case(group, "several files", "/files", {"files": [text, image, text]}, [[as_text, as_png, as_text]])
    shown = [{"image": image, "caption": "it's one"}, {"image": image, "caption": None}]
    yield Case(group, "a gallery", "/gallery", {"gallery": shown}, [[[as_png, "it's one"], [as_png, None]]])
    of_user = {"role": "user", "metadata": None, "options": None}
    file = {"file": text, "alt_text": None}
    yield Case(
        group,
        "a chat",
        "/chat",
        {"chat": [{"role": "user", "content": "hi"}, {"role": "user", "content": {**file, "alt_text": "a note"}}]},
        [2, True],
        gradio="4",
    )
    said = [{**of_user, "content": "hi"}, {**of_user, "content": file}]
    yield Case(group, "a chat", "/chat", {"chat": said}, [2, True], gradio="5")
    said = [{**of_user, "content": [{"type": "text", "text": "hi"}, {"type": "file", **file}]}]
    yield Case(group, "a chat", "/chat", {"chat": said}, [1, True], gradio="6")
    written = {"text": 'it\'s "this"', "files": [text]}
    yield Case(group, "a multimodal text", "/message", {"message": written}, [{**written, "files": [as_text]}])
    for about in ("dollars", "here document", "control"):
        beside = {"text": HOSTILE[about], "files": [text]}
        told = f"a multimodal text: {about}"
        yield Case(group, told, "/message", {"message": beside}, [{**beside, "files": [as_text]}])
    drawn = {"background": image, "layers": [], "composite": None}
    yield Case(group, "an image editor", "/editor", {"editor": drawn}, [[5, 4], 0])


def _states(folder: Path) -> Iterator[Case]:
    group = "states and sessions"
    image = LocalFile(str(folder / "a picture, [1].png"))
    yield Case(group, "a State between", "/between", {"text": "a", "number": 2, "picture": None}, ["a", 0, 2, None])
    between = {"text": "a", "number": 2, "picture": image}
    yield Case(group, "a State and a picture", "/between", between, ["a", 0, 2, [5, 4]])
    yield Case(group, "a State in front", "/first", {"text": "a"}, [0, "a"])
    yield Case(group, "a generator", "/steps", {"text": "a", "count": 3}, ["a", 3])
    yield Case(group, "the second call of a session", "/first", {"text": "a"}, [1, "a"], session=True)


def _names() -> Iterator[Case]:
    group = "endpoint names"
    for name in ("/with blank & more", "/with/slash and blank", "/grüße", "/it's"):
        yield Case(group, name, name, {"text": "x"}, ["x"])


def _access() -> Iterator[Case]:
    group = "logins, tokens and headers"
    user = Access(login_user="alice")
    yield Case(group, "a login", "/who", {"text": "x"}, ["x", "alice", None, None], user, login=True)
    plain = (("X-Plain", 'it\'s $HOME `x` "y"!'),)
    headers = Access(headers=plain)
    yield Case(group, "a header", "/who", {"text": "x"}, ["x", None, None, plain[0][1]], headers)
    both = Access(token=True, headers=plain)
    yield Case(group, "a token", "/who", {"text": "x"}, ["x", None, "Bearer hf_secret", plain[0][1]], both)
    secret = SECRETS["APP_SECRET"]
    yield Case(group, "a password field", "/password", {"secret": secret}, [secret])
