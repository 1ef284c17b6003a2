"""Pasted into a shell a person sits at: through a terminal, into an interactive prompt."""

from __future__ import annotations

import hashlib
import os
import pty
import re
import select
import signal
import time
from collections.abc import Callable, Iterator

import pytest

from gradioscope.request.draft import Access, Draft
from gradioscope.snippets import Options, render

SHELLS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "dash": ["dash", "-i"],
    "busybox": ["busybox", "sh", "-i"],
    "ksh": ["ksh", "-i"],
    "mksh": ["mksh", "-i"],
    "yash": ["yash", "--norcfile", "--noprofile", "-i"],
}
BRACKETED = {"bash", "zsh"}
"""Those that ask the terminal to mark what is pasted."""
QUICK = {"bash"}

VALUES = {
    "history": 'wow!! !x !$ "!" it\'s !1 ',
    "everything": 'it\'s "quoted" $HOME ${HOME} $(id) `id` \\ \\n #no; & | < > ~ =ls *?[a] {a,b} \t\n\r\0\x1b\u202e',
    "other scripts": "Grüße 日本語 😀",
    "long": "it's !long! \"\\$`" * 300,
}


class Terminal:
    """A shell at a terminal of its own. What is written to it is typed."""

    def __init__(self, command: list[str], folder: os.PathLike[str], **env: str) -> None:
        settings = os.environ | {
            "LC_ALL": "C.UTF-8",
            "PS1": "ready> ",
            "TERM": "xterm",
            "HISTFILE": "/dev/null",
            "ENV": "/dev/null",
            "TMPDIR": str(folder),
        }
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, settings | env)
        self.shown = ""

    def type(self, text: str) -> None:
        """Reads meanwhile, as a terminal does: both directions would fill up otherwise."""
        waiting = text.encode()
        while waiting:
            _, writable, _ = select.select([], [self.fd], [], 0.05)
            if writable:
                sent = os.write(self.fd, waiting[:512])
                waiting = waiting[sent:]
            self._read(0.001)

    def wait_for(self, pattern: str, seconds: float = 60) -> re.Match[str]:
        found = self.listen_for(pattern, seconds)
        assert found, f"no {pattern!r} in {self.shown[-3000:]!r}"
        return found

    def listen_for(self, pattern: str, seconds: float) -> re.Match[str] | None:
        limit = time.monotonic() + seconds
        while not (found := re.search(pattern, self.shown)) and time.monotonic() < limit:
            self._read(0.1)
        return found

    def _read(self, seconds: float) -> None:
        while select.select([self.fd], [], [], seconds)[0]:
            try:
                self.shown += os.read(self.fd, 65536).decode(errors="replace")
            except OSError:  # the shell is gone
                return
            seconds = 0

    def close(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


@pytest.fixture
def terminal(tmp_path) -> Iterator[Callable[..., Terminal]]:
    opened = []

    def open_terminal(command: list[str], **env: str) -> Terminal:
        opened.append(Terminal(command, tmp_path, **env))
        return opened[-1]

    yield open_terminal
    for one in opened:
        one.close()


WAYS = [
    pytest.param(name, bracketed, marks=[] if name in QUICK else [pytest.mark.all])
    for name in SHELLS
    for bracketed in ([False, True] if name in BRACKETED else [False])
]


def paste(terminal: Terminal, snippet: str, bracketed: bool) -> None:
    typed = snippet.replace("\n", "\r")
    terminal.type(f"\x1b[200~{typed}\x1b[201~\r" if bracketed else f"{typed}\r")


@pytest.mark.parametrize(
    ("name", "bracketed", "value"),
    [
        pytest.param(*way.values, value, marks=way.marks)
        for way in WAYS
        for value in VALUES
        # yash's own line editor loses é however it is typed, with no snippet in sight
        if (way.values[0], value) != ("yash", "other scripts")
    ],
)
def test_pasted_into_a_prompt(terminal, serve, draft, tmp_path, name, bracketed, value):
    text = VALUES[value]
    snippet = render("curl", draft(serve("echo"), "received", {"text": text, "data": None}))
    open_shell = terminal(SHELLS[name])
    open_shell.type("echo sit''ting\r")
    open_shell.wait_for("sitting")
    paste(open_shell, snippet, bracketed)
    found = open_shell.wait_for(r'"bytes": (\d+), "sha256": "([0-9a-f]{64})"')
    assert (int(found[1]), found[2]) == (len(text.encode()), hashlib.sha256(text.encode()).hexdigest())
    open_shell.type('echo "sta""tus $? app ${app-unset}"\r')
    open_shell.wait_for("status 0 app unset")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "bracketed"), WAYS)
def test_a_failure_leaves_the_shell_open(terminal, serve, draft, name, bracketed):
    snippet = render("curl", draft(serve("behaviour"), "validated", {"text": "x", "number": 1}))
    open_shell = terminal(SHELLS[name])
    paste(open_shell, snippet, bracketed)
    open_shell.wait_for("The app answered: .*three characters")
    open_shell.type('echo "sta""tus $?"\r')
    open_shell.wait_for("status 1")


@pytest.mark.parametrize(("name", "bracketed"), WAYS)
def test_a_token_that_is_not_set_leaves_the_shell_open(terminal, serve, draft, name, bracketed):
    snippet = render("curl", draft(serve("behaviour"), "who", access=Access(token=True)))
    open_shell = terminal(SHELLS[name])
    paste(open_shell, snippet, bracketed)
    open_shell.wait_for("HF_TOKEN: is not set")
    open_shell.type('echo "sta""tus $(( $? > 0 ))"\r')
    open_shell.wait_for("status 1")
    assert not re.search("The app answered: [^%]", open_shell.shown)


class TestPassword:
    @pytest.fixture
    def snippet(self, serve, app_at) -> str:
        app = app_at(serve("auth"), "alice", "wonder")
        return render("curl", Draft(app, app.endpoint("hello"), {"name": "x"}, access=Access(login_user="alice")))

    @pytest.mark.parametrize(("name", "bracketed"), WAYS)
    def test_is_asked_for_without_an_echo(self, terminal, snippet, tmp_path, name, bracketed):
        open_shell = terminal(SHELLS[name])
        paste(open_shell, snippet, bracketed)
        open_shell.wait_for(r"Password for alice: $")
        open_shell.type("wonder\r")
        open_shell.wait_for("hello x, you are alice")
        assert "wonder" not in open_shell.shown
        open_shell.type("echo vis''ible\r")
        open_shell.wait_for("visible")
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(("name", "bracketed"), WAYS)
    def test_can_be_refused_with_ctrl_c(self, terminal, snippet, tmp_path, name, bracketed):
        open_shell = terminal(SHELLS[name])
        paste(open_shell, snippet, bracketed)
        open_shell.wait_for(r"Password for alice: $")
        open_shell.shown = ""
        open_shell.type("\x03")
        # again where the shell had shown the prompt but did not read yet; some have a prompt of their own
        while not open_shell.listen_for("ready> |# ", 3):
            open_shell.type("\x03")
        # again where the terminal dropped it with the last Ctrl+C
        check = 'stty -a | grep -q " echo "; echo "sta""tus $? ${app-unset}"\r'
        open_shell.type(check)
        while not (found := open_shell.listen_for(r"status (\d+) unset", 3)):
            open_shell.type(check)
        assert found[1] == "0"
        assert "hello x" not in open_shell.shown
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "bracketed"), WAYS)
def test_the_steps_one_after_the_other(terminal, serve, draft, name, bracketed):
    text = VALUES["history"] + VALUES["everything"]
    call = draft(serve("echo"), "received", {"text": text, "data": None})
    snippet = render("curl", call, Options(separate=True, pretty=True))
    open_shell = terminal(SHELLS[name])
    open_shell.type("echo sit''ting\r")
    open_shell.wait_for("sitting")
    paste(open_shell, snippet, bracketed)
    found = open_shell.wait_for(r'"bytes": (\d+), "sha256": "([0-9a-f]{64})"')
    assert (int(found[1]), found[2]) == (len(text.encode()), hashlib.sha256(text.encode()).hexdigest())
    open_shell.type('echo "sta""tus $? app ${app-unset}"\r')
    open_shell.wait_for("status 0 app http")


@pytest.mark.parametrize(("name", "bracketed"), WAYS)
def test_a_step_that_fails_leaves_the_shell_open(terminal, serve, draft, name, bracketed):
    call = draft(serve("behaviour"), "validated", {"text": "x", "number": 1})
    open_shell = terminal(SHELLS[name])
    paste(open_shell, render("curl", call, Options(separate=True)), bracketed)
    open_shell.wait_for("The app answered: .*three characters")
    open_shell.wait_for("is missing\r?\n")
    open_shell.type('echo "still ""here"\r')
    open_shell.wait_for("still here")
