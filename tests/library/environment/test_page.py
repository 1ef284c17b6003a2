"""docs/environments.md says what is so: its example and its table."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from gradioscope.library.environment.document import parsed
from gradioscope.library.environment.offered import OFFERED
from gradioscope.library.environment.scope import Environment, Variables
from gradioscope.request.template import resolve

PAGE = (Path(__file__).parents[3] / "docs" / "environments.md").read_text()


@pytest.fixture
def variables() -> Variables:
    (text,) = re.findall(r"```yaml\n(.+?)```", PAGE, re.DOTALL)
    found = parsed(Path("staging.yaml"), text)
    return Variables((Environment("staging", Path("staging.yaml"), found["variables"], tuple(found["secrets"])),))


def rows() -> list[tuple[str, str]]:
    return re.findall(r"^\| (.+?) \| (.+) \|$", PAGE, re.MULTILINE)[1:]


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_what_is_written_becomes_what_the_table_says(variables: Variables) -> None:
    checked = 0
    for written, becomes in rows():
        if "$" in written:
            continue
        for template, shown in zip(codes(written), codes(becomes), strict=False):
            found = resolve(template, variables.lookup)
            assert shown == (found if isinstance(found, str) else json.dumps(found))
            checked += 1
    assert checked == 7


def test_all_that_is_offered_is_told() -> None:
    told = [name for written, _ in rows() for name in codes(written) if "$" in name and "env" not in name]
    assert told == [f"{{{{{name}}}}}" for name in OFFERED]
