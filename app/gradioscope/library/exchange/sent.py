"""An HTTP request as another tool describes it: what all formats are read to.

Texts are in our own way of writing variables, `{{name}}`; `syntax` has what other tools write.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gradioscope.gradio.model import Json


@dataclass(frozen=True, slots=True)
class Sent:
    name: str
    method: str
    url: str
    folders: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    """JSON text, or what should be."""
    form: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()
    """Paths of the files of a multipart body."""
    notes: str = ""
    takes: str = ""
    """The variable that a script of the tool sets from the answer."""
    templates: bool = True
    """Whether `{{name}}` is a variable in it."""
    variables: tuple[str, ...] = ()
    """Without `templates`: texts that are variables all the same, where they are one and nothing else."""
    session_made: tuple[str, ...] = ()
    """Variables that a script makes anew before it is sent."""
    secrets: tuple[str, ...] = ()
    """Variables of the body that hold a secret."""
    by_name: bool = False
    """Whether a body without a list `data` has the values by name, as OpenAPI files of Gradio have it."""
    whole: bool = False
    """Whether its folders end in its own name, as it has one place for all of its steps."""
    stream: str = ""
    """Where the file says how its events are read."""


@dataclass(frozen=True, slots=True)
class Environments:
    """Variables as the file has them, by the name of the environment; those of the collection have none."""

    values: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    secrets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
