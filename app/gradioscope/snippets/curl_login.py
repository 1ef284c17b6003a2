"""The login of the curl snippet: its password is in the environment or asked for, its cookies are in a file."""

from __future__ import annotations

from gradioscope.snippets.curl_words import REFUSED, Curl
from gradioscope.snippets.quoting import word

PASSWORD = "GRADIOSCOPE_PASSWORD"  # noqa: S105 - the variable's name


def password(user: str) -> list[str]:
    """Asked for at the terminal, where the environment does not have it; not echoed.

    Read by a process of its own, which Ctrl+C ends: yash's `read` goes on until Enter.
    """
    return [
        f'if [ -z "${{{PASSWORD}-}}" ]; then',
        "  modes=$(stty -g </dev/tty) || exit",
        "  trap 'stty \"$modes\" </dev/tty; exit 130' HUP INT TERM",
        "  stty -echo </dev/tty",
        f"  printf 'Password for %s: ' {word(user)} >/dev/tty",
        f"  {PASSWORD}=$(head -n 1 </dev/tty)",
        '  stty "$modes" </dev/tty',
        "  echo >/dev/tty",
        "fi",
    ]


def login(path: str, user: str, curl: Curl) -> list[str]:
    """The password goes through standard input, as everyone may read the arguments of a process."""
    return [
        f'answer=$(printf \'%s\' "${PASSWORD}" | request {curl.flags.jar} "$cookies" "$app{path}" \\',
        f"  --data-urlencode {word(f'username={user}')} --data-urlencode password@-) || exit",
        f'grep -q access-token "$cookies" || {REFUSED}',
    ]
