"""An address of a Gradio app's API, taken apart: the app's own address, what of the API it names, the endpoint."""

from __future__ import annotations

import re
from urllib.parse import unquote

_OF_API = re.compile(r"(?:/gradio_api)?/(call|run|api|queue/join|queue/data|upload|login)(?:/([^?#]*))?(?:[?#].*)?$")


def parts_of(url: str) -> tuple[str, str, str]:
    """An address as the app's own, what of the API it names (`call`), and the endpoint in it.

    The endpoint is percent-decoded; the last two are empty for an address that names nothing of the API.
    """
    before, slashes, rest = url.partition("://")
    host, slash, path = (rest if slashes else url).partition("/")
    found = _OF_API.search(slash + path)
    if not found:
        return url, "", ""
    base = (f"{before}://{host}" if slashes else host) + (slash + path)[: found.start()]
    return base, found[1], unquote(found[2] or "").rstrip("/")
