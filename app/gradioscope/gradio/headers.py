"""What can be sent as a header."""

from __future__ import annotations

import re

# RFC 9110, 5.1 and 5.5
_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VALUE = re.compile(r"[\t\x20-\x7e]*")


def header_problem(name: str, value: str) -> str:
    """Why the two cannot be sent as a header, as a sentence; empty where they can."""
    if _NAME.fullmatch(name) and _VALUE.fullmatch(value):
        return ""
    return "A header has a name without blanks, and a value on one line in plain ASCII."
