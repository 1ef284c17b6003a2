"""How a row of the tree looks: chevron, icon, name, and what is the matter with it at the right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen

from gradioscope.window import icons, theme
from gradioscope.window.sidebar.collections.node import Node

ROW = 26
STEP = 12
"""How much further right a level begins, at 100 %."""
SIGN = 16
"""The side of a chevron, and of an icon."""
ICONS = {"collection": "collection", "folder": "folder", "request": "endpoint"}


@dataclass(frozen=True, slots=True)
class Look:
    """What a row is told to look like."""

    selected: bool = False
    focused: bool = False
    """Whether the tree has the focus."""
    current: bool = False
    """Whether the keyboard stands on it."""
    hovered: bool = False
    target: bool = False
    """Whether what is dragged would be put here."""
    front: bool = False
    """Whether it is the request in front."""
    expanded: bool = False
    unsaved: bool = False
    problem: bool = False
    taken: int = 0
    """Pixels at the right that something else covers."""


def text_left(depth: int) -> int:
    """Where the name of a row on this level begins."""
    return theme.px(theme.S1) + theme.px(STEP) * depth + 2 * theme.px(SIGN) + theme.px(6)


def paint(painter: QPainter, area: QRect, node: Node, look: Look) -> None:
    """Draw a whole row, from edge to edge."""
    tokens = theme.tokens()
    painter.save()
    _ground(painter, area, look)
    side = theme.px(SIGN)
    top = area.center().y() - side // 2 + 1
    left = area.left() + theme.px(theme.S1) + theme.px(STEP) * node.depth
    if node.total:
        chevron = "chevron-down" if look.expanded else "chevron-right"
        icons.paint(painter, QRect(left, top, side, side), chevron, tokens.text_muted)
    left += side
    name, tint = (ICONS[node.kind], tokens.text_muted)
    if look.problem:
        name, tint = "error", tokens.danger
    icons.paint(painter, QRect(left, top, side, side), name, tint)
    inner = QRect(area)
    inner.setLeft(area.left() + text_left(node.depth))
    inner.setRight(area.right() - max(look.taken, theme.px(theme.S3)))
    if look.unsaved:
        _dot(painter, inner)
        inner.setRight(inner.right() - theme.px(14))
    font = theme.font("body")
    if node.kind == "collection" or look.front:
        font.setWeight(font.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(tokens.danger if look.problem and node.kind == "request" else tokens.text)
    shown = painter.fontMetrics().elidedText(_line(node.name), Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
    if node.note and not look.taken:
        inner.setLeft(inner.left() + painter.fontMetrics().horizontalAdvance(shown) + theme.px(theme.S2))
        painter.setFont(theme.font("meta"))
        painter.setPen(tokens.text_muted)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), node.note)
    painter.restore()


def _ground(painter: QPainter, area: QRect, look: Look) -> None:
    tokens = theme.tokens()
    if look.target:
        painter.fillRect(area, tokens.selection)
    elif look.selected:
        painter.fillRect(area, tokens.selection if look.focused else theme.mix(tokens.text, tokens.sidebar, 0.08))
    elif look.hovered:
        painter.fillRect(area, tokens.hover)
    if look.front:
        painter.fillRect(QRect(area.left(), area.top(), theme.px(2), area.height()), tokens.accent)
    if look.target or (look.current and look.focused and not look.selected):
        painter.setPen(QPen(tokens.focus, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0, 0, -1, -1))


def _dot(painter: QPainter, inner: QRect) -> None:
    size = theme.px(6)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.tokens().text_muted)
    painter.drawEllipse(inner.right() - size, inner.center().y() - size // 2 + 1, size, size)
    painter.restore()


def _line(name: str) -> str:
    """A name on one line: file systems allow line breaks in them."""
    return name if name.isprintable() else "".join(each if each.isprintable() else "�" for each in name)
