from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from svqkit.present.plots.gaps import plot_gaps


@pytest.fixture
def gaps(instrument):
    table = pd.DataFrame(
        {
            "gap": [-0.8, 0.05, 0.4],
            "low": [-1.0, -0.1, 0.2],
            "high": [-0.6, 0.2, 0.6],
            "expectation": [6.0, 5.5, 5.0],
            "perception": [5.2, 5.55, 5.4],
        }
    )
    return SimpleNamespace(
        dimensions=table.set_axis(["tangibles", "reliability", "empathy"]),
        items=table.set_axis(["Q5", "Q1", "Q2"]),
        total=table.loc[0],
        instrument=instrument,
        ci_level=0.95,
    )


def marks(ax):
    return {
        line.get_label(): (list(line.get_xdata()), list(line.get_ydata()))
        for line in ax.lines
        if not line.get_label().startswith("_")
    }


def test_gaps_stand_at_their_numbers_and_say_what_they_mean(gaps):
    found = marks(plot_gaps(gaps))
    assert found["below expectations"] == ([-0.8, -0.8], [0, 3])
    assert found["cannot tell from zero"] == ([0.05], [1])
    assert found["above expectations"] == ([0.4], [2])


def test_intervals_are_those_of_the_result(gaps):
    ax = plot_gaps(gaps)
    ends = sorted(tuple(s[:, 0]) for c in ax.collections for s in c.get_segments())
    assert ends == [(-1.0, -0.6), (-1.0, -0.6), (-0.1, 0.2), (0.2, 0.6)]


def test_dimensions_end_with_the_total(gaps):
    labels = [label.get_text() for label in plot_gaps(gaps).get_yticklabels()]
    assert labels == ["Tangibles", "Reliability", "Empathy and care", "Total"]


def test_items_follow_the_instrument(gaps):
    ax = plot_gaps(gaps, level="item")
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["Q1 Modern equipment", "Q2 Appealing rooms", "Q5 Promises kept"]
    assert marks(ax)["below expectations"][0] == [-0.8]


def test_bars_reach_from_zero_to_the_gap(gaps):
    bars = [bar for group in plot_gaps(gaps, kind="bar").containers for bar in group]
    assert sorted(bar.get_width() for bar in bars) == [-0.8, -0.8, 0.05, 0.4]


def test_dumbbells_join_expectation_and_perception(gaps):
    ax = plot_gaps(gaps, kind="dumbbell")
    found = marks(ax)
    assert found["expectation"][0] == [6.0, 5.5, 5.0, 6.0]
    assert found["perception"][0] == [5.2, 5.55, 5.4, 5.2]
    np.testing.assert_allclose(ax.collections[0].get_segments()[0][:, 0], [6.0, 5.2])


def numbers_of(ax):
    return [text.get_text() for text in ax.texts if text.get_text()[:1].isdigit()]


def test_dumbbells_say_their_means(gaps):
    ax = plot_gaps(gaps, kind="dumbbell")
    beside = [text.get_text() for text in ax.texts if hasattr(text, "xyann")]
    assert beside == ["5.20", "5.50", "5.00", "5.20", "6.00", "5.55", "5.40", "6.00"]
    places = {text.get_ha() for text in ax.texts if hasattr(text, "xyann")}
    assert places == {"left", "right"}


def test_dumbbells_may_carry_the_interval_of_the_gap(gaps):
    without = plot_gaps(gaps, kind="dumbbell")
    ax = plot_gaps(gaps, kind="dumbbell", intervals=True)
    assert len(ax.collections) == len(without.collections) + 1
    bars = [segment[:, 0] for segment in ax.collections[1].get_segments()]
    np.testing.assert_allclose(bars, [(5.0, 5.4), (5.4, 5.7), (5.2, 5.6), (5.0, 5.4)])
    assert "95 % interval of the gap" in [t.get_text() for t in ax.get_legend().get_texts()]


def test_equal_means_show_both_marks_and_both_numbers(gaps):
    gaps.dimensions.loc["reliability", ["expectation", "perception"]] = 5.0, 5.0
    ax = plot_gaps(gaps, kind="dumbbell")
    sizes = {line.get_label(): line.get_markersize() for line in ax.lines}
    assert sizes["expectation"] > sizes["perception"] + 2
    assert numbers_of(ax).count("5.00") == 3


@pytest.mark.parametrize("kind", ["interval", "bar", "dumbbell"])
def test_rows_without_numbers_show_a_dash(gaps, kind):
    gaps.dimensions.loc["reliability"] = np.nan
    ax = plot_gaps(gaps, kind=kind, intervals=True)
    assert "–" in [text.get_text() for text in ax.texts]
    ax.figure.canvas.draw()


@pytest.mark.parametrize("kind", ["interval", "bar", "dumbbell"])
def test_nothing_at_all_is_an_empty_picture(gaps, kind):
    gaps.dimensions.loc[:] = np.nan
    gaps.total = None
    ax = plot_gaps(gaps, kind=kind, intervals=True)
    assert [text.get_text() for text in ax.texts] == ["–", "–", "–", "gap"]
    ax.figure.canvas.draw()


@pytest.mark.parametrize("intervals", [False, True])
def test_one_dimension_and_twenty_two_items_can_be_read(
    gaps, instrument, texts_of, overlaps, intervals
):
    gaps.dimensions, gaps.total = gaps.dimensions.iloc[:1], None
    codes = list(instrument.labels)
    rng = np.random.default_rng(1)
    expected, gap = rng.uniform(5, 7, len(codes)), rng.normal(0, 0.5, len(codes))
    gaps.items = pd.DataFrame(
        {
            "expectation": expected,
            "perception": expected + gap,
            "gap": gap,
            "low": gap - 0.2,
            "high": gap + 0.2,
        },
        index=codes,
    )
    for level in ("dimension", "item"):
        ax = plot_gaps(gaps, kind="dumbbell", level=level, intervals=intervals)
        assert overlaps(texts_of(ax.figure)) == []


def test_gaps_are_written_beside_their_rows(gaps):
    texts = [text.get_text() for text in plot_gaps(gaps).texts]
    assert texts == ["−0.80", "0.05", "0.40", "−0.80", "gap"]


def test_the_zero_line_is_there(gaps):
    assert any(set(line.get_xdata()) == {0} for line in plot_gaps(gaps).lines)


def test_words_are_said_in_the_instruments_language(gaps):
    gaps.instrument.language = "nl"
    ax = plot_gaps(gaps, kind="dumbbell")
    assert "verwachting" in marks(ax)
    del gaps.instrument.language


def test_unknown_options_are_listed(gaps):
    with pytest.raises(ValueError, match="dimension, item"):
        plot_gaps(gaps, level="branch")
    with pytest.raises(ValueError, match="interval, bar, dumbbell, radar"):
        plot_gaps(gaps, kind="pie")
