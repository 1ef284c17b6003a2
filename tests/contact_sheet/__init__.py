"""What the contact sheet is made of: one module a family of components, with its inputs and viewers in their states.

A family is a module of this folder with either or both of `inputs(folder)` and `viewers(folder)`; it writes the
files that its specimens show into the folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

UNSET: Any = object()


@dataclass(frozen=True)
class InputSpecimen:
    """A parameter as an app describes it, and the state its field is shown in."""

    label: str
    component: str
    props: Mapping[str, Any] = field(default_factory=dict)
    value: Any = UNSET
    """Loaded where given; without it the field is as in a new form."""
    required: bool = False
    default: Any = None
    example: Any = None
    schema: Mapping[str, Any] = field(default_factory=dict)
    info: str = ""
    python_type: str = ""
    check: bool = False
    """Whether what is wrong with the value is shown, as after a pause in typing."""
    disabled: bool = False


@dataclass(frozen=True)
class ViewerSpecimen:
    """A return and its value. `files` are the local copies of files in it, by their `path` on the server."""

    label: str
    component: str
    value: Any
    props: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)
    height: int = 0
    """Pixels it is given; 0 for as many as it wants."""
