"""Text with classes, labels with confidences, and descriptions of parameters."""

from __future__ import annotations

from html import escape
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from gradioscope.request.fields.annotated import (
    colours_of,
    confidences_of,
    described,
    is_number,
    spans_of,
)
from gradioscope.window import theme
from gradioscope.window.outputs.base import Viewer
from gradioscope.window.parts import ElidedLabel, Label
from gradioscope.window.parts.preview import clip, scalar
from gradioscope.window.parts.rich_text import RichText

SPANS = 5000
"""Spans that are coloured; the text after them is shown plain."""
BARS = 100
ROWS = 1000


class HighlightedTextViewer(Viewer):
    """The text with its classes in colour and in words; a confidence from −1 to 1 is a tint."""

    suffix = ".txt"

    def make_content(self) -> QWidget:
        content = QWidget(self)
        self.text = RichText(self.ret.label, content)
        self.legend = Label("", "meta", "muted", wrap=True)
        theme.notifier().changed.connect(self._restyle)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.S1))
        column.addWidget(self.legend)
        column.addWidget(self.text, 1)
        return content

    def accepts(self, value: Any) -> bool:
        return spans_of(value) is not None

    def show_value(self, value: Any) -> None:
        found = spans_of(value)
        if found is None:
            return
        text, spans = found
        self._note("" if text else "no text (empty list)")
        shown, whole = clip(text)
        classes = list(dict.fromkeys(str(span.marked) for span in spans if isinstance(span.marked, str)))
        scaled = any(not isinstance(span.marked, str) for span in spans)
        told = [f"Classes: {', '.join(classes[:50])}"] if classes else []
        if scaled:
            told.append("Confidence from −1 (red) to 1 (green)")
        if not whole:
            told.append("The beginning is shown; Copy has all of it")
        self.legend.setText(" · ".join(told))
        self.legend.setVisible(bool(told))
        self.text.setPlainText("")
        cursor = QTextCursor(self.text.document())
        cursor.beginEditBlock()
        own = dict(colours_of(self.ret.props))
        at = 0
        for span in spans[:SPANS]:
            if span.end > len(shown):
                break
            cursor.insertText(shown[at : span.start], QTextCharFormat())
            format = QTextCharFormat()
            format.setBackground(_ground(span.marked, classes, own))
            format.setForeground(theme.tokens().text)
            cursor.insertText(shown[span.start : span.end], format)
            said = QTextCharFormat(format)
            said.setFont(theme.font("meta"))
            said.setForeground(theme.tokens().text_muted)
            cursor.insertText(f" {span.marked if isinstance(span.marked, str) else scalar(span.marked)} ", said)
            at = span.end
        cursor.insertText(shown[at:], QTextCharFormat())
        cursor.endEditBlock()

    def copyable(self, value: Any) -> str | None:
        found = spans_of(value)
        return None if found is None else found[0]

    def _restyle(self) -> None:
        # after the text's own, which has no source to read anew
        if self._fits:
            self.show_value(self.shown)


def _ground(marked: str | float, classes: list[str], own: dict[str, str]) -> QColor:
    """The tint behind a span; text stays readable on it."""
    t = theme.tokens()
    if not isinstance(marked, str):
        strength = min(abs(float(marked)), 1.0) if is_number(marked) else 0.0
        return theme.mix(t.success if marked >= 0 else t.danger, t.surface, 0.05 + 0.25 * strength)
    given = QColor(own.get(marked, ""))
    palette = [t.info, t.success, t.warning, t.danger, t.accent_text]
    colour = given if given.isValid() else palette[classes.index(marked) % len(palette)]
    return theme.mix(colour, t.surface, 0.22)


class _Bars(QWidget):
    """Names, shares and bars; the surest is drawn in the accent."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._pairs: tuple[tuple[str, float | None], ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_pairs(self, pairs: tuple[tuple[str, float | None], ...]) -> None:
        self._pairs = pairs[:BARS]
        self.setAccessibleDescription(_as_text(pairs[:BARS]))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self._row() * len(self._pairs))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def _row(self) -> int:
        return QFontMetrics(theme.font()).lineSpacing() + theme.px(theme.S3)

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = theme.tokens()
        row, gap, high = self._row(), theme.px(theme.S2), theme.px(4)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font())
            metrics = painter.fontMetrics()
            for number, (name, sure) in enumerate(self._pairs):
                top = number * row
                told = _share(sure)
                wide = metrics.horizontalAdvance(told)
                room = self.width() - wide - gap
                painter.setPen(t.text)
                flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                area = QRectF(0, top, room, row - high - gap)
                cut = metrics.elidedText(name.replace("\n", " "), Qt.TextElideMode.ElideRight, room)
                painter.drawText(area, flags, cut)
                painter.setPen(t.text_muted)
                painter.drawText(QRectF(self.width() - wide, top, wide, row - high - gap), flags, told)
                painter.setPen(Qt.PenStyle.NoPen)
                line = QRectF(0, top + row - high - gap, self.width(), high)
                painter.setBrush(t.hover)
                painter.drawRoundedRect(line, high / 2, high / 2)
                share = min(max(sure or 0.0, 0.0), 1.0)
                painter.setBrush(t.accent if number == 0 else t.border_strong)
                if share > 0:
                    line.setWidth(max(share * self.width(), high))
                    painter.drawRoundedRect(line, high / 2, high / 2)


class LabelViewer(Viewer):
    """The label in large, and each confidence as a bar."""

    suffix = ".txt"
    grows = False

    def make_content(self) -> QWidget:
        content = QWidget(self)
        self.top = ElidedLabel("", "title")
        self.bars = _Bars(f"Confidences of {self.ret.label}", content)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.S2))
        column.addWidget(self.top)
        column.addWidget(self.bars)
        return content

    def accepts(self, value: Any) -> bool:
        return isinstance(value, dict) and (not value or "label" in value)

    def show_value(self, value: Any) -> None:
        pairs = confidences_of(value)
        label = value.get("label")
        more = len(pairs) - BARS
        self._note("no label (empty)" if label is None else f"and {more} less sure ones" if more > 0 else "")
        self.top.setText("" if label is None else str(label))
        self.top.setVisible(label is not None)
        self.bars.show_pairs(pairs)
        self.bars.setVisible(bool(pairs))

    def copyable(self, value: Any) -> str | None:
        if not self.accepts(value) or not value:
            return None
        return _as_text(confidences_of(value)) or str(value.get("label"))


class ParametersViewer(Viewer):
    """Parameters as a table: name, type, default, and what they are for."""

    suffix = ".md"

    def make_content(self) -> QWidget:
        self.table = RichText(self.ret.label, self)
        return self.table

    def accepts(self, value: Any) -> bool:
        return described(value) is not None

    def show_value(self, value: Any) -> None:
        rows = described(value) or ()
        self._note("" if rows else "no parameters (empty)")
        head = "<tr>" + "".join(f"<th align=left>{name}</th>" for name in _HEAD) + "</tr>"
        body = "".join(
            "<tr>"
            + "".join(f"<td>{cell}</td>" for cell in _cells(row.name, row.type, row.default, row.description))
            + "</tr>"
            for row in rows[:ROWS]
        )
        self.table.set_html(f"<table>{head}{body}</table>")

    def copyable(self, value: Any) -> str | None:
        rows = described(value)
        if rows is None:
            return None
        lines = ["| " + " | ".join(_HEAD) + " |", "|---|---|---|---|"]
        for row in rows:
            cells = (row.name, row.type, row.default or "", row.description)
            lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
        return "\n".join(lines)


_HEAD = ("Name", "Type", "Default", "Description")


def _cells(name: str, kind: str, default: str | None, description: str) -> tuple[str, str, str, str]:
    shown = [escape(text[:2000]) for text in (name, kind, default or "", description)]
    return f"<code>{shown[0]}</code>", f"<code>{shown[1]}</code>", f"<code>{shown[2]}</code>", shown[3]


def _share(sure: float | None) -> str:
    if sure is None:
        return ""
    return f"{sure * 100:.3g} %" if -1 <= sure <= 1 else f"{sure:.4g}"


def _as_text(pairs: tuple[tuple[str, float | None], ...]) -> str:
    return "\n".join(f"{name}: {_share(sure)}".rstrip(": ") for name, sure in pairs)
