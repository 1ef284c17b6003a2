"""What a person may have meant."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`Did you mean …?` with the closest few, or empty."""
    import difflib  # only ever needed for an error

    names = list(known)
    lowered = {name.lower(): name for name in names}
    close = difflib.get_close_matches(word.lower(), lowered, n=3, cutoff=0.5)
    if not close:
        close = [low for low in lowered if word and (word.lower() in low or low.strip("/") in word.lower())][:3]
    if not close:
        return ""
    quoted = [f"`{lowered[low]}`" for low in close]
    return f"Did you mean {quoted[0] if len(quoted) == 1 else ', '.join(quoted[:-1]) + ' or ' + quoted[-1]}?"
