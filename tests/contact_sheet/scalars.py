"""Text of a kind, colours and truth values, in their states."""

from __future__ import annotations

from pathlib import Path

from tests.contact_sheet import InputSpecimen as Input
from tests.contact_sheet import ViewerSpecimen as Viewer

MARKDOWN = "# A title\n\nA paragraph with *emphasis*, `code` and a [link](https://example.org).\n\n- one\n- two\n"
HTML = "<h2>A title</h2><p>A paragraph with <b>weight</b>.</p><script>alert(1)</script>"


def inputs(folder: Path) -> list[Input]:
    del folder
    return [
        Input("Program", "code", {"language": "python"}, "def area(r):\n    return 3.14 * r**2"),
        Input("Empty program", "code", {"language": "python"}, required=True),
        Input("Notes", "markdown", value=MARKDOWN),
        Input("Page", "html", value=HTML),
        Input("Colour", "colorpicker", value="#ff8800"),
        Input("Half see-through", "colorpicker", value="rgba(0, 80, 255, 0.4)"),
        Input("No colour", "colorpicker", value="#ff880", check=True),
        Input("When", "datetime", value="2024-05-06 07:08:09"),
        Input("Some day", "datetime", {"include_time": False}),
        Input("Wrong", "datetime", value="yesterday", check=True),
        Input("Disabled", "datetime", value="now - 5m", disabled=True),
    ]


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
        Viewer("Program", "code", "def area(r):\n    return 3.14 * r**2  # about\n", {"language": "python"}),
        Viewer("Picked", "checkboxgroup", ["s", "l", "own"], {"choices": [["Small", "s"], ["Large", "l"]]}),
        Viewer("Server files", "fileexplorer", [["sub", "two.txt"], ["one.txt"]]),
    ]
