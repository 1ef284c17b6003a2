"""A script in the person's own shell: its process, and what it prints, without the secrets it was given."""

from __future__ import annotations

import codecs
import json
import os
import re
import signal
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QStandardPaths, QTemporaryFile, QTimer, Signal

POSIX_SHELLS = ("bash", "zsh", "dash", "ash", "ksh", "mksh", "yash", "sh")
SHOW_MS = 50
PATIENCE_MS = 1500
"""How long a stopped script has to tidy up before it is killed."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MASK = "••••••"


def person_s_shell() -> str:
    """The shell of the environment where it understands the snippet, otherwise `sh`."""
    shell = os.environ.get("SHELL", "")
    return shell if Path(shell).name in POSIX_SHELLS and os.access(shell, os.X_OK) else "sh"


def folder() -> str:
    """Where scripts run, so that the files they save are found."""
    downloads = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    return downloads if downloads and Path(downloads).is_dir() else str(Path.home())


class ShellRun(QObject):
    """One script at a time; it has no terminal and no input, so that it cannot wait for an answer.

    Signals: `printed(str)` at most 20 times a second, `ended(int)` the exit status, negative for a signal.
    """

    printed = Signal(object)
    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self._process.readyRead.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)
        self._file: QTemporaryFile | None = None
        self._secrets: list[str] = []
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._waiting = ""
        self._shower = QTimer(self)
        self._shower.setSingleShot(True)
        self._shower.setInterval(SHOW_MS)
        self._shower.timeout.connect(self._show)
        self._killer = QTimer(self)
        self._killer.setSingleShot(True)
        self._killer.setInterval(PATIENCE_MS)
        self._killer.timeout.connect(partial(self._signal, "SIGKILL"))

    @property
    def busy(self) -> bool:
        return self._process.state() != QProcess.ProcessState.NotRunning

    def start(self, script: str, secrets: Mapping[str, str]) -> None:
        """Run it, the secrets in its environment alone: they are in no argument and in no file."""
        self.end()
        self._file = QTemporaryFile(self)  # readable by the person alone
        self._file.open()
        self._file.write(script.encode())
        self._file.flush()
        self._secrets = sorted({form for secret in secrets.values() for form in _forms(secret)}, key=len, reverse=True)
        self._decoder.reset()
        self._waiting = ""
        environment = QProcessEnvironment.systemEnvironment()
        for name, secret in secrets.items():
            environment.insert(name, secret)
        self._process.setProcessEnvironment(environment)
        self._process.setWorkingDirectory(folder())
        self._process.setStandardInputFile(QProcess.nullDevice())
        # a session of its own: Stop reaches curl, too, and nothing can ask at the terminal Gradioscope came from
        self._process.setUnixProcessParameters(QProcess.UnixProcessFlag.CreateNewSession)
        self._process.start(person_s_shell(), [self._file.fileName()])

    def stop(self) -> None:
        """Let it tidy up; it is killed where it does not end."""
        if self.busy:
            self._signal("SIGTERM")
            self._killer.start()

    def end(self) -> None:
        """Kill what runs, and wait for that."""
        if self.busy:
            self._signal("SIGKILL")
            self._process.waitForFinished(PATIENCE_MS)

    def _signal(self, name: str) -> None:
        pid = self._process.processId()
        if pid:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, getattr(signal, name))

    def _read(self) -> None:
        self._waiting += self._decoder.decode(bytes(self._process.readAll().data()))
        if not self._shower.isActive():
            self._shower.start()

    def _show(self, *, all_of_it: bool = False) -> None:
        for secret in self._secrets:
            self._waiting = self._waiting.replace(secret, MASK)
        # the end may be the beginning of a secret
        kept = 0 if all_of_it or not self._secrets else len(self._secrets[0]) - 1
        cut = max(0, len(self._waiting) - kept)
        text, self._waiting = self._waiting[:cut], self._waiting[cut:]
        if text:
            self.printed.emit(_CONTROL.sub("\ufffd", text))

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.printed.emit(f"{person_s_shell()} could not be started: {self._process.errorString()}\n")
            self._tidy(127)

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._shower.stop()
        self._show(all_of_it=True)
        self._tidy(code if status == QProcess.ExitStatus.NormalExit else -code)

    def _tidy(self, code: int) -> None:
        self._killer.stop()
        self._secrets = []
        if self._file is not None:
            self._file.remove()
            self._file.deleteLater()
            self._file = None
        self.ended.emit(code)


def _forms(secret: str) -> set[str]:
    """How a secret may look in what is printed: as it is, and inside of JSON."""
    return {form for form in (secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]) if form}
