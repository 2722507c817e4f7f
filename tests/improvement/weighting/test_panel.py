"""A panel's weights and its agreement, against R's vegan and Friedman's test."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError


@pytest.mark.parametrize("case", ["bank", "small"])
def test_concordance_is_vegans(case: str, theirs: dict, agree) -> None:
    shown = theirs["panel"][case]
    ratings = (
        svq.load_dataset("bank_indicator_panel")
        if case == "bank"
        else pd.DataFrame(theirs["panel"]["small_ratings"])
    )
    found = svq.weights_panel(ratings, permutations=4_000)
    vegan = f"vegan {theirs['versions']['vegan']}"
    base = f"R {theirs['versions']['R']}"
    for name, ours, other, oracle in (
        ("W", found.agreement["W"], shown["W"], vegan),
        ("chi2", found.agreement["chi2"], shown["chi2"], vegan),
        ("chi2 is Friedman's", found.agreement["chi2"], shown["friedman"], base),
        ("p", found.agreement["p"], shown["p"], base),
        ("weights", found.weights, shown["weights"], base),
        ("mean ranks", found.table["mean_rank"], shown["ranks"], base),
        ("fit with the others", found.experts["with_the_others"], shown["with_the_others"], base),
    ):
        agree(f"panel: {name}", ours, other, oracle=oracle, rtol=1e-9, atol=1e-12)
    p, q = found.agreement["permutation_p"], shown["p_permutation"]
    assert abs(p - q) < 4 * np.sqrt(q * (1 - q) * (1 / 4_000 + 1 / 9_999)) + 1 / 2_000


def test_the_planted_expert_is_named_and_agreement_returns_without() -> None:
    panel = svq.load_dataset("bank_indicator_panel")
    found = svq.weights_panel(panel)
    assert found.experts["with_the_others"].idxmin() == "Expert 6"
    assert any("Expert 6 orders" in said for said in found.remarks)
    assert any("below 0.5" in said for said in found.remarks)
    without = svq.weights_panel(panel.drop(index="Expert 6"))
    assert without.agreement["W"] > 0.8
    assert without.remarks == ()
    stated = svq.read_indicators(svq.load_dataset("bank_indicators")).weights
    assert np.corrcoef(without.weights, stated)[0, 1] > 0.95


def test_permutation_p_is_level_where_nobody_agrees() -> None:
    rng = np.random.default_rng(3)
    p = []
    for seed in range(150):
        ratings = rng.permuted(np.tile(np.arange(1.0, 6), (4, 1)), axis=1)
        p.append(svq.weights_panel(ratings, permutations=199, seed=seed).agreement["permutation_p"])
    share = np.mean(np.array(p) <= 0.1)
    assert abs(share - 0.1) < 4 * np.sqrt(0.1 * 0.9 / 150)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.lists(st.integers(1, 9), min_size=4, max_size=4), min_size=3, max_size=5),
    st.permutations(range(4)),
)
def test_order_of_experts_and_indicators_does_not_matter(rows: list, order: list[int]) -> None:
    table = pd.DataFrame(rows, columns=list("abcd"))
    if (table.nunique(axis=1) == 1).all():
        return
    plain = svq.weights_panel(table, permutations=0)
    turned = svq.weights_panel(table.iloc[::-1, order], permutations=0)
    assert turned.agreement["W"] == pytest.approx(plain.agreement["W"])
    assert 0 <= plain.agreement["W"] <= 1 + 1e-12
    pd.testing.assert_series_equal(turned.weights[list("abcd")], plain.weights)


def test_ranks_weigh_by_rank_sums() -> None:
    ranks = pd.DataFrame([[1, 2, 3], [2, 1, 3]], columns=list("abc"))
    found = svq.weights_panel(ranks, kind="ranks")
    assert found.weights.round(6).tolist() == [0.416667, 0.416667, 0.166667]
    assert found.agreement["W"] == pytest.approx(0.75)
    assert svq.weights_panel([[1, 2], [2, 1]]).remarks[0].startswith("Kendall's W is 0.00")
    assert len(svq.weights_panel([[1, 2], [2, 1]]).remarks) == 1  # of two, nobody is the odd one
    full = svq.weights_panel(pd.DataFrame([[1, 2, 3]] * 3), kind="ranks")
    assert full.agreement["W"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("ratings", "kind", "message"),
    [
        ([[3, 4]], "ratings", "1 experts and 2 indicators are too few"),
        ([[3, None], [3, 4]], "ratings", "expert 0 has no number for indicator 1"),
        ([[3, "much"], [3, 4]], "ratings", "expert 0 has 'much', which is no number"),
        ([[3, -1], [3, 4]], "ratings", "expert 0 rates 1 -1"),
        ([[0, 0], [3, 4]], "ratings", "expert 0 rates everything 0"),
        ([[3, 3], [4, 4]], "ratings", "no expert tells indicators apart"),
        ([[1, 3, 3], [1, 2, 3]], "ranks", "gives 1 the rank 3, where 1 to 3 in order would give 2.5"),
    ],
)  # fmt: skip
def test_panels_that_cannot_be_read(ratings: list, kind: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        svq.weights_panel(pd.DataFrame(ratings), kind=kind)


def test_what_it_shows_is_what_it_holds() -> None:
    shown = repr(svq.weights_panel(svq.load_dataset("bank_indicator_panel")))
    assert "Agreement of the experts" in shown
    assert "Expert 6" in shown
    assert "0.000" not in shown  # a small p is said as such
    with pytest.raises(ValueError, match="kind must be"):
        svq.weights_panel([[1, 2], [2, 1]], kind="points")
    with pytest.raises(TypeError, match="a table"):
        svq.weights_panel([1, 2])


@pytest.mark.parametrize(
    "option", [{"permutations": -5}, {"permutations": 1.5}, {"permutations": None}, {"seed": -1},
               {"seed": "today"}]
)  # fmt: skip
def test_odd_options_are_named(option: dict) -> None:
    with pytest.raises(ValueError, match=next(iter(option))):
        svq.weights_panel([[1, 2], [2, 3]], **option)
