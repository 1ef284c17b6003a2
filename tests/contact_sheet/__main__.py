"""The contact sheet: every input and every viewer, light and dark: `python -m tests.contact_sheet FOLDER [FAMILY…]`.

Writes `FAMILY-inputs-SCHEME.png` and `FAMILY-viewers-SCHEME.png`; `--scale 2` makes them at 200 %.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import tests.contact_sheet
from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, QThreadPool
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from tests.contact_sheet import UNSET, InputSpecimen, ViewerSpecimen

from gradioscope.gradio.components import input_kind, output_kind
from gradioscope.gradio.model import Parameter, Return
from gradioscope.request.fields import field_for
from gradioscope.window import theme
from gradioscope.window.inputs import FieldRow
from gradioscope.window.outputs import Viewer, make_viewer

COLUMN = 560
"""Pixels a specimen is wide, as in a window of 1280."""
MOST_HIGH = 1400
"""Pixels of a column, after which another one begins."""


def families() -> list[str]:
    names = (module.name for module in pkgutil.iter_modules(tests.contact_sheet.__path__))
    return sorted(name for name in names if not name.startswith("_"))


def input_row(specimen: InputSpecimen) -> FieldRow:
    """The specimen as a form shows it."""
    component = specimen.component
    parameter = Parameter(
        name="x",
        label=specimen.label,
        component=component,
        kind=input_kind(component, specimen.props, specimen.schema),
        position=0,
        required=specimen.required,
        default=specimen.default,
        example=specimen.example,
        schema=specimen.schema,
        python_type=specimen.python_type,
        info=specimen.info,
        props=specimen.props,
    )
    row = FieldRow(field_for(parameter))
    if specimen.value is not UNSET:
        row.load(specimen.value)
    if specimen.check:
        row.input.set_error(row.input.problem() if row.input.is_set() else f"{specimen.label} is required.")
    row.setDisabled(specimen.disabled)
    return row


def viewer(specimen: ViewerSpecimen) -> Viewer:
    """The specimen as the result panel shows it, its files fetched."""
    kind = output_kind(specimen.component, specimen.props)
    made = make_viewer(Return(specimen.label, specimen.component, kind, 0, props=specimen.props))

    def fetch(file: dict[str, object]) -> None:
        path = specimen.files.get(str(file.get("path")))
        if path is None:
            made.file_failed(file, "The app no longer has the file.")
        else:
            made.show_file(file, path)

    made.fileRequested.connect(fetch)
    made.load(specimen.value)
    if specimen.height:
        made.setFixedHeight(theme.px(specimen.height))
    return made


def settle() -> None:
    """Until what the widgets load in threads has been shown."""
    deadline = QDeadlineTimer(5000)
    while not deadline.hasExpired():
        idle = QThreadPool.globalInstance().waitForDone(50)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        if idle:
            break
    QCoreApplication.processEvents()


def page(widgets: list[QWidget]) -> QWidget:
    """The specimens in columns of the width they have in the window."""
    holder = QWidget()
    holder.setProperty("plane", "surface")
    columns = QHBoxLayout(holder)
    columns.setContentsMargins(*[theme.px(theme.S6)] * 4)
    columns.setSpacing(theme.px(theme.S6))
    column, filled = None, 0
    for widget in widgets:
        widget.ensurePolished()
        high = widget.heightForWidth(theme.px(COLUMN)) if widget.hasHeightForWidth() else widget.sizeHint().height()
        if column is None or (filled and filled + high > theme.px(MOST_HIGH)):
            if column is not None:
                column.addStretch(1)
            column, filled = QVBoxLayout(), 0
            column.setSpacing(theme.px(theme.S4))
            column.addStrut(theme.px(COLUMN))
            columns.addLayout(column)
        widget.setFixedWidth(theme.px(COLUMN))
        column.addWidget(widget)
        filled += high + theme.px(theme.S4)
    if column is not None:
        column.addStretch(1)
    return holder


def grab(holder: QWidget, scale: float) -> QImage:
    holder.show()
    settle()
    layout = holder.layout()
    assert layout is not None
    width = layout.sizeHint().width()
    height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
    holder.resize(width, height)
    settle()
    image = QImage(holder.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(theme.tokens().surface)
    holder.render(image)
    return image


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.contact_sheet", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("family", nargs="*", help="some of them; without it all")
    parser.add_argument("--scale", type=float, default=1.0)
    arguments = parser.parse_args()
    unknown = set(arguments.family) - set(families())
    if unknown:
        parser.error(f"no family {', '.join(sorted(unknown))}; there are {', '.join(families())}")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(["contact sheet", "-style", "fusion"])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as files:
        for family in arguments.family or families():
            module = importlib.import_module(f"tests.contact_sheet.{family}")
            for scheme in ("light", "dark"):
                theme.apply(app, scheme)
                for what, build in (("inputs", input_row), ("viewers", viewer)):
                    if not hasattr(module, what):
                        continue
                    holder = page([build(specimen) for specimen in getattr(module, what)(Path(files))])
                    path = arguments.folder / f"{family}-{what}-{scheme}.png"
                    grab(holder, arguments.scale).save(str(path))
                    holder.deleteLater()
                    print(path, file=sys.stderr)


if __name__ == "__main__":
    main()
