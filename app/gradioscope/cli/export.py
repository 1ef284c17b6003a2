"""`gradioscope export`: saved requests as one script, as a file of another tool, or as a zip."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gradioscope.cli import access, output
from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.library.places import Places
from gradioscope.request.saving import secret_header

if TYPE_CHECKING:
    from gradioscope.gradio.model import App
    from gradioscope.library.environment.scope import Variables
    from gradioscope.library.exchange.prepared import Ready
    from gradioscope.snippets.entry import Entry

ZIP = "zip"


def export(arguments: argparse.Namespace) -> int:
    """What cannot be exported is told, and the rest is; an error where that is nothing at all."""
    from gradioscope.snippets import TARGETS
    from gradioscope.snippets.exports import EXPORTS

    known = [*TARGETS, *EXPORTS, ZIP]
    if arguments.target not in known:
        from gradioscope.cli.matching import did_you_mean

        raise WrongUse(
            f"There is no target `{arguments.target}`.",
            did_you_mean(arguments.target, known),
            f"The targets are {', '.join(known)}.",
        )
    if arguments.target == ZIP:
        return _pack(arguments)
    entries, left_out = asyncio.run(_Collector(arguments).entries())
    for name, error in left_out:
        output.say(f"Left out {name}: {error.explanation.what} {error.explanation.why}".rstrip())
    if not entries:
        raise left_out[0][1]
    _write(arguments, entries)
    return 0


def _pack(arguments: argparse.Namespace) -> int:
    from gradioscope.library.exchange.zipped import pack

    if arguments.output is None:
        raise WrongUse("A zip is not for the terminal.", "", "Say where it goes: -o FILE.zip.")
    packed = pack(arguments.place, arguments.output)
    for line in packed.left_out:
        output.say(f"Left out {line}")
    output.say(f"{packed.files} {'file' if packed.files == 1 else 'files'} in {arguments.output}")
    return 0


def _write(arguments: argparse.Namespace, entries: list[Entry]) -> None:
    from gradioscope.library.collection import Collection
    from gradioscope.snippets import TARGETS
    from gradioscope.snippets.exports import export_all
    from gradioscope.snippets.options import NAMES, from_names

    place: Path = arguments.place
    name = Collection(place).name if place.is_dir() else entries[0].name
    if arguments.target in TARGETS:
        from gradioscope.snippets.scripts import script

        options = from_names(item for item in NAMES if getattr(arguments, f"option_{item}"))
        text = script(arguments.target, entries, name, options)
    elif arguments.target == "bruno" and arguments.output is not None and arguments.output.suffix != ".json":
        from gradioscope.snippets.exports.bruno import folder

        _write_folder(arguments.output, folder(entries, name))
        return
    else:
        text = export_all(arguments.target, entries, name)
    text = text if text.endswith("\n") else text + "\n"
    if arguments.output is None:
        output.write_exactly(text)
        return
    _write_file(arguments.output, text)


def _write_file(path: Path, text: str) -> None:
    from gradioscope.library.exchange.exported import write_text

    write_text(path, text)


def _write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """A new folder, or an empty one: old requests of it would be run, too."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUse(
            f"{folder} is there already.", "Bruno runs every request of a folder, also older ones.", "Name a new one."
        )
    for name, text in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise GradioscopeError(
                f"{folder} cannot be made.", f"{error.strerror or error}.", "Choose another place."
            ) from error
        _write_file(path, text)


class _Collector:
    """Reads the requests, and finds out what their apps are like: as remembered, or by asking them."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        from gradioscope.cli.run import settings_of
        from gradioscope.library.known_apps import KnownApps
        from gradioscope.vault import Vault

        self._arguments = arguments
        self._settings = settings_of(arguments)
        self._places = Places(arguments.home)
        self._vault = Vault(self._places)
        self._known = KnownApps(self._places)
        self._secrets = access.read_secrets(arguments)
        self._apps: dict[str, App | GradioscopeError] = {}

    async def entries(self) -> tuple[list[Entry], list[tuple[str, GradioscopeError]]]:
        """Those that can be exported, and the others by their names with the reason."""
        from gradioscope.library.exchange.prepared import prepared

        ready, left_out = prepared([self._arguments.place], self._variables)
        self._check_secrets({each.address for each in ready})
        found: list[Entry] = []
        for each in ready:
            try:
                found.append(self._entry(each, await self._app(each.address)))
            except GradioscopeError as error:
                left_out.append(("/".join([*each.folders, each.name]), error))
        return found, left_out

    def _check_secrets(self, addresses: set[str]) -> None:
        """WrongUse where what is meant for one app would be shown to several, as they are asked what they are like."""
        given = self._arguments
        secret = next((name for name, value in given.header if secret_header(name, value)), "")
        what = f"The header {secret}" if secret else "The token" if given.token else "The login" if given.login else ""
        if what and len(addresses) > 1:
            raise WrongUse(
                f"{what} would go to several apps.",
                f"The requests lead to {', '.join(sorted(addresses)[:3])} …",
                "Export the requests of one app at a time, or connect to the apps in the window first.",
            )

    def _entry(self, ready: Ready, app: App) -> Entry:
        from gradioscope.request.draft import Access
        from gradioscope.snippets.of_saved import entry_of

        given = self._arguments
        return entry_of(
            app,
            ready.saved,
            ready.name,
            ready.folders,
            lookup=ready.variables.lookup,
            secret=partial(shell_name_of, ready.variables),
            folder=ready.path.parent,
            access=Access(given.login, given.token is not None, tuple(given.header), insecure=given.insecure),
            plain=given.option_variables,
        )

    def _variables(self, path: Path) -> Variables:
        from gradioscope.library.environment.at_request import collection_at
        from gradioscope.library.environment.of_collection import CollectionVariables

        settings = self._settings
        collection = CollectionVariables(self._places, self._vault, collection_at(path))
        return collection.variables(
            path.parent, environment=settings.environment, given=settings.given, allow=settings.allow
        )

    async def _app(self, address: str) -> App:
        if not address.strip():
            raise WrongUse("The request has no address.", "", "Open it, and say where its app is.")
        if address not in self._apps:
            known = await asyncio.to_thread(self._known.find, address)
            self._apps[address] = known or await self._ask(address)
        found = self._apps[address]
        if isinstance(found, GradioscopeError):
            raise found
        return found

    async def _ask(self, address: str) -> App | GradioscopeError:
        arguments = argparse.Namespace(**{**vars(self._arguments), "address": address})
        try:
            async with access.connected(arguments, self._secrets) as (_, app):
                return app
        except GradioscopeError as error:
            return error


def shell_name_of(variables: Variables, name: str) -> str:
    """What a shell calls a variable that is a secret; empty for one whose value is put in."""
    from gradioscope.snippets.kept import shell_name

    if process := variables.secret_process_name(name):
        return process
    return shell_name(name) if variables.is_secret(name) else ""
