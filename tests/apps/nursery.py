"""Imports Gradio once and forks a process for each test app: 0.3 s an app instead of the 3 s of that import.

Reads one JSON object a line, `{"app": path, "env": {…}, "log": path}`, and answers with the app's process id.
At the end of standard input everything it started is killed; an app whose nursery is killed goes too. Linux.
"""

from __future__ import annotations

import ctypes
import json
import os
import runpy
import signal
import sys

import launch

DEATH_SIGNAL = 1
"""prctl's PR_SET_PDEATHSIG"""


def become(app: str, env: dict[str, str], log: str) -> None:
    """Run the app in this process, which is a fork."""
    ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.environ.update(env)
    launch.PORT = int(env["PORT"])
    runpy.run_path(app, run_name="__main__")


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    started: list[int] = []
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            try:
                become(**json.loads(line))
            except BaseException:
                sys.excepthook(*sys.exc_info())
            os._exit(1)
        started.append(process)
        print(process, flush=True)
    for process in started:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue


if __name__ == "__main__":
    main()
