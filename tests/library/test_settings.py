"""Settings: JSON on disk that survives everything that happens to files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from gradioscope.library.places import Places
from gradioscope.library.settings import JsonFile, Settings


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path)


@pytest.mark.parametrize("value", [0, False, "", "Grüße 你好 \u2028", [1, [2]], {"a": {"b": None}}, 1.5, 2**70])
def test_any_json_value_comes_back(places: Places, value: object) -> None:
    assert Settings(places).set("some.name", value)
    assert Settings(places).get("some.name") == value


def test_what_was_never_set_has_its_default(places: Places) -> None:
    assert Settings(places).get("look.scheme", "system") == "system"
    assert not (places.config / "settings.json").exists()


def test_none_puts_back_the_default(places: Places) -> None:
    settings = Settings(places)
    settings.set("look.scheme", "dark")
    settings.set("look.scheme", None)
    assert settings.get("look.scheme", "system") == "system"
    assert json.loads(settings.path.read_text()) == {}


def test_a_caller_cannot_change_what_is_kept(places: Places) -> None:
    settings = Settings(places)
    given = [1]
    settings.set("list", given)
    given.append(2)
    settings.get("list").append(3)
    assert settings.get("list") == [1]


def test_unknown_keys_are_kept(places: Places) -> None:
    (places.config / "settings.json").write_text('{"from.a.later.version": {"x": 1}}')
    Settings(places).set("look.scheme", "dark")
    assert json.loads((places.config / "settings.json").read_text()) == {
        "from.a.later.version": {"x": 1},
        "look.scheme": "dark",
    }


def test_two_windows_do_not_undo_each_other(places: Places) -> None:
    one, two = Settings(places), Settings(places)
    one.get("a"), two.get("a")
    one.set("a", 1)
    two.set("b", 2)
    assert json.loads(one.path.read_text()) == {"a": 1, "b": 2}


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b'{"a": 1}}', b"[" * 100_000])
def test_a_damaged_file_is_set_aside_and_reported(places: Places, content: bytes) -> None:
    path = places.config / "settings.json"
    path.write_bytes(content)
    settings = Settings(places)
    assert settings.get("a", "default") == "default"
    assert "settings.json.damaged" in settings.notice
    assert path.with_name("settings.json.damaged").read_bytes() == content
    assert settings.set("a", 2)
    assert Settings(places).get("a") == 2


def test_a_second_damaged_file_does_not_replace_the_first(places: Places) -> None:
    path = places.config / "settings.json"
    for content in ("first", "second"):
        path.write_text(content)
        Settings(places).get("a")
    assert path.with_name("settings.json.damaged").read_text() == "first"
    assert path.with_name("settings.json.damaged-2").read_text() == "second"


def test_a_file_damaged_while_running_loses_nothing(places: Places) -> None:
    settings = Settings(places)
    settings.set("a", 1)
    settings.path.write_text("{ broken")
    assert settings.set("b", 2)
    assert json.loads(settings.path.read_text()) == {"a": 1, "b": 2}


def test_what_cannot_be_saved_lives_in_memory_and_is_saved_later(places: Places) -> None:
    """A folder in the file's place stands for every reason a disk can have; it holds for root too."""
    settings = Settings(places)
    settings.path.mkdir()
    assert not settings.set("a", 1)
    assert str(settings.path) in settings.notice
    assert settings.get("a") == 1
    settings.path.rmdir()
    assert settings.set("b", 2)
    assert json.loads(settings.path.read_text()) == {"a": 1, "b": 2}


def test_what_another_process_wrote_is_seen_after_a_reload(tmp_path: Path) -> None:
    ours, theirs = JsonFile(tmp_path / "a.json"), JsonFile(tmp_path / "a.json")
    ours.update({"a": 1, "gone": 1})
    theirs.update({"b": 2, "gone": None})
    ours.reload()
    assert ours.read() == {"a": 1, "b": 2}


def test_a_reload_keeps_what_could_not_be_saved(tmp_path: Path) -> None:
    file = JsonFile(tmp_path / "a.json")
    file.path.mkdir()
    file.update({"a": 1})
    file.reload()
    assert file.read() == {"a": 1}


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(places)
    settings.set("a", 1)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert not settings.set("a", 2)
    assert "No space left on device" in settings.notice
    assert json.loads(settings.path.read_text()) == {"a": 1}
    assert [item.name for item in settings.path.parent.iterdir()] == ["settings.json"]


def test_a_linked_file_stays_a_link(places: Places, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.json"
    real.write_text("{}")
    os.chmod(real, 0o640)
    (places.config / "settings.json").symlink_to(real)
    Settings(places).set("a", 1)
    assert (places.config / "settings.json").is_symlink()
    assert json.loads(real.read_text()) == {"a": 1}
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_byte_order_mark_is_no_damage(places: Places) -> None:
    (places.config / "settings.json").write_bytes(b'\xef\xbb\xbf{"a": 1}')
    settings = Settings(places)
    assert settings.get("a") == 1
    assert settings.notice == ""
