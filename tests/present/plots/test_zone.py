"""The picture of the zone of tolerance: bars, markers and numbers are those of the result."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.present.plots.zone import plot_zone


@pytest.fixture
def zone(instrument):
    table = pd.DataFrame(
        {
            "minimum": [5.0, 4.8, 5.2, 4.0],
            "desired": [6.5, 6.4, 6.3, 6.0],
            "perception": [4.5, 5.5, 6.8, 4.1],
            "perception_low": [4.3, 5.3, 6.6, 3.9],
            "perception_high": [4.7, 5.7, 7.0, 4.3],
            "place": ["below", "inside", "above", "cannot tell"],
        }
    )
    return SimpleNamespace(
        dimensions=table.loc[:2].set_axis(["tangibles", "reliability", "empathy"]),
        items=table.set_axis(["Q5", "Q1", "Q2", "Q20"]),
        total=table.loc[3],
        instrument=instrument,
        ci_level=0.9,
    )


def markers(ax):
    return {
        line.get_label(): (line.get_marker(), list(line.get_xdata()))
        for line in ax.lines
        if not line.get_label().startswith("_")
    }


def test_markers_say_where_perceptions_lie(zone):
    assert markers(plot_zone(zone)) == {
        "perception below the zone": ("v", [4.5]),
        "inside the zone": ("o", [5.5]),
        "above the zone": ("^", [6.8]),
        "cannot tell": ("D", [4.1]),
    }


def test_bars_reach_from_minimum_to_desired(zone):
    bars = [bar for group in plot_zone(zone).containers for bar in group]
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars]
    np.testing.assert_allclose(ends, [(5.0, 6.5), (4.8, 6.4), (5.2, 6.3), (4.0, 6.0)])


def test_intervals_are_those_of_the_result(zone):
    ax = plot_zone(zone)
    ends = sorted(tuple(s[:, 0]) for c in ax.collections for s in c.get_segments())
    assert ends == [(3.9, 4.3), (4.3, 4.7), (5.3, 5.7), (6.6, 7.0)]
    assert "90 % interval" in ax.get_xlabel()


def test_all_three_numbers_are_written(zone):
    texts = [text.get_text().strip() for text in plot_zone(zone).texts]
    assert [t for t in texts if t == "5.00" or t == "6.50" or t == "4.50"] == [
        "5.00",
        "6.50",
        "4.50",
    ]


def test_items_stand_under_their_dimensions(zone):
    ax = plot_zone(zone, level="item")
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "Q1 Modern equipment",
        "Q2 Appealing rooms",
        "Q5 Promises kept",
        "Q20 Personal service",
    ]


def test_a_minimum_above_the_desired_level_is_hatched(zone):
    zone.dimensions.loc["empathy", ["minimum", "desired"]] = 6.0, 5.5
    ax = plot_zone(zone)
    hatched = [bar for group in ax.containers for bar in group if bar.get_hatch()]
    assert [(bar.get_x(), round(bar.get_width(), 9)) for bar in hatched] == [(5.5, 0.5)]
    assert "minimum above desired" in [t.get_text() for t in ax.get_legend().get_texts()]


def test_a_row_without_numbers_stays_empty(zone):
    zone.dimensions.loc["reliability", ["minimum", "desired", "perception"]] = np.nan
    ax = plot_zone(zone)
    assert "inside the zone" not in markers(ax)
    assert "–" in [text.get_text() for text in ax.texts]


def test_masked_answers_leave_an_empty_picture(zone):
    zone.dimensions.loc[:, zone.dimensions.columns != "place"] = np.nan
    zone.total = None
    ax = plot_zone(zone)
    assert ax.get_legend() is None
    ax.figure.canvas.draw()


def test_chinese_rows_can_be_read(texts_of, overlaps):
    chinese = svq.load_instrument("servqual_three_column", language="zh-Hans")
    answers = svq.simulate(chinese, 120, seed=2)
    zone = svq.zone_of_tolerance(answers)
    for level, words in (("dimension", "可靠性"), ("item", "Q5 如期完成")):
        ax = plot_zone(zone, level=level)
        assert words in [label.get_text() for label in ax.get_yticklabels()]
        assert overlaps(texts_of(ax.figure)) == []


def test_unknown_levels_are_listed(zone):
    with pytest.raises(ValueError, match="dimension, item"):
        plot_zone(zone, level="segment")
