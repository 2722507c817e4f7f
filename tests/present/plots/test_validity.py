from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.present.plots.validity import plot_htmt

NAMES = ["tangibles", "reliability", "empathy"]


@pytest.fixture
def validity():
    ratios = np.array([[1, 0.50, 0.87], [0.50, 1, 0.95], [0.87, 0.95, 1]])
    lower = np.where(np.tri(3, dtype=bool), ratios - 0.1, np.nan)
    pairs = pd.DataFrame(
        {
            "factor_1": ["tangibles", "tangibles", "reliability"],
            "factor_2": ["reliability", "empathy", "empathy"],
            "r": [0.41, 0.82, 0.93],
        }
    )
    return SimpleNamespace(
        htmt=pd.DataFrame(ratios, NAMES, NAMES),
        htmt2=pd.DataFrame(lower, NAMES, NAMES),
        correlations=pairs,
    )


def cells(ax):
    return {tuple(map(round, text.get_position())): text.get_text() for text in ax.texts}


def test_the_lower_triangle_holds_the_ratios(validity, instrument):
    ax = plot_htmt(validity, instrument=instrument)
    assert cells(ax) == {(0, 0): ".50", (0, 1): ".87", (1, 1): ".95"}
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "Reliability",
        "Empathy and\ncare",
    ]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["Tangibles", "Reliability"]


def test_ratios_past_the_criteria_are_framed(validity):
    frames = [
        (patch.get_linestyle(), patch.get_linewidth()) for patch in plot_htmt(validity).patches
    ]
    assert [width > 0 for _, width in frames] == [False, True, True]
    assert [style for style, _ in frames[1:]] == ["--", "-"]


def test_htmt2_may_be_half_a_table(validity):
    assert set(cells(plot_htmt(validity, which="htmt2")).values()) == {".40", ".77", ".85"}


def test_correlations_stand_above_the_diagonal(validity):
    found = cells(plot_htmt(validity, correlations=True))
    assert found[(1, 0)] == ".41"
    assert found[(2, 1)] == ".93"
    assert found[(0, 1)] == ".50"


def test_what_cannot_be_drawn_is_said(validity):
    with pytest.raises(ValueError, match="'htmt' or 'htmt2'"):
        plot_htmt(validity, which="ave")
    with pytest.raises(DataError, match="fewer than two"):
        plot_htmt(SimpleNamespace(htmt=pd.DataFrame([[1.0]], ["f"], ["f"])))
