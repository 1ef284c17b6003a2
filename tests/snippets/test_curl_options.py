"""What the options change in the curl snippet; that it works is tested in real shells (tests/shells)."""

from __future__ import annotations

import pytest

from gradioscope.request.draft import Access
from gradioscope.snippets import Options, heeded, render

SEPARATE = r'''app=http://127.0.0.1:7860

answer=$(curl -sS "$app/gradio_api/call/predict" \
  -H 'Content-Type: application/json' \
  -d '{"data": ["Hello"]}')
event_id=$(printf '%s\n' "$answer" | sed -n 's/.*"event_id": *"\([0-9a-f]*\)".*/\1/p')
[ "$event_id" ] || printf 'The app answered: %s\n' "$answer" >&2

curl -sSN "$app/gradio_api/call/predict/${event_id:?is missing}"'''

PRETTY = r"""
    -d '{
      "data": [
        "wow\u0021",
        {
          "a long key": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        },
        [1, 2, 3]
      ]
    }') || exit
"""


def test_separate(make):
    assert render("curl", make({"text": "Hello"}), Options(separate=True)) == SEPARATE


def test_pretty(make):
    values = {"text": "wow!", "data": {"a long key": "x" * 72}, "list": [1, 2, 3]}
    assert PRETTY in render("curl", make(values), Options(pretty=True))


def test_what_nobody_reads_is_not_laid_out(make):
    draft = make({"data": list(range(10_000))})
    assert render("curl", draft, Options(pretty=True)) == render("curl", draft)


def test_a_body_in_a_file(make):
    text = render("curl", make({"text": "Hello"}), Options(body_file=True))
    assert '(set -C && cat >body.json) <<\'JSON\' || exit\n{"data": ["Hello"]}\nJSON\n' in text
    assert "-d @body.json) || exit" in text


def test_long_options_alone(make):
    access = Access("alice", True, (("X-Plain", "x"),), True)
    text = render("curl", make({"text": "Hello"}, access=access), Options(long=True))
    assert [word for word in ("-sS", "-H ", "-d ", "-b ", "curl -c", "-N") if f" {word}" in text] == []
    assert '--cookie-jar "$cookies"' in text


def test_no_comment_whatever_is_chosen(make):
    options = Options(**dict.fromkeys(Options.__slots__, True))
    for separate in (False, True):
        text = render("curl", make({"text": "x"}), Options(save_files=True, extract=True, separate=separate))
        assert not any(line.lstrip().startswith("#") for line in text.split("\n"))
    assert render("curl", make({"text": "x"}), options)


@pytest.mark.parametrize("option", heeded("curl"))
def test_every_option_makes_a_difference(make, option):
    kept = {"from_environment": {"<p>": "WHO"}, "environment_defaults": {"WHO": "Ann"}}
    draft = make({"text": "Hello <p>"}, **kept)
    extract = option == "jq"
    chosen = Options(**{"extract": extract, option: True})
    assert render("curl", draft, chosen) != render("curl", draft, Options(extract=extract))
