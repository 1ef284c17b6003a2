from __future__ import annotations

import pytest

from gradioscope.gradio.errors import WrongUse
from gradioscope.snippets.payload import Variable
from gradioscope.snippets.quoting import FOLD, here_document, word


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("plain", "plain"),
        ("http://127.0.0.1:7860/a%20b", "http://127.0.0.1:7860/a%20b"),
        ("", "''"),
        ("two words", "'two words'"),
        ("it's", "'it'\\''s'"),
        ("=ls", "'=ls'"),
        ("~root", "'~root'"),
        ('$HOME `id` \\ "!"', "'$HOME `id` \\ \"!\"'"),
        ("é日😀", "'é日😀'"),
        ("a\nb", "\"$(printf 'a\\012b')\""),
        ("it's\x1b 100% \\!", "\"$(printf 'it\\047s\\033 100%% \\134\\041')\""),
        ("\u202etxt", "\"$(printf '\\342\\200\\256txt')\""),
    ],
)
def test_word(text, quoted):
    assert word(text) == quoted


@pytest.mark.parametrize("text", ["a\0b", "line break at the end\n", "half \ud800"])
def test_what_no_shell_can_pass_on_is_refused(text):
    with pytest.raises(WrongUse):
        word(text)


def test_here_document():
    assert here_document(['{"data": ["$HOME `id` !x \\\\ \'"]}']) == (
        "<<'JSON'\n" + '{"data": ["\\u0024HOME \\u0060id\\u0060 \\u0021x \\\\ \'"]}\n' + "JSON"
    )


def test_here_document_with_a_variable():
    assert here_document(['["', Variable("file_1"), '", "$x \\\\"]']) == (
        '<<JSON\n["$file_1", "\\u0024x \\u005c"]\nJSON'
    )


def test_its_lines_are_short_and_never_end_in_half_an_escape():
    pieces = ['["' + "\\n$\\\\" * 2000, Variable("file_1"), "é\\t" * 2000 + '"]']
    lines = here_document(pieces).split("\n")[1:-1]
    assert max(len(line.encode()) for line in lines) < 4095
    assert len(lines) > 10
    assert not any(line.endswith("\\") for line in lines)
    assert "".join(lines).replace("\\u0024", "$").replace("\\u005c", "\\\\") == (pieces[0] + "$file_1" + pieces[2])


@pytest.mark.parametrize("line", ["JSON", "JSON)", "JSON\xa0", "J\xe9"])
def test_no_line_begins_like_its_last_one(line):
    pieces = ["x" * FOLD + line]
    assert here_document(pieces).split("\n") == ["<<'JSON'", "x" * FOLD, "\\u004a" + line[1:], "JSON"]


def test_a_line_that_merely_holds_its_last_one_stays():
    assert here_document(["x" * FOLD + " JSON"]).split("\n") == ["<<'JSON'", "x" * FOLD, " JSON", "JSON"]
