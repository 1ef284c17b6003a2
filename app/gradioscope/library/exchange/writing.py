"""What was imported, into a folder: requests under free names, variables beside them. Nothing there is overwritten."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.library.collection.names import file_name, folded_name, free_name
from gradioscope.library.collection.place import ENVIRONMENTS, SUFFIX, collection_of
from gradioscope.library.exchange.imported import Imported, LeftOut, VariableSet

_DEEPEST = 30
"""Folders inside of each other; what is deeper comes into the last of them."""


@dataclass(frozen=True, slots=True)
class Written:
    requests: tuple[Path, ...]
    """Their files, in the order of the import."""
    variables: tuple[Path, ...]
    left_out: tuple[LeftOut, ...]
    """Those of the import, and what could not be written."""
    notes: tuple[str, ...]


def write(imported: Imported, folder: Path) -> Written:
    """Put it all into a folder, which is made where it is missing. GradioscopeError where nothing can be written.

    A variable that the collection has already, with another value, keeps it, and is told. Not for the UI thread.
    """
    writer = _Writer(Path(os.path.abspath(folder)), imported)
    return writer.write()


class _Writer:
    def __init__(self, folder: Path, imported: Imported) -> None:
        self._folder, self._imported = folder, imported
        self._taken: dict[Path, list[str]] = {}
        self._folders: dict[tuple[str, ...], Path] = {(): folder}
        self._left_out = list(imported.left_out)
        self._notes = list(imported.notes)

    def write(self) -> Written:
        from gradioscope.library.collection import write_request

        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise GradioscopeError(
                f"{self._folder} cannot be made.", f"{error.strerror or error}.", "Choose another folder."
            ) from error
        # first, so that the folder is a collection by the time its requests' files are written relative to it
        variables = self._variables()
        requests = []
        for item in self._imported.items:
            place = self._place(item.folders[:_DEEPEST])
            name = free_name(file_name(item.name), [each.removesuffix(SUFFIX) for each in self._listed(place)])
            path = place / f"{name}{SUFFIX}"
            try:
                write_request(path, item.saved)
            except WrongUse as error:
                self._left_out.append(LeftOut("/".join([*item.folders, item.name]), str(error)))
                continue
            self._listed(place).append(path.name)
            requests.append(path)
        return Written(tuple(requests), tuple(variables), tuple(self._left_out), tuple(self._notes))

    def _place(self, folders: tuple[str, ...]) -> Path:
        """The folder of that name, made anew: what is there under that name already is somebody else's."""
        if folders in self._folders:
            return self._folders[folders]
        around = self._place(folders[:-1])
        # a folder of that name holds variables
        taken = [*self._listed(around), ENVIRONMENTS]
        name = free_name(file_name(folders[-1]), taken)
        path = around / name
        try:
            path.mkdir()
        except OSError as error:
            raise GradioscopeError(f"{path} cannot be made.", f"{error.strerror or error}.", "Make room.") from error
        self._listed(around).append(name)
        self._folders[folders] = path
        return path

    def _listed(self, folder: Path) -> list[str]:
        if folder not in self._taken:
            try:
                self._taken[folder] = os.listdir(folder)
            except OSError:
                self._taken[folder] = []
        return self._taken[folder]

    # -- variables

    def _variables(self) -> list[Path]:
        from gradioscope.library.environment import files

        root = collection_of(self._folder) or self._folder
        written = []
        for found in _merged(self._imported.variables):
            # a folder's own environment is beside its requests, what every environment shares is the collection's
            path = (
                self._folder / files.FOLDER / f"{file_name(found.name)}{files.SUFFIX}"
                if found.name
                else root / files.COLLECTION_FILE
            )
            before = files.read_environment(path) if found.name else files.read_collection(root)
            changed = replace(
                before,
                variables={**found.variables, **before.variables},
                secret_names=tuple(dict.fromkeys([*before.secret_names, *found.secret_names])),
            )
            for name, value in found.variables.items():
                if name in before.variables and before.variables[name] != value:
                    self._notes.append(f"The variable {name} is there already, in {path.name}, and keeps its value.")
            if changed != before:
                files.write_environment(changed)
                written.append(path)
        return written


def _merged(variables: tuple[VariableSet, ...]) -> list[VariableSet]:
    """Each name once, names that are one file on some systems together."""
    found: dict[str, VariableSet] = {}
    for each in variables:
        key = folded_name(file_name(each.name)) if each.name else ""
        known = found.get(key)
        if known is None:
            found[key] = each
        else:
            values: Mapping[str, object] = {**each.variables, **known.variables}
            secrets = tuple(dict.fromkeys([*known.secret_names, *each.secret_names]))
            found[key] = VariableSet(known.name, values, secrets)
    return list(found.values())
