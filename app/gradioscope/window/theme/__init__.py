"""How the window looks: colours, fonts, lengths, and the one style sheet.

    theme.apply(app, "system")          once, before the first window; again on a change of scheme or zoom
    theme.tokens().danger               a colour (ask again after `notifier().changed`)
    theme.font("title"), theme.mono_font()
    theme.px(theme.S3)                  a length at the current zoom
    theme.mark(label, tone="muted", size="meta")

Widgets that only use the palette, the style sheet, `Tokens` in their paint and `theme.px` in their size hint need
nothing more to follow a change; others listen to `notifier().changed`.
"""

from __future__ import annotations

from typing import Literal, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from gradioscope.window.theme import glyphs, motion, stylesheet
from gradioscope.window.theme.colours import SCHEMES, Scheme, Tokens, contrast, mix

__all__ = [
    "COMPACT",
    "CONTROL",
    "GAP",
    "RADIUS",
    "S1",
    "S2",
    "S3",
    "S4",
    "S6",
    "Scheme",
    "Tokens",
    "apply",
    "contrast",
    "font",
    "mark",
    "mix",
    "mono_font",
    "motion",
    "new_application",
    "notifier",
    "px",
    "scale",
    "scheme",
    "tokens",
]

GAP = 4
S1, S2, S3, S4, S6 = 4, 8, 12, 16, 24
CONTROL = 32
COMPACT = 26
RADIUS = 6
SMALL_RADIUS = 4

FontRole = Literal["meta", "body", "title"]
_SIZES: dict[FontRole, float] = {"meta": 12, "body": 13, "title": 16}
_MONO = ("JetBrains Mono", "SF Mono", "Menlo", "Cascadia Mono", "Consolas", "Noto Sans Mono", "DejaVu Sans Mono")
_GENERIC = ("Sans Serif", "Sans", "sans-serif", "")
_SANS = ("Inter", "Noto Sans", "Cantarell", "Ubuntu", "Open Sans", "DejaVu Sans")


class Notifier(QObject):
    """Signals: changed() — after the colours, the fonts or the zoom changed and were applied."""

    changed = Signal()


class _State:
    def __init__(self) -> None:
        self.scheme: Scheme = "light"
        self.wanted = "system"
        self.scale = 1.0
        self.system_font: QFont | None = None
        self.factor = 1.0
        self.notifier: Notifier | None = None
        self.follows = False
        self.overrides = False
        self.applying = False
        self.fusion = False


_state = _State()


def tokens() -> Tokens:
    """The colours in force."""
    return SCHEMES[_state.scheme]


def scheme() -> Scheme:
    """The scheme in force, never "system"."""
    return _state.scheme


def scale() -> float:
    """The zoom the person chose; 1.0 is none."""
    return _state.scale


def notifier() -> Notifier:
    if _state.notifier is None:
        _state.notifier = Notifier()
    return _state.notifier


def px(length: float) -> int:
    """A length given at 100 %, in pixels at the current zoom and system font."""
    return max(1, round(length * _state.factor)) if length > 0 else 0


def font(role: FontRole = "body") -> QFont:
    """A font of the interface; titles are semibold."""
    result = QFont(_state.system_font) if _state.system_font else QFont()
    if result.family() in _GENERIC:
        result.setFamilies([*_SANS, "Sans Serif"])
    result.setPixelSize(px(_SIZES[role]))
    if role == "title":
        result.setWeight(QFont.Weight.DemiBold)
    return result


def mono_font(role: FontRole = "body") -> QFont:
    """The font of data."""
    result = QFont()
    result.setFamilies([*_MONO, "monospace"])
    result.setStyleHint(QFont.StyleHint.Monospace)
    result.setFixedPitch(True)
    result.setPixelSize(px(_SIZES[role]))
    return result


def mark(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties the style sheet knows (see `theme.stylesheet`) and have them shown."""
    changed = False
    if "size" in properties:  # QWidget's own property of that name is its geometry
        properties["textSize"] = properties.pop("size")
    for name, value in properties.items():
        text = "true" if value is True else value or None
        if widget.property(name) != text:
            widget.setProperty(name, text)
            changed = True
    # one that was not shown yet is polished when it is
    if changed and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()


def new_application(arguments: list[str]) -> QApplication:
    """The QApplication, with its style from the start.

    `QApplication.setStyle` would hand a QStyle to Python, whose 800 enumerators take 20 ms to make.
    """
    _state.fusion = True
    return QApplication([*arguments[:1], "-style", "fusion", *arguments[1:]])


def apply(app: QApplication, scheme: str = "system", scale: float = 1.0) -> None:
    """Set style, palette, font and style sheet of the whole application.

    `scheme` is "system", "light", "dark", "contrast-light" or "contrast-dark"; `scale` zooms texts and lengths.
    "system" follows the desktop's light or dark and, from Qt 6.10, its wish for more contrast, also when they change.
    """
    if scheme != "system" and scheme not in SCHEMES:
        raise ValueError(f"unknown scheme {scheme!r}")
    if _state.system_font is None:
        _state.system_font = app.font()
        if not _state.fusion:
            app.setStyle("Fusion")
    _state.wanted, _state.scale = scheme, scale
    _state.applying = True
    try:
        _follow()
        _state.scheme = _system_scheme() if scheme == "system" else cast(Scheme, scheme)
        body = max(_SIZES["body"], QFontInfo(_state.system_font).pixelSize())
        _state.factor = body / _SIZES["body"] * scale
        colours = tokens()
        app.setPalette(_palette(colours))
        app.setFont(font())
        mono = ", ".join(f'"{family}"' for family in (*_MONO, "monospace"))
        sizes = {str(role): px(size) for role, size in _SIZES.items()}
        app.setStyleSheet(stylesheet.build(colours, glyphs.write(colours), px, sizes, mono))
    finally:
        _state.applying = False
    notifier().changed.emit()


def _follow() -> None:
    hints = QGuiApplication.styleHints()
    if not _state.follows:
        _state.follows = True
        hints.colorSchemeChanged.connect(_system_changed)
        accessibility = getattr(hints, "accessibility", None)
        if accessibility is not None:
            accessibility().contrastPreferenceChanged.connect(_system_changed)
    # tells the platform too, so that title bars and native dialogs go along
    if _state.wanted == "system":
        if _state.overrides:
            _state.overrides = False
            hints.unsetColorScheme()
    else:
        _state.overrides = True
        dark = _state.wanted.endswith("dark")
        hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)


def _system_changed(*_: object) -> None:
    app = QApplication.instance()
    if _state.wanted == "system" and not _state.applying and isinstance(app, QApplication):
        apply(app, "system", _state.scale)


def _system_scheme() -> Scheme:
    hints = QGuiApplication.styleHints()
    dark = hints.colorScheme() == Qt.ColorScheme.Dark
    accessibility = getattr(hints, "accessibility", None)
    more = accessibility is not None and "High" in str(accessibility().contrastPreference())
    if more:
        return "contrast-dark" if dark else "contrast-light"
    return "dark" if dark else "light"


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for name, colour in {
        role.Window: t.surface,
        role.WindowText: t.text,
        role.Base: t.field,
        role.AlternateBase: mix(t.hover, t.surface, 0.45),
        role.Text: t.text,
        role.PlaceholderText: t.text_muted,
        role.Button: t.surface_raised,
        role.ButtonText: t.text,
        role.BrightText: t.danger,
        role.ToolTipBase: t.surface_raised,
        role.ToolTipText: t.text,
        role.Highlight: t.selection,
        role.HighlightedText: t.text,
        role.Link: t.info,
        role.LinkVisited: t.info,
        role.Light: t.surface_raised,
        role.Midlight: t.hover,
        role.Mid: t.border,
        role.Dark: t.border_strong,
        role.Shadow: t.border_strong,
        role.Accent: t.accent,
    }.items():
        palette.setColor(name, colour)
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText, role.PlaceholderText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, t.text_disabled)
    return palette
