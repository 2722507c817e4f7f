"""The picture of groups: marks where the numbers are, small groups named but not drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.gaps.groups.comparison import compare_groups
from svqkit.present.plots.groups import plot_groups


@pytest.fixture(scope="module")
def bank():
    return svq.load_dataset("bank")


@pytest.fixture(scope="module")
def compared(bank):
    return compare_groups(bank, "branch", invariance=False)


@pytest.fixture(scope="module")
def many(bank):
    random = np.random.default_rng(4)
    shops = random.choice([f"Shop {k}" for k in range(30)], len(bank.perceptions))
    labels = pd.Series(shops, index=bank.perceptions.index, name="shop")
    return compare_groups(bank, labels, invariance=False)


def drawn(ax):
    return {line.get_label(): line for line in ax.lines if not line.get_label().startswith("_")}


def test_marks_stand_at_the_means(compared):
    ax = plot_groups(compared)
    found = drawn(ax)
    for group in ("Harbour", "Market Square", "Riverside", "Station"):
        means = compared.descriptives.xs(group, level="group")["mean"]
        np.testing.assert_allclose(found[group].get_xdata(), means)
    ends = {tuple(s[:, 0]) for c in ax.collections for s in c.get_segments()}
    assert ends == set(
        zip(compared.descriptives["low"], compared.descriptives["high"], strict=True)
    )


def test_groups_differ_in_shape_and_colour(compared):
    lines = drawn(plot_groups(compared)).values()
    assert (
        len({line.get_marker() for line in lines}) == len({line.get_color() for line in lines}) == 4
    )


def test_p_is_bold_where_groups_differ(compared):
    texts = {t.get_text(): t.get_weight() for t in plot_groups(compared).texts}
    for p in compared.anova["p_holm"]:
        shown = "< .001" if p < 0.001 else f"{p:.3f}".replace("0.", ".")
        assert texts[shown] == ("bold" if p < 0.05 else "normal")


def test_what_limits_the_comparison_is_said(bank, compared):
    note = plot_groups(compared).get_legend().get_title().get_text()
    assert note == "Caution: the groups may not answer on one scale."
    examined = compare_groups(bank, "branch")
    assert plot_groups(examined).get_legend().get_title().get_text() == ""


def test_many_groups_have_a_row_each_from_lowest_to_highest(many):
    ax = plot_groups(many)
    rows = many.descriptives.loc["total"]
    shown = rows[~rows["masked"]].sort_values("mean")
    assert [label.get_text() for label in ax.get_yticklabels()] == list(shown.index)
    assert ax.get_title(loc="left") == "Total, by shop"
    note = ax.get_legend().get_title().get_text()
    assert f"Groups under 10 respondents, not shown: {rows['masked'].sum()}" in note
    assert "Shop" not in note
    assert drawn(ax) == {}


def test_one_dimension_may_be_chosen(compared):
    ax = plot_groups(compared, dimension="responsiveness")
    assert ax.get_yticklabels()[0].get_text() == "Station"
    with pytest.raises(ValueError, match="tangibles, reliability"):
        plot_groups(compared, dimension="speed")


def test_perceptions_have_no_zero_line(bank):
    ax = plot_groups(compare_groups(bank, "branch", score="perception", invariance=False))
    assert ax.get_xlim()[0] > 1
    assert ax.get_xlabel() == "perception, with 95 % interval"
