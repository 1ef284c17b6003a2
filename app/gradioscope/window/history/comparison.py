"""Two runs side by side: what went in, what came out, and what differs. Pictures next to each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gradioscope.gradio.model import Json, Return
from gradioscope.library.history.difference import Part, compare_values
from gradioscope.library.history.record import RunRecord, RunSummary
from gradioscope.library.history.returned import returned_files
from gradioscope.window import theme
from gradioscope.window.history.details import NOT_KEPT
from gradioscope.window.history.difference_view import DifferenceView
from gradioscope.window.history.table import when
from gradioscope.window.outputs import make_viewer
from gradioscope.window.outputs.base import Viewer
from gradioscope.window.parts import Button, Chip, ElidedLabel, Hairline, Label
from gradioscope.window.request_tab.status import ENDS, seconds_text

SEEN = ("image", "image_pair", "image_editor", "annotated_image", "gallery", "audio", "video", "model3d", "plot")
"""Kinds of returns that are to be looked at, not read."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two runs, and how their values differ."""

    left: RunRecord
    right: RunRecord
    inputs: tuple[Part, ...]
    outputs: tuple[Part, ...]


def compare(left: RunRecord, right: RunRecord) -> Compared:
    """Not on the UI thread: large values take a while."""
    return Compared(
        left,
        right,
        tuple(compare_values(dict(left.values), dict(right.values))),
        tuple(compare_values(_outputs(left), _outputs(right))),
    )


class Comparison(QWidget):
    """Signals: `swapAsked(None)`, `closeAsked(None)`."""

    swapAsked = Signal(object)
    closeAsked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.left, self.right = _Head(), _Head()
        swap = Button("Swap", "quiet", "exchange", compact=True)
        swap.clicked.connect(self._ask_swap)
        close = Button("Close comparison", "quiet", compact=True)
        close.clicked.connect(self._ask_close)
        row = QHBoxLayout()
        row.setContentsMargins(theme.S4, theme.S2, theme.S2, 0)
        row.addWidget(Label("Comparison", "title"), 1)
        row.addWidget(swap)
        row.addWidget(close)
        heads = QHBoxLayout()
        heads.setContentsMargins(theme.S4, theme.S1, theme.S4, theme.S2)
        heads.setSpacing(theme.S6)
        heads.addWidget(self.left, 1)
        heads.addWidget(self.right, 1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addLayout(heads)
        column.addWidget(Hairline())
        column.addWidget(self._area, 1)

    def show_runs(self, left: RunSummary, right: RunSummary, compared: Compared) -> None:
        self.left.show_run(left)
        self.right.show_run(right)
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S4)
        self._list.setSpacing(theme.S2)
        self._add_parts("Inputs", compared.inputs, compared)
        self._list.addSpacing(theme.S2)
        self._add_parts("Outputs", compared.outputs, compared)
        self._list.addStretch(1)
        self._area.setWidget(inner)  # the one before is deleted

    # -- inside

    def _add_parts(self, title: str, parts: tuple[Part, ...], compared: Compared) -> None:
        differ = sum(not part.difference.same for part in parts)
        row = QHBoxLayout()
        row.addWidget(Label(title, "body", bold=True))
        if parts:
            row.addWidget(
                Chip(f"{differ} of {len(parts)} differ", "warning") if differ else Chip("the same", "success")
            )
        row.addStretch(1)
        self._list.addLayout(row)
        if not parts:
            self._list.addWidget(Label("Neither run has any.", "meta", "muted"))
        for part in parts:
            self._add_part(title, part, compared)

    def _add_part(self, title: str, part: Part, compared: Compared) -> None:
        name = Label(part.name, "meta", "muted")
        told = "" if part.difference.same else " · differs"
        if part.in_left != part.in_right:
            told = f" · only {'left' if part.in_left else 'right'}"
        name.setText(f"{part.name}{told}{' · the beginning of it' if part.difference.cut else ''}")
        self._list.addWidget(name)
        returns = _return_of(compared, part.name) if title == "Outputs" else None
        if returns is not None and returns.kind in SEEN:
            row = QHBoxLayout()
            row.setSpacing(theme.S6)
            for side, past, value in (
                ("left", compared.left, part.left),
                ("right", compared.right, part.right),
            ):
                row.addWidget(_viewer(returns, side, past, value), 1)
            self._list.addLayout(row)
            return
        self._list.addWidget(DifferenceView(f"{title}: {part.name}", part.difference))

    def _ask_swap(self) -> None:
        self.swapAsked.emit(None)

    def _ask_close(self) -> None:
        self.closeAsked.emit(None)


class _Head(QWidget):
    """What one side is."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ElidedLabel("", bold=True)
        self.facts = ElidedLabel("", "meta", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addWidget(self.facts)

    def show_run(self, run: RunSummary) -> None:
        self.title.setText(f"{run.endpoint} · {run.title or run.url}")
        version = f" · Gradio {run.version}" if run.version else ""
        self.facts.setText(f"{when(run.began)} · {ENDS[run.state][2]} · {seconds_text(run.duration)}{version}")


def _viewer(ret: Return, side: str, past: RunRecord, value: Json) -> Viewer:
    viewer = make_viewer(Return(f"{ret.label} ({side})", ret.component, ret.kind, ret.position, props=ret.props))
    viewer.setMinimumHeight(theme.px(220))

    def give(file: dict[str, Json]) -> None:
        # not at once: the viewer is in the middle of showing its value
        QTimer.singleShot(0, viewer, partial(_answer, viewer, past, file))

    viewer.fileRequested.connect(give)
    viewer.load(value)
    viewer.finish()
    return viewer


def _answer(viewer: Viewer, past: RunRecord, file: dict[str, Json]) -> None:
    path = past.files.get(str(file.get("path")))
    if path is not None:
        viewer.show_file(file, path)
    else:
        viewer.file_failed(file, NOT_KEPT)


def _outputs(past: RunRecord) -> dict[str, Json]:
    """By the returns' labels, made different where two are alike; the error where there is no value.

    Files are compared by their copies, whose names are made of their content: paths on a server differ each time.
    """
    found: dict[str, Json] = {}
    names = {str(file["path"]) for file in returned_files(past.data)}
    for number, value in enumerate(past.data or []):
        label = past.endpoint.returns[number].label if number < len(past.endpoint.returns) else f"value {number + 1}"
        name = label
        count = 1
        while name in found:
            count += 1
            name = f"{label} {count}"
        found[name] = _by_content(value, past, names)
    if past.error is not None:
        found["Error"] = str(past.error)
    return found


def _by_content(value: Json, past: RunRecord, names: set[str]) -> Json:
    if isinstance(value, dict):
        path = value.get("path")
        if isinstance(path, str) and path in names and path in past.files:
            return {**value, "content": past.files[path].name}
        return {key: _by_content(item, past, names) for key, item in value.items()}
    if isinstance(value, list):
        return [_by_content(item, past, names) for item in value]
    return value


def _return_of(compared: Compared, name: str) -> Return | None:
    returns = (*compared.left.endpoint.returns, *compared.right.endpoint.returns)
    return next((ret for ret in returns if ret.label == name), None)
