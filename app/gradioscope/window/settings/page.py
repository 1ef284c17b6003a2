"""The settings, as a page among the tabs: everything takes effect at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gradioscope.library.file_cache import LIMIT, SETTING
from gradioscope.library.settings import Settings
from gradioscope.window import theme
from gradioscope.window.actions import Actions
from gradioscope.window.keeping import Keeping
from gradioscope.window.look import SCHEMES, STEPS, Look
from gradioscope.window.parts import Hairline, Label
from gradioscope.window.parts.preview import size as in_bytes
from gradioscope.window.request_tab.work import STREAM
from gradioscope.window.scopes import Scopes
from gradioscope.window.settings.history_rows import HistoryRows
from gradioscope.window.settings.secret_rows import SecretRows
from gradioscope.window.settings.shortcut_rows import ShortcutRows

WIDTH = 640
KEPT = (100, 250, 500, 1024, 4096, 16384)
"""Megabytes offered for returned files."""
DEFAULT_KEPT = LIMIT // (1024 * 1024)


class SettingsPage(QScrollArea):
    """Signals: `noticed(str)`."""

    noticed = Signal(object)

    def __init__(
        self,
        settings: Settings,
        look: Look,
        actions: Actions,
        history: Keeping,
        scopes: Scopes,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._look = look
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        page = QWidget()
        outer = QHBoxLayout(page)
        outer.setContentsMargins(theme.S6, theme.S6, theme.S6, theme.S6)
        body = QWidget()
        body.setMaximumWidth(theme.px(WIDTH))
        outer.addStretch(1)
        outer.addWidget(body, 100)
        outer.addStretch(1)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S3)
        column.addWidget(Label("Settings", "title"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.S4)
        grid.setVerticalSpacing(theme.S2)
        grid.setColumnStretch(1, 1)
        self.scheme = _choice(grid, "Theme", dict(SCHEMES), look.scheme)
        self.zoom = _choice(grid, "Size", {str(step): f"{round(step * 100)} %" for step in STEPS}, str(look.zoom))
        self.response = _choice(grid, "Response", {"right": "Beside the request", "below": "Below it"}, look.response)
        self.stream = _choice(
            grid,
            "Events of new requests",
            {"queue": "From /queue/data: queue, progress, log", "result": "From /call/…/EVENT_ID, as Gradio's guide"},
            settings.get(STREAM, "queue"),
        )
        kept = settings.get(SETTING, DEFAULT_KEPT)
        choices = {str(size): in_bytes(size * 1024 * 1024) for size in sorted({*KEPT, kept} if _whole(kept) else KEPT)}
        self.kept = _choice(grid, "Returned files kept", choices, str(kept if _whole(kept) else DEFAULT_KEPT))
        self.kept.setToolTip("What viewers fetch of a session; a larger file is not fetched to be shown, only saved.")
        column.addLayout(grid)
        column.addSpacing(theme.S3)
        column.addWidget(Hairline())
        column.addSpacing(theme.S1)
        column.addWidget(Label("History", "title"))
        self.history = HistoryRows(history)
        column.addWidget(self.history)
        column.addSpacing(theme.S3)
        column.addWidget(Hairline())
        column.addSpacing(theme.S1)
        column.addWidget(Label("Secrets and permissions", "title"))
        self.secrets = SecretRows(scopes)
        column.addWidget(self.secrets)
        column.addSpacing(theme.S3)
        column.addWidget(Hairline())
        column.addSpacing(theme.S1)
        column.addWidget(Label("Shortcuts", "title"))
        column.addWidget(
            Label(
                "Press Change, then the keys. Backspace takes the shortcut away, Esc leaves it.",
                tone="muted",
                wrap=True,
            )
        )
        self.shortcuts = ShortcutRows(actions)
        column.addWidget(self.shortcuts)
        column.addSpacing(theme.S3)
        column.addWidget(Hairline())
        where = Label(f"Kept in {settings.path}", "meta", "muted", wrap=True, selectable=True)
        column.addWidget(where)
        column.addStretch(1)
        self.setWidget(page)
        self.scheme.activated.connect(self._scheme_chosen)
        self.zoom.activated.connect(self._zoom_chosen)
        self.response.activated.connect(self._response_chosen)
        self.stream.activated.connect(self._stream_chosen)
        self.kept.activated.connect(self._kept_chosen)
        look.changed.connect(self._show_look)
        look.layoutChanged.connect(self._show_look)

    def _scheme_chosen(self, _index: int) -> None:
        self._look.set_scheme(self.scheme.currentData())

    def _zoom_chosen(self, _index: int) -> None:
        self._look.set_zoom(float(self.zoom.currentData()))

    def _response_chosen(self, _index: int) -> None:
        self._look.set_response(self.response.currentData())

    def _stream_chosen(self, _index: int) -> None:
        self._settings.set(STREAM, self.stream.currentData())

    def _kept_chosen(self, _index: int) -> None:
        self._settings.set(SETTING, int(self.kept.currentData()))

    def _show_look(self, _: object) -> None:
        for combo, value in (
            (self.scheme, self._look.scheme),
            (self.zoom, str(self._look.zoom)),
            (self.response, self._look.response),
        ):
            combo.setCurrentIndex(combo.findData(value))


def _whole(megabytes: object) -> bool:
    return isinstance(megabytes, int) and not isinstance(megabytes, bool) and megabytes > 0


def _choice(grid: QGridLayout, name: str, choices: dict[str, str], current: object) -> QComboBox:
    row = grid.rowCount()
    label = Label(name)
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setMaximumWidth(theme.px(340))
    label.setBuddy(combo)
    for value, text in choices.items():
        combo.addItem(text, value)
    combo.setCurrentIndex(max(combo.findData(current), 0))
    grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    grid.addWidget(combo, row, 1)
    return combo
