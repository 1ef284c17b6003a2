"""What has changed in the app since the request was made for it, above the request, until it is settled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from gradioscope.request.drift import Change, Step
from gradioscope.window import theme
from gradioscope.window.parts import Button, ElidedLabel, Hairline, IconButton, IconLabel, Label
from gradioscope.window.parts.announce import announce
from gradioscope.window.parts.group import Group
from gradioscope.window.request_tab.drift_row import DriftRow

MOST = 15
"""Changes with a row of their own; the next ones get theirs as these are settled."""
TALLEST = 0.4
"""Share of the tab's height that the changes may take; more of them scroll."""


class DriftPanel(Group):
    """A band under the address. Esc folds it, Ctrl+Z takes back what was settled last.

    Signals: `accepted(Change, Step)`, `kept(Change)`, `fieldAsked(str)`, `allAccepted(None)`, `undoAsked(None)`,
    `closed(None)`, `done(None)` when the focus has nothing to go to here any more.
    """

    accepted = Signal(object, object)
    kept = Signal(object)
    fieldAsked = Signal(object)
    allAccepted = Signal(object)
    undoAsked = Signal(object)
    closed = Signal(object)
    done = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Changes in the app", parent)
        self._since = ""
        self._rows: list[DriftRow] = []
        self._changes: tuple[Change, ...] = ()
        self._notes: tuple[Change, ...] = ()
        self._open = True
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._icon = IconLabel("warning", "warning")
        self.headline = Label("", bold=True)
        self.hint = ElidedLabel("", "meta", "muted")
        self.accept_all = Button("Accept all", "primary", compact=True)
        self.accept_all.clicked.connect(self._accept_all)
        self.undo_button = Button("Undo", "quiet", "undo", compact=True)
        self.undo_button.clicked.connect(self._undo)
        self.fold_button = IconButton("chevron-up", "Hide the changes")
        self.fold_button.clicked.connect(self._toggle)
        self.close_button = IconButton("close", "Close")
        self.close_button.clicked.connect(self._close)
        head = QHBoxLayout()
        head.setContentsMargins(theme.S4, theme.S2, theme.S3, theme.S2)
        head.setSpacing(theme.S2)
        head.addWidget(self._icon)
        head.addWidget(self.headline)
        head.addWidget(self.hint, 1)
        for button in (self.undo_button, self.accept_all, self.fold_button, self.close_button):
            head.addWidget(button)
        self._area = _Area(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline())
        column.addLayout(head)
        column.addWidget(self._area)
        column.addWidget(Hairline())
        # not by its key event: a combo box with the focus would take that for the beginning of a word
        undo = QShortcut(QKeySequence.StandardKey.Undo, self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self._undo)
        self.hide()

    @property
    def rows(self) -> Sequence[DriftRow]:
        """The first of those that are not settled."""
        return self._rows

    def acceptable(self) -> list[tuple[Change, Step | None]]:
        """What can be accepted as it stands, with what is chosen for it."""
        found = [(row.change, row.step()) for row in self._rows if row.acceptable]
        rest = self._changes[len(self._rows) :]
        return [*found, *((change, change.step) for change in rest if change.step is not None)]

    def show_changes(self, since: str, open_: Sequence[Change], settled: int, notes: tuple[Change, ...]) -> None:
        """Show what is open; `settled` of them were decided on, `notes` are harmless. `since` is as "since …"."""
        had = any(row.hasFocus() or row.isAncestorOf(self.focusWidget() or row) for row in self._rows)
        before = len(self._rows)
        self._since, self._notes = since, notes
        same = self._changes == tuple(open_)
        if not same:
            self._changes = tuple(open_)
            self._fill(open_)
        self._say(settled)
        if not self._rows and (before or not self.isVisible()):
            self._open = False  # what is harmless is said when it is asked for
        elif self._rows and not before:
            self._open = True
        self.unfold(self._open)
        if not self.isVisible() or before != len(open_):
            announce(self, f"{self.headline.text()} {self.hint.text()}")
        if had and not same:
            self.take_focus()

    def take_focus(self) -> None:
        """Go to the first change that is open."""
        self.unfold()
        if self._rows:
            self._rows[0].take_focus()
            self._area.ensureWidgetVisible(self._rows[0])
        else:
            self.done.emit(None)

    def unfold(self, open_: bool = True) -> None:
        self._open = open_
        self._area.setVisible(open_ and bool(self._rows or self._notes))
        self.fold_button.set_icon("chevron-up" if open_ else "chevron-down")
        self.fold_button.set_name("Hide the changes" if open_ else "Show the changes")

    # -- inside

    def _fill(self, changes: Sequence[Change]) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.S4 + theme.S6, 0, theme.S4, theme.S2)
        column.setSpacing(0)
        self._rows = []
        for change in changes[:MOST]:
            if self._rows:
                column.addWidget(Hairline())
            row = DriftRow(change)
            row.accepted.connect(self.accepted.emit)
            row.kept.connect(self.kept.emit)
            row.fieldAsked.connect(self.fieldAsked.emit)
            column.addWidget(row)
            self._rows.append(row)
        if len(changes) > MOST:
            column.addWidget(Label(f"and {len(changes) - MOST} more", "meta", "muted"))
        if self._notes:
            lines = [change.text for change in self._notes[:MOST]]
            if len(self._notes) > MOST:
                lines.append(f"and {len(self._notes) - MOST} more")
            text = "\n".join(lines)
            note = Label(text if not changes else f"Harmless:\n{text}", "meta", "muted", wrap=True, selectable=True)
            note.setContentsMargins(0, theme.S1 if changes else 0, 0, theme.S1)
            column.addWidget(note)
        self._area.setWidget(inner)  # the one before is deleted
        self._area.updateGeometry()

    def _say(self, settled: int) -> None:
        count = len(self._changes)
        breaks = sum(change.severity == "breaks" for change in self._changes)
        if count:
            self.headline.setText(f"{_changes(count)} since {self._since}")
            self.hint.setText(
                "Nothing is sent until they are settled." if count > 1 else "Nothing is sent until it is settled."
            )
        elif settled:
            self.headline.setText(f"{_changes(settled)} settled")
            self.hint.setText("Save the request to remember it.")
        else:
            self.headline.setText(f"{_changes(len(self._notes), 'harmless')} since {self._since}")
            self.hint.setText("")
        self._icon.set_icon(
            *(("warning", "warning") if count else ("check", "success") if settled else ("info", "info"))
        )
        acceptable = len(self.acceptable())
        self.accept_all.setVisible(acceptable > 0 and count > 1)
        self.accept_all.setText("Accept all" if acceptable == count else f"Accept {acceptable} of {count}")
        self.undo_button.setVisible(settled > 0)
        self.fold_button.setVisible(bool(self._rows or self._notes))
        self.close_button.setVisible(not count)
        self.setAccessibleDescription(f"{breaks} of them break the request" if breaks else "")

    def _accept_all(self) -> None:
        self.allAccepted.emit(None)

    def _undo(self) -> None:
        self.undoAsked.emit(None)

    def _toggle(self) -> None:
        self.unfold(not self._open)

    def _close(self) -> None:
        self.closed.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._open:
            self.unfold(False)
        else:
            super().keyPressEvent(event)


class _Area(QScrollArea):
    """As tall as what is in it, up to a share of the tab."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        inner = self.widget()
        if inner is None:
            return QSize(0, 0)
        layout = inner.layout()
        width = self.viewport().width()
        wanted = layout.heightForWidth(width) if layout is not None and layout.hasHeightForWidth() else -1
        wanted = wanted if wanted > 0 else inner.sizeHint().height()
        tab = self.window().height() if self.parentWidget() is None else self.parentWidget().parentWidget().height()  # type: ignore[union-attr]
        return QSize(inner.sizeHint().width(), min(wanted, max(round(TALLEST * tab), theme.px(80))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # texts wrap elsewhere

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self.sizeHint().height(), theme.px(56)))


def _changes(count: int, kind: str = "") -> str:
    noun = f"{kind} change" if kind else "change"
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"
