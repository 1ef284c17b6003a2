"""Environments as files: which apply where, and how they are made, renamed and saved."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.library.environment import files
from gradioscope.library.environment.document import DocumentError, read
from gradioscope.library.environment.scope import Environment


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    root = tmp_path / "requests"
    write(root / "collection.yaml", "name: Ours\nvariables: {base: own, plain: 1}\nsecrets: [token]\n")
    write(root / "environments" / "staging.yaml", "variables:\n  base: outer\nsecrets: [key]\n")
    write(root / "environments" / "Production.yaml", "variables:\n  base: live\n")
    write(root / "chat" / "environments" / "staging.yaml", "variables:\n  base: inner\n")
    write(root / "chat" / "deep" / "environments" / "local.yaml", "")
    write(root / "environments" / "notes.txt", "no environment")
    write(root / "environments" / ".hidden.yaml", "no environment")
    write(root / ".git" / "environments" / "x.yaml", "")
    write(tmp_path / "environments" / "outside.yaml", "variables: {base: outside}")
    return root


def test_what_a_request_can_use(collection: Path) -> None:
    assert files.names_for(collection, collection) == ["Production", "staging"]
    assert files.names_for(collection / "chat" / "deep", collection) == ["local", "Production", "staging"]
    assert files.names_for(collection.parent, collection) == ["Production", "staging"]
    assert files.names_for(collection / "not" / "there", collection) == ["Production", "staging"]


def test_the_active_environment_from_the_inside_out(collection: Path) -> None:
    found = files.applying(collection / "chat" / "deep", collection, "staging")
    assert [(item.name, item.path, item.variables["base"], item.secret_names) for item in found] == [
        ("staging", collection / "chat/environments/staging.yaml", "inner", ()),
        ("staging", collection / "environments/staging.yaml", "outer", ("key",)),
        ("", collection / "collection.yaml", "own", ("token",)),
    ]
    assert [item.path.name for item in files.applying(collection, collection, "")] == ["collection.yaml"]
    assert [item.path.name for item in files.applying(collection, collection, "gone")] == ["collection.yaml"]


def test_all_of_them(collection: Path) -> None:
    assert [item.name for item in files.environments(collection / "chat", collection)] == [
        "staging", "Production", "staging",
    ]  # fmt: skip
    assert [str(path.relative_to(collection)) for path in files.all_files(collection)] == [
        "environments/Production.yaml",
        "environments/staging.yaml",
        "chat/environments/staging.yaml",
        "chat/deep/environments/local.yaml",
    ]


def test_a_folder_without_any(tmp_path: Path) -> None:
    assert files.names_for(tmp_path, tmp_path) == []
    assert files.applying(tmp_path, tmp_path, "x") == [Environment("", tmp_path / "collection.yaml")]
    assert files.all_files(tmp_path) == []
    assert files.collection_id(tmp_path) == ""


@pytest.mark.parametrize(
    "text", ["variables: [a]", "variables: text", "secrets: text", "secrets: {key: s3cr3t}", "secrets: [1]", "- a"]
)
def test_what_is_no_environment_is_said(collection: Path, text: str) -> None:
    path = write(collection / "environments" / "broken.yaml", text)
    with pytest.raises(DocumentError, match=r"broken\.yaml cannot be read"):
        files.applying(collection, collection, "broken")
    assert "s3cr3t" not in str(DocumentError(path, ""))
    assert files.applying(collection, collection, "staging")


def test_the_id_is_written_once_and_everything_else_stays(collection: Path) -> None:
    before = (collection / "collection.yaml").read_text()
    assert files.collection_id(collection) == ""
    made = files.give_id(collection)
    assert UUID(made)
    assert (collection / "collection.yaml").read_text() == f"{before}id: {made}\n"
    assert files.give_id(collection) == files.collection_id(collection) == made
    assert files.give_id(collection, anew=True) != made


@pytest.mark.parametrize("text", ["id: 12", "id: a/b/c/d/e", "id: ''", "id: ../../x", "id: [a]", f"id: {'a' * 65}"])
def test_what_cannot_be_an_id_is_none(tmp_path: Path, text: str) -> None:
    write(tmp_path / "collection.yaml", text)
    assert files.collection_id(tmp_path) == ""


def test_saving_keeps_what_a_person_wrote(collection: Path) -> None:
    path = write(collection / "environments" / "a.yaml", "# ours\nvariables:\n  a: 1 # one\n  b: 2\nnewer: x\n")
    files.write_environment(Environment("a", path, {"a": 1, "b": 3, "c.d": "no"}, ("key",)))
    assert path.read_text() == (
        '# ours\nvariables:\n  a: 1 # one\n  b: 3\n  c.d: "no"\nnewer: x\nsecrets:\n  - key\n'
    )  # fmt: skip
    assert files.read_environment(path) == Environment("a", path, {"a": 1, "b": 3, "c.d": "no"}, ("key",))
    files.write_environment(Environment("a", path, {"a": 1}))
    assert read(path) == {"variables": {"a": 1}, "newer": "x"}


@pytest.mark.parametrize("name", ["", "a b", "$uuid", "a}}", "runs", "runs.x", "a[0]", "a.", "\ud800"])
def test_a_name_that_no_braces_take_is_refused(tmp_path: Path, name: str) -> None:
    for variables, secrets in (({name: 1}, ()), ({}, (name,))):
        with pytest.raises(WrongUse, match="cannot be the name of a variable"):
            files.write_environment(Environment("a", tmp_path / "a.yaml", variables, secrets))
    assert os.listdir(tmp_path) == []


def test_made_renamed_and_duplicated(collection: Path) -> None:
    made = files.create(collection / "chat", "fresh")
    assert made == Environment("fresh", collection / "chat/environments/fresh.yaml")
    assert files.read_environment(made.path) == made
    staging = collection / "environments/staging.yaml"
    renamed = files.rename(staging, "test")
    assert not staging.exists()
    copy = files.duplicate(renamed, "staging")
    assert copy == staging
    assert copy.read_bytes() == renamed.read_bytes()
    assert files.rename(copy, "STAGING").name == "STAGING.yaml"


def test_nothing_is_overwritten(collection: Path) -> None:
    staging = collection / "environments/staging.yaml"
    before = staging.read_bytes()
    with pytest.raises(WrongUse, match="already"):
        files.create(collection, "staging")
    with pytest.raises(WrongUse, match="already"):
        files.rename(collection / "environments/Production.yaml", "staging")
    with pytest.raises(WrongUse, match="already"):
        files.duplicate(staging, "Production")
    with pytest.raises(WrongUse, match="already"):
        files.duplicate(staging, "staging")
    assert staging.read_bytes() == before


@pytest.mark.parametrize("name", ["", "a/b", "..", ".a", "a\\b", "a:b", "con", "NUL.x", "a ", "a.", "a\n", "x" * 81])
def test_what_no_file_can_be_named(collection: Path, name: str) -> None:
    with pytest.raises(WrongUse, match="cannot be the name of an environment"):
        files.create(collection, name)


def test_a_file_that_has_vanished_is_said(collection: Path) -> None:
    gone = collection / "environments/gone.yaml"
    for work in (files.rename, files.duplicate):
        with pytest.raises(GradioscopeError, match="could not be changed"):
            work(gone, "new")


def test_variables_at_the_top_of_an_environment(tmp_path: Path) -> None:
    path = write(
        tmp_path / "environments" / "staging.yaml", "# ours\nhost: example.com  # since May\nempty:\nsecrets: [key]\n"
    )
    found = files.read_environment(path)
    assert (dict(found.variables), found.secret_names) == ({"host": "example.com", "empty": None}, ("key",))
    files.write_environment(replace(found, variables={**found.variables, "host": "b.com", "count": 1}))
    assert path.read_text() == "# ours\nhost: b.com  # since May\nempty:\ncount: 1\nsecrets: [key]\n"
    files.write_environment(replace(files.read_environment(path), variables={"host": "b.com"}, secret_names=()))
    assert path.read_text() == "# ours\nhost: b.com  # since May\n"
    with pytest.raises(WrongUse):
        files.write_environment(replace(found, variables={"host": "b.com", "variables": 2}))
    # a collection's own are under `variables` alone, its other keys being its own
    write(tmp_path / "collection.yaml", "name: Ours\nnew_key: 1\nnothing:\n")
    assert files.read_collection(tmp_path).variables == {}
    files.give_id(tmp_path)
    assert "nothing:\n" in (tmp_path / "collection.yaml").read_text()
