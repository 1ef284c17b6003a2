"""Descriptions that make no sense: what can be read of them makes a form, and nothing else is harmed."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.gradio.test_description import DEMOS, complete, component, described, parameter

from gradioscope.gradio.connection import Connection
from gradioscope.gradio.description import describe_app
from gradioscope.gradio.discovery import connect
from gradioscope.gradio.stored import app_as_json, app_from_json
from gradioscope.request.draft import Draft

NONSENSE: list[Any] = [None, 5, -1.5, "x", "", [], {}, [1], [None], [[]], [[1, 2, 3]], {"a": 1}, [{"a": 1}], True]


def app_of(config: dict[str, Any], info: dict[str, Any] | None = None) -> Any:
    return describe_app("http://h", {"version": "6.31.0", "components": [], "dependencies": [], **config}, info)


ONE = {"id": 0, "api_name": "one", "inputs": [1], "outputs": [1]}
TWO = {"id": 1, "api_name": "two", "inputs": [1], "outputs": [1]}
LISTED = {"parameters": [parameter()], "returns": []}


@pytest.mark.parametrize("broken", [None, 5, [], "x", {"parameters": 5}, {"parameters": [], "returns": {}}])
def test_an_endpoint_that_info_breaks_is_read_from_the_config(broken: Any) -> None:
    config = {"components": [component(1, label="Of the config")], "dependencies": [ONE, TWO]}
    app = app_of(config, {"named_endpoints": {"/one": broken, "/two": LISTED}})
    assert [e.name for e in app.endpoints] == ["/one", "/two"]
    assert [p.label for p in app.endpoints[0].parameters] == ["Of the config"]
    assert [p.label for p in app.endpoints[1].parameters] == ["Text"]


@pytest.mark.parametrize("inputs", [5, "x", {"a": 1}, True])
def test_an_endpoint_that_the_config_breaks_is_read_from_info(inputs: Any) -> None:
    config = {"components": [component(1)], "dependencies": [ONE | {"inputs": inputs}]}
    (endpoint,) = app_of(config, {"named_endpoints": {"/one": LISTED}}).endpoints
    assert [p.position for p in endpoint.parameters] == [0]
    assert endpoint.fn_index is None, "a function that cannot be read is not called by its number"


def test_an_endpoint_that_neither_tells_is_left_out_and_the_others_stay() -> None:
    config = {"components": [component(1)], "dependencies": [ONE | {"inputs": 5}, TWO]}
    for app in (app_of(config), app_of(config, {"named_endpoints": {"/one": 5, "/two": LISTED}})):
        assert [e.name for e in app.endpoints] == ["/two"]
        assert app.left_out == ("/one",), "and is named"
        assert app_from_json(json.loads(json.dumps(app_as_json(app)))) == app


def test_an_app_of_which_nothing_can_be_read_says_so() -> None:
    with pytest.raises(ValueError, match="one: described in no way"):
        app_of({"dependencies": [ONE | {"inputs": 5}]})


@pytest.mark.parametrize("nonsense", NONSENSE, ids=repr)
@pytest.mark.parametrize("demo", DEMOS[::6], ids=lambda demo: f"{demo['demo']}-{demo['gradio']}")
def test_props_of_any_type_make_a_form(demo: dict[str, Any], nonsense: Any) -> None:
    config = copy.deepcopy(demo["config"])
    for each in config["components"]:
        each["props"] = {key: copy.deepcopy(nonsense) for key in each.get("props", {})}
    for info in (demo["info"], None):
        for endpoint in describe_app("http://h", config, info).endpoints:
            draft = Draft(describe_app("http://h", config, info), endpoint)
            draft.problems()
            assert len(json.loads(json.dumps(draft.data()))) == endpoint.inputs


@pytest.mark.parametrize("nonsense", NONSENSE, ids=repr)
@pytest.mark.parametrize("key", ["id", "type", "props", "skip_api"])
def test_components_of_any_shape_are_no_trouble(key: str, nonsense: Any) -> None:
    made = component(1) | {key: nonsense}
    app = app_of({"components": [made, nonsense], "dependencies": [ONE]}, {"named_endpoints": {"/one": LISTED}})
    assert [p.name for p in app.endpoints[0].parameters] == ["text"]


@pytest.mark.parametrize("nonsense", NONSENSE, ids=repr)
@pytest.mark.parametrize("key", ["id", "types", "inputs", "outputs", "api_description", "rendered_in"])
def test_functions_of_any_shape_are_no_trouble(key: str, nonsense: Any) -> None:
    app = app_of(
        {"components": [component(1)], "dependencies": [ONE | {key: nonsense}, TWO]},
        {"named_endpoints": {"/one": LISTED, "/two": LISTED}},
    )
    assert [e.name for e in app.endpoints] == ["/one", "/two"]


@pytest.mark.parametrize("label", ["x" * 5000, "\x00\x1b[31m", "\u202eelcyc", "שלום", "<script>alert(1)</script>"])
def test_labels_of_any_text_keep_two_parameters_apart(label: str) -> None:
    endpoint = described([parameter("class", label), parameter("not a name!", label)], [component(1), component(2)])
    assert [p.name for p in endpoint.parameters] == ["class", "not a name!"]
    assert len({p.label for p in endpoint.parameters}) == 2
    assert not any("<script" in p.label for p in endpoint.parameters)
    complete(app_of({}), endpoint)


@pytest.mark.anyio
async def test_a_form_of_the_config_alone_calls_the_live_app(
    serve: Callable[..., str], every_gradio: str, connection: Connection
) -> None:
    url = serve("echo", every_gradio)
    both = await connect(connection, url)
    config = (await connection.request("GET", f"{url}/config")).json()
    alone = describe_app(url, config, None)
    for endpoint in alone.endpoints:
        whole = both.endpoint(endpoint.name)
        assert whole is not None
        assert Draft(alone, endpoint).data() == Draft(both, whole).data()
        complete(alone, endpoint)
