from __future__ import annotations

from collections.abc import Callable
from time import thread_time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gradioscope.gradio.model import Endpoint, Parameter
from gradioscope.window import theme
from gradioscope.window.request_tab.form import AT_ONCE, Form

MakeForm = Callable[..., Form]


def parameter(name: str, kind: Any = "text", **given: Any) -> Parameter:
    props = given.pop("props", {})
    return Parameter(name=name, label=name.title(), component=kind, kind=kind, position=0, props=props, **given)


def endpoint(*parameters: Parameter) -> Endpoint:
    return Endpoint("/x", "", parameters, (), inputs=len(parameters))


@pytest.fixture
def make_form(qtbot: QtBot, qapp: QApplication) -> MakeForm:
    """A shown form of these parameters."""
    if not qapp.styleSheet():
        theme.apply(qapp, "light")
    kept = []

    def make(*parameters: Parameter, width: int = 700) -> Form:
        form = Form()
        kept.append(form)
        qtbot.addWidget(form)
        form.set_endpoint(endpoint(*parameters))
        form.resize(width, 500)
        form.show()
        qtbot.waitExposed(form)
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        return form

    return make


def control(form: Form, name: str) -> QWidget:
    row = form.row(name)
    assert row is not None
    return row.input.focus_target()


PROMPT = parameter("prompt", required=True)
SEED = parameter("seed", "number", default=42)
STEPS = parameter("steps", "number", default=20)


def test_required_fields_that_were_not_touched_are_left_out(make_form: MakeForm, qtbot: QtBot) -> None:
    form = make_form(PROMPT, SEED)
    assert form.values() == {"seed": 42}
    qtbot.keyClicks(control(form, "prompt"), "a cat")
    assert form.values() == {"prompt": "a cat", "seed": 42}


def test_what_is_emptied_again_is_not_sent_as_null(make_form: MakeForm, qtbot: QtBot) -> None:
    form = make_form(parameter("seed", "number", required=True))
    qtbot.keyClicks(control(form, "seed"), "1")
    qtbot.keyClick(control(form, "seed"), Qt.Key.Key_Backspace)
    assert form.values() == {}
    assert form.problems() == {"seed": "Seed is required."}


def test_a_null_that_was_loaded_is_sent(make_form: MakeForm) -> None:
    form = make_form(parameter("seed", "number", required=True))
    form.load({"seed": None})
    assert form.values() == {"seed": None}
    assert form.problems() == {}


def test_problems_are_shown_and_the_first_has_the_focus(make_form: MakeForm, qtbot: QtBot) -> None:
    form = make_form(SEED, PROMPT, parameter("count", "number", default=1, props={"maximum": 3}))
    form.load({"count": 7})
    expected = {"prompt": "Prompt is required.", "count": "Count must be at most 3; this is 7."}
    assert form.problems(show=False) == expected
    assert all(form.row(name).input.error() is None for name in ("prompt", "count"))  # type: ignore[union-attr]
    assert form.problems() == expected
    qtbot.waitUntil(control(form, "prompt").hasFocus)
    assert {"Prompt is required.", expected["count"]} <= {
        label.text() for label in form.findChildren(QLabel) if label.isVisible()
    }
    qtbot.keyClicks(control(form, "prompt"), "x")
    assert form.row("prompt").input.error() is None  # type: ignore[union-attr]


def test_the_servers_word_is_shown_at_the_parameter(make_form: MakeForm, qtbot: QtBot) -> None:
    form = make_form(PROMPT, SEED)
    assert form.show_problem("seed", "Too small for this model.")
    assert form.row("seed").input.error() == "Too small for this model."  # type: ignore[union-attr]
    qtbot.waitUntil(control(form, "seed").hasFocus)
    assert not form.show_problem("nobody", "x")


def test_changes_are_told_once_for_a_burst(make_form: MakeForm, qtbot: QtBot) -> None:
    form = make_form(PROMPT)
    heard: list[dict[str, Any]] = []
    form.changed.connect(heard.append)
    with qtbot.waitSignal(form.changed):
        for letter in "burst":
            line = control(form, "prompt")
            assert isinstance(line, QLineEdit)
            line.insert(letter)
    assert heard == [{"prompt": "burst"}]


def test_loading_sets_the_others_back_to_their_defaults(make_form: MakeForm) -> None:
    form = make_form(PROMPT, SEED, STEPS)
    form.load({"seed": 1, "steps": 2})
    form.load({"prompt": "x", "steps": 3, "unknown": 1})
    assert form.values() == {"prompt": "x", "seed": 42, "steps": 3}


def test_the_reset_button_appears_with_a_value_and_takes_it_away(make_form: MakeForm, qtbot: QtBot) -> None:
    form = make_form(SEED)

    def resets() -> list[QWidget]:
        return [
            w for w in form.findChildren(QWidget) if w.accessibleName() == "Reset Seed to default" and w.isVisible()
        ]

    assert resets() == []
    qtbot.keyClick(control(form, "seed"), Qt.Key.Key_Up)
    assert form.values() == {"seed": 43}
    control(form, "seed").setFocus()
    qtbot.waitUntil(control(form, "seed").hasFocus)
    qtbot.keyClick(control(form, "seed"), Qt.Key.Key_Tab)
    qtbot.waitUntil(resets()[0].hasFocus)
    qtbot.keyClick(resets()[0], Qt.Key.Key_Space)
    assert form.values() == {"seed": 42}
    qtbot.waitUntil(lambda: resets() == [])


def test_undo_and_redo_reach_over_the_whole_form(make_form: MakeForm, qtbot: QtBot) -> None:
    form = make_form(PROMPT, SEED)
    form.load({"prompt": "a", "seed": 1})
    form.reset()
    assert form.values() == {"seed": 42}
    form.undo()
    assert form.values() == {"prompt": "a", "seed": 1}
    form.undo()
    assert form.values() == {"seed": 42}
    form.redo()
    assert form.values() == {"prompt": "a", "seed": 1}
    form.load({"seed": 9})
    assert not form.can_redo()


def test_ctrl_z_goes_on_to_the_form_when_the_text_has_nothing_to_undo(make_form: MakeForm, qtbot: QtBot) -> None:
    form = make_form(PROMPT, SEED)
    form.load({"prompt": "a", "seed": 1})
    form.reset()
    control(form, "prompt").setFocus()
    qtbot.waitUntil(control(form, "prompt").hasFocus)
    qtbot.keySequence(control(form, "prompt"), QKeySequence.StandardKey.Undo)
    assert form.values() == {"prompt": "a", "seed": 1}


def test_what_was_typed_is_undone_in_the_text_first(make_form: MakeForm, qtbot: QtBot) -> None:
    form = make_form(PROMPT, SEED)
    form.load({"seed": 1})
    qtbot.keyClicks(control(form, "prompt"), "typed")
    qtbot.keySequence(control(form, "prompt"), QKeySequence.StandardKey.Undo)
    assert form.values() == {"prompt": "", "seed": 1}


@pytest.mark.parametrize("kind", ["text", "json"])
def test_ctrl_enter_is_left_to_run(make_form: MakeForm, qtbot: QtBot, kind: str) -> None:
    form = make_form(parameter("story", kind, default="x", props={"lines": 5}))
    ran: list[bool] = []
    shortcut = QShortcut(QKeySequence("Ctrl+Return"), form)
    shortcut.activated.connect(lambda: ran.append(True))
    control(form, "story").setFocus()
    qtbot.waitUntil(control(form, "story").hasFocus)
    qtbot.keyClick(control(form, "story"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert ran == [True]
    assert form.values() == {"story": "x"}


def test_tab_goes_from_field_to_field(make_form: MakeForm, qtbot: QtBot) -> None:
    form = make_form(
        parameter("story", default="", props={"lines": 5}), SEED, parameter("on", "checkbox", default=False)
    )
    control(form, "story").setFocus()
    qtbot.waitUntil(control(form, "story").hasFocus)
    for name in ("seed", "on"):
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        qtbot.waitUntil(control(form, name).hasFocus)
    assert form.values()["story"] == ""


def test_short_fields_share_a_row_where_there_is_room(make_form: MakeForm, qtbot: QtBot) -> None:
    form = make_form(SEED, STEPS, PROMPT, width=700)

    def tops() -> list[int]:
        return [form.row(name).y() for name in ("seed", "steps", "prompt")]  # type: ignore[union-attr]

    qtbot.waitUntil(lambda: tops()[0] == tops()[1] < tops()[2])
    prompt = form.row("prompt")
    assert prompt is not None
    assert prompt.width() == theme.px(640)
    form.resize(320, 500)
    qtbot.waitUntil(lambda: tops()[0] < tops()[1] < tops()[2])
    assert prompt.width() < 320


MANY = [PROMPT, *(parameter(f"option {n}", "number", default=n) for n in range(30))]


def test_defaults_can_be_folded_away(make_form: MakeForm, qtbot: QtBot) -> None:
    form = make_form(*MANY)
    form.load({"option 3": 0})
    visible = [name for name in ("prompt", "option 3", "option 4") if form.row(name).isVisible()]  # type: ignore[union-attr]
    assert visible == ["prompt", "option 3", "option 4"]
    qtbot.waitUntil(lambda: any("at their defaults" in b.text() for b in form.findChildren(QPushButton)))
    fold = next(b for b in form.findChildren(QPushButton) if "at their defaults" in b.text())
    assert fold.text() == "Hide 29 at their defaults"
    fold.click()
    assert fold.text() == "29 more at their defaults"
    assert not form.row("option 4").isVisible()  # type: ignore[union-attr]
    assert form.row("option 3").isVisible()  # type: ignore[union-attr]
    assert form.values()["option 4"] == 4
    assert form.show_problem("option 4", "No.")
    assert form.row("option 4").isVisible()  # type: ignore[union-attr]


def test_few_parameters_are_not_folded(make_form: MakeForm) -> None:
    form = make_form(SEED, STEPS)
    assert not any("defaults" in b.text() for b in form.findChildren(QPushButton))


def test_a_large_form_is_there_at_once_and_complete_between_events(make_form: MakeForm, qtbot: QtBot) -> None:
    form = Form()
    qtbot.addWidget(form)
    many = [parameter(f"p{n}", "number", default=n, required=n == 90) for n in range(100)]
    form.set_endpoint(endpoint(*many))
    built = len(form.findChildren(QLineEdit))
    assert AT_ONCE <= built < 100
    assert len(form.values()) == 99
    form.load({"p95": 1})
    assert form.values()["p95"] == 1
    form.show()
    qtbot.waitUntil(lambda: len(form.findChildren(QLineEdit)) == 100)
    assert form.values()["p95"] == 1
    line = control(form, "p95")
    assert isinstance(line, QLineEdit)
    assert line.text() == "1"


def test_problems_look_at_what_is_not_built_yet(make_form: MakeForm, qtbot: QtBot) -> None:
    form = Form()
    qtbot.addWidget(form)
    form.set_endpoint(endpoint(*(parameter(f"p{n}", required=n == 99) for n in range(100))))
    assert form.problems() == {"p99": "P99 is required."}


def test_a_form_of_a_hundred_is_there_as_soon_as_a_window_full(make_form: MakeForm, qtbot: QtBot) -> None:
    kinds = ("text", "number", "slider", "checkbox", "choice")
    props = {"minimum": 0, "maximum": 9, "choices": [["a", "a"], ["b", "b"]]}
    many = [parameter(f"p{n}", kinds[n % 5], required=True, props=props) for n in range(100)]
    form = make_form(PROMPT)

    def seconds(count: int) -> float:
        started = thread_time()
        form.set_endpoint(endpoint(*many[:count]))
        return thread_time() - started

    few = min(seconds(AT_ONCE) for _ in range(3))
    assert min(seconds(100) for _ in range(3)) < 2 * few


def test_an_endpoint_without_parameters_says_so(make_form: MakeForm) -> None:
    form = make_form()
    texts = [label.text() for label in form.findChildren(QLabel)]
    assert texts == ["This endpoint takes no values. Press Run to call it."]
    assert form.values() == {}
    form.set_endpoint(None)
    assert form.values() == {}
