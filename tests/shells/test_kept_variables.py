"""Variables that a snippet reads from the shell: what they hold is text, whatever it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.shells.test_curl_values import HOSTILE

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import LocalFile
from gradioscope.request.draft import Access
from gradioscope.snippets import Options, render

KEPT = Options(variables=True)
PLACES = {"<who>": "WHO", "<key>": "API_KEY"}
SAYABLE = {name: text for name, text in HOSTILE.items() if name not in ("empty", "nul")}
"""No variable of a shell has NUL, and an empty secret is none."""


def call(draft, url: str, default: str, **more: Any):
    values = {"text": "<who>", "data": ["<key>", {"in a text": 'it\'s "<who>", $HOME\\'}]}
    return draft(url, "received", values, from_environment=PLACES, environment_defaults={"WHO": default}, **more)


def received(ran) -> tuple[Any, Any, Any]:
    text, data = ran.data[0]["text"], ran.data[0]["data"]
    return text, data[0], data[1]["in a text"]


def many(draft, url: str, texts: list[str]):
    """A call with each text in a variable of its own, alone and inside of another text, and with no text for it."""
    names = [f"MY_{number}" for number in range(len(texts))]
    data = [[f"<{name}>", f'it\'s "<{name}>", $HOME\\'] for name in names]
    places = {f"<{name}>": name for name in names}
    return draft(url, "received", {"text": "", "data": data}, from_environment=places), dict(
        zip(names, texts, strict=True)
    )


def expected(texts: list[str]) -> list[list[str]]:
    return [[text, f'it\'s "{text}", $HOME\\'] for text in texts]


def test_values_of_the_shell_are_texts(shell, serve, draft):
    texts = list(SAYABLE.values())
    found, environment = many(draft, serve("echo"), texts)
    ran = shell.run(render(shell.target, found, KEPT), **environment)
    assert ran.data[0]["data"] == expected(texts)
    assert not (shell.folder / "stolen").exists()


@pytest.mark.parametrize("options", [KEPT, Options()])
def test_those_that_the_shell_does_not_have(shell, serve, draft, options):
    texts = list(HOSTILE.values())
    found, defaults = many(draft, serve("echo"), texts)
    ran = shell.run(render(shell.target, replace(found, environment_defaults=defaults), options))
    assert ran.data[0]["data"] == expected(texts)
    assert not (shell.folder / "stolen").exists()


def test_a_secret_that_is_not_set(shell, serve, draft):
    ran = shell.run(render(shell.target, call(draft, serve("echo"), "x"), KEPT))
    assert ran.status != 0
    assert "API_KEY: is not set" in ran.errors


def test_an_empty_one_is_set(shell, serve, draft):
    ran = shell.run(render(shell.target, call(draft, serve("echo"), "default"), KEPT), WHO="", API_KEY="k")
    assert received(ran)[0] == ""


@pytest.mark.parametrize("options", [KEPT, Options()])
def test_in_a_header(shell, serve, draft, options):
    access = Access(headers=(("X-Plain", "a <who> b"), ("Authorization", "Token <key>'$x")))
    found = draft(
        serve("behaviour"), "who", access=access, from_environment=PLACES, environment_defaults={"WHO": "it's $HOME"}
    )
    seen = shell.run(render(shell.target, found, options), API_KEY='s"e$c').data[0]["headers"]
    assert (seen["x-plain"], seen["authorization"]) == ("a it's $HOME b", "Token s\"e$c'$x")


def test_steps_keep_them_too(posix_shell, serve, draft):
    snippet = render("curl", call(draft, serve("echo"), "it's"), Options(variables=True, separate=True))
    assert received(posix_shell.run(snippet, API_KEY="k"))[:2] == ("it's", "k")


def test_a_secret_in_a_name_is_refused(serve, draft):
    url = serve("echo")
    for more in ({"session_hash": "s-<key>"}, {"access": Access(login_user="<key>")}):
        with pytest.raises(WrongUse, match="secret variable cannot be part of"):
            render("curl", call(draft, url, "x", **more))
    found = draft(url, "echo_file", {"file": LocalFile("/x/<key>.txt")}, from_environment=PLACES)
    with pytest.raises(WrongUse, match="file's name"):
        render("curl", found)


TEXT = st.text(
    st.one_of(
        st.sampled_from("'\"\\$`!&;|<>(){}\n\t\r #~%é😀"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    )
)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(TEXT.filter(bool), min_size=8, max_size=8))
def test_any_text(shell, serve, draft, texts):
    found, environment = many(draft, serve("echo"), texts)
    of_the_shell, defaults = dict(list(environment.items())[:4]), dict(list(environment.items())[4:])
    snippet = render(shell.target, replace(found, environment_defaults=defaults), KEPT)
    assert shell.run(snippet, **of_the_shell).data[0]["data"] == expected(texts)
