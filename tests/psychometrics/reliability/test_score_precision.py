from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svqkit.psychometrics.reliability.alpha import alpha
from svqkit.psychometrics.reliability.reliability import reliability
from svqkit.psychometrics.reliability.score_precision import (
    combination_reliability,
    difference_reliability,
    score_precision,
)

Answers = Callable[[str], pd.DataFrame]
PART = st.floats(0.05, 5.0)


@given(PART, PART, PART, PART, st.floats(-0.9, 0.9))
def test_true_over_observed_variance_of_a_difference(
    true_x: float, true_y: float, error_x: float, error_y: float, r_true: float
) -> None:
    shared = r_true * np.sqrt(true_x * true_y)
    sd = np.sqrt([true_x + error_x, true_y + error_y])
    r = shared / sd.prod()
    found = difference_reliability(true_x / sd[0] ** 2, true_y / sd[1] ** 2, sd[0], sd[1], r)
    true = true_x + true_y - 2 * shared
    assert found == pytest.approx(true / (true + error_x + error_y), rel=1e-9)
    C = [[sd[0] ** 2, shared], [shared, sd[1] ** 2]]
    alike = combination_reliability([true_x / sd[0] ** 2, true_y / sd[1] ** 2], C, [1, -1])
    assert alike == pytest.approx(found, rel=1e-9)


def test_equal_parts_in_closed_form(agree: Any) -> None:
    """(r − r_xy)/(1 − r_xy) for components of equal spread and reliability (Lord 1963)."""
    for r, between in ((0.8, 0.5), (0.9, 0.0), (0.7, 0.7), (0.6, 0.7)):
        found = difference_reliability(r, r, 2.0, 2.0, between)
        expected = (r - between) / (1 - between)
        agree("reliability: difference score", found, expected, oracle="closed form", atol=1e-12)


def test_differences_take_series_and_refuse_the_impossible() -> None:
    r = pd.Series([0.8, 0.9], ["a", "b"])
    found = difference_reliability(r, r, pd.Series([1.0, 1.0], r.index), 1.0, 0.5)
    assert found.index.tolist() == ["a", "b"]
    assert found.tolist() == pytest.approx([0.6, 0.8])
    assert np.isnan(difference_reliability(0.8, 0.8, 1.0, 1.0, 1.0))
    assert np.isnan(difference_reliability(np.nan, 0.8, 1.0, 1.0, 0.2))
    with pytest.raises(ValueError, match="standard deviation is negative"):
        difference_reliability(0.8, 0.8, -1.0, 1.0, 0.5)
    with pytest.raises(ValueError, match="between -1 and 1"):
        difference_reliability(0.8, 0.8, 1.0, 1.0, 1.5)
    with pytest.raises(ValueError, match="at most 1"):
        difference_reliability(1.2, 0.8, 1.0, 1.0, 0.5)


def test_alphas_of_scales_give_stratified_alpha(oracle_answers: Answers, agree: Any) -> None:
    answers = oracle_answers("survey")
    design = {"a": ["Q1", "Q2", "Q3"], "b": ["Q5", "Q6", "Q7"], "c": ["Q10", "Q11"]}
    sums = pd.DataFrame({name: answers[items].sum(axis=1) for name, items in design.items()})
    alphas = [float(alpha(answers[items].cov().to_numpy())) for items in design.values()]
    found = combination_reliability(alphas, sums.cov())
    row = reliability(answers, design).coefficients.loc["total"]
    agree(
        "reliability: stratified alpha",
        row["alpha_stratified"],
        found,
        oracle="closed form",
        rtol=1e-12,
    )
    with pytest.raises(ValueError, match="3 × 3 covariance"):
        combination_reliability(alphas, np.eye(2))
    with pytest.raises(ValueError, match="not symmetric"):
        combination_reliability([0.5, 0.5], [[1, 0.5], [0.2, 1]])
    with pytest.raises(ValueError, match="at most 1"):
        combination_reliability([1.5, 0.5], np.eye(2))
    assert np.isnan(combination_reliability([0.5, 0.5], np.ones((2, 2)), [1, -1]))


def test_precision_of_scores(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey")
    design = {"a": ["Q1", "Q2", "Q3"], "b": ["Q5", "Q6", "Q7"], "c": ["Q10", "Q11"], "d": ["Q20"]}
    found = reliability(answers, design)
    table = found.precision
    assert table["reliability_from"].tolist() == [
        "omega_total",
        "omega_total",
        "alpha",
        "",
        "alpha",
    ]
    row = table.loc["a"]
    assert row["sd"] == pytest.approx(answers[design["a"]].sum(axis=1).std())
    omega = found.coefficients.loc["a", "omega_total"]
    assert row["sem"] == pytest.approx(row["sd"] * np.sqrt(1 - omega))
    assert row["sdc"] == pytest.approx(1.959963984540054 * np.sqrt(2) * row["sem"])
    assert row["sem_mean"] == pytest.approx(row["sem"] / 3)
    assert table.loc["d", ["reliability", "sem", "sdc"]].isna().all()
    three = reliability(answers, {n: design[n] for n in "abc"}).precision
    assert three.loc["total", "reliability_from"] == "alpha_stratified"
    ordinal = reliability(answers, {"a": design["a"]}, correlation="polychoric")
    row = ordinal.precision.loc["a"]
    assert row["reliability_from"] == "omega_categorical"
    assert row["reliability"] == ordinal.coefficients.loc["a", "omega_categorical"]
    assert row["sd"] == pytest.approx(answers[design["a"]].sum(axis=1).std())
    assert np.isnan(score_precision(2.0, np.nan, 0.95)).all()
