"""Files to an app and from it, byte by byte, and names that want to be elsewhere."""

from __future__ import annotations

import hashlib
import shutil
import wave
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.gradio.client import Client
from tests.gradio.web import Reply, Web

from gradioscope.gradio import files as files_of_apps
from gradioscope.gradio.connection import Connection
from gradioscope.gradio.errors import CallRefused, NoRoom, RedirectsElsewhere, StreamBroken, WrongUse
from gradioscope.gradio.events import Uploading
from gradioscope.gradio.files import Fetching, download, file_name, file_url, upload
from gradioscope.gradio.model import App, LocalFile, file_data

pytestmark = pytest.mark.anyio
EVERY_BYTE = bytes(range(256)) * 1000
ODD_NAMES = [
    "plain.txt",
    "zwei Wörter & mehr.txt",
    "漢字.txt",
    "quo\"te'.txt",
    "per%20cent.txt",
    "a+b=c;d.txt",
    "no ending",
    ".hidden",
    "#.txt",
]


@pytest.fixture
async def files(serve: Callable[..., str], every_gradio: str, client_of: Callable[..., Awaitable[Client]]) -> Client:
    return await client_of(serve("files", every_gradio))


def local(folder: Path, name: str, content: bytes = b"content") -> LocalFile:
    path = folder / name
    path.write_bytes(content)
    return LocalFile(str(path))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# -- up


async def test_what_arrives_is_what_was_sent(
    serve: Callable[..., str], every_gradio: str, client_of: Callable[..., Awaitable[Client]], tmp_path: Path
) -> None:
    echo = await client_of(serve("echo", every_gradio))
    file = local(tmp_path, "every.bin", EVERY_BYTE)
    uploaded = await upload(echo.connection, echo.app, [file])
    arrived = await echo.result("/echo_file", file_data(uploaded[file], file.name))
    assert arrived["sha256"] == hashlib.sha256(EVERY_BYTE).hexdigest()
    assert arrived["name"] == "every.bin"


async def test_several_files_and_their_progress(files: Client, tmp_path: Path) -> None:
    given = [local(tmp_path, f"{size}.bin", b"x" * size) for size in (300_000, 0, 100_000)]
    seen: list[Uploading] = []
    uploaded = await upload(files.connection, files.app, given, seen.append)
    assert list(uploaded) == given
    assert [step.sent for step in seen] == sorted(step.sent for step in seen)
    assert {step.total for step in seen} == {400_000}
    assert seen[-1].sent == 400_000
    assert len({step.sent for step in seen}) > 3, "it moves within a file too"
    assert {step.name for step in seen} == {file.name for file in given}
    sent = [file_data(uploaded[file], file.name) for file in given]
    assert await files.result("/sizes", sent) == [300_000, 0, 100_000]


@pytest.mark.parametrize("name", ODD_NAMES)
async def test_odd_names_arrive(files: Client, tmp_path: Path, name: str) -> None:
    file = local(tmp_path, name, name.encode())
    uploaded = await upload(files.connection, files.app, [file])
    returned = await files.result("/same_file", file_data(uploaded[file], file.name))
    saved = await download(files.connection, files.app, returned, tmp_path / "saved")
    assert saved.read_bytes() == name.encode()
    assert saved.suffix == Path(name).suffix


async def test_a_file_that_is_too_large_is_not_sent(
    serve: Callable[..., str], client_of: Callable[..., Awaitable[Client]], tmp_path: Path
) -> None:
    client = await client_of(serve("files", MAX_FILE_SIZE="1000"))
    assert client.app.max_file_size == 1000
    small, large = local(tmp_path, "small.bin", b"x" * 1000), local(tmp_path, "large.bin", b"x" * 1001)
    assert await upload(client.connection, client.app, [small])
    sent: list[Any] = []
    client.connection.watch(sent.append)
    with pytest.raises(WrongUse) as refused:
        await upload(client.connection, client.app, [small, large])
    assert "large.bin" in refused.value.explanation.what
    assert "1 001 bytes, the limit is 1 000 bytes" in refused.value.explanation.why
    assert sent == [], "not even the small one"


async def test_a_file_that_is_gone_is_named(files: Client, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"gone\.txt cannot be read"):
        await upload(files.connection, files.app, [LocalFile(str(tmp_path / "gone.txt"))])
    with pytest.raises(WrongUse, match="cannot be read"):
        await upload(files.connection, files.app, [LocalFile(str(tmp_path))])


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (Reply(413, b"File size exceeded maximum allowed size of 50000 bytes."), "50000 bytes"),
        (Reply(200, []), "could not be uploaded"),
        (Reply(200, b"<html>"), "could not be uploaded"),
        (Reply(500), "answered 500"),
    ],
)
async def test_an_upload_that_the_app_refuses(
    web: Callable[..., Web], connection: Connection, tmp_path: Path, reply: Reply, says: str
) -> None:
    app = App(web(lambda _: reply).url, "", "", "6.31.0", ())
    with pytest.raises(CallRefused) as refused:
        await upload(connection, app, [local(tmp_path, "a.txt")])
    assert says in str(refused.value)


# -- down


@pytest.mark.parametrize("size", [0, 1, 1_500_000])
async def test_what_is_saved_is_what_the_app_made(files: Client, tmp_path: Path, size: int) -> None:
    returned = await files.result("/make_big", size)
    saved = await download(files.connection, files.app, returned, tmp_path / "new" / "folder")
    assert saved == tmp_path / "new" / "folder" / "big.bin"
    assert saved.read_bytes() == (bytes(range(256)) * (size // 256) + bytes(size % 256))


@pytest.mark.parametrize("name", ["page.html", "data.json", "table.csv", "mit Leerzeichen ü.txt"])
async def test_kinds_that_a_server_may_compress_or_rename(files: Client, tmp_path: Path, name: str) -> None:
    content = "compress me, please. " * 500
    returned = await files.result("/make_file", name, content)
    saved = await download(files.connection, files.app, returned, tmp_path)
    assert saved.name == name
    assert saved.read_text() == content


async def test_a_streamed_sound_is_saved_whole_and_called_what_it_is(files: Client, tmp_path: Path) -> None:
    if shutil.which("ffmpeg") is None:
        pytest.skip("Gradio 5 and later stream sound with ffmpeg")
    events = await files.run("/make_sound", 3)
    steps = [event.as_json()["data"][0] for event in events if event.kind in ("generating", "complete")]
    sound = next(step for step in steps if step and step.get("is_stream"))
    saved = await download(files.connection, files.app, sound, tmp_path)
    assert names_in(tmp_path) == [saved.name]
    if files.app.version.startswith("4."):
        assert saved.suffix == ".wav"
        with wave.open(str(saved), "rb") as whole:
            assert whole.getnframes() == 3 * 8000
    else:
        assert saved.suffix == ".aac"
        assert saved.read_bytes()[:2] in (b"\xff\xf1", b"\xff\xf9", b"ID")


async def test_files_within_other_values(files: Client, tmp_path: Path) -> None:
    gallery = await files.result("/make_gallery", 3)
    for item in gallery:
        saved = await download(files.connection, files.app, item["image"], tmp_path)
        assert saved.stat().st_size > 0
    assert len(names_in(tmp_path)) == 3


async def test_nothing_is_overwritten(web: Callable[..., Web], connection: Connection, tmp_path: Path) -> None:
    server = web(lambda request: Reply(200, request.path.encode()))
    app = App(server.url, "/gradio_api", "", "6.31.0", ())
    (tmp_path / "a.b.txt").write_text("mine")
    names = [(await download(connection, app, {"path": f"/{n}/a.b.txt"}, tmp_path)).name for n in range(2)]
    assert names == ["a.b (2).txt", "a.b (3).txt"]
    assert (tmp_path / "a.b.txt").read_text() == "mine"
    assert (tmp_path / "a.b (3).txt").read_text() == "/gradio_api/file=/1/a.b.txt"


HOSTILE = [
    "../../x",
    "..",
    ".",
    "",
    "   ",
    "/etc/passwd",
    "C:\\x",
    "C:\\Windows\\..\\x",
    "\\\\server\\share\\x",
    "con",
    "CON.txt",
    "nul.tar.gz",
    "LPT1",
    "x" * 300,
    "é" * 300 + ".txt",
    "a." + "b" * 300,
    "ab\u202egnp.exe",
    "line\nbreak\r.txt",
    "nul\0byte",
    'a<b>:"|?*.txt',
    ".bashrc",
    "trailing. . .",
    "half\ud800.txt",
    "a/b/../../../../c.txt",
    "~/.ssh/id",
]


@pytest.mark.parametrize("name", HOSTILE)
async def test_no_server_leads_a_file_out_of_the_folder(
    web: Callable[..., Web], connection: Connection, tmp_path: Path, name: str
) -> None:
    app = App(web(lambda _: Reply(200, b"harmless")).url, "", "", "6.31.0", ())
    folder = tmp_path / "chosen"
    for returned in ({"path": "/tmp/x", "orig_name": name}, {"path": name, "orig_name": None}):
        saved = await download(connection, app, returned, folder)
        assert saved.parent == folder
        assert saved.resolve().parent == folder.resolve()
        assert saved.read_bytes() == b"harmless"
        assert not saved.name.startswith(".")
        assert len(saved.name.encode()) < 255
    assert names_in(tmp_path) == ["chosen"]


RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


@given(st.text(), st.text())
def test_any_name_is_made_safe(name: str, path: str) -> None:
    safe = file_name({"orig_name": name, "path": path})
    assert safe
    assert safe.strip(" .") == safe or len(safe.encode()) > 100
    assert not set(safe) & set('<>:"/\\|?*\n\r\0\u202e')
    assert safe.partition(".")[0].lower() not in RESERVED
    assert len(safe.encode()) <= 240


def test_the_name_of_the_path_where_there_is_no_other() -> None:
    assert file_name({"path": "/tmp/gradio/abc/image.webp", "orig_name": None}) == "image.webp"
    assert file_name({"path": "https://example.org/a/b.png?x=/1"}) == "b.png"
    assert file_name({"path": "/x", "orig_name": "really?.txt"}) == "really_.txt"


def test_the_link_is_built_from_the_base_and_the_path() -> None:
    app = App("http://h/sub", "/gradio_api", "", "6.31.0", ())
    given = {"path": "/tmp/a b/ü%?#.txt", "url": "http://internal.invalid/c/file=/tmp/x"}
    assert file_url(app, given) == "http://h/sub/gradio_api/file=/tmp/a%20b/%C3%BC%25%3F%23.txt"


@pytest.mark.parametrize("status", [403, 404, 500])
async def test_a_file_that_the_app_no_longer_has(
    web: Callable[..., Web], connection: Connection, tmp_path: Path, status: int
) -> None:
    app = App(web(lambda _: Reply(status)).url, "", "", "6.31.0", ())
    with pytest.raises(CallRefused, match="cannot be fetched"):
        await download(connection, app, {"path": "/x/gone.txt"}, tmp_path)
    assert names_in(tmp_path) == []


async def test_a_download_that_breaks_leaves_nothing_behind(
    web: Callable[..., Web], connection: Connection, tmp_path: Path
) -> None:
    app = App(web(lambda _: Reply(200, b"half", (("Content-Length", "1000"),))).url, "", "", "6.31.0", ())
    with pytest.raises(StreamBroken):
        await download(connection, app, {"path": "/x/broken.txt"}, tmp_path)
    assert names_in(tmp_path) == []


async def test_a_file_that_is_elsewhere_is_not_fetched(
    web: Callable[..., Web], connection: Connection, tmp_path: Path
) -> None:
    other = web(lambda _: Reply(200, b"elsewhere"))
    app = App(web(lambda _: Reply(302, headers=(("Location", f"{other.url}/x"),))).url, "", "", "6.31.0", ())
    with pytest.raises(RedirectsElsewhere):
        await download(connection, app, {"path": f"{other.url}/x"}, tmp_path)
    assert other.received == []
    assert names_in(tmp_path) == []


def endless(size: int) -> Reply:
    """An answer that does not say how long it is."""
    piece = b"x" * 65_536
    body = (b"10000\r\n" + piece + b"\r\n") * (size // len(piece)) + b"0\r\n\r\n"
    return Reply(200, body, (("Transfer-Encoding", "chunked"),))


@pytest.mark.parametrize("reply", [Reply(200, bytes(2_000_000)), endless(2_000_000)])
async def test_a_file_above_the_limit_is_left_where_it_is(
    web: Callable[..., Web], connection: Connection, tmp_path: Path, reply: Reply
) -> None:
    app = App(web(lambda _: reply).url, "", "", "6.31.0", ())
    seen: list[Fetching] = []
    with pytest.raises(NoRoom) as refused:
        await download(connection, app, {"path": "/x/big.bin"}, tmp_path, seen.append, limit=1_000_000)
    assert "1 000 000 bytes" in refused.value.explanation.why
    assert names_in(tmp_path) == []
    assert all(step.received <= 1_000_000 for step in seen)
    saved = await download(connection, app, {"path": "/x/big.bin"}, tmp_path, seen.append)
    assert saved.stat().st_size > 1_900_000
    assert seen[-1].received == saved.stat().st_size


async def test_the_disk_s_last_room_is_left_alone(
    web: Callable[..., Web], connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = App(web(lambda _: Reply(200, bytes(1000))).url, "", "", "6.31.0", ())
    monkeypatch.setattr(files_of_apps, "RESERVE", shutil.disk_usage(tmp_path).total)
    with pytest.raises(NoRoom, match="does not fit on the disk"):
        await download(connection, app, {"path": "/x/a.bin"}, tmp_path / "new")
    assert names_in(tmp_path / "new") == []
