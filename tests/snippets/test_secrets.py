"""Which secrets a snippet needs, and the text that holds them, run."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from gradioscope.gradio.errors import WrongUse
from gradioscope.request.draft import Access
from gradioscope.snippets import Options, render
from gradioscope.snippets.secrets import known, needed, render_with

HARD = 'hf_it\'s "hard" $HOME `id` \\ !x é'


@pytest.fixture
def draft(make):
    access = Access("alice", True, (("X-Plain", "x"), ("X-Api-Key", "k'ey")))
    return make({"code": "hunter2"}, kinds={"code": "text"}, props={"type": "password"}, access=access)


def test_what_is_needed_and_what_is_known(draft):
    assert needed(draft) == ("HF_TOKEN", "X_API_KEY", "APP_CODE", "GRADIOSCOPE_PASSWORD")
    assert known(draft) == {"X_API_KEY": "k'ey", "APP_CODE": "hunter2"}


def test_an_ordinary_text_has_none(draft):
    for target in ("curl", "curl-fish", "python", "python-httpx", "javascript", "javascript-fetch"):
        text = render(target, draft)
        assert "hunter2" not in text
        assert "k'ey" not in text
        assert render_with(target, draft, {}) == text


@pytest.mark.parametrize("separate", [False, True])
def test_curl_sets_them_first(draft, separate):
    text = render_with("curl", draft, {"HF_TOKEN": HARD}, Options(separate=separate))
    first = text.removeprefix("(\n").split("\n")[0]
    ran = subprocess.run(["bash", "-c", f'{first}\nprintf "%s" "$HF_TOKEN"'], capture_output=True, check=True)
    assert ran.stdout.decode() == HARD
    assert text.endswith("\n)") != separate


@pytest.mark.parametrize("target", ["python", "python-httpx"])
def test_python_sets_them_first(draft, target):
    head, _, _ = render_with(target, draft, {"HF_TOKEN": HARD}).partition("\n\n")[2].partition("\n\n")
    settings = os.environ | {"PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run(
        [sys.executable, "-c", f"import os\n{head}\nprint(os.environ['HF_TOKEN'], end='')"],
        capture_output=True,
        check=True,
        env=settings,
    )
    assert ran.stdout.decode() == HARD


def test_javascript_sets_them_first(draft):
    text = render_with("javascript-fetch", draft, {"HF_TOKEN": 'a"b'})
    assert text.startswith('process.env.HF_TOKEN = "a\\"b";\n')


def test_a_secret_no_shell_can_hold(draft):
    with pytest.raises(WrongUse):
        render_with("curl", draft, {"HF_TOKEN": "a\0b"})


def test_powershell_sets_them_and_takes_them_back(draft):
    text = render_with("curl-powershell", draft, {"HF_TOKEN": "it's ”", "X_KEY": "b"})
    assert text.startswith("$env:HF_TOKEN = \"it's $([char]0x201d)\"\n$env:X_KEY = 'b'\n& {\n")
    assert text.endswith("}\nRemove-Item env:HF_TOKEN, env:X_KEY")


def test_cmd_sets_what_it_does_not_act_on(make):
    draft = make({"a": 1}, access=Access(token=True))
    text = render_with("curl-cmd", draft, {"HF_TOKEN": "hf_abc"})
    assert text.startswith('set "HF_TOKEN=hf_abc"\n')
    assert text.endswith("\nset HF_TOKEN=")
    with pytest.raises(WrongUse, match="no copy with secrets"):
        render_with("curl-cmd", draft, {"HF_TOKEN": 'a" & calc & "'})
