from __future__ import annotations

import pytest

from gradioscope.request.delimited import decoded, delimiter_of, read_clipboard, read_csv, write_clipboard, write_csv

HARD = [["plain", 'a "word"', '"all"'], ["two\nlines", "tab\there", ""], ["a,b", "é", '"'], ["", "", " space "]]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a;b\r\n1,5;2\r\n", [["a", "b"], ["1,5", "2"]]),
        ("a\tb\n1, 2\t3", [["a", "b"], ["1, 2", "3"]]),
        ("a|b\n1|2", [["a", "b"], ["1", "2"]]),
        ("one\ntwo, with a comma\nthree", [["one", ""], ["two", " with a comma"], ["three", ""]]),
        ("one\ntwo", [["one"], ["two"]]),
        ('name,said\nann,"he said ""hi"", then\nleft"', [["name", "said"], ["ann", 'he said "hi", then\nleft']]),
        ('a,"b;c;d"\n1,"e;f;g"', [["a", "b;c;d"], ["1", "e;f;g"]]),
        ("\ufeffa,b\n1,2", [["a", "b"], ["1", "2"]]),
        ("a,b\n\n1,2\n\n", [["a", "b"], ["1", "2"]]),
        ("a,b,c\n1\n", [["a", "b", "c"], ["1", "", ""]]),
        ("", []),
    ],
)
def test_csv_is_read_by_its_own_delimiter(text: str, rows: list[list[str]]) -> None:
    assert read_csv(text) == rows


def test_a_long_text_is_told_by_its_first_records() -> None:
    text = "a;b\n" + "1,0;2,0\n" * 20_000
    assert delimiter_of(text) == ";"


def test_a_cell_of_a_megabyte_is_read() -> None:
    assert read_csv("a,b\n" + "x" * 2**20 + ",1") == [["a", "b"], ["x" * 2**20, "1"]]


def test_what_is_written_as_csv_is_read_again() -> None:
    assert read_csv(write_csv(HARD)) == HARD


def test_what_is_copied_is_pasted_again() -> None:
    assert read_clipboard(write_clipboard(HARD)) == HARD


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\tb\r\n1\t2\r\n", [["a", "b"], ["1", "2"]]),
        ('"two\nlines"\tb', [["two\nlines", "b"]]),
        ('"quoted" she said\tb', [['"quoted" she said', "b"]]),
        ('"a quotation"\tb', [['"a quotation"', "b"]]),
        ("a\t\n\tb", [["a", ""], ["", "b"]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
        ('"open\tb', [['"open', "b"]]),
        ("alone", [["alone"]]),
        ("", []),
    ],
)
def test_the_clipboard_of_a_spreadsheet(text: str, rows: list[list[str]]) -> None:
    assert read_clipboard(text) == rows


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é".encode(), "é"),
        (b"\xef\xbb\xbfa", "a"),
        ("é".encode("utf-16"), "é"),
        ("é".encode("cp1252"), "é"),
    ],
)
def test_a_file_is_decoded(data: bytes, text: str) -> None:
    assert decoded(data) == text


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(ValueError, match="no text"):
        decoded(b"PK\x03\x04\x00\x00")
