"""How well a few typed letters fit a text: the command palette's search."""

from __future__ import annotations


def score(typed: str, text: str) -> int | None:
    """Higher is better; None where the letters do not occur in order. Blanks in `typed` are ignored.

    Letters that begin a word and letters in a row count more, so `nr` finds `New request` first.
    """
    wanted = [letter for letter in typed.casefold() if not letter.isspace()]
    if not wanted:
        return 0
    folded = text.casefold()
    whole = typed.casefold().strip()
    found = folded.find(whole)
    if found >= 0:
        return 1000 - found + (200 if found == 0 or not folded[found - 1].isalnum() else 0) - len(folded) // 8
    total, position, before = 0, 0, -2
    for letter in wanted:
        at = _best(folded, letter, position)
        if at < 0:
            return None
        total += 10 if at == before + 1 else 0
        total += 15 if at == 0 or not folded[at - 1].isalnum() else 0
        total -= min(at - position, 10)
        before, position = at, at + 1
    return total


def _best(folded: str, letter: str, start: int) -> int:
    """The letter at the next word's beginning where there is one near, otherwise the next one."""
    first = folded.find(letter, start)
    at = first
    while 0 <= at < first + 20:
        if at == 0 or not folded[at - 1].isalnum():
            return at
        at = folded.find(letter, at + 1)
    return first
