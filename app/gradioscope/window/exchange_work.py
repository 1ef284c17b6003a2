"""What import and export do in threads: files are read and written here, and nowhere else of the window's part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gradioscope.gradio.errors import GradioscopeError, WrongUse

if TYPE_CHECKING:
    from gradioscope.library.environment.scope import Variables
    from gradioscope.library.exchange.writing import Written
    from gradioscope.library.exchange.zipped import Packed
    from gradioscope.snippets.entry import Entry
    from gradioscope.window.dialogs.export_card import Form

ZIP, BRUNO_FOLDER = "zip", "bruno-folder"

Paths = Sequence[Path]


def import_files(sources: Paths, folder: Path, known: Callable[[str], object]) -> Written:
    from gradioscope.library.exchange import read, writing
    from gradioscope.library.exchange.imported import joined

    found = joined([read(path, known) for path in sources])  # type: ignore[arg-type]
    if not found.items:
        reasons = sorted({left.why for left in found.left_out})
        raise WrongUse(
            "There are no calls of Gradio apps in it.",
            " ".join(reasons[:3]) or "It holds no requests at all.",
            "A call is a POST to /call/…, /run/… or /queue/join of an app.",
        )
    return writing.write(found, folder)


def unpack(source: Path, beside: Path) -> tuple[Path, Packed]:
    from gradioscope.library.collection.names import file_name, free_name
    from gradioscope.library.exchange import zipped

    taken = [path.name for path in beside.iterdir()] if beside.is_dir() else []
    target = beside / free_name(file_name(source.stem), taken)
    return target, zipped.unpack(source, target)


def entries(
    paths: Paths, variables_of: Callable[[Path], Variables], known: Callable[[str], object]
) -> tuple[list[Entry], list[str]]:
    """What can be exported of these, and a line for each of the others. Apps are as they were when last asked."""
    from gradioscope.gradio.model import App
    from gradioscope.library.exchange.prepared import prepared
    from gradioscope.snippets.of_saved import entry_of
    from gradioscope.window.request_tab.resolving import shell_name_of

    ready, left = prepared(paths, variables_of)
    found: list[Entry] = []
    apps: dict[str, object] = {}
    for each in ready:
        if each.address not in apps:
            apps[each.address] = known(each.address)
        app = apps[each.address]
        name = "/".join([*each.folders, each.name])
        if not isinstance(app, App):
            left.append((name, WrongUse("Its app is not known here.", "", f"Connect to {each.address} once.")))
            continue
        try:
            found.append(
                entry_of(
                    app,
                    each.saved,
                    each.name,
                    each.folders,
                    lookup=each.variables.lookup,
                    secret=partial(shell_name_of, each.variables),
                    folder=each.path.parent,
                )
            )
        except GradioscopeError as error:
            left.append((name, error))
    lines = [f"{name} – {error}" for name, error in left]
    if not found:
        raise WrongUse("Nothing can be exported of it.", " ".join(lines[:3]), "")
    return found, lines


def forms(*, one_folder: bool) -> dict[str, Form]:
    from gradioscope.snippets import TARGETS
    from gradioscope.snippets.exports import EXPORTS
    from gradioscope.window.dialogs.export_card import Form

    several = "One script that runs the requests in their order, and ends at the first that fails."
    forms = {name: Form(label, several) for name, label in TARGETS.items()}
    told = {
        "postman": "A file that Postman imports and `newman run` runs.",
        "bruno": "The one file that Bruno's Import takes.",
        "insomnia": "A file that Insomnia imports.",
        "har": "An HTTP archive of requests that were not sent.",
        "openapi": "A description of the calls, for requests of one app.",
    }
    for name, label in EXPORTS.items():
        forms[name] = Form(label, f"{told[name]} Secrets are variables in it, without their values.")
        if name == "bruno":
            forms[BRUNO_FOLDER] = Form("Bruno folder", "A folder of .bru files that `bru run` runs.", text=False)
    if one_folder:
        forms[ZIP] = Form("Zip of the folder", "Requests, variables and the files beside them; no secret.", text=False)
    return forms


def suffix(form: str) -> str:
    from gradioscope import snippets
    from gradioscope.snippets import exports

    return snippets.suffix(form) if form in snippets.TARGETS else exports.suffix(form)


def rendered(form: str, entries: list[Entry], name: str) -> str:
    from gradioscope.snippets import TARGETS
    from gradioscope.snippets.exports import export_all
    from gradioscope.snippets.scripts import script

    text = script(form, entries, name) if form in TARGETS else export_all(form, entries, name)
    return text if text.endswith("\n") else text + "\n"


def bruno_folder(entries: list[Entry], name: str) -> dict[str, str]:
    from gradioscope.snippets.exports.bruno import folder

    return folder(entries, name)


def write(path: Path, text: str) -> None:
    from gradioscope.library.exchange.exported import write_text

    write_text(path, text)


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise WrongUse(f"{folder} is not empty.", "Bruno runs every request of a folder.", "Choose a new one.")
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write(folder / name, text)
    except OSError as error:
        raise GradioscopeError(
            f"{folder} cannot be written.", f"{error.strerror or error}.", "Choose another place."
        ) from error


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
