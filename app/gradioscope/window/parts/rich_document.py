"""Markdown and HTML of an app as a document that names no resource, in the window's own look.

The document is made without a layout: Qt's image handler opens local files by itself once one is laid out
(Qt 6.11, past `loadResource`), so every picture is out of the document before that.
"""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextDocumentFragment,
    QTextFormat,
    QTextFrame,
    QTextLength,
    QTextTable,
)

from gradioscope.window import theme
from gradioscope.window.parts.preview import clip
from gradioscope.window.parts.safe_html import safe_html, target_of

LIMIT = 200_000
"""Characters that are read as markup; a longer text is shown as it is written, its beginning at least."""
CELLS = 50_000
"""Cells a Markdown text may ask for: every row is filled up to the width of its table's head."""
_RULE = re.compile(r"^[ >]*[|:\- \t]+$", re.MULTILINE)
_MARKDOWN = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
_PROPERTY = QTextFormat.Property


class RichDocument(QTextDocument):
    """A document that answers no request for a resource."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)
        self.setIndentWidth(theme.px(20))

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        del kind, name
        return None


def markdown_document(text: str) -> RichDocument:
    """A document of Markdown (GitHub's dialect; HTML in it is shown as written)."""
    document = RichDocument()
    document.setDefaultFont(theme.font())
    if _readable(text) and _cells(text) <= CELLS:
        document.setMarkdown(text, _MARKDOWN)
        _dress(document)
    else:
        document.setPlainText(clip(text, LIMIT)[0])
    return document


def html_document(text: str) -> RichDocument:
    """A document of HTML, of which only the elements that structure text are kept."""
    document = RichDocument()
    document.setDefaultFont(theme.font())
    if _readable(text):
        document.setHtml(safe_html(text))
        _dress(document)
    else:
        document.setPlainText(clip(text, LIMIT)[0])
    return document


def add_document(cursor: QTextCursor, document: QTextDocument) -> None:
    """Writes a document's blocks at the end of another one: as new blocks, or in its one empty block.

    The first block of a fragment comes without its own format where there is text before it, so it is preceded by
    an empty one, which vanishes there.
    """
    if document.isEmpty():
        return
    if cursor.position() > 0:
        first = QTextCursor(document)
        if first.currentTable() is None:
            first.insertBlock(first.blockFormat(), first.blockCharFormat())
    cursor.insertFragment(QTextDocumentFragment(document))


def _readable(text: str) -> bool:
    """Not so much, nor lines so long, that Qt would lay them out for seconds."""
    return clip(text, LIMIT)[1]


def _cells(text: str) -> int:
    """The most cells the tables of a Markdown text can have."""
    widest = max((line.count("|") + 1 for line in _RULE.findall(text) if "-" in line and "|" in line), default=0)
    return widest * (text.count("\n") + 1)


def _dress(document: QTextDocument) -> None:
    """Puts pictures out, takes unsafe links away, and gives what is left the window's fonts and colours."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    _dress_frames(document.rootFrame())
    pictures: list[tuple[int, int, QTextCharFormat]] = []
    block = document.begin()
    while block.isValid():
        _dress_block(cursor, block)
        for at, length, format in _pieces(block):
            if format.isImageFormat():
                pictures.append((at, length, format))
            else:
                _dress_text(cursor, at, length, format)
        block = block.next()
    for at, length, format in reversed(pictures):
        _replace_picture(cursor, at, length, format)
    cursor.endEditBlock()


def _pieces(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    found = []
    iterator = block.begin()
    while not iterator.atEnd():
        piece = iterator.fragment()
        found.append((piece.position(), piece.length(), piece.charFormat()))
        iterator += 1
    return found


def _dress_block(cursor: QTextCursor, block: QTextBlock) -> None:
    t = theme.tokens()
    old = block.blockFormat()
    new = QTextBlockFormat()
    ink = QTextCharFormat()
    level = old.headingLevel()
    quoted = old.intProperty(_PROPERTY.BlockQuoteLevel)
    if old.hasProperty(_PROPERTY.BlockCodeFence) or old.nonBreakableLines():
        new.setBackground(t.hover)
        new.setNonBreakableLines(False)
        ink.setFont(theme.mono_font())
    elif level:
        new.setTopMargin(theme.px(theme.S3 if block.position() else 0))
        new.setBottomMargin(theme.px(theme.S1))
        font = theme.font("title" if level <= 2 else "body")
        font.setWeight(QFont.Weight.DemiBold)
        ink.setFont(font)
        ink.setProperty(_PROPERTY.FontSizeAdjustment, 0)
    elif block.textList() is None and not quoted and cursor.document().lastBlock() != block:
        new.setBottomMargin(theme.px(6))
    if quoted:
        new.setLeftMargin(theme.px(theme.S4) * min(quoted, 8))
        ink.setForeground(t.text_muted)
    cursor.setPosition(block.position())
    cursor.mergeBlockFormat(new)
    if ink.propertyCount():
        cursor.mergeBlockCharFormat(ink)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(ink)


def _dress_text(cursor: QTextCursor, at: int, length: int, format: QTextCharFormat) -> None:
    new = QTextCharFormat()
    if format.isAnchor():
        target = target_of(format.anchorHref())
        new.setAnchor(bool(target))
        new.setAnchorHref(target)
        new.setToolTip("")
        if target:
            new.setForeground(theme.tokens().info)
            new.setFontUnderline(True)
    if format.fontFixedPitch() and not format.hasProperty(_PROPERTY.FontPixelSize):
        new.setFont(theme.mono_font(), QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesSpecifiedOnly)
        new.setBackground(theme.tokens().hover)
    if new.propertyCount():
        cursor.setPosition(at)
        cursor.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(new)


def _replace_picture(cursor: QTextCursor, at: int, length: int, format: QTextCharFormat) -> None:
    """A picture becomes its description, and a link where it is at a web address."""
    picture = format.toImageFormat()
    told = str(picture.property(_PROPERTY.ImageAltText) or "").strip() or "picture"
    target = target_of(picture.name()) or target_of(format.anchorHref())
    cursor.setPosition(at)
    cursor.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
    plain = QTextCharFormat()
    if target:
        plain.setAnchor(True)
        plain.setAnchorHref(target)
        plain.setForeground(theme.tokens().info)
        plain.setFontUnderline(True)
    cursor.insertText(f"[{told}]" * min(length, 20), plain)


def _dress_frames(frame: QTextFrame) -> None:
    for child in frame.childFrames():
        if isinstance(child, QTextTable):
            format = child.format()
            format.setBorderCollapse(True)
            format.setBorder(1)
            format.setBorderBrush(theme.tokens().border)
            format.setCellPadding(theme.px(theme.S1))
            format.setCellSpacing(0)
            format.setTopMargin(theme.px(theme.S1))
            format.setBottomMargin(theme.px(theme.S1))
            format.setWidth(QTextLength())
            child.setFormat(format)
        _dress_frames(child)
