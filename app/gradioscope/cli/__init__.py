"""The command line: `run(argv)` -> exit code. Never imports Qt, but to open the window it was asked for.

Exit codes: 0 complete, 1 the app answered with an error, 2 wrong use (nothing was sent), 3 no connection
or not a Gradio app, 4 login or token needed, 5 timed out, 130 cancelled.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from gradioscope.cli import streams

if TYPE_CHECKING:
    import argparse

CANCELLED = 130
"""What a shell gets from a program that Ctrl+C ended."""


def run(argv: Sequence[str]) -> int:
    """Do what the arguments say; the exit code. Every error ends here as a message on standard error."""
    streams.prepare()
    try:
        code = _run(argv)
        streams.flush()
        return code
    except KeyboardInterrupt:
        return CANCELLED
    except BrokenPipeError:
        # the reader has what it wanted (`… | head`)
        streams.abandon()
        return 0
    except SystemExit as error:  # argparse, after --help and after its own errors
        return error.code if isinstance(error.code, int) else 2
    except Exception as error:
        return _explain(error)


def _explain(error: Exception) -> int:
    """The error as a message; its exit code."""
    from gradioscope.cli import output
    from gradioscope.gradio.errors import Explanation, GradioscopeError

    if isinstance(error, GradioscopeError):
        output.message(error.explanation)
        return error.exit_code
    if os.environ.get("GRADIOSCOPE_DEBUG"):
        import traceback

        traceback.print_exc()
    output.message(
        Explanation(
            "Gradioscope made a mistake of its own.",
            f"{type(error).__name__}: {error}".rstrip(": ") + ".",
            "Please report it, with what GRADIOSCOPE_DEBUG=1 adds to this message.",
        )
    )
    return GradioscopeError.exit_code


def _run(argv: Sequence[str]) -> int:
    if not argv:  # most starts of the window: without what reads arguments
        from gradioscope.cli.window import open_window

        return open_window()
    from gradioscope.cli.arguments import parse

    arguments = parse(argv)
    return _command(arguments.command)(arguments)


def _command(name: str) -> Callable[[argparse.Namespace], int]:
    """The command's function. Each is a module of its own, so that only what runs is imported."""
    match name:
        case "describe":
            from gradioscope.cli.describe import describe

            return describe
        case "call":
            from gradioscope.cli.call import call

            return call
        case "snippet":
            from gradioscope.cli.snippet import snippet

            return snippet
        case "run":
            # not named `run`, which is this module's own
            from gradioscope.cli.run import run as run_requests

            return run_requests
        case "import":
            from gradioscope.cli.import_ import import_

            return import_
        case "export":
            from gradioscope.cli.export import export

            return export
        case "token":
            from gradioscope.cli.token import token

            return token
        case _:
            from gradioscope.cli.window import window

            return window
