"""The environments' page and the choice in the tab bar, in a real window with real files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from tests.window.conftest import Go
from tests.window.live import CONTROL, press, until

from gradioscope.library.environment.scope import SecretName
from gradioscope.request.saved import SavedRequest
from gradioscope.window.environments.model import MISSING, NAME, NEW, SECRET, TYPE, VALUE
from gradioscope.window.environments.page import EnvironmentsPage
from gradioscope.window.main_window import MainWindow
from gradioscope.window.request_tab.document import snapshot_of

LIVE = "# ours\nvariables:\n  base: https://example.com # the real one\n  count: 3\nsecrets: [key]\n"


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring.core

    monkeypatch.setattr(keyring.core, "_keyring_backend", keyring.core.load_keyring("keyring.backends.fail.Keyring"))


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "ours"
    (folder / "environments").mkdir(parents=True)
    (folder / "chat" / "environments").mkdir(parents=True)
    (folder / "environments" / "live.yaml").write_text(LIVE)
    (folder / "environments" / "staging.yaml").write_text("variables: {base: there}\n")
    (folder / "chat" / "environments" / "inner.yaml").write_text("variables: {base: inner}\n")
    return folder


async def page_of(window: MainWindow, collection: Path, name: str = "live") -> EnvironmentsPage:
    page = window.environments.show_page(collection)
    await until(lambda: page.environment is not None, "the page")
    page.choose(collection / "environments" / f"{name}.yaml")
    return page


def at(page: EnvironmentsPage, name: str, column: int) -> QModelIndex:
    return page.model.index(page.model.row_of(name), column)


def text(collection: Path) -> str:
    return (collection / "environments" / "live.yaml").read_text()


async def idle(page: EnvironmentsPage) -> None:
    await until(lambda: not page.busy and not page._tasks.is_running("load"), "the step")


def values(page: EnvironmentsPage) -> dict[str, object]:
    """As they were read last."""
    return dict(page.environment.variables) if page.environment is not None else {}


def focused_name() -> str:
    widget = QApplication.focusWidget()
    return widget.accessibleName() if widget is not None else ""


def editor(page: EnvironmentsPage) -> QLineEdit:
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    assert page.table.isAncestorOf(line)
    return line


def test_a_variable_is_added_and_changed_with_the_keyboard(go: Go, collection: Path) -> None:
    async def script(window: MainWindow) -> None:
        page = await page_of(window, collection)
        assert [page.model.index(0, column).data() for column in (NAME, VALUE, TYPE)] == [
            "base",
            "https://example.com",
            "text",
        ]
        page.table.setFocus()
        page.table.setCurrentIndex(page.model.index(page.model.rowCount() - 1, NAME))
        assert page.table.currentIndex().data() == NEW
        press(Qt.Key.Key_Return)
        editor(page).setText("tries")
        press(Qt.Key.Key_Return)
        await until(lambda: focused_name() == "Value of tries", "the value's editor")
        editor(page).setText("[1, true]")
        press(Qt.Key.Key_Return)
        await until(lambda: values(page).get("tries") == [1, True], "the file")
        await idle(page)
        assert at(page, "tries", TYPE).data() == "list"
        assert "# the real one" in text(collection)
        press(Qt.Key.Key_Z, CONTROL, page.table)
        await idle(page)
        press(Qt.Key.Key_Z, CONTROL, page.table)
        await idle(page)
        assert text(collection) == LIVE

    go(script)


def test_two_quick_changes_are_both_kept(go: Go, collection: Path) -> None:
    async def script(window: MainWindow) -> None:
        page = await page_of(window, collection)
        page.model.setData(at(page, "base", VALUE), "one")
        page.model.setData(at(page, "count", VALUE), "4")
        page.model.setData(at(page, "count", NAME), "number")
        await idle(page)
        assert page.environment is not None
        assert dict(page.environment.variables) == {"base": "one", "number": 4}

    go(script)


def test_a_secret_moves_out_of_the_file(go: Go, collection: Path) -> None:
    async def script(window: MainWindow) -> None:
        page = await page_of(window, collection)
        assert at(page, "key", VALUE).data() == MISSING
        assert page.notes.lacking.text.text() == "This collection needs 1 secret: key."
        page.table.setFocus()
        page.table.setCurrentIndex(at(page, "base", SECRET))
        press(Qt.Key.Key_Space)
        await until(lambda: "example.com" not in text(collection), "the file")
        await idle(page)
        assert "history still has the value" in page.notes.told.text.text()
        assert "No keyring was found" in page.notes.keyring.text.text()
        assert at(page, "base", VALUE).data() == "••••••"
        assert window.surroundings.masked("see https://example.com") == "see ••••••"
        # a secret is typed as dots, and never shown again
        page.table.edit_value("key")
        line = editor(page)
        assert line.echoMode() == QLineEdit.EchoMode.Password
        assert line.text() == ""
        QTest.keyClicks(line, "s3cret")
        press(Qt.Key.Key_Return)
        await until(lambda: at(page, "key", VALUE).data() == "••••••", "the secret")
        await idle(page)
        assert not page.notes.lacking.isVisible()
        assert "s3cret" not in text(collection)

    go(script)


def test_environments_are_added_renamed_duplicated_and_deleted(go: Go, collection: Path) -> None:
    async def script(window: MainWindow) -> None:
        page = await page_of(window, collection, "staging")
        names = lambda: [page.list.rows.item(n).text() for n in range(page.list.rows.count())]  # noqa: E731
        assert names() == ["All environments", "live", "staging", "chat / inner"]
        page.list.rows.setFocus()
        press(Qt.Key.Key_F2)
        page.name.setText("trial")
        press(Qt.Key.Key_Return)
        await until(lambda: "trial" in names(), "the new name")
        await idle(page)
        assert page.title.text() == "trial"
        page.list.asked.emit("duplicate")
        page.name.setText("copy")
        press(Qt.Key.Key_Return)
        await until(lambda: "copy" in names(), "the copy")
        await idle(page)
        page.add_in(collection)
        page.name.setText("live")
        press(Qt.Key.Key_Return)
        await until(lambda: page.notes.wrong.isVisible(), "the refusal")
        assert "There is an environment live already" in page.notes.wrong.text.text()
        await idle(page)
        page.choose(collection / "environments" / "copy.yaml")
        page.list.rows.setFocus()
        press(Qt.Key.Key_Delete)
        await until(lambda: "copy" not in names(), "its end")
        await idle(page)
        page.undo()
        await until(lambda: "copy" in names(), "its return")

    go(script)


def test_the_choice_follows_the_request_in_front(go: Go, collection: Path) -> None:
    async def script(window: MainWindow) -> None:
        box = window.environments.picker.box
        assert box.accessibleName() == "Environment"
        buddies = [label for label in window.findChildren(QLabel) if label.buddy() is box]
        assert [label.text() for label in buddies] == ["Environment"]
        assert QAccessible.queryAccessibleInterface(box) is not None
        assert [box.itemText(n) for n in range(box.count())] == ["No environment", "", "Edit environments…"]
        tab = window.requests.restore(snapshot_of(SavedRequest(address="{{base}}"), collection / "a.gradio.yaml"))
        tab.edited.emit(tab)
        await until(lambda: box.findData("staging") > 0, "the names")
        assert box.currentText() == "No environment"
        window.actions_.action("environment").trigger()
        assert box.view().isVisible()
        box.hidePopup()
        box.setCurrentIndex(box.findData("staging"))
        box.activated.emit(box.findData("staging"))
        await until(lambda: tab.resolving.environment == "staging", "the choice")
        # another program adds one
        (collection / "environments" / "late.yaml").write_text("variables: {x: 1}\n")
        await until(lambda: box.findData("late") > 0, "the new file")
        assert box.currentText() == "staging"
        window.requests.new()
        assert box.currentText() == "No environment"
        window.requests.show(tab)
        assert box.currentText() == "staging"
        box.activated.emit(box.findText("Edit environments…"))
        await until(lambda: isinstance(window.tabs.current(), EnvironmentsPage), "the page")

    go(script)


def test_a_collection_of_somebody_else_says_what_it_needs(go: Go, collection: Path) -> None:
    async def script(window: MainWindow) -> None:
        tab = window.requests.restore(snapshot_of(SavedRequest(address="http://h"), collection / "a.gradio.yaml"))
        tab.edited.emit(tab)
        await until(lambda: tab._needs is not None and tab._needs.isVisible(), "the band")
        assert tab._needs is not None
        assert tab._needs.text.text() == "This collection needs 1 secret: key."
        assert not tab._needs.isAncestorOf(QApplication.focusWidget() or window)
        tab._needs.put_off()
        window.requests.new()
        window.requests.show(tab)
        assert not tab._needs.isVisible()

    go(script)


def test_a_folder_with_the_id_of_another_gets_no_secret_unasked(go: Go, collection: Path, tmp_path: Path) -> None:
    stranger = tmp_path / "from somebody"
    (stranger / "environments").mkdir(parents=True)
    (stranger / "environments" / "live.yaml").write_text("secrets: [key]\n")

    async def script(window: MainWindow) -> None:
        ours = window.surroundings.scopes.of(collection)
        await ours.set_secret(SecretName("live", "key"), "s3cret")
        (stranger / "collection.yaml").write_text((collection / "collection.yaml").read_text())
        page = await page_of(window, stranger)
        assert page.notes.whose.isVisible()
        assert str(collection) in page.notes.whose.text.text()
        page.notes.trustAsked.emit(False)
        await until(lambda: not page.notes.whose.isVisible(), "the answer")
        assert (stranger / "collection.yaml").read_text() != (collection / "collection.yaml").read_text()
        await until(lambda: page.notes.lacking.isVisible(), "what it needs")

    go(script)


def test_a_broken_file_is_said_and_the_page_is_read_only(go: Go, collection: Path) -> None:
    async def script(window: MainWindow) -> None:
        page = await page_of(window, collection)
        (collection / "environments" / "live.yaml").write_text("variables: [\n")
        page.reload()
        await until(lambda: page.notes.wrong.isVisible(), "the problem")
        assert "live.yaml cannot be read at line" in page.notes.wrong.text.text()
        assert not page.model.flags(page.model.index(0, VALUE)) & Qt.ItemFlag.ItemIsEditable
        (collection / "environments" / "live.yaml").write_text(LIVE)
        page.reload()
        await until(lambda: not page.notes.wrong.isVisible(), "the mending")
        assert page.model.flags(page.model.index(0, VALUE)) & Qt.ItemFlag.ItemIsEditable

    go(script)


def test_the_resolved_request_can_be_looked_at(go: Go, collection: Path) -> None:
    from gradioscope.window.environments.resolved import ResolvedCard

    async def script(window: MainWindow) -> None:
        request = SavedRequest(address="{{base}}/{{nowhere}}", headers=(("X-Key", "{{key}}"),))
        tab = window.requests.restore(snapshot_of(request, collection / "a.gradio.yaml"))
        tab.edited.emit(tab)
        await window.surroundings.scopes.read(collection / "a.gradio.yaml")
        window.surroundings.scopes.activate(collection / "a.gradio.yaml", "live")
        await until(lambda: tab.resolving.environment == "live", "the environment")
        window.actions_.action("preview").trigger()
        await until(lambda: window.findChild(ResolvedCard), "the card")
        [card] = window.findChildren(ResolvedCard)
        shown = {part.name: part.text or part.problem for part in card.parts}
        assert shown["X-Key"] == "••••••"
        assert "{{nowhere}} has no value" in shown["Address"]
        assert shown["base (live)"] == "https://example.com"
        assert card.close_button.hasFocus()
        press(Qt.Key.Key_Escape)
        assert not card.isVisible()

    go(script)


def test_a_folder_gets_environments_of_its_own(go: Go, collection: Path) -> None:
    (collection / "images").mkdir()

    async def script(window: MainWindow) -> None:
        window.collections._provided["environments"]((collection / "images",))
        await until(lambda: isinstance(window.tabs.current(), EnvironmentsPage), "the page")
        page = window.tabs.current()
        assert isinstance(page, EnvironmentsPage)
        await until(lambda: page.environment is not None and not page._tasks.is_running("load"), "its environments")
        assert page.list._folders == [collection, collection / "images", collection / "chat"]
        page.add_in(collection / "images")
        assert "for images" in page.name.placeholderText()
        page.name.setText("live")
        press(Qt.Key.Key_Return)
        await until(lambda: (collection / "images" / "environments" / "live.yaml").is_file(), "the file")
        await idle(page)
        assert page.title.text() == "live"
        assert page.where.text() == str(Path("images", "environments", "live.yaml"))
        window.collections._provided["environments"]((collection / "chat",))
        await until(lambda: page.title.text() == "inner", "the folder's own")

    go(script)
