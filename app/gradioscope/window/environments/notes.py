"""What has to be said above an environment's variables: whose secrets they are, which are missing, what went wrong."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradioscope.library.environment.editing import Found
from gradioscope.library.environment.scope import SecretName
from gradioscope.window import theme
from gradioscope.window.environments.note import Note

LISTED = 6
"""Missing secrets that get a button each."""


class Notes(QWidget):
    """Hidden while there is nothing to say.

    Signals: `trustAsked(bool)` whether the folder is the same collection; `cleanAsked(None)`;
    `secretAsked(SecretName)` which the person wants to give.
    """

    trustAsked = Signal(object)
    cleanAsked = Signal(object)
    secretAsked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wrong = Note("error", "danger")
        self.told = Note("info", "info")
        self.whose = Note("warning", "warning")
        self.lacking = Note("key", "info")
        self.keyring = Note("warning", "warning")
        self.left = Note("trash", "text_muted")
        self._missing: tuple[SecretName, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        for note in (self.wrong, self.told, self.whose, self.lacking, self.keyring, self.left):
            column.addWidget(note)
        self.whose.offer("Keep apart", partial(self.trustAsked.emit, False))
        self.whose.offer("It is the same: use its secrets", partial(self.trustAsked.emit, True))
        self.left.offer("Remove them", partial(self.cleanAsked.emit, None))

    def problem(self, text: str) -> None:
        """What went wrong; empty for nothing."""
        self.wrong.say(text)

    def tell(self, text: str) -> None:
        """What a step has led to, until the next one; empty for nothing."""
        self.told.say(text)

    def show_found(self, found: Found, notice: str) -> None:
        """`notice` is why secrets are in memory only, or empty."""
        withheld = found.withheld
        known = "" if not withheld else f" They were given for {', '.join(map(str, withheld))}."
        self.whose.say(
            ""
            if withheld is None
            else f"This folder has the id of a collection whose secrets are on this computer.{known} If it is the same "
            "one, moved or cloned, it can use them. If somebody gave it to you, keep it apart."
        )
        self._say_missing(() if withheld is not None else found.missing())
        self.keyring.say(notice)
        names = ", ".join(dict.fromkeys(item.name for item in found.unused))
        self.left.say(f"In the keyring, and named by no file any more: {names}." if found.unused else "")

    def _say_missing(self, missing: tuple[SecretName, ...]) -> None:
        if missing != self._missing:
            self._missing = missing
            self.lacking.clear_offers()
            for item in missing[:LISTED]:
                self.lacking.offer(_short(item), partial(self.secretAsked.emit, item))
        names = ", ".join(dict.fromkeys(item.name for item in missing))
        count = len(missing)
        self.lacking.say(
            f"This collection needs {count} secret{'' if count == 1 else 's'}: {names}." if missing else ""
        )


def _short(item: SecretName) -> str:
    """A button's text that fits into a narrow page."""
    name = item.name if len(item.name) <= 20 else f"{item.name[:19]}…"
    where = item.environment if len(item.environment) <= 12 else f"{item.environment[:11]}…"
    return f"{where}: {name}" if where else name
