"""A run on one line."""

from __future__ import annotations

import time
from typing import Any

import pytest

from gradioscope.gradio.masking import Masker
from gradioscope.gradio.model import file_data
from gradioscope.library.runner.ran import Ran
from gradioscope.library.runner.telling import line_of
from gradioscope.request.outcome import Outcome

DEEP: list[Any] = []
for _ in range(100):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ((), ""),
        (("two\nlines  of\ttext",), "two lines of text"),
        ((1.5,), "1.5"),
        (("a", None), '["a", null]'),
        ((file_data("/tmp/gradio/x/cat.png", "cat.png"),), "cat.png"),
        (([{"image": file_data("/tmp/1/a.png"), "caption": None}],), '[{"image": "a.png", "caption": null}]'),
        (("x" * 100,), "x" * 39 + "…"),
        ((DEEP,), "[" * 22 + "]" * 17 + "…"),
        ((float("nan"),), "NaN"),
    ],
)  # fmt: skip
def test_a_result_on_one_line(data: tuple[Any, ...], line: str) -> None:
    found = line_of(Ran(Outcome("complete", data)), Masker().value, 40)
    assert found == line
    assert len(found) <= 40


def test_what_went_wrong_goes_before_the_result() -> None:
    assert line_of(Ran(Outcome("failed", (), "No\nanswer."), exit_code=3), Masker().value, 40) == "No answer."
    assert line_of(Ran(Outcome("error", (), "bad input")), Masker().value, 40) == "bad input"


def test_a_secret_is_masked_where_it_is_cut_and_a_large_result_costs_little() -> None:
    masker = Masker()
    masker.learn("S3CRETS3CRET")
    value = [{"text": "x" * 30 + "S3CRETS3CRET" + "y" * 1000} for _ in range(200_000)]
    began = time.process_time()
    line = line_of(Ran(Outcome("complete", (value,))), masker.value, 50)
    assert time.process_time() - began < 0.1
    assert "S3C" not in line
    assert "•" in line
