"""The PowerShell snippet, held against PowerShell's documented rules, as none is at hand to run it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.snippets.command_line import powershell_7, split, windows_powershell

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import LocalFile
from gradioscope.request.draft import Access
from gradioscope.snippets import Options, render
from gradioscope.snippets.curl_powershell_words import argument, body, word
from gradioscope.snippets.payload import json_pieces

TEXT = st.text(
    st.one_of(st.sampled_from("'\"`$@\\ \n\t‘’‚‛“”„;,#(){}[]%!é😀"), st.characters(exclude_categories=["Cs"])),
    max_size=60,
)
SHORT = r"""& {
    $ErrorActionPreference = 'Stop'
    $app = 'http://127.0.0.1:7860'
    $curl = @(Get-Command curl -CommandType Application)[0].Path
    $encoding = [Console]::OutputEncoding
    $body = [IO.Path]::GetTempFileName()
    try {
        [Console]::OutputEncoding = New-Object Text.UTF8Encoding $false
        [IO.File]::WriteAllText($body, '{"data": ["It''s me", 3]}')
        $answer = & $curl -sS "$app/gradio_api/call/predict" -H 'Content-Type: application/json' -d "@$body"
        if ("$answer" -cnotmatch '"event_id": *"([0-9a-f]+)"') { throw "The app answered: $answer" }
        $event_id = $Matches[1]
        & $curl -sS -N "$app/gradio_api/call/predict/$event_id" | Tee-Object -Variable events
        $completed = @(@($events) -cmatch '^event: complete')
        if (-not $completed) { throw "The app reported an error: $events" }
    } finally {
        [Console]::OutputEncoding = $encoding
        Remove-Item -LiteralPath $body
    }
}"""


def test_short(make):
    assert render("curl-powershell", make({"text": "It's me", "number": 3})) == SHORT


def spoken(literal: str) -> str:
    """The text that a string of PowerShell stands for (about_Quoting_Rules); it must be all of the literal."""
    if literal.startswith("'"):
        assert re.fullmatch(r"'(?:[^']|'')*'", literal)
        return literal[1:-1].replace("''", "'")
    inner = re.fullmatch(r'"((?:[^"`$]|`[`$"#]|\$\(\[char\]0x[0-9a-f]{4}\))*)"', literal)
    assert inner, literal
    units = re.sub(r"\$\(\[char\]0x([0-9a-f]{4})\)", lambda found: chr(int(found[1], 16)), inner[1])
    return re.sub(r"`([`$\"#])", r"\1", units).encode("utf-16", "surrogatepass").decode("utf-16")


@given(TEXT)
def test_a_word_stands_for_its_text_in_plain_ascii(text):
    assert word(text).isascii()
    assert word(text).isprintable()
    assert spoken(word(text)) == text


@given(TEXT.filter(lambda text: not set(text) & set("\n\r\0")))
def test_an_argument_arrives_in_every_version_or_is_refused(text):
    try:
        argument(text)
    except WrongUse:
        assert '"' in text or text.endswith("\\") or not text
        return
    before = ["-F", text, "end"]
    assert split(windows_powershell(before)) == before
    assert split(powershell_7(before)) == before


def test_the_model_tells_the_versions_apart():
    assert split(windows_powershell(['{"a": 1}'])) == ["{a: 1}"]
    assert split(windows_powershell(['{"a":1}'])) == ["{a:1}"]
    assert split(powershell_7(['{"a": 1}', "x y\\", ""])) == ['{"a": 1}', "x y\\", ""]
    assert split(windows_powershell(["x y\\", "z"])) == ['x y" z']


@given(st.one_of(TEXT, TEXT.map(lambda text: text * 100)))
def test_no_value_ends_the_here_string(text):
    pieces = [piece.encode("ascii", "ignore").decode() for piece in json_pieces([text])]
    written = body(pieces)
    if written.startswith("'"):
        assert spoken(written) == pieces[0]
        return
    lines = written.split("\n")
    assert (lines[0], lines[-1]) == ("@'", "'@")
    assert not any(line.startswith("'") for line in lines[1:-1])


@pytest.mark.parametrize("options", [Options(), Options(follow=True, extract=True, long=True), Options(pretty=True)])
@pytest.mark.parametrize("text", ["‘’‚‛“”„", "`$(calc) $env:X ${x}", "'@\n'@" * 700, "--% @( #", "a\0\x1b[31m\u202e"])
def test_no_argument_has_a_double_quote_in_it_and_all_is_ascii(make, text, options):
    access = Access("al'ice" + text.replace("\0", ""), True, (("X-Api-Key", "never"), ("X-Plain", '‘"é”')), True)
    name = f"[a]{text}.png".replace("\0", "")[:200]
    snippet = render("curl-powershell", make({"text": text, "file": LocalFile(name)}, access=access), options)
    assert snippet.isascii()
    assert "never" not in snippet
    for line in snippet.split("\n"):
        if "& $curl" in line:
            assert "`" not in line
            assert "'\"" not in line


def test_temporary_files_are_removed(make):
    access = Access("alice", True, (), False)
    snippet = render("curl-powershell", make({"f": LocalFile("a b.png"), "g": LocalFile("c.png")}, access=access))
    made = re.findall(r"(\$\w+) = \[IO.Path\]::GetTempFileName", snippet)
    assert made == ["$body", "$headers", "$cookies", "$copy_1"]
    assert f"Remove-Item -LiteralPath {', '.join(made)}\n" in snippet
    assert "-F 'files=@c.png'" in snippet
    assert '-F "files=@$copy_1;filename=a_b.png"' in snippet


def test_a_body_file_is_never_put_over_another(make):
    snippet = render("curl-powershell", make({"text": "x"}), Options(body_file=True))
    assert '$body = (New-Item body.json -ItemType File -Value (\'{"data": ["x"]}\')).FullName' in snippet
    assert "WriteAllText" not in snippet
    assert "Remove-Item" not in snippet
    secret = render("curl-powershell", make({"text": "x"}, kinds={"text": "text"}, props={"type": "password"}))
    assert "body.json" not in secret
