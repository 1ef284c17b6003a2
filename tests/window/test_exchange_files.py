"""Import and export in a real window."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from tests.window.conftest import Go
from tests.window.live import connected, until
from tests.window.test_open_collections import opened, row, save, shown

from gradioscope.library.collection import read_request, write_request
from gradioscope.request.saved import SavedRequest
from gradioscope.window.dialogs.export_card import ExportCard
from gradioscope.window.dialogs.findings import Findings
from gradioscope.window.dialogs.question import Question
from gradioscope.window.main_window import MainWindow


def visible(window: MainWindow, kind: type[QWidget]) -> bool:
    return any(card.isVisible() for card in window.findChildren(kind))


def findings(window: MainWindow) -> Findings:
    return window.findChildren(Findings)[0]


def postman(url: str, folder: Path) -> Path:
    path = folder / "file.json"
    call = {
        "method": "POST",
        "url": f"{url}/gradio_api/call/echo_text",
        "body": {"mode": "raw", "raw": '{"data":["it\'s"]}'},
    }
    items = [{"name": "Greet", "request": call}, {"name": "Search", "request": "https://example.org"}]
    path.write_text(json.dumps({"info": {"name": "Theirs"}, "item": items}))
    return path


def test_an_import_is_listed_and_fills_the_form_once_connected(go: Go, tmp_path: Path, serve) -> None:
    save(tmp_path / "Mine", "a")
    url = serve("echo")

    async def script(window: MainWindow) -> None:
        await opened(window, tmp_path / "Mine")
        next(command for command in window.actions_ if command.id == "import").run()
        assert visible(window, Question)
        window.findChildren(Question)[-1].close_card()
        window.exchange.import_into(tmp_path / "Mine", [postman(url, tmp_path)])
        await until(lambda: visible(window, Findings), "what came of it")
        card = window.findChild(Findings)
        assert card is not None
        assert card.title.text() == "1 request imported into Mine"
        assert "Search – It is no call of a Gradio app." in card.text.toPlainText()
        card.close_card()
        path = tmp_path / "Mine" / "Greet.gradio.yaml"
        await until(lambda: row(window, path) is not None, "its row")
        assert read_request(path).values == {"param_0": "it's"}
        await shown(window, path)
        tab, work = await connected(window, url)
        assert tab.document.path == path
        assert work.request.values()["text"] == "it's"

    go(script)


def test_a_zip_becomes_a_collection(go: Go, tmp_path: Path) -> None:
    save(tmp_path / "Mine", "a")
    with zipfile.ZipFile(tmp_path / "Theirs.zip", "w") as archive:
        archive.write(tmp_path / "Mine" / "a.gradio.yaml", "inner/a.gradio.yaml")
        archive.writestr("inner/.hidden", "x")
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("../a.gradio.yaml", "x")

    async def script(window: MainWindow) -> None:
        await opened(window, tmp_path / "Mine")
        window.exchange.import_into(tmp_path / "Mine", [tmp_path / "Theirs.zip"])
        await until(lambda: visible(window, Findings), "what was left out")
        findings(window).close_card()
        await until(lambda: tmp_path / "Theirs" in window.collections.shelf.folders, "the collection")
        assert (tmp_path / "Theirs" / "a.gradio.yaml").is_file()
        window.exchange.import_into(tmp_path / "Mine", [tmp_path / "bad.zip"])
        await until(lambda: visible(window, Findings), "the refusal")
        assert "was not unpacked" in findings(window).title.text()

    go(script)


def test_a_collection_is_copied_as_a_script_and_saved(go: Go, tmp_path: Path, serve) -> None:
    url = serve("echo")
    mine = tmp_path / "Mine"
    mine.mkdir()
    write_request(mine / "Text.gradio.yaml", SavedRequest(url, "/echo_text", {"text": "x"}))
    save(mine, "Unknown")

    async def script(window: MainWindow) -> None:
        await connected(window, url)  # so that the app is known
        await until(lambda: window.surroundings.known_apps.find(url) is not None, "what is remembered")
        await opened(window, mine)
        window.collections.act("export", (mine,))
        card = window.findChild(ExportCard)
        assert card is not None
        card.form.setCurrentIndex(card.form.findData("python"))
        card.copy_button.click()
        await until(lambda: visible(window, Findings), "what was left out")
        assert "Unknown – Its app is not known here." in findings(window).text.toPlainText()
        findings(window).close_card()
        assert QApplication.clipboard().text().startswith('"""Mine: 1 request.')
        window.exchange.export((mine,))
        assert card.chosen == "python"  # as the last time
        card.form.setCurrentIndex(card.form.findData("postman"))
        card.save_button.click()
        await until(lambda: window.findChildren(QFileDialog), "where to")
        dialog = window.findChildren(QFileDialog)[-1]
        dialog.fileSelected.emit(str(tmp_path / "out.json"))
        dialog.done(0)
        await until((tmp_path / "out.json").exists, "the file")
        assert json.loads((tmp_path / "out.json").read_text())["info"]["name"] == "Mine"
        window.exchange.export((mine / "Unknown.gradio.yaml",))
        card.copy_button.click()
        await until(lambda: not card.problem.isHidden(), "why not")
        assert "Connect to http://127.0.0.1:9 once." in card.problem.text()

    go(script)


@pytest.mark.parametrize("word", ["import", "export", "script"])
def test_the_tree_offers_it(go: Go, tmp_path: Path, word: str) -> None:
    async def script(window: MainWindow) -> None:
        assert word in window.collections.tree.offered

    go(script)
