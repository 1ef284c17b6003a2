"""The snippet: for which tool, its text, and the button that copies it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from gradioscope.gradio.errors import Explanation
from gradioscope.snippets.options import Options
from gradioscope.window import theme
from gradioscope.window.parts import Banner, Button, EmptyState, Hairline, IconButton, Label, Popover
from gradioscope.window.parts.announce import announce
from gradioscope.window.snippet_panel.choices import SnippetChoices
from gradioscope.window.snippet_panel.text import SnippetText

if TYPE_CHECKING:
    from gradioscope.window.snippet_panel.run_pane import RunPane

COPIED_MS = 1600


class SnippetPanel(QWidget):
    """`Snippet target`, `Snippet` and `Copy snippet`.

    Signals: `targetChanged(str)` the name of the target the person chose, `optionsChanged(Options)` what they chose
    for it, `copied()`, `runAsked(None)` to run it in the person's shell: the owner gives `run_here` the script,
    `secretsAsked(None)` to copy it with its secrets, `exportAsked(str)` to save the request in this format,
    `appeared(None)` when it comes into sight.
    """

    targetChanged = Signal(object)
    optionsChanged = Signal(object)
    runAsked = Signal(object)
    secretsAsked = Signal(object)
    exportAsked = Signal(object)
    appeared = Signal(object)
    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.targets = QComboBox()
        self.targets.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.targets.currentIndexChanged.connect(self._chosen)
        label = Label("Snippet target", tone="muted")
        label.setBuddy(self.targets)
        label.setMaximumWidth(0)  # the name for assistive technology; the eye needs the room for what is chosen
        self.choices = SnippetChoices()
        self.choices.changed.connect(self.optionsChanged.emit)
        self._popover = Popover(self.choices, self)
        self._popover.setAccessibleName("Options of the snippet")
        self.options_button = IconButton("settings", "Options of the snippet")
        self.options_button.clicked.connect(self.show_options)
        self._suffix = ".sh"
        self._formats: dict[str, str] = {}
        self._saved = ""
        self._awaited = self._copy_asked = False
        self.text = SnippetText()
        self.copy_button = Button("Copy", icon="copy")
        self.copy_button.setAccessibleName("Copy snippet")
        self.copy_button.clicked.connect(self.copy)
        self.wrap_button = IconButton("text", "Wrap long lines", checkable=True)
        self.wrap_button.toggled.connect(self.text.set_wrap)
        self.save_button = IconButton("save", "Save snippet as…")
        self.save_button.clicked.connect(self.save)
        self.run_button = IconButton("run", "Run here, in your shell")
        self.run_button.clicked.connect(self._ask_run)
        if sys.platform == "win32":
            self.run_button.hide()
        self._run_pane: RunPane | None = None
        self.more_button = IconButton("more", "More for the snippet")
        self.more_button.clicked.connect(self._show_menu)
        self._notice = Label(size="meta", tone="muted", wrap=True)
        self._notice.setContentsMargins(theme.px(theme.S3), theme.px(theme.S1), theme.px(theme.S3), theme.px(theme.S1))
        self._notice.hide()
        self._told = QTimer(self)
        self._told.setSingleShot(True)
        self._told.setInterval(COPIED_MS)
        self._told.timeout.connect(self._untell)
        self._empty = EmptyState("terminal", "Choose an endpoint; the command that calls it appears here.")
        self.banner = Banner(tone="warning")
        problem = QWidget()
        inner = QVBoxLayout(problem)
        inner.setContentsMargins(*(theme.px(theme.S3),) * 4)
        inner.addWidget(self.banner)
        inner.addStretch(1)
        self._problem = problem
        self._pages = QStackedWidget()
        for page in (self._empty, self.text, self._problem):
            self._pages.addWidget(page)
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(theme.S3), theme.px(theme.S1), theme.px(theme.S3), theme.px(theme.S1))
        row.setSpacing(theme.px(theme.S2))
        named = QHBoxLayout()
        named.setSpacing(0)
        named.addWidget(label)
        named.addWidget(self.targets)
        row.addLayout(named)
        row.addWidget(self.options_button)
        row.addStretch(1)
        for button in (self.wrap_button, self.run_button, self.save_button, self.more_button, self.copy_button):
            row.addWidget(button)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Hairline())
        column.addWidget(self._pages, 3)
        column.addWidget(self._notice)
        self._ready(False)

    # -- the owner's side

    def set_targets(self, targets: Mapping[str, str]) -> None:
        """Name to what is shown. The chosen one stays chosen where it is still there; no signal."""
        chosen = self.target()
        self.targets.blockSignals(True)
        self.targets.clear()
        for name, shown in targets.items():
            self.targets.addItem(shown, name)
        self.targets.setCurrentIndex(max(0, self.targets.findData(chosen)))
        self.targets.blockSignals(False)

    def target(self) -> str:
        """The chosen target's name; empty where there is none."""
        return self.targets.currentData() or ""

    def set_target(self, name: str) -> None:
        """Choose a target; says so like a person's choice."""
        index = self.targets.findData(name)
        if index >= 0:
            self.targets.setCurrentIndex(index)

    def set_heeded(self, names: Iterable[str], suffix: str) -> None:
        """The options that mean something in the target, and what a file of it ends in: `.sh`."""
        self.choices.set_heeded(names)
        self._suffix = suffix
        self.text.set_language(suffix)

    def show_options(self) -> None:
        self._popover.open_at(self.options_button)

    def options(self) -> Options:
        return self.choices.options()

    def set_options(self, options: Options) -> None:
        """Show these as chosen; no signal."""
        self.choices.set_options(options)

    def await_text(self) -> None:
        """The text is being written anew: whoever copies until then gets that one."""
        self._awaited = True

    def set_text(self, text: str, shown: str | None = None) -> None:
        """The snippet for what is in the form. Empty text is the panel without an endpoint.

        `shown` is `text.fitting` of it, for one that is large: that was made elsewhere, as it takes its time.
        """
        self._awaited = False
        self.text.set_text(text, shown)
        self._pages.setCurrentWidget(self.text if text else self._empty)
        self._ready(bool(text))
        self._tell("Long lines are shown cut; Copy has them whole." if self.text.is_cut else "")
        if self._copy_asked:
            self.copy()

    def set_problem(self, text: str) -> None:
        """Why there is no snippet: a sentence about the form."""
        self._awaited = self._copy_asked = False
        self.text.set_text("")
        self.banner.set_explanation(Explanation("There is no snippet yet.", text))
        self._pages.setCurrentWidget(self._problem)
        self._ready(False)
        self._tell("")

    def snippet(self) -> str:
        return self.text.toPlainText()

    def copy(self) -> None:
        """Put the snippet on the clipboard and say so on the button."""
        self._copy_asked = self._awaited
        if self._awaited:
            self._tell("It is being written, and copied then.")
            return
        if not self.snippet():
            return
        QGuiApplication.clipboard().setText(self.snippet())
        self.copy_button.setText("Copied")
        self.copy_button.set_icon("check")
        self._told.start()
        announce(self, "Snippet copied")
        self.copied.emit()

    def set_exports(self, formats: Mapping[str, str]) -> None:
        """Formats of other tools, name to what is shown; they are in the menu."""
        self._formats = dict(formats)

    def save(self) -> None:
        """Ask for a file and write the snippet to it."""
        self.save_text(self.snippet(), self._suffix)

    def save_text(self, text: str, suffix: str) -> None:
        """Ask for a file with such a name and write the text to it."""
        self._saved = text
        dialog = QFileDialog(self, "Save as")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(f"request{suffix}")
        dialog.fileSelected.connect(self._save_to)
        dialog.open()

    @property
    def run_pane(self) -> RunPane:
        """Made when something is run the first time."""
        if self._run_pane is None:
            from gradioscope.window.snippet_panel.run_pane import RunPane

            self._run_pane = RunPane()
            self._column.addWidget(self._run_pane, 2)
        return self._run_pane

    def run_here(self, script: str, given: Mapping[str, str], missing: Sequence[str]) -> None:
        """Run a script for POSIX shells below the text; `missing` environment variables are asked for first."""
        self.run_pane.begin(script, given, missing)

    def confirm_secrets(self, names: Sequence[str], accepted: Callable[[], None]) -> None:
        """Ask before the values of these variables go into a copied text."""
        from gradioscope.window.snippet_panel.with_secrets import ask

        if names:
            self._question = ask(self, names, accepted)
        else:
            self.tell("This request has no secrets; Copy has all of it.")

    def copy_secret(self, text: str, missing: Sequence[str]) -> None:
        """Put a text with secrets on the clipboard; it is kept nowhere else."""
        from gradioscope.window.snippet_panel.with_secrets import put_on_clipboard

        put_on_clipboard(text)
        still = f" Still to be set where it runs: {', '.join(missing)}." if missing else ""
        self.tell(f"Copied with secrets.{still}")

    def tell(self, text: str) -> None:
        """A sentence below the text; empty for none."""
        self._tell(text)

    def close_down(self) -> None:
        """The tab goes: what runs is ended."""
        if self._run_pane is not None:
            self._run_pane.close_pane()

    # -- inside

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.appeared.emit(None)

    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Copy with secrets…").triggered.connect(self._ask_secrets)
        exports = menu.addMenu("Save the request for")
        for name, label in self._formats.items():
            exports.addAction(label).setData(name)
        exports.triggered.connect(self._ask_export)
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def _ask_export(self, action: QAction) -> None:
        self.exportAsked.emit(action.data())

    def _ask_secrets(self) -> None:
        self.secretsAsked.emit(None)

    def _ask_run(self) -> None:
        self.runAsked.emit(None)

    def _save_to(self, target: str) -> None:
        try:
            Path(target).write_text(self._saved, encoding="utf-8", errors="surrogateescape", newline="")
        except (OSError, UnicodeError) as error:
            self._tell(f"Not saved: {error}.")
        else:
            self._tell(f"Saved as {target}")

    def _chosen(self, index: int) -> None:
        if index >= 0:
            self.targetChanged.emit(self.targets.itemData(index))

    def _ready(self, ready: bool) -> None:
        for button in (self.copy_button, self.save_button, self.run_button, self.wrap_button, self.more_button):
            button.setEnabled(ready)

    def _tell(self, text: str) -> None:
        self._notice.setText(text)
        self._notice.setVisible(bool(text))

    def _untell(self) -> None:
        self.copy_button.setText("Copy")
        self.copy_button.set_icon("copy")
