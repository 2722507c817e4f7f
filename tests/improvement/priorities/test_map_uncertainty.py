"""The map's uncertainty against R, a bootstrap and simulated truth; targets, diagonal, asymmetry."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError
from svqkit.improvement.priorities.influence import correlation_influence, mean_influence
from svqkit.improvement.priorities.lines import Lines, urgency, urgency_influence
from svqkit.improvement.priorities.quadrant_chances import CHANCES, bivariate_normal, ellipses

ORACLES = Path(__file__).parents[2] / "oracles" / "drivers"


@pytest.fixture(scope="module")
def bank():
    return svq.load_dataset("bank")


def made(perceptions: pd.DataFrame, *, expectations=None, points=None, outcome=None):
    """Responses of items that are dimensions of their own."""
    people = pd.DataFrame(index=perceptions.index)
    if outcome is not None:
        people["outcome"] = outcome
    return SimpleNamespace(
        perceptions=perceptions,
        expectations=expectations,
        importance=points,
        importance_kind="points",
        respondents=people,
        outcomes=("outcome",) if outcome is not None else (),
        instrument=SimpleNamespace(
            mapping={name: [name] for name in perceptions},
            scale=SimpleNamespace(low=1, high=7, points=7),
        ),
    )


def test_ellipses_as_r(agree, oracle):
    theirs = oracle("drivers/drivers")
    r = f"R {theirs['versions']['R']}"
    table = pd.read_csv(ORACLES / "customers.csv")
    x, y = table[["care"]].to_numpy(), table["y"].to_numpy()
    row = ellipses(pd.Index(["care"]), correlation_influence(x, y), mean_influence(x)).iloc[0]
    want = theirs["map"]
    agree(
        "map: standard errors",
        row[["se_importance", "se_performance"]],
        want["se"],
        oracle=r,
        rtol=1e-6,
    )
    agree("map: correlation", row["correlation"], want["correlation"], oracle=r, rtol=1e-6)


def test_bivariate_normal_as_r(agree, oracle):
    theirs = oracle("drivers/drivers")
    want = theirs["bvn"]
    h, k, r = (np.array(want[name], dtype=float) for name in "hkr")
    agree(
        "map: bivariate normal",
        bivariate_normal(h, k, r),
        want["p"],
        oracle=f"R {theirs['versions']['R']}",
        rtol=1e-9,
        atol=1e-11,
    )


@given(st.floats(-4, 4), st.floats(-4, 4), st.floats(-1, 1))
def test_four_quadrants_make_a_whole(h, k, r):
    h, k, r = (np.array([value]) for value in (h, k, r))
    whole = (
        bivariate_normal(h, k, r)
        + bivariate_normal(-h, -k, r)
        + bivariate_normal(h, -k, -r)
        + bivariate_normal(-h, k, -r)
    )
    np.testing.assert_allclose(whole, 1, atol=1e-6)


@pytest.mark.parametrize("importance", ["stated", "derived", "gap"])
@pytest.mark.parametrize("center", ["data", "scale", {"performance": 5.3}])
def test_delta_method_and_bootstrap_agree(bank, importance, center):
    near = svq.priorities(bank, importance=importance, center=center).table
    drawn = svq.priorities(bank, importance=importance, center=center, bootstrap=4000, seed=1).table
    # Shares of 4000 resamples, and what a normal distribution misses.
    np.testing.assert_allclose(near[list(CHANCES)], drawn[list(CHANCES)], atol=0.03)
    width = near["urgency_high"] - near["urgency_low"]
    for end in ("urgency_low", "urgency_high"):
        # Standard deviations over five attributes have an end, and percentiles are skewed near it.
        assert ((near[end] - drawn[end]).abs() < 0.2 * width).all()
    np.testing.assert_allclose(near[list(CHANCES)].sum(axis=1), 1)


def test_ellipses_hold_the_truth():
    """Joint 95 % ellipses of a correlation and a mean, 400 samples of 200."""
    held = 0
    for seed in range(400):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=(200, 1))
        y = 0.5 * x[:, 0] + np.sqrt(0.75) * rng.normal(size=200)
        one = ellipses(pd.Index(["a"]), correlation_influence(x, y), mean_influence(x)).iloc[0]
        a = (np.corrcoef(x[:, 0], y)[0, 1] - 0.5) / one["se_importance"]
        b = x.mean() / one["se_performance"]
        r = one["correlation"]
        held += (a * a - 2 * r * a * b + b * b) / (1 - r * r) <= -2 * np.log(0.05)
    assert abs(held / 400 - 0.95) < 4 * np.sqrt(0.95 * 0.05 / 400)


def test_influence_of_urgency_is_its_slope():
    rng = np.random.default_rng(3)
    i, p = rng.normal(size=5) + 5, rng.normal(size=5) + 4
    moved = rng.normal(size=(7, 5)), rng.normal(size=(7, 5))
    for moves in ((True, True), (False, True)):
        lines = Lines(i.mean() + (0.0 if moves[0] else 0.2), p.mean(), moves, "")
        found = urgency_influence(i, p, moved, lines, common=False)
        step = 1e-6
        ends = [
            urgency(i + s * moved[0], p + s * moved[1], lines, common=False) for s in (step, -step)
        ]
        np.testing.assert_allclose(found, (ends[0] - ends[1]) / (2 * step), atol=1e-7)


def test_targets_put_the_lines_there_and_stay_there(bank):
    found = svq.priorities(bank, center={"performance": 6, "importance": 20})
    assert (found.importance_line, found.performance_line) == (20.0, 6.0)
    assert (found.table["p_keep"] < 0.01).all()  # nobody performs at 6
    assert "targets: performance 6, importance 20." in found.convention


def test_gap_based_importance_is_expectation_and_the_diagonal_is_no_gap(bank):
    found = svq.priorities(bank, importance="gap", model="diagonal")
    expected = svq.gap_scores(bank).dimensions["expectation"]
    np.testing.assert_allclose(found.table["importance"], expected.reindex(found.table.index))
    np.testing.assert_allclose(
        found.table["urgency"], found.table["importance"] - found.table["performance"]
    )
    x, y, slope = found.diagonal
    assert x == y
    assert slope == 1.0
    assert found.table.sort_values("rank")["urgency"].is_monotonic_decreasing


def test_the_diagonal_ranks_by_distance_and_shows_what_quadrants_hide():
    i = np.array([26.0, 30.0, 24.0, 20.0])
    rng = np.random.default_rng(1)
    scores = pd.DataFrame(rng.normal([6.5, 3.0, 2.0, 6.0], 0.1, (60, 4)), columns=list("abcd"))
    points = pd.DataFrame(np.tile(i, (60, 1)), columns=list("abcd"))
    quadrants = svq.priorities(made(scores, points=points))
    diagonal = svq.priorities(made(scores, points=points), model="diagonal")
    assert quadrants.table["rank"].to_dict() == {"b": 1, "a": 2, "c": 3, "d": 4}
    assert diagonal.table.sort_values("rank")["urgency"].is_monotonic_decreasing
    assert diagonal.table.loc["c", "rank"] < diagonal.table.loc["a", "rank"]
    assert any('not in "concentrate here": c' in note for note in quadrants.notes)
    x, y, slope = diagonal.diagonal
    table = diagonal.table
    above = table["importance"] > y + slope * (table["performance"] - x)
    assert (above == (table["urgency"] > 0)).all()


def test_ranks_have_intervals_and_repeat(bank):
    first, again = (svq.priorities(bank, bootstrap=500, seed=2).table for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    assert (first["rank_low"] <= first["rank"]).all()
    assert (first["rank"] <= first["rank_high"]).all()
    assert first["p_first"].sum() == pytest.approx(1)


def test_asymmetry_is_that_of_penalty_and_reward(bank):
    found = svq.priorities(bank, asymmetry=True, outcome="satisfaction")
    effects = svq.penalty_reward(bank, "satisfaction").items
    columns = ["category", "penalty", "reward", "impact_asymmetry"]
    pd.testing.assert_frame_equal(
        found.table[columns], effects.loc[found.table.index, columns], check_names=False
    )


def test_a_basic_factor_that_is_done_well_is_guarded():
    rng = np.random.default_rng(8)
    scores = pd.DataFrame(rng.integers(1, 8, (900, 3)).astype(float), columns=list("abc"))
    y = -2.0 * (scores["a"] <= 3) + 0.4 * scores["b"] + rng.normal(0, 0.5, 900)
    points = pd.DataFrame(np.tile([20.0, 45.0, 35.0], (900, 1)), columns=list("abc"))
    found = svq.priorities(
        made(scores, points=points, outcome=y), asymmetry=True, level="dimension"
    )
    assert found.table.loc["a", "category"] == "basic"
    assert any("Basic factor outside" in note and ": a." in note for note in found.notes)


def test_bad_options_are_named(bank):
    with pytest.raises(ValueError, match="performance target 60 lies off the answer scale"):
        svq.priorities(bank, center={"performance": 60})
    with pytest.raises(ValueError, match=r"center names \['speed'\]"):
        svq.priorities(bank, center={"speed": 3})
    with pytest.raises(ValueError, match=r"center\['importance'\]='high' is not a number"):
        svq.priorities(bank, center={"importance": "high"})
    with pytest.raises(ValueError, match="model must be one of"):
        svq.priorities(bank, model="circle")
    with pytest.raises(ValueError, match="ci=95 must lie between"):
        svq.priorities(bank, ci=95)
    scores = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [2.0, 2.0, 5.0]})
    with pytest.raises(DataError, match="no expectations in these answers"):
        svq.priorities(made(scores), importance="gap")
