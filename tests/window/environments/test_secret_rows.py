"""Settings: secrets of collections that are gone, and what requests may read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.window.conftest import Go
from tests.window.live import until

from gradioscope.library.environment.scope import SecretName
from gradioscope.window.main_window import MainWindow
from gradioscope.window.parts import Button
from gradioscope.window.settings.secret_rows import SecretRows


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring.core

    monkeypatch.setattr(keyring.core, "_keyring_backend", keyring.core.load_keyring("keyring.backends.fail.Keyring"))


def test_they_are_listed_and_taken_back(go: Go, tmp_path: Path) -> None:
    async def script(window: MainWindow) -> None:
        scopes = window.surroundings.scopes
        gone = scopes.of(tmp_path / "gone")
        await gone.set_secret(SecretName("live", "key"), "k")
        shutil.rmtree(gone.folder)
        await scopes.allow(tmp_path / "here" / "a.gradio.yaml", ["HOME"])
        window.show_settings()
        [rows] = window.findChildren(SecretRows)

        def buttons() -> dict[str, Button]:
            found = {button.text(): button for button in rows.findChildren(Button) if not button.isHidden()}
            return {text: button for text, button in found.items() if button.isVisibleTo(rows)}

        await until(lambda: set(buttons()) == {"Remove", "Take back"}, "both rows")
        assert f"1 secret of {gone.folder}, which is not there: key" in buttons()["Remove"].accessibleName()
        assert "HOME" in buttons()["Take back"].accessibleName()
        buttons()["Remove"].click()
        await until(lambda: set(buttons()) == {"Take back"}, "its end")
        assert await window.surroundings.vault.names("variable") == []
        buttons()["Take back"].click()
        await until(lambda: "No secret is left" in rows.text.text(), "the empty state")

    go(script)
