"""The window's commands: what each is called, its keys, and what it does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from gradioscope.window.actions import Command
from gradioscope.window.request_tab.panels import CHECKS, NOTES, PANELS, SETTINGS

if TYPE_CHECKING:
    from gradioscope.window.main_window import MainWindow
    from gradioscope.window.request_tab.work import Work


def install(window: MainWindow) -> None:
    """Give a window its commands; on macOS a menu bar with them, too."""
    for command in (
        *_request(window),
        *_tabs(window),
        *_collections(window),
        *_view(window),
        *_general(window),
    ):
        window.actions_.add(command)
    window.actions_.set_enabled("cancel", False)
    if sys.platform == "darwin":
        window.actions_.fill_menu_bar(window.menuBar())


def _request(window: MainWindow) -> list[Command]:
    requests = window.requests

    def working(act: Callable[[Work], None]) -> Callable[[], None]:
        """Act on the current tab where it is connected."""

        def run() -> None:
            work = requests.current().work
            if work is not None:
                act(work)

        return run

    group = "Request"
    return [
        Command("run", "Run", group, lambda: window.running.run_front(), ("Ctrl+Return", "Ctrl+Enter"), "run"),
        Command("cancel", "Cancel", group, lambda: window.running.cancel_front(), ("Esc",), "stop"),
        Command("address", "Go to the address", group, lambda: _focus_address(window), ("Ctrl+L",), "link"),
        Command("endpoint", "Go to the endpoint", group, working(lambda work: work.take_focus()), (), "endpoint"),
        # without keys: the form has Ctrl+Z itself, after the texts in it, which have it first
        Command("request-settings", "Request settings", group, lambda: _show_settings(window), (), "settings"),
        Command("notes", "Notes of the request", group, working(lambda work: _show_sheet(work, NOTES)), (), "edit"),
        Command("checks", "Checks of the request", group, working(lambda work: _show_sheet(work, CHECKS)), (), "check"),
        Command("undo", "Undo in the form", group, working(lambda work: work.request.undo()), (), "undo"),
        Command("redo", "Redo in the form", group, working(lambda work: work.request.redo()), (), "redo"),
        Command("reset", "Reset the form", group, working(lambda work: work.request.form.reset()), (), "reset"),
        Command(
            "copy-snippet", "Copy snippet", group, working(lambda work: work.copy_snippet()), ("Ctrl+Shift+C",), "copy"
        ),
        Command(
            "copy-with-secrets",
            "Copy snippet with secrets…",
            group,
            working(lambda work: work.snippets.copy_with_secrets()),
            (),
            "key",
        ),
        Command(
            "new-session",
            "Start a new session",
            group,
            working(lambda work: work.request.options.start_new_session()),
            (),
            "refresh",
        ),
        Command(
            "environment", "Switch environment", group, lambda: window.environments.switch(), ("Ctrl+E",), "environment"
        ),
        Command(
            "preview",
            "Preview the resolved request",
            group,
            lambda: window.environments.preview(),
            ("Ctrl+Shift+E",),
            "eye",
        ),
        Command("edit-environments", "Edit environments", group, lambda: window.environments.edit(), (), "environment"),
        Command("run-folder", "Run a folder…", group, lambda: window.running.ask_folder(), (), "run"),
        Command("run-data", "Run with data…", group, lambda: window.running.run_current(), (), "table"),
        Command("changes", "Changes in the app", group, lambda: requests.current().show_changes(), (), "warning"),
        Command("token", "Choose the access token", group, lambda: window.show_tokens(), (), "key"),
        Command("doctor", "Connection doctor", group, lambda: requests.current().show_doctor(), (), "plug"),
    ]


def _tabs(window: MainWindow) -> list[Command]:
    requests, tabs = window.requests, window.tabs
    group = "Tab"
    found = [
        Command("new", "New request", group, lambda: _forget(requests.new()), ("Ctrl+N",), "plus"),
        Command(
            "open-file", "Open request file…", group, lambda: window.saving.choose_and_open(), ("Ctrl+O",), "folder"
        ),
        Command("save", "Save request", group, lambda: _save(window), ("Ctrl+S",), "save"),
        Command(
            "save-as", "Save as…", group, lambda: window.saving.save_as(requests.current()), ("Ctrl+Shift+S",), "save"
        ),
        Command("save-all", "Save all", group, lambda: window.saving.save_changed(), (), "save"),
        Command("duplicate", "Duplicate request", group, lambda: _duplicate(window), ("Ctrl+D",), "collection"),
        Command("rename", "Rename request", group, lambda: window.collections.rename_current(), ("F2",), "edit"),
        Command("close", "Close tab", group, requests.close_current, ("Ctrl+W",), "close"),
        Command("reopen", "Reopen closed tab", group, requests.reopen, ("Ctrl+Shift+T",), "undo"),
    ]
    found += [
        Command(f"tab-{number}", f"Go to tab {number}", group, partial(tabs.show_number, number), (f"Ctrl+{number}",))
        for number in range(1, 9)
    ]
    return found


def _collections(window: MainWindow) -> list[Command]:
    group = "Collections"

    def asked(word: str) -> Callable[[], None]:
        return lambda: window.collections.act(word, ())

    return [
        Command(
            "collections",
            "Go to the collections",
            group,
            lambda: window.collections.take_focus(),
            ("Ctrl+Shift+B",),
            "collection",
        ),
        Command(
            "find-request",
            "Find in collections",
            group,
            lambda: window.collections.start_search(),
            ("Ctrl+Shift+F",),
            "search",
        ),
        Command("new-in-collection", "New request in a collection", group, asked("new-request"), (), "plus"),
        Command("new-folder", "New folder", group, asked("new-folder"), (), "folder"),
        Command("new-collection", "New collection…", group, asked("new-collection"), (), "collection"),
        Command("open-collection", "Open collection…", group, asked("open-collection"), (), "folder"),
        Command("import", "Import…", group, asked("import"), (), "download"),
        Command("export", "Export…", group, asked("export"), (), "upload"),
        Command("reveal", "Show the request in its collection", group, lambda: window.collections.reveal_current()),
        Command(
            "as-text", "Open the request's file as text", group, lambda: window.collections.show_text(), (), "text"
        ),
        # without keys: the tree has Ctrl+Z itself
        Command("undo-files", "Undo the last change of files", group, asked("undo"), (), "undo"),
        Command("redo-files", "Redo the last change of files", group, asked("redo"), (), "redo"),
    ]


def _view(window: MainWindow) -> list[Command]:
    group = "View"
    look = window.look
    found = [
        Command("palette", "Command palette", group, window.show_palette, ("Ctrl+K",), "search"),
        Command("history", "History", group, window.show_history, ("Ctrl+H",), "history"),
        Command("history-page", "Open history", group, lambda: _forget(window.past_runs.show_page()), (), "history"),
        Command("private", "Private mode on or off", group, lambda: window.past_runs.toggle_private(), (), "eye-off"),
        Command("sidebar", "Show or hide the sidebar", group, window.toggle_sidebar, ("Ctrl+B",), "sidebar"),
        Command("find", "Find", group, lambda: _find(window), ("Ctrl+F",), "search"),
    ]
    found += [
        Command(f"panel-{name.lower()}", f"Show {name}", group, partial(_show_panel, window, index), (), icon)
        for index, (name, icon) in enumerate(zip(PANELS, ("check", "list", "terminal", "exchange"), strict=True))
    ]
    return [
        *found,
        Command("layout", "Response beside or below", group, window.toggle_layout, (), "layout-right"),
        Command("zoom-in", "Larger", group, look.zoom_in, ("Ctrl+=", "Ctrl++"), "plus"),
        Command("zoom-out", "Smaller", group, look.zoom_out, ("Ctrl+-",), "minus"),
        Command("zoom-reset", "Normal size", group, look.zoom_reset, ("Ctrl+0",), "reset"),
    ]


def _general(window: MainWindow) -> list[Command]:
    group = "Gradioscope"
    return [
        Command("demo", "Open the demo app", group, lambda: window.open_demo(), (), "wand"),
        Command("settings", "Settings", group, window.show_settings, ("Ctrl+,",), "settings"),
        Command("shortcuts", "Shortcuts", group, window.show_shortcuts, ("F1",), "keyboard"),
        Command("quit", "Quit", group, lambda: _forget(window.close()), ("Ctrl+Q",), "logout"),
    ]


def _show_sheet(work: Work, sheet: int) -> None:
    work.request.sections.show_sheet(sheet)
    work.request.sections.strip.setFocus()


def _show_settings(window: MainWindow) -> None:
    """Headers, login and so on; on a card as long as the tab has no app."""
    tab = window.requests.current()
    window.tabs.show_page(tab)
    if tab.work is not None and tab.pages.currentWidget() is tab.work:
        _show_sheet(tab.work, SETTINGS)
        return
    from gradioscope.window.dialogs.request_settings import RequestSettings

    RequestSettings(window, tab).ask()


def _focus_address(window: MainWindow) -> None:
    tab = window.requests.current()
    window.tabs.show_page(tab)
    tab.address_bar.take_focus()


def _show_panel(window: MainWindow, index: int) -> None:
    work = window.requests.current().work
    if work is not None:
        work.response.show_panel(index)


def _save(window: MainWindow) -> None:
    if not window.texts.save_current():
        window.saving.save(window.requests.current())


def _duplicate(window: MainWindow) -> None:
    """What is chosen in the tree, where the keyboard is there; else the request in front."""
    tree = window.sidebar.collections.tree
    if tree.hasFocus():
        tree.ask("duplicate")
    else:
        window.requests.duplicate()


def _find(window: MainWindow) -> None:
    """Search in the tree, the page or the panel in front; without one, in the endpoints."""
    if window.sidebar.collections.has_focus:
        window.collections.start_search()
        return
    if window.past_runs.find():
        return
    work = window.requests.current().work
    if work is None:
        _focus_address(window)
    elif not work.response.find_in_panel():
        work.take_focus()


def _forget(_result: object) -> None:
    return None
