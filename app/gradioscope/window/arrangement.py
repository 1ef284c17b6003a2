"""How a window is laid out: its place, its sidebar. Kept in the settings at a goodbye, and meanwhile for a crash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, Signal

from gradioscope.window import theme

if TYPE_CHECKING:
    from gradioscope.gradio.model import Json
    from gradioscope.window.main_window import MainWindow

SIZE = (1280, 800)
SIDEBAR = 260
"""Its width in px at 100 %."""

_GEOMETRY, _SHOWN, _WIDTH, _PARTS = (
    "window.geometry",
    "window.sidebar-shown",
    "window.sidebar",
    "window.sidebar-parts",
)
_TELLING = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange)


class Arrangement(QObject):
    """Signals: `changed(None)` at each step of a change."""

    changed = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._settings = window.surroundings.settings
        window.installEventFilter(self)
        window.sidebar.installEventFilter(self)
        window.split.splitterMoved.connect(self._moved)

    def restore(self) -> None:
        """Before the window is shown: its place and size as they were left."""
        window = self._window
        geometry = self._settings.get(_GEOMETRY)
        if not (isinstance(geometry, str) and window.restoreGeometry(QByteArray.fromBase64(geometry.encode()))):
            room = window.screen().availableGeometry()
            window.resize(min(SIZE[0], room.width()), min(SIZE[1], room.height()))
        window.sidebar.setVisible(self._settings.get(_SHOWN, True) is not False)

    def restore_sidebar(self) -> None:
        """Once the window has its width."""
        width = self._settings.get(_WIDTH)
        self.give_sidebar(width if isinstance(width, int) and 120 <= width <= 800 else theme.px(SIDEBAR))

    def give_sidebar(self, width: int) -> None:
        """The sidebar's width, at most a quarter of the window: with a large zoom the request needs the room."""
        width = min(width, max(self._window.width() // 4, 160))
        self._window.split.setSizes([width, self._window.width() - width])

    def complete(self) -> None:
        """What is in the sidebar, once it is filled."""
        self._window.sidebar.arrange(self._settings.get(_PARTS))

    def now(self) -> dict[str, Json]:
        """As it is, for `lay_out`."""
        window = self._window
        found: dict[str, Json] = {
            _GEOMETRY: bytes(window.saveGeometry().toBase64().data()).decode(),
            _SHOWN: window.sidebar.isVisibleTo(window),
            _PARTS: window.sidebar.arrangement(),
        }
        if window.sidebar.isVisibleTo(window):
            found[_WIDTH] = window.split.sizes()[0]
        return found

    def lay_out(self, layout: Mapping[str, Json]) -> None:
        """As it was when the window before this one came to a sudden end."""
        known = (_GEOMETRY, _SHOWN, _WIDTH, _PARTS)
        changes = {name: value for name, value in layout.items() if name in known and value != self._settings.get(name)}
        if changes:
            self._settings.update(changes)
            self.restore()
            self.restore_sidebar()
            self.complete()

    def remember(self) -> None:
        """The window goes."""
        self._settings.update(self.now())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TELLING or (
            watched is self._window.sidebar and event.type() in (QEvent.Type.Hide, QEvent.Type.Show)
        ):
            self.changed.emit(None)
        return super().eventFilter(watched, event)

    def _moved(self, _position: int, _index: int) -> None:
        self.changed.emit(None)
