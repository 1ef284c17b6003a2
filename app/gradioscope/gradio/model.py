"""What an app offers, as frozen values: App, Endpoint, Parameter, Return, LocalFile.

`discovery` makes them from `/config` and `/info`; everything above reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Json = Any
"""Any JSON value: None, bool, int, float, str, list of Json, dict of str to Json."""

FieldKind = Literal[
    "text",
    "code",
    "markdown",
    "html",
    "number",
    "slider",
    "checkbox",
    "choice",
    "choices",
    "color",
    "datetime",
    "file",
    "files",
    "server_files",
    "image",
    "image_pair",
    "image_editor",
    "annotated_image",
    "gallery",
    "audio",
    "video",
    "model3d",
    "table",
    "chat",
    "multimodal",
    "dialogue",
    "highlighted_text",
    "label",
    "plot",
    "parameters",
    "sample",
    "structure",
    "json",
]
"""The kind of input made for a parameter.

`structure` is made from a JSON schema (gr.api's Python types, custom components that have one); `json`,
the free editor, is for what is free JSON itself.
"""

OutputKind = Literal[
    "text",
    "code",
    "markdown",
    "html",
    "number",
    "checkbox",
    "choices",
    "color",
    "file",
    "files",
    "server_files",
    "image",
    "image_pair",
    "image_editor",
    "annotated_image",
    "gallery",
    "audio",
    "video",
    "model3d",
    "table",
    "chat",
    "multimodal",
    "dialogue",
    "highlighted_text",
    "label",
    "plot",
    "parameters",
    "json",
]
"""The kind of viewer a returned value gets."""

FILE_DATA = {"_type": "gradio.FileData"}
"""The `meta` that tells Gradio (5 and later insist) that a dict stands for a file."""


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file of this computer inside a value; uploaded when the request runs."""

    path: str

    @property
    def name(self) -> str:
        return Path(self.path).name


def local_files(value: Json) -> Iterator[LocalFile]:
    """Every LocalFile inside a value, however deep, in reading order."""
    if isinstance(value, LocalFile):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from local_files(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from local_files(item)


def file_data(path: str, name: str | None = None) -> dict[str, Json]:
    """The FileData an endpoint takes: `path` is a path the upload returned, or an http(s) address.

    Without `orig_name` an Image is re-encoded to `image.webp` by the server.
    """
    data: dict[str, Json] = {"path": path, "meta": dict(FILE_DATA)}
    if name:
        data["orig_name"] = name
    return data


def is_file_data(value: Json) -> bool:
    """Whether a dict found in an output stands for a file on the app's server."""
    return (
        isinstance(value, dict)
        and isinstance(meta := value.get("meta"), dict)
        and meta.get("_type") == "gradio.FileData"
        and isinstance(value.get("path"), str)
    )


def files_in(value: Json) -> Iterator[dict[str, Json]]:
    """Every file that an output holds, however deep, in reading order."""
    if is_file_data(value):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from files_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from files_in(item)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value an endpoint takes, with what `/config` knows of its component."""

    name: str
    """The Python parameter's name; unique within the endpoint (`param_2` where the app has none)."""
    label: str
    """What a person reads; unique within the endpoint (`label 2` for the second of the same)."""
    component: str
    """The component's type in lower case: `textbox`, `slider`, …; `api` for gr.api."""
    kind: FieldKind
    position: int
    """Index in the `data` list that is sent, State positions counted."""
    required: bool = False
    default: Json = None
    """What is sent when the person says nothing; meaningless where `required`."""
    example: Json = None
    schema: Mapping[str, Json] = field(default_factory=dict)
    python_type: str = ""
    info: str = ""
    props: Mapping[str, Json] = field(default_factory=dict)
    """The component's props from `/config`; one that is None on the server is absent here."""
    component_id: int | None = None
    """The component's id, for what its server functions are asked; None where `/config` has no match."""


@dataclass(frozen=True, slots=True)
class Example:
    """One of the app's own examples: values for some of an endpoint's parameters, ready to be sent."""

    label: str
    values: Mapping[str, Json]
    """By parameter name."""
    missing: tuple[str, ...] = ()
    """Parameters whose file the app tells the name of alone, so that it has to be given by hand."""


@dataclass(frozen=True, slots=True)
class Return:
    """One value an endpoint returns."""

    label: str
    component: str
    kind: OutputKind
    position: int
    """Index in the `data` list that comes back, State positions counted."""
    schema: Mapping[str, Json] = field(default_factory=dict)
    python_type: str = ""
    props: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One function of an app that can be called by name."""

    name: str
    """With its leading slash: `/predict`. Not percent-encoded."""
    description: str
    parameters: tuple[Parameter, ...]
    returns: tuple[Return, ...]
    fn_index: int | None = None
    """The dependency's id, which `/cancel` and `queue/join` ask for; None when `/config` has no match."""
    inputs: int = 0
    """Length of the `data` list to send: the parameters and a null for each State."""
    generator: bool = False
    has_state: bool = False
    """Whether a State is among its inputs, so that a session makes a difference."""
    oauth_token: Literal["", "optional", "required"] = ""
    examples: tuple[Example, ...] = ()
    """What the app shows as examples for these parameters."""

    visibility: Literal["", "undocumented", "private"] = ""
    """Empty for one that the app lists; a private one has no name of its own and is called by its number."""
    page: str = ""
    """Title of the page it is on, in an app of several."""

    @property
    def by_call(self) -> bool:
        """Whether `/call/NAME` reaches it: names with a slash inside do not (405, even as %2F), nor do dots alone."""
        name = self.name.removeprefix("/")
        return self.visibility != "private" and "/" not in name and name not in ("", ".", "..")

    def parameter(self, name: str) -> Parameter | None:
        return next((p for p in self.parameters if p.name == name), None)


@dataclass(frozen=True, slots=True)
class App:
    """A Gradio app as it described itself when it was connected to."""

    url: str
    """The address that answered `/config`, without a slash at the end; never `config.root`."""
    api_prefix: str
    """`/gradio_api`, or empty on Gradio 4."""
    title: str
    version: str
    endpoints: tuple[Endpoint, ...]
    space_id: str | None = None
    app_id: str = ""
    """Changes when the server restarts; text, as it exceeds 2^53."""
    username: str | None = None
    """Who is logged in, where the app has a login of its own."""
    max_file_size: int | None = None
    """Bytes one upload may have, or None."""
    show_error: bool = False
    connect_heartbeat: bool = False
    hidden: tuple[Endpoint, ...] = ()
    """Endpoints that the app does not list, but that can be called."""
    page: str = ""
    """Title of the page that the address named, in an app of several."""
    left_out: tuple[str, ...] = ()
    """Names of endpoints that neither `/info` nor `/config` describes in a way that is known."""

    @property
    def api(self) -> str:
        """Base of the API's addresses: `url` + `api_prefix`."""
        return self.url + self.api_prefix

    @property
    def version_tuple(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.version.split(".")[:3] if part.isdigit())

    @property
    def legacy(self) -> bool:
        """Whether it is from before `/call` (4.20)."""
        return self.version_tuple < (4, 20)

    def endpoint(self, name: str) -> Endpoint | None:
        """The endpoint of that name, with or without its leading slash."""
        wanted = name if name.startswith("/") else "/" + name
        return next((e for e in (*self.endpoints, *self.hidden) if e.name == wanted), None)
