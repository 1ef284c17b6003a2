"""What a request remembers of its endpoint, and the form that is made of it alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from gradioscope.gradio.connection import Connection
from gradioscope.gradio.discovery import connect
from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import App, Endpoint, LocalFile, Parameter, Return
from gradioscope.request.draft import Draft
from gradioscope.request.made_for import MOST_CHOICES, made_for
from gradioscope.request.offline import app_of
from gradioscope.request.saved import MadeFor, MadeForParameter, SavedRequest
from gradioscope.snippets import render

Serve = Callable[..., str]


def _app(*parameters: Parameter) -> tuple[App, Endpoint]:
    endpoint = Endpoint("/predict", "", parameters, (Return("Answer", "textbox", "text", 0),), inputs=len(parameters))
    return App("http://127.0.0.1:7860", "/gradio_api", "An app", "6.31.0", (endpoint,)), endpoint


def _saved(made: MadeFor, **values: object) -> SavedRequest:
    return SavedRequest("localhost:7860", "/predict", values, made_for=made)


def test_it_says_what_a_person_would_compare() -> None:
    choices = {"choices": [["Fast", "fast"], ["Slow", "slow"]]}
    made = made_for(
        *_app(
            Parameter("text", "Your text", "textbox", "text", 0, required=True),
            Parameter("steps", "steps", "slider", "slider", 1, default=20, props={"minimum": 1, "maximum": 50}),
            Parameter("mode", "Mode", "radio", "choice", 2, default="fast", props=choices),
        )
    )
    assert made == MadeFor(
        "6.31.0",
        (
            MadeForParameter("text", "textbox", "Your text", required=True),
            MadeForParameter("steps", "slider", "", default=20),
            MadeForParameter("mode", "radio", "Mode", default="fast", choices=("fast", "slow")),
        ),
        ("textbox",),
    )


def test_a_thousand_choices_are_not_written_down() -> None:
    many = {"choices": [[str(n), n] for n in range(MOST_CHOICES + 1)]}
    made = made_for(*_app(Parameter("n", "N", "dropdown", "choice", 0, default=1, props=many)))
    assert made.parameters[0].choices is None


@pytest.mark.parametrize(
    ("made", "value", "kind"),
    [
        (MadeForParameter("a", "textbox"), "x", "text"),
        (MadeForParameter("a", "slider"), 3, "number"),
        (MadeForParameter("a", "checkbox"), True, "checkbox"),
        (MadeForParameter("a", "dropdown", choices=("x", "y")), "x", "choice"),
        (MadeForParameter("a", "dropdown", choices=("x", "y")), ["x"], "choices"),
        (MadeForParameter("a", "dropdown"), "of many", "choice"),
        (MadeForParameter("a", "checkboxgroup", choices=(1, 2)), [1], "choices"),
        (MadeForParameter("a", "file"), LocalFile("/a"), "file"),
        (MadeForParameter("a", "file"), [LocalFile("/a"), LocalFile("/b")], "files"),
        (MadeForParameter("a", "image"), LocalFile("/a.png"), "image"),
        (MadeForParameter("a", "api"), True, "checkbox"),
        (MadeForParameter("a", "api"), 1.5, "number"),
        (MadeForParameter("a", "api"), "x", "text"),
        (MadeForParameter("a", "api", choices=("x", "y")), "x", "choice"),
        (MadeForParameter("a", "api"), {"deep": [1]}, "json"),
        # shapes that depend on the app's version and the component's settings: shown as they are
        (MadeForParameter("a", "dataframe"), {"headers": ["x"], "data": [[1]]}, "json"),
        (MadeForParameter("a", "chatbot"), [["hi", "you"]], "json"),
        (MadeForParameter("a", "somebodys_own"), {"x": 1}, "json"),
    ],
)
def test_a_form_is_made_of_names_choices_and_values(made: MadeForParameter, value: object, kind: str) -> None:
    app = app_of(_saved(MadeFor("6.31.0", (made,), ("textbox",)), a=value))
    assert app is not None
    (parameter,) = app.endpoints[0].parameters
    assert parameter.kind == kind
    draft = Draft(app, app.endpoints[0], {"a": value})
    assert draft.problems().keys() <= ({"a"} if isinstance(value, LocalFile | list) else set())
    assert draft.value("a") == value


def test_what_may_be_a_secret_is_not_shown() -> None:
    app = app_of(_saved(MadeFor("6", (MadeForParameter("p", "textbox", "API key"), MadeForParameter("q", "textbox")))))
    assert app is not None
    assert [p.props.get("type") for p in app.endpoints[0].parameters] == ["password", None]


def test_a_request_that_remembers_nothing_has_no_form() -> None:
    assert app_of(SavedRequest("localhost:7860", "/predict")) is None


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("localhost:7860", "http://localhost:7860"),
        ("https://example.org/app/", "https://example.org/app"),
        ("Some-One/My_App", "https://some-one-my-app.hf.space"),
        ("{{base}}/app", ""),
        ("", ""),
    ],
)
def test_where_the_app_is_comes_from_the_address(address: str, url: str) -> None:
    app = app_of(SavedRequest(address, "/predict", made_for=MadeFor("6.31.0")))
    assert app is not None
    assert app.url == url


def test_every_endpoint_of_a_real_app_comes_back_with_its_names(serve: Serve) -> None:
    async def described() -> App:
        connection = Connection()
        try:
            return await connect(connection, serve("echo"))
        finally:
            await connection.aclose()

    app = asyncio.run(described())
    for endpoint in app.endpoints:
        made = made_for(app, endpoint)
        again = app_of(SavedRequest(app.url, endpoint.name, made_for=made))
        assert again is not None
        offline = again.endpoint(endpoint.name)
        assert offline is not None
        assert [(p.name, p.label, p.component, p.required) for p in offline.parameters] == [
            (p.name, p.label, p.component, p.required) for p in endpoint.parameters
        ]
        assert made_for(again, offline).returns == made.returns


def test_a_snippet_of_an_app_that_is_nowhere_says_so() -> None:
    app = app_of(SavedRequest("{{base}}/app", "/predict", made_for=MadeFor("6.31.0")))
    assert app is not None
    with pytest.raises(WrongUse, match="not known yet where the app is"):
        render("curl", Draft(app, app.endpoints[0]))
