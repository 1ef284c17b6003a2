"""What differs between two values, line by line, and what is too large to be told."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gradioscope.gradio.model import LocalFile
from gradioscope.library.history.difference import MOST, WIDEST, Line, compare_values, difference


def test_lines_stand_beside_their_counterparts() -> None:
    assert difference("a\nb\nc", "a\nx\nc\nd").lines == (
        Line("same", "a", "a"),
        Line("changed", "b", "x"),
        Line("same", "c", "c"),
        Line("added", None, "d"),
    )


def test_equal_values_have_no_difference_and_unequal_ones_have_some() -> None:
    assert difference({"a": [1, 2]}, {"a": [1, 2]}).same
    assert not difference({"a": [1, 2]}, {"a": [1, 3]}).same
    assert not difference("1", 1).same or difference("1", 1).lines[0].left == "1"
    assert not difference(None, None, in_left=True, in_right=False).same


def test_a_changed_word_in_a_long_line_changes_a_part_of_it() -> None:
    words = [f"word{n}" for n in range(300)]
    left = " ".join(words)
    words[150] = "other"
    lines = difference(left, " ".join(words)).lines
    assert max(len(line.left or "") for line in lines) <= WIDEST
    changed = [line for line in lines if line.change != "same"]
    assert 0 < len(changed) < len(lines) / 3


def test_parameters_are_told_one_by_one() -> None:
    parts = compare_values({"a": 1, "b": LocalFile("/x.png")}, {"b": LocalFile("/x.png"), "c": None})
    assert [(part.name, part.in_left, part.in_right, part.difference.same) for part in parts] == [
        ("a", True, False, False),
        ("b", True, True, True),
        ("c", False, True, False),
    ]
    assert [line.left for line in parts[1].difference.lines] == ["{", '  "$file": "/x.png"', "}"]


def test_large_values_are_cut_and_it_is_said() -> None:
    found = difference("\n".join(map(str, range(10_000))), "\n".join(map(str, range(1, 10_001))))
    assert found.cut
    assert len(found.lines) <= 2 * MOST
    one_line = difference("x" * 5_000_000, "y" * 5_000_000)
    assert one_line.cut
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    assert difference(deep, 1).lines


@settings(max_examples=60, deadline=None)
@given(left=st.text(max_size=400), right=st.text(max_size=400))
def test_both_sides_can_be_read_off_the_lines(left: str, right: str) -> None:
    lines = difference(left, right).lines
    assert "".join(line.left for line in lines if line.left is not None) == left.replace("\n", "")
    assert "".join(line.right for line in lines if line.right is not None) == right.replace("\n", "")
