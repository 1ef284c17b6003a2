"""Variables in a request: what is one, what takes its place, what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import Json, LocalFile
from gradioscope.request import template
from gradioscope.request.saved import SavedRequest
from gradioscope.request.template import (
    Lookup,
    NoValue,
    Unresolved,
    Verbatim,
    escaped,
    names,
    names_of,
    parts,
    resolve,
    resolve_request,
    steps,
    used,
)


def of(values: Mapping[str, Json]) -> Lookup:
    return lambda name: values[name]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{a}}", ("a",)),
        ("{{ a }} and {{\tb-c_9\t}}", ("a", "b-c_9")),
        ("{{größe}}", ("größe",)),
        ("{{$uuid}}{{$env.HOME}}", ("$uuid", "$env.HOME")),
        ('{{runs.translate.data[0]}} {{runs["my request"].data[0]["a key"]}}', ("runs.translate.data[0]",
         'runs["my request"].data[0]["a key"]')),
        ("{{a}}{{a}}", ("a",)),
        ("{{{a}}}", ("a",)),
        (r"\{{a}} \\{{b}} \\\{{c}}", ("b",)),
        ("{{}} {{ }} {{a b}} {{a.}} {{.a}} {{a[x]}} {{a[-1]}} {{a$}} {{#if a}} {{a|upper}} {a} {{a} {{a\n}}", ()),
        ('{{a[""]}} {{a["}}"]}} {{$}}', ()),
    ],
)  # fmt: skip
def test_what_is_a_variable(text: str, found: tuple[str, ...]) -> None:
    assert names(text) == found


def test_names_are_found_however_deep_and_in_paths_but_not_in_keys() -> None:
    value = {"{{key}}": [1, {"a": "{{a}}"}], "file": LocalFile("/pictures/{{b}}.png"), "again": "{{a}}"}
    assert names(value) == ("a", "b")


def test_where_variables_stand() -> None:
    text = r"a {{b}}\{{c}}\\{{d}}"
    assert [(text[start:end], name) for start, end, name in parts(text)] == [("{{b}}", "b"), ("{{d}}", "d")]


def test_a_name_taken_apart() -> None:
    assert steps('runs.a-b["c d"].data[0][12]') == ["runs", "a-b", "c d", "data", 0, 12]
    assert steps("$env.HOME") == ["$env", "HOME"]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("{{number}}", 1.5),
        (" {{number}}", " 1.5"),
        ("{{null}}|{{yes}}|{{list}}", 'null|true|["ä", 1]'),
        ("{{list}}", ["ä", 1]),
        ("{{text}}!", "five!"),
        ("{{ text }}", "five"),
        (r"\{{text}}", "{{text}}"),
        (r"\\{{text}}", "\\five"),
        (r"\\\{{text}}", r"\{{text}}"),
        (r"a\b \\ {{ }}", r"a\b \\ {{ }}"),
        ("{{nested}}", ["five", {"five": "{{text}}"}]),
        ("{{file}}", LocalFile("/a.png")),
        ("<{{file}}>", "</a.png>"),
    ],
)
def test_what_takes_a_variables_place(text: str, result: Json) -> None:
    values = {"number": 1.5, "null": None, "yes": True, "list": ["ä", 1], "text": "five"}
    nested = {"nested": ["{{text}}", {"five": r"\{{text}}"}], "file": Verbatim(LocalFile("/a.png"))}
    assert resolve(text, of({**values, **nested})) == result


def test_a_value_keeps_its_shape_and_its_keys() -> None:
    value = {"{{a}}": ["{{a}}", 2, None, {"x": LocalFile("/{{a}}.png")}], "plain": "text"}
    assert resolve(value, of({"a": "1"})) == {"{{a}}": ["1", 2, None, {"x": LocalFile("/1.png")}], "plain": "text"}


def test_a_variable_in_a_path_may_be_a_file() -> None:
    assert resolve(LocalFile("{{f}}"), of({"f": Verbatim(LocalFile("/x"))})) == LocalFile("/x")
    assert resolve(LocalFile("{{f}}"), of({"f": 3})) == LocalFile("3")


def test_what_an_app_answered_and_secrets_are_not_looked_through() -> None:
    values = {"answer": Verbatim("{{secret}}"), "secret": Verbatim("s3cr3t{{x}}"), "twice": "<{{answer}}>"}
    assert resolve(["{{answer}}", "{{twice}}", "{{secret}}"], of(values)) == [
        "{{secret}}",
        "<{{secret}}>",
        "s3cr3t{{x}}",
    ]


def test_all_names_without_a_value_are_told_at_once() -> None:
    with pytest.raises(Unresolved) as caught:
        resolve(["{{a}} {{b}}", {"c": "{{known}}{{c}}"}], of({"known": "{{d}}"}))
    assert caught.value.names == ("a", "b", "d", "c")
    assert "{{a}}, {{b}}, {{d}}, {{c}} have no value." in str(caught.value)


def test_a_lookup_may_say_why() -> None:
    def lookup(name: str) -> Json:
        raise NoValue(f"{name} is not told.")

    with pytest.raises(Unresolved, match=r"\{\{a\}\} has no value\. a is not told\."):
        resolve("{{a}}", lookup)


def test_a_circle_is_named() -> None:
    with pytest.raises(WrongUse, match="a → b → c → a"):
        resolve("{{start}}", of({"start": "{{a}}", "a": "{{b}}", "b": ["{{c}}"], "c": "x{{a}}"}))
    with pytest.raises(WrongUse, match="a → a"):
        resolve("{{a}}", of({"a": "{{a}}"}))


def test_variables_within_variables_have_a_limit() -> None:
    chain: dict[str, Json] = {f"v{n}": f"{{{{v{n + 1}}}}}" for n in range(100)}
    with pytest.raises(WrongUse, match="v0 is made of others, more than 20 deep"):
        resolve("{{v0}}", of(chain))
    assert resolve("{{v0}}", of({**chain, "v19": 7})) == 7


@pytest.mark.parametrize("braces", ["{{{{{0}}}}}" * 10, ["{{{{{0}}}}}"] * 10], ids=["text", "lists"])
def test_what_would_fill_the_memory_is_refused(braces: Json) -> None:
    def of_next(number: int) -> Json:
        if isinstance(braces, str):
            return braces.format(f"v{number}")
        return [item.format(f"v{number}") for item in braces]

    bomb = {f"v{n}": of_next(n + 1) for n in range(12)}
    with pytest.raises(WrongUse, match="grows too large"):
        resolve("{{v0}}", of({**bomb, "v12": "x" * 100}))


def test_hostile_text_takes_no_time() -> None:
    for text in ("{{" * 200_000, "{{" + " " * 500_000, "{{" + "a" * 500_000, "\\" * 500_000, "{{a" + "[0]" * 200_000):
        assert names(text) == ()


TEXTS = st.text('ab{}\\ $.[]"0')
VALUES_OF_ALL_SHAPES = st.recursive(TEXTS | st.none(), lambda some: st.lists(some) | st.dictionaries(TEXTS, some))


@given(VALUES_OF_ALL_SHAPES)
def test_any_value_can_be_written_so_that_it_stays_itself(value: Json) -> None:
    assert resolve(escaped(value), of({})) == value
    assert names(escaped(value)) == ()


REQUEST = SavedRequest(
    address="https://{{host}}/",
    endpoint="/{{endpoint}}",
    values={"text": "Hello {{who}}", "count": "{{count}}", "photo": LocalFile("{{pictures}}/cat.png")},
    session="{{session}}",
    headers=(("X-{{who}}", "team {{count}}"),),
    login="{{user}}",
    token="{{who}}",
    notes="{{who}}",
    expect=({"data[0]": {"equals": "{{who}}"}},),
)
VALUES: dict[str, Json] = {
    "host": "{{sub}}.example", "sub": "app", "endpoint": "predict", "who": "Ada", "count": 3, "pictures": "../p",
    "session": "abc", "user": "me",
}  # fmt: skip


def test_a_request_resolved(tmp_path: Path) -> None:
    assert resolve_request(REQUEST, of(VALUES), tmp_path) == SavedRequest(
        address="https://app.example/",
        endpoint="/predict",
        values={"text": "Hello Ada", "count": 3, "photo": LocalFile(str(tmp_path / "../p/cat.png"))},
        session="abc",
        headers=(("X-{{who}}", "team 3"),),
        login="me",
        token="{{who}}",
        notes="{{who}}",
        expect=({"data[0]": {"equals": "Ada"}},),
    )
    absolute = str((tmp_path / "p").absolute())
    resolved = resolve_request(REQUEST, of({**VALUES, "pictures": absolute}), Path("/elsewhere"))
    assert resolved.values["photo"] == LocalFile(f"{absolute}/cat.png")


def test_the_names_of_a_request() -> None:
    assert names_of(REQUEST) == ("host", "endpoint", "session", "count", "user", "who", "pictures")
    assert set(used(REQUEST, of({"host": "{{sub}}", "sub": Verbatim("{{no}}")}))) == {*names_of(REQUEST), "sub"}
    assert names_of(SavedRequest()) == ()


def test_a_request_tells_all_that_is_missing() -> None:
    with pytest.raises(Unresolved) as caught:
        resolve_request(REQUEST, of({"who": "Ada"}))
    assert caught.value.names == ("host", "endpoint", "count", "pictures", "session", "user")


@pytest.mark.parametrize("bad", ["a\r\nX-Evil: 1", "a\nb", "a\x00b", "a\u2028b", "\x85"])
@pytest.mark.parametrize("place", ["host", "count", "endpoint", "session", "user"])
def test_no_variable_breaks_a_line(place: str, bad: str) -> None:
    with pytest.raises(WrongUse, match="would not stay on one line"):
        resolve_request(REQUEST, of({**VALUES, place: bad}))


def test_a_value_may_have_lines() -> None:
    assert resolve_request(REQUEST, of({**VALUES, "who": "a\nb"})).values["text"] == "Hello a\nb"


def test_the_limits_are_of_one_resolution() -> None:
    one = template.CHARACTERS // 2 + 1
    lookup = of({"big": "x" * one})
    for _ in range(2):
        assert len(resolve("{{big}}", lookup)) == one


def test_a_request_of_names_alone_asks_for_the_same() -> None:
    from gradioscope.request.template import only_names

    saved = SavedRequest(
        address="{{base}}/x", values={"a": ["{{n}}", {"k": r"\{{literal}} {{t}}"}]}, headers=(("X", "{{key}}"),)
    )
    lookup = {"base": "http://h", "n": 3, "t": "{{inner}}", "inner": "x", "key": "k"}.__getitem__
    assert set(used(only_names(saved), lookup)) == set(used(saved, lookup)) == {"base", "n", "t", "inner", "key"}
