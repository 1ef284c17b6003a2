"""Every case of the table in docs/snippets.md, in every shell: `python -m tests.snippet_proof` makes the table."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.servers import NEWEST, ROOT, Servers
from tests.snippet_proof.__main__ import BEGIN, END
from tests.snippet_proof.cases import cases
from tests.snippet_proof.ours import works
from tests.snippet_proof.place import Place


def failures(place: Place, target: str, folder: Path) -> list[tuple[str, str, str]]:
    found = ((case.group, case.about, works(place, target, case)) for case in cases(folder, place.gradio))
    return [failure for failure in found if failure[2]]


@pytest.fixture
def place_of(servers: Servers, tmp_path: Path):
    places: list[Place] = []

    def place_of(gradio: str) -> Place:
        places.append(Place(tmp_path, gradio, servers))
        return places[-1]

    yield place_of
    for place in places:
        place.close()


@pytest.mark.all
@pytest.mark.timeout(600)
def test_every_case_in_every_shell(shell, place_of, tmp_path):
    assert failures(place_of(NEWEST), f"curl in {shell.name}", tmp_path) == []


@pytest.mark.all
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", ["dash", "fish"])
@pytest.mark.parametrize("gradio", ["5.49", "4.44"])
def test_every_case_on_every_gradio(place_of, tmp_path, name, gradio):
    assert failures(place_of(gradio), f"curl in {name}", tmp_path) == []


def test_the_table_says_that_all_of_ours_work():
    lines = (ROOT / "docs" / "snippets.md").read_text("utf-8").partition(BEGIN)[2].partition(END)[0].strip().split("\n")
    names, totals = ([cell.strip() for cell in line.strip("|").split("|")] for line in (lines[0], lines[-1]))
    ours = [number for number, name in enumerate(names) if name.startswith("ours")]
    assert len(ours) >= 6
    assert {totals[number] for number in ours} == {totals[1]}
    assert all("**" in totals[number] for number, name in enumerate(names) if name.startswith("Gradio's"))
