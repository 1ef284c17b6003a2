"""The built-in demo app: it starts, shows what it promises, keeps to itself, and never outlives us."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gradioscope import demo as demo_module
from gradioscope.demo import Demo, DemoFailed, DemoMissing, available, child_environment


def get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def post(url: str, endpoint: str, **body: Any) -> str:
    """Ask for a call; its event id."""
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{url}/gradio_api/call/{endpoint}", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return str(json.load(answer)["event_id"])


def call(url: str, endpoint: str, data: list[Any]) -> list[tuple[str, Any]]:
    """The events of one call, as (name, data)."""
    with urllib.request.urlopen(
        f"{url}/gradio_api/call/{endpoint}/{post(url, endpoint, data=data)}", timeout=30
    ) as stream:
        blocks = stream.read().decode().strip().split("\n\n")
    lines = [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]
    return [(line["event"], json.loads(line["data"])) for line in lines]


def gone(pid: int, seconds: float = 15.0) -> bool:
    """Whether that process ends within the time (a zombie nobody has waited for counts as ended)."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        threading.Event().wait(0.02)
    return False


@pytest.fixture(scope="module")
def running() -> Iterator[str]:
    demo = Demo()
    yield demo.start()
    demo.stop()


def test_is_available_without_importing_gradio() -> None:
    code = "import sys; from gradioscope.demo import available; print(available(), 'gradio' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]


def test_a_folder_named_gradio_is_not_gradio(tmp_path: Path) -> None:
    (tmp_path / "gradio").mkdir()
    code = "from gradioscope.demo import available; print(available())"
    root = Path(demo_module.__file__).parents[1]
    # -S: without site-packages, so without Gradio
    command = [sys.executable, "-S", "-c", f"import sys; sys.path.append({str(root)!r}); {code}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() == "False"


def test_shows_every_kind_of_field(running: str) -> None:
    info = get(f"{running}/gradio_api/info")["named_endpoints"]
    components = {parameter["component"] for endpoint in info.values() for parameter in endpoint["parameters"]}
    wanted = {"Textbox", "Number", "Slider", "Checkbox", "Checkboxgroup", "Radio", "Dropdown", "Image", "File", "Json"}
    assert wanted <= components
    assert next(iter(info)) == "/greet"


def test_describes_every_endpoint_and_labels_every_parameter(running: str) -> None:
    info = get(f"{running}/gradio_api/info")["named_endpoints"]
    assert all(endpoint["description"] for endpoint in info.values())
    labels = [[parameter["label"] for parameter in endpoint["parameters"]] for endpoint in info.values()]
    assert all(labels)
    assert all(len(set(names)) == len(names) for names in labels)


def test_answers_with_its_defaults(running: str) -> None:
    info = get(f"{running}/gradio_api/info")["named_endpoints"]
    for name in ("greet", "order", "draw", "filter_image", "chat", "reverse"):
        data = [parameter["parameter_default"] for parameter in info[f"/{name}"]["parameters"]]
        events = call(running, name, [*data, None] if name == "chat" else data)
        assert events[-1][0] == "complete", name


def test_greets(running: str) -> None:
    assert call(running, "greet", ["Ada", "fr", 2, False]) == [("complete", ["Bonjour, Ada! Bonjour, Ada!"])]


def test_streams_a_story(running: str) -> None:
    events = call(running, "tell", ["a fox", 3])
    assert [name for name, _ in events] == ["generating"] * 3 + ["complete"]
    assert events[-1][1] == ["Once upon a"]


def test_chat_remembers_its_session(running: str) -> None:
    for message in ("first", "second"):
        post(running, "chat", data=[message, None], session_hash="memory")
        with urllib.request.urlopen(f"{running}/gradio_api/queue/data?session_hash=memory", timeout=30) as stream:
            lines = stream.read().decode().split("\n")
        messages = [json.loads(line[6:]) for line in lines if line.startswith("data: ")]
    answer = next(message["output"]["data"] for message in messages if message["msg"] == "process_completed")
    assert "first" in answer[0]
    assert answer[1] == ["first", "second"]


def test_fails_as_asked(running: str) -> None:
    [(name, error)] = call(running, "fail", ["app"])
    assert name == "error"
    assert "because you asked" in error["error"]


def test_listens_on_the_loopback_address_only(running: str) -> None:
    port = int(running.rpartition(":")[2])
    tables = [Path("/proc/net/tcp"), Path("/proc/net/tcp6")]
    rows = [row.split() for table in tables if table.exists() for row in table.read_text().splitlines()[1:]]
    listening = [row[1] for row in rows if row[3] == "0A" and int(row[1].rpartition(":")[2], 16) == port]
    assert listening == [f"0100007F:{port:04X}"]


def test_starts_once_and_stops() -> None:
    demo = Demo()
    steps: list[str] = []
    url = demo.start(steps.append)
    process = demo._process
    assert process is not None
    assert steps[0] == "Starting the demo app"
    assert demo.start() == url
    assert demo._process is process
    demo.stop()
    assert process.poll() == 0
    assert not demo.running
    demo.stop()


def test_can_be_stopped_while_it_starts() -> None:
    demo = Demo()
    failures: list[DemoFailed] = []
    begun = threading.Event()

    def start() -> None:
        try:
            demo.start(lambda text: begun.set() if text == "Loading Gradio" else None)
        except DemoFailed as failure:
            failures.append(failure)

    thread = threading.Thread(target=start)
    thread.start()
    assert begun.wait(60)
    demo.stop()
    thread.join(30)
    assert [failure.explanation.why for failure in failures] == ["It was stopped while it started."]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_dies_with_its_parent(how: signal.Signals) -> None:
    code = """
import sys, time
from gradioscope.demo import Demo
demo = Demo()
demo.start()
print(demo._process.pid, flush=True)
sys.stdin.read()
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert Path(f"/proc/{child}").exists()
        parent.send_signal(how)
        parent.wait(10)
        assert gone(child)


def test_says_what_to_install_where_gradio_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_module, "available", lambda: False)
    with pytest.raises(DemoMissing) as caught:
        Demo().start()
    assert 'pip install "gradioscope[demo]"' in caught.value.explanation.do


def test_a_demo_that_cannot_start_shows_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_module, "MODULE", "gradioscope_resources.demo.nowhere")
    with pytest.raises(DemoFailed) as caught:
        Demo().start()
    assert "No module named" in caught.value.explanation.details


def test_child_gets_no_secrets_and_calls_nobody() -> None:
    ours = {"PATH": "/bin", "HF_TOKEN": "hf_secret", "GRADIOSCOPE_PASSWORD": "wonder", "GRADIO_SHARE": "True"}
    environment = child_environment(ours)
    assert environment["PATH"] == "/bin"
    assert not {"HF_TOKEN", "GRADIOSCOPE_PASSWORD", "GRADIO_SHARE"} & set(environment)
    assert environment["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert available()
