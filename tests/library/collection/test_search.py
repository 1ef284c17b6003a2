"""Requests are found by all that they say, the best first, and files are read once."""

from __future__ import annotations

import os
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradioscope.library.collection import Collection, write_request
from gradioscope.library.collection.search import MOST, Index, parts
from gradioscope.library.collection.yaml.writing import document
from gradioscope.request.saved import MadeFor, MadeForParameter, SavedRequest


@pytest.fixture
def place(tmp_path):
    requests = {
        "cat": SavedRequest("https://zoo.hf.space", "/draw", {"text": "a red animal"}),
        "My cats": SavedRequest("https://zoo.hf.space", "/draw"),
        "concat": SavedRequest("x", "/join"),
        "animals/draw": SavedRequest("me/catalogue", "/cat_image", notes="# About\n\nÄpfel\n"),
        "animals/other": SavedRequest("x", "/y", {"long": "line one\nsays Straße and cat\nline three\n"}),
        "none": SavedRequest(
            "x", "/y", {"n": 1}, made_for=MadeFor("6.0.0", (MadeForParameter("hidden", "Textbox"),), ("Image",))
        ),
    }
    (tmp_path / "animals").mkdir()
    for name, request in requests.items():
        write_request(tmp_path / f"{name}.gradio.yaml", request)
    return tmp_path


@pytest.fixture
def index(place):
    found = Index()
    assert found.update([place])
    return found


def names(index, wanted):
    (*_, last) = index.search(wanted)
    assert last.is_complete
    assert last.total == len(last.hits)
    return [hit.name for hit in last.hits]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("cat", ["cat", "My cats", "concat", "draw", "other"]),
        ("CATS", ["My cats"]),
        ("red animal", ["cat"]),
        ("animal red", ["cat"]),
        ("animals", ["draw", "other"]),
        ("animals draw", ["draw"]),
        ("/draw", ["cat", "My cats"]),
        ("zoo.hf", ["cat", "My cats"]),
        ("strasse", ["other"]),
        ("äpfel", ["draw"]),
        ("textbox", []),
        ("hidden", []),
        ("6.0.0", []),
        ("nowhere", []),
    ],
)
def test_names_addresses_endpoints_and_values_are_found(index, wanted, found):
    assert names(index, wanted) == found


def test_nothing_is_looked_for_without_words(index):
    assert list(index.search("  ")) == []


def test_a_hit_tells_where_it_is(index, place):
    (found,) = index.search("says")
    (hit,) = found.hits
    assert (hit.path, hit.collection) == (place / "animals" / "other.gradio.yaml", place)
    assert (hit.folder, hit.address, hit.endpoint) == ("animals", "x", "/y")
    assert (hit.where, hit.parameter, hit.excerpt) == ("value", "long", "says Straße and cat")
    (found,) = index.search("äpfel")
    assert (found.hits[0].where, found.hits[0].excerpt) == ("notes", "Äpfel")
    (found,) = index.search("catalogue")
    assert (found.hits[0].where, found.hits[0].excerpt) == ("address", "me/catalogue")
    (found,) = index.search("join")
    assert (found.hits[0].where, found.hits[0].excerpt) == ("endpoint", "/join")


@pytest.mark.parametrize(
    ("text", "parameter"),
    [
        ("values:\n  # needed\n  'it''s':\n    - deep: {a: needle}\n", "it's"),
        ('values:\n    "a b": |\n      key: x\n      needle\n    c: 1\n', "a b"),
        ("values:\n  first: needle\n  second: 1\n", "first"),
        ("values: {a: needle}\n", ""),
        ("values:\n\n  a:\n  - needle\n", "a"),
    ],
)
def test_a_hit_tells_whose_value_it_is(tmp_path, text, parameter):
    (tmp_path / "a.gradio.yaml").write_text(text)
    index = Index()
    index.update([tmp_path])
    (found,) = index.search("needle")
    assert [(hit.where, hit.parameter) for hit in found.hits] == [("value", parameter)]


def test_changes_are_found_and_nothing_else_is_read(index, place):
    path = place / "cat.gradio.yaml"
    before = {entry.place: entry for entry in index.entries}
    write_request(path, SavedRequest("x", "/y", {"text": "another one"}))
    write_request(place / "new.gradio.yaml", SavedRequest("x", "/y", {"text": "another one"}))
    (place / "concat.gradio.yaml").unlink()
    assert index.update([place])
    assert names(index, "another one") == ["cat", "new"]
    assert names(index, "concat") == []
    after = {entry.place: entry for entry in index.entries}
    assert [place for place in before if before[place] is not after.get(place)] == [
        str(place / "cat.gradio.yaml"),
        str(place / "concat.gradio.yaml"),
    ]


def test_several_collections_in_the_order_of_the_tree(place, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    write_request(other / "cat.gradio.yaml", SavedRequest())
    index = Index()
    index.update([other, place])
    (*_, found) = index.search("cat")
    assert [hit.collection for hit in found.hits[:2]] == [other, place]
    assert [entry.place for entry in index.entries[1:]] == [
        str(entry.path) for entry in Collection(place).root.all_requests()
    ]
    index.update([other])
    assert len(index) == 1


def test_broken_files_are_found_too(index, place):
    (place / "broken.gradio.yaml").write_text("address: http://broken:7860\nvalues: {a: [unclosed\n")
    (place / "bytes.gradio.yaml").write_bytes(b"address: \xff\xfe\nvalues:\n  a: still here\n")
    os.symlink("nowhere", place / "link.gradio.yaml")
    os.mkfifo(place / "fifo.gradio.yaml")
    index.update([place, place / "gone"])
    assert names(index, "unclosed") == names(index, "broken:7860") == ["broken"]
    assert names(index, "still here") == ["bytes"]


def test_large_files_are_searched_to_their_end(index, place):
    text = "".join(f"line {number}\n" for number in range(20_000))
    write_request(place / "large.gradio.yaml", SavedRequest("x", "/y", {"text": f"{text}the needle is here\n"}))
    index.update([place])
    first, *_, last = index.search("needle")
    assert (first.total, first.is_complete) == (0, False)
    assert (last.total, last.is_complete) == (1, True)
    assert (last.hits[0].parameter, last.hits[0].excerpt) == ("text", "the needle is here")
    (*_, last) = index.search("large needle")
    assert last.total == 1


def test_a_search_can_be_given_up(index, place):
    given_up = threading.Event()
    given_up.set()
    assert list(index.search("cat", given_up.is_set)) == []
    assert not index.update([place], given_up.is_set)
    assert len(index) == 6


def test_many_results_are_counted_and_the_best_told(tmp_path):
    for number in range(MOST + 50):
        (tmp_path / f"{number} same.gradio.yaml").touch()
    (tmp_path / "same.gradio.yaml").touch()
    index = Index()
    index.update([tmp_path])
    (found,) = index.search("same")
    assert (found.total, len(found.hits), found.hits[0].name) == (MOST + 51, MOST, "same")


@pytest.mark.parametrize(
    ("text", "address", "endpoint"),
    [
        ("address: http://x:1/#a  # mine\nendpoint: /b", "http://x:1/#a", "/b"),
        ("\ufeff'address': 'it''s'\r\n\"endpoint\"  : \"/b \\\"c\\\" \\u00e9\"\r\n", "it's", '/b "c" é'),
        ("# address: no\nvalues:\n  address: inner\naddress: outer\n", "outer", ""),
        ("address:\n  below\n", "below", ""),
        ("address: # nothing\n", "", ""),
        ("values: {address: x}\n", "", ""),
        ('address: "\n', "", ""),
    ],
)
def test_lines_are_read_as_the_file_would_be(text, address, endpoint):
    assert parts(text)[:2] == (address, endpoint)


def test_lists_that_are_not_indented_belong_to_their_part():
    assert parts("expect:\n- status: no\nvalues:\n- one\n# comment\n- two\nmade_for: {a: three}\n")[2].split() == [
        *("-", "one", "#", "comment", "-", "two")
    ]


values = st.recursive(
    st.one_of(st.text(max_size=20), st.text("a'\"\\ \n\t#:-", max_size=12), st.integers(), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)


def words_of(value):
    if isinstance(value, dict):
        return [word for inner in value.values() for word in words_of(inner)]
    if isinstance(value, list):
        return [word for inner in value for word in words_of(inner)]
    return value.split() if isinstance(value, str) else []


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.text(max_size=5), values, max_size=3), st.text(max_size=20), st.text(max_size=20))
def test_every_word_that_was_written_is_there_to_be_found(value, address, notes):
    written: dict[str, object] = {"address": address, "values": value, "notes": notes}
    found = parts(document(written))
    assert found[0].split() == address.split()
    for word in [*words_of(value), *notes.split()]:
        assert word in found[2]
