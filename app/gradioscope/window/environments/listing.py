"""The environments of a collection as a list: what all have, then each by its folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from gradioscope.library.environment.editing import Found
from gradioscope.library.environment.files import FOLDER
from gradioscope.library.environment.scope import Environment
from gradioscope.window import theme
from gradioscope.window.icons import icon
from gradioscope.window.parts import ElidedLabel, IconButton
from gradioscope.window.parts.own_keys import claims

WIDTH = 230
LONG = 24
"""Characters of a name that may be cut."""
ALL = "All environments"
_MENU = (("rename", "Rename…", "edit"), ("duplicate", "Duplicate…", "copy"), ("delete", "Delete", "trash"))
_PATH = Qt.ItemDataRole.UserRole


class EnvironmentList(QWidget):
    """Signals: `chosen(Path)`; `asked(str)` one of `rename`, `duplicate`, `delete`, for the chosen one;
    `addAsked(Path)` the folder that is to have a new one."""

    chosen = Signal(object)
    asked = Signal(object)
    addAsked = Signal(object)

    def __init__(self, collection: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self._folders = [collection]
        self.looked_at: Path | None = None
        """A folder that the person came from, which may have none yet."""
        self.fit(4 * theme.px(WIDTH))
        theme.mark(self, plane="sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = ElidedLabel(collection.name, bold=True)
        self.add_button = IconButton("plus", "New environment")
        self.more_button = IconButton("more", "More for the environment")
        self.rows = _Rows()
        self.rows.setAccessibleName("Environments")
        self.rows.setFrameShape(QListWidget.Shape.NoFrame)
        theme.mark(self.rows, plane="sidebar")
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.rows.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head = QHBoxLayout()
        head.setContentsMargins(theme.S3, theme.S3, theme.S2, theme.S1)
        head.setSpacing(0)
        head.addWidget(self.title, 1)
        head.addWidget(self.add_button)
        head.addWidget(self.more_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.rows, 1)
        self.rows.currentItemChanged.connect(self._current_changed)
        self.rows.customContextMenuRequested.connect(self._open_menu)
        self.rows.asked.connect(self._ask)
        self.add_button.clicked.connect(self._ask_add)
        self.more_button.clicked.connect(lambda: self._open_menu(None))

    def show_found(self, found: Found, chosen: Path) -> None:
        """The environments, this one chosen."""
        inner = [self.folder(each.path) for each in found.environments]
        here = [self.looked_at] if self.looked_at is not None else []
        self._folders = list(dict.fromkeys([self._collection, *here, *inner]))
        self.rows.blockSignals(True)
        self.rows.clear()
        missing = found.missing()
        for environment in (found.own, *found.environments):
            own = environment is found.own
            name = ALL if own else self._label(environment)
            item = QListWidgetItem(name)
            item.setData(_PATH, environment.path)
            active = not own and environment.name == found.active
            item.setIcon(icon("check", "success") if active else icon("collection" if own else "environment"))
            lacking = sum(
                each.environment == environment.name for each in missing if each.name in environment.secret_names
            )
            told = [name, "active" if active else "", f"{lacking} secrets missing" if lacking else ""]
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(part for part in told if part))
            item.setToolTip(name if len(name) > LONG else "")
            self.rows.addItem(item)
            if environment.path == chosen:
                self.rows.setCurrentItem(item)
        self.rows.blockSignals(False)
        self.more_button.setEnabled(chosen != found.own.path)

    def fit(self, room: int) -> None:
        """Take at most a quarter of the page's width."""
        self.setFixedWidth(min(theme.px(WIDTH), max(room // 4, theme.px(110))))

    def folder(self, path: Path) -> Path:
        """The folder whose environment a file is: that of the collection for its own variables."""
        return path.parent.parent if path.parent.name == FOLDER else self._collection

    def _label(self, environment: Environment) -> str:
        within = self.folder(environment.path).relative_to(self._collection)
        return environment.name if not within.parts else f"{' / '.join(within.parts)} / {environment.name}"

    def name_of(self, folder: Path) -> str:
        """What a folder of the collection is called."""
        within = folder.relative_to(self._collection)
        return " / ".join(within.parts) if within.parts else "the whole collection"

    def _ask_add(self) -> None:
        """For the collection; where folders have their own, ask which."""
        if len(self._folders) == 1:
            self.addAsked.emit(self._collection)
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for folder in self._folders:
            menu.addAction(icon("folder"), f"For {self.name_of(folder)}…").setData(folder)
        menu.triggered.connect(lambda action: self.addAsked.emit(action.data()))
        menu.popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    def _ask(self, word: str) -> None:
        self.asked.emit(word)

    def _current_changed(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is not None:
            self.chosen.emit(item.data(_PATH))

    def _open_menu(self, at: QPoint | None) -> None:
        if not self.more_button.isEnabled():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for word, text, sign in _MENU:
            action = menu.addAction(icon(sign), text)
            action.setData(word)
        menu.triggered.connect(lambda action: self._ask(action.data()))
        corner = self.more_button.mapToGlobal(self.more_button.rect().bottomLeft())
        menu.popup(corner if at is None else self.rows.viewport().mapToGlobal(at))


class _Rows(QListWidget):
    """F2 renames, Del deletes. Signals: `asked(str)`."""

    asked = Signal(object)

    def event(self, event: QEvent) -> bool:
        return claims(event, Qt.Key.Key_F2, Qt.Key.Key_Delete) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.asked.emit("rename")
        elif event.key() == Qt.Key.Key_Delete:
            self.asked.emit("delete")
        else:
            super().keyPressEvent(event)
