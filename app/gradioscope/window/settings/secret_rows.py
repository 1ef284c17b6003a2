"""What is remembered of collections: secrets whose collection is gone, and what requests may read of this computer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradioscope.library.environment.remembered import Allowed, LeftBehind
from gradioscope.window import theme
from gradioscope.window.parts import Button, Label
from gradioscope.window.scopes import Scopes
from gradioscope.window.tasks import Tasks

LISTED = 6
"""Names that are told of one collection."""


class SecretRows(QWidget):
    """Each with the way to take it back."""

    def __init__(self, scopes: Scopes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scopes = scopes
        self._tasks = Tasks(self)
        self.text = Label("", tone="muted", wrap=True)
        self.problem = Label("", tone="danger", wrap=True)
        self.problem.hide()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.S2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self.text)
        column.addLayout(self._rows)
        column.addWidget(self.problem)
        self.reload()

    def reload(self) -> None:
        self._tasks.start("load", self._load())

    async def _load(self) -> None:
        gone, allowed = await self._scopes.left_behind(), await self._scopes.allowed()
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for each in gone:
            self._add(_of_gone(each), "Remove", partial(self._forget, each))
        for allowance in allowed:
            self._add(_of_allowed(allowance), "Take back", partial(self._take_back, allowance))
        nothing = "No secret is left of a collection that is gone, and no request may read this computer's environment."
        self.text.setText("" if gone or allowed else nothing)
        self.text.setVisible(not (gone or allowed))

    def _add(self, text: str, answer: str, act: Callable[[], Awaitable[None]]) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.S3)
        button = Button(answer, "secondary", compact=True)
        button.setAccessibleName(f"{answer}: {text}")
        button.clicked.connect(lambda: self._tasks.start("act", self._act(act)))
        line.addWidget(Label(text, wrap=True), 1)
        line.addWidget(button)
        self._rows.addWidget(row)

    async def _act(self, act: Callable[[], Awaitable[None]]) -> None:
        await act()
        await self._load()

    async def _forget(self, gone: LeftBehind) -> None:
        left = await self._scopes.forget_left_behind(gone)
        self.problem.setText(f"The keyring still has them. {self._scopes.notice}" if left else "")
        self.problem.setVisible(bool(left))

    async def _take_back(self, allowance: Allowed) -> None:
        await self._scopes.take_back(allowance.folder)


def _of_gone(gone: LeftBehind) -> str:
    names = list(dict.fromkeys(item.name for item in gone.secrets))
    listed = ", ".join(names[:LISTED]) + (" …" if len(names) > LISTED else "")
    where = " and ".join(map(str, gone.folders)) or "a collection"
    count = len(gone.secrets)
    return f"{count} secret{'' if count == 1 else 's'} of {where}, which is not there: {listed}"


def _of_allowed(allowance: Allowed) -> str:
    return f"Requests in {allowance.folder} may read {', '.join(allowance.names)} from this computer's environment"
