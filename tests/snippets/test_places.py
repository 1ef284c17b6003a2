"""Variables of a request in a snippet: what is kept for the shell, what is put in, what is refused."""

from __future__ import annotations

import pytest

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import LocalFile
from gradioscope.request.draft import Access
from gradioscope.snippets import TARGETS, Options, heeded, render
from gradioscope.snippets.kept import keep_secrets, shell_name
from gradioscope.snippets.payload import Template, Variable
from gradioscope.snippets.places import LINE, find, with_defaults
from gradioscope.snippets.plan import plan
from gradioscope.snippets.secrets import known, needed

KEPT = {"from_environment": {"<1>": "WHO", "<2>": "API_KEY"}, "environment_defaults": {"WHO": "Ann's"}}
WITH_FILES = [name for name in TARGETS if name != "curl-cmd"]


def test_a_text_is_cut_at_its_places(make):
    found = plan(make({"a": "<1>", "b": ["to <1> and <2>", "<3>"], "c": {"<1>": 1}}, **KEPT))
    who, key = Variable("my_who"), Variable("my_api_key")
    assert found.request["data"] == [who, [Template(("to ", who, " and ", key)), "<3>"], {"<1>": 1}]
    assert found.secrets == {who: "WHO", key: "API_KEY"}
    assert (found.defaults, found.environment) == ({"WHO": "Ann's"}, ("API_KEY",))


def test_only_what_is_used_has_to_be_set(make):
    found = plan(make({"a": "plain"}, **KEPT))
    assert (found.secrets, found.defaults, found.environment) == ({}, {}, ())


@pytest.mark.parametrize("target", WITH_FILES)
@pytest.mark.parametrize("kept", [False, True])
def test_a_secret_is_a_name_and_a_text_what_was_chosen(make, target, kept):
    draft = make({"a": "to <1>", "b": "<2>"}, access=Access(headers=(("X-Who", "<1>"),)), **KEPT)
    snippet = render(target, draft, Options(variables=kept))
    assert "API_KEY" in snippet
    assert "<1>" not in snippet
    assert "<2>" not in snippet
    assert ("WHO" in snippet) == kept
    assert needed(draft) == ("API_KEY",)
    assert known(draft) == {}


def test_all_but_cmd_keep_them():
    assert [name for name in TARGETS if "variables" not in heeded(name)] == ["curl-cmd"]


def test_cmd_has_the_text_and_refuses_the_secret(make):
    assert "Ann's" in render("curl-cmd", make({"a": "<1>"}, **KEPT), Options(variables=True))
    with pytest.raises(WrongUse, match="cmd"):
        render("curl-cmd", make({"a": "<2>"}, **KEPT))


@pytest.mark.parametrize("text", ["x" * (LINE + 1), "a\nb", "\x1b[31m"])
def test_what_a_script_s_line_cannot_hold_is_put_in(make, text):
    draft, places = find(make({"a": "<1>"}, from_environment={"<1>": "WHO"}, environment_defaults={"WHO": text}))
    assert draft.values == {"a": text}
    assert not places.variables


def test_names_and_sessions_have_the_text(make):
    draft = make({"f": LocalFile("/x/<1>.txt")}, session_hash="s <1>", access=Access(login_user="<1>"), **KEPT)
    for found in (find(draft)[0], with_defaults(draft)):
        assert found.values == {"f": LocalFile("/x/Ann's.txt")}
        assert (found.session_hash, found.access.login_user) == ("s Ann's", "Ann's")


@pytest.mark.parametrize("name", ["A-B", "1A", "", "ProgramFiles(x86)", "app", "file_1", "É"])
def test_a_name_that_is_no_shell_s_is_refused(make, name):
    with pytest.raises(WrongUse, match="cannot read"):
        plan(make({"a": "<1>"}, from_environment={"<1>": name}))


def test_two_secrets_in_a_header_are_refused(make):
    access = Access(headers=(("X", "<1><2>"),))
    with pytest.raises(WrongUse, match="several"):
        plan(make({}, access=access, from_environment={"<1>": "A", "<2>": "B"}))
    header = plan(make({}, access=access, **KEPT)).headers[0]
    assert (header.scheme, header.variable, header.after) == ("Ann's", "API_KEY", "")


@pytest.mark.parametrize("plain", [False, True])
def test_from_a_request_with_variables(make, plain):
    values = {"who": "Ann", "key": "hidden", "steps": 4}
    draft = make({"a": "I am {{who}}", "b": "{{key}}", "c": "{{steps}}", "d": r"\{{who}}"})
    kept = keep_secrets(draft, values.__getitem__, lambda name: "API_KEY" if name == "key" else "", plain=plain)
    snippet = render("curl", kept, Options(variables=plain))
    assert ("WHO=Ann" in snippet) == plain
    assert ("I am Ann" in snippet) != plain
    assert "hidden" not in snippet
    assert '"$my_api_key", 4, "{{who}}"' in snippet
    assert shell_name("path") == "MY_PATH"
