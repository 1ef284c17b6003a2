"""What a form says of the variables in one field: whether they are known, what they stand for, and if that fits."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Endpoint, Json
from gradioscope.library.environment.scope import Variables, preview
from gradioscope.request.fields import Field
from gradioscope.request.resolving import app_names, fitted, guarded
from gradioscope.request.saved import SavedRequest
from gradioscope.request.template import NoValue, Unresolved, names, resolve, resolve_request, size, used

LARGE = 200_000
"""Characters of a value from which on its variables are put in by the run alone: typing would feel it."""

UNKNOWN = "has no value here"


class Here:
    """The variables of one field. `variables` gives those of the tab as they are now, secrets as dots."""

    def __init__(
        self,
        endpoint: Endpoint,
        field: Field,
        variables: Callable[[], Variables | None],
        folder: Callable[[], Path | None],
    ) -> None:
        self._endpoint = endpoint
        self._folder = folder
        self._field = field
        self._variables = variables

    @cached_property
    def _of_app(self) -> frozenset[str]:
        return app_names(self._endpoint, self._field.parameter)

    def is_own(self, value: Json) -> bool:
        return not self._of_app.issuperset(names(value))

    def is_variable(self, name: str) -> bool | None:
        if name in self._of_app:
            return None
        variables = self._variables()
        return variables is None or is_known(variables, name)

    def preview(self, value: Json) -> tuple[str, bool]:
        variables = self._variables()
        if variables is None:
            return "…", True
        try:
            return preview(resolve(self._guarded(value), variables.lookup)), True
        except Unresolved as error:
            return f"{', '.join(error.names)} {UNKNOWN}", False
        except WrongUse as error:
            return error.explanation.what, False

    def problem(self, value: Json) -> str | None:
        variables = self._variables()
        if variables is None or size(value, LARGE) > LARGE:
            return None
        template = self._guarded(value)
        try:
            asked = used(SavedRequest(values={"": template}), variables.lookup)
            if any(_to_be_asked(variables, name) for name in asked):
                return None  # whoever runs it is asked, and then it is checked
            folder, name = self._folder(), self._field.name
            resolved = resolve_request(SavedRequest(values={name: template}), variables.lookup, folder)
            found = fitted(self._endpoint, {name: template}, resolved.values, folder)[name]
        except Unresolved as error:
            return str(error.explanation)
        except WrongUse as error:
            return str(error.explanation)
        return self._field.check(found)

    def _guarded(self, value: Json) -> Json:
        return guarded(self._endpoint, self._field.name, value)


def is_known(variables: Variables, name: str) -> bool:
    """Whether a name has a value, or will have one once the person is asked."""
    if _to_be_asked(variables, name):
        return True
    try:
        variables.lookup(name)
    except NoValue:
        return False
    return True


def _to_be_asked(variables: Variables, name: str) -> bool:
    process = name.startswith("$env.") and not variables.allows(name.removeprefix("$env."))
    return process or variables.is_secret(name) or bool(variables.secret_process_name(name))
