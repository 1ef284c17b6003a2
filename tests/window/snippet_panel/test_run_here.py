"""The snippet run in the person's shell, below its text: real shells and real processes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gradioscope.window.snippet_panel import SnippetPanel
from gradioscope.window.snippet_panel import shell_run as module
from gradioscope.window.snippet_panel.run_pane import RunPane
from gradioscope.window.snippet_panel.shell_run import MASK, person_s_shell


@pytest.fixture
def pane(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunPane]:
    monkeypatch.setattr(module, "folder", lambda: str(tmp_path))
    monkeypatch.setenv("SHELL", "/bin/bash")
    panel = SnippetPanel()
    qtbot.addWidget(panel)
    panel.show()
    yield panel.run_pane
    panel.close_down()


def run(qtbot: QtBot, pane: RunPane, script: str, **secrets: str) -> str:
    with qtbot.waitSignal(pane.ended, timeout=20_000):
        pane.begin(script, secrets, ())
    return pane.output.toPlainText()


def test_output_comes_and_the_end_is_told(qtbot: QtBot, pane: RunPane) -> None:
    assert run(qtbot, pane, "echo one; echo two >&2") == "one\ntwo\n"
    assert pane.state.text() == "Finished"
    assert run(qtbot, pane, "exit 3") == ""
    assert pane.state.text() == "Ended with exit status 3"
    assert not pane.stop_button.isEnabled()


def test_output_is_shown_while_it_runs_and_stop_ends_all_of_it(qtbot: QtBot, pane: RunPane, tmp_path: Path) -> None:
    pane.begin("echo started; sleep 600 & echo $! >child; wait", {}, ())
    qtbot.waitUntil(lambda: "started" in pane.output.toPlainText(), timeout=20_000)
    qtbot.waitUntil(lambda: (tmp_path / "child").exists() and (tmp_path / "child").read_text().strip() != "")
    child = int((tmp_path / "child").read_text())
    with qtbot.waitSignal(pane.ended, timeout=20_000):
        pane.stop_button.click()
    assert pane.state.text() == "Stopped"
    qtbot.waitUntil(lambda: not Path(f"/proc/{child}").exists() or "Z" in state_of(child), timeout=20_000)


def state_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_a_secret_reaches_the_script_and_no_screen(qtbot: QtBot, pane: RunPane) -> None:
    secret = 'hf_very"secret'
    script = 'printf "%s" "$HF_TOKEN" | wc -c; printf "%s" "<$HF_TOKEN>"; sleep 0.1; printf "hf_very"; sleep 0.1; '
    shown = run(qtbot, pane, script + "printf '\"secret|%s' 'hf_very\\\"secret'", HF_TOKEN=secret)
    assert shown == f"{len(secret)}\n<{MASK}>{MASK}|{MASK}"
    assert pane._given == {}


def test_missing_ones_are_asked_for_first(qtbot: QtBot, pane: RunPane) -> None:
    pane.begin('echo "${#PASSWORD_OF_IT}"', {}, ["PASSWORD_OF_IT"])
    field = pane.fields["PASSWORD_OF_IT"]
    assert not pane.run.busy
    assert field.echoMode() == field.EchoMode.Password
    field.returnPressed.emit()
    assert not pane.run.busy
    field.setText("wonder")
    with qtbot.waitSignal(pane.ended, timeout=20_000):
        field.returnPressed.emit()
    assert pane.output.toPlainText() == "6\n"
    assert field.text() == ""


def test_nothing_acts_on_the_pane_and_nothing_waits_for_a_terminal(qtbot: QtBot, pane: RunPane) -> None:
    shown = run(qtbot, pane, r"printf 'a\033[31mb\007\n'; cat; read x </dev/tty || echo none")
    assert "a\ufffd[31mb\ufffd\n" in shown
    assert shown.endswith("none\n")


def test_a_flood_is_kept_short(qtbot: QtBot, pane: RunPane) -> None:
    shown = run(qtbot, pane, "seq 1 40000; head -c 300000 /dev/zero | tr '\\0' x")
    assert pane.output.blockCount() <= 5000
    assert max(map(len, shown.split("\n"))) <= 20_001
    assert "39999\n40000\n" in shown


def test_the_script_is_readable_by_the_person_alone_and_goes_away(qtbot: QtBot, pane: RunPane) -> None:
    shown = run(qtbot, pane, 'echo "$0"; ls -l "$0"')
    path = Path(shown.split("\n")[0])
    assert "-rw-------" in shown
    assert not path.exists()


def test_closing_ends_it(qtbot: QtBot, pane: RunPane) -> None:
    pane.begin("sleep 600", {}, ())
    qtbot.waitUntil(lambda: pane.run.busy)
    pane.close_button.click()
    assert not pane.run.busy
    assert not pane.isVisible()


@pytest.mark.parametrize(("shell", "used"), [("/usr/bin/fish", "sh"), ("/bin/bash", "/bin/bash"), ("/gone/zsh", "sh")])
def test_the_person_s_shell_where_it_understands(monkeypatch: pytest.MonkeyPatch, shell: str, used: str) -> None:
    monkeypatch.setenv("SHELL", shell)
    assert person_s_shell() == used


def test_a_shell_that_does_not_start_is_told(qtbot: QtBot, pane: RunPane, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "person_s_shell", lambda: os.devnull)
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)
    assert "could not be started" in run(qtbot, pane, "true")
