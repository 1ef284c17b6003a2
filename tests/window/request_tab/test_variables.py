"""Variables in a request of a file: put in before it is checked and sent, asked for where something is missing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from tests.window.conftest import Go
from tests.window.live import ended, press, until

from gradioscope.gradio.events import Complete, Event
from gradioscope.gradio.model import LocalFile
from gradioscope.library.environment.scope import SecretName
from gradioscope.request.saved import SavedRequest
from gradioscope.window.inputs.variable import VariableInput
from gradioscope.window.main_window import MainWindow
from gradioscope.window.request_tab.document import snapshot_of
from gradioscope.window.request_tab.tab import RequestTab
from gradioscope.window.request_tab.work import Work

Serve = Callable[..., str]
SECRET = 's3cret "Value" 42'


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets are in memory: what a real keyring does is in `test_secret_runs`."""
    import keyring.core

    monkeypatch.setattr(keyring.core, "_keyring_backend", keyring.core.load_keyring("keyring.backends.fail.Keyring"))


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "Team collection"
    (folder / "environments").mkdir(parents=True)
    (folder / "collection.yaml").write_text("variables:\n  greeting: Hello\n  count: 3\n  flag: true\n")
    (folder / "environments" / "live.yaml").write_text("variables:\n  greeting: Live\nsecrets: [api_key]\n")
    return folder


async def opened(window: MainWindow, file: Path, request: SavedRequest) -> tuple[RequestTab, Work]:
    """A tab of a file, connected."""
    tab = window.requests.current()
    tab.restore(snapshot_of(request, file))
    tab.connect_to(tab.address_bar.address())
    await until(lambda: not tab.connecting.busy, "an answer")
    assert tab.work is not None, tab.status.text
    return tab, tab.work


def outcome(work: Work) -> list[Event]:
    seen: list[Event] = []
    work.running.eventCame.connect(seen.append)
    return seen


def asked(tab: RequestTab) -> str:
    """What the band under the address asks."""
    return tab._needs.text.text() if tab._needs is not None and tab._needs.isVisible() else ""


def received(events: list[Event]) -> Any:
    assert isinstance(events[-1], Complete), events[-1]
    return events[-1].data[0]


def test_a_whole_value_keeps_its_type_and_inside_a_text_it_is_text(go: Go, serve: Serve, collection: Path) -> None:
    (collection / "collection.yaml").write_text(
        f"variables:\n  base: {serve('echo')}\n  greeting: Hello\n  count: 3\n  flag: true\n  list: [a, 1, null]\n"
    )

    async def script(window: MainWindow) -> None:
        request = SavedRequest(address="{{base}}/", endpoint="/echo_text", values={"text": "{{greeting}} {{count}}!"})
        tab, work = await opened(window, collection / "a.gradio.yaml", request)
        seen = outcome(work)
        for endpoint, values, wanted in (
            ("/echo_text", {}, {"value": "Hello 3!", "type": "str"}),
            ("/echo_number", {"number": "{{count}}"}, {"value": 3, "type": "int"}),
            ("/echo_checkbox", {"flag": "{{flag}}"}, {"value": True, "type": "bool"}),
            (
                "/echo_json",
                {"data": {"in": "{{list}}", "text": "{{list}}."}},
                {"in": ["a", 1, None], "text": '["a", 1, null].'},
            ),
        ):
            work.request.picker.choose(endpoint)
            work.request.form.load(values or {"text": "{{greeting}} {{count}}!"})
            tab.run()
            await until(lambda: seen and seen[-1].kind in ("complete", "error"), endpoint)
            await ended(work)
            got = received(seen)
            assert (got["value"] if endpoint == "/echo_json" else got) == wanted
            seen.clear()
        assert window.surroundings.recent.addresses() == [f"{serve('echo')}/"]

    go(script)


def test_what_has_no_value_is_said_at_its_field_and_nothing_is_sent(go: Go, serve: Serve, collection: Path) -> None:
    async def script(window: MainWindow) -> None:
        request = SavedRequest(address=serve("echo"), endpoint="/echo_number", values={"number": "{{nobody}}"})
        tab, work = await opened(window, collection / "a.gradio.yaml", request)
        seen = outcome(work)
        row = work.request.form.row("number")
        assert row is not None
        assert isinstance(row.input, VariableInput)
        await until(lambda: "no value" in row.input.stands_for.text(), "the preview")  # type: ignore[attr-defined]
        tab.run()
        await until(lambda: row.input.error(), "the error")
        assert "{{nobody}} has no value." in str(row.input.error())
        assert "nothing was sent" in tab.status.text
        assert not seen
        # a text of the wrong kind is found once it is put in
        row.input.line.setText("{{greeting}}")
        tab.run()
        await until(lambda: "number" in str(row.input.error()), "the check")
        assert not seen

    go(script)


def test_a_row_becomes_a_variable_and_a_value_again(go: Go, serve: Serve, collection: Path) -> None:
    async def script(window: MainWindow) -> None:
        request = SavedRequest(address=serve("echo"), endpoint="/echo_checkbox", values={"flag": True})
        tab, work = await opened(window, collection / "a.gradio.yaml", request)
        await until(lambda: tab.resolving.scope is not None, "the variables")
        row = work.request.form.row("flag")
        assert row is not None
        typed = row.input
        row.use_variable()
        assert isinstance(row.input, VariableInput)
        assert row.input.line.text() == "{{"
        row.input.line.setText("{{flag}}")
        assert row.input.stands_for.text() == "= true"
        assert work.request.values()["flag"] == "{{flag}}"
        assert row.input.focus_target().accessibleName() == row.field.label
        row.use_value()
        assert row.input is typed
        assert work.request.values()["flag"] is True
        work.request.form.undo()
        assert work.request.values()["flag"] == "{{flag}}"
        row.reset()
        assert row.input is typed

    go(script)


def test_what_an_app_offers_is_no_variable(go: Go, serve: Serve, collection: Path) -> None:
    """A value as a run of the history had it is sent as it was, braces and all."""

    async def script(window: MainWindow) -> None:
        request = SavedRequest(
            address=serve("echo"), endpoint="/echo_text", values={"text": r"\{{greeting}} {{greeting}}"}
        )
        tab, work = await opened(window, collection / "a.gradio.yaml", request)
        seen = outcome(work)
        tab.run()
        await until(lambda: seen and seen[-1].kind == "complete", "the run")
        assert received(seen)["value"] == "{{greeting}} Hello"
        await ended(work)
        work.snippets.settle()
        tab.take_request(work.response.snippet.snippet())
        await until(lambda: work.request.values()["text"] != request.values["text"], "the pasted text")
        assert work.request.values()["text"] == r"\{{greeting}} Hello"

    go(script)


def test_secrets_are_asked_for_and_kept_from_everything_that_is_shown(
    go: Go, serve: Serve, collection: Path, tmp_path: Path
) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        request = SavedRequest(
            address=url,
            endpoint="/echo_text",
            values={"text": "key={{api_key}};"},
            headers=(("X-Trace", "{{api_key}}"), ("Authorization", "Bearer {{api_key}}")),
        )
        file = collection / "a.gradio.yaml"
        await window.surroundings.scopes.read(file)
        window.surroundings.scopes.activate(file, "live")
        await until(lambda: (at := window.surroundings.scopes.at(file)) and at.active == "live", "the environment")
        tab = window.requests.current()
        tab.restore(snapshot_of(request, file))
        tab.connect_to(url)  # the headers need the secret already
        await until(lambda: asked(tab) == "This request needs 1 secret: api_key.", "the question")
        assert tab._needs is not None
        (line,) = tab._needs.findChildren(QLineEdit)
        assert line.accessibleName() == "Secret api_key"
        assert line.hasFocus()
        line.setText(SECRET)
        QTest.keyClick(line, Qt.Key.Key_Return)
        await until(lambda: tab.work is not None, "the app")
        assert tab.work is not None
        assert not tab._needs.isVisible()
        work = tab.work
        seen = outcome(work)
        tab.run()
        await until(lambda: seen and seen[-1].kind == "complete", "the run")
        assert received(seen)["value"] == f"key={SECRET};"
        await ended(work)
        work.response.events.flush()
        rows = work.response.events.model
        shown = " ".join(str(rows.row(n).event.as_json()) for n in range(rows.rowCount()))
        assert "key=••••••;" in shown
        model = work.response.exchange.model
        exchanges = [model.exchange(n) for n in range(model.rowCount())]
        assert any("key=••••••;" in exchange.request_body for exchange in exchanges)
        shown += " ".join(map(str, exchanges))
        work.snippets.settle()
        shown += work.response.snippet.snippet()
        assert "$API_KEY" in work.response.snippet.snippet()
        await until(window.sidebar.history.list.rows.rowCount, "the run in the history")
        past = await window.surroundings.history.ask(lambda history: history.get(history.query()[0].id))
        assert past is not None
        assert past.values["text"] == "key=••••••;"
        assert past.environment == "live"
        assert SECRET not in shown + str(past)

    go(script)
    for place in tmp_path.rglob("*"):
        if place.is_file():
            content = place.read_bytes()
            assert SECRET.encode() not in content, place
            assert b"s3cret" not in content, place


def test_the_process_environment_is_read_on_request_alone(
    go: Go, serve: Serve, collection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIOSCOPE_TEST_HOME", "/somewhere")

    async def script(window: MainWindow) -> None:
        values = {"text": "{{$env.GRADIOSCOPE_TEST_HOME}} {{$uuid}}"}
        request = SavedRequest(address=serve("echo"), endpoint="/echo_text", values=values)
        tab, work = await opened(window, collection / "a.gradio.yaml", request)
        seen = outcome(work)
        tab.run()
        await until(lambda: "GRADIOSCOPE_TEST_HOME" in asked(tab), "the question")
        assert tab._needs is not None
        assert not seen
        allow = next(b for b in tab._needs.findChildren(type(work.request.run_button.run)) if "Allow" in b.text())
        allow.click()
        await until(lambda: seen and seen[-1].kind == "complete", "the run")
        assert received(seen)["value"].startswith("/somewhere ")

    go(script)


def test_an_app_gets_no_secret_by_writing_its_name(go: Go, collection: Path) -> None:
    from gradioscope.gradio.model import App, Endpoint, Parameter
    from gradioscope.request.draft import Draft
    from gradioscope.request.resolving import resolved, template_of
    from gradioscope.request.saving import kept_values

    choice = Parameter("c", "C", "radio", "choice", 0, required=True, props={"choices": [["Yes", "{{api_key}}"]]})
    text = Parameter("t", "T", "textbox", "text", 1, default="Say {{api_key}} to {{name}}")
    endpoint = Endpoint("/f", "", (choice, text), (), inputs=2)
    draft = Draft(
        App("http://h", "", "T", "6.31.0", (endpoint,)),
        endpoint,
        {"c": "{{api_key}}", "t": "Tell {{api_key}} {{mine}}"},
    )
    sent = resolved(draft, template_of(draft), {"api_key": SECRET, "mine": 7}.__getitem__)
    assert sent.data() == ["{{api_key}}", "Tell {{api_key}} 7"]
    assert kept_values(draft) == {"c": r"\{{api_key}}", "t": r"Tell \{{api_key}} {{mine}}"}


def test_a_copy_of_a_request_sees_the_same_variables(go: Go, serve: Serve, collection: Path) -> None:
    async def script(window: MainWindow) -> None:
        request = SavedRequest(address=serve("echo"), endpoint="/echo_text", values={"text": "{{greeting}}"})
        tab, _ = await opened(window, collection / "a.gradio.yaml", request)
        window.requests.duplicate()
        copy = window.requests.current()
        assert copy is not tab
        assert copy.document.path is None
        await until(lambda: copy.work is not None, "the form")
        assert copy.work is not None
        seen = outcome(copy.work)
        copy.run()
        await until(lambda: seen and seen[-1].kind == "complete", "the run")
        assert received(seen)["value"] == "Hello"
        # so does a run of the file's that is opened from the history
        assert tab.work is not None
        tab.run()
        rows = window.sidebar.history.list.rows
        await until(lambda: rows.rowCount() == 2, "both runs in the history")
        past = await window.surroundings.history.ask(lambda history: history.get(history.query()[0].id))
        assert past is not None
        assert past.values["text"] == "Hello"
        window.requests.show_run(past, past.app, apart=True)
        assert window.requests.current().resolving.path == collection / "a.gradio.yaml"
        assert window.requests.current().document.path is None

    go(script)


def test_waiting_for_a_keyring_can_be_cancelled(go: Go, serve: Serve, collection: Path) -> None:
    async def script(window: MainWindow) -> None:
        request = SavedRequest(address=serve("echo"), endpoint="/echo_text", values={"text": "{{api_key}}"})
        file = collection / "a.gradio.yaml"
        (collection / "collection.yaml").write_text("secrets: [api_key]\n")
        scopes = window.surroundings.scopes
        await scopes.of(collection).set_secret(SecretName("", "api_key"), SECRET)
        tab, work = await opened(window, file, request)
        seen = outcome(work)
        asked_for = asyncio.Event()

        async def never(*_: object) -> None:
            asked_for.set()
            await asyncio.Event().wait()

        window.surroundings.vault.get = never  # type: ignore[assignment, method-assign] # a prompt nobody answers
        tab.run()
        assert tab.running
        await asked_for.wait()
        assert work.request.run_button.cancel.isVisible()
        window.activateWindow()
        press(Qt.Key.Key_Escape, widget=work.request.run_button.cancel)
        assert tab.status.text == "Status: Cancelled · nothing was sent"
        assert work.request.run_button.run.isVisible()
        assert not seen

    go(script)


def test_an_address_with_a_secret_is_nowhere_kept_and_has_no_snippet(
    go: Go, serve: Serve, collection: Path, tmp_path: Path
) -> None:
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        (collection / "collection.yaml").write_text("secrets: [place]\n")
        scopes = window.surroundings.scopes
        await scopes.of(collection).set_secret(SecretName("", "place"), url)
        tab, work = await opened(
            window, collection / "a.gradio.yaml", SavedRequest(address="{{place}}", endpoint="/echo_text")
        )
        assert tab.app is not None
        assert tab.app.url == url
        seen = outcome(work)
        tab.run()
        await until(lambda: seen and seen[-1].kind == "complete", "the run")
        await ended(work)
        work.snippets.settle()
        told = work.response.snippet
        assert "never holds a secret" in " ".join(label.text() for label in told.findChildren(QLabel))
        assert url not in told.snippet()
        assert url not in tab.address_bar.field._app.toolTip()
        assert window.surroundings.recent.addresses() == []
        await until(window.sidebar.history.list.rows.rowCount, "the run in the history")

    go(script)
    for place in tmp_path.rglob("*"):
        if place.is_file():
            assert url.encode() not in place.read_bytes(), place


def test_a_variable_can_name_a_file_beside_the_request(go: Go, serve: Serve, collection: Path) -> None:
    (collection / "collection.yaml").write_text("variables: {note: note.txt}\n")
    (collection / "note.txt").write_text("hello")

    async def script(window: MainWindow) -> None:
        request = SavedRequest(address=serve("echo"), endpoint="/echo_file", values={"file": "{{note}}"})
        tab, work = await opened(window, collection / "a.gradio.yaml", request)
        seen = outcome(work)
        for value in ("{{note}}", LocalFile("{{note}}")):
            work.request.form.load({"file": value})
            seen.clear()
            tab.run()
            await until(lambda: seen and seen[-1].kind == "complete", "the run")
            await ended(work)
            assert received(seen)["name"] == "note.txt"

    go(script)


def test_a_variable_is_what_its_parameter_takes() -> None:
    from gradioscope.gradio.model import Endpoint, Parameter, file_data
    from gradioscope.request.resolving import fitted

    parameters = (
        Parameter("f", "F", "file", "file", 0, required=True),
        Parameter("g", "G", "file", "files", 1, required=True),
        Parameter("t", "T", "textbox", "text", 2),
    )
    endpoint = Endpoint("/f", "", parameters, (), inputs=3)
    written = dict.fromkeys("fgt", "{{x}}")
    found = dict.fromkeys("fgt", "a.txt")
    folder = Path("/c")
    assert fitted(endpoint, written, found, folder) == {
        "f": LocalFile(str(folder / "a.txt")),
        "g": [LocalFile(str(folder / "a.txt"))],
        "t": "a.txt",
    }
    address = "https://h/a.txt"
    assert fitted(endpoint, {"f": "{{x}}"}, {"f": address}) == {"f": file_data(address, "a.txt")}
    assert fitted(endpoint, {"t": "{{x}}"}, {"t": 3}) == {"t": "3"}
    assert fitted(endpoint, {"t": "{{x}}"}, {"t": [3]}) == {"t": [3]}  # which its check refuses
    # what no variable made is left as it is
    assert fitted(endpoint, {"f": "a.txt"}, {"f": "a.txt"}, folder) == {"f": "a.txt"}
