"""Values from schemas, samples, and files of the app's own computer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.contact_sheet import InputSpecimen as Input

PERSON: dict[str, Any] = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "age": {"type": "integer"},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}
SAMPLES = {"samples": [["The quick brown fox", 1], ["Lorem ipsum " * 12, 2]], "headers": ["text", "n"]}


def inputs(folder: Path) -> list[Input]:
    del folder
    strings = {"type": "array", "items": {"type": "string"}}
    optional = {"oneOf": [{"type": "null"}, strings]}
    sizes = {"type": "object", "additionalProperties": {"type": "integer"}}
    ada = {"name": "Ada", "tags": ["first", "second"]}
    return [
        Input("Names", "api", schema=strings, value=["Ada", "Alan"], python_type="list[str]"),
        Input("Off", "api", schema=optional, value=None),
        Input("Sizes", "api", schema=sizes, value={"wide": 3, "high": 4}),
        Input("Person", "api", schema=PERSON, value=ada),
        Input("People", "api", schema={"type": "array", "items": PERSON}, value=[ada]),
        Input("Union", "api", schema={"anyOf": [{"type": "string"}, {"type": "integer"}]}, value=3),
        Input("Wrong", "api", schema=PERSON, value={"name": 1}, check=True),
        Input("Sample", "dataset", SAMPLES, value=1),
        Input("Server files", "fileexplorer", value=[["sub", "two.txt"]], default=[]),
    ]
