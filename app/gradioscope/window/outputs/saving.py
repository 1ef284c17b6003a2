"""Asking where to, and writing there. Nothing blocks: a dialog is opened and answers later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


@dataclass(frozen=True, slots=True)
class SaveFiles:
    """A person's wish: these files of the app (FileData), into this folder."""

    files: Sequence[dict[str, Any]]
    folder: Path


def ask_file(parent: QWidget, name: str, chosen: Callable[[str], None]) -> QFileDialog:
    """Ask for the file to write to, `name` proposed. `chosen` gets its path; nothing where the person gives up."""
    dialog = QFileDialog(parent, "Save as")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.selectFile(name)
    return _open(dialog, chosen)


def ask_folder(parent: QWidget, chosen: Callable[[str], None]) -> QFileDialog:
    """Ask for the folder to save into."""
    dialog = QFileDialog(parent, "Save into")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _open(dialog, chosen)


def safe_name(name: str, suffix: str) -> str:
    """A label as a file's name: no separators, no control characters, at most 80 characters."""
    kept = "".join(c if c.isalnum() or c in " -_." else "_" for c in name).strip(" .")[:80]
    return (kept or "result") + suffix


def _open(dialog: QFileDialog, chosen: Callable[[str], None]) -> QFileDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(chosen)
    dialog.open()
    return dialog
