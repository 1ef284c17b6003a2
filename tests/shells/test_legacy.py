"""A request to an app from before `/call`, run by the shell."""

from __future__ import annotations

import json

import pytest

from gradioscope.gradio.errors import WrongUse
from gradioscope.gradio.model import LocalFile
from gradioscope.snippets import render

pytestmark = pytest.mark.all


@pytest.mark.parametrize("text", ["it's $HOME", "x" * 5000])
def test_one_post_answers(shell, serve, draft, text):
    ran = shell.run(render(shell.target, draft(serve("legacy", "3.50"), "plain", {"param_0": text})))
    assert json.loads(ran.output)["data"] == [text.upper()]


def test_what_takes_more_is_refused(serve, draft):
    request = draft(serve("legacy", "3.50"), "content", {"param_0": LocalFile(__file__)})
    with pytest.raises(WrongUse, match="no snippet for this request"):
        render("curl", request)
    with pytest.raises(WrongUse, match="no snippet in this language"):
        render("python", draft(serve("legacy", "3.50"), "plain", {"param_0": "x"}))
