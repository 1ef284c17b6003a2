import json
import lzma
from pathlib import Path

import pytest

from gradioscope.gradio.description import describe_app
from gradioscope.gradio.stored import app_as_json, app_from_json, endpoint_as_json, endpoint_from_json

DEMOS = json.loads(lzma.decompress(Path(__file__).parents[1].joinpath("data", "demos.json.xz").read_bytes()))


def recorded_apps():
    return [describe_app("http://h", demo["config"], demo["info"]) for demo in DEMOS]


def test_nothing_of_an_app_is_lost():
    for app in recorded_apps():
        stored = json.loads(json.dumps(app_as_json(app)))
        again = app_from_json(stored)
        assert json.loads(json.dumps(app_as_json(again))) == stored
        assert [e.name for e in again.endpoints] == [e.name for e in app.endpoints]


def test_an_endpoint_alone_comes_back():
    endpoint = recorded_apps()[0].endpoints[0]
    again = endpoint_from_json(json.loads(json.dumps(endpoint_as_json(endpoint))))
    assert again.parameters == endpoint.parameters
    assert again.returns == endpoint.returns


@pytest.mark.parametrize(
    "damaged",
    [None, [], {}, {"url": 3}, {"url": "a", "api_prefix": "", "title": "", "version": "", "endpoints": 5}],
)
def test_what_is_no_app_is_said_to_be_none(damaged):
    with pytest.raises(ValueError, match=r"is no|has no|is something"):
        app_from_json(damaged)


def test_a_kind_of_a_newer_version_is_shown_as_json():
    endpoint = endpoint_from_json(
        {
            "name": "/a",
            "description": "",
            "parameters": [
                {"name": "x", "label": "X", "component": "hologram", "kind": "hologram", "position": 0, "new": 1}
            ],
            "returns": [],
        }
    )
    assert endpoint.parameters[0].kind == "json"
