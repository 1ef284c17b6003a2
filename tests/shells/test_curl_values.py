"""Whatever a form can hold arrives as it was, through every shell, byte for byte."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradioscope.gradio.model import LocalFile
from gradioscope.snippets import render
from gradioscope.snippets.quoting import FOLD

HOSTILE = {
    "quotes": "it's \"quoted\" '' \"\" '\\'' \\\" ",
    "lines": "one\ntwo\r\nthree\n\n",
    "backslashes": "\\ \\\\ \\n \\u0041 C:\\temp\\new\\",
    "dollars": "$HOME ${HOME} $(touch stolen) $$ $' $\"",
    "history": '!! !x !$ !-1 wow! "!"',
    "backquotes": "`touch stolen` \\`id\\`",
    "at": "@/etc/passwd",
    "dash": "-d @- --data",
    "percent": "%s %n %% %41",
    "here document": "JSON\nJSON'\nEOF\n<<JSON",
    "signs": "#;&|<>(){}[]*?~^=,:",
    "equals": "=ls",
    "tilde": "~root",
    "other scripts": "Grüße 日本語 עברית 👩‍💻 e\u0301 \U0001f600",
    "control": "".join(map(chr, range(1, 32))) + "\x7f\x80\x9f\x1b[31mred\x1b]0;title\x07",
    "nul": "a\0b",
    "separators": "\u2028\u2029\x85\x0b\x0c",
    "bidi": "\u202eexe.txt\u2066\u200b\ufeff\U000e0041",
    "blank": "  two  blanks\t",
    "empty": "",
}


def arrived(data: list[Any]) -> tuple[Any, Any, str]:
    return data[0]["text"], data[0]["data"], data[0]["sha256"]


def expected(text: str, value: Any) -> tuple[Any, Any, str]:
    return text, value, hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("name", HOSTILE)
def test_text_arrives_as_it_was(shell, serve, draft, name):
    text = HOSTILE[name]
    value = {"key " + text: [text, 1, -2.5, 1e-9, True, None, {}, []]}
    ran = shell.run(render(shell.target, draft(serve("echo"), "received", {"text": text, "data": value})))
    assert arrived(ran.data) == expected(text, value)
    assert ran.errors == ""
    assert ran.left == []
    assert not (shell.folder / "stolen").exists()


def test_text_beside_an_uploaded_file_arrives_as_it_was(shell, serve, draft):
    """There the shell reads the body as in double quotes, to put the path in."""
    texts = list(HOSTILE.values())
    (shell.folder / "beside.txt").write_text("content")
    values = {"text": "".join(texts), "data": [*texts, LocalFile("beside.txt"), *texts]}
    ran = shell.run(render(shell.target, draft(serve("echo"), "received", values)))
    text, seen, fingerprint = arrived(ran.data)
    file = seen.pop(len(texts))
    assert (text, seen, fingerprint) == expected("".join(texts), [*texts, *texts])
    assert file["orig_name"] == "beside.txt"
    assert not (shell.folder / "stolen").exists()


@pytest.mark.parametrize("length", [900, 1100, 130_000, 1_000_000])
def test_long_text_arrives_as_it_was(shell, serve, draft, length):
    line = "".join(HOSTILE.values())
    text = (line * (length // len(line) + 1))[:length]
    ran = shell.run(render(shell.target, draft(serve("echo"), "received", {"text": text, "data": None})))
    assert arrived(ran.data) == expected(text, None)


@pytest.mark.parametrize("line", ["JSON", "JSON)", "JSON) ", "JSON\xa0'''''", "JSON_", "JSON_)", "Jé", "JSé"])
def test_a_line_that_looks_like_the_end_of_the_text(shell, serve, draft, line):
    text = "x" * (FOLD - len('{"data": ["')) + line + " (\\"
    ran = shell.run(render(shell.target, draft(serve("echo"), "received", {"text": text, "data": None})))
    assert arrived(ran.data) == expected(text, None)


# what shells, JSON, curl and terminals take for more than itself, by far more often than chance would have it
SIGNIFICANT = st.sampled_from(list("'\"\\$`!@#%&|;<>(){}[]*?~^=\n\r\t\0 \x1b\x7f\x85\u2028\u202e-/:,+_0aéß日😀"))
CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXT = st.lists(
    st.one_of(SIGNIFICANT, SIGNIFICANT, CHARACTERS, st.sampled_from(["JSON", "\\u", "$(", "${", "!!", "\\\n"]))
)
TEXTS = TEXT.map("".join)
LONG = st.tuples(TEXTS.filter(bool), st.integers(1, 4000)).map(lambda pair: (pair[0] * pair[1])[:5000])
JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False), TEXTS
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=8,
)


def check_payload(shell, draft, url: str, text: str, value: Any) -> None:
    ran = shell.run(render(shell.target, draft(url, "received", {"text": text, "data": {"value": value}})))
    assert arrived(ran.data) == expected(text, {"value": value})


class TestAnyPayload:
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(text=st.one_of(TEXTS, LONG), value=JSON)
    def test_some(self, shell, serve, draft, text, value):
        check_payload(shell, draft, serve("echo"), text, value)

    @pytest.mark.all
    @pytest.mark.timeout(900)
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(text=st.one_of(TEXTS, LONG), values=st.lists(JSON, min_size=4, max_size=8))
    def test_many(self, shell, serve, draft, every_gradio, text, values):
        """Several in one request, as starting shells is what takes the time."""
        check_payload(shell, draft, serve("echo", every_gradio), text, values)
