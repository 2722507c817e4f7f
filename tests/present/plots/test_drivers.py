"""Drivers and the NPS as drawn are the numbers of their results."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import svqkit as svq


@pytest.fixture(scope="module")
def bank():
    return svq.load_dataset("bank")


def bars(ax):
    return [patch.get_width() for patch in ax.patches]


def test_bars_are_importance_and_diamonds_what_each_is_alone(bank):
    found = svq.drivers(bank, "satisfaction", bootstrap=100)
    ax = svq.plot_drivers(found)
    np.testing.assert_allclose(bars(ax), 100 * found.table["importance"])
    diamonds = next(line for line in ax.lines if line.get_marker() == "D")
    np.testing.assert_allclose(diamonds.get_xdata(), 100 * found.table["alone"])
    ends = [segment[:, 0] for segment in ax.collections[0].get_segments()]
    np.testing.assert_allclose(
        ends, 100 * found.table[["importance_low", "importance_high"]].to_numpy()
    )
    assert ax.get_title(loc="left") == "Drivers of satisfaction: correlations, not causes"


def test_a_cut_point_is_said_and_many_predictors_are_cut_off(bank):
    risk = svq.plot_drivers(svq.drivers(bank, "loyalty", below=7, bootstrap=0))
    assert "loyalty below 7" in risk.get_title(loc="left")
    assert len(risk.collections) == 0  # no interval without a bootstrap
    items = svq.plot_drivers(svq.drivers(bank, "satisfaction", level="item", bootstrap=0))
    assert len(items.patches) == 15


def test_the_score_stands_between_detractors_and_promoters(bank):
    found = svq.nps(bank, by="branch")
    ax = svq.plot_nps(found)
    rows = [found.score, *(row for _, row in found.segments.iterrows())]
    widths = [-row["detractors"] for row in rows] + [row["promoters"] for row in rows]
    np.testing.assert_allclose(bars(ax), widths)
    marks = next(line for line in ax.lines if line.get_marker() == "D")
    np.testing.assert_allclose(marks.get_xdata(), [row["nps"] for row in rows])
    assert ax.get_title(loc="left") == "Net Promoter Score −11 (−19 to −3)"


def test_masked_segments_show_no_number():
    ratings = [9] * 12 + [3] * 12 + [10] * 4
    labels = pd.Series(["a"] * 12 + ["b"] * 12 + ["c"] * 4, name="branch")
    ax = svq.plot_nps(svq.nps(ratings, by=labels))
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names[-1] == "c"
    assert " too few to show" in [text.get_text() for text in ax.texts]


def test_ellipses_are_those_of_the_result_and_the_diagonal_divides(bank):
    found = svq.priorities(bank, importance="derived", model="diagonal")
    ax = svq.plot_priorities(found, ellipses=True)
    assert len(ax.patches) == 5
    reach = np.sqrt(-2 * np.log(0.05))
    for patch, (name, row) in zip(ax.patches, found.ellipses.iterrows(), strict=True):
        x = patch.get_xy()[:, 0]
        centre = found.table.loc[name, "performance"]
        np.testing.assert_allclose(x.max() - centre, reach * row["se_performance"], rtol=1e-9)
    squares = next(line for line in ax.lines if line.get_marker() == "s")
    urgent = found.table["urgency"] > 0
    assert sorted(squares.get_xdata()) == sorted(found.table.loc[urgent, "performance"])
    assert any(text.get_text() == "equal priority" for text in ax.texts)
    plain = svq.plot_priorities(svq.priorities(bank))
    assert not any(text.get_text() == "equal priority" for text in plain.texts)


def test_shares_stand_clear_of_the_intervals():
    """Of three ratings the line reaches over both bars, and struck their shares through."""
    ax = svq.plot_nps(svq.nps([9, 10, 3]))
    ax.figure.canvas.draw()
    (line,) = (one for one in ax.collections if hasattr(one, "get_segments"))
    (start, _), (end, _) = line.get_segments()[0]
    left, right = sorted(text.get_position()[0] for text in ax.texts if "%" in text.get_text())
    assert left < start
    assert right > end
    low, high = ax.get_xlim()
    assert low < start
    assert end < high
