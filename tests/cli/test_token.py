"""`gradioscope token` and `--token`: secrets in the keyring, and who gets to see them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.gradio.web import Reply, Request, Web
from tests.keyring_session import in_session

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Serve = Callable[..., str]
Serving = Callable[[Callable[[Request], Reply]], Web]
TOKEN = "hf_t0kent0kent0ken"

UNLOCK = """
printf pw | gnome-keyring-daemon --unlock --components=secrets --foreground >/dev/null 2>&1 &
until dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.ListNames |
  grep -q org.freedesktop.secrets; do :; done
"""


def test_without_a_keyring_nothing_is_stored_and_that_is_said(gradioscope: Run, tmp_path: Path) -> None:
    done = gradioscope("token", "set", "mine", "--home", "home", stdin=TOKEN + "\n")
    assert (done.returncode, done.stdout) == (3, "")
    assert "not stored" in done.stderr
    assert "HF_TOKEN" in done.stderr
    assert TOKEN not in done.stderr
    for file in (tmp_path / "home").rglob("*"):
        assert file.is_dir() or TOKEN not in file.read_text()
    listed = gradioscope("token", "list", "--home", "home", "--json")
    assert (listed.returncode, json.loads(listed.stdout)) == (0, [])
    used = gradioscope("describe", "localhost:1", "--token", "mine", "--home", "home")
    assert used.returncode == 4
    assert "cannot be read" in used.stderr


@pytest.mark.parametrize(
    ("text", "said"), [("", "is empty"), (" \n", "is empty"), ("two words", "not a token"), ("grün", "not a token")]
)
def test_what_is_no_token(gradioscope: Run, text: str, said: str) -> None:
    done = gradioscope("token", "set", "mine", "--home", "home", stdin=text)
    assert done.returncode == 2
    assert said in done.stderr
    assert "words" not in done.stderr


def test_a_name_no_keyring_takes(gradioscope: Run) -> None:
    assert gradioscope("token", "remove", " x", "--home", "home").returncode == 2


@pytest.mark.all
def test_set_list_use_and_remove_with_a_real_keyring(serve: Serve, tmp_path: Path) -> None:
    """The token is piped in; secret-tool, another program, reads it; the app that was chosen gets it."""
    script = tmp_path / "script"
    script.write_text(
        UNLOCK
        + f"""
g() {{ "{sys.executable}" -m gradioscope --home home "$@"; echo "code $?"; }}
echo {TOKEN} | g token set mine
echo {TOKEN}2 | g token set other
echo {TOKEN}3 | g token set other
g token list
secret-tool lookup service gradioscope:mine username mine; echo
g call "{serve("behaviour")}" who --token mine --json
g call "{serve("behaviour")}" who --json
g describe localhost:1 --token mime
g token remove mine
g token remove mine
g token list --json
kill %1
"""
    )
    done = in_session(tmp_path, ["bash", script], PYTHONPATH=os.pathsep.join(sys.path), NO_PROXY="127.0.0.1")
    output = done.stdout.splitlines()
    assert output[:6] == ["code 0", "code 0", "code 0", "mine", "other", "code 0"], done.stdout + done.stderr
    assert output[6] == TOKEN
    assert json.loads(output[7])["data"][0]["headers"]["authorization"] == f"Bearer {TOKEN}"
    assert "authorization" not in json.loads(output[9])["data"][0]["headers"]
    assert output[10:] == ["code 0", "code 2", "code 0", "code 2", '["other"]', "code 0"]
    said = done.stderr
    assert "Stored `mine` in the Secret Service." in said
    assert "Replaced `other`" in said
    assert "Did you mean `mine`?" in said
    assert TOKEN not in said
    for file in (tmp_path / "home").rglob("*"):
        assert file.is_dir() or TOKEN not in file.read_text()


def test_hf_token_goes_to_the_hub_and_not_to_an_app_elsewhere(gradioscope: Run, serve: Serve, web: Serving) -> None:
    """The Hub is a stand-in that says the Space lives on an ordinary host, which must not see the token."""
    app = serve("behaviour")

    def answer(request: Request) -> Reply:
        if request.path.endswith("/host"):
            return Reply(body={"subdomain": "me-app", "host": app})
        return Reply(body={"stage": "RUNNING"})

    hub = web(answer)
    done = gradioscope("call", "me/app", "who", "--json", HF_TOKEN=f" {TOKEN}\n", HF_ENDPOINT=hub.url)
    assert done.returncode == 0, done.stderr
    assert set(hub.sent("authorization")) == {f"Bearer {TOKEN}"}
    assert TOKEN not in done.stdout


def test_hf_token_stays_away_from_an_app_named_by_its_address(gradioscope: Run, web: Serving) -> None:
    app = web(lambda _: Reply(404, {"detail": "Not Found"}))
    done = gradioscope("describe", app.url, HF_TOKEN=TOKEN, HF_ENDPOINT="http://127.0.0.1:1")
    assert done.returncode == 3
    assert app.received
    assert not app.holds(TOKEN)


def test_a_private_space_needs_a_token(gradioscope: Run, web: Serving) -> None:
    hub = web(lambda _: Reply(401, {"error": "Invalid username or password."}))
    done = gradioscope("describe", "me/private", HF_ENDPOINT=hub.url)
    assert (done.returncode, done.stdout) == (4, "")
    assert "--token NAME" in done.stderr
