"""The files of an output, each once."""

from __future__ import annotations

from gradioscope.gradio.model import file_data
from gradioscope.library.history.returned import MOST, returned_files


def test_files_are_found_however_deep_and_once() -> None:
    one, two = file_data("/srv/1.png"), file_data("/srv/2.png", "two.png")
    assert returned_files([one, {"image": two, "caption": "x"}, [[one]], "/srv/3.png", None]) == [one, two]
    assert returned_files(None) == []
    assert len(returned_files([file_data(str(n)) for n in range(1000)])) == MOST
