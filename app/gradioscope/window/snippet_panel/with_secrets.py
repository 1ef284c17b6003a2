"""The question before a text with secrets is put on the clipboard, and how it is put there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget


def ask(parent: QWidget, names: Sequence[str], accepted: Callable[[], None]) -> QMessageBox:
    """Ask whether to copy what the environment variables `names` stand for; `accepted` is called after a yes."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Copy with secrets")
    box.setText("Copy the snippet with its secrets in it?")
    box.setInformativeText(
        f"The text will hold the values of {', '.join(names)}, as far as they are known here. Whoever reads it can "
        "use them. Gradioscope keeps no copy."
    )
    copy = box.addButton("Copy with secrets", QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(cancel)
    copy.clicked.connect(accepted)
    box.open()
    return box


def put_on_clipboard(text: str) -> None:
    """Marked as what a password manager puts there, so that clipboard histories pass over it."""
    mime = QMimeData()
    mime.setText(text)
    mime.setData("x-kde-passwordManagerHint", b"secret")
    mime.setData("application/x-nspasteboard-concealed-type", b"1")
    mime.setData('application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"', b"1")
    QGuiApplication.clipboard().setMimeData(mime)
