"""What came back: one viewer per return, or what stands in their place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from gradioscope.gradio.errors import Explanation
from gradioscope.gradio.model import Return
from gradioscope.window import theme
from gradioscope.window.outputs import make_viewer
from gradioscope.window.outputs.base import Viewer
from gradioscope.window.outputs.files import AddressOf, FilesViewer, address_in
from gradioscope.window.outputs.header import ResponseHeader
from gradioscope.window.parts import Banner, EmptyState, Hairline
from gradioscope.window.parts.group import Group

STEP_MS = 50
"""Values of a generator reach the viewers at most this often."""


class ResultPanel(Group):
    """The panel `Result`.

    Signals: `actionTriggered(Explanation)` when the button of an error was pressed, `fileRequested(FileData)`
    (answer with `show_file` or `file_failed`), `saveRequested(SaveFiles)`.
    """

    actionTriggered = Signal(object)
    fileRequested = Signal(object)
    saveRequested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Result", parent)
        self._returns: tuple[Return, ...] = ()
        self._viewers: list[Viewer] = []
        self._address_of: AddressOf = address_in
        self._pending: Sequence[Any] | None = None
        self._data: Sequence[Any] | None = None
        self._running = False
        self._step = QTimer(self)
        self._step.setInterval(STEP_MS)
        self._step.timeout.connect(self._show_pending)
        self.header = ResponseHeader(self)
        self.header.hide()
        self._line = Hairline()
        self._line.hide()
        self._hint = "Press Run to send the request; what comes back is shown here."
        self._empty = EmptyState("run", self._hint)
        self.banner = Banner()
        self.banner.actionTriggered.connect(self.actionTriggered)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._empty)
        self._error_page = _scrolled(self.banner)
        self._pages.addWidget(self._error_page)
        self._inner = QWidget()
        self._list = QVBoxLayout(self._inner)
        self._list.setContentsMargins(*(theme.px(theme.S3),) * 4)
        self._list.setSpacing(theme.px(theme.S4))
        self._area = _scroll_area(self._inner)
        self._pages.addWidget(self._area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.header, self._line):
            column.addWidget(widget)
        column.addWidget(self._pages, 1)

    @property
    def viewers(self) -> Sequence[Viewer]:
        return self._viewers

    # -- what is to come

    def set_returns(self, returns: Sequence[Return]) -> None:
        """Another endpoint: viewers for its returns, empty. The same returns keep what is shown."""
        if tuple(returns) == self._returns:
            return
        self._returns = tuple(returns)
        self.clear()

    def set_address_of(self, address_of: AddressOf) -> None:
        """How to get a file's address; without it the one the app gives, which may be wrong."""
        self._address_of = address_of
        for viewer in self._viewers:
            if isinstance(viewer, FilesViewer):
                viewer.address_of = address_of

    def set_hint(self, sentence: str) -> None:
        """What the panel says before the first run."""
        if self._data is None and not self._running and self.header.isHidden():
            self._empty.set_sentence(sentence)
        self._hint = sentence

    # -- a run

    def clear(self) -> None:
        """As before the first run."""
        self._stop()
        self._data = None
        for viewer in self._viewers:
            self._list.removeWidget(viewer)
            viewer.hide()
            viewer.deleteLater()
        self._viewers = []
        self._show_header(False)
        self._empty.set_sentence(self._hint, icon="run")
        self._pages.setCurrentWidget(self._empty)

    def running(self) -> None:
        """The request was sent. The last result stays in view until the first value arrives."""
        self._stop()
        self._running = True
        earlier = self._pages.currentWidget() is self._area
        self.header.set_running("showing the previous result" if earlier else "")
        self._show_header(True)
        if not earlier:
            self._empty.set_sentence("Waiting for the first value…", icon="running")
            self._pages.setCurrentWidget(self._empty)

    def follow(self, data: Sequence[Any]) -> None:
        """Values of a step of a generator. Cheap: the viewers get the newest at most 20 times a second."""
        self._pending = data
        if not self._step.isActive():
            self._show_pending()
            self._step.start()

    def complete(self, data: Sequence[Any], duration: float | None = None, size: int | None = None) -> None:
        """The result: one value per return. `duration` in seconds, `size` in bytes (without it, it is estimated)."""
        self._stop()
        self._show(data)
        for viewer in self._viewers:
            viewer.finish()
        self.header.set_complete(data, duration, size)
        self._show_header(True)

    def failed(self, explanation: Explanation, duration: float | None = None) -> None:
        """The error in place of the result."""
        self._stop()
        self.banner.set_explanation(explanation)
        self._pages.setCurrentWidget(self._error_page)
        self.header.set_failed(duration)
        self._show_header(True)

    def cancelled(self, note: str = "", duration: float | None = None) -> None:
        """Cancelled; `note` says what the server will still do. Values that came stay in view."""
        came = self._running and self._data is not None
        if self._pending is not None:
            self._show_pending()
            came = True
        self._stop()
        self.header.set_cancelled(note, duration)
        self._show_header(True)
        if not came:
            self._data = None
            self._empty.set_sentence(
                " ".join(part for part in ("Cancelled before a value came.", note) if part), icon="stop"
            )
            self._pages.setCurrentWidget(self._empty)

    # -- files

    def show_file(self, file: dict[str, Any], path: Path) -> None:
        """A file asked for is here."""
        for viewer in self._viewers:
            viewer.show_file(file, path)

    def file_failed(self, file: dict[str, Any], why: str) -> None:
        """A file asked for did not come; `why` is a sentence."""
        for viewer in self._viewers:
            viewer.file_failed(file, why)

    # -- inside

    def _stop(self) -> None:
        self._step.stop()
        self._pending = None
        self._running = False

    def _show_pending(self) -> None:
        if self._pending is None:
            self._step.stop()
            return
        data, self._pending = self._pending, None
        self._show(data)
        self.header.set_running()

    def _show(self, data: Sequence[Any]) -> None:
        self._data = data
        if len(self._viewers) != max(len(data), len(self._returns)):
            self._make_viewers(len(data))
        for viewer, value in zip(self._viewers, data, strict=False):
            viewer.load(value)
        if not self._viewers:
            self._empty.set_sentence("The endpoint returns no values.", icon="check")
            self._pages.setCurrentWidget(self._empty)
        else:
            self._pages.setCurrentWidget(self._area)

    def _make_viewers(self, count: int) -> None:
        """A viewer for each return, and for values beyond those the app told of."""
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        returns = list(self._returns)
        returns += [Return(f"value {n + 1}", "value", "json", n) for n in range(len(returns), count)]
        self._viewers = [make_viewer(ret, self._inner) for ret in returns]
        stretch = len(self._viewers) == 1
        for number, viewer in enumerate(self._viewers):
            if number:
                self._list.addWidget(Hairline())
            viewer.fileRequested.connect(self.fileRequested)
            viewer.saveRequested.connect(self.saveRequested)
            if isinstance(viewer, FilesViewer):
                viewer.address_of = self._address_of
            self._list.addWidget(viewer, 1 if stretch and viewer.grows else 0)
        if not stretch or not self._viewers[0].grows:
            self._list.addStretch(1)

    def _show_header(self, shown: bool) -> None:
        self.header.setVisible(shown)
        self._line.setVisible(shown)


def _scroll_area(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area


def _scrolled(widget: QWidget) -> QScrollArea:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(*(theme.px(theme.S3),) * 4)
    column.addWidget(widget)
    column.addStretch(1)
    return _scroll_area(holder)
