"""Values by their place, until the app says what they are for."""

from __future__ import annotations

import pytest

from gradioscope.gradio.model import Endpoint, Parameter
from gradioscope.request.positional import by_name, numbered, placed


def endpoint(*names: str, inputs: int = 0, shift: int = 0) -> Endpoint:
    parameters = tuple(Parameter(name, name, "", "json", number + shift) for number, name in enumerate(names))
    return Endpoint("/predict", "", parameters, (), 0, inputs or len(names))


WITH_STATE = endpoint("text", "steps", inputs=3, shift=1)


@pytest.mark.parametrize("data", [["Hello", 3], [None, "Hello", 3]])
def test_a_state_is_passed_over(data):
    assert placed(WITH_STATE, data) == {"text": "Hello", "steps": 3}
    assert by_name(WITH_STATE, numbered(data)) == {"text": "Hello", "steps": 3}


def test_a_null_is_a_value():
    assert by_name(endpoint("a", "b"), numbered([None, 1])) == {"a": None, "b": 1}


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"text": "x"},
        {"text": "x", "param_1": 2},  # one name of its own: the others are names too
        {"param_1": 2},  # the first is missing
        {"param_0": 1, "param_1": 2, "param_2": 3, "param_3": 4},  # more than it takes
        {"param_01": 1, "param_0": 2},
    ],
)
def test_what_is_not_by_place_stays(values):
    assert by_name(WITH_STATE, values) == values


def test_an_app_without_names_of_its_own_has_these():
    own = endpoint("param_0", "param_1")
    assert by_name(own, {"param_1": "x"}) == {"param_1": "x"}
    assert by_name(own, {"param_0": 1, "param_1": 2}) == {"param_0": 1, "param_1": 2}
