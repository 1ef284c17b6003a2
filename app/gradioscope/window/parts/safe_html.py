"""An app's HTML reduced to what is text: no script, no style, nothing that names a resource. No Qt.

Qt lays out nested tables by recursion and allots every cell that a `colspan` asks for, so depth and cells are bounded.
"""

from __future__ import annotations

import re
from html import escape, unescape

_KEPT = frozenset(
    (
        *("a", "b", "big", "blockquote", "caption", "center", "code", "dd", "del", "div", "dl", "dt", "em"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "i", "kbd", "li", "ol", "p", "pre", "s", "samp", "small", "span"),
        *(
            "strike",
            "strong",
            "sub",
            "sup",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
            "tt",
            "u",
            "ul",
            "var",
        ),
    )
)
_EMPTY = frozenset(("br", "hr"))
_SILENT = frozenset(
    (
        "head",
        "iframe",
        "math",
        "noscript",
        "object",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
    )
)
"""What is inside of these is no text either."""
_CELLS = frozenset(("td", "th"))
DEPTH = 24
"""Elements inside one another; what is deeper loses its element and keeps its text."""
TABLES = 3
"""Tables inside one another."""
COLUMNS, ROWS = 50, 1000
"""Cells of a row, and rows of all tables together; the text of further ones is kept."""
FAILURES = 500
"""Signs that begin no element; after so many, everything is text."""
_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*+)((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""")
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"']++))""")
_COMMENT_END = re.compile("-->")
_MARK_END = re.compile(">")
SCHEMES = ("http://", "https://", "mailto:")


def target_of(address: str) -> str:
    """An address a link may have: of the web or of mail, else empty."""
    cleaned = address.strip()
    return cleaned if cleaned.lower().startswith(SCHEMES) and cleaned.isprintable() else ""


def safe_html(text: str) -> str:
    """HTML with only elements that structure text, and links to web and mail addresses.

    A picture is replaced by its description in brackets, with a link to it where it is at a web address. Takes time
    in proportion to the text, however it is broken; the standard library's parser takes 10 s for 120 KB of `<a<a<a`.
    """
    made = _Made()
    at, failed = 0, 0
    while (start := text.find("<", at)) >= 0 and failed < FAILURES:
        made.add_text(text[at:start])
        if found := _TAG.match(text, start):
            at = found.end()
            name = found[2].lower()
            if found[1]:
                made.close(name)
            elif name in _SILENT:
                at = _after(re.compile(f"</{name}[^>]*+>", re.IGNORECASE), text, at)
            else:
                made.open(name, found[3])
        elif text.startswith("<!--", start):
            at = _after(_COMMENT_END, text, start + 4)
        elif text.startswith(("<!", "<?", "</"), start):
            at = _after(_MARK_END, text, start + 2)
        else:
            made.add_text("<")
            at, failed = start + 1, failed + 1
    made.add_text(text[at:])
    return made.result()


def _after(end: re.Pattern[str], text: str, at: int) -> int:
    """Where something ends that began before; all that is left belongs to it where it has no end."""
    found = end.search(text, at)
    return found.end() if found else len(text)


class _Made:
    """The HTML being made, with what is open in it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._open: list[str] = []
        self._rows = 0
        self._cells = 0

    def result(self) -> str:
        return "".join(self._parts) + "".join(f"</{tag}>" for tag in reversed(self._open))

    def add_text(self, text: str) -> None:
        if text:
            self._parts.append(escape(unescape(text)))

    def open(self, tag: str, attributes: str) -> None:
        if tag == "img":
            self._picture(_read_attributes(attributes))
        elif tag in _EMPTY:
            self._parts.append(f"<{tag}>")
        elif tag in _KEPT and self._has_room(tag):
            self._open.append(tag)
            self._parts.append(f"<{tag}{self._attributes(tag, _read_attributes(attributes))}>")
        elif tag in _KEPT:
            self._parts.append(" ")

    def close(self, tag: str) -> None:
        if tag not in self._open:
            return
        while self._open:
            last = self._open.pop()
            self._parts.append(f"</{last}>")
            if last == tag:
                return

    def _has_room(self, tag: str) -> bool:
        if len(self._open) >= DEPTH:
            return False
        if tag == "table":
            return self._open.count("table") < TABLES
        if tag == "tr":
            self._rows += 1
            self._cells = 0
            return self._rows <= ROWS
        if tag in _CELLS:
            self._cells += 1
            return self._cells <= COLUMNS and self._rows <= ROWS
        return True

    def _attributes(self, tag: str, given: dict[str, str]) -> str:
        if tag == "a" and (target := target_of(given.get("href", ""))):
            return f' href="{escape(target)}"'
        if tag == "ol" and given.get("start", "").isdecimal() and len(given["start"]) < 6:
            return f' start="{int(given["start"])}"'
        if tag in _CELLS and given.get("align", "").lower() in ("left", "right", "center"):
            return f' align="{given["align"].lower()}"'
        return ""

    def _picture(self, given: dict[str, str]) -> None:
        told = escape(f"[{given.get('alt', '').strip() or 'picture'}]")
        target = target_of(given.get("src", ""))
        self._parts.append(f'<a href="{escape(target)}">{told}</a>' if target else told)


def _read_attributes(text: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(text)
    return {name.lower(): unescape(double or single or bare) for name, double, single, bare in found}
