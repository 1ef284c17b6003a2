"""Values in plain ASCII for the shells of Windows: a script survives every code page, and no sign means two things."""

from __future__ import annotations

import re

from gradioscope.snippets.payload import Piece, Variable, escape
from gradioscope.snippets.plan import Upload

_NOT_ASCII = re.compile(r"[^\x00-\x7e]")


def ascii_pieces(pieces: list[Piece]) -> list[Piece]:
    """JSON text with `\\uXXXX` for whatever is not ASCII; outside of its strings it is ASCII anyway."""
    return [
        piece if isinstance(piece, Variable) or piece.isascii() else _NOT_ASCII.sub(escape, piece) for piece in pieces
    ]


def plain_name(upload: Upload) -> str:
    """The file name told to the server: ASCII without quotes. The true one goes into the body as `orig_name`."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", upload.send_as)
