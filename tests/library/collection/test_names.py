"""Names that every system can hold, as near to the person's as can be."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradioscope.library.collection.names import LONGEST, file_name, folded_name, free_name, is_file_name, natural


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Draw a cat", "Draw a cat"),
        ("  a   b ", "a b"),
        ("a/b\\c:d", "a-b-c-d"),
        ("../../etc/passwd", "-..-etc-passwd"),
        (".hidden", "hidden"),
        ("dots...", "dots"),
        ("a\nb\tc", "a b c"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("console", "console"),
        ("", "request"),
        ("...", "request"),
        ("e\u0301", "é"),
        ("日本語 💥", "日本語 💥"),
        ("a\u202eb", "a b"),
        ("👩\u200d💻 می\u200cخواهم", "👩\u200d💻 می\u200cخواهم"),
        ("a\ud800b", "ab"),
    ],
)
def test_a_name_becomes_a_file_s(name, found):
    assert file_name(name) == found


@given(st.text())
def test_any_text_becomes_a_name_that_stays(name):
    found = file_name(name)
    assert file_name(found) == found
    assert is_file_name(found)
    assert 0 < len(found.encode()) <= LONGEST + 1
    assert not set(found) & set('<>:"/\\|?*\0')
    assert unicodedata.is_normalized("NFC", found)


@pytest.mark.parametrize(
    ("wanted", "taken", "found"),
    [
        ("a", [], "a"),
        ("a", ["A"], "a 2"),
        ("a", ["a", "a 2"], "a 3"),
        ("a 2", ["a 2"], "a 3"),
        ("a 9", ["a 9", "a 10"], "a 11"),
        ("é", ["e\u0301"], "é 2"),
        ("2", ["2"], "2 2"),
    ],
)
def test_a_name_that_is_taken_gets_a_number(wanted, taken, found):
    assert free_name(wanted, taken) == found
    assert folded_name(found) not in {folded_name(name) for name in taken}


def test_names_are_sorted_as_people_do():
    names = ["b", "a10", "A2", "a", "10", "9", "Ä", "a 2", "a1b2", "a1b10", "1.10", "1.9", "²"]
    wanted = ["1.9", "1.10", "9", "10", "a", "a1b2", "a1b10", "A2", "a10", "a 2", "b", "²", "Ä"]
    assert sorted(names, key=natural) == wanted
