"""Plots: Gradio's own are drawn here, pictures of matplotlib shown, those of other libraries told of."""

from __future__ import annotations

import csv
import io
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, QTemporaryDir, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.outputs import decoding, plot_page
from gradioscope.window.outputs.base import Viewer
from gradioscope.window.outputs.canvas import Canvas
from gradioscope.window.outputs.plot_canvas import PlotCanvas
from gradioscope.window.outputs.plot_data import NotDrawn, is_native
from gradioscope.window.outputs.plot_scale import Ready, ready
from gradioscope.window.outputs.saving import ask_file, safe_name
from gradioscope.window.parts import Button, Label
from gradioscope.window.parts.background import Background


class PlotViewer(Viewer):
    """One plot. Save as writes a picture (.png, .svg) or, where the name says so, the data (.csv, .json)."""

    suffix = ".png"

    def make_content(self) -> QWidget:
        self._preparing = Background(self)
        self._preparing.done.connect(self._prepared)
        self._preparing.failed.connect(self._not_prepared)
        self._writer = Background(self)
        self._writer.done.connect(self._written)
        self._writer.failed.connect(self._not_written)
        self.chart = PlotCanvas(self.ret.label)
        self.picture = Canvas(self.ret.label)
        self._told = Label("", wrap=True, selectable=True)
        self._page = Button("Save as HTML…", "quiet", "save", compact=True)
        self._page.setAccessibleName(f"Save as HTML: {self.ret.label}")
        self._page.clicked.connect(self._ask_page)
        self._browse = Button("Open in browser", "secondary", "external", compact=True)
        self._browse.setAccessibleName(f"Open in browser: {self.ret.label}")
        self._browse.clicked.connect(self._open_page)
        self._kept: QTemporaryDir | None = None
        self._opening = ""
        foreign = QWidget()
        column = QVBoxLayout(foreign)
        column.setContentsMargins(0, theme.px(theme.S1), 0, 0)
        column.setSpacing(theme.px(theme.S2))
        warning = "It is drawn by a browser, from a page that loads the library from the network."
        for widget in (self._told, Label(warning, tone="muted", wrap=True)):
            column.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addWidget(self._browse)
        buttons.addWidget(self._page)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        self._foreign = foreign
        self._pages = QStackedWidget(self)
        for page in (self.chart, self.picture, foreign):
            self._pages.addWidget(page)
        return self._pages

    def accepts(self, value: Any) -> bool:
        return is_native(value) or _library(value) != ""

    def show_value(self, value: Any) -> None:
        """The last plot stays in view until the new one is ready."""
        library = _library(value)
        if not library:
            self._preparing.start(partial(ready, value, self.ret.props))
        elif library == "matplotlib":
            self._preparing.start(partial(decoding.from_data_url, value["plot"]))
        else:
            self._preparing.start(partial(plot_page.facts, library, value["plot"]))

    def copy(self) -> None:
        """The picture; the JSON of a plot that has none here, or where that is shown."""
        if self._raw_shown() or not self._fits or self._pages.currentWidget() is self._foreign:
            super().copy()
        elif self._pages.currentWidget() is self.chart and self.chart.ready is not None:
            QGuiApplication.clipboard().setImage(self.chart.picture())
        elif self.picture.picture is not None:
            QGuiApplication.clipboard().setImage(self.picture.picture.levels[0])

    def save(self) -> None:
        if self._raw_shown() or not self._fits or self._pages.currentWidget() is self._foreign:
            super().save()
        else:
            ask_file(self, safe_name(self.ret.label, ".png"), self._save_to)

    def _save_to(self, target: str) -> None:
        suffix = Path(target).suffix.lower()
        if suffix == ".json":
            self._with_text(target)
        elif suffix == ".csv" and is_native(self.shown):
            self._writer.start(partial(_write, target, partial(_csv, self.shown)))
        elif suffix == ".svg" and self._pages.currentWidget() is self.chart:
            self._save_svg(target)
        else:
            own = self._pages.currentWidget() is self.chart
            image = self.chart.picture() if own else self.picture.picture and self.picture.picture.levels[0]
            if image and image.save(target):
                self._note(f"Saved as {target}")
            else:
                self._note("Not saved: the file could not be written in that format.", "danger")

    def _save_svg(self, target: str) -> None:
        from PySide6.QtSvg import QSvgGenerator

        generator = QSvgGenerator()
        generator.setFileName(target)
        generator.setSize(self.chart.size())
        generator.setTitle(self.ret.label)
        self.chart.draw(generator, self.chart.size())
        written = Path(target).is_file()
        self._note(f"Saved as {target}" if written else "Not saved.", "muted" if written else "danger")

    def _ask_page(self) -> None:
        library = _library(self.shown)
        if library in plot_page.LIBRARIES:
            made = partial(plot_page.page, library, self.shown["plot"], self.ret.label)
            ask_file(
                self,
                safe_name(self.ret.label, ".html"),
                lambda target: self._writer.start(partial(_write, target, made)),
            )

    def _open_page(self) -> None:
        """The page in the person's browser, from a folder that goes with this viewer."""
        library = _library(self.shown)
        if library not in plot_page.LIBRARIES:
            return
        if self._kept is None:
            self._kept = QTemporaryDir()
        self._opening = str(Path(self._kept.path()) / "plot.html")
        made = partial(plot_page.page, library, self.shown["plot"], self.ret.label)
        self._writer.start(partial(_write, self._opening, made))

    def _written(self, target: str) -> None:
        if target == self._opening:
            self._opening = ""
            QDesktopServices.openUrl(QUrl.fromLocalFile(target))
        else:
            self._note(f"Saved as {target}")

    def _not_written(self, error: BaseException) -> None:
        why = error.strerror if isinstance(error, OSError) else str(error)
        self._note(f"Not saved: {why or 'the file could not be written'}.", "danger")

    def _prepared(self, made: Ready | decoding.Picture | str) -> None:
        if self.shown is None:
            return
        if isinstance(made, Ready):
            self.chart.show_chart(made)
            self._turn_to(self.chart)
            left_out = made.chart.left_out
            rows = "row is" if left_out == 1 else "rows are"
            self._note(f"{left_out:,} {rows} not drawn: no place on the axes." if left_out else "")
        elif isinstance(made, decoding.Picture):
            self.picture.show_picture(made)
            self._turn_to(self.picture)
            told = f"{made.size.width()} × {made.size.height()}"
            self.picture.setAccessibleDescription(f"Plot of Matplotlib as a picture, {told}")
            self._note(f"Matplotlib · {told} · {made.format.upper()}")
        else:
            self._told.setText(made)
            self._turn_to(self._foreign)

    def _not_prepared(self, error: BaseException) -> None:
        known = isinstance(error, NotDrawn | decoding.NotShown)
        self._content.hide()
        self._note(str(error) if known else f"The plot cannot be drawn: {error}.", "warning")

    def _turn_to(self, page: QWidget) -> None:
        if self._pages.currentWidget() is not page:
            self._pages.setCurrentWidget(page)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, theme.px(240)))


def _library(value: Any) -> str:
    """The library of a plot that is not Gradio's own; empty for any other value."""
    if not isinstance(value, dict) or not isinstance(value.get("plot"), str):
        return ""
    library = value.get("type")
    if library == "matplotlib":
        return library if value["plot"].startswith("data:image/") else ""
    return library if isinstance(library, str) and library in plot_page.LIBRARIES else ""


def _csv(value: dict[str, Any]) -> str:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(value["columns"])
    writer.writerows(row for row in value["data"] if isinstance(row, list))
    return made.getvalue()


def _write(target: str, make: Any) -> str:
    Path(target).write_text(make(), encoding="utf-8", errors="replace", newline="")
    return target
