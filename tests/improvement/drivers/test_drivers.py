"""Drivers: every number against R, the planted truth of the bank, and what does not matter."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError

ORACLES = Path(__file__).parents[2] / "oracles" / "drivers"
SCORES = ["care", "speed", "skill", "rooms"]


@pytest.fixture(scope="module")
def customers() -> pd.DataFrame:
    return pd.read_csv(ORACLES / "customers.csv")


@pytest.fixture(scope="module")
def bank():
    return svq.load_dataset("bank")


def test_least_squares_as_r(agree, oracle, customers):
    theirs = oracle("drivers/drivers")
    r = f"R {theirs['versions']['R']}"
    want = theirs["linear"]
    found = svq.drivers(customers, "y", SCORES, bootstrap=0)
    table = found.table.loc[SCORES]
    for name in ("b", "se", "p", "beta", "vif", "alone"):
        agree(f"drivers: {name}", table[name], want[name], oracle=r, rtol=1e-9)
    agree(
        "drivers: interval of slopes", table[["b_low", "b_high"]], want["ci"], oracle=r, rtol=1e-9
    )
    agree("drivers: LMG", table["importance"], want["importance"], oracle=r, rtol=1e-9)
    agree("drivers: R²", found.fit["r_squared"], want["r_squared"], oracle=r, rtol=1e-11)
    agree("drivers: adjusted R²", found.fit["adjusted"], want["adjusted"], oracle=r, rtol=1e-11)
    agree("drivers: residual sd", found.fit["residual_sd"], want["sigma"], oracle=r, rtol=1e-11)
    agree(
        "drivers: condition indices",
        found.conditions["condition_index"],
        want["condition"],
        oracle=r,
        rtol=1e-9,
    )
    agree(
        "drivers: variance proportions",
        found.conditions[["intercept", *SCORES]],
        want["parts"],
        oracle=r,
        rtol=1e-6,
        atol=1e-12,
    )
    robust = svq.drivers(customers, "y", SCORES, robust="HC3", bootstrap=0).table.loc[SCORES]
    agree("drivers: HC3 errors", robust["se"], want["se_hc3"], oracle=r, rtol=1e-9)
    assert robust["se"]["care"] > 1.1 * table["se"]["care"]  # the errors were made unequal there
    np.testing.assert_allclose(table["tolerance"] * table["vif"], 1.0)


def test_a_logit_as_r(agree, oracle, customers):
    theirs = oracle("drivers/drivers")
    r = f"R {theirs['versions']['R']}"
    want = theirs["logit"]
    found = svq.drivers(customers, "left", SCORES, bootstrap=0)
    assert found.model == "logit"
    table = found.table.loc[SCORES]
    agree("drivers: logit b", table["b"], want["b"], oracle=r, rtol=1e-6)
    agree("drivers: odds ratios", table["odds_ratio"], want["odds"], oracle=r, rtol=1e-7)
    agree(
        "drivers: Wald intervals",
        table[["odds_low", "odds_high"]],
        want["wald"],
        oracle=r,
        rtol=1e-6,
    )
    agree("drivers: logit p", table["p"], want["p"], oracle=r, rtol=1e-5)
    agree("drivers: marginal effects", table["effect"], want["effect"], oracle=r, rtol=1e-5)
    agree("drivers: McFadden's R²", found.fit["mcfadden"], want["mcfadden"], oracle=r, rtol=1e-9)
    agree("drivers: likelihood-ratio p", found.fit["p"], want["p_all"], oracle=r, rtol=1e-8)
    agree("drivers: AUC", found.fit["auc"], want["auc"], oracle=r, rtol=1e-9)
    agree(
        "drivers: general dominance", table["importance"], want["importance"], oracle=r, rtol=1e-7
    )
    agree("drivers: McFadden's R² alone", table["alone"], want["alone"], oracle=r, rtol=1e-7)


def test_pingouins_importance_is_that_of_derived_importance(bank):
    found = svq.drivers(bank, "satisfaction", bootstrap=0)
    derived = svq.derived_importance(bank, outcome="satisfaction")
    share = found.table["share"].reindex(derived.weights.index)
    np.testing.assert_allclose(share, derived.weights, rtol=1e-9)
    np.testing.assert_allclose(found.table["importance"].sum(), found.fit["r_squared"], rtol=1e-10)


@pytest.mark.parametrize("outcome", ["overall_quality", "satisfaction", "loyalty"])
def test_the_banks_planted_drivers_come_back(bank, outcome):
    """Reliability was given the largest slope for each outcome, tangibles the smallest."""
    found = svq.drivers(bank, outcome, bootstrap=300)
    assert found.table.loc["reliability", "rank_low"] == 1
    assert found.table["importance"].idxmin() == "tangibles"
    assert found.table.loc["tangibles", "rank_high"] == 5
    assert found.fit["optimism"] < 0.05
    assert "little is lost" in found.notes[0]


def test_a_risk_and_a_top_box_are_logits_of_the_same_question(bank):
    risk = svq.drivers(bank, "loyalty", below=7, bootstrap=0)
    top = svq.drivers(bank, "loyalty", at_least=9, bootstrap=0)
    assert (risk.table["odds_ratio"] < 1).all()
    assert (top.table["r"] > 0).all()
    assert risk.fit["events"] == int((bank.respondents["loyalty"].dropna() < 7).sum())
    assert risk.outcome == "loyalty below 7"
    np.testing.assert_allclose(risk.table["importance"].sum(), risk.fit["mcfadden"], rtol=1e-7)


def test_a_risk_turned_over_is_a_chance_turned_over(customers):
    lost = svq.drivers(customers, "y", SCORES, below=5, bootstrap=0).table.loc[SCORES]
    kept = svq.drivers(customers, "y", SCORES, at_least=5, bootstrap=0).table.loc[SCORES]
    np.testing.assert_allclose(lost["odds_ratio"], 1 / kept["odds_ratio"], rtol=1e-7)
    np.testing.assert_allclose(lost["importance"], kept["importance"], rtol=1e-9)


def test_intervals_repeat_and_hold_the_estimate(customers):
    first, again = (svq.drivers(customers, "y", SCORES, bootstrap=200, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(first.table, again.table)
    inside = first.table["importance"].between(
        first.table["importance_low"], first.table["importance_high"]
    )
    assert inside.all()
    assert (first.table["rank"] >= first.table["rank_low"]).all()
    assert (first.table["rank"] <= first.table["rank_high"]).all()


def test_bootstrap_intervals_of_importance_hold_the_truth():
    """Two independent predictors, R² .36 and .09; 60 samples of 250, 95 % intervals."""
    held = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=(250, 2))
        y = 0.6 * x[:, 0] + 0.3 * x[:, 1] + np.sqrt(0.55) * rng.normal(size=250)
        frame = pd.DataFrame(x, columns=["a", "b"]).assign(y=y)
        table = svq.drivers(frame, "y", bootstrap=300, seed=seed, folds=2).table.loc[["a", "b"]]
        held.extend(
            (table["importance_low"] < [0.36, 0.09]) & (table["importance_high"] > [0.36, 0.09])
        )
    share, error = np.mean(held), np.sqrt(0.95 * 0.05 / len(held))
    assert abs(share - 0.95) < 4 * error


def test_noise_is_shown_as_overfitting():
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(rng.normal(size=(40, 9)), columns=list("abcdefghi"))
    found = svq.drivers(frame, "i", bootstrap=0)
    assert found.fit["cross_validated"] < 0.05
    assert found.fit["optimism"] > 0.1
    assert "overfitted" in found.notes[0]
    assert "Only 5 respondents a predictor" in found.notes[1]


def test_near_twins_are_named():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(200, 3))
    x[:, 1] = x[:, 0] + 0.1 * rng.normal(size=200)
    frame = pd.DataFrame(x, columns=["a", "twin", "b"]).assign(y=x[:, 0] + rng.normal(size=200))
    found = svq.drivers(frame, "y", bootstrap=0)
    assert any(
        "5 and more: a, twin" in note or "5 and more: twin, a" in note for note in found.notes
    )


@settings(max_examples=15)
@given(
    factor=st.lists(st.floats(0.01, 100), min_size=4, max_size=4),
    shift=st.floats(-50, 50),
    order=st.permutations(SCORES),
    logit=st.booleans(),
)
def test_units_and_order_of_predictors_do_not_matter(factor, shift, order, logit):
    customers = pd.read_csv(ORACLES / "customers.csv")
    outcome = "left" if logit else "y"
    first = svq.drivers(customers, outcome, SCORES, bootstrap=0)
    moved = customers.copy()
    moved[SCORES] = customers[SCORES] * factor + shift
    other = svq.drivers(moved.sample(frac=1, random_state=1), outcome, order, bootstrap=0)
    columns = ["importance", "alone", "vif", "odds_ratio" if logit else "beta", "p"]
    pd.testing.assert_frame_equal(
        first.table.loc[SCORES, columns], other.table.loc[SCORES, columns], rtol=1e-5
    )


def test_more_than_ten_predictors_take_johnsons_weights():
    rng = np.random.default_rng(6)
    x = rng.normal(size=(120, 11))
    frame = pd.DataFrame(x, columns=[f"q{k}" for k in range(11)]).assign(
        y=x[:, 0] + rng.normal(size=120)
    )
    found = svq.drivers(frame, "y", bootstrap=0)
    assert "Johnson" in found.convention
    np.testing.assert_allclose(found.table["importance"].sum(), found.fit["r_squared"], rtol=1e-9)
    with pytest.raises(ValueError, match=r"11 have 2\^11; choose at most 10"):
        svq.drivers(frame, "y", at_least=0, bootstrap=0)


def test_bad_input_is_named(customers):
    def refused(match, frame=customers, outcome="y", error=DataError, **options):
        with pytest.raises(error, match=match):
            svq.drivers(frame, outcome, options.pop("predictors", SCORES), bootstrap=0, **options)

    refused("'care' is the same for all 160", customers.assign(care=3.0))
    refused("'y' is the same for all 160", customers.assign(y=3.0))
    refused(
        "care, speed, both are linearly dependent",
        customers.assign(both=customers["care"] + customers["speed"]),
        predictors=["care", "speed", "both"],
    )
    refused("5 complete respondents cannot carry 4 predictors", customers.head(5))
    refused("'segment' is not numeric", predictors=["care", "segment"])
    refused("there is no predictor 'joy'; there is care", predictors=["joy"])
    refused("'care' is named twice", predictors=["care", "care"])
    refused("there is no column 'joy'", outcome="joy")
    refused(
        "'speed' holds an infinite number",
        customers.assign(speed=customers["speed"].where(customers.index > 0, np.inf)),
    )
    refused("a logit needs an event: 'y' is not 0 and 1", model="logit")
    refused("nobody of 160 complete respondents has the event", at_least=99)
    refused("everybody of 160 complete respondents has the event", below=99)
    refused(
        "only 3 respondents are on the smaller side", outcome="y", below=np.sort(customers["y"])[3]
    )
    refused(
        "separation: care tells who has the event",
        customers.assign(left=(customers["care"] > 5).astype(int)),
        outcome="left",
    )
    refused("give one cut point", error=ValueError, at_least=1, below=2)
    refused("takes model='logit'", error=ValueError, model="linear", at_least=4)
    refused("model must be one of", error=ValueError, model="probit")
    refused("robust must be one of", error=ValueError, robust="yes")
    refused("folds=1 must be", error=ValueError, folds=1)
    refused("predictors must be a list", error=TypeError, predictors="care")
    with pytest.raises(DataError, match="say which column is the outcome"):
        svq.drivers(customers)
    with pytest.raises(TypeError, match="responses or a DataFrame, not list"):
        svq.drivers([1, 2])
    with pytest.raises(DataError, match="stands twice"):
        svq.drivers(customers[["care", "care", "y"]], "y")


def test_it_says_that_drivers_are_correlations(bank):
    text = repr(svq.drivers(bank, "satisfaction", bootstrap=0))
    assert "Drivers are correlations." in text
    assert "5 respondents without all answers are left out." in text
