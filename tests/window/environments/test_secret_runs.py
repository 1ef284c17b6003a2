"""A request with a secret in a window with a real keyring: given once, read by the next window, nowhere on disk.

Each window is a process of its own within one D-Bus session, as two starts of the program are.
"""

from __future__ import annotations

import json
import os
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.keyring_session import in_session

pytestmark = pytest.mark.all

SECRET = 's3cret "of" the team'
Window = Callable[[str], dict[str, Any]]

PRELUDE = """
import asyncio, json, os, subprocess, sys, time
from pathlib import Path
from PySide6.QtWidgets import QLineEdit
from tests.window import live
from tests.window.live import until
from gradioscope.vault import Vault
from gradioscope.window import theme

URL, SECRET = os.environ["APP"], os.environ["SECRET_FOR_TEST"]
FOLDER, HOME = Path(os.environ["COLLECTION"]), Path(os.environ["PLACES"])
application = theme.new_application(["gradioscope"])

def daemon(*options, password=None):
    process = subprocess.Popen(
        ["gnome-keyring-daemon", "--components=secrets", "--foreground", *options],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if password is not None:
        process.stdin.write(password.encode())
    process.stdin.close()
    limit = time.monotonic() + 20
    while "org.freedesktop.secrets" not in subprocess.run(["dbus-send", "--session", "--print-reply",
            "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.ListNames"],
            capture_output=True, text=True).stdout:
        assert process.poll() is None and time.monotonic() < limit, "the keyring daemon did not come up"
    return process

def end(process):
    process.terminate()
    process.wait()

def window(give=None, seconds=None):
    told = {"asked": [], "notices": []}
    async def script(window):
        window.surroundings.noticed.connect(told["notices"].append)
        if seconds is not None:
            window.surroundings._vault = Vault(window.surroundings.places, seconds)
        window.saving.open(FOLDER / "a.gradio.yaml")
        await until(lambda: window.requests.of_file(FOLDER / "a.gradio.yaml"), "the request")
        tab = window.requests.of_file(FOLDER / "a.gradio.yaml")
        tab.connect_to(URL)
        await until(lambda: tab.work is not None and not tab.busy and not tab.offline, "the app")
        seen = []
        tab.work.running.eventCame.connect(seen.append)
        tab.run()
        def asked():
            panel = tab._needs
            return panel.text.text() if panel is not None and panel.isVisible() else ""
        over = lambda: seen and seen[-1].kind == "complete"
        await until(lambda: "This request" in asked() or over(), "a question or the end")
        if "This request" in asked():
            told["asked"] = [asked(), tab._needs.why.text(), tab._needs._first.text()]
            if give is not None:
                (line,) = tab._needs.findChildren(QLineEdit)
                line.setText(give)
                tab._needs._first.click()
                await until(lambda: seen and seen[-1].kind == "complete", "the run")
        if seen:
            told["received"] = seen[-1].data[0]["value"]
            await live.ended(tab.work)
            tab.work.response.events.flush()
            tab.work.snippets.settle()
            rows, exchanges = tab.work.response.events.model, tab.work.response.exchange.model
            shown = [rows.row(n).event.as_json() for n in range(rows.rowCount())]
            shown += [str(exchanges.exchange(n)) for n in range(exchanges.rowCount())]
            told["shown"] = str(shown) + tab.work.response.snippet.snippet()
            # kept, before the window goes
            await until(window.sidebar.history.list.rows.rowCount, "the run in the history")
    live.go(application, script, HOME)
    return told
"""


@pytest.fixture
def session(tmp_path: Path, serve: Callable[..., str]) -> Window:
    folder = tmp_path / "collection"
    folder.mkdir()
    (folder / "collection.yaml").write_text("secrets: [api_key]\n")
    url = serve("echo")
    text = f"address: {url}\nendpoint: /echo_text\nvalues:\n  text: <{{{{api_key}}}}>\n"
    (folder / "a.gradio.yaml").write_text(text)

    def run(code: str) -> dict[str, Any]:
        done = in_session(
            tmp_path,
            [sys.executable, "-c", PRELUDE + textwrap.dedent(code)],
            PLACES=str(tmp_path / "places"),
            COLLECTION=str(folder),
            APP=url,
            SECRET_FOR_TEST=SECRET,
            PYTHONPATH=os.pathsep.join(sys.path),
            QT_QPA_PLATFORM="offscreen",
            NO_PROXY="127.0.0.1,localhost",
        )
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout.splitlines()[-1])
        assert isinstance(told, dict)
        return told

    return run


def nowhere_on_disk(folder: Path) -> None:
    for place in folder.rglob("*"):
        if place.is_file() and "keyrings" not in place.parts:
            content = place.read_bytes()
            assert b"s3cret" not in content, place


def test_given_once_it_is_read_by_the_next_window(session: Window, tmp_path: Path) -> None:
    told = session("""
        keyring = daemon("--unlock", password="pw")
        first = window(give=SECRET)
        second = window()
        end(keyring)
        print(json.dumps({"first": first, "second": second}))
    """)
    first, second = told["first"], told["second"]
    assert first["asked"][0] == "This request needs 1 secret: api_key."
    assert first["asked"][2] == "Keep in the keyring"
    assert second["asked"] == []
    for window in (first, second):
        assert window["received"] == f"<{SECRET}>"
        assert "<••••••>" in window["shown"]
        assert "s3cret" not in window["shown"]
        assert "$API_KEY" in window["shown"]
        assert window["notices"] == []
    assert list((tmp_path / "user").rglob("*.keyring"))
    nowhere_on_disk(tmp_path)


def test_without_a_keyring_it_is_kept_for_the_session_and_said(session: Window, tmp_path: Path) -> None:
    told = session("""
        first = window(give=SECRET)
        second = window()
        print(json.dumps({"first": first, "second": second}))
    """)
    assert told["first"]["received"] == f"<{SECRET}>"
    assert any("No keyring was found" in text for text in told["first"]["notices"])
    assert told["second"]["asked"][0] == "This request needs 1 secret: api_key."
    nowhere_on_disk(tmp_path)


def test_a_locked_keyring_is_said_and_the_secret_can_be_given_again(session: Window, tmp_path: Path) -> None:
    """Nobody answers the prompt of a daemon that is locked; the window goes on after the time limit."""
    told = session("""
        keyring = daemon("--unlock", password="pw")
        first = window(give=SECRET)
        end(keyring)
        keyring = daemon()
        second = window(give="another one", seconds=3)
        end(keyring)
        print(json.dumps({"first": first, "second": second}))
    """)
    assert told["first"]["received"] == f"<{SECRET}>"
    second = told["second"]
    assert second["asked"][0] == "This request needs 1 secret: api_key."
    assert "keyring" in second["asked"][1].lower()
    assert second["asked"][2] == "Keep for this session"
    assert second["received"] == "<another one>"
    assert "another one" not in second["shown"]
    nowhere_on_disk(tmp_path)
