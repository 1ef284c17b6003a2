"""What the person chose of the window's look: scheme, zoom, where the response is. Kept in the settings."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from gradioscope.library.settings import Settings
from gradioscope.window import theme

SCHEME, ZOOM = "look.scheme", "look.zoom"
LAYOUT = "look.response"
"""Setting: where the response is, `right` or `below`."""
SCHEMES = {
    "system": "As the system",
    "light": "Light",
    "dark": "Dark",
    "contrast-light": "High contrast, light",
    "contrast-dark": "High contrast, dark",
}
STEPS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)


def apply_stored(application: QApplication, settings: Settings) -> None:
    """The theme as it was left, before the first window is made."""
    theme.apply(application, _scheme(settings), _zoom(settings))


def _scheme(settings: Settings) -> str:
    scheme = settings.get(SCHEME, "system")
    return scheme if scheme in SCHEMES else "system"


def _zoom(settings: Settings) -> float:
    zoom = settings.get(ZOOM, 1.0)
    known = isinstance(zoom, int | float) and not isinstance(zoom, bool) and STEPS[0] <= zoom <= STEPS[-1]
    return float(zoom) if known else 1.0


class Look(QObject):
    """Signals: `layoutChanged(None)`, `changed(None)` after scheme or zoom."""

    layoutChanged = Signal(object)
    changed = Signal(object)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings

    @property
    def scheme(self) -> str:
        """One of SCHEMES."""
        return _scheme(self._settings)

    @property
    def zoom(self) -> float:
        return _zoom(self._settings)

    @property
    def response(self) -> str:
        """`right` or `below`."""
        return "below" if self._settings.get(LAYOUT) == "below" else "right"

    def set_scheme(self, scheme: str) -> None:
        self._settings.set(SCHEME, scheme)
        self._apply()

    def set_zoom(self, zoom: float) -> None:
        self._settings.set(ZOOM, zoom)
        self._apply()

    def zoom_in(self) -> None:
        self.set_zoom(next((step for step in STEPS if step > self.zoom + 0.001), STEPS[-1]))

    def zoom_out(self) -> None:
        self.set_zoom(next((step for step in reversed(STEPS) if step < self.zoom - 0.001), STEPS[0]))

    def zoom_reset(self) -> None:
        self.set_zoom(1.0)

    def set_response(self, where: str) -> None:
        self._settings.set(LAYOUT, where)
        self.layoutChanged.emit(None)

    def _apply(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, self.scheme, self.zoom)
        self.changed.emit(None)
