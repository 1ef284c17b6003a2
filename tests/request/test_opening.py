"""A saved request becomes a draft of its app, or it is said what is gone."""

from __future__ import annotations

import pytest

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import App, Endpoint, Json, LocalFile, Parameter, file_data
from gradioscope.request.draft import Access
from gradioscope.request.opening import draft_of
from gradioscope.request.saved import KEPT_SESSION, SavedRequest

PARAMETERS = (
    Parameter("text", "Text", "textbox", "text", 0, default="seed"),
    Parameter("pictures", "Pictures", "gallery", "gallery", 1, default=None),
    Parameter("files", "Files", "file", "files", 2, default=None, props={"file_count": "multiple"}),
    Parameter("image", "Image", "image", "image", 3, default=None),
)
APP = App("http://127.0.0.1:1", "/gradio_api", "", "6.31.0", (Endpoint("/paint", "", PARAMETERS, (), inputs=4),))
LOCAL, REMOTE = LocalFile("/a/cat.png"), file_data("/tmp/gradio/1/cat.png", "cat.png")


@pytest.mark.parametrize("file", [LOCAL, REMOTE])
def test_a_file_alone_takes_the_shape_of_its_parameter(file: Json) -> None:
    values = {"pictures": file, "files": file, "image": file, "text": "hi"}
    draft = draft_of(APP, SavedRequest(endpoint="/paint", values=values))
    assert draft.values == {
        "pictures": [{"image": file, "caption": None}], "files": [file], "image": file, "text": "hi"
    }  # fmt: skip


def test_what_is_in_its_shape_already_stays() -> None:
    values = {"pictures": [{"image": LOCAL, "caption": "a"}], "files": [LOCAL, LOCAL]}
    assert draft_of(APP, SavedRequest(endpoint="paint", values=values)).values == values


def test_what_the_request_says_beside_its_values_goes_with_it() -> None:
    saved = SavedRequest(endpoint="/paint", stream="result", headers=(("X-A", "b"),), login="alice", session="abc")
    draft = draft_of(APP, saved, Access(token=True, headers=(("X-C", "d"),)))
    assert (draft.stream, draft.session_hash, draft.access.login_user) == ("result", "abc", "alice")
    assert draft.access.headers == (("X-C", "d"), ("X-A", "b"))
    kept = draft_of(APP, SavedRequest(endpoint="/paint", session=KEPT_SESSION), session_hash="made")
    assert kept.session_hash == "made"
    assert draft_of(APP, SavedRequest(endpoint="/paint"), session_hash="made").session_hash is None


def test_what_is_gone_is_said() -> None:
    with pytest.raises(WrongUse) as raised:
        draft_of(APP, SavedRequest(endpoint="/draw"))
    assert (raised.value.explanation.what, raised.value.explanation.why) == (
        "The app has no endpoint /draw.", "It has /paint."
    )  # fmt: skip
    with pytest.raises(WrongUse) as raised:
        draft_of(APP, SavedRequest(endpoint="/paint", values={"text": "x", "size": 3}))
    assert raised.value.explanation.what == "/paint has no parameter `size`."
    with pytest.raises(WrongUse, match="names no endpoint"):
        draft_of(APP, SavedRequest())
