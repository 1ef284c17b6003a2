"""The icons: 16 px line drawings, tinted with a token's colour, drawn at the size and device ratio asked for.

An icon follows the theme by itself: its engine asks for the colour when it paints. QtSvg is imported at the first
paint, not before.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap

from gradioscope.window import resources, theme

NAMES = frozenset(  # a text, not a list: short to read and quick to make
    """
    audio cancel chat check chevron-down chevron-left chevron-right chevron-up clock close collection copy
    download drag edit endpoint environment error exchange expand external eye eye-off file filter folder
    generating heartbeat help history image info json key keyboard layout-below layout-right link list lock
    log logout minus moon more number paste pin plug plus progress queued redo refresh reset run running
    save search settings sidebar space stop sun table terminal text trash undo upload user video wand
    warning
    """.split()  # noqa: SIM905
)
"""Every icon there is; `app_icon` is separate."""


def icon(name: str, token: str = "text") -> QIcon:
    """The icon in a token's colour; greyed where its widget is disabled. KeyError for a name that is none."""
    if name not in NAMES:
        raise KeyError(name)
    getattr(theme.tokens(), token)
    return QIcon(_Engine(name, token))


def paint(painter: QPainter, rect: QRect | QRectF, name: str, colour: QColor) -> None:
    """Draw an icon into a rectangle, crisp at the painter's device ratio."""
    device = painter.device()
    ratio = device.devicePixelRatioF() if device else 1.0
    area = QRectF(rect)
    painter.drawPixmap(area.topLeft(), pixmap(name, colour, round(area.width()), ratio))


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as a square of `size` device-independent pixels."""
    return _pixmap(name, colour.rgba(), size, ratio)


def app_icon() -> QIcon:
    """The program's own icon, from 16 to 256 px."""
    return QIcon(_Engine("gradioscope", ""))


@lru_cache(maxsize=512)
def _pixmap(name: str, rgba: int, size: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    colour = QColor.fromRgba(rgba)
    source = resources.read_text(f"icons/{name}.svg").replace("currentColor", colour.name())
    side = max(1, round(size * ratio))
    result = QPixmap(side, side)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setOpacity(colour.alphaF())
    renderer = QSvgRenderer(source.encode())
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result


class _Engine(QIconEngine):
    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name = name
        self._token = token

    def _colour(self, mode: QIcon.Mode) -> QColor:
        tokens = theme.tokens()
        if not self._token:
            return tokens.text
        if mode == QIcon.Mode.Disabled:
            return tokens.text_disabled
        colour: QColor = getattr(tokens, self._token)
        return colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        device = painter.device()
        ratio = device.devicePixelRatioF() if device else 1.0
        corner = rect.topLeft() + QPoint((rect.width() - side) // 2, (rect.height() - side) // 2)
        painter.drawPixmap(corner, pixmap(self._name, self._colour(mode), side, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        # the size is in device-independent pixels since Qt 6.8, the oldest we run on
        return pixmap(self._name, self._colour(mode), min(size.width(), size.height()), scale)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._token)

    def key(self) -> str:
        return "gradioscope"

    def isNull(self) -> bool:
        return False
