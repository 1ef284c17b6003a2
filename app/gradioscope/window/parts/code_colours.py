"""Colours for code, a line at a time, by a table of what each language has.

A line may come from an app that means no good. No pattern looks at a character more than a few times: what could be
long is possessive, starts where nothing of its kind stands before it, and stops at what could start it again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from gradioscope.window import theme

LIMIT = 200_000
"""Characters of a text beyond which nothing is coloured."""
LONGEST = 5_000
"""Characters of a line that are looked at: a minified file has one line."""
_STRING = r"""(?P<string>"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?)"""
_BACKTICK = r"""(?P<string>"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|`(?:\\.|[^`\\])*`?)"""
_NUMBER = r"(?P<number>\b(?:0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\b)"


@dataclass(frozen=True, slots=True)
class Language:
    tokens: re.Pattern[str]
    """Groups `string`, `comment`, `number`, `word`, `name`, each coloured as such."""
    blocks: tuple[tuple[str, str, str], ...] = ()
    """What goes over lines: its begin, its end, and which of those it is coloured as."""


def _language(
    words: str, comment: str, *blocks: tuple[str, str, str], string: str = _STRING, more: str = ""
) -> Language:
    parts = [string, rf"(?P<comment>{comment})" if comment else "", _NUMBER, more]
    if words:
        parts.append(rf"(?P<word>\b(?:{'|'.join(words.split())})\b)")
    return Language(re.compile("|".join(part for part in parts if part)), blocks)


_C_BLOCK = ("/*", "*/", "comment")
_PYTHON = _language(
    "and as assert async await break case class continue def del elif else except False finally for from global if"
    " import in is lambda match None nonlocal not or pass raise return True try while with yield",
    r"#.*",
    ('"""', '"""', "string"),
    ("'''", "'''", "string"),
    more=r"(?P<name>(?<=def )\w+|(?<=class )\w+|@[\w.]+)",
)
_SCRIPT = _language(
    "as async await break case catch class const continue default delete do else enum export extends false finally for"
    " from function if implements import in instanceof interface let new null of return static super switch this throw"
    " true try type typeof undefined var void while yield",
    r"//.*",
    _C_BLOCK,
    string=_BACKTICK,
    more=r"(?P<name>(?<=function )\w+|(?<=class )\w+)",
)
_C = _language(
    "auto bool break case char class const constexpr continue default delete do double else enum extern false float for"
    " if include inline int long namespace new nullptr private protected public return short signed sizeof static"
    " struct switch template this throw true try typedef union unsigned using virtual void volatile while",
    r"//.*",
    _C_BLOCK,
    more=r"(?P<name>^\s*#\s*\w+)",
)
_SQL_WORDS = (
    "add all alter and as asc between by case create cross database default delete desc distinct drop else end exists"
    " foreign from full group having if in index inner insert into is join key left like limit not null offset on or"
    " order outer over partition primary references right select set table then union unique update values view when"
    " where with"
)
_SQL = _language(f"{_SQL_WORDS} {_SQL_WORDS.upper()}", r"--.*", _C_BLOCK)
_SHELL = _language(
    "case do done elif else esac exit export fi for function if in local read return set then unset until while",
    r"(?:(?<=\s)|^)#.*",
    more=r"(?P<name>\$(?:\{[^}]*+\}?|\w++))",
)
_MARKUP = Language(
    re.compile(
        r"""(?P<string>"[^"]*"|'[^']*')|(?P<word></?[A-Za-z][\w:-]*|/?>)|(?P<name>&\w++;|(?<![\w:-])[\w:-]++(?==))"""
    ),
    (("<!--", "-->", "comment"),),
)
_STYLE = Language(
    re.compile(
        r"""(?P<string>"[^"]*"?|'[^']*'?)|(?P<number>#[0-9a-fA-F]{3,8}\b|\b\d+(?:\.\d+)?(?:px|em|rem|%|s|ms|vh|vw)?)"""
        r"""|(?P<word>@[\w-]+|[.#][A-Za-z][\w-]*)|(?P<name>(?<![\w-])[\w-]++(?=\s*+:))"""
    ),
    (_C_BLOCK,),
)
_JSON = Language(
    re.compile(
        rf"""(?P<name>"(?:\\.|[^"\\])*+"(?=\s*+:))|(?P<string>"(?:\\.|[^"\\])*"?)|{_NUMBER}"""
        r"""|(?P<word>\b(?:true|false|null)\b)"""
    )
)
_YAML = Language(
    re.compile(
        rf"""(?P<name>^[\s-]*+[\w.-]++(?=:(?:\s|$)))|{_STRING}|(?P<comment>(?:(?<=\s)|^)#.*)|{_NUMBER}"""
        r"""|(?P<word>\b(?:true|false|null|yes|no)\b)"""
    )
)
_MARKDOWN = Language(
    re.compile(r"""(?P<word>^#{1,6} .*|\*\*[^*]++\*\*)|(?P<string>`[^`]*`)|(?P<name>!?\[[^\[\]]*+\]\([^()]*+\))"""),
    (("```", "```", "string"),),
)
_LATEX = Language(
    re.compile(r"(?P<comment>(?<!\\)%.*)|(?P<word>\\[A-Za-z]+)|(?P<name>\{[^{}]*+\})|(?P<string>\$[^$]*\$)")
)
_R = _language("break else FALSE for function if in next NULL repeat return TRUE while", r"#.*")
_DOCKER = _language(
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL RUN SHELL USER VOLUME WORKDIR", r"#.*"
)

LANGUAGES: dict[str, Language] = {
    "python": _PYTHON,
    "javascript": _SCRIPT,
    "typescript": _SCRIPT,
    "jinja2": _MARKUP,
    "html": _MARKUP,
    "css": _STYLE,
    "json": _JSON,
    "yaml": _YAML,
    "markdown": _MARKDOWN,
    "latex": _LATEX,
    "shell": _SHELL,
    "r": _R,
    "dockerfile": _DOCKER,
    "c": _C,
    "cpp": _C,
    "sql": _SQL,
}
"""By the name that Gradio gives a language; each `sql-…` is SQL."""

SUFFIXES = {
    "python": ".py",
    "javascript": ".js",
    "typescript": ".ts",
    "html": ".html",
    "css": ".css",
    "json": ".json",
    "yaml": ".yaml",
    "markdown": ".md",
    "latex": ".tex",
    "shell": ".sh",
    "r": ".R",
    "c": ".c",
    "cpp": ".cpp",
    "sql": ".sql",
}
"""What a file in a language is called."""


def language(name: str) -> Language | None:
    return LANGUAGES.get("sql" if name.startswith("sql") or name.endswith("SQL") else name.lower())


class CodeColours(QSyntaxHighlighter):
    """Colours a document in a language, and follows the theme. Qt asks for a line when it was changed."""

    def __init__(self, document: QTextDocument, spoken: Language) -> None:
        super().__init__(document)
        self._language = spoken
        self._formats: dict[str, QTextCharFormat] = {}
        self._restyle()
        theme.notifier().changed.connect(self._restyle)

    def highlightBlock(self, text: str) -> None:
        if self.document().characterCount() > LIMIT:
            return
        text = text[:LONGEST]
        start = 0
        inside = self.previousBlockState()
        self.setCurrentBlockState(-1)
        if 0 <= inside < len(self._language.blocks):
            start = self._to_the_end(text, 0, inside)
        while start < len(text):
            opening = min(
                (
                    (place, number)
                    for number, (begin, _, _) in enumerate(self._language.blocks)
                    if (place := text.find(begin, start)) >= 0
                ),
                default=None,
            )
            stop = len(text) if opening is None else opening[0]
            for match in self._language.tokens.finditer(text, start, stop):
                kind = match.lastgroup
                if kind == "comment" and match.end() >= stop:
                    opening = None  # the block's begin stands in a comment
                    stop = len(text)
                    self.setFormat(match.start(), stop - match.start(), self._formats[kind])
                    break
                if kind:
                    self.setFormat(match.start(), match.end() - match.start(), self._formats[kind])
            if opening is None:
                return
            place, number = opening
            start = self._to_the_end(text, place, number, len(self._language.blocks[number][0]))

    def _to_the_end(self, text: str, place: int, number: int, opened: int = 0) -> int:
        """Colours what goes over lines from here on; where it ends in this line, or its length."""
        _, end, kind = self._language.blocks[number]
        found = text.find(end, place + opened)
        stop = len(text) if found < 0 else found + len(end)
        self.setFormat(place, stop - place, self._formats[kind])
        if found < 0:
            self.setCurrentBlockState(number)
        return stop

    def _restyle(self) -> None:
        colours = theme.tokens()
        for kind, colour in {
            "string": colours.success,
            "comment": colours.text_muted,
            "number": colours.info,
            "word": colours.accent_text,
            "name": colours.text,
        }.items():
            shape = QTextCharFormat()
            shape.setForeground(colour)
            if kind == "name":
                shape.setFontWeight(QFont.Weight.Bold)
            self._formats[kind] = shape
        self.rehighlight()
