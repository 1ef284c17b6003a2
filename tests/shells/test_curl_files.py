"""Local files, whatever their names; and what an app may answer to an upload."""

from __future__ import annotations

import os
import struct
import tempfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradioscope.gradio.model import LocalFile
from gradioscope.snippets import render

NAMES = [
    "plain.txt",
    "two words.txt",
    " blank around .txt",
    'it\'s "quoted".txt',
    "semi;colon;type=text.txt",
    "comma,comma.txt",
    "[1-3]{a,b}.txt",
    "(copy) $(touch stolen) `touch stolen` $HOME.txt",
    "back\\slash\\n.txt",
    "wow!!.txt",
    "100% %s %n.txt",
    "@at.txt",
    "-dash.txt",
    "--data.txt",
    "=equals.txt",
    "~tilde.txt",
    "#hash&amp.txt",
    "<in>out|pipe*?.txt",
    "Grüße 日本語 👩‍💻.txt",
    "line\nbreak\ttab.txt",
    "\x1b[31mred\x1b[0m \x7f\u202e.txt",
    "ends with a line break\n",
    "no extension",
    "#.txt",
    "!",
    "no extension; filename=x",
    "-",
    ".hidden",
    "n" * 120 + ".txt",
]


def content_of(name: str) -> bytes:
    return f"content of {name!r}\r\n\0\xff".encode("latin-1", "replace")


def check_uploads(shell, draft, url: str, names: list[str], relative: bool = False) -> None:
    """The app is on this machine, so what it received can be read at the paths it was given."""
    with tempfile.TemporaryDirectory(dir=shell.folder) as folder:
        inside = replace(shell, folder=Path(folder))
        for name in names:
            Path(folder, name).write_bytes(content_of(name))
        files = [LocalFile(name if relative else os.path.join(folder, name)) for name in names]
        ran = inside.run(render(shell.target, draft(url, "received", {"text": "", "data": files})))
        assert not Path(folder, "stolen").exists()
    seen = ran.data[0]["data"]
    assert [file["orig_name"] for file in seen] == names
    for name, file in zip(names, seen, strict=True):
        path = Path(file["path"])
        assert path.read_bytes() == content_of(name)
        assert path.suffix == (".txt" if name.endswith(".txt") else "")
    assert ran.left == []


def test_any_name(shell, serve, draft):
    check_uploads(shell, draft, serve("echo"), NAMES)


def test_any_name_beside_the_script(shell, serve, draft):
    """A relative path may begin with a sign that curl or the shell knows."""
    check_uploads(shell, draft, serve("echo"), NAMES, relative=True)


def test_a_hidden_file_is_not_refused(bash, serve, draft, every_gradio):
    (bash.folder / ".hidden").write_text("x")
    ran = bash.run(render("curl", draft(serve("echo", every_gradio), "echo_file", {"file": LocalFile(".hidden")})))
    assert ran.data[0]["size"] == 1


class TestAnyNameAtAll:
    LETTERS = st.one_of(
        st.sampled_from(list("'\"\\$`!@#%&|;<>()[]{}*?~^=, \n\t-.:é日😀")),
        st.characters(exclude_categories=["Cs"], exclude_characters="/\0"),
    )
    NAME = st.text(LETTERS, min_size=1, max_size=20).map(lambda text: f"{text}.txt")

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(name=NAME)
    def test_some(self, shell, serve, draft, name):
        check_uploads(shell, draft, serve("echo"), [name])

    @pytest.mark.all
    @pytest.mark.timeout(900)
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(names=st.lists(NAME, min_size=4, max_size=8, unique=True))
    def test_many(self, shell, serve, draft, every_gradio, names):
        check_uploads(shell, draft, serve("echo", every_gradio), names)


def test_several_files_in_order(shell, serve, draft, every_gradio):
    names = ["first one.txt", "second, two.txt", "third.bin"]
    for name in names:
        (shell.folder / name).write_text(name)
    files = [LocalFile(name) for name in [*names, names[0]]]
    ran = shell.run(render(shell.target, draft(serve("echo", every_gradio), "echo_files", {"files": files})))
    [seen] = ran.data
    assert [file["size"] for file in seen] == [13, 15, 9, 13]


def test_an_image_arrives_as_one(bash, serve, draft, every_gradio):
    picture = bash.folder / "picture.png"

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(b"".join(b"\0" + bytes(3 * 5) for _ in range(4)))
    picture.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 5, 4, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )
    ran = bash.run(render("curl", draft(serve("echo", every_gradio), "echo_image", {"image": LocalFile(str(picture))})))
    assert ran.data[0] == {"width": 5, "height": 4}


def test_a_missing_file_stops_it(shell, serve, draft):
    ran = shell.run(render(shell.target, draft(serve("echo"), "echo_file", {"file": LocalFile("nowhere.txt")})))
    assert ran.status != 0
    assert ran.output == ""
    assert "nowhere.txt" in ran.errors or "curl: (26)" in ran.errors


def test_a_file_larger_than_the_app_takes_stops_it(shell, serve, draft):
    (shell.folder / "large.bin").write_bytes(bytes(20_000))
    url = serve("echo", MAX_FILE_SIZE="10000")
    ran = shell.run(render(shell.target, draft(url, "echo_file", {"file": LocalFile("large.bin")})))
    assert ran.status != 0
    assert ran.output == ""
    assert "10000 bytes" in ran.errors
