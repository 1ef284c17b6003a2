"""`gradioscope snippet --from FILE`: a text that somebody copied, in another form."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

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
