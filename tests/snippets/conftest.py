"""A small app, made by hand: what a snippet says does not depend on a server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gradioscope.gradio.model import App, Endpoint, FieldKind, Parameter
from gradioscope.request.draft import Draft


@pytest.fixture
def make() -> Callable[..., Draft]:
    """`make({"text": "Hello"}, name="/predict", **more)` -> a Draft whose parameters are those of the values."""

    def make(
        values: dict[str, Any],
        name: str = "/predict",
        url: str = "http://127.0.0.1:7860",
        prefix: str = "/gradio_api",
        kinds: dict[str, FieldKind] | None = None,
        props: dict[str, Any] | None = None,
        oauth_token: Any = "",
        fn_index: int | None = 3,
        **more: Any,
    ) -> Draft:
        parameters = tuple(
            Parameter(key, key, "", (kinds or {}).get(key, "json"), position, props=props or {})
            for position, key in enumerate(values)
        )
        endpoint = Endpoint(name, "", parameters, (), fn_index, len(values), oauth_token=oauth_token)
        return Draft(App(url, prefix, "Small", "6.31.0", (endpoint,)), endpoint, values, **more)

    return make
