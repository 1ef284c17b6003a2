"""The variables that Gradioscope offers itself, all beginning with `$`. Each occurrence gets a value of its own."""

from __future__ import annotations

from collections.abc import Callable

from gradioscope.gradio.model import Json

PROCESS = "$env"
"""`$env.NAME` is a variable of the process Gradioscope runs in; see `scope` for who may read which."""

LARGEST_RANDOM = 2**31 - 1


def _uuid() -> Json:
    import uuid

    return str(uuid.uuid4())


def _now() -> Json:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _timestamp() -> Json:
    import time

    return int(time.time())


def _random() -> Json:
    import secrets

    return secrets.randbelow(LARGEST_RANDOM + 1)


OFFERED: dict[str, tuple[Callable[[], Json], str]] = {
    "$uuid": (_uuid, "a new UUID"),
    "$now": (_now, "the time, in UTC (ISO 8601)"),
    "$timestamp": (_timestamp, "seconds since 1970"),
    "$random": (_random, f"a whole number from 0 to {LARGEST_RANDOM}"),
}
"""Name to what makes the value and what it is, in words."""
