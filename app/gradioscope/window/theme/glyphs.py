"""The few pictures a style sheet can only take as files: check mark, radio dot, arrows.

They are written as SVG in the colours of the scheme, so that they are crisp at every scale, into a folder of this
process that goes with it.
"""

from __future__ import annotations

from PySide6.QtCore import QTemporaryDir
from PySide6.QtGui import QColor

from gradioscope.window.theme.colours import Tokens

_CHECK = '<path d="M4 8.4 6.9 11.2 12.2 5.2" stroke-width="1.9"/>'
_DASH = '<path d="M4.5 8h7" stroke-width="1.9"/>'
_DOT = '<circle cx="8" cy="8" r="3" fill="{colour}" stroke="none"/>'
_DOWN = '<path d="m4.5 6.5 3.5 3.4 3.5-3.4"/>'
_UP = '<path d="m4.5 9.6 3.5-3.4 3.5 3.4"/>'
_RIGHT = '<path d="m6.3 4.5 3.4 3.5-3.4 3.5"/>'
_LEFT = '<path d="m9.7 4.5-3.4 3.5 3.4 3.5"/>'

_folder: QTemporaryDir | None = None
_written: set[str] = set()


def _svg(shape: str, colour: QColor) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16" fill="none" '
        f'stroke="{colour.name()}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">'
        f"{shape.format(colour=colour.name())}</svg>"
    )


def write(tokens: Tokens) -> dict[str, str]:
    """The glyphs of a scheme: name to a path for `url(…)`. Writing costs about 0.1 ms a file, once a scheme."""
    global _folder
    if _folder is None:
        _folder = QTemporaryDir()
    glyphs = {
        "check": (_CHECK, tokens.on_accent),
        "check-disabled": (_CHECK, tokens.surface),
        "dash": (_DASH, tokens.on_accent),
        "dash-disabled": (_DASH, tokens.surface),
        "dot": (_DOT, tokens.on_accent),
        "dot-disabled": (_DOT, tokens.surface),
        "menu-check": (_CHECK, tokens.text),
        "menu-dot": (_DOT, tokens.text),
        "down": (_DOWN, tokens.text_muted),
        "down-disabled": (_DOWN, tokens.text_disabled),
        "up": (_UP, tokens.text_muted),
        "up-disabled": (_UP, tokens.text_disabled),
        "right": (_RIGHT, tokens.text_muted),
        "left": (_LEFT, tokens.text_muted),
    }
    paths = {}
    for name, (shape, colour) in glyphs.items():
        path = _folder.filePath(f"{name}-{colour.name()[1:]}.svg")
        if path not in _written:
            with open(path, "w", encoding="utf-8") as file:
                file.write(_svg(shape, colour))
            _written.add(path)
        paths[name] = path.replace("\\", "/")
    return paths
