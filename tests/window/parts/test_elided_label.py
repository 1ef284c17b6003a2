"""A label that gives way, and what its tooltip says."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent, QTextDocumentFragment
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradioscope.window.parts import ElidedLabel


def test_the_tooltip_shows_markup_instead_of_obeying_it(qtbot: QtBot) -> None:
    hostile = "<img src=file:///etc/hostname> & a label that is much longer than the room it has"
    label = ElidedLabel(hostile)
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    QApplication.sendEvent(label, QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(5, 5), label.mapToGlobal(QPoint(5, 5))))
    assert "<img" not in label.toolTip()
    assert QTextDocumentFragment.fromHtml(label.toolTip()).toPlainText() == hostile
