"""`gradioscope export` and `import` as people run them, against a real app."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile

import pytest

from gradioscope.library.collection import read_request, write_request
from gradioscope.request.saved import SavedRequest


@pytest.fixture
def collection(tmp_path, serve):
    folder = tmp_path / "Mine"
    (folder / "In").mkdir(parents=True)
    (folder / "collection.yaml").write_text(
        f"name: My calls\nvariables:\n  base: {serve('echo')}\n  word: it's\n  app: is no variable of another tool\n"
    )
    (folder / "environments").mkdir()
    (folder / "environments" / "Test.yaml").write_text("variables:\n  word: tested\nsecrets: [api-key]\n")
    write_request(folder / "Text.gradio.yaml", SavedRequest("{{base}}", "/echo_text", {"text": "{{word}} {{app}}x"}))
    write_request(folder / "In" / "Number.gradio.yaml", SavedRequest("{{base}}", "/echo_number", {"number": 4}))
    write_request(folder / "In" / "Gone.gradio.yaml", SavedRequest("{{base}}", "/gone"))
    return folder


def test_a_script_that_runs(gradioscope, collection, tmp_path):
    done = gradioscope("export", collection, "--as", "python-httpx", "-o", tmp_path / "all.py")
    assert done.returncode == 0, done.stderr
    assert "Left out In/Gone: The app has no endpoint /gone." in done.stderr
    text = (tmp_path / "all.py").read_text()
    assert text.startswith('"""My calls: 2 requests, in this order.')
    ran = subprocess.run([sys.executable, tmp_path / "all.py"], capture_output=True, text=True, check=True)
    assert "it's is no variable of another toolx" in ran.stdout
    assert '"value": 4' in ran.stdout


def test_a_shell_script_may_be_run_at_once(gradioscope, collection, tmp_path):
    done = gradioscope("export", collection, "--env", "Test", "-o", tmp_path / "all.sh")
    assert done.returncode == 0, done.stderr
    ran = subprocess.run([tmp_path / "all.sh"], capture_output=True, text=True, check=True)
    assert "tested is no variable" in ran.stdout


def test_to_another_tool_and_back(gradioscope, collection, tmp_path):
    done = gradioscope("export", collection, "--as", "postman")
    assert done.returncode == 0, done.stderr
    (tmp_path / "out.json").write_text(done.stdout)
    back = gradioscope("import", tmp_path / "out.json", tmp_path / "back", "--json")
    assert back.returncode == 0, back.stderr
    assert len(json.loads(back.stdout)["requests"]) == 2
    saved = read_request(tmp_path / "back" / "In" / "Number.gradio.yaml")
    assert saved.values == {"param_0": 4}
    # by their place: named once the app is known, which `run` finds out
    ran = gradioscope("run", tmp_path / "back", "--json")
    assert ran.returncode == 0, ran.stderr
    values = [json.loads(line)["data"][0]["value"] for line in ran.stdout.splitlines()[:2]]
    assert values == [4, "it's is no variable of another toolx"]


def test_a_folder_for_bruno(gradioscope, collection, tmp_path):
    done = gradioscope("export", collection, "--as", "bruno", "-o", tmp_path / "bruno")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "bruno" / "In" / "Number" / "1 Call.bru").is_file()
    again = gradioscope("export", collection, "--as", "bruno", "-o", tmp_path / "bruno")
    assert (again.returncode, "is there already" in again.stderr) == (2, True)
    back = gradioscope("import", tmp_path / "bruno", tmp_path / "back")
    assert back.stdout.splitlines()[1:] == ["  In/Number.gradio.yaml", "  Text.gradio.yaml"]


def test_a_zip_out_and_in(gradioscope, collection, tmp_path):
    done = gradioscope("export", collection, "--as", "zip", "-o", tmp_path / "mine.zip")
    assert done.returncode == 0, done.stderr
    back = gradioscope("import", tmp_path / "mine.zip", tmp_path / "back")
    assert back.returncode == 0, back.stderr
    assert (tmp_path / "back" / "In" / "Number.gradio.yaml").read_bytes() == (
        collection / "In" / "Number.gradio.yaml"
    ).read_bytes()
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("../a.gradio.yaml", "x")
    bad = gradioscope("import", tmp_path / "bad.zip", tmp_path / "bad")
    assert (bad.returncode, "leads out of the folder" in bad.stderr) == (2, True)
    assert not (tmp_path / "bad").exists()


def test_what_is_no_call_is_said(gradioscope, tmp_path):
    (tmp_path / "x.json").write_text(
        json.dumps({"info": {"name": "x"}, "item": [{"name": "Search", "request": "https://example.org/search"}]})
    )
    done = gradioscope("import", tmp_path / "x.json", tmp_path / "out")
    assert done.returncode == 2
    assert "There are no calls of Gradio apps in it." in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "nowhere"),
        ("export", ".", "--as", "wget"),
        ("export", ".", "--as", "zip"),
        ("import", "one"),
        ("import", "missing.json", "out"),
    ],
)
def test_wrong_use(gradioscope, arguments):
    done = gradioscope(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("gradioscope: ")


def test_a_token_is_for_one_app(gradioscope, collection, serve):
    write_request(collection / "Other.gradio.yaml", SavedRequest(serve("behaviour"), "/counter"))
    done = gradioscope("export", collection, "--header", "X-Api-Key: secret")
    assert done.returncode == 2
    assert "would go to several apps" in done.stderr
