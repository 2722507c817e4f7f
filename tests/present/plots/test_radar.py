"""The radar: polygons at their distances, a remark on its weakness, and refusals."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from svqkit.present.plots.gaps import plot_gaps
from svqkit.present.plots.radar import draw_radar


@pytest.fixture
def means():
    return pd.DataFrame(
        {"expectation": [6.0, 5.5, 7.0, 6.5], "perception": [5.0, 4.0, 7.0, np.nan]},
        index=["tangibles", "reliability", "responsiveness", "assurance"],
    )


def polygons(ax):
    return {
        line.get_label(): np.hypot(line.get_xdata(), line.get_ydata())
        for line in ax.lines
        if not line.get_label().startswith("_")
    }


def test_distances_grow_from_the_lowest_code_to_the_highest(means, instrument):
    found = polygons(draw_radar(means, instrument=instrument))
    np.testing.assert_allclose(found["expectation"], np.array([5, 4.5, 6, 5.5, 5]) / 6)
    np.testing.assert_allclose(found["perception"], np.array([4, 3, 6, np.nan, 4]) / 6)


def test_the_first_axis_points_up_and_the_second_to_the_right(means):
    line = next(one for one in draw_radar(means).lines if one.get_label() == "expectation")
    np.testing.assert_allclose(line.get_xdata()[0], 0, atol=1e-12)
    assert line.get_ydata()[0] > 0
    assert line.get_xdata()[1] > 0


def test_it_says_what_it_is_bad_at(means):
    words = " ".join(text.get_text() for text in draw_radar(means).texts).replace("\n", " ")
    assert "areas grow with the square of the means" in words
    assert "order of the axes decides the shape" in words


@pytest.mark.parametrize("count", [3, 6, 12, 16])
def test_many_dimensions_stay_readable(count, texts_of, overlaps):
    names = [f"antecedent number {k}" for k in range(count)]
    table = pd.DataFrame({"expectation": np.linspace(5, 6, count), "perception": 4.5}, index=names)
    entries = texts_of(draw_radar(table).figure)
    assert overlaps(entries) == []
    assert sum("antecedent" in text.get_text() for text, _ in entries) == count


def test_too_many_items_are_refused_with_a_way_out(instrument):
    items = pd.DataFrame(
        {"expectation": 6.0, "perception": 5.0, "gap": -1.0}, index=list(instrument.labels)[:13]
    )
    result = SimpleNamespace(items=items, instrument=instrument)
    with pytest.raises(ValueError, match=r"13 items cannot be read .*kind='dumbbell'"):
        plot_gaps(result, level="item", kind="radar")
    ax = plot_gaps(
        SimpleNamespace(items=items.iloc[:12], instrument=instrument), level="item", kind="radar"
    )
    assert "Q12" in " ".join(text.get_text() for text in ax.texts)


def test_two_axes_or_no_mean_are_refused(means):
    with pytest.raises(ValueError, match="at least 3 axes, not 2"):
        draw_radar(means.iloc[:2])
    with pytest.raises(ValueError, match="no mean to draw"):
        draw_radar(means * np.nan)


def test_equal_means_at_one_value_have_a_scale_of_their_own():
    table = pd.DataFrame({"expectation": 5.0, "perception": 5.0}, index=list("abc"))
    assert np.isfinite(polygons(draw_radar(table))["perception"]).all()
