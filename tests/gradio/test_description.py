"""What `/config` and `/info` say together becomes endpoints a form can be made of."""

from __future__ import annotations

import json
import lzma
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gradioscope.gradio.connection import Connection
from gradioscope.gradio.description import api_prefix, describe_app, is_config, plain_text
from gradioscope.gradio.discovery import connect
from gradioscope.gradio.model import App, Endpoint
from gradioscope.request.draft import Draft
from gradioscope.request.fields import field_for

DEMOS = json.loads(lzma.decompress(Path(__file__).parents[1].joinpath("data", "demos.json.xz").read_bytes()))


def component(identifier: int, kind: str = "textbox", skip: bool = False, **props: Any) -> dict[str, Any]:
    return {"id": identifier, "type": kind, "skip_api": skip, "props": props}


def parameter(name: str | None = "text", label: Any = "Text", **more: Any) -> dict[str, Any]:
    made = {"label": label, "parameter_has_default": False, "component": "Textbox", **more}
    return made if name is None else made | {"parameter_name": name}


def described(
    parameters: list[dict[str, Any]],
    components: list[dict[str, Any]],
    returns: list[dict[str, Any]] | None = None,
    outputs: list[int] | None = None,
    **dependency: Any,
) -> Endpoint:
    """The only endpoint of an app with these."""
    ids = [c["id"] for c in components]
    made = {"id": 3, "api_name": "x", "inputs": ids, "outputs": outputs or [], **dependency}
    config = {"version": "6.31.0", "components": components, "dependencies": [made]}
    info = {"named_endpoints": {"/x": {"parameters": parameters, "returns": returns or []}}}
    (endpoint,) = describe_app("http://h", config, info).endpoints
    return endpoint


# -- labels and names


@pytest.mark.parametrize(
    ("label", "own", "shown"),
    [
        ("parameter_12", None, "text"),  # Gradio's word for a component without a label, by its id
        ("parameter_12", "parameter_12", "parameter_12"),  # the app's own
        ("parameter_12 of 13", None, "parameter_12 of 13"),
    ],
)
def test_a_parameter_without_a_label_goes_by_its_name(label: str, own: str | None, shown: str) -> None:
    (made,) = described([parameter(label=label)], [component(12, label=own)]).parameters
    assert made.label == shown


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Steps", "Steps"),
        ("  Steps ", "Steps"),
        ("", "text"),
        (None, "text"),
        ("<b>Bold</b> label", "Bold label"),
        ("a < b > c", "a < b > c"),
        ({"key": "labels.submit.text", "_type": "translation_metadata"}, "text"),
        ({"key": "greeting", "_type": "translation_metadata"}, "greeting"),
        ('__i18n__{"key": "labels.name"}', "name"),
        ("__i18n__broken", "text"),
        (5, "text"),
    ],
)
def test_a_label_is_text_and_the_name_where_there_is_none(label: Any, shown: str) -> None:
    assert described([parameter(label=label)], [component(1)]).parameters[0].label == shown


def test_the_second_of_the_same_label_or_name_is_numbered() -> None:
    endpoint = described(
        [parameter("text"), parameter("text"), parameter("more", "Text 2"), parameter("other", None)],
        [component(n) for n in range(4)],
        [{"label": "Same", "component": "Textbox"}] * 2,
    )
    assert [p.label for p in endpoint.parameters] == ["Text", "Text 2", "Text 2 2", "other"]
    assert [p.name for p in endpoint.parameters] == ["text", "text_2", "more", "other"]
    assert [r.label for r in endpoint.returns] == ["Same", "Same 2"]


def test_a_return_without_a_label_has_its_components_or_a_number() -> None:
    endpoint = described(
        [],
        [component(1), component(2, label="Of the component")],
        [{"label": None, "component": "Textbox"}, {"component": "Textbox"}],
        [1, 2],
    )
    assert [r.label for r in endpoint.returns] == ["output 1", "Of the component"]


def test_before_423_names_and_defaults_come_from_the_components() -> None:
    plain = {"label": "Text", "component": "Textbox"}
    endpoint = described([plain, plain], [component(1, value="seed"), component(2)])
    assert [(p.name, p.required, p.default) for p in endpoint.parameters] == [
        ("param_0", False, "seed"),
        ("param_1", True, None),
    ]


def test_a_parameter_without_a_default_is_required_whatever_its_value() -> None:
    endpoint = described([parameter(parameter_default="ignored")], [component(1, value="seed")])
    assert endpoint.parameters[0].required
    assert endpoint.parameters[0].default is None


# -- State


def test_state_is_counted_but_never_asked_for() -> None:
    endpoint = described(
        [parameter("a", "A"), parameter("b", "B")],
        [
            component(1, "state", True),
            component(2),
            component(3, "button", True),
            component(4),
            component(5, "state", True),
        ],
        [{"label": "Out", "component": "Textbox"}],
        [1, 2],
    )
    assert [p.position for p in endpoint.parameters] == [1, 3]
    assert endpoint.inputs == 5
    assert endpoint.has_state
    assert [r.position for r in endpoint.returns] == [1]


def test_info_that_does_not_match_the_config_goes_by_its_own_order() -> None:
    endpoint = described([parameter("a", "A"), parameter("b", "B")], [component(1)])
    assert [p.position for p in endpoint.parameters] == [0, 1]
    assert endpoint.inputs == 2


def test_an_endpoint_that_only_info_knows() -> None:
    config = {"version": "6.31.0", "components": [], "dependencies": []}
    info = {"named_endpoints": {"/new": {"parameters": [parameter()], "returns": []}}}
    (endpoint,) = describe_app("http://h", config, info).endpoints
    assert endpoint.fn_index is None
    assert endpoint.inputs == 1


# -- gr.api


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string"}, "text"),
        ({"type": "integer"}, "number"),
        ({"type": "number"}, "number"),
        ({"type": "boolean"}, "checkbox"),
        ({"type": "array", "items": {}}, "structure"),
        ({"oneOf": [{"type": "string"}, {"type": "null"}]}, "structure"),
        ({"type": "array"}, "json"),
        ({"enum": ["a", "b"], "type": "string"}, "choice"),
        ({}, "json"),
    ],
)
def test_a_function_without_components_has_fields_by_its_types(schema: dict[str, Any], kind: str) -> None:
    given = parameter(component="Api", type=schema, parameter_has_default=True, parameter_default=None)
    endpoint = described([given], [])
    assert endpoint.parameters[0].kind == kind
    assert endpoint.parameters[0].component == "api"


def test_an_enum_of_numbers_keeps_their_type() -> None:
    field = field_for(described([parameter(component="Api", type={"enum": [1, 2]})], []).parameters[0])
    assert field.check(1) is None
    assert field.check("1")


# -- the app


def test_the_two_ways_to_say_where_the_api_is() -> None:
    assert api_prefix({}) == ""
    assert api_prefix({"api_prefix": "/gradio_api"}) == "/gradio_api"
    assert api_prefix({"api_prefix": "https://elsewhere.example"}) == "", "never another host"


@pytest.mark.parametrize(
    "value",
    [None, [], "x", {}, {"version": "1"}, {"version": 1, "dependencies": [], "components": []}],
)
def test_not_every_json_is_a_config(value: Any) -> None:
    assert not is_config(value)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a <b>bold</b>&nbsp;<br/>word", "a bold &nbsp; word"),
        (
            "expected <class 'int'>, got <class 'str'> in <lambda>",
            "expected <class 'int'>, got <class 'str'> in <lambda>",
        ),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ('<a href="x">link</a><!-- hidden -->', "link"),
        ("<script>alert(1)</script>", "alert(1)"),
        (None, ""),
        (5, ""),
    ],
)
def test_html_of_an_app_becomes_text_and_pythons_own_brackets_stay(text: Any, plain: str) -> None:
    assert plain_text(text).split() == plain.split()


def test_without_info_only_public_functions_of_python_are_endpoints() -> None:
    config = {
        "version": "5.0.0",
        "components": [component(1, label="Text", value="seed"), component(2, "state", True)],
        "dependencies": [
            {"id": 0, "api_name": "shown", "inputs": [2, 1], "outputs": [1], "api_description": "What it <i>does</i>"},
            {"id": 1, "api_name": "javascript", "inputs": [], "outputs": [], "backend_fn": False},
            {"id": 2, "api_name": "hidden", "inputs": [], "outputs": [], "show_api": False},
            {"id": 3, "api_name": "private", "inputs": [], "outputs": [], "api_visibility": "private"},
            {"id": 4, "api_name": False, "inputs": [], "outputs": []},
        ],
    }
    (endpoint,) = describe_app("http://h", config, None).endpoints
    assert (endpoint.name, endpoint.fn_index, endpoint.description) == ("/shown", 0, "What it does")
    assert [(p.name, p.label, p.default, p.position) for p in endpoint.parameters] == [("param_0", "Text", "seed", 1)]


# -- recorded apps


@pytest.mark.parametrize("demo", DEMOS, ids=lambda demo: f"{demo['demo']}-{demo['gradio']}")
class TestRecordedApps:
    def test_every_field_takes_its_own_default(self, demo: dict[str, Any]) -> None:
        app = describe_app("http://h", demo["config"], demo["info"])
        assert app.version == demo["gradio"]
        assert len(app.endpoints) == len(demo["info"]["named_endpoints"])
        for endpoint in app.endpoints:
            complete(app, endpoint)

    def test_every_component_has_a_kind_of_its_own(self, demo: dict[str, Any]) -> None:
        app = describe_app("http://h", demo["config"], demo["info"])
        free = {p.component for e in app.endpoints for p in e.parameters if p.kind == "json"}
        assert free <= {"json", "browserstate"}

    def test_info_and_config_alone_agree(self, demo: dict[str, Any]) -> None:
        both = describe_app("http://h", demo["config"], demo["info"])
        alone = describe_app("http://h", demo["config"], None)
        for endpoint in both.endpoints:
            same = alone.endpoint(endpoint.name)
            assert same
            assert [(p.position, p.kind) for p in same.parameters] == [
                (p.position, p.kind) for p in endpoint.parameters
            ]
            assert [(r.position, r.kind) for r in same.returns] == [(r.position, r.kind) for r in endpoint.returns]


def test_pages_of_one_app_are_all_described() -> None:
    for demo in DEMOS:
        if demo["demo"] == "multipage":
            app = describe_app("http://h", demo["config"], demo["info"])
            assert len(app.endpoints) == 6
            assert {e.fn_index is not None for e in app.endpoints} == {True}


def complete(app: App, endpoint: Endpoint) -> None:
    """The endpoint can be called as it is, once its required values are given."""
    draft = Draft(app, endpoint)
    problems = draft.problems()
    assert set(problems) <= {p.name for p in endpoint.parameters if p.required}, (endpoint.name, problems)
    assert len(draft.data()) == endpoint.inputs
    json.dumps(draft.data())
    for items in (endpoint.parameters, endpoint.returns):
        labels = [item.label for item in items]
        assert all(labels)
        assert len(set(labels)) == len(labels)


# -- live


@pytest.mark.anyio
@pytest.mark.parametrize("app", ["echo", "behaviour", "chat", "files"])
async def test_every_endpoint_of_a_live_app(
    serve: Callable[..., str], every_gradio: str, connection: Connection, app: str
) -> None:
    found = await connect(connection, serve(app, every_gradio))
    assert found.endpoints
    for endpoint in found.endpoints:
        assert endpoint.fn_index is not None or endpoint.name == "/typed"
        complete(found, endpoint)


@pytest.mark.anyio
async def test_the_fields_of_the_basic_components(
    serve: Callable[..., str], every_gradio: str, connection: Connection
) -> None:
    app = await connect(connection, serve("echo", every_gradio))
    kinds = {e.name: [p.kind for p in e.parameters] for e in app.endpoints}
    assert kinds["/combo"] == ["text", "number", "choice", "image"]
    expected = {
        "/echo_text": "text",
        "/echo_long": "text",
        "/echo_password": "text",
        "/echo_number": "number",
        "/echo_whole": "number",
        "/echo_slider": "slider",
        "/echo_checkbox": "checkbox",
        "/echo_checkboxes": "choices",
        "/echo_radio": "choice",
        "/echo_dropdown": "choice",
        "/echo_multi": "choices",
        "/echo_free": "choice",
        "/echo_json": "json",
        "/echo_file": "file",
        "/echo_files": "files",
        "/echo_image": "image",
    }
    assert {name: [kind] for name, kind in expected.items()} == {name: kinds[name] for name in expected}
    text = app.endpoint("/echo_text")
    assert text
    assert text.parameters[0].info == "Anything at all"
    assert text.parameters[0].default == "hello"
    combo = app.endpoint("/combo")
    assert combo
    assert combo.has_state
    assert [p.position for p in combo.parameters] == [0, 1, 3, 4]
    assert [r.position for r in combo.returns] == [0, 2]
    if not every_gradio.startswith("4"):
        assert text.description.startswith("Answer the text.")


@pytest.mark.anyio
async def test_the_generators_of_a_live_app_are_known(
    serve: Callable[..., str], every_gradio: str, connection: Connection
) -> None:
    app = await connect(connection, serve("behaviour", every_gradio))
    generators = {e.name for e in app.endpoints if e.generator}
    assert generators == {"/stepped", "/count", "/async_count", "/many", "/no_yield", "/breaks"}
    assert not {"/undocumented", "/private"} & {e.name for e in app.endpoints}


@pytest.mark.parametrize(
    ("schema", "kind"), [({"type": "string"}, "text"), ({"type": "boolean"}, "checkbox"), ({"type": "array"}, "json")]
)
def test_what_a_function_without_components_returns_is_shown_by_its_type(schema: dict[str, Any], kind: str) -> None:
    endpoint = described([], [], [{"label": "1st", "component": "Api", "type": schema}])
    assert endpoint.returns[0].kind == kind
