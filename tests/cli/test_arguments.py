"""The words of the command line -> what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gradioscope.cli.arguments import parse, split
from gradioscope.gradio.errors import WrongUse

ADDRESS = "localhost:7860"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ([], None, [])),
        ("--demo", (["--demo"], None, [])),
        ("call A /x", ([], "call", ["A", "/x"])),
        ("--token me call A /x --json", (["--token", "me"], "call", ["A", "/x", "--json"])),
        ("--token=me --insecure call A", (["--token=me", "--insecure"], "call", ["A"])),
        ("--token call describe A", (["--token", "call"], "describe", ["A"])),
        ("--header N:V --header M:W call", (["--header", "N:V", "--header", "M:W"], "call", [])),
    ],
)
def test_the_command_is_found_behind_common_options(
    words: str, expected: tuple[list[str], str | None, list[str]]
) -> None:
    assert split(words.split()) == expected


@pytest.mark.parametrize(
    "words",
    [
        [
            "--login",
            "alice",
            "--token",
            "me",
            "--header",
            "N: V",
            "--insecure",
            "--home",
            "/h",
            "call",
            "A",
            "/x",
            "a=1",
        ],
        ["call", "A", "/x", "a=1", "--login", "alice", "--token", "me", "--header", "N: V", "--insecure", "--home=/h"],
        ["--login=alice", "--insecure", "call", "--token=me", "A", "--header=N: V", "/x", "--home", "/h", "a=1"],
    ],
)
def test_common_options_may_come_before_and_after_the_command(words: list[str]) -> None:
    found = parse(words)
    assert (found.command, found.address, found.endpoint, found.values) == ("call", "A", "/x", ["a=1"])
    assert (found.login, found.token, found.insecure) == ("alice", "me", True)
    assert found.header == [("N", "V")]
    assert found.home == Path("/h")


def test_values_and_options_mix_in_any_order() -> None:
    found = parse(
        ["call", "--json", "A", "a=1", "--timeout", "2.5", "b:=2", "--session", "s", "c@f", "--stream", "result"]
    )
    # the first word after the address is the endpoint, whatever it looks like
    assert (found.endpoint, found.values) == ("a=1", ["b:=2", "c@f"])
    assert (found.json, found.timeout, found.session, found.stream) == (True, 2.5, "s", "result")


def test_headers_from_both_sides_are_kept() -> None:
    found = parse(["--header", "A: 1", "describe", "x", "--header", "B:  two: words "])
    assert found.header == [("A", "1"), ("B", "two: words")]


def test_defaults() -> None:
    found = parse(["call", ADDRESS, "predict"])
    assert (found.values, found.data, found.stream, found.timeout, found.download) == ([], None, "queue", None, None)
    assert (found.json, found.events, found.header, found.home, found.login) == (False, False, [], None, None)
    assert parse(["snippet", ADDRESS, "/x"]).target == "curl"


@pytest.mark.parametrize(
    ("words", "opened", "demo"),
    [
        ([], None, False),
        (["--demo"], None, True),
        (["--open", "user/space"], "user/space", False),
        (["http://localhost:7860"], "http://localhost:7860", False),
        (["user/space"], "user/space", False),
        (["7860"], "7860", False),
        (["--home", "/h", "example.org"], "example.org", False),
    ],
)
def test_the_window(words: list[str], opened: str | None, demo: bool) -> None:
    found = parse(words)
    assert (found.command, found.open, found.demo) == ("window", opened, demo)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("cal A /x", "`call`"),
        ("descibe A", "`describe`"),
        ("walk folder", "no command `walk`"),
        ("call", "ADDRESS, ENDPOINT."),
        ("call A", "ENDPOINT."),
        ("describe", "ADDRESS."),
        ("describe A B", "Unrecognized arguments: B"),
        ("call A /x --jso", "--jso"),
        ("call A /x --timeout 0", "above 0"),
        ("call A /x --timeout nan", "above 0"),
        ("call A /x --timeout soon", "above 0"),
        ("call A /x --stream other", "other"),
        ("call A /x --header novalue", "Name: value"),
        ("call A /x --header :v", "Name: value"),
        ("call A /x --header=ü:v", "Name: value"),
        ("call A /x --header=N:ü", "not plain ASCII"),
        ("call A /x --token", "expected one argument"),
        ("--demo --open x", "not allowed with"),
        ("--demo describe A", "--demo"),
        ("--nonsense", "--nonsense"),
        ("token", "set|list|remove"),
        ("token get NAME", "get"),
        ("token set", "needs a NAME"),
        ("token remove", "needs a NAME"),
        ("token list NAME", "takes no name"),
        ("token set NAME SECRET", "Unrecognized arguments: SECRET"),
    ],
)
def test_wrong_use_says_what_is_wrong_and_where_help_is(words: str, said: str) -> None:
    with pytest.raises(WrongUse) as caught:
        parse(words.split())
    assert said in str(caught.value)
    assert "--help" in caught.value.explanation.do


def test_a_header_that_is_wrong_is_not_repeated() -> None:
    with pytest.raises(WrongUse) as caught:
        parse(["describe", "A", "--header", "Bearer s3cret"])
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "words", ["--help", "-h", "call --help", "token -h", "snippet --help", "--help call", "--version"]
)
def test_help_and_version_end_well(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(words.split())
    assert caught.value.code == 0
    assert "gradioscope" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("run", "FILE|FOLDER"),
        ("run x --map a", "is not written as PARAMETER=COLUMN"),
        ("run x --map a=b", "--map belongs to --data"),
        ("run x --out a.csv", "--out belongs to --data"),
        ("run x --data y --check", "--check is not for --data"),
        ("run x --data y --resume", "--resume goes on with the results of --out"),
        ("run x --data y --concurrency 65", "is not a number from 1 to 64"),
        ("run x --timeout 0", "is not a number of seconds above 0"),
    ],
)
def test_wrong_use_of_run(words: str, said: str) -> None:
    with pytest.raises(WrongUse, match=re.escape(said)):
        parse(words.split())


def test_run_takes_what_is_said_several_times() -> None:
    words = "run x --data y --map a=b --map c=d=e --set v=1 --set w:=2 --allow-env A --allow-env B"
    found = parse(words.split())
    assert (found.map, found.set, found.allow_env) == ([("a", "b"), ("c", "d=e")], ["v=1", "w:=2"], ["A", "B"])
