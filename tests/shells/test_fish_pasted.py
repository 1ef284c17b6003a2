"""Pasted into the prompt of fish, as a person does: marked as a paste, which fish asks the terminal for."""

from __future__ import annotations

import hashlib

import pytest
from tests.shells.test_curl_pasted import VALUES, Terminal

from gradioscope.snippets import Options, render

pytestmark = pytest.mark.all


@pytest.fixture
def open_fish(tmp_path):
    opened = Terminal(["fish", "--no-config", "-i"], tmp_path)
    opened.type("echo sit''ting\r")
    opened.wait_for("sitting")
    yield opened
    opened.close()


@pytest.mark.parametrize("options", [Options(), Options(separate=True, pretty=True)])
# fish paints all of it again for each piece that arrives, which takes minutes for the long one
@pytest.mark.parametrize("name", [name for name in VALUES if name != "long"])
def test_arrives_as_it_was(open_fish, serve, draft, name, options):
    text = VALUES[name]
    snippet = render("curl-fish", draft(serve("echo"), "received", {"text": text, "data": None}), options)
    open_fish.type(f"\x1b[200~{snippet}\x1b[201~\r")
    found = open_fish.wait_for(r'"bytes": (\d+), "sha256": "([0-9a-f]{64})"')
    assert (int(found[1]), found[2]) == (len(text.encode()), hashlib.sha256(text.encode()).hexdigest())


@pytest.mark.parametrize("separate", [False, True])
def test_a_failure_leaves_the_shell_open(open_fish, serve, draft, separate):
    call = draft(serve("behaviour"), "validated", {"text": "x", "number": 1})
    open_fish.type(f"\x1b[200~{render('curl-fish', call, Options(separate=separate))}\x1b[201~\r")
    open_fish.wait_for("The app answered: .*three characters")
    open_fish.type('echo "still ""here"\r')
    open_fish.wait_for("still here")
