"""A run's record holds nothing secret."""

from __future__ import annotations

import json
from pathlib import Path

from tests.library.history.runs import APP, ENDPOINT

from gradioscope.gradio.errors import Explanation
from gradioscope.gradio.events import Complete, Event, Failed, Generating, Log
from gradioscope.gradio.masking import MASK, Masker
from gradioscope.gradio.model import Json, LocalFile
from gradioscope.library.history.course import Course
from gradioscope.library.history.record import RunRecord
from gradioscope.library.history.recording import record_of, usable_values
from gradioscope.library.history.rows import packed
from gradioscope.library.history.store import History
from gradioscope.request.draft import Access, Draft

SECRET = "swordfish"


def recorded(outcome: Event, *events: Event, values: dict[str, Json] | None = None, mask=None) -> RunRecord:
    given = {"text": f"say {SECRET}", "secret": SECRET, "file": LocalFile("/tmp/a.png")} if values is None else values
    course = Course()
    for event in (*events, outcome):
        course.add(event)
    draft = Draft(APP, ENDPOINT, given, access=Access(headers=(("X-Api-Key", "opensesame"), ("X-Team", "blue"))))
    return record_of(draft, address="a", began=1.0, outcome=outcome, data=None, course=course, mask=mask)


def test_what_was_typed_into_a_password_field_is_kept_nowhere() -> None:
    found = recorded(
        Complete(1.0, [f"{SECRET} and opensesame, blue", {"deep": [SECRET]}]),
        Generating(0.5, [SECRET]),
        Log(0.6, "info", SECRET),
    )
    row = packed(found, 1_000_000)
    assert SECRET not in str(found) + row.text
    assert "opensesame" not in str(found)
    assert found.values == {"text": f"say {MASK}", "secret": MASK, "file": LocalFile("/tmp/a.png")}
    assert found.data == [f"{MASK} and {MASK}, blue", {"deep": [MASK]}]
    assert usable_values(found.values) == {"text": f"say {MASK}", "file": LocalFile("/tmp/a.png")}


def test_an_error_that_repeats_a_secret_is_masked() -> None:
    why = Explanation(f"No {SECRET}.", f"Because {SECRET}.", "Do.", details=SECRET)
    found = recorded(Failed(1.0, why, {"error": SECRET}))
    assert SECRET not in str(found)
    assert found.error is not None
    assert found.error.do == "Do."
    assert found.data is None


def test_the_connections_secrets_are_masked() -> None:
    masker = Masker()
    masker.learn("hf_abcdefgh")
    found = recorded(Complete(1.0, ["hf_abcdefgh"]), values={"text": "hf_abcdefgh"}, mask=masker.value)
    assert "hf_abcdefgh" not in json.dumps([dict(found.values), found.data, list(found.events)])


def test_where_a_secret_variable_was_its_name_is_kept(tmp_path: Path) -> None:
    masker = Masker()
    masker.learn("opensesame", "42")
    draft = Draft(APP, ENDPOINT, {"text": "key=opensesame;", "file": "pin 42"})
    outcome = Complete(1.0, ["opensesame"])
    found = record_of(
        draft,
        address="a",
        began=1.0,
        outcome=outcome,
        data=None,
        course=Course(),
        mask=masker.value,
        written={"text": "key={{key}};", "file": "pin {{pin}}", "gone": "{{key}}"},
    )
    assert found.values == {"text": f"key={MASK};", "file": MASK}, "too short to be looked for: masked whole"
    assert found.written == {"text": "key={{key}};", "file": "pin {{pin}}"}
    history = History(tmp_path / "history.sqlite")
    run = history.add(found)
    assert run is not None
    again = history.get(run)
    assert again is not None
    assert (again.values, again.written) == (found.values, found.written)
    history.close()


def test_an_empty_password_is_kept_as_it_is() -> None:
    assert recorded(Complete(1.0, []), values={"secret": ""}).values == {"secret": ""}


def test_values_nested_too_deep_are_masked_whole() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    found = recorded(Complete(1.0, [deep]), values={"text": deep})
    assert found.values == {"text": MASK}
    assert found.data is None
