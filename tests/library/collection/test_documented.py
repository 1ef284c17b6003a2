"""docs/collections.md says what is so: its example is a request, and has every key that there is."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from gradioscope.gradio.model import LocalFile
from gradioscope.library.collection import read_request, write_request
from gradioscope.request.saved import KEPT_SESSION, MadeFor, MadeForParameter, SavedRequest

PAGE = Path(__file__).parents[3] / "docs" / "collections.md"


@pytest.fixture
def example(tmp_path):
    path = tmp_path / "draw.gradio.yaml"
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(), re.DOTALL)
    path.write_text(blocks[0])
    return path


def test_the_example_is_a_request(example):
    assert read_request(example) == SavedRequest(
        address="https://{{host}}/app",
        endpoint="/draw",
        values={
            "prompt": "A cat on a roof,\nlooking at the moon.\n",
            "steps": 30,
            "image": LocalFile(str(example.parent / "cat.png")),
            "options": {"seed": None, "sizes": [512, 768]},
        },
        session=KEPT_SESSION,
        stream="result",
        headers=(("X-Version", "1.10"),),
        login="ada",
        token="work",
        notes="# Markdown\n",
        expect=({"within": 60},),
        made_for=MadeFor(
            "6.31.0",
            (
                MadeForParameter("prompt", "Textbox", "Prompt", required=True),
                MadeForParameter("steps", "Slider", default=20),
            ),
            ("Image",),
        ),
    )


def test_the_example_has_every_key(example):
    keys = re.findall(r"^(\w+):", example.read_text(), re.MULTILINE)
    assert keys == [field.name for field in fields(SavedRequest)]


def test_a_change_of_the_example_is_one_line(example):
    before = example.read_text()
    request = read_request(example)
    write_request(example, replace(request, values={**request.values, "steps": 31}))
    assert example.read_text() == before.replace("steps: 30", "steps: 31")


def test_what_is_written_anew_is_as_the_example_is(example):
    request = replace(read_request(example), notes="#Markdown\n")
    new = example.parent / "new.gradio.yaml"
    write_request(new, request)
    wanted = example.read_text().replace("# Markdown", "#Markdown").replace("1.10", '"1.10"')
    without_comments = re.sub(r" *# .*", "", wanted)
    assert new.read_text() == without_comments.lstrip("\n")
