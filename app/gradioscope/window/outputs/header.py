"""One line above the result: state, duration, size, and what can be done with all of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gradioscope.window import theme
from gradioscope.window.outputs.saving import ask_file
from gradioscope.window.parts import Chip, ElidedLabel, IconButton
from gradioscope.window.parts.background import Background
from gradioscope.window.parts.chip import Tone
from gradioscope.window.parts.preview import duration as for_people
from gradioscope.window.parts.preview import pretty, weigh
from gradioscope.window.parts.preview import size as in_bytes


class ResponseHeader(QWidget):
    """State with its own colour, icon and word; facts muted; actions at the right, always in the same place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: Sequence[Any] = ()
        self._target = ""
        self.state = Chip("", "neutral")
        self.facts = ElidedLabel(tone="muted", size="meta")
        self._copy = IconButton("copy", "Copy the whole result as JSON")
        self._save = IconButton("save", "Save the whole result as JSON…")
        self._copy.clicked.connect(self._copy_all)
        self._save.clicked.connect(self._ask)
        self._background = Background(self)
        self._background.done.connect(self._formatted)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(theme.S3), theme.px(theme.S1), theme.px(theme.S3), theme.px(theme.S1))
        row.setSpacing(theme.px(theme.S2))
        row.addWidget(self.state)
        row.addWidget(self.facts, 1)
        row.addWidget(self._copy)
        row.addWidget(self._save)
        self.setFixedHeight(theme.px(34))
        theme.notifier().changed.connect(self._restyle)

    def set_running(self, note: str = "") -> None:
        self._show("Running", "info", "running", note)

    def set_complete(self, data: Sequence[Any], duration: float | None = None, size: int | None = None) -> None:
        """`data` is what Copy and Save take; `duration` in seconds, `size` in bytes."""
        large = str(weigh(list(data))) if size is None else in_bytes(size)
        self._show("Complete", "success", "check", for_people(duration), large, data=data)

    def set_failed(self, duration: float | None = None) -> None:
        self._show("Failed", "danger", "error", for_people(duration))

    def set_cancelled(self, note: str = "", duration: float | None = None) -> None:
        self._show("Cancelled", "neutral", "stop", for_people(duration), note)

    def _show(self, word: str, tone: Tone, icon: str, *facts: str, data: Sequence[Any] | None = None) -> None:
        if self.state.text() != word:
            self.state.setText(word)
            self.state.set_tone(tone, icon)
        self.facts.setText(" · ".join(fact for fact in facts if fact))
        self._data = () if data is None else data
        self._copy.setEnabled(data is not None)
        self._save.setEnabled(data is not None)

    def _copy_all(self) -> None:
        self._target = ""
        self._background.start(partial(pretty, list(self._data)))

    def _ask(self) -> None:
        ask_file(self, "result.json", self._save_to)

    def _save_to(self, target: str) -> None:
        self._target = target
        self._background.start(partial(pretty, list(self._data)))

    def _formatted(self, answer: tuple[str, bool]) -> None:
        if not self._target:
            QGuiApplication.clipboard().setText(answer[0])
            return
        try:
            Path(self._target).write_text(answer[0], encoding="utf-8", errors="replace", newline="")
        except OSError as error:
            self.facts.setText(f"Not saved: {error.strerror or error}.")
        else:
            self.facts.setText(f"Saved as {self._target}")

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(34))
