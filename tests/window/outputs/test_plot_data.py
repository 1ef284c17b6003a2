"""What a native plot's rows become: series, sorted, binned, aggregated and stacked; ticks and words."""

from __future__ import annotations

import math
from typing import Any

import pytest

from gradioscope.window.outputs.plot_data import NotDrawn, prepare
from gradioscope.window.outputs.plot_page import facts, page
from gradioscope.window.outputs.plot_scale import Span, ready, thinned, ticks, written

AXES = {"x": "x", "y": "y"}


def native(rows: list[Any], mark: str = "point", x: str = "quantitative") -> dict[str, Any]:
    kinds = {"x": x, "y": "quantitative", "g": "nominal"}
    return {"columns": ["x", "y", "g"], "data": rows, "datatypes": kinds, "mark": mark}


def test_a_colour_parts_the_rows_into_series() -> None:
    chart = prepare(native([[1, 4.0, "a"], [2, 5.0, "b"], [3, 6.5, "a"]]), AXES | {"color": "g"})
    assert [(s.name, s.xs, s.ys) for s in chart.series] == [("a", (1, 3), (4, 6.5)), ("b", (2,), (5,))]


def test_bars_of_one_place_stand_upon_one_another() -> None:
    chart = prepare(native([["p", 2, "a"], ["p", 3, "b"], ["p", -1, "c"]], "bar", "nominal"), AXES | {"color": "g"})
    assert [(s.bases, s.ys) for s in chart.series] == [((0,), (2,)), ((2,), (5,)), ((0,), (-1,))]
    assert [s.value(0) for s in chart.series] == [2, 3, -1]


@pytest.mark.parametrize(
    ("how", "value"), [("sum", 9), ("mean", 3), ("median", 2), ("min", 1), ("max", 6), ("count", 3), (None, 9)]
)
def test_rows_of_one_category_are_aggregated(how: str | None, value: float) -> None:
    chart = prepare(native([["p", y, "a"] for y in (1, 2, 6)], "bar", "nominal"), AXES | {"y_aggregate": how})
    assert chart.series[0].value(0) == value


def test_bins_gather_neighbours() -> None:
    chart = prepare(native([[1, 1, ""], [4, 2, ""], [7, 5, ""]], "bar"), AXES | {"x_bin": 5})
    assert (chart.series[0].xs, chart.series[0].ys) == ((2.5, 7.5), (3, 5))


@pytest.mark.parametrize(
    ("sort", "names"),
    [(None, "bca"), ("x", "abc"), ("-x", "cba"), ("y", "abc"), ("-y", "cba"), (["c", "b"], "cba"), (7, "bca")],
)
def test_categories_are_sorted_as_asked(sort: Any, names: str) -> None:
    chart = prepare(native([["b", 2, ""], ["c", 3, ""], ["a", 1, ""]], "bar", "nominal"), AXES | {"sort": sort})
    assert "".join(chart.categories) == names
    by_name = {chart.categories[int(x)]: y for x, y in zip(chart.series[0].xs, chart.series[0].ys, strict=True)}
    assert by_name == {"a": 1, "b": 2, "c": 3}


def test_a_null_is_a_gap_and_a_strange_row_is_left_out() -> None:
    rows = [[1, 1, ""], [2, None, ""], [3, 3, ""], "row", [4], [None, 1, ""], [10**400, 1, ""], [5, math.inf, ""]]
    chart = prepare(native(rows, "line"), AXES)
    assert chart.points == 2
    assert chart.left_out == 6


def test_a_plot_without_axes_is_told() -> None:
    with pytest.raises(NotDrawn, match="does not say which column"):
        prepare(native([]), {})
    with pytest.raises(NotDrawn, match="does not have"):
        prepare(native([]), {"x": "q", "y": "y"})


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (0, 10, ["0", "2", "4", "6", "8", "10"]),
        (0, 0.3, ["0", "0.1", "0.2", "0.3"]),
        (-1e12, 1e12, ["-1e+12", "-5e+11", "0", "5e+11", "1e+12"]),
    ],
)
def test_ticks_are_round_numbers(low: float, high: float, texts: list[str]) -> None:
    assert [tick.text for tick in ticks("number", Span(low, high), 5)] == texts


def test_ticks_of_times_are_whole_hours_and_months() -> None:
    hour = 3_600_000
    day = [t.text for t in ticks("time", Span(0, 24 * hour), 4)]
    assert day == ["01 Jan", "06:00", "12:00", "18:00", "02 Jan"]
    assert [t.text for t in ticks("time", Span(0, 365 * 24 * hour), 4)][:2] == ["Jan 1970", "Jul 1970"]
    assert ticks("time", Span(-1e290, 1e290), 5)


def test_the_words_tell_kind_axes_and_ranges() -> None:
    words = ready(native([[1, 4, "a"], [3, 6.5, "b"]], "line"), AXES | {"color": "g", "title": "T"}).words
    assert words == "Line chart “T” of y by x. 2 values. x: 1 to 3. y: 4 to 6.5. 2 series by g: a, b."


def test_many_points_are_thinned_to_what_pixels_show() -> None:
    rows = [[n, n % 1000, ""] for n in range(100_000)]
    made = ready(native(rows, "line"), AXES)
    few = thinned(made.chart, made.x, made.y, 300, 200).series[0]
    assert len(few.xs) <= 1300
    assert (min(few.ys), max(few.ys)) == (0, 999)


def test_numbers_have_no_idle_digits() -> None:
    assert [written(n) for n in (0, 1.5, 1234567, 0.00001, 2e12)] == ["0", "1.5", "1,234,567", "1e-05", "2e+12"]


def test_nothing_in_a_plot_ends_the_script_of_its_page() -> None:
    made = page("plotly", '{"data": ["</script><script>alert(1)</script><!--\\u2028"]}', "</title><b>")
    assert made.count("</script>") == 2
    assert "<!--" not in made
    assert "\u2028" not in made
    assert "</title><b>" not in made


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"data": 3, "layout": []}', "[" * 100_000, '{"data": [1, {"y": 2}]}']
)
def test_facts_take_any_text(text: str) -> None:
    assert facts("plotly", text).startswith("A plot of Plotly")


def test_facts_name_traces_points_and_title() -> None:
    text = '{"data": [{"type": "bar", "y": [1, 2]}], "layout": {"title": {"text": "Sales"}}}'
    assert facts("plotly", text) == "A plot of Plotly, 1 trace (bar), 2 points, titled “Sales”."
