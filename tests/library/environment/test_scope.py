"""Variables: which one is meant, what is secret, and what nobody allowed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from gradioscope.gradio.masking import MASK
from gradioscope.gradio.model import Json, LocalFile
from gradioscope.library.environment.scope import Environment, Known, SecretName, Variables, secrets_used
from gradioscope.request.saved import SavedRequest
from gradioscope.request.template import NoValue, Unresolved, Verbatim, resolve, resolve_request

INNER = Environment("staging", Path("inner/staging.yaml"), {"base": "inner", "only": "{{base}}!"}, ("key",))
OUTER = Environment("staging", Path("staging.yaml"), {"base": "outer", "key": "plain", "server": {"ports": [80, 81]}})
OWN = Environment("", Path("collection.yaml"), {"base": "own", "dotted.name": 1, "number": 7}, ("own_secret", "base"))
SCOPE = Variables((INNER, OUTER, OWN))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("base", "inner"),
        ("only", "inner!"),
        ("number", 7),
        ("dotted.name", 1),
        ("server.ports[1]", 81),
        ('server["ports"]', [80, 81]),
    ],
)
def test_the_nearest_file_wins(name: str, value: Json) -> None:
    assert resolve(f"{{{{{name}}}}}", SCOPE.lookup) == value


@pytest.mark.parametrize(
    "name",
    [
        *("nothing", "base.x", "server.ports[2]", "server.ports.x", "key.x"),
        *("$nothing", "$uuid.x", "$env", "runs", "runs.other.data[0]"),
    ],
)
def test_what_has_no_value(name: str) -> None:
    with pytest.raises(NoValue):
        SCOPE.lookup(name)


def test_where_a_variable_comes_from() -> None:
    assert SCOPE.origin("base") == SCOPE.origin("key") == INNER.path
    assert SCOPE.origin("server.ports[0]") == OUTER.path
    assert SCOPE.origin("own_secret") == OWN.path
    assert SCOPE.origin("nothing") is None
    assert SCOPE.origin("$uuid") is None
    assert Variables((INNER,), given={"base": 1}).origin("base") is None


def test_a_value_given_for_one_run_wins_and_is_no_template() -> None:
    scope = Variables((INNER,), given={"base": "{{only}}", "row": {"a": 1}})
    assert resolve(["{{base}}", "{{row.a}}"], scope.lookup) == ["{{only}}", 1]


def test_results_of_runs_before_are_taken_as_they_are() -> None:
    answer = {"data": ["{{key}}", LocalFile("/tmp/a.png"), {"a key": 1}], "status": "complete"}
    scope = Variables((INNER,), runs={"translate": answer, "v1.2 draft": answer})
    assert scope.lookup("runs.translate.data[0]") == Verbatim("{{key}}")
    assert resolve("{{runs.translate.data[1]}}", scope.lookup) == LocalFile("/tmp/a.png")
    assert resolve('{{runs["v1.2 draft"].data[2]["a key"]}}', scope.lookup) == 1
    with pytest.raises(Unresolved, match=r"nothing at 3 in what runs\.translate\.data\[3\] leads to"):
        resolve("{{runs.translate.data[3]}}", scope.lookup)
    with pytest.raises(Unresolved, match="No request other ran before"):
        resolve("{{runs.other.data[0]}}", scope.lookup)


def test_a_request_named_with_dots() -> None:
    scope = Variables(runs={"v1.2": {"data": [1]}})
    assert resolve("{{runs.v1.2.data[0]}}", scope.lookup) == 1


def test_what_is_offered_is_new_at_each_occurrence() -> None:
    one, other, now, seconds, number = resolve(
        ["{{$uuid}}", "{{$uuid}}", "{{$now}}", "{{$timestamp}}", "{{$random}}"], Variables().lookup
    )
    assert UUID(one) != UUID(other)
    assert UUID(one).version == 4
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", now)
    assert abs(datetime.fromisoformat(now) - datetime.now(UTC)) < timedelta(minutes=1)
    assert abs(seconds - datetime.now(UTC).timestamp()) < 60
    assert isinstance(number, int)
    assert 0 <= number < 2**31


def test_no_file_redefines_what_is_offered() -> None:
    scope = Variables((Environment("a", Path("a"), {"$uuid": "fixed", "$env.HOME": "fixed"}, ("$now",)),))
    assert scope.lookup("$uuid") != "fixed"
    with pytest.raises(NoValue):
        scope.lookup("$env.HOME")
    assert scope.secrets_needed(SavedRequest(values={"a": "{{$now}}"})) == ()


def test_the_process_environment_is_read_where_it_was_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_TOKEN", "from {{base}} outside")
    monkeypatch.delenv("UNSET_NAME", raising=False)
    request = SavedRequest(values={"a": "{{wrapped}} {{$env.OTHER}}"})
    wrapped = Environment("", Path("c"), {"wrapped": "{{$env.MY_TOKEN}}"})
    nobody = Variables((wrapped,))
    assert nobody.process_names(request) == ("MY_TOKEN", "OTHER")
    with pytest.raises(Unresolved, match="Nobody allowed requests of this collection to read MY_TOKEN"):
        resolve("{{wrapped}}", nobody.lookup)
    some = Variables((wrapped,), allowed=("MY_TOKEN",))
    assert some.process_names(request) == ("OTHER",)
    assert resolve("{{wrapped}}", some.lookup) == "from {{base}} outside"
    assert resolve("{{wrapped}}", some.as_shown().lookup) == MASK
    everything = Variables((wrapped,), allowed=None)
    assert everything.process_names(request) == ()
    with pytest.raises(Unresolved, match="UNSET_NAME is not set"):
        resolve("{{$env.UNSET_NAME}}", everything.lookup)


SECRET = SavedRequest(headers=(("X-Key", "{{key}}"),), values={"a": ["{{also}}"]})


def test_secrets_are_asked_for_before_they_are_used() -> None:
    also = Environment("", Path("c"), {"also": "<{{own_secret}}>"}, ("own_secret", "unused"))
    scope = Variables((INNER, also))
    needed = (SecretName("staging", "key"), SecretName("", "own_secret"))
    assert scope.secrets_needed(SECRET) == needed
    assert scope.secrets_missing(SECRET) == needed
    with pytest.raises(Unresolved, match="key is a secret of the environment staging") as caught:
        resolve_request(SECRET, scope.lookup)
    assert caught.value.names == ("own_secret", "key")

    known = scope.with_secrets({needed[0]: "s3cr3t {{base}}", needed[1]: "own"})
    assert known.secrets_missing(SECRET) == ()
    resolved = resolve_request(SECRET, known.lookup)
    assert resolved.headers == (("X-Key", "s3cr3t {{base}}"),)
    assert resolved.values == {"a": ["<own>"]}
    assert secrets_used(SECRET, known) == {"s3cr3t {{base}}", "own"}
    shown = resolve_request(SECRET, known.as_shown().lookup)
    assert shown.headers == (("X-Key", MASK),)
    assert shown.values == {"a": [f"<{MASK}>"]}
    assert resolve_request(SECRET, scope.as_shown().lookup) == shown


def test_a_secret_goes_before_a_plain_variable_of_the_same_file_but_not_of_a_nearer_one() -> None:
    both = Environment("e", Path("e"), {"a": "plain"}, ("a",))
    nearer = Environment("e", Path("n/e"), {"a": "nearer"})
    request = SavedRequest(values={"x": "{{a}}"})
    assert Variables((both,)).secrets_needed(request) == (SecretName("e", "a"),)
    assert Variables((nearer, both)).secrets_needed(request) == ()
    assert Variables((both,), given={"a": 1}).secrets_needed(request) == ()


def test_what_is_masked_of_the_process_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_PASSWORD", "hidden")
    monkeypatch.setenv("A_PLACE", "seen")
    request = SavedRequest(values={"x": "{{$env.A_PASSWORD}}{{$env.A_PLACE}}"})
    assert secrets_used(request, Variables(allowed=None)) == {"hidden"}
    assert secrets_used(request, Variables()) == set()


def test_what_there_is_to_complete() -> None:
    scope = Variables(
        (INNER, OUTER), {SecretName("staging", "key"): "s3cr3t"}, {"row": 1}, {"my run": {"data": ["x" * 500]}}
    )
    known = scope.known()
    assert known[:4] == [
        Known("row", "1", None),
        Known("key", MASK, INNER.path),
        Known("base", "inner", INNER.path),
        Known("only", "{{base}}!", INNER.path),
    ]
    assert [item.name for item in known] == [
        "row", "key", "base", "only", "server", 'runs["my run"]', "$uuid", "$now", "$timestamp", "$random",
    ]  # fmt: skip
    assert "s3cr3t" not in repr(known)
    assert max(len(item.preview) for item in known) <= 80


def test_a_large_value_is_no_trouble_to_preview() -> None:
    (known, *_) = Variables((Environment("e", Path("e"), {"text": " \n" * 1_000_000 + "x"}),)).known()
    assert known.preview == ""
