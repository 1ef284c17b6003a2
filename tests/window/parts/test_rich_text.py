"""Markdown and HTML of an app: shown, but nothing of it loaded, run or followed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from gradioscope.window.parts.rich_document import html_document, markdown_document
from gradioscope.window.parts.rich_text import RichText
from gradioscope.window.parts.safe_html import safe_html

TEXT = (
    "# Title\n\nSome *text* with `code`.\n\n- a\n- b\n\n```python\nx = 1\n\ny = 2\n```\n\n"
    "|a|b|\n|-|-|\n|1|2|\n\nThe end."
)


@pytest.fixture
def view(qtbot: QtBot) -> RichText:
    view = RichText("Answer")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    return view


def links(document: QTextDocument) -> list[str]:
    found = []
    block = document.begin()
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            if iterator.fragment().charFormat().isAnchor():
                found.append(iterator.fragment().charFormat().anchorHref())
            iterator += 1
        block = block.next()
    return found


def test_markdown_is_read_and_html_in_it_is_text(view: RichText) -> None:
    view.set_markdown("# Hello\n\n<script>alert(1)</script> **bold**")
    assert view.toPlainText() == "Hello\n<script>alert(1)</script> bold"
    assert view.isReadOnly()
    assert view.source_text().startswith("# Hello")


def test_a_picture_becomes_its_description_and_no_file_is_opened(view: RichText, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    picture = QImage(50, 50, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    picture.save(str(secret))
    for text in (f"![a picture]({secret})", f"![a picture]({QUrl.fromLocalFile(str(secret)).toString()})"):
        view.set_markdown(text)
        assert view.toPlainText() == "[a picture]"
    view.set_html(f'<img src="{secret}" alt="a picture"><img src="https://example.org/x.png">')
    assert view.toPlainText() == "[a picture][picture]"
    assert links(view.document()) == ["https://example.org/x.png"]


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "/relative", "#here", "vbscript:x"]
)
def test_a_link_to_anything_but_the_web_and_mail_is_only_text(target: str) -> None:
    assert links(markdown_document(f"[x]({target})")) == []
    assert links(html_document(f'<a href="{target}">x</a>')) == []


def test_links_to_the_web_are_kept() -> None:
    assert links(markdown_document("[x](https://example.org/a?b=1&c=2)")) == ["https://example.org/a?b=1&c=2"]
    assert links(html_document('<a href="mailto:a@example.org">x</a>')) == ["mailto:a@example.org"]


def test_a_clicked_link_shows_its_target_before_anything_happens(view: RichText) -> None:
    view.set_markdown("[x](https://example.org/&)")
    view.anchorClicked.emit(QUrl("https://example.org/&"))
    menu = view.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions() if action.text()] == [
        "https://example.org/&&",
        "Open in the browser",
        "Copy the address",
    ]
    assert not menu.actions()[0].isEnabled()
    menu.close()


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p onclick='x()'>a</p>", "<p>a</p>"),
        ("<script>alert('<b>')</script>b", "b"),
        ("<style>p { background: url(x) }</style>c", "c"),
        ("<b style='background:url(x)'>d", "<b>d</b>"),
        ("<body background=x><table background=x><td colspan=99999999>e", "<table><td>e</td></table>"),
        ("a<b>c</i>d</b>", "a<b>cd</b>"),
        ("&lt;script&gt; 1 &lt; 2", "&lt;script&gt; 1 &lt; 2"),
        ("<unknown>x</unknown>", "x"),
        ("<iframe src=x>y</iframe>z", "z"),
    ],
)
def test_of_html_only_what_structures_text_is_kept(html: str, kept: str) -> None:
    assert safe_html(html) == kept


@pytest.mark.parametrize(
    "text", ["<table><tr><td>" * 5000, "<div>" * 30_000, "<a" * 60_000, "<!--" * 20_000, "<ul><li>" * 20_000]
)
def test_hostile_html_is_bounded(view: RichText, text: str) -> None:
    assert safe_html(text).count("<table") <= 3
    view.set_html(text)


@pytest.mark.parametrize(
    "text", [">" * 5000 + " x", "|" * 100 + "\n" + "|-" * 100 + "|\n" + "|\n" * 50_000, "x" * 1_000_000, "[" * 20_000]
)
def test_hostile_markdown_is_bounded(view: RichText, text: str) -> None:
    view.set_markdown(text)
    assert len(view.toPlainText()) <= 300_000


def test_a_growing_text_ends_as_if_it_had_come_at_once(view: RichText) -> None:
    whole = RichText("Answer")
    named = "1. a\n\n2. b\n\nx\n\n[l]\n\n[l]: https://example.org\n"
    for text in (TEXT, TEXT.replace(".\n\n", ".\n\n\n"), named, TEXT * 3):
        view.set_markdown("")
        for end in range(1, len(text), 7):
            view.set_markdown(text[:end])
        view.set_markdown(text)
        whole.set_markdown("")
        whole.set_markdown(text)
        assert view.document().toMarkdown() == whole.document().toMarkdown()
    whole.deleteLater()


def test_a_growing_text_keeps_the_selection_and_follows_only_its_end(view: RichText, qtbot: QtBot) -> None:
    text = "\n\n".join(f"Paragraph {number} of many." for number in range(60))
    view.set_markdown(text)
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    cursor = view.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(9, cursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    bar.setValue(0)
    view.set_markdown(text + "\n\nAnd more")
    assert bar.value() == 0
    assert view.textCursor().selectedText() == "Paragraph"
    bar.setValue(bar.maximum())
    view.set_markdown(text + "\n\nAnd more\n\nand more\n\nand more")
    assert bar.value() == bar.maximum()
