"""Undo and redo over states that are values."""

from __future__ import annotations

from typing import Generic, TypeVar

State = TypeVar("State")

MOST = 100


class Steps(Generic[State]):
    """The states that were, the last one the one that is; and those that were undone."""

    def __init__(self, start: State) -> None:
        self._done = [start]
        self._undone: list[State] = []

    def remember(self, state: State) -> None:
        """It is so now."""
        if state != self._done[-1]:
            self._done.append(state)
            self._undone.clear()
            del self._done[:-MOST]

    def undo(self) -> State | None:
        """The state before; None where there is none."""
        if len(self._done) < 2:
            return None
        self._undone.append(self._done.pop())
        return self._done[-1]

    def redo(self) -> State | None:
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]
