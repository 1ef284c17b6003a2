"""Choices: which environment is active, and what a collection may read on this computer."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from gradioscope.library.environment.consent import Choices
from gradioscope.library.places import Places


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "home")


def test_the_active_environment_is_remembered(places: Places) -> None:
    choices, another_window = Choices(places), Choices(places)
    assert choices.active("id") == ""
    choices.activate("id", "staging")
    assert another_window.active("id") == "staging"
    assert another_window.active("other") == ""
    another_window.activate("id", "")
    assert choices.active("id") == ""
    assert json.loads((places.state / "environments.json").read_text()) == {}


def test_names_are_allowed_for_one_folder(places: Places, tmp_path: Path) -> None:
    choices = Choices(places)
    choices.allow(tmp_path / "a", ["HOME", "USER"])
    choices.allow(tmp_path / "a", ["HOME", "LANG"])
    assert Choices(places).allowed(tmp_path / "a") == ("HOME", "USER", "LANG")
    assert choices.allowed(tmp_path / "b") == ()
    choices.disallow(tmp_path / "a")
    assert choices.allowed(tmp_path / "a") == ()


def test_one_folder_by_two_ways_is_one(places: Places, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    os.symlink(tmp_path / "a", tmp_path / "link")
    Choices(places).allow(tmp_path / "link", ["HOME"])
    assert Choices(places).allowed(tmp_path / "a") == ("HOME",)


def test_each_folder_with_the_same_id_is_trusted_for_itself(places: Places, tmp_path: Path) -> None:
    choices = Choices(places)
    assert choices.trusted("id") == ()
    choices.trust("id", tmp_path / "a")
    choices.trust("id", tmp_path / "b")
    choices.trust("id", tmp_path / "a")
    assert choices.trusted("id") == (tmp_path / "a", tmp_path / "b")


def test_a_folder_that_is_gone_leaves_no_permission(places: Places, tmp_path: Path) -> None:
    choices = Choices(places)
    choices.activate("id", "staging")
    for name in ("a", "b"):
        choices.trust("id", tmp_path / name)
        choices.allow(tmp_path / name, ["HOME"])
    choices.forget("id", tmp_path / "a")
    assert choices.trusted("id") == (tmp_path / "b",)
    assert choices.allowed(tmp_path / "a") == ()
    assert choices.active("id") == "staging"
    choices.forget("id", tmp_path / "b")
    assert choices.active("id") == ""
    assert json.loads((places.state / "environments.json").read_text()) == {}


@pytest.mark.parametrize(
    "content", ["[]", "{", '{"id": 3}', '{"id": {"active": 1, "folders": "x", "allowed": [1, null]}}']
)
def test_a_file_somebody_broke_allows_nothing(places: Places, content: str) -> None:
    (places.state / "environments.json").write_text(content)
    choices = Choices(places)
    assert (choices.active("id"), choices.trusted("id"), choices.allowed(Path("id"))) == ("", (), ())
    choices.activate("id", "new")
    assert choices.active("id") == "new"
