"""`gradioscope snippet --from FILE`: a text that somebody copied, in another form."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Serve = Callable[..., str]


def test_a_copied_curl_as_python(gradioscope: Run, serve: Serve, tmp_path: Path) -> None:
    app = serve("behaviour")
    source = tmp_path / "copied.txt"
    source.write_text(f"""curl -X POST {app}/gradio_api/call/plain -d '{{"data": ["it'"'"'s"]}}'""", "utf-8")
    done = gradioscope("snippet", "--from", str(source), "--as", "python")
    assert (done.returncode, done.stderr) == (0, "")
    assert 'client.predict("it\'s", api_name="/plain")' in done.stdout or 'text="it\'s"' in done.stdout


def test_what_was_not_understood_is_told(gradioscope: Run, serve: Serve, tmp_path: Path) -> None:
    source = tmp_path / "copied.py"
    source.write_text(f'client = Client("{serve("behaviour")}")\nclient.predict(what(), api_name="/plain")', "utf-8")
    done = gradioscope("snippet", "--from", str(source))
    assert done.returncode == 0
    assert "was left out: its value is in what(), which is not known here." in done.stderr


def test_a_text_without_a_request_is_wrong_use(gradioscope: Run, tmp_path: Path) -> None:
    source = tmp_path / "copied.txt"
    source.write_text("nothing of the kind", "utf-8")
    assert gradioscope("snippet", "--from", str(source)).returncode == 2
    assert gradioscope("snippet", "--from", str(tmp_path / "missing")).returncode == 2
    assert gradioscope("snippet").returncode == 2
    assert gradioscope("snippet", "--from", str(source), "localhost", "/x").returncode == 2


@pytest.mark.parametrize(
    "form",
    ["postman", *(pytest.param(form, marks=pytest.mark.all) for form in ("bruno", "insomnia", "har", "openapi"))],
)
def test_a_file_of_another_tool(gradioscope, serve, tmp_path, form):
    url = serve("echo")
    made = gradioscope("snippet", url, "echo_text", "text=it's {{x}}", "--as", form)
    (tmp_path / "file").write_text(made.stdout)
    done = gradioscope("snippet", "--from", tmp_path / "file", "--as", "python")
    assert done.returncode == 0, done.stderr
    assert """text="it's {{x}}\"""" in done.stdout
    assert url in done.stdout


def test_a_file_with_several_calls_names_them(gradioscope, tmp_path):
    call = {"request": {"method": "POST", "url": "http://x/call/a", "body": {"mode": "raw", "raw": '{"data":[]}'}}}
    items = [{"name": name, **call} for name in ("One", "Two")]
    (tmp_path / "file.json").write_text(json.dumps({"info": {"name": "x", "_postman_id": "1"}, "item": items}))
    done = gradioscope("snippet", "--from", tmp_path / "file.json")
    assert done.returncode == 2
    assert "They are One, Two." in done.stderr
