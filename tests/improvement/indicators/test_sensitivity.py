"""Ranks under random weights: closed forms for two indicators, ties, drill-down."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

import svqkit as svq
from svqkit.errors import DataError
from svqkit.improvement.indicators.composite import combine
from svqkit.improvement.indicators.sensitivity import concentration_of


def two(weight: float = 60.0) -> svq.IndicatorSystem:
    one = {"name": "x", "area": "efficiency", "kind": "quantitative", "direction": "more"}
    rows = [
        one | {"id": "a", "dimension": "d", "weight": weight, "worst": 0, "best": 100},
        one | {"id": "b", "dimension": "e", "weight": 100 - weight, "worst": 0, "best": 100},
    ]
    return svq.read_indicators(pd.DataFrame(rows))


VALUES = pd.DataFrame({"a": [80, 60], "b": [40, 64]}, index=["X", "Y"])


@pytest.mark.parametrize("spread", [0.2, 0.5, "any"])
def test_shares_are_those_of_the_beta_distribution(spread) -> None:
    """Two indicators: X is ahead where 20 w > 24 (1 − w), and w has a beta distribution."""
    draws = 20_000
    found = svq.rank_sensitivity(svq.indicator_scores(two(), VALUES), spread=spread, draws=draws)
    c = concentration_of(spread, 2)
    p = beta(c / 2, c / 2) if spread == "any" else beta(0.6 * c, 0.4 * c)
    true = p.sf(24 / 44)
    error = np.sqrt(true * (1 - true) / draws)
    assert abs(found.above.loc["X", "Y"] - true) < 4 * error
    assert found.table.loc["X", "first"] == pytest.approx(found.above.loc["X", "Y"])
    assert found.same_order == pytest.approx(found.above.loc["X", "Y"])


def test_spread_means_what_it_says() -> None:
    c = concentration_of(0.3, 15)
    drawn = np.random.default_rng(1).dirichlet(np.full(15, c / 15), 40_000)
    assert drawn[:, 0].std() * 15 == pytest.approx(0.3, rel=0.02)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000))
def test_at_the_tipping_weight_two_units_tie(seed: int) -> None:
    rng = np.random.default_rng(seed)
    one = {"name": "x", "area": "efficiency", "dimension": "d", "kind": "quantitative"}
    rows = [one | {"id": f"i{k}", "direction": "more", "worst": 0, "best": 100} for k in range(4)]
    weights = rng.dirichlet(np.ones(4))
    system = svq.read_indicators(pd.DataFrame(rows))
    values = pd.DataFrame(rng.uniform(0, 100, (3, 4)), columns=system.table.index)
    scores = svq.indicator_scores(system, values, weights=dict(zip(values, weights, strict=True)))
    found = svq.rank_sensitivity(scores, draws=20)
    first, second = found.table.index[:2]
    for name, row in found.tipping.dropna().iterrows():
        moved = scores.weights * (1 - row["tie"]) / (1 - row["weight"])
        moved[name] = row["tie"]
        a, b = combine(
            scores.scores.loc[[first, second]].to_numpy(), moved.to_numpy(), "arithmetic"
        )
        assert a == pytest.approx(b, abs=1e-6)


def test_the_bank_is_sure_at_both_ends_and_open_between() -> None:
    bank = svq.read_indicators(svq.load_dataset("bank_indicators"))
    values = svq.load_dataset("bank_indicator_values")
    scores = svq.indicator_scores(bank, values, by="branch", period="month", far="leave out")
    for spread in (0.3, "any"):
        found = svq.rank_sensitivity(scores, spread=spread)
        assert found.table.index[0] == "Harbour"
        assert found.table.loc[["Harbour", "Station"], "same_rank"].min() > 0.99
        middle = found.above.loc["Market Square", "Riverside"]
        assert 0.05 < middle < 0.95
        assert "Hangs on the weights: " in found.sentence
        assert found.ranks.sum(axis=1).to_numpy() == pytest.approx(1)
        again = svq.rank_sensitivity(scores, spread=spread)
        pd.testing.assert_frame_equal(again.table, found.table)
    assert "Row above column" in repr(found)


def test_ranks_that_cannot_be_shaken() -> None:
    scores = svq.indicator_scores(two(), VALUES)
    for spread in (0, 1.0, -1, "some", True):
        with pytest.raises(ValueError, match="spread must be"):
            svq.rank_sensitivity(scores, spread=spread)
    with pytest.raises(ValueError, match="draws must be"):
        svq.rank_sensitivity(scores, draws=0)
    with pytest.raises(DataError, match="one unit has no rank"):
        svq.rank_sensitivity(svq.indicator_scores(two(), VALUES.head(1)))
    with pytest.raises(DataError, match="only one indicator has weight"):
        svq.rank_sensitivity(svq.indicator_scores(two(), VALUES, weights={"a": 1, "b": 0}))
    lost = VALUES.astype(float)
    lost.loc["Y", "b"] = np.nan
    with pytest.raises(DataError, match="Y has no score of 'b'"):
        svq.rank_sensitivity(svq.indicator_scores(two(), lost, missing="reweigh"))


def test_points_lost_add_up_on_every_level() -> None:
    bank = svq.read_indicators(svq.load_dataset("bank_indicators"))
    values = svq.load_dataset("bank_indicator_values")
    scores = svq.indicator_scores(bank, values, by="branch", period="month", far="leave out")
    lost = 100 - scores.composite.loc["Station", "composite"]
    areas = svq.drill_down(scores, unit="Station")
    assert areas.table["points_lost"].sum() == pytest.approx(lost)
    assert areas.table["points_lost"].is_monotonic_decreasing
    for area, row in areas.table.iterrows():
        below = svq.drill_down(scores, area=area, unit="Station")
        assert below.table["points_lost"].sum() == pytest.approx(row["points_lost"])
        for dimension, part in below.table.iterrows():
            leaf = svq.drill_down(scores, area=area, dimension=dimension, unit="Station")
            assert leaf.table["points_lost"].sum() == pytest.approx(part["points_lost"])
            assert leaf.level == "indicator"
    plain = svq.drill_down(scores, area="efficiency").table
    assert plain["weight"].sum() == pytest.approx(0.22)
    leaf = svq.drill_down(scores, dimension="responsiveness", unit="Harbour").table
    assert leaf["target_met"].tolist() == (
        scores.values.loc["Harbour", leaf.index]
        .combine(bank.table["target"][leaf.index], lambda v, t: v <= t)
        .where(leaf.index != "faults_in_time", scores.values.loc["Harbour", "faults_in_time"] >= 90)
        .tolist()
    )
    assert "Drill-down: Station" in repr(areas)


def test_places_that_do_not_exist() -> None:
    scores = svq.indicator_scores(two(), VALUES)
    for options, message in (
        ({"area": "efficency"}, "no area 'efficency'; did you mean 'efficiency'"),
        ({"dimension": "x"}, "no dimension 'x'"),
        ({"unit": "Z"}, "no unit 'Z'"),
    ):
        with pytest.raises(DataError, match=message):
            svq.drill_down(scores, **options)
    strict = svq.indicator_scores(two(), VALUES, aggregate="geometric")
    with pytest.raises(DataError, match="points are lost in sums only"):
        svq.drill_down(strict, unit="X")
