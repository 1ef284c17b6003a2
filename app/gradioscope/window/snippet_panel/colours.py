"""What is coloured in a language: a pattern whose groups are the kinds of its words, and quotes that go over lines."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colouring:
    token: re.Pattern[str]
    """Groups `string`, `comment`, `variable`, `option` and `word`; what is in `escape` keeps the text's colour."""
    open_quotes: tuple[tuple[str, str], ...]
    """Quotes that may end on another line: how they begin, and how they end."""


def _colouring(pattern: str, *quotes: str | tuple[str, str]) -> Colouring:
    return Colouring(re.compile(pattern), tuple((q, q) if isinstance(q, str) else q for q in quotes))


SHELL = _colouring(
    r"""(?P<escape>\\.)|(?P<string>'[^']*'?|"(?:\\.|[^"\\])*"?)"""
    r"""|(?P<comment>(?:(?<=\s)|^)\#.*)"""
    r"""|(?P<variable>\$(?:\{[^}]*\}|\w+|\())"""
    r"""|(?P<option>(?<=\s)--?[A-Za-z][\w-]*)"""
    r"""|(?P<word>(?:(?<=\s)|(?<=\()|^)"""
    r"""(?:curl|jq|if|then|else|fi|exit|printf|echo|sed|grep|set|case|esac|for|while|do|done)\b)""",
    "'",
)
FISH = _colouring(
    r"""(?P<escape>\\.)|(?P<string>'(?:\\.|[^'\\])*'?|"(?:\\.|[^"\\])*"?)"""
    r"""|(?P<comment>(?:(?<=\s)|^)\#.*)"""
    r"""|(?P<variable>\$\w+)"""
    r"""|(?P<option>(?<=\s)--?[A-Za-z][\w-]*)"""
    r"""|(?P<word>(?:(?<=\s)|(?<=\()|^)"""
    r"""(?:curl|jq|awk|begin|break|command|echo|else|end|for|function|functions|grep|if|math|not|or|and|printf|read|return"""
    r"""|rm|sed|set|string|test|while)\b)""",
    "'",
)
POWERSHELL = _colouring(
    r"""(?P<escape>`.)|(?P<string>@'$|'(?:''|[^'])*'?|"(?:`.|[^"`])*"?)"""
    r"""|(?P<comment>(?:(?<=\s)|^)\#.*)"""
    r"""|(?P<variable>\$(?:\w+:)?\w+)"""
    r"""|(?P<option>(?<=\s)--?[A-Za-z][\w-]*)"""
    r"""|(?P<word>\b(?:if|else|try|finally|throw|function|foreach|while|return|[A-Z]\w+-[A-Z]\w+)\b)""",
    ("@'", "'@"),
    "'",
)
CMD = _colouring(
    r"""(?P<string>"(?:\\.|[^"\\])*"?)"""
    r"""|(?P<variable>%\w+%)"""
    r"""|(?P<option>(?<=\s)--?[A-Za-z][\w-]*)"""
    r"""|(?P<word>(?:(?<=\s)|^)(?:curl|set|echo|del)\b)"""
)
PYTHON = _colouring(
    r"""(?P<string>f?\"{3}(?:\\.|[^\\])*?(?:\"{3}|$)|f?"(?:\\.|[^"\\])*"?)"""
    r"""|(?P<comment>\#.*)"""
    r"""|(?P<option>\b[A-Za-z_]\w*(?==[^=\s]))"""
    r"""|(?P<variable>\b(?:None|True|False|\d+(?:\.\d+)?)\b)"""
    r"""|(?P<word>\b(?:import|from|as|async|await|def|with|for|in|if|elif|else|not|and|or|raise|return|yield|continue"""
    r"""|break|lambda)\b)""",
    '"""',
)
JAVASCRIPT = _colouring(
    r"""(?P<string>"(?:\\.|[^"\\])*"?|`(?:\\.|[^`\\])*`?)"""
    r"""|(?P<comment>//.*)"""
    r"""|(?P<option>\b[A-Za-z_$][\w$]*(?=:\s))"""
    r"""|(?P<variable>\b(?:null|true|false|undefined|\d+(?:\.\d+)?)\b)"""
    r"""|(?P<word>\b(?:import|from|const|let|async|await|function|for|of|if|else|throw|new|return|yield|continue|break"""
    r"""|typeof)\b)""",
    "`",
)


def colouring(suffix: str) -> Colouring:
    """How a file with such a name is coloured."""
    return {".py": PYTHON, ".mjs": JAVASCRIPT, ".fish": FISH, ".ps1": POWERSHELL, ".bat": CMD}.get(suffix, SHELL)
