"""The media type that a file's name tells, the same on every computer.

`mimetypes` reads the system's own tables, which differ: a bare Debian or Windows knows no FLAC, AVIF or GLB.
"""

from __future__ import annotations

import mimetypes

_TABLE = {
    "image": "apng avif bmp gif heic heif ico jfif=jpeg jpeg jpg=jpeg jxl png svg=svg+xml tif=tiff tiff webp",
    "audio": (
        "aac aif=aiff aiff amr flac m4a=mp4 mid=midi midi mka=x-matroska mp3=mpeg oga=ogg ogg opus=ogg wav=x-wav"
        " weba=webm wma=x-ms-wma"
    ),
    "video": (
        "3gp=3gpp avi=x-msvideo flv=x-flv m2ts=mp2t m4v=mp4 mkv=x-matroska mov=quicktime mp4 mpeg mpg=mpeg ogv=ogg"
        " webm wmv=x-ms-wmv"
    ),
    "model": "glb=gltf-binary gltf=gltf+json obj ply=x-ply stl",
    "text": (
        "css csv htm=html html md=markdown markdown py=x-python srt=x-subrip tsv=tab-separated-values txt=plain vtt"
    ),
}
TYPES = {
    f".{ending}": f"{family}/{subtype or ending}"
    for family, listed in _TABLE.items()
    for ending, _, subtype in (item.partition("=") for item in listed.split())
}
"""Ending to media type. Where the system's table and this one differ, this one holds."""

_built_in = mimetypes.MimeTypes(filenames=())
"""What Python itself ships, without the system's files and the registry."""


def media_type(name: str) -> str:
    """The type of a file of that name, `image/png`; empty where its ending is not known."""
    dot = name.rfind(".")
    found = TYPES.get(name[dot:].lower()) if dot >= 0 else None
    return found or _built_in.guess_type(name.lower(), strict=False)[0] or ""


def endings(family: str) -> list[str]:
    """The endings of a family, `image`, sorted."""
    known = {ending for ending, kind in TYPES.items() if kind.startswith(f"{family}/")}
    for table in _built_in.types_map:
        known |= {ending for ending, kind in table.items() if kind.startswith(f"{family}/") and ending not in TYPES}
    return sorted(known)
