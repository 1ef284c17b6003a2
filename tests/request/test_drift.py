"""What has changed in an app since a request was made for it: said, weighed, and settled by a proposal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradioscope.gradio.model import App, Endpoint, LocalFile, Parameter, Return, file_data
from gradioscope.request.draft import Draft
from gradioscope.request.drift import Drift, Give, Move, Proposal, UseEndpoint, apply, compare, propose
from gradioscope.request.equality import same
from gradioscope.request.made_for import made_for
from gradioscope.request.saved import SavedRequest

_KINDS: dict[str, Any] = {
    "textbox": "text",
    "number": "number",
    "slider": "slider",
    "checkbox": "checkbox",
    "dropdown": "choice",
    "radio": "choice",
    "checkboxgroup": "choices",
    "image": "image",
    "file": "file",
    "gallery": "gallery",
    "chatbot": "chat",
    "video": "video",
    "json": "json",
    "datetime": "datetime",
}


def parameter(name: str, component: str = "textbox", label: str = "", **more: Any) -> Parameter:
    """A parameter; required unless a default is given."""
    props = {key: more.pop(key) for key in list(more) if key not in ("default", "example", "schema", "kind")}
    if "choices" in props:
        props["choices"] = [[str(choice), choice] for choice in props["choices"]]
    return Parameter(
        name,
        label or name.title(),
        component,
        more.pop("kind", _KINDS[component]),
        0,
        required="default" not in more,
        props=props,
        **more,
    )


def app_of(*parameters: Parameter, name: str = "/predict", returns: str = "textbox", version: str = "5.49.1") -> App:
    placed = tuple(replace(each, position=place) for place, each in enumerate(parameters))
    endpoint = Endpoint(name, "", placed, (Return("out", returns, "text", 0),), inputs=len(placed))
    return App("http://h", "", "T", version, (endpoint,))


def request(app: App, **values: Any) -> SavedRequest:
    """A request saved for the app's one endpoint."""
    endpoint = app.endpoints[0]
    return SavedRequest("http://h", endpoint.name, values, made_for=made_for(app, endpoint))


def kinds(drift: Drift) -> list[tuple[str, str]]:
    return [(change.kind, change.severity) for change in drift.changes]


def settled(saved: SavedRequest, app: App, endpoint: str = "") -> SavedRequest:
    """After everything proposed was accepted; where the endpoint is another one, its parameters come after it."""
    saved = apply(saved, propose(compare(saved, app, endpoint)))
    return apply(saved, propose(compare(saved, app)))


TEXT, COUNT = parameter("text"), parameter("count", "slider", default=3, minimum=0, maximum=10)
OLD = app_of(TEXT, COUNT)


def test_nothing_changed():
    drift = compare(request(OLD, text="hi", count=4), OLD)
    assert not drift
    assert drift.severity is None
    assert drift.endpoint is OLD.endpoints[0]


CASES: list[tuple[str, App, dict[str, Any], App, list[tuple[str, str]], str, dict[str, Any]]] = [
    # what, the app then, the values, the app now, (kind, severity), endpoint and values after the proposal
    (
        "Gradio 6 calls an Interface by its function",
        OLD,
        {"text": "hi"},
        app_of(TEXT, COUNT, name="/greet", version="6.31.0"),
        [("endpoint", "breaks"), ("version", "harmless")],
        "/greet",
        {"text": "hi"},
    ),
    (
        "a chat too, and its message has another name",
        app_of(parameter("message", label="Message"), name="/chat"),
        {"message": "hi"},
        app_of(parameter("prompt", label="Message"), name="/respond"),
        [("endpoint", "breaks"), ("renamed", "breaks")],
        "/respond",
        {"prompt": "hi"},
    ),
    (
        "an optional parameter is new",
        OLD,
        {"text": "hi"},
        app_of(TEXT, COUNT, parameter("tone", default="dry")),
        [("added", "harmless")],
        "/predict",
        {"text": "hi"},
    ),
    (
        "a required parameter is new: only the person can tell its value",
        OLD,
        {"text": "hi"},
        app_of(TEXT, COUNT, parameter("tone")),
        [("added", "breaks")],
        "/predict",
        {"text": "hi"},
    ),
    (
        "a parameter is gone, with its value",
        OLD,
        {"text": "hi", "count": 5},
        app_of(TEXT),
        [("removed", "breaks")],
        "/predict",
        {"text": "hi"},
    ),
    (
        "a parameter is gone that was left at its default",
        OLD,
        {"text": "hi"},
        app_of(TEXT),
        [("removed", "harmless")],
        "/predict",
        {"text": "hi"},
    ),
    (
        "renamed, known by its label",
        OLD,
        {"text": "hi"},
        app_of(COUNT, parameter("prompt", label="Text")),
        [("renamed", "breaks"), ("order", "harmless")],
        "/predict",
        {"prompt": "hi"},
    ),
    (
        "renamed, known by its place and component",
        OLD,
        {"text": "hi"},
        app_of(parameter("prompt"), COUNT),
        [("renamed", "breaks")],
        "/predict",
        {"prompt": "hi"},
    ),
    (
        "parameters without names changed places",
        app_of(parameter("param_0", label="First"), parameter("param_1", label="Second")),
        {"param_0": "a", "param_1": "b"},
        app_of(parameter("param_0", label="Second"), parameter("param_1", label="First")),
        [("renamed", "breaks"), ("renamed", "breaks"), ("order", "harmless")],
        "/predict",
        {"param_1": "a", "param_0": "b"},
    ),
    (
        "another order alone",
        OLD,
        {"text": "hi"},
        app_of(COUNT, TEXT),
        [("order", "harmless")],
        "/predict",
        {"text": "hi"},
    ),
    (
        "a number is typed now, and the value fits",
        OLD,
        {"text": "hi", "count": 5},
        app_of(TEXT, parameter("count", "number", default=3)),
        [("component", "harmless")],
        "/predict",
        {"text": "hi", "count": 5},
    ),
    (
        "a text became a number, which it says",
        OLD,
        {"text": "12"},
        app_of(parameter("text", "number"), COUNT),
        [("component", "breaks")],
        "/predict",
        {"text": 12},
    ),
    (
        "a slider ends earlier",
        OLD,
        {"text": "hi", "count": 9},
        app_of(TEXT, parameter("count", "slider", default=3, minimum=0, maximum=5)),
        [("value", "breaks")],
        "/predict",
        {"text": "hi", "count": 5},
    ),
    (
        "a choice is gone, and one is like it",
        app_of(parameter("model", "dropdown", choices=["small-v1", "large-v1"])),
        {"model": "large-v1"},
        app_of(parameter("model", "dropdown", choices=["tiny", "small-v2", "large-v2"])),
        [("choices", "breaks")],
        "/predict",
        {"model": "large-v2"},
    ),
    (
        "a choice is gone that was not chosen",
        app_of(parameter("model", "dropdown", choices=["a", "b"])),
        {"model": "a"},
        app_of(parameter("model", "dropdown", choices=["a", "c"])),
        [("choices", "harmless")],
        "/predict",
        {"model": "a"},
    ),
    (
        "one of several choices is gone, and none is like it",
        app_of(parameter("tags", "checkboxgroup", choices=["cat", "dog"])),
        {"tags": ["cat", "dog"]},
        app_of(parameter("tags", "checkboxgroup", choices=["cat", "zebra"])),
        [("choices", "breaks")],
        "/predict",
        {"tags": ["cat"]},
    ),
    (
        "a choice is gone, but any text is taken",
        app_of(parameter("model", "dropdown", choices=["a", "b"], allow_custom_value=True)),
        {"model": "a"},
        app_of(parameter("model", "dropdown", choices=["b"], allow_custom_value=True)),
        [("choices", "changes")],
        "/predict",
        {"model": "a"},
    ),
    (
        "another default, which the request leaves it to",
        OLD,
        {"text": "hi"},
        app_of(TEXT, replace(COUNT, default=7)),
        [("default", "changes")],
        "/predict",
        {"text": "hi", "count": 3},
    ),
    (
        "another default of a parameter with a value",
        OLD,
        {"text": "hi", "count": 4},
        app_of(TEXT, replace(COUNT, default=7)),
        [],
        "/predict",
        {"text": "hi", "count": 4},
    ),
    (
        "no default any more",
        OLD,
        {"text": "hi"},
        app_of(TEXT, replace(COUNT, required=True, default=None)),
        [("required", "breaks")],
        "/predict",
        {"text": "hi", "count": 3},
    ),
    (
        "a default where there was none",
        OLD,
        {"text": "hi"},
        app_of(replace(TEXT, required=False, default="x"), COUNT),
        [],
        "/predict",
        {"text": "hi"},
    ),
    (
        "another result",
        OLD,
        {"text": "hi"},
        app_of(TEXT, COUNT, returns="image"),
        [("returns", "changes")],
        "/predict",
        {"text": "hi"},
    ),
    (
        "a moment became a day",
        app_of(parameter("when", "datetime")),
        {"when": "2024-05-06 07:08:09"},
        app_of(parameter("when", "datetime", include_time=False)),
        [("value", "breaks")],
        "/predict",
        {"when": "2024-05-06"},
    ),
    (
        "a picture among several now",
        app_of(parameter("image", "image")),
        {"image": LocalFile("/a/one.png")},
        app_of(parameter("image", "gallery")),
        [("component", "breaks")],
        "/predict",
        {"image": [{"image": LocalFile("/a/one.png"), "caption": None}]},
    ),
]


@pytest.mark.parametrize(
    ("then", "values", "now", "expected", "endpoint", "after"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_changes_and_what_is_proposed(
    then: App,
    values: dict[str, Any],
    now: App,
    expected: list[tuple[str, str]],
    endpoint: str,
    after: dict[str, Any],
):
    saved = request(then, **values)
    assert kinds(compare(saved, now)) == expected
    done = settled(saved, now)
    assert done.endpoint == endpoint
    assert same(dict(done.values), after)
    left = [change for change in compare(done, now).changes if change.severity == "breaks"]
    assert all(change.kind == "added" for change in left), "what breaks still is what only the person can fill in"


def test_an_accepted_proposal_can_be_sent():
    now = app_of(parameter("prompt", label="Text"), replace(COUNT, required=True, default=None), name="/greet")
    done = settled(request(OLD, text="hi"), now)
    assert Draft(now, now.endpoints[0], done.values).problems() == {}


def test_shapes_of_gradios_versions():
    film = LocalFile("/a/film.mp4")
    wrapped = parameter("v", "video", example={"video": file_data("x"), "subtitles": None})
    bare = parameter("v", "video", example=file_data("x"))
    chat5 = parameter("h", "chatbot", example=[["hi", "hello"]])
    chat6 = parameter("h", "chatbot", example=[{"role": "user", "content": [{"type": "text", "text": "hi"}]}])
    saved = request(app_of(wrapped, chat5), v={"video": film, "subtitles": None}, h=[["a", "b"]])
    now = app_of(bare, chat6, version="6.31.0")
    assert kinds(compare(saved, now)) == [("value", "breaks"), ("value", "breaks"), ("version", "harmless")]
    done = settled(saved, now)
    assert done.values["v"] == film
    assert [message["role"] for message in done.values["h"]] == ["user", "assistant"]
    back = settled(replace(done, made_for=made_for(now, now.endpoints[0])), app_of(wrapped, chat5))
    assert back.values == saved.values


def test_an_apps_own_file_is_the_same_on_another_server():
    def of(server: str) -> App:
        default = {**file_data(f"/tmp/{server}/dog.png", "dog.png"), "url": f"http://{server}/file=dog.png"}
        return app_of(parameter("image", "image", default=default))

    assert not compare(request(of("a")), of("b"))


def test_values_with_variables_are_not_judged():
    now = app_of(parameter("text", "number"), parameter("count", "dropdown", choices=["a"], default="a"))
    saved = request(OLD, text="{{name}}", count="{{n}}")
    assert {change.severity for change in compare(saved, now).changes} == {"harmless"}
    assert not compare(replace(saved, endpoint="/{{which}}"), now)


def test_files_of_this_computer_are_not_looked_at():
    old = app_of(parameter("image", "image"))
    assert not compare(request(old, image=LocalFile("/nowhere/at/all.png")), old)


def test_without_what_it_was_made_for():
    saved = SavedRequest("http://h", "/predict", {"txet": "hi", "count": "many"})
    drift = compare(saved, OLD)
    assert kinds(drift) == [("added", "breaks"), ("value", "breaks"), ("unknown", "breaks")]
    assert Move("txet", "text") in propose(drift).steps
    assert settled(saved, OLD).values["text"] == "hi"
    assert not compare(SavedRequest("http://h", "/predict", {"text": "hi"}), OLD)


def test_gradio_gave_its_number_to_another_function():
    one, two = (parameter("text"),), (parameter("image", "image"), parameter("mask", "image"))
    then = replace(OLD, endpoints=(Endpoint("/predict", "", one, ()), Endpoint("/predict_1", "", two, ())))
    new = Endpoint("/predict_1", "", (parameter("sound", "file"),), ())
    now = replace(OLD, endpoints=(then.endpoints[0], new, replace(then.endpoints[1], name="/predict_2")))
    picture = {"image": LocalFile("a"), "mask": LocalFile("b")}
    saved = SavedRequest("", "/predict_1", picture, made_for=made_for(then, then.endpoints[1]))
    drift = compare(saved, now)
    assert kinds(drift) == [("endpoint", "breaks")]
    assert drift.changes[0].text == "/predict_1 is another function now; /predict_2 is what it was."
    assert not compare(apply(saved, propose(drift)), now)
    assert ("endpoint", "breaks") not in kinds(compare(saved, now, "/predict_1")), "it is meant as it is"
    same_name = replace(now, endpoints=tuple(replace(each, name=each.name + "x") for each in now.endpoints))
    assert compare(replace(saved, endpoint="/predict_1x"), same_name).changes[0].kind != "endpoint", "no number in it"


def test_no_endpoint_is_like_it():
    other = Endpoint("/other", "", (parameter("image", "image"), parameter("mask", "image")), ())
    drift = compare(request(OLD, text="hi"), replace(OLD, endpoints=(other, replace(other, name="/second"))))
    assert kinds(drift) == [("endpoint", "breaks")]
    assert drift.endpoint is None
    (change,) = drift.changes
    assert change.step is None
    assert [option.step for option in change.options] == [UseEndpoint("/other"), UseEndpoint("/second")]


def test_the_person_chooses_another_endpoint():
    now = replace(
        OLD,
        endpoints=(
            replace(OLD.endpoints[0], name="/one"),
            Endpoint("/two", "", (parameter("prompt", label="Text"),), OLD.endpoints[0].returns),
        ),
    )
    saved = request(OLD, text="hi")
    assert compare(saved, now).changes[0].step == UseEndpoint("/one")
    drift = compare(saved, now, "/two")
    assert drift.changes[0].step == UseEndpoint("/two")
    assert apply(saved, propose(drift)).values == {"prompt": "hi"}


def test_one_that_is_moved_onto_another_changes_places_with_it():
    saved = request(OLD, text="hi", count=4)
    assert apply(saved, Proposal((Move("text", "count"),))).values == {"count": "hi", "text": 4}
    assert apply(saved, Proposal((Move("text", None),))).values == {"count": 4}
    assert apply(saved, Proposal((Move("text", "prompt"), Give("count", 1)))).values == {"prompt": "hi", "count": 1}


def test_texts_stay_short_however_large_the_value():
    old = app_of(parameter("text"), parameter("j", "json", default=None))
    drift = compare(request(old, text="x" * 10_000_000, j=[list(range(1000))] * 1000), app_of(parameter("z", "image")))
    assert all(len(part) < 200 for change in drift.changes for part in (change.then, change.now, change.text))


# -- over all kinds of apps

_NAMES = st.sampled_from(["text", "prompt", "count", "model", "param_0", "param_1", "seed", "Größe"])
_VALUES = (
    st.none() | st.booleans() | st.integers(-20, 20) | st.text(max_size=4) | st.lists(st.text(max_size=2), max_size=2)
)


@st.composite
def parameters(draw: st.DrawFn) -> Parameter:
    component = draw(st.sampled_from(list(_KINDS)))
    more: dict[str, Any] = {}
    if component in ("dropdown", "radio", "checkboxgroup"):
        more["choices"] = draw(st.lists(st.sampled_from(["a", "b", "ab", 1, 2, True]), min_size=1, max_size=4))
    if component in ("slider", "number"):
        more |= {"minimum": draw(st.integers(-5, 0)), "maximum": draw(st.integers(1, 9))}
    if draw(st.booleans()):
        more["default"] = draw(_VALUES)
    label = draw(st.sampled_from(["", "", "Text", "Prompt", "How many"]))
    return parameter(draw(_NAMES), component, label, **more)


@st.composite
def apps(draw: st.DrawFn) -> App:
    listed = draw(st.lists(parameters(), max_size=4, unique_by=lambda each: each.name))
    made = app_of(*listed, name=draw(st.sampled_from(["/predict", "/greet"])))
    others = draw(st.lists(parameters(), max_size=3, unique_by=lambda each: each.name))
    other = app_of(*others, name="/other").endpoints[0]
    return replace(
        made, endpoints=(*made.endpoints, other), version=draw(st.sampled_from(["4.44.1", "5.49.1", "6.31.0"]))
    )


@settings(deadline=None)
@given(apps(), st.dictionaries(_NAMES, _VALUES, max_size=4))
def test_an_app_that_has_not_changed_has_no_drift_of_its_own(app: App, values: dict[str, Any]):
    saved = request(app, **values)
    assert {change.kind for change in compare(saved, app).changes} <= {"value", "unknown"}, "the values' own faults"


@settings(deadline=None)
@given(apps(), apps(), st.dictionaries(_NAMES, _VALUES, max_size=4))
def test_what_is_proposed_settles_all_that_it_can(then: App, now: App, values: dict[str, Any]):
    saved = request(then, **values)
    done = saved
    for _ in range(4):  # a value that was moved may need another shape in its new place
        done = apply(done, propose(compare(done, now)))
    for change in compare(done, now).changes:
        if change.severity == "breaks":
            assert change.step is None, f"{change} was proposed and did not settle it"


@settings(deadline=None)
@given(apps(), apps(), st.dictionaries(_NAMES, _VALUES, max_size=4))
def test_every_change_says_what_it_is(then: App, now: App, values: dict[str, Any]):
    drift = compare(request(then, **values), now)
    gravity = ["breaks", "changes", "harmless"]
    found = [gravity.index(change.severity) for change in drift.changes]
    assert found == sorted(found)
    for change in drift.changes:
        assert change.text.endswith(".")
        assert change.then or change.now
        if change.options:
            assert change.step is None or change.step in [option.step for option in change.options]
