"""A request to its file, and what keeps it from being written."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from gradioscope.gradio.errors import GradioscopeError
from gradioscope.library.collection import read_request, write_request
from gradioscope.library.saving import ChangedOutside, NameTaken, save, save_new, save_over
from gradioscope.request.saved import MadeFor, SavedRequest

ASKED = SavedRequest("localhost:7860", "/predict", {"text": "one"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "hello.gradio.yaml"
    write_request(path, ASKED)
    return path


def _with(text: str) -> SavedRequest:
    return replace(ASKED, values={"text": text})


def test_what_was_seen_is_replaced(path: Path) -> None:
    save(path, _with("two"), ASKED)
    assert read_request(path) == _with("two")


def test_what_another_program_wrote_is_not(path: Path) -> None:
    path.write_text(path.read_text().replace("one", "theirs"))
    with pytest.raises(ChangedOutside) as caught:
        save(path, _with("mine"), ASKED)
    assert "theirs" in path.read_text()
    assert caught.value.request == _with("theirs")
    assert "text: mine" in caught.value.mine
    assert "text: theirs" in caught.value.theirs
    save_over(path, _with("mine"))
    assert read_request(path) == _with("mine")


def test_a_file_that_came_to_be_meanwhile_is_not_replaced(path: Path) -> None:
    with pytest.raises(ChangedOutside):
        save(path, _with("mine"), None)


def test_the_same_change_on_both_sides_is_no_conflict(path: Path) -> None:
    path.write_text(f"# a note of theirs\n{path.read_text().replace('one', 'two')}")
    save(path, _with("two"), ASKED)
    assert path.read_text().startswith("# a note of theirs\n")


def test_a_comment_or_another_order_is_no_conflict_and_stays(path: Path) -> None:
    path.write_text(
        "values: {text: one}  # kept\nendpoint: /predict\naddress: localhost:7860\nmade_for: {gradio: '5'}\n"
    )
    save(path, _with("two"), ASKED)
    assert "# kept" in path.read_text()
    assert path.read_text().startswith("values: {text: two}")


@pytest.mark.parametrize(
    "theirs", [b"<<<<<<< HEAD\naddress: a\n=======\naddress: b\n>>>>>>> theirs\n", b"\xff\xfe<<<<<<<\x00"]
)
def test_a_file_that_is_no_request_any_more_is_shown_not_replaced(path: Path, theirs: bytes) -> None:
    path.write_bytes(theirs)
    with pytest.raises(ChangedOutside) as caught:
        save(path, _with("mine"), ASKED)
    assert caught.value.request is None
    assert "<<<<<<<" in caught.value.theirs
    save_over(path, _with("mine"))
    assert read_request(path) == _with("mine")


def test_a_removed_file_is_written_again(path: Path) -> None:
    path.unlink()
    save(path, ASKED, ASKED)
    assert read_request(path) == ASKED


def test_a_vanished_folder_is_not_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "drive" / "hello.gradio.yaml"
    with pytest.raises(GradioscopeError, match=r"folder .*drive is gone"):
        save(path, ASKED, ASKED)
    assert not path.parent.exists()


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_read_only_folder_is_said_and_the_old_file_stays(path: Path) -> None:
    path.parent.chmod(0o555)
    try:
        with pytest.raises(GradioscopeError, match=r"was not saved\. Permission denied"):
            save(path, _with("two"), ASKED)
    finally:
        path.parent.chmod(0o755)
    assert read_request(path) == ASKED


def test_a_link_stays_one(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.gradio.yaml"
    link.symlink_to(path)
    save(link, _with("two"), ASKED)
    assert link.is_symlink()
    assert read_request(path) == _with("two")


def test_a_new_name_is_free_or_refused(path: Path, tmp_path: Path) -> None:
    made = save_new(tmp_path, "a/b: c?", ASKED)
    assert made.name == "a-b- c-.gradio.yaml"
    for name in ("hello", "Hello", "HELLO", "a-b- c-"):
        with pytest.raises(NameTaken, match="There is a request"):
            save_new(tmp_path, name, ASKED)
    assert read_request(path) == ASKED


def test_only_the_folder_that_is_offered_is_made(tmp_path: Path) -> None:
    first = tmp_path / "collections" / "Requests"
    assert save_new(first, "one", ASKED, make=first) == first / "one.gradio.yaml"
    with pytest.raises(GradioscopeError, match="No such file or directory"):
        save_new(tmp_path / "gone", "one", ASKED, make=first)


def test_what_it_was_made_for_is_written_too(path: Path) -> None:
    save(path, replace(ASKED, made_for=MadeFor("6.31.0")), ASKED)
    found = read_request(path).made_for
    assert found is not None
    assert found.version == "6.31.0"
