"""Gradioscope from a clone: `python3 packaging/dev.py run | test | doctor`, with nothing but Python 3.11+.

This file must load under every Python there is, so that an old one is told so instead of showing a syntax
error; everything else is in `development/`.
"""

import os
import sys

NEEDED = (3, 11)


def newer_pythons():
    """The names of suitable interpreters on PATH, newest first."""
    names = ["python3.%d" % minor for minor in range(14, NEEDED[1] - 1, -1)]
    folders = os.environ.get("PATH", "").split(os.pathsep)
    return [name for name in names if any(os.access(os.path.join(folder, name), os.X_OK) for folder in folders)]


def refusal(version):
    """What to say to somebody whose Python has this version; empty when it is new enough."""
    if tuple(version[:2]) >= NEEDED:
        return ""
    text = "Gradioscope needs Python 3.11 or newer; this one (%s) is %d.%d." % (sys.executable, version[0], version[1])
    found = newer_pythons()
    if found:
        return text + "\nYou have a newer one. Run: %s packaging/dev.py %s" % (found[0], " ".join(sys.argv[1:]))
    return text + "\nInstall one (Debian 12: apt-get install python3 python3-venv) and run this again with it."


if __name__ == "__main__":
    problem = refusal(sys.version_info)
    if problem:
        sys.stderr.write(problem + "\n")
        sys.exit(2)
    from development.commands import main

    sys.exit(main(sys.argv[1:]))
