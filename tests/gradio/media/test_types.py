"""A file's type does not depend on the computer."""

from __future__ import annotations

import mimetypes

import pytest

from gradioscope.gradio.media.types import endings, media_type
from gradioscope.request.file_types import fits


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer whose own tables have nothing right."""
    wrong = mimetypes.MimeTypes(filenames=())
    for ending in (".flac", ".png", ".mp4", ".glb", ".txt"):
        wrong.add_type("application/x-wrong", ending)
    monkeypatch.setattr(mimetypes, "_db", wrong)
    monkeypatch.setattr(mimetypes, "inited", True)


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *((f"a.{e}", "audio") for e in ("flac", "ogg", "opus", "m4a", "mp3", "wav", "aac", "weba")),
        *((f"a.{e}", "video") for e in ("mkv", "webm", "mp4", "mov", "avi")),
        *((f"A.{e}", "image") for e in ("AVIF", "HEIC", "webp", "png", "jfif", "svg")),
        *((f"a.{e}", "text") for e in ("md", "csv", "txt", "srt", "py")),
        ("b.c.glb", "model"),
    ],
)
def test_the_usual_media_have_their_type_everywhere(name: str, kind: str) -> None:
    assert media_type(name).startswith(f"{kind}/")
    if kind != "model":
        assert fits(name, (kind,))
        assert fits(name, (f"{kind}/*",))
        assert f".{name.lower().rpartition('.')[2]}" in endings(kind)


def test_what_is_not_known_has_no_type() -> None:
    assert media_type("no ending") == media_type("a.nothing-known") == media_type("") == ""
    assert media_type("a.json") == "application/json"
