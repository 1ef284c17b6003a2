"""A conversation as one document: turns under each other, of which only those that changed are written anew."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import Any

from PySide6.QtCore import QSize, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrame,
    QTextFrameFormat,
    QTextImageFormat,
)
from PySide6.QtWidgets import QSizePolicy, QTextBrowser, QWidget

from gradioscope.window import theme
from gradioscope.window.parts.rich_document import RichDocument, add_document, markdown_document
from gradioscope.window.parts.rich_text import link_menu

SLICE = 0.008
"""Seconds of writing turns at a time."""
LONG = 20_000
"""Characters of a turn from which a growing one is written anew at most four times a second."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a turn: Markdown, or a link to something of the turn that the owner knows by `target`."""

    text: str
    target: str = ""
    note: str = ""
    """What stands after a link."""


@dataclass(frozen=True, slots=True)
class Turn:
    who: str
    pieces: tuple[Piece, ...]
    title: str = ""
    """A turn with a title is folded until one asks for it."""
    tinted: bool = False
    options: tuple[str, ...] = ()
    colour: str = ""
    """Of the speaker's name; empty for the text's."""


class TalkView(QTextBrowser):
    """Read-only, selectable. Follows its end while that is in view; nothing in it is loaded or followed by itself.

    Signals: `picked(str)`, a piece's target that was clicked.
    """

    picked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turns: list[Turn] = []
        self._frames: list[QTextFrame] = []
        self._written: list[Turn] = []
        self._unfolded: set[int] = set()
        self._pictures: dict[str, QImage] = {}
        self._follows = True
        self.setDocument(RichDocument(self))
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.mark(self, bare=True)
        self.setStyleSheet("QTextBrowser { padding: 0; }")
        self.anchorClicked.connect(self._clicked)
        self._writer = QTimer(self)
        self._writer.setSingleShot(True)
        self._writer.timeout.connect(self._write)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.notifier().changed.connect(self._restyle)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        del kind, name
        return None

    def show_turns(self, turns: list[Turn]) -> None:
        """Shows a conversation; where it goes on from the one shown, the rest is added."""
        if turns[:1] != self._turns[:1]:
            self._unfolded.clear()
            self._follows = True
        self._turns = turns
        last = turns[-1] if turns else None
        long = last is not None and sum(len(piece.text) for piece in last.pieces) > LONG
        if long and len(self._written) == len(turns):
            if not self._writer.isActive():
                self._writer.start(250)
            return
        self._writer.stop()
        self._write()

    def show_picture(self, target: str, picture: QImage) -> None:
        """Puts a picture in the place of the link with that target."""
        self._pictures[target] = picture
        name = QUrl(f"picture:{len(self._pictures)}:{target}")
        self.document().addResource(QTextDocument.ResourceType.ImageResource, name, picture)
        for index, turn in enumerate(self._written):
            if any(piece.target == target for piece in turn.pieces):
                self._fill(index)

    def sizeHint(self) -> QSize:
        return QSize(320, min(max(round(self.document().size().height()), theme.px(80)), theme.px(480)))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, theme.px(80))

    def _write(self) -> None:
        """Writes what changed, for a moment at a time."""
        end = perf_counter() + SLICE
        bar = self.verticalScrollBar()
        at = bar.value()
        follows = self._follows
        kept = 0
        while kept < min(len(self._written), len(self._turns)) and self._written[kept] == self._turns[kept]:
            kept += 1
        self._drop(len(self._turns))
        done = True
        for index in range(kept, len(self._turns)):
            if index < len(self._written):
                if self._written[index] == self._turns[index]:
                    continue
                self._written[index] = self._turns[index]
            else:
                self._append(self._turns[index])
            self._fill(index)
            if perf_counter() > end and index + 1 < len(self._turns):
                done = False
                break
        if not done:
            self._writer.start(0)
        bar.setValue(bar.maximum() if follows else at)
        self._follows = follows
        self.updateGeometry()

    def _drop(self, count: int) -> None:
        while len(self._frames) > count:
            frame = self._frames.pop()
            self._written.pop()
            cursor = QTextCursor(self.document())
            cursor.setPosition(frame.firstPosition() - 1)
            cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()

    def _append(self, turn: Turn) -> None:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        format = QTextFrameFormat()
        format.setPadding(theme.px(theme.S2))
        if turn.tinted:
            format.setBackground(theme.tokens().hover)
            format.setLeftMargin(theme.px(theme.S6 * 2))
        gap = QTextBlockFormat()
        gap.setLineHeight(theme.px(theme.S1), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor.setBlockFormat(gap)
        frame = cursor.insertFrame(format)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.setBlockFormat(gap)
        self._frames.append(frame)
        self._written.append(turn)

    def _fill(self, index: int) -> None:
        frame, turn = self._frames[index], self._written[index]
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.setPosition(frame.firstPosition())
        cursor.setPosition(frame.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        cursor.setBlockFormat(QTextBlockFormat())
        self._write_head(cursor, turn, index)
        if not turn.title or index in self._unfolded:
            for piece in turn.pieces:
                self._write_piece(cursor, piece)
        if turn.options:
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
            cursor.insertText("   ".join(f"[ {option} ]" for option in turn.options), _ink(theme.tokens().text_muted))
        cursor.endEditBlock()

    def _write_head(self, cursor: QTextCursor, turn: Turn, index: int) -> None:
        t = theme.tokens()
        ink = _ink(QColor(turn.colour) if turn.colour else t.text_muted)
        ink.setFont(theme.font("meta"))
        ink.setFontWeight(QFont.Weight.DemiBold)
        cursor.insertText(turn.who, ink)
        if turn.title:
            fold = _link(f"fold:{index}")
            fold.setFont(theme.font("meta"))
            sign = "▾" if index in self._unfolded else "▸"
            plain = QTextCharFormat(ink)
            cursor.insertText("  ", plain)
            cursor.insertText(f"{sign} {turn.title}", fold)

    def _write_piece(self, cursor: QTextCursor, piece: Piece) -> None:
        if not piece.target:
            add_document(cursor, markdown_document(piece.text) if piece.text.strip() else QTextDocument())
            if piece.text.strip():
                return
        elif piece.target in self._pictures:
            picture = self._pictures[piece.target]
            format = QTextImageFormat()
            number = list(self._pictures).index(piece.target) + 1
            format.setName(f"picture:{number}:{piece.target}")
            format.setWidth(picture.width())
            format.setHeight(picture.height())
            format.setAnchor(True)
            format.setAnchorHref(f"piece:{piece.target}")
            format.setToolTip("")
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
            cursor.insertImage(format)
        if piece.target:
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
            cursor.insertText(piece.text, _link(f"piece:{piece.target}"))
        if piece.note:
            if not piece.target:
                cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
            cursor.insertText(f"  {piece.note}", _ink(theme.tokens().text_muted))

    def _clicked(self, url: QUrl) -> None:
        target = url.toString()
        kind, _, rest = target.partition(":")
        if kind == "fold" and rest.isdecimal() and int(rest) < len(self._frames):
            self._unfolded ^= {int(rest)}
            self._fill(int(rest))
        elif kind == "piece":
            self.picked.emit(rest)
        else:
            link_menu(target, self).popup(self.cursor().pos())

    def _scrolled(self, value: int) -> None:
        self._follows = value >= self.verticalScrollBar().maximum()

    def _restyle(self) -> None:
        turns = self._turns
        self._drop(0)
        self.document().setDefaultFont(theme.font())
        self.show_turns(turns)


def _ink(colour: QColor) -> QTextCharFormat:
    format = QTextCharFormat()
    format.setForeground(colour)
    return format


def _link(target: str) -> QTextCharFormat:
    format = _ink(theme.tokens().info)
    format.setAnchor(True)
    format.setAnchorHref(target)
    return format
