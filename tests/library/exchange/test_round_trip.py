"""What is exported for other tools comes back as it was: nothing of a request is lost but its secrets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradioscope.gradio.model import App, Endpoint, LocalFile, Parameter, file_data
from gradioscope.library.exchange import Imported, Item, read
from gradioscope.request.draft import Access, Draft
from gradioscope.request.positional import by_name
from gradioscope.request.saved import SavedRequest
from gradioscope.request.saving import same_request, saved
from gradioscope.request.template import escaped
from gradioscope.snippets.exports import Entry, export_all, suffix
from gradioscope.snippets.exports.bruno import folder

FORMS = ["postman", "bruno", "insomnia", "har", "openapi", "bruno folder"]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    ["{{app}}", "{{file_1}} {{{x}}}", "{% tag %}", "\\{{x}}", "{{HF_TOKEN}}", '"}\n  }\n}\n', "'''", "$env {{$uuid}}"]
)
NAME = st.text(st.sampled_from("abc ÄÖ'[],;!$`&#~ -=é你"), min_size=1, max_size=12).map(lambda name: f"/tmp/{name}.txt")
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
ANY = VALUE | NAME.map(LocalFile) | st.just(file_data("https://example.org/cat.png"))
NOTES = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00", exclude_categories=["Cs"]), max_size=30).map(
    lambda text: "\n".join(line.rstrip() for line in text.splitlines()).strip()
)


def draft_of(values: list[object], name: str = "/predict", state: bool = False, **more: object) -> Draft:
    shift = int(state)
    parameters = tuple(
        Parameter(f"value_{number}", f"Value {number}", "", "json", number + shift, required=True)
        for number in range(len(values))
    )
    endpoint = Endpoint(name, "", parameters, (), 3, len(values) + shift, has_state=state)
    app = App("https://example.org/deep/app", "/gradio_api", "Small", "6.31.0", (endpoint,))
    return Draft(app, endpoint, {p.name: v for p, v in zip(parameters, values, strict=True)}, **more)  # type: ignore[arg-type]


def imported(form: str, entries: list[Entry], known: bool) -> Imported:
    apps = {entry.draft.app.url: entry.draft.app for entry in entries}
    with TemporaryDirectory() as place:
        path = Path(place, f"file{suffix('bruno')}")
        if form == "bruno folder":
            path = Path(place, "folder")
            for name, text in folder(entries, "All").items():
                (path / name).parent.mkdir(parents=True, exist_ok=True)
                (path / name).write_text(text, encoding="utf-8", newline="")
        else:
            path.write_text(export_all(form, entries, "All"), encoding="utf-8", newline="")
        return read(path, apps.get if known else lambda _: None)


def expected(entry: Entry) -> SavedRequest:
    access = entry.draft.access
    rest = SavedRequest(
        login=access.login_user, headers=access.headers, notes=entry.notes, token="HF_TOKEN" if access.token else None
    )
    found = saved(entry.draft, entry.draft.app.url, rest, entry.draft.session_hash)
    # exported are values; in a request that is kept, what looks like a variable would be one
    return replace(found, values={name: escaped(value) for name, value in found.values.items()})


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=40, deadline=None)
@given(
    values=st.lists(ANY, min_size=1, max_size=4),
    name=st.sampled_from(["/predict", "/my call&more", "/a/b", "/é {{x}} %41"]),
    state=st.booleans(),
    notes=NOTES,
    known=st.booleans(),
)
def test_values_come_back(form, values, name, state, notes, known):
    draft = draft_of(values, name, state)
    [item] = imported(form, [Entry(draft, "One", ("Deep er", "Folder"), notes)], known).items
    assert (item.name, item.folders) == ("One", ("Deep er", "Folder"))
    found = replace(item.saved, values=dict(by_name(draft.endpoint, item.saved.values)))
    assert same_request(found, expected(Entry(draft, notes=notes)))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("stream", ["queue", "result"])
def test_access_and_session_come_back(form, stream):
    access = Access("alice's", True, (("X-Plain", 'it\'s "x" \\'), ("X-Api-Key", "a secret")))
    draft = draft_of(["x", LocalFile("/tmp/a b.txt")], access=access, session_hash="s1", stream=stream)
    found = imported(form, [Entry(draft, "One")], True)
    [item] = found.items
    wanted = expected(Entry(draft))
    assert same_request(item.saved, replace(wanted, headers=(*wanted.headers, ("X-Api-Key", "{{X_API_KEY}}"))))
    assert [variables.secret_names for variables in found.variables] == [("X_API_KEY",)]
    assert "a secret" not in str(found)


@pytest.mark.parametrize("form", FORMS)
def test_many_come_back_in_their_folders(form):
    files: list[object] = [LocalFile("/tmp/a.txt"), LocalFile("/tmp/b.txt")]
    login = Access("alice")
    entries = [
        Entry(draft_of(["first"]), "One"),
        Entry(draft_of(files), "Files", ("In",)),
        Entry(draft_of([LocalFile("/tmp/c.txt")], access=login), "Log in", ("In", "Deeper")),
        Entry(draft_of(["{{x}}"], "/other"), "Other", ("In", "Deeper")),
    ]
    found = imported(form, entries, False)
    places = sorted((item.folders, item.name) for item in found.items)
    assert places == sorted((entry.folders, entry.name) for entry in entries)
    by_place = {(item.folders, item.name): item for item in found.items}
    for entry in entries:
        item = by_place[entry.folders, entry.name]
        values = by_name(entry.draft.endpoint, item.saved.values)
        assert same_request(replace(item.saved, values=values), expected(entry)), entry.name
    assert found.left_out == ()


@pytest.mark.parametrize("form", FORMS)
def test_one_alone_is_named_after_its_endpoint(form):
    [item] = imported(form, [Entry(draft_of(["x"], "/say hello"))], False).items
    assert item == Item("say hello", item.saved, ())


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_in_a_value_is_a_secret_variable_again(form):
    draft = draft_of(["key=<here>;", "plain"], from_environment={"<here>": "API_KEY"})
    found = imported(form, [Entry(draft, "One")], False)
    [item] = found.items
    [name] = found.variables[0].secret_names
    assert name.upper().endswith("API_KEY")
    assert list(item.saved.values.values()) == [f"key={{{{{name}}}}};", "plain"]
