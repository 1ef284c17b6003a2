"""Every part in every state, as pictures: `python -m gradioscope.window.gallery OUT_FOLDER`.

Writes SHEET-SCHEME-PERCENT.png for the sheets `controls`, `fields`, `views`, `panels`, `icons` and `scene`, in light,
dark and both contrast schemes, at 100 and 200 %. To be looked at after every change of the theme or of a part.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QComboBox, QVBoxLayout, QWidget

from gradioscope.window import gallery_specimens as specimens
from gradioscope.window import icons, theme

SCHEMES = ("light", "dark", "contrast-light", "contrast-dark")
PERCENTS = (100, 200)
STATES = ("normal", "hover", "focus", "disabled", "error")
_NAME, _CELL = 128, 200


def picture(widget: QWidget, state: str, width: int) -> QPixmap:
    """The widget in one state, in a window of its own that is closed again."""
    window = QWidget()
    window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.move(300, 300)  # away from the pointer
    layout = QVBoxLayout(window)
    layout.setContentsMargins(4, 4, 4, 4)
    layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
    widget.setEnabled(state != "disabled")
    if state == "error":
        theme.mark(widget, invalid=True)
    window.resize(width, window.sizeHint().height())
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    (widget if state == "focus" else window).setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    if state == "hover":
        for each in (widget, *widget.findChildren(QWidget)):
            each.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    shot = window.grab()
    window.close()
    window.deleteLater()
    return shot


def states_sheet(rows: dict[str, Callable[[], QWidget]]) -> QPixmap:
    """A table of pictures: one row a widget, one column a state."""
    shots = {name: [picture(make(), state, _CELL) for state in STATES] for name, make in rows.items()}
    heights = {name: max(shot.deviceIndependentSize().height() for shot in row) + 4 for name, row in shots.items()}
    ratio = next(iter(shots.values()))[0].devicePixelRatio()
    size = QSize(_NAME + len(STATES) * _CELL + 24, round(sum(heights.values())) + 52)
    sheet = QPixmap(size * ratio)
    sheet.setDevicePixelRatio(ratio)
    colours = theme.tokens()
    sheet.fill(colours.surface)
    painter = QPainter(sheet)
    painter.setFont(theme.font("meta"))
    painter.setPen(colours.text_muted)
    for column, state in enumerate(STATES):
        painter.drawText(_NAME + column * _CELL + 4, 26, state)
    y = 36.0
    for name, row in shots.items():
        painter.drawText(12, round(y) + 4 + QFontMetrics(theme.font("meta")).height() + 3, name)
        for column, shot in enumerate(row):
            painter.drawPixmap(_NAME + column * _CELL, round(y), shot)
        y += heights[name]
    painter.end()
    return sheet


def icons_sheet() -> QPixmap:
    """Every icon at 16 and 24 px, and the program's own."""
    columns, cell = 10, 108
    names = sorted(icons.NAMES)
    lines = -(-len(names) // columns)
    screen = QApplication.primaryScreen()
    ratio = screen.devicePixelRatio()
    sheet = QPixmap(QSize(columns * cell, lines * 64 + 290) * ratio)
    sheet.setDevicePixelRatio(ratio)
    colours = theme.tokens()
    sheet.fill(colours.surface)
    painter = QPainter(sheet)
    painter.setFont(theme.font("meta"))
    for index, name in enumerate(names):
        x, y = index % columns * cell + 16, index // columns * 64 + 16
        painter.drawPixmap(x, y, icons.pixmap(name, colours.text, 16, ratio))
        painter.drawPixmap(x + 28, y - 4, icons.pixmap(name, colours.accent_text, 24, ratio))
        painter.setPen(colours.text_muted)
        painter.drawText(x, y + 34, name)
    x = 16
    for side in (16, 22, 32, 48, 64, 128, 256):
        painter.drawPixmap(x, lines * 64 + 16, icons.pixmap("gradioscope", colours.text, side, ratio))
        x += side + 20
    painter.end()
    return sheet


def scene_sheet(widget: QWidget, *, popup: bool = False) -> QPixmap:
    """A whole widget as it is; with `popup`, its first combo box opened on top."""
    widget.show()
    QApplication.processEvents()
    shot = widget.grab()
    if popup:
        box = widget.findChild(QComboBox)
        if box is not None:
            box.showPopup()
            QApplication.processEvents()
            view = box.view().window()
            painter = QPainter(shot)
            painter.drawPixmap(box.mapTo(widget, box.rect().bottomLeft()), view.grab())
            painter.end()
            box.hidePopup()
    widget.close()
    widget.deleteLater()
    return shot


def render(out: Path, percent: int) -> list[Path]:
    """All sheets at the present device ratio; the files written."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.motion.set_reduced(True)
    written = []
    for scheme in SCHEMES:
        theme.apply(app, scheme)
        sheets: dict[str, QPixmap | QImage] = {
            "controls": states_sheet(specimens.CONTROLS),
            "fields": states_sheet(specimens.FIELDS),
            "views": scene_sheet(specimens.views(), popup=True),
            "panels": scene_sheet(specimens.panels()),
            "scene": scene_sheet(specimens.scene()),
            "icons": icons_sheet(),
        }
        for name, sheet in sheets.items():
            path = out / f"{name}-{scheme}-{percent}.png"
            sheet.save(str(path))
            written.append(path)
    return written


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m gradioscope.window.gallery", description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument("--percent", type=int, help="only this scale, in this process")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    if options.percent:
        render(options.out, options.percent)
        return 0
    for percent in PERCENTS:
        # Qt reads the scale once, when the application starts
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "QT_SCALE_FACTOR": str(percent / 100)}
        command = [sys.executable, "-m", "gradioscope.window.gallery", str(options.out), "--percent", str(percent)]
        subprocess.run(command, env=environment, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
