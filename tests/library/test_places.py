"""Places: where Gradioscope's own files are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gradioscope.gradio.errors import WrongUse
from gradioscope.library.places import Places

KINDS = ("config", "data", "cache", "state")


@pytest.mark.parametrize("kind", KINDS)
def test_home_moves_every_folder(tmp_path: Path, kind: str) -> None:
    places = Places(tmp_path / "a home")
    assert not (tmp_path / "a home").exists()
    folder = getattr(places, kind)
    assert folder == tmp_path / "a home" / kind
    assert folder.is_dir()


def test_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    assert Places(tmp_path / "home").data.stat().st_mode & 0o777 == 0o700


def test_a_relative_home_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Places(Path("here")).config == tmp_path / "here" / "config"


def test_a_home_that_is_a_file_is_explained(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(WrongUse) as caught:
        _ = Places(tmp_path / "home").config
    assert "--home" in caught.value.explanation.do


def test_without_a_home_the_system_decides(tmp_path: Path) -> None:
    """In a process of its own, as the answer comes from the environment."""
    environment = {**os.environ, "HOME": str(tmp_path)}
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        environment.pop(name, None)
    script = f"from gradioscope.library.places import Places; p = Places(); print({', '.join(f'p.{k}' for k in KINDS)})"
    output = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    ).stdout.split()
    assert len(set(output)) >= 3
    assert all(folder.startswith(str(tmp_path)) and "gradioscope" in folder for folder in output)
