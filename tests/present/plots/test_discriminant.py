from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.present.plots.discriminant import plot_discriminant


@pytest.fixture
def validity():
    pairs = pd.DataFrame(
        {
            "factor_1": ["tangibles", "tangibles", "reliability"],
            "factor_2": ["reliability", "empathy", "empathy"],
            "r": [0.41, -0.82, 0.93],
            "low": [0.30, -0.90, 0.88],
            "high": [0.52, -0.74, 0.98],
            "htmt": [0.45, 0.80, 0.95],
        }
    )
    return SimpleNamespace(pairs=pairs)


def points(ax, k):
    return ax.containers[k].lines[0].get_xdata()


def intervals(ax, k):
    return [segment[:, 0] for segment in ax.containers[k].lines[2][0].get_segments()]


def test_pairs_stand_by_size_with_their_intervals_turned_positive(validity, instrument):
    ax = plot_discriminant(validity, instrument=instrument)
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "Reliability – Empathy and care",
        "Tangibles – Empathy and care",
        "Tangibles – Reliability",
    ]
    np.testing.assert_allclose(points(ax, 0), [0.93, 0.82, 0.41])
    np.testing.assert_allclose(intervals(ax, 0), [[0.88, 0.98], [0.74, 0.90], [0.30, 0.52]])
    np.testing.assert_allclose(points(ax, 1), [0.95, 0.80, 0.45])
    # no interval of HTMT was asked, so none is drawn
    np.testing.assert_allclose(np.ptp(intervals(ax, 1), axis=1), 0)


def test_criteria_are_lines_with_their_number(validity):
    ax = plot_discriminant(validity, criteria=(0.8, 0.9, 1.0))
    lines = [line.get_xdata()[0] for line in ax.lines if len(set(line.get_xdata())) == 1]
    assert {0.8, 0.9, 1.0} <= {round(float(x), 6) for x in lines}
    assert [text.get_text() for text in ax.texts] == [".80", ".90", "1.00"]


def test_everything_lies_inside_the_picture(validity):
    validity.pairs["high"] = [0.52, -0.74, 1.20]
    validity.pairs["low"] = [-0.20, -0.90, 0.88]
    low, high = plot_discriminant(validity).get_xlim()
    assert low < -0.20
    assert high > 1.20


def test_ratios_alone(validity):
    alone = SimpleNamespace(pairs=validity.pairs[["factor_1", "factor_2", "htmt"]])
    assert len(plot_discriminant(alone).containers) == 1
    assert len(plot_discriminant(validity, ratio=None).containers) == 1


def test_one_group_at_a_time(validity):
    both = pd.concat([validity.pairs.assign(group=g) for g in ("north", "south")])
    grouped = SimpleNamespace(pairs=both)
    assert len(plot_discriminant(grouped, group="south").get_yticks()) == 3
    with pytest.raises(DataError, match="north, south"):
        plot_discriminant(grouped)


def test_what_cannot_be_drawn_is_said(validity):
    with pytest.raises(ValueError, match="'ave'"):
        plot_discriminant(validity, ratio="ave")
    with pytest.raises(ValueError, match="at most 3"):
        plot_discriminant(validity, criteria=(0.7, 0.8, 0.9, 1.0))
    with pytest.raises(DataError, match="fewer than two"):
        plot_discriminant(SimpleNamespace(pairs=validity.pairs.iloc[:0]))
