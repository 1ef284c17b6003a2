"""Files of the app: one or many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gradioscope.gradio.model import is_file_data
from gradioscope.window import theme
from gradioscope.window.outputs.base import Viewer
from gradioscope.window.outputs.saving import SaveFiles, ask_folder
from gradioscope.window.parts import Button, ElidedLabel, IconButton, IconLabel, Label
from gradioscope.window.parts.preview import size as in_bytes

ROWS = 50
"""Files shown before one asks for more."""
PROGRAMS = frozenset(  # a text, not a list: short to read
    """
    .app .appimage .apk .bat .cmd .com .command .cpl .deb .desktop .dmg .exe .hta .htm .html .inf .jar .js .jse
    .lnk .msc .msi .msix .ps1 .py .pyw .reg .rpm .run .scf .scr .sh .svg .url .vbe .vbs .webloc .wsf .xhtml
    """.split()  # noqa: SIM905
)
"""What the system would run, or show in a browser with the rights of a local file. The folder is opened instead."""

AddressOf = Callable[[dict[str, Any]], str]


class FileRow(QWidget):
    """One file. Signals: `saveClicked(FileData)`, `openClicked(FileData)`, `addressClicked(FileData)`."""

    saveClicked = Signal(object)
    openClicked = Signal(object)
    addressClicked = Signal(object)

    def __init__(self, file: dict[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = file
        name = file_name(file)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(theme.S1), theme.px(theme.S1), 0, theme.px(theme.S1))
        row.setSpacing(theme.px(theme.S2))
        sign = IconLabel(_sign(file))
        title = ElidedLabel(name, mode=Qt.TextElideMode.ElideMiddle)
        facts = Label(" · ".join(part for part in (in_bytes(_size(file)), _kind(file)) if part), "meta", "muted")
        save = Button("Save…", compact=True)
        save.setAccessibleName(f"Save {name}")
        # short tooltips: one with the app's name for the file would be read as rich text
        self.open_button = IconButton("external", "Open")
        self.open_button.setAccessibleName(f"Open {name}")
        address = IconButton("link", "Copy address")
        address.setAccessibleName(f"Copy address of {name}")
        save.clicked.connect(self._save)
        self.open_button.clicked.connect(self._open)
        address.clicked.connect(self._address)
        row.addWidget(sign)
        row.addWidget(title, 1)
        for widget in (facts, self.open_button, address, save):
            row.addWidget(widget)

    def _save(self) -> None:
        self.saveClicked.emit(self.file)

    def _open(self) -> None:
        self.openClicked.emit(self.file)

    def _address(self) -> None:
        self.addressClicked.emit(self.file)


class FilesViewer(Viewer):
    """A file or a list of files. `address_of` gives a file's address; the app's own `url` may be wrong."""

    def make_content(self) -> QWidget:
        self.address_of: AddressOf = address_in
        self._files: list[dict[str, Any]] = []
        self._to_open: list[dict[str, Any]] = []
        self._to_save: list[dict[str, Any]] = []
        self._rows: list[FileRow] = []
        self._more = Button("", kind="quiet", compact=True)
        self._more.clicked.connect(self._show_more)
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addWidget(self._more)
        self._list.addStretch(1)
        area = _Rows(self)
        area.setWidget(inner)
        return area

    def extra_actions(self) -> list[QWidget]:
        self._all = self.action("download", "Save all files…")
        self._all.clicked.connect(self._save_all)
        return [self._all]

    def accepts(self, value: Any) -> bool:
        return is_file_data(value) or (isinstance(value, list) and all(map(is_file_data, value)))

    def show_value(self, value: Any) -> None:
        files = value if isinstance(value, list) else [value]
        self._note("" if files else "no files (empty list)")
        self._all.setVisible(len(files) > 1)
        kept = 0
        while kept < len(self._rows) and kept < len(files) and self._rows[kept].file == files[kept]:
            kept += 1
        for row in self._rows[kept:]:
            self._list.removeWidget(row)
            row.deleteLater()
        self._rows = self._rows[:kept]
        self._files = files
        self._show_rows(max(kept, ROWS))

    def show_file(self, file: dict[str, Any], path: Path) -> None:
        if file not in self._to_open:
            return
        self._to_open.remove(file)
        if path.suffix.lower() in PROGRAMS:
            self._note(f"{path.name} could run as a program or a page, so its folder is opened instead.")
            path = path.parent
        else:
            self._note("")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def file_failed(self, file: dict[str, Any], why: str) -> None:
        if file in self._to_open:
            self._to_open.remove(file)
            self._note(why, "danger")

    def _show_rows(self, count: int) -> None:
        for file in self._files[len(self._rows) : count]:
            row = FileRow(file)
            row.saveClicked.connect(self._save_one)
            row.openClicked.connect(self._open_one)
            row.addressClicked.connect(self._copy_address)
            self._list.insertWidget(len(self._rows), row)
            self._rows.append(row)
        left = len(self._files) - len(self._rows)
        self._more.setText(f"Show {min(left, ROWS)} more of {left}")
        self._more.setVisible(left > 0)
        self.updateGeometry()

    def _show_more(self) -> None:
        self._show_rows(len(self._rows) + ROWS)

    def _save_one(self, file: dict[str, Any]) -> None:
        self._to_save = [file]
        ask_folder(self, self._save_into)

    def _save_all(self) -> None:
        self._to_save = list(self._files)
        ask_folder(self, self._save_into)

    def _save_into(self, folder: str) -> None:
        self.saveRequested.emit(SaveFiles(self._to_save, Path(folder)))

    def _open_one(self, file: dict[str, Any]) -> None:
        self._to_open.append(file)
        self._note(f"{file_name(file)} is being fetched…")
        self.fileRequested.emit(file)

    def _copy_address(self, file: dict[str, Any]) -> None:
        QGuiApplication.clipboard().setText(self.address_of(file))


class _Rows(QScrollArea):
    """As tall as its rows, up to eight of them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        inner = self.widget()
        return QSize(240, min(inner.sizeHint().height() if inner else 0, theme.px(8 * 40)))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, min(self.sizeHint().height(), theme.px(2 * 40)))


def file_name(file: dict[str, Any]) -> str:
    """What to call a FileData: its `orig_name`, which is often null, or the last part of its path."""
    name = file.get("orig_name") if isinstance(file, dict) else None
    return name if isinstance(name, str) and name else PurePosixPath(str(file.get("path", ""))).name or "file"


def address_in(file: dict[str, Any]) -> str:
    """The address the app itself gives, or the path where it gives none."""
    url = file.get("url")
    return url if isinstance(url, str) and url else str(file.get("path", ""))


def _size(file: dict[str, Any]) -> int | None:
    size = file.get("size")
    return size if isinstance(size, int) and not isinstance(size, bool) else None


def _kind(file: dict[str, Any]) -> str:
    kind = file.get("mime_type")
    return kind if isinstance(kind, str) and kind else PurePosixPath(file_name(file)).suffix.lstrip(".").upper()


def _sign(file: dict[str, Any]) -> str:
    family = _kind(file).split("/")[0]
    return family if family in ("image", "audio", "video") else "file"
