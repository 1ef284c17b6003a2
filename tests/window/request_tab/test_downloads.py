"""Returned files on their way: how far they are, how they are cancelled, and what is said of those that fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.gradio import web as servers
from tests.gradio.web import Reply, Web
from tests.window.conftest import Go
from tests.window.live import connected, until

from gradioscope.gradio.errors import Explanation
from gradioscope.gradio.model import App, file_data
from gradioscope.library.file_cache import SETTING
from gradioscope.window.main_window import MainWindow
from gradioscope.window.outputs import SaveFiles
from gradioscope.window.request_tab.downloads import CANCELLED
from gradioscope.window.settings.page import SettingsPage

Serve = Callable[..., str]


@pytest.fixture
def half() -> Iterator[Web]:
    """A server that sends the first 100,000 bytes of a million."""
    reply = Reply(200, bytes(100_000), (("Content-Length", "1000000"),), hang=True)
    server = servers.start(lambda _: reply, "127.0.0.1", None, 0)
    yield server
    server.stop()


def app_at(server: Web) -> App:
    return App(server.url, "", "", "6.31.0", ())


def test_a_save_that_takes_long_is_told_and_cancelled(go: Go, serve: Serve, half: Web, tmp_path: Path) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        _, work = await connected(window, url)
        folder = tmp_path / "saved"
        work.downloads.save(app_at(half), SaveFiles([file_data("/x/big.bin", "big.bin")], folder))
        await until(work.downloading.isVisible, "the line")
        assert work.downloading.text.text().startswith("Fetching big.bin: ")
        assert " of " in work.downloading.text.text()
        work.downloading.button.click()
        await until(lambda: not work.downloading.isVisible(), "the end of it")
        await until(lambda: not list(folder.iterdir()), "nothing left behind")

    go(script)


def test_a_picture_whose_download_is_cancelled_is_said_to_be(go: Go, serve: Serve, half: Web) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        _, work = await connected(window, url)
        told: list[str] = []
        work.downloads.unfetched.connect(lambda _file, why: told.append(why))
        work.downloads.fetch(app_at(half), file_data("/x/big.png", "big.png"))
        await until(work.downloading.isVisible, "the line")
        work.downloading.button.click()
        await until(lambda: told, "the word")
        assert told == [CANCELLED]

    go(script)


def test_a_folder_that_takes_no_file_is_said(go: Go, serve: Serve, tmp_path: Path) -> None:
    url = serve("echo")
    server = servers.start(lambda _: Reply(200, b"x"), "127.0.0.1", None, 0)
    (tmp_path / "file").write_text("no folder")

    async def script(window: MainWindow) -> None:
        _, work = await connected(window, url)
        failed: list[Explanation] = []
        work.downloads.failed.connect(failed.append)
        wanted = SaveFiles([file_data("/x/a.bin", "a.bin")], tmp_path / "file")
        work.downloads.save(app_at(server), wanted)
        await until(lambda: failed, "the word")
        assert failed[0].what == "The file cannot be saved."
        assert str(tmp_path / "file") in failed[0].why

    go(script)
    server.stop()


def test_what_is_shown_keeps_the_limit_of_the_settings(go: Go, serve: Serve) -> None:
    url = serve("echo")
    server = servers.start(lambda _: Reply(200, bytes(2 * 1024 * 1024)), "127.0.0.1", None, 0)

    async def script(window: MainWindow) -> None:
        _, work = await connected(window, url)
        window.surroundings.settings.set(SETTING, 1)
        told: list[str] = []
        work.downloads.unfetched.connect(lambda _file, why: told.append(why))
        work.downloads.fetch(app_at(server), file_data("/x/big.png", "big.png"))
        await until(lambda: told, "the word")
        assert "larger than what is kept" in told[0]
        window.show_settings()
        (page,) = window.findChildren(SettingsPage)
        assert page.kept.currentData() == "1"
        page.kept.setCurrentIndex(page.kept.findData("250"))
        page.kept.activated.emit(page.kept.currentIndex())
        assert window.surroundings.files.limit == 250 * 1024 * 1024

    go(script)
    server.stop()
