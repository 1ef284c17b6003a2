"""Code in colours, line by line, and its line numbers."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout, QPlainTextEdit
from pytestqt.qtbot import QtBot

from gradioscope.window import theme
from gradioscope.window.parts.code_colours import LANGUAGES, LONGEST, CodeColours, language
from gradioscope.window.parts.gutter import Gutter


def coloured(name: str, text: str) -> dict[str, str]:
    """Each stretch of text that has a colour of its own, with what it is coloured as."""
    document = QTextDocument()
    document.setDocumentLayout(QPlainTextDocumentLayout(document))
    document.setPlainText(text)
    spoken = language(name)
    assert spoken is not None
    colours = CodeColours(document, spoken)
    tokens = theme.tokens()
    kinds = {QColor(tokens.success).name(): "string", QColor(tokens.text_muted).name(): "comment"}
    kinds |= {QColor(tokens.info).name(): "number", QColor(tokens.accent_text).name(): "word"}
    found: dict[str, str] = {}
    block = document.begin()
    while block.isValid():
        for part in block.layout().formats():
            found[block.text()[part.start : part.start + part.length]] = kinds.get(
                part.format.foreground().color().name(), "name"
            )
        block = block.next()
    del colours
    return found


@pytest.mark.parametrize(
    ("name", "text", "kinds"),
    [
        ("python", "def f(x):  # add", {"def": "word", "f": "name", "# add": "comment"}),
        ("python", 'x = "# no" + \'"\' + 1.5', {'"# no"': "string", "'\"'": "string", "1.5": "number"}),
        (
            "python",
            '"""a\nb # c\n"""; return',
            {'"""a': "string", "b # c": "string", '"""': "string", "return": "word"},
        ),
        ("javascript", "/* a\nconst */ const b", {"/* a": "comment", "const */": "comment", "const": "word"}),
        ("javascript", "// /* not begun\nlet x", {"// /* not begun": "comment", "let": "word"}),
        (
            "html",
            '<a href="x"><!-- <b>\n--> <i>',
            {"<a": "word", '"x"': "string", "<!-- <b>": "comment", "<i>": "word"},
        ),
        ("json", '{"a": "b", "c": null}', {'"a"': "name", '"b"': "string", "null": "word"}),
        ("sql-pgSQL", "SELECT 1 -- one", {"SELECT": "word", "1": "number", "-- one": "comment"}),
        ("yaml", "key: true  # why", {"key": "name", "true": "word", "# why": "comment"}),
    ],
)
def test_words_have_the_colours_of_their_language(name: str, text: str, kinds: dict[str, str]) -> None:
    found = coloured(name, text)
    assert {part: found.get(part) for part in kinds} == kinds


@given(st.sampled_from(sorted(LANGUAGES)), st.text("ab1 \n\"'`#/*-<!>$\\{}%.=:", max_size=60))
def test_no_text_brings_it_down(name: str, text: str) -> None:
    coloured(name, text)


def cost(name: str, line: str) -> float:
    """Seconds of this thread for one line, the least of a few."""
    spoken = language(name)
    assert spoken is not None

    def once() -> float:
        before = time.thread_time()
        for _ in spoken.tokens.finditer(line):
            pass
        return time.thread_time() - before

    return min(once() for _ in range(3))


@settings(deadline=None)
@given(
    st.sampled_from(sorted(LANGUAGES)),
    st.text("ab1 é\t\"'`#/*-_<!>$\\{}[]()%.=:&;@", max_size=3),
    st.text("ab1 é\t\"'`#/*-_<!>$\\{}[]()%.=:&;@", min_size=1, max_size=5),
)
@example("css", "", "a")
@example("css", "", "-")
@example("html", "", "a")
@example("html", "", ":")
@example("yaml", "", "-")
@example("markdown", "", "[")
@example("markdown", "", "[a](")
@example("shell", "", "${")
def test_no_line_costs_many_times_what_a_plain_one_does(name: str, start: str, unit: str) -> None:
    hostile = (start + unit * LONGEST)[:LONGEST]
    plain = ("a b " * LONGEST)[:LONGEST]
    # a quadratic pattern needs some hundred times as long
    assert cost(name, hostile) < 40 * cost(name, plain)


def test_a_number_with_a_sign_and_a_shell_s_braces_are_coloured() -> None:
    assert coloured("css", "a-b: -1px") == {"a-b": "name", "1px": "number"}
    assert coloured("shell", "echo ${a:-b} ${c") == {"${a:-b}": "name", "${c": "name"}
    assert coloured("yaml", "  - key: 1") == {"  - key": "name", "1": "number"}
    assert coloured("markdown", '[a](b "c") ![d](e)') == {'[a](b "c")': "name", "![d](e)": "name"}


def test_a_language_that_is_not_known_has_no_colours() -> None:
    assert language("") is None
    assert language("brainfuck") is None


def test_line_numbers_take_the_room_that_they_need(qtbot: QtBot) -> None:
    edit = QPlainTextEdit()
    qtbot.addWidget(edit)
    gutter = Gutter(edit)
    edit.resize(300, 200)
    edit.show()
    narrow = gutter.sizeHint().width()
    edit.setPlainText("x\n" * 12_000)
    assert gutter.sizeHint().width() > narrow
    assert edit.viewport().geometry().left() >= gutter.width()
    assert not gutter.grab().isNull()
