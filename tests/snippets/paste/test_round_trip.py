"""What our own targets write is read back: nothing of a request is lost but its secrets."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gradioscope.gradio.model import App, Endpoint, LocalFile, Parameter, file_data, local_files
from gradioscope.request.draft import Access, Draft
from gradioscope.snippets import TARGETS, Options, render
from gradioscope.snippets.paste import fill, read, recognised

READ = list(TARGETS)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
NAME = st.text(st.sampled_from("abc ÄÖ'\"[](),;!$`&#~ -=é你\\"), min_size=1, max_size=12).map(
    lambda name: f"/tmp/{name}.txt"
)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
ANY = VALUE | NAME.map(LocalFile) | st.just(file_data("https://example.org/cat.png"))


def draft_of(values: list[object], state: bool, **more: object) -> Draft:
    shift = int(state)
    parameters = tuple(
        Parameter(f"value_{number}", f"Value {number}", "", "json", number + shift) for number in range(len(values))
    )
    endpoint = Endpoint("/my call&more", "", parameters, (), 3, len(values) + shift, has_state=state)
    app = App("https://example.org/deep/app", "/gradio_api", "Small", "6.31.0", (endpoint,))
    return Draft(app, endpoint, {p.name: v for p, v in zip(parameters, values, strict=True)}, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("target", READ)
@settings(max_examples=60, deadline=None)
@given(values=st.lists(ANY, min_size=1, max_size=4), state=st.booleans(), follow=st.booleans(), separate=st.booleans())
def test_values_come_back(target: str, values: list[object], state: bool, follow: bool, separate: bool) -> None:
    if target == "curl-cmd":
        assume(not any(local_files(values)))  # it sends none, and says so
    draft = draft_of(values, state)
    text = render(target, draft, Options(follow=follow, separate=separate, pretty=separate))
    back, notes = fill(read(text), draft.app)
    assert notes == ()
    assert back.data() == draft.data()
    assert back.endpoint == draft.endpoint


@pytest.mark.parametrize("target", READ)
@pytest.mark.parametrize("length", [3, 3000, 60_000])
def test_access_and_session_come_back(target: str, length: int) -> None:
    plain = "it's" if target == "curl-cmd" else 'it\'s "x"'
    access = Access(None if target == "curl-cmd" else "alice's", True, (("X-Plain", plain),), insecure=True)
    draft = draft_of(["x y'" * (length // 3)], False, access=access, session_hash="s1")
    text = render(target, draft)
    assert recognised(text)
    pasted = read(text)
    back, notes = fill(pasted, draft.app)
    assert notes == ()
    assert pasted.address == draft.app.url
    assert back == draft


@pytest.mark.parametrize("target", READ)
def test_an_endpoint_that_call_does_not_reach(target: str) -> None:
    parameter = Parameter("text", "Text", "", "json", 0)
    endpoint = Endpoint("/a/b", "", (parameter,), (), 7, 1)
    app = App("http://127.0.0.1:7860", "", "Small", "4.44.1", (endpoint,))
    back, notes = fill(read(render(target, Draft(app, endpoint, {"text": "x\n" * 900}))), app)
    assert (back.endpoint, back.data(), notes) == (endpoint, ["x\n" * 900], ())


def test_large_numbers_of_javascript() -> None:
    draft = draft_of([2**60, LocalFile("/tmp/a b.txt")], False)
    back, _ = fill(read(render("javascript-fetch", draft)), draft.app)
    assert back.data() == draft.data()
