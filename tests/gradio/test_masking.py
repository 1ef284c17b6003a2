"""No secret in anything that is shown or kept."""

from __future__ import annotations

import json

import pytest

from gradioscope.gradio.events import Complete, Generating, Log
from gradioscope.gradio.masking import MASK, Masker

TOKEN = "hf_abcdefghijklmnop"


@pytest.fixture
def masker() -> Masker:
    made = Masker()
    made.learn("wonder land+1", "Bearer own-header-secret", "abc")
    return made


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("the password is wonder land+1.", f"the password is {MASK}."),
        ("password=wonder+land%2B1&x=1", f"password={MASK}&x=1"),
        ("password=wonder%20land%2B1", f"password={MASK}"),
        (f"a token {TOKEN} nobody told of", f"a token {MASK} nobody told of"),
        ("/file?__sign=eyJ0eXAi.abc&x=1", f"/file?__sign={MASK}&x=1"),
        ("abc is too short to hide without hiding words", "abc is too short to hide without hiding words"),
        ("nothing here", "nothing here"),
    ],
)
def test_texts(masker: Masker, text: str, masked: str) -> None:
    assert masker.text(text) == masked


@pytest.mark.parametrize(
    ("name", "value", "masked"),
    [
        ("Authorization", f"Bearer {TOKEN}", f"Bearer {MASK}"),
        ("authorization", "justasecret", MASK),
        ("x-hf-authorization", f"Bearer {TOKEN}", f"Bearer {MASK}"),
        ("X-Api-Key", "k", MASK),
        ("X-Session-Token", "k", MASK),
        ("x-ip-token", "k", MASK),
        ("Cookie", "access-token-x=abc; theme=dark", f"access-token-x={MASK}; theme={MASK}"),
        ("Set-Cookie", "access-token-x=abc; HttpOnly; Path=/", f"access-token-x={MASK}; HttpOnly; Path=/"),
        ("Content-Type", "application/json", "application/json"),
        ("X-Echo", "wonder land+1", MASK),
    ],
)
def test_headers(masker: Masker, name: str, value: str, masked: str) -> None:
    assert masker.headers([(name, value)]) == ((name, masked),)


def test_values_keep_their_shape(masker: Masker) -> None:
    value = {"a": ["wonder land+1", 1, None, True], "b": {"c": f"x {TOKEN}"}, "d": 1.5}
    assert masker.value(value) == {"a": [MASK, 1, None, True], "b": {"c": f"x {MASK}"}, "d": 1.5}


def test_a_secret_is_hidden_inside_of_json_text(masker: Masker) -> None:
    secret = 'pa"ss\\wörd\n'
    masker.learn(secret)
    for ascii_only in (True, False):
        text = json.dumps({"data": [secret, 1]}, ensure_ascii=ascii_only)
        assert masker.text(text) == f'{{"data": ["{MASK}", 1]}}'


def test_a_longer_secret_is_hidden_whole_where_it_holds_a_shorter_one() -> None:
    masker = Masker()
    for secret in ("abcd", "abcdefgh", "xabcdefghx"):
        masker.learn(secret)
    assert masker.text("xabcdefghx") == MASK


def test_an_event_that_repeats_a_secret_is_masked_and_any_other_stays_itself() -> None:
    masker = Masker()
    masker.learn("a-secret-token")
    told = Generating(0.5, [{"headers": {"authorization": "Bearer a-secret-token"}}])
    assert masker.event(told) == Generating(0.5, [{"headers": {"authorization": f"Bearer {MASK}"}}])
    harmless = Generating(0.5, [{"text": "nothing to hide"}])
    assert masker.event(harmless) is harmless
    assert masker.event(Log(0.1, "info", "got a-secret-token")) == Log(0.1, "info", f"got {MASK}")


def test_an_event_nested_deeper_than_can_be_looked_through_is_not_shown() -> None:
    deep: list[object] = []
    for _ in range(5000):
        deep = [deep]
    assert Masker().event(Complete(1.0, deep)) == Complete(1.0, MASK)  # type: ignore[arg-type]
