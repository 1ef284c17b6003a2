"""Requests in which every text that comes from a person or an app is one that would like to be code."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from gradioscope.gradio.model import LocalFile
from gradioscope.request.draft import Access

SIGNIFICANT = "'\"`$@\\ \n\r\t\0‘’‚‛“”„;|&,#(){}[]%!<>-=.:?/*é😀\u2028\u2029\x1b\x85"
TEXT = st.text(st.one_of(st.sampled_from(SIGNIFICANT), st.characters(exclude_categories=["Cs"])), max_size=40)
TEXTS = [
    "'; calc; '",
    "’; calc; ‘",
    '"; calc; "',
    '""" + calc() + """',
    "`${calc()}`",
    "${calc()}",
    "{calc()}",
    "\\",
    '\\"; calc()//',
    "*/ calc() /*",
    "\u2028calc()\u2029",
    "</script><script>calc()",
    "$(calc)",
    "`n'@\n'@; calc",
    "\n'@\ncalc\n@'\n" * 500,
    "#> calc <#",
    "--% & calc",
    "${env:X} @(calc) &{calc}",
    "[char]0x41",
    "__proto__",
]


def draft_of(make: Any, text: str) -> Any:
    """A draft with the text as value, key, header, user name, file name, address, session, endpoint and variable."""
    line = "".join(sign for sign in text if sign.isprintable())
    headers = (("X-Plain", line.strip() or "x"), ("X-Api-Key", line))
    access = Access(line or "x", True, headers, True)
    url = {"path": "https://example.org/" + text, "meta": {"_type": "gradio.FileData"}}
    values = {
        "text": text,
        "more": [{text: text}, {"__proto__": text}],
        "file": LocalFile(f"a b{text}x.txt".replace("\0", "")),
        "url": url,
        "kept": f"<p>{text}",
    }
    kept = {"from_environment": {"<p>": "WHO"}, "environment_defaults": {"WHO": line[:900]}}
    return make(values, **kept, access=access, session_hash=text or "x", name=f"/{text}", oauth_token="required")
