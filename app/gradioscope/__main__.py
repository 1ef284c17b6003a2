"""`python -m gradioscope` and the `gradioscope` command: the window, or a command."""

from __future__ import annotations

import sys


def main() -> int:
    try:
        from gradioscope.cli import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:  # while it was still loading
        return 130


if __name__ == "__main__":
    sys.exit(main())
