"""Text of a kind, colours and truth values, in their states."""

from __future__ import annotations

from pathlib import Path

from tests.contact_sheet import ViewerSpecimen as Viewer

MARKDOWN = "# A title\n\nA paragraph with *emphasis*, `code` and a [link](https://example.org).\n\n- one\n- two\n"
HTML = "<h2>A title</h2><p>A paragraph with <b>weight</b>.</p><script>alert(1)</script>"


def viewers(folder: Path) -> list[Viewer]:
    del folder
    return [
        Viewer("Notes", "markdown", MARKDOWN),
        Viewer("Page", "html", HTML),
        Viewer("Colour", "colorpicker", "#ff8800"),
        Viewer("Half see-through", "colorpicker", "rgba(0, 80, 255, 0.4)"),
        Viewer("By its name", "colorpicker", "rebeccapurple"),
        Viewer("Nobody knows", "colorpicker", "very blue"),
        Viewer("Done", "checkbox", True),
        Viewer("Failed", "checkbox", False),
        Viewer("Nothing", "checkbox", None),
    ]
