"""The picture of branches: pooled beside own means, and how probably each one is the lowest."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.gaps.groups.multilevel import multilevel_gaps
from svqkit.present.plots.branches import plot_branches


@pytest.fixture(scope="module")
def branches():
    return multilevel_gaps(svq.load_dataset("bank"), "branch")


def marks(ax):
    return {
        line.get_label(): list(line.get_xdata())
        for line in ax.lines
        if not line.get_label().startswith("_")
    }


def test_marks_stand_at_own_and_pooled_means(branches):
    ax = plot_branches(branches, dimension="responsiveness")
    rows = branches.groups.loc["responsiveness"].sort_values("pooled")
    found = marks(ax)
    assert found["own mean"] == list(rows["mean"])
    assert found["partly pooled mean, probably the lowest"] == [rows["pooled"].iloc[0]]
    assert found["partly pooled mean"] == list(rows["pooled"].iloc[1:])
    assert found["mean of all groups"] == [branches.dimensions.loc["responsiveness", "mean"]] * 2
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == list(rows.index)


def test_chances_are_written_without_certainty(branches):
    texts = [t.get_text() for t in plot_branches(branches, dimension="responsiveness").texts]
    chance = branches.groups.loc[("responsiveness", "Station"), "p_lowest"]
    assert f"{100 * chance:.0f} %" in texts
    assert "0 %" not in texts
    assert "100 %" not in texts
    assert "< 1 %" in texts


def test_nobody_is_marked_where_nobody_is_probably_lowest():
    bank = svq.load_dataset("bank")
    random = np.random.default_rng(0)
    labels = pd.Series(random.choice(list("abcdef"), len(bank.perceptions)), bank.perceptions.index)
    result = multilevel_gaps(bank, labels.rename("letter"))
    ax = plot_branches(result)
    assert "partly pooled mean, probably the lowest" not in marks(ax)
    assert ax.get_title(loc="left") == "Total, by letter"


def test_unknown_dimensions_are_refused(branches):
    with pytest.raises(ValueError, match="tangibles, reliability"):
        plot_branches(branches, dimension="speed")
