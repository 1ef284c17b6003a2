"""`python -m gradioscope` and the `gradioscope` command: the window, or a command."""

from __future__ import annotations

import sys


def main() -> int:
    from gradioscope.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
