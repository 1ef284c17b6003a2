"""JSON in few bytes, and back."""

from __future__ import annotations

import json
import zlib

from gradioscope.gradio.model import Json

LARGEST = 512 * 1024 * 1024
"""Bytes that a kept value may unfold to."""


def pack(value: Json) -> bytes:
    """Any JSON value, halves of surrogate pairs included. ValueError for one nested too deep."""
    try:
        text = json.dumps(value, separators=(",", ":"))
    except RecursionError as error:
        raise ValueError("It is nested too deep to be kept.") from error
    return zlib.compress(text.encode("ascii"), 1)


def unpack(packed: bytes) -> Json:
    """The value of `pack`. ValueError where it is none."""
    try:
        unfolder = zlib.decompressobj()
        text = unfolder.decompress(packed, LARGEST)
        if not unfolder.eof:
            raise ValueError("It is cut off, or unfolds to more than can be shown.")
        return json.loads(text)
    except (zlib.error, RecursionError) as error:
        raise ValueError(f"It is damaged: {error}.") from error
