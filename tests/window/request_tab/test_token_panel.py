"""Which token goes where: by the person's choice, remembered by its name, sent to that origin alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QRadioButton
from tests.window.conftest import Go
from tests.window.live import connected, ended, until

from gradioscope.gradio.address import origin_of
from gradioscope.window.main_window import MainWindow
from gradioscope.window.request_tab.tab import RequestTab
from gradioscope.window.request_tab.token_panel import TokenPanel
from gradioscope.window.request_tab.token_popover import wanted_origin
from gradioscope.window.request_tab.work import Work
from gradioscope.window.tokens import HUB

Serve = Callable[..., str]
SECRET = "hf_" + "s" * 30


async def opened(window: MainWindow) -> TokenPanel:
    window.requests.current().address_bar.token_button.click()
    (panel,) = [panel for panel in window.findChildren(TokenPanel) if panel.isVisible()]
    await listed(panel)
    return panel


async def listed(panel: TokenPanel) -> None:
    await until(lambda: not panel._tasks.busy, "the list of tokens")


def entry(panel: TokenPanel, name: str) -> QRadioButton:
    return next(radio for radio in panel.findChildren(QRadioButton) if radio.property("entry") == name)


async def headers(work: Work) -> dict[str, str]:
    """The headers the app got."""
    work.request.picker.choose("/who")
    work.run("")
    await ended(work)
    found: dict[str, str] = work.response.result.viewers[0].value()["headers"]
    return found


async def saved(panel: TokenPanel) -> None:
    panel.name.setText("work")
    panel.secret.setText(SECRET)
    panel.save_button.click()
    await until(lambda: panel._names == ["work"], "the saved token")


def test_a_token_goes_to_the_app_it_was_chosen_for_and_no_other(go: Go, serve: Serve, tmp_path: Path) -> None:
    url, other = serve("behaviour"), serve("behaviour", LIMIT="3")

    async def script(window: MainWindow) -> None:
        _, work = await connected(window, url)
        assert "authorization" not in await headers(work)
        panel = await opened(window)
        assert "not on Hugging Face" in panel.purpose.text()
        await saved(panel)
        assert panel.secret.text() == ""
        assert "keyring" in panel.notice.text()  # none here, and it is said
        assert panel.notice.isVisible()
        assert entry(panel, "").isChecked()  # nothing is offered to a host that is no Space
        assert not panel.use_button.isEnabled()
        entry(panel, "work").click()
        assert panel.use_button.text().endswith(url.split("//")[1])
        panel.use_button.click()
        await until(lambda: window.surroundings.tokens.chosen(origin_of(url)) == "work", "the choice")
        await until(lambda: not panel._tasks.busy, "handed over")
        assert (await headers(work))["authorization"] == f"Bearer {SECRET}"
        assert work.draft().access.token  # type: ignore[union-attr]
        tab = window.requests.new()
        tab.connect_to(other)
        await until(lambda: tab.work is not None, "the other app")
        assert tab.work is not None
        assert "authorization" not in await headers(tab.work)
        everything = "".join(p.read_text() for p in (tmp_path / "home").rglob("*.json"))
        assert SECRET not in everything
        assert "work" in everything

    go(script)


def test_a_removed_token_is_sent_no_more(go: Go, serve: Serve) -> None:
    url = serve("behaviour")

    async def script(window: MainWindow) -> None:
        _, work = await connected(window, url)
        panel = await opened(window)
        await saved(panel)
        entry(panel, "work").click()
        panel.use_button.click()
        await until(lambda: not panel._tasks.busy, "handed over")
        panel = await opened(window)
        assert entry(panel, "work").isChecked()
        await panel._forget("work")
        assert window.surroundings.tokens.chosen(origin_of(url)) is None
        assert "authorization" not in await headers(work)

    go(script)


def test_both_a_name_and_a_token_are_needed(go: Go) -> None:
    async def script(window: MainWindow) -> None:
        panel = await opened(window)
        assert not panel.use_button.isVisible()  # no app: nobody to send it to
        panel.name.setText("work")
        panel.save_button.click()
        assert panel.problem.isVisible()
        panel.secret.setText("two words")
        panel.name.setText(" ")
        panel.save_button.click()
        assert "needed" in panel.problem.text()

    go(script)


def test_the_hub_and_spaces_are_offered_the_only_token(go: Go, monkeypatch: pytest.MonkeyPatch) -> None:
    async def script(window: MainWindow) -> None:
        await window.surroundings.vault.set("work", SECRET)
        for origin, offered in ((HUB, True), ("https://a-b.hf.space:443", True), ("https://example.org:443", False)):
            panel = TokenPanel(window.surroundings)
            panel.show_for(origin)
            await listed(panel)
            assert entry(panel, "work").isChecked() is offered
            panel.deleteLater()

    go(script)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("user/space", HUB),
        ("https://example.org/app", "https://example.org:443"),
        ("a b", None),
        ("", None),
    ],
)
def test_whom_the_token_would_go_to(go: Go, address: str, origin: str | None) -> None:
    async def script(window: MainWindow) -> None:
        tab: RequestTab = window.requests.current()
        tab.address_bar.set_address(address)
        assert wanted_origin(tab) == origin

    go(script)


def test_choices_edited_into_nonsense_are_passed_over(go: Go, tmp_path: Path) -> None:
    (tmp_path / "home" / "config").mkdir(parents=True)
    (tmp_path / "home" / "config" / "settings.json").write_text(json.dumps({"tokens.chosen": ["x"]}))

    async def script(window: MainWindow) -> None:
        assert window.surroundings.tokens.chosen("https://example.org:443") is None

    go(script)
