"""`gradioscope call` of functions that take the caller's Hugging Face token."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.test_token import TOKEN, UNLOCK
from tests.keyring_session import in_session

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Serve = Callable[..., str]


def test_a_required_token_that_is_missing_is_said_before_anything_is_sent(gradioscope: Run, serve: Serve) -> None:
    # HF_TOKEN goes to Spaces alone, unless it is named
    done = gradioscope("call", serve("hub_token"), "/needs", "word=w", HF_TOKEN=TOKEN)
    assert (done.returncode, done.stdout) == (4, "")
    assert "The endpoint /needs needs a Hugging Face access token" in done.stderr
    assert "--token NAME" in done.stderr
    assert TOKEN not in done.stderr


def test_an_optional_token_may_be_missing(gradioscope: Run, serve: Serve) -> None:
    done = gradioscope("call", serve("hub_token"), "/may_take", "word=w", "--json")
    assert json.loads(done.stdout)["data"] == ["w: none"]


@pytest.mark.all
def test_a_named_token_reaches_the_function(serve: Serve, tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.write_text(
        UNLOCK
        + f"""
g() {{ "{sys.executable}" -m gradioscope --home home "$@"; }}
echo {TOKEN} | g token set mine
g call "{serve("hub_token")}" /needs word=w --token mine --json
kill %1
"""
    )
    done = in_session(tmp_path, ["bash", script], PYTHONPATH=os.pathsep.join(sys.path), NO_PROXY="127.0.0.1")
    assert json.loads(done.stdout.splitlines()[-1])["data"] == [f"w: hf_… ({len(TOKEN)})"], done.stderr
