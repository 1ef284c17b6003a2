"""Recent: the addresses used lately, without what must not be kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradioscope.library.places import Places
from gradioscope.library.recent import Recent, kept_address, without_secrets


def test_newest_first_each_once_and_not_too_many(tmp_path: Path) -> None:
    recent = Recent(Places(tmp_path), limit=3)
    for address in ("a.org", "b.org", "c.org/", "a.org", "d.org", "c.org"):
        recent.add(address)
    assert recent.addresses() == ["c.org", "d.org", "a.org"]
    assert Recent(Places(tmp_path)).addresses() == recent.addresses()


def test_remove_and_clear(tmp_path: Path) -> None:
    recent = Recent(Places(tmp_path))
    recent.add("a.org")
    recent.add("b.org")
    recent.remove("a.org/")
    assert recent.addresses() == ["b.org"]
    recent.clear()
    assert Recent(Places(tmp_path)).addresses() == []


@pytest.mark.parametrize("content", ['{"addresses": 5}', '{"addresses": [1, "a.org", null]}', "{", "[]"])
def test_a_strange_file_is_no_crash(tmp_path: Path, content: str) -> None:
    (Places(tmp_path).state / "recent.json").write_text(content)
    recent = Recent(Places(tmp_path))
    assert recent.addresses() in ([], ["a.org"])
    recent.add("b.org")
    assert Recent(Places(tmp_path)).addresses()[0] == "b.org"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("http://127.0.0.1:7860", "http://127.0.0.1:7860"),
        ("  localhost:7860 ", "localhost:7860"),
        ("user/space", "user/space"),
        ("https://user-space.hf.space/sub/?view=api", "https://user-space.hf.space/sub/"),
        ("https://user-space.hf.space/?__sign=eyJhbGciOi.x.y", "https://user-space.hf.space/"),
        ("http://host/#token=abc", "http://host/"),
        ("http://bob:secret@host:7860/app", "http://host:7860/app"),
        ("bob:secret@host:7860", "host:7860"),
        ("http://bob:se@cret@host/", "http://host/"),
        ("http://bob:se/cret@host/", ""),
        ("http://bob:se?cret@host/", ""),
        ("http://bob:1/2@host/", ""),
        ("http://host/path/@user", "http://host/path/@user"),
        ("http://host/hf_abcdefghijklmnop/", ""),
        ("hf_abcdefghijklmnop", ""),
        ("not an address at all", ""),
        ("", ""),
        ("?x=1", ""),
    ],
)
def test_nothing_secret_is_kept(tmp_path: Path, address: str, kept: str) -> None:
    assert without_secrets(address) == kept
    recent = Recent(Places(tmp_path))
    recent.add(address)
    assert recent.addresses() == ([kept] if kept else [])
    assert "cret" not in "".join(file.read_text() for file in tmp_path.rglob("*.json"))


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://host/?view=api", "https://host/?view=api"),
        ("{{ base }}/app", "{{ base }}/app"),
        ("half an addr", "half an addr"),
        ("https://host/?__sign=eyJhbGciOi.x.y", "https://host/"),
        ("https://host/?api_key=abc", "https://host/"),
        ("http://bob:secret@host/", "http://host/"),
        ("http://bob:se/cret@host/", ""),
        ("http://host/hf_abcdefghijklmnop/", ""),
    ],
)
def test_an_address_in_a_file_stays_as_it_was_written_unless_it_may_hold_a_secret(address: str, kept: str) -> None:
    assert kept_address(address) == kept
