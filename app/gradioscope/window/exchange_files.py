"""Import and export in the window: files of other tools, zips, whole collections as one script. Nothing is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.window import exchange_work as work
from gradioscope.window.request_tab.document import SUFFIX
from gradioscope.window.tasks import Tasks, Work

if TYPE_CHECKING:
    from gradioscope.library.environment.scope import Variables
    from gradioscope.library.exchange.writing import Written
    from gradioscope.library.exchange.zipped import Packed
    from gradioscope.snippets.entry import Entry
    from gradioscope.window.dialogs.export_card import ExportCard
    from gradioscope.window.main_window import MainWindow

FORM = "export.form"
"""Setting: the form that something was exported as last."""
FILTER = "Files of other tools and zips (*.json *.yaml *.yml *.har *.zip);;All files (*)"

Paths = Sequence[Path]
T = TypeVar("T")


class ExchangeFiles(QObject):
    """Offers "Import" and "Export" in the tree's menu and among the commands."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._tasks = Tasks(self)
        self._card: ExportCard | None = None
        self._paths: tuple[Path, ...] = ()
        for word, act in (("import", self.import_), ("export", self.export), ("script", self.copy_script)):
            window.collections.provide(word, act)

    # -- in

    def import_(self, paths: Paths = ()) -> None:
        """Ask what is to be imported; it goes into the folder of the row, or into the collection in front."""
        from gradioscope.window.dialogs.question import Question

        folder = self._target(paths)
        Question(
            self._window,
            f"Import into {folder.name}",
            "Files of Postman, Insomnia, Bruno, HAR or OpenAPI, or a collection as a zip, which becomes a collection of"
            " its own. Calls to Gradio apps are taken over, everything else is listed. Nothing is sent.",
            [
                ("Choose files…", partial(self._choose_files, folder)),
                ("Choose a Bruno folder…", partial(self._choose_folder, folder)),
            ],
        ).ask()

    def _target(self, paths: Paths) -> Path:
        shelf = self._window.collections.shelf
        node = self._window.collections.tree.current()
        if paths:
            return paths[0].parent if paths[0].name.endswith(SUFFIX) else paths[0]
        if node is not None:
            return Path(node.folder)
        return shelf.folders[0] if shelf.folders else self._window.saving.default_folder()

    def _choose_files(self, folder: Path) -> None:
        dialog = QFileDialog(self._window, "Import files", str(Path.home()), FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.import_into(folder, [Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose_folder(self, folder: Path) -> None:
        dialog = QFileDialog(self._window, "Import a folder of Bruno", str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self.import_into(folder, [Path(name)]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def import_into(self, folder: Path, sources: Paths) -> None:
        """Take these over; each zip becomes a collection beside the one that the folder lies in."""
        self._start("import", self._import(folder, tuple(sources)))

    async def _import(self, folder: Path, sources: tuple[Path, ...]) -> None:
        from gradioscope.library.exchange.zipped import holds_requests

        zips = [path for path in sources if await _in_thread(holds_requests, path)]
        for path in zips:
            await self._unpack(path, folder)
        others = [path for path in sources if path not in zips]
        if others:
            known = self._window.surroundings.known_apps.find
            written = await _in_thread(work.import_files, others, folder, known)
            await self._show(folder, written)

    async def _unpack(self, source: Path, folder: Path) -> None:
        collections = self._window.collections
        beside = (collections.shelf.collection_of(folder) or folder).parent
        target, packed = await _in_thread(work.unpack, source, beside)
        collections.folders.open([target])
        self._tell_packed(f"{source.name} is unpacked into {target}", packed)

    async def _show(self, folder: Path, written: Written) -> None:
        """Show what is new in the tree, and what was left out."""
        collections = self._window.collections
        if collections.shelf.collection_of(folder) is None:
            await collections.shelf.open([folder])
        collections.tree.unfolded.add(str(folder))
        await collections.shelf.look_at(written.requests or [folder])
        collections.section.reveal(list(written.requests[:1]))
        title = f"{work.counted(len(written.requests), 'request')} imported into {folder.name}"
        if not written.left_out and not written.notes:
            self._window.notice(f"{title}. Nothing was sent.")
            return
        lines = []
        if written.left_out:
            lines.append(f"Left out ({len(written.left_out)}):")
            lines += [f"  {left.what} – {left.why}" for left in written.left_out]
        if written.notes:
            lines += [*([""] if lines else []), "To know:", *(f"  {note}" for note in written.notes)]
        self._findings(title, "Nothing was sent.", lines)

    # -- out

    def export(self, paths: Paths = ()) -> None:
        """Ask as what these are exported; without any, the collection in front."""
        found = tuple(paths) or self._front()
        if not found:
            self._window.notice("There is no collection open, and the request in front has no file: save it first.")
            return
        self._paths = found
        if self._card is None:
            from gradioscope.window.dialogs.export_card import ExportCard

            self._card = ExportCard(self._window)
            self._card.saveAsked.connect(self._save)
            self._card.copyAsked.connect(self._copy)
        name = found[0].name.removesuffix(SUFFIX) if len(found) == 1 else f"{len(found)} items"
        chosen = self._window.surroundings.settings.get(FORM, "curl")
        self._card.ask(
            f"Export {name}", work.forms(one_folder=len(found) == 1 and not found[0].name.endswith(SUFFIX)), chosen
        )

    def _front(self) -> tuple[Path, ...]:
        """What is chosen in the tree, else the collection of the request in front, else the first."""
        collections = self._window.collections
        node = collections.tree.current() if collections.tree.hasFocus() else None
        if node is not None:
            return (Path(node.path),)
        path = self._window.requests.current().document.path
        folder = collections.shelf.collection_of(path) if path is not None else None
        if folder is not None:
            return (folder,)
        if path is not None:
            return (path,)
        return tuple(collections.shelf.folders[:1])

    def copy_script(self, paths: Paths) -> None:
        """As one script in the language that snippets are shown in."""
        from gradioscope.window.request_tab.snippet_keeper import TARGET

        target = str(self._window.surroundings.settings.get(TARGET, "curl"))
        self._start("export", self._copied(target, tuple(paths)))

    def _copy(self, form: str) -> None:
        self._remember(form)
        self._start("export", self._copied(form, self._paths))

    async def _copied(self, form: str, paths: tuple[Path, ...]) -> None:
        text, left_out = await self._written(form, paths)
        QGuiApplication.clipboard().setText(text)
        self._done("Copied", left_out)

    def _save(self, form: str) -> None:
        self._remember(form)
        self._start("export", self._save_as(form, self._paths))

    def _remember(self, form: str) -> None:
        self._window.surroundings.settings.set(FORM, form)
        if self._card is not None:
            self._card.set_busy(True)

    async def _save_as(self, form: str, paths: tuple[Path, ...]) -> None:
        """Write first, so that what cannot be written asks for no place."""
        name = paths[0].name.removesuffix(SUFFIX)
        if form == work.ZIP:
            self._ask_where(f"{name}.zip", partial(self._pack, paths[0]))
        elif form == work.BRUNO_FOLDER:
            entries, left_out = await self._entries(paths)
            files = await _in_thread(work.bruno_folder, entries, name)
            self._ask_where(f"{name} for Bruno", partial(self._save_folder, files, left_out))
        else:
            text, left_out = await self._written(form, paths)
            self._ask_where(f"{name}{work.suffix(form)}", partial(self._save_text, text, left_out))

    def _ask_where(self, name: str, then: Callable[[Path], Work]) -> None:
        if self._card is not None:
            self._card.close_card()
        dialog = QFileDialog(self._window, "Export", str(Path.home() / name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: self._start("save", then(Path(path))))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _save_text(self, text: str, left_out: Sequence[str], path: Path) -> None:
        await _in_thread(work.write, path, text)
        self._done(f"Saved {path}", left_out)

    async def _save_folder(self, files: Mapping[str, str], left_out: Sequence[str], folder: Path) -> None:
        await _in_thread(work.write_folder, folder, files)
        self._done(f"Saved {folder}", left_out)

    async def _pack(self, folder: Path, path: Path) -> None:
        from gradioscope.library.exchange.zipped import pack

        packed = await _in_thread(pack, folder, path)
        self._tell_packed(f"{work.counted(packed.files, 'file')} saved in {path}", packed)

    async def _written(self, form: str, paths: tuple[Path, ...]) -> tuple[str, list[str]]:
        entries, left_out = await self._entries(paths)
        name = paths[0].name.removesuffix(SUFFIX)
        return await _in_thread(work.rendered, form, entries, name), left_out

    async def _entries(self, paths: tuple[Path, ...]) -> tuple[list[Entry], list[str]]:
        around = self._window.surroundings

        def variables_of(path: Path) -> Variables:
            from gradioscope.library.environment.at_request import scope_at

            scope = scope_at(around.places, around.vault, path)
            if scope.problem is not None:
                raise scope.problem
            return scope.variables

        return await _in_thread(work.entries, paths, variables_of, around.known_apps.find)

    # -- telling

    def _done(self, what: str, left_out: Sequence[str]) -> None:
        if self._card is not None:
            self._card.close_card()
        if left_out:
            self._findings(f"{what}, but for {work.counted(len(left_out), 'request')}", "", left_out)
        else:
            self._window.notice(f"{what}.")

    def _tell_packed(self, what: str, packed: Packed) -> None:
        if packed.left_out:
            self._findings(what, "Left out:", list(packed.left_out))
        else:
            self._window.notice(f"{what}.")

    def _findings(self, title: str, about: str, lines: Sequence[str]) -> None:
        from gradioscope.window.dialogs.findings import Findings

        found = self._window.findChild(Findings) or Findings(self._window)
        found.tell(title, about, lines)

    def _start(self, slot: str, doing: Work) -> None:
        self._tasks.start(slot, self._guarded(doing))

    async def _guarded(self, doing: Work) -> None:
        try:
            await doing
        except GradioscopeError as error:
            if self._card is not None and self._card.isVisible():
                self._card.show_problem(str(error))
            else:
                self._findings(error.explanation.what, "", [error.explanation.why, error.explanation.do])


async def _in_thread(function: Callable[..., T], *arguments: object) -> T:
    import asyncio

    return await asyncio.to_thread(function, *arguments)
