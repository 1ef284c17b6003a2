"""YAML files of variables: read exactly, changed where something changed."""

from __future__ import annotations

import difflib
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradioscope.gradio.errors import GradioscopeError, WrongUse
from gradioscope.gradio.model import Json
from gradioscope.library.environment.document import DocumentError, change, parsed, read
from gradioscope.request.equality import same

COMMENTED = """\
# what the team shares
variables:
  base: https://example.com  # the real one
  # how many at once
  count: 3
  'quoted': "as it was"
  later: keep 'me'
newer: {unknown: [1, 2]}  # of a newer version
secrets: [api_key]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "environments" / "staging.yaml"
    path.parent.mkdir()
    return path


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def test_one_changed_value_changes_one_line(path: Path) -> None:
    path.write_text(COMMENTED)
    variables = read(path)["variables"]
    change(path, {"variables": {**variables, "count": 4}})
    assert changed_lines(COMMENTED, path.read_text()) == ["-  count: 3", "+  count: 4"]
    change(path, {"variables": {**variables, "count": 3, "new": "no"}})
    assert changed_lines(COMMENTED, path.read_text()) == ['+  new: "no"']
    del variables["later"]
    change(path, {"variables": variables})
    assert changed_lines(COMMENTED, path.read_text()) == ["-  later: keep 'me'"]


def test_what_does_not_change_is_not_written(path: Path) -> None:
    path.write_text(COMMENTED.replace("count: 3", "count:   0x10"))
    before = os.stat(path)
    change(path, {"variables": {**read(path)["variables"]}})
    assert os.stat(path) == before


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.yaml"
    assert read(path) == {}
    change(path, {"secrets": None})
    assert not path.exists()
    change(path, {"variables": {"a": "1"}, "secrets": ["b"]})
    assert read(path) == {"variables": {"a": "1"}, "secrets": ["b"]}


def test_comments_alone_stay(path: Path) -> None:
    path.write_text("# to be filled in\n# soon\n")
    change(path, {"variables": {"a": 1}})
    assert path.read_text().startswith("# to be filled in\n# soon\n")
    assert read(path) == {"variables": {"a": 1}}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("yes", "yes"), ("2024-01-01", "2024-01-01"), ("2024-01-01 10:00:00", "2024-01-01 10:00:00"),
        ("0o7", 7), ("0x1F", 31), ("007", 7), ("1e3", 1000.0), ("1.0", 1.0), ("~", None), ("null", None), ("", None),
        ("true", True), ('"true"', "true"), ("'12'", "12"), ("12:30:45", "12:30:45"), ("<<", "<<"), ("=", "="),
    ],
)  # fmt: skip
def test_what_is_read_is_yaml_1_2(path: Path, text: str, value: Json) -> None:
    assert same(parsed(path, f"a: {text}\n"), {"a": value})


def test_names_are_text(path: Path) -> None:
    path.write_text("1: a\nnull: b\ntrue: c\n2024-01-01: d\n1.5: e\n")
    assert read(path) == {"1": "a", "null": "b", "true": "c", "2024-01-01": "d", "1.5": "e"}
    change(path, {"1": "A", "null": "B", "true": None, "2024-01-01": "D", "1.5": "E", "false": "F"})
    assert read(path) == {"1": "A", "null": "B", "2024-01-01": "D", "1.5": "E", "false": "F"}


TEXTS = st.text() | st.sampled_from(
    ["no", "Yes", "1e3", "0o7", "2024-01-01", "null", "~", " a", "a ", "a\n", "\n", "a\nb\n\n", "a\n b", " a\nb",
     "a\r\nb", "\ufeff", "\u2028", "\x85", "<<", "=", "- a", "a: b", "a #b", "{{x}}", "# a", "\ta\nb", "a\n\tb ",
     "1:30", "1_0", "|", ".inf", "-.5"]
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda some: st.lists(some, max_size=4) | st.dictionaries(TEXTS, some, max_size=4),
    max_leaves=12,
)


def encodable(value: Json) -> bool:
    try:
        repr(value).encode()
        return "\\ud" not in ascii(value)
    except UnicodeEncodeError:
        return False


@settings(deadline=None, max_examples=60)
@given(before=VALUES.filter(encodable), after=VALUES.filter(encodable))
def test_any_json_value_comes_back(tmp_path_factory: pytest.TempPathFactory, before: Json, after: Json) -> None:
    path = tmp_path_factory.mktemp("any") / "a.yaml"
    change(path, {"variables": {"a": before, "b": 1}})
    assert same(read(path), {"variables": {"a": before, "b": 1}})
    change(path, {"variables": {"a": after, "b": 1}, "c": [before]})
    assert same(read(path), {"variables": {"a": after, "b": 1}, "c": [before]})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", {"a": ["\udfff"]}])
def test_what_no_json_can_carry_is_refused(path: Path, value: Json) -> None:
    with pytest.raises(WrongUse):
        change(path, {"variables": {"a": value}})
    assert not path.exists()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: [\n", 3),
        ("a: 1\n\tb: 2\n", 2),
        ("a: 1\na: 2\n", 2),
        ("a: !!python/object:os.system x\n", 1),
        ("x: 1\na: !thing [1]\n", 2),
        ("a: .nan\n", 1),
        ("a: 1e999\n", 1),
        ("- a\n- b\n", 1),
        ("just text\n", 1),
        ("a: *nothing\n", 1),
        ("a: 1\n---\nb: 2\n", 2),
        ("a: &a [*a]\n", 1),
        ("a: &a {x: [1,1,1,1,1,1,1,1,1,1]}\n" + "".join(
            f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}' if n else '*a'] * 10)}]\n" for n in range(9)), None),
        ("a: " + "[" * 500 + "]" * 500, None),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_its_line(path: Path, text: str, line: int | None) -> None:
    started = time.perf_counter()
    with pytest.raises(DocumentError) as caught:
        parsed(path, text)
    assert time.perf_counter() - started < 10
    assert str(path) in str(caught.value)
    if line is not None:
        assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "written"),
    [
        *(
            (plain, plain)
            for plain in ("text", "https://a.b/c", "3e8f8a10-9d2a", "v1.2", "10 apples", "1.2.3-beta", "nope")
        ),
        *(
            (text, f'"{text}"')
            for text in ("no", "On", "1_0", "1,2", "1:30", "1e3", "0x1F", "0b1", "-.inf", "2024-1-1 x")
        ),
        ("a\nb", "|-\n  a\n  b"),
    ],
)
def test_what_other_programs_take_for_a_number_is_quoted(path: Path, text: str, written: str) -> None:
    change(path, {"a": text})
    assert path.read_text() == f"a: {written}\n"


def test_what_is_no_text_file_is_said(path: Path, tmp_path: Path) -> None:
    path.write_bytes(b"a: \xff\n")
    with pytest.raises(DocumentError, match="no text in UTF-8"):
        read(path)
    with pytest.raises(DocumentError, match="no ordinary file"):
        read(tmp_path)
    os.symlink("/dev/zero", tmp_path / "endless.yaml")
    with pytest.raises(DocumentError, match="no ordinary file"):
        read(tmp_path / "endless.yaml")
    path.write_bytes(b"a: " + b"x" * 6_000_000)
    with pytest.raises(DocumentError, match="larger than 5 MB"):
        read(path)


def test_a_file_that_could_not_be_read_is_not_overwritten(path: Path) -> None:
    path.write_text("a: [\n")
    with pytest.raises(DocumentError):
        change(path, {"a": 1})
    assert path.read_text() == "a: [\n"


def test_a_save_that_fails_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text(COMMENTED)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(GradioscopeError, match=r"could not be saved\. No space left on device"):
        change(path, {"secrets": None})
    assert path.read_text() == COMMENTED
    assert os.listdir(path.parent) == [path.name]


BY_HAND = """\
# team
name:   Mine     # ours
variables:
    base:   'https://x'
    list:
    - a
    - b   # second
    long: >
       folded text that goes on and on and on and on and on and on and on and on and on and on and on and on and on
       and here
    flow: {a: 1,  b: [1,2]}
    empty:
secrets: [ api_key,  other ]
"""


def test_one_changed_value_is_one_changed_line(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(BY_HAND)
    change(path, {"name": "Ours"})
    assert path.read_text() == BY_HAND.replace("Mine", "Ours")
    change(path, {"variables": {**read(path)["variables"], "base": "https://y"}})
    assert path.read_text() == BY_HAND.replace("Mine", "Ours").replace("'https://x'", "https://y")


def test_folded_text_is_read_without_marks(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a: >\n  one\n  two\n")
    assert read(path) == {"a": "one two\n"}


def test_what_has_not_changed_is_not_read_again(tmp_path: Path) -> None:
    file = tmp_path / "live.yaml"
    file.write_text("a: 1\n")
    os.utime(file, (1, 1))
    first = read(file)
    assert read(file) is first
    file.write_text("a: 2\n")
    os.utime(file, (2, 2))
    assert read(file) == {"a": 2}
    # written twice within one tick of the clock
    for value in range(20):
        file.write_text(f"a: {value % 10}\n")
        assert read(file) == {"a": value % 10}
    file.unlink()
    assert read(file) == {}
