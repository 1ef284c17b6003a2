"""Every component on every Gradio: the form's value arrives, and the answer is that of gradio_client."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from tests.parity.compare import Outcome, outcomes


@pytest.fixture(scope="module")
def compared(
    serve: Callable[..., str], every_gradio: str, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> list[Outcome]:
    assert qapp
    return outcomes(serve("components", every_gradio), every_gradio, tmp_path_factory.mktemp("parity"))


def test_every_input_gives_the_value_that_it_shows(compared: list[Outcome]) -> None:
    wrong = [f"{o.case.endpoint}, {o.case.about}: {o.ours.given} became {o.ours.read}" for o in compared if not o.kept]
    assert not wrong


def test_every_answer_is_that_of_gradio_client(compared: list[Outcome]) -> None:
    wrong = [
        f"{o.case.endpoint}, {o.case.about}: {o.ours.data or o.ours.error} and not {o.theirs}"
        for o in compared
        if not o.same
    ]
    assert not wrong
    assert sum(o.ours.data is not None for o in compared) > 0.9 * len(compared)


def test_no_component_has_the_free_editor_but_those_that_are_free_json(compared: list[Outcome]) -> None:
    free = {o.case.endpoint for o in compared if o.ours.kind == "json"}
    assert free <= {"echo_json", "echo_browserstate"}
