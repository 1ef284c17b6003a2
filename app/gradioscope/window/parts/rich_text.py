"""Read-only Markdown or HTML of an app, shown without loading, running or following anything."""

from __future__ import annotations

import re
from typing import Any, Literal

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QCursor,
    QDesktopServices,
    QGuiApplication,
    QHelpEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QTextBrowser, QToolTip, QWidget

from gradioscope.window import theme
from gradioscope.window.parts.rich_document import RichDocument, add_document, html_document, markdown_document

LINES = 24
"""Lines a text takes before it scrolls by itself."""
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_NAMED_LINK = re.compile(r"^ {0,3}\[[^\]\n]+\]:", re.MULTILINE)
_GOES_ON = re.compile(r"[-+*>|#=\d\s]")
"""How a line begins that may belong to the list, quote or table before it."""


class RichText(QTextBrowser):
    """Markdown or HTML; a growing text keeps its selection and place, and follows its end only where that is in view.

    A link shows its target in a menu when it is clicked, and is opened only from there. Its accessible name is `name`.

    Signals: `linkOpened(str)` when the person chose to open one; the browser is started by this widget.
    """

    linkOpened = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._form: Literal["markdown", "html"] = "markdown"
        self._settled = 0, 0
        self.setDocument(RichDocument(self))
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        theme.mark(self, bare=True)
        self.setStyleSheet("QTextBrowser { padding: 0; }")
        self.anchorClicked.connect(self._clicked)
        self.document().documentLayout().documentSizeChanged.connect(self._resized)
        theme.notifier().changed.connect(self._restyle)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        del kind, name
        return None

    def source_text(self) -> str:
        """What was set, as it was written."""
        return self._text

    def set_markdown(self, text: str) -> None:
        """GitHub's Markdown; HTML in it is shown as written. What grows at its end is only read from its last block."""
        if self._form == "markdown" and text == self._text:
            return
        grows = self._form == "markdown" and bool(self._text) and text.startswith(self._text)
        self._form = "markdown"
        self._put(text, *(self._settled if grows and not _NAMED_LINK.search(text) else (0, 0)))

    def set_html(self, text: str) -> None:
        """HTML without anything that is not text: see `parts.safe_html`."""
        if self._form == "html" and text == self._text:
            return
        self._form = "html"
        self._put(text, 0, 0)

    def sizeHint(self) -> QSize:
        return QSize(240, min(self._height(), self._line() * LINES))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, min(self._height(), self._line() * 3))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            target = self.anchorAt(self.viewport().mapFrom(self, event.pos()))
            # a tooltip with a tag in it would be read as rich text
            QToolTip.showText(event.globalPos(), target.replace("<", "%3C"), self)
            return True
        return super().event(event)

    def _put(self, text: str, settled: int, position: int) -> None:
        """Shows a text, of which the first `settled` characters are shown already, up to a position."""
        bar = self.verticalScrollBar()
        at = bar.value()
        followed = at >= bar.maximum() and bar.maximum() > 0
        same_start = bool(self._text) and text.startswith(self._text[:200])
        chosen = self.textCursor()
        anchor, caret = chosen.anchor(), chosen.position()
        self._text = text
        document = self.document()
        writer = QTextCursor(document)
        writer.beginEditBlock()
        writer.setPosition(position)
        writer.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        writer.removeSelectedText()
        if not position:
            writer.setBlockFormat(QTextBlockFormat())
            writer.setCharFormat(QTextCharFormat())
        more = _settled(text, settled) if self._form == "markdown" else settled
        if more > settled:
            add_document(writer, self._read(text[settled:more]))
            self._settled = more, document.characterCount() - 1
        elif not settled:
            self._settled = 0, 0
        add_document(writer, self._read(text[more:]))
        writer.endEditBlock()
        self._restore(anchor, caret)
        bar.setValue(bar.maximum() if followed else at if same_start else 0)
        self.updateGeometry()

    def _read(self, text: str) -> RichDocument:
        return markdown_document(text) if self._form == "markdown" else html_document(text)

    def _restore(self, anchor: int, caret: int) -> None:
        last = self.document().characterCount() - 1
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(anchor, last))
        cursor.setPosition(min(caret, last), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _clicked(self, url: QUrl) -> None:
        """The target, and what to do with it. A menu, as it is read before anything happens."""
        target = url.toString()
        menu = link_menu(target, self)
        menu.triggered.connect(lambda action: self.linkOpened.emit(target) if action.data() == "open" else None)
        menu.popup(QCursor.pos() if self.underMouse() else self.mapToGlobal(QPoint(0, self.height())))

    def _line(self) -> int:
        return self.fontMetrics().lineSpacing()

    def _height(self) -> int:
        return round(self.document().size().height()) + theme.px(theme.S1)

    def _resized(self, *_: object) -> None:
        self.updateGeometry()

    def _restyle(self) -> None:
        self.document().setDefaultFont(theme.font())
        self._put(self._text, 0, 0)


def link_menu(target: str, parent: QWidget) -> QMenu:
    """A menu that tells where a link leads before it is opened; it is gone when it is closed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    told = menu.addAction((target if len(target) <= 120 else target[:119] + "…").replace("&", "&&"))
    told.setEnabled(False)
    menu.addSeparator()
    opens = menu.addAction("Open in the browser")
    opens.setData("open")
    opens.triggered.connect(lambda: QDesktopServices.openUrl(QUrl(target)))
    menu.addAction("Copy the address").triggered.connect(lambda: QGuiApplication.clipboard().setText(target))
    return menu


def _settled(text: str, start: int) -> int:
    """Where the last block begins that more text can still change: after a blank line, outside of code, before
    a line that begins nothing that could belong to what is above."""
    found, at, fence, blank = start, start, "", False
    for line in text[start:].splitlines(keepends=True):
        if marks := _FENCE.match(line):
            if not fence:
                if blank:
                    found = at
                fence = marks[1]
            elif marks[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif blank and not fence and not _GOES_ON.match(line):
            found = at
        blank = not line.strip() and not fence
        at += len(line)
    return found
