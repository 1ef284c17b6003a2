"""What every viewer has: a header with label, kind and actions, and a word for values that do not fit."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.gradio.model import Return
from gradioscope.window import theme
from gradioscope.window.outputs.saving import ask_file, safe_name
from gradioscope.window.parts import Chip, ElidedLabel, IconButton, Label
from gradioscope.window.parts.background import Background
from gradioscope.window.parts.data_text import DataText
from gradioscope.window.parts.group import Group
from gradioscope.window.parts.label import Tone
from gradioscope.window.parts.preview import one_line, pretty, weigh

LARGE = 500_000
"""Characters of JSON that are formatted in a thread when they are copied or saved."""
NOTHING = "nothing (null)"


class Viewer(Group):
    """Shows one returned value. Its accessible name is the return's label.

    Signals: `fileRequested(FileData)` where a file is needed to show or open it (answer with `show_file`),
    `saveRequested(SaveFiles)` where files of the app are to be saved.

    A viewer has `make_content`, `accepts` and `show_value`; `copyable` and `suffix` where text is not it.
    """

    fileRequested = Signal(object)
    saveRequested = Signal(object)

    suffix = ".json"
    """Of the file that Save as proposes."""
    grows = True
    """Whether more room than it needs is of use to it."""

    def __init__(self, ret: Return, parent: QWidget | None = None) -> None:
        super().__init__(ret.label, parent)
        self.ret = ret
        self._value: Any = None
        self._shown: Any = None
        self._has_shown = False
        self._fits = False
        self._target = ""
        self._raw: DataText | None = None
        self._fallback: Viewer | None = None
        self._background = Background(self)
        self._background.done.connect(self._formatted)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(theme.S1))
        self._header = self._make_header()
        self._notice = Label(tone="muted", wrap=True, selectable=True)
        self._notice.hide()
        self._content = self.make_content()
        self._column.addLayout(self._header)
        self._column.addWidget(self._notice)
        self._column.addWidget(self._content, 1)
        self.load(None)

    # -- what a kind of viewer has of its own

    def make_content(self) -> QWidget:
        """The widget that shows a value."""
        raise NotImplementedError

    def accepts(self, value: Any) -> bool:
        """Whether this viewer can show the value; if not, it is shown as JSON."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Put an accepted value into the content. May be the same or a longer one than before."""
        raise NotImplementedError

    def copyable(self, value: Any) -> str | None:
        """The text that Copy and Save as take; None means its JSON."""
        return None

    def extra_actions(self) -> list[QWidget]:
        """Buttons before Copy and Save."""
        return []

    # -- the owner's side

    def load(self, value: Any) -> None:
        """Show a value: as it is, null, or an update, which changes a component and may leave its value."""
        if self._value is value and self._has_shown:
            return
        self._value = value
        if isinstance(value, dict) and value.get("__type__") == "update":
            changes = {k: v for k, v in value.items() if k not in ("__type__", "value")}
            told = "; ".join(f"{k} is now {one_line(v, 200)}" for k, v in changes.items())
            if "value" in value:
                self._show(value["value"])
                self._note(f"Changed as well: {told}" if told else "")
            else:
                self._note(f"The value stays as it was. Changed: {told}." if told else "The value stays as it was.")
                self._content.setVisible(self._has_shown and self._shown is not None)
            return
        self._show(value)

    def value(self) -> Any:
        """What was loaded, an update included."""
        return self._value

    def show_file(self, file: dict[str, Any], path: Path) -> None:
        """The file asked for is here."""

    def finish(self) -> None:
        """The value is the last one: no more steps of a generator will come."""

    def file_failed(self, file: dict[str, Any], why: str) -> None:
        """The file asked for did not come."""
        del file
        self._note(why, "danger")

    # -- showing

    @property
    def shown(self) -> Any:
        """The value itself, taken out of an update."""
        return self._shown

    def _show(self, value: Any) -> None:
        self._shown, self._has_shown = value, True
        self._note(NOTHING if value is None else "")
        fits = value is not None and self.accepts(value)
        self._fits = fits
        self._fall_back(value is not None and not fits)
        if fits:
            self.show_value(value)
        elif self._fallback is not None:
            self._fallback.load(value)
        self._choose_page()
        for button in (self._copy_button, self._save_button, self._raw_button):
            button.setEnabled(value is not None)

    def _choose_page(self) -> None:
        raw = self._raw_shown()
        if raw and self._raw is not None:
            self._raw.show_value(self._shown)
        self._content.setVisible(self._fits and not raw)
        if self._fallback is not None:
            self._fallback.setVisible(not self._fits and self._shown is not None and not raw)

    def _fall_back(self, wanted: bool) -> None:
        if wanted and self._fallback is None:
            from gradioscope.window.outputs.json_tree import JsonViewer

            self._fallback = JsonViewer(self.ret, self)
            self._fallback.hide_header()
            self._column.addWidget(self._fallback, 1)

    def hide_header(self) -> None:
        """For a viewer inside a viewer."""
        for widget in self._header_widgets:
            widget.hide()

    def _note(self, text: str, tone: Tone = "muted") -> None:
        self._notice.setText(text)
        self._notice.setVisible(bool(text))
        self._notice.set_tone(tone)

    # -- header

    def _make_header(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.S2))
        title = ElidedLabel(self.ret.label, bold=True)
        chip = Chip(self.ret.component)
        self._copy_button = self.action("copy", "Copy")
        self._save_button = self.action("save", "Save as…")
        self._raw_button = self.action("json", "Raw JSON", checkable=True)
        self._copy_button.clicked.connect(self.copy)
        self._save_button.clicked.connect(self.save)
        self._raw_button.toggled.connect(self._toggle_raw)
        actions = [*self.extra_actions(), self._copy_button, self._save_button, self._raw_button]
        self._header_widgets = [title, chip, *actions]
        for widget in self._header_widgets:
            row.addWidget(widget, 1 if widget is title else 0)
        return row

    def action(self, icon: str, does: str, *, checkable: bool = False) -> IconButton:
        """A button of the header, named with the label to tell it from the other viewers'."""
        button = IconButton(icon, does, checkable=checkable)
        # the tooltip keeps the short word: a tooltip reads a label with markup in it as rich text
        button.setAccessibleName(f"{does.rstrip('…')}: {self.ret.label}")
        return button

    def copy(self) -> None:
        """Put the value on the clipboard."""
        self._with_text("")

    def save(self) -> None:
        """Ask for a file and write the value to it."""
        ask_file(self, safe_name(self.ret.label, self._suffix()), self._with_text)

    def _suffix(self) -> str:
        return ".json" if self._raw_shown() or self.copyable(self._shown) is None else self.suffix

    def _raw_shown(self) -> bool:
        return self._raw_button.isChecked()

    def _with_text(self, target: str) -> None:
        """Hand the value's text to a file, or with an empty target to the clipboard."""
        self._target = target
        text = None if self._raw_shown() else self.copyable(self._shown)
        if text is not None:
            self._formatted((text, True))
            return
        weight = weigh(self._shown)
        if weight.at_least or weight.characters > LARGE:
            self._background.start(partial(pretty, self._shown))
        else:
            self._formatted(pretty(self._shown))

    def _formatted(self, answer: tuple[str, bool]) -> None:
        text = answer[0]
        if not self._target:
            QGuiApplication.clipboard().setText(text)
            return
        try:
            # a lone surrogate, which JSON can spell, is no UTF-8
            Path(self._target).write_text(text, encoding="utf-8", errors="replace", newline="")
        except OSError as error:
            self._note(f"Not saved: {error.strerror or error}.", "danger")
        else:
            self._note(f"Saved as {self._target}")

    def _toggle_raw(self, raw: bool) -> None:
        if raw and self._raw is None:
            self._raw = DataText(f"Raw JSON of {self.ret.label}")
            self._column.addWidget(self._raw, 1)
        if self._raw is not None:
            self._raw.setVisible(raw)
        self._choose_page()
