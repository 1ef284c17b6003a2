"""A filled-in call: an endpoint and the values for it. Becomes a payload, a snippet, later a file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from gradioscope.gradio.model import App, Endpoint, Json, LocalFile, file_data, local_files
from gradioscope.request.fields import Field, field_for
from gradioscope.request.file_types import too_large


@dataclass(frozen=True, slots=True)
class Access:
    """How the person gets at the app, without any secret itself. Snippets read those from the shell."""

    login_user: str | None = None
    """User name of the app's own login."""
    token: bool = False
    """Whether the Hugging Face token goes to this app, by the person's choice."""
    headers: tuple[tuple[str, str], ...] = ()
    insecure: bool = False
    """Whether the person allowed a certificate that cannot be checked."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Values by parameter name; one left out stands for the parameter's default."""

    app: App
    endpoint: Endpoint
    values: Mapping[str, Json] = field(default_factory=dict)
    session_hash: str | None = None
    """The session to go on with; None for a new one each run."""
    stream: Literal["queue", "result"] = "queue"
    """Where events are read: `/queue/data`, or `/call/NAME/EVENT_ID` as the curl guide does."""
    access: Access = field(default_factory=Access)
    from_environment: Mapping[str, str] = field(default_factory=dict)
    """For snippets, texts in values and headers that stand for a secret: to the variable of the shell that has it."""
    environment_defaults: Mapping[str, str] = field(default_factory=dict)
    """For those that are no secret: name of the variable to the text that is used where the shell has none."""

    def fields(self) -> tuple[Field, ...]:
        return tuple(field_for(p) for p in self.endpoint.parameters)

    def value(self, name: str) -> Json:
        """What is sent for a parameter: the person's value, or the parameter's default."""
        if name in self.values:
            return self.values[name]
        parameter = self.endpoint.parameter(name)
        if parameter is None:
            raise KeyError(name)
        return field_for(parameter).initial

    def problems(self, but: Collection[str] = ()) -> dict[str, str]:
        """What keeps it from being sent: parameter name to a sentence. Empty when it can be sent.

        `but` are parameters to pass over: a value with variables is checked once these are put in.
        """
        found: dict[str, str] = {}
        for item in self.fields():
            if item.name in but:
                continue
            if item.parameter.required and item.name not in self.values:
                found[item.name] = f"{item.label} is required."
                continue
            value = self.value(item.name)
            problem = item.check(value) or too_large(value, self.app.max_file_size)
            if problem:
                found[item.name] = problem
        return found

    def data(self) -> list[Json]:
        """The `data` list, a null in each State's place. Local files are still LocalFile."""
        data: list[Json] = [None] * self.endpoint.inputs
        for parameter in self.endpoint.parameters:
            data[parameter.position] = self.value(parameter.name)
        return data

    def files(self) -> list[LocalFile]:
        """The local files to upload, each once, in the order they occur."""
        return list(dict.fromkeys(local_files(self.data())))


def with_uploads(value: Json, uploaded: Mapping[LocalFile, str]) -> Json:
    """The value with each LocalFile replaced by the FileData of its path on the server."""
    if isinstance(value, LocalFile):
        return file_data(uploaded[value], value.name)
    if isinstance(value, Mapping):
        return {key: with_uploads(item, uploaded) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [with_uploads(item, uploaded) for item in value]
    return value
