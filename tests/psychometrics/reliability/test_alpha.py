from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from svqkit.psychometrics.reliability.alpha import (
    alpha,
    alpha_if_dropped,
    feldt_interval,
    item_rest,
    lambda6,
    stratified_alpha,
)
from svqkit.psychometrics.reliability.omega import omega

LOADING = st.floats(0.2, 3.0)
UNIQUE = st.floats(0.2, 4.0)


def congeneric(loadings: np.ndarray, unique: np.ndarray) -> np.ndarray:
    return np.outer(loadings, loadings) + np.diag(unique)


@settings(max_examples=60, deadline=None)
@given(arrays(float, 5, elements=LOADING), arrays(float, 5, elements=UNIQUE))
def test_alpha_is_at_most_omega_of_a_congeneric_scale(
    loadings: np.ndarray, unique: np.ndarray
) -> None:
    S = congeneric(loadings, unique)
    found = omega(S, 200, 0.95).value
    expected = loadings.sum() ** 2 / S.sum()
    assert found == pytest.approx(expected, abs=1e-6)
    assert float(alpha(S)) <= expected + 1e-12


@settings(max_examples=30, deadline=None)
@given(LOADING, arrays(float, 4, elements=UNIQUE), st.floats(0.05, 1.0))
def test_they_are_equal_only_for_equal_loadings(
    loading: float, unique: np.ndarray, apart: float
) -> None:
    equal = congeneric(np.full(4, loading), unique)
    assert float(alpha(equal)) == pytest.approx(16 * loading**2 / equal.sum(), rel=1e-10)
    loadings = np.array([loading, loading, loading, loading + apart])
    unequal = congeneric(loadings, unique)
    assert float(alpha(unequal)) < loadings.sum() ** 2 / unequal.sum() - 1e-6


def test_pingouin_agrees_on_complete_answers(
    oracle_answers: Callable[[str], pd.DataFrame],
) -> None:
    from pingouin import cronbach_alpha

    answers = oracle_answers("survey")[["Q1", "Q2", "Q3", "Q4"]]
    value, interval = cronbach_alpha(answers)
    ours = float(alpha(answers.cov().to_numpy()))
    assert ours == pytest.approx(value, rel=1e-12)
    np.testing.assert_allclose(feldt_interval(ours, 400, 4, 0.95), interval, atol=6e-4)


def test_undefined_cases_are_nan_not_errors() -> None:
    assert np.isnan(alpha(np.array([[2.0]])))
    assert np.isnan(alpha(np.zeros((3, 3))))
    assert np.isnan(feldt_interval(np.nan, 100, 4, 0.95)).all()
    assert np.isnan(alpha_if_dropped(np.eye(2))).all()
    assert np.isnan(lambda6(np.ones((3, 3))))
    assert np.isnan(lambda6(np.eye(1)))
    assert np.isnan(stratified_alpha(np.zeros((4, 4)), [[0, 1], [2, 3]]))
    assert np.isnan(item_rest(np.diag([0.0, 0.0, 1.0]))).all()


def test_batches_are_one_by_one() -> None:
    stack = np.stack([congeneric(np.full(3, x), np.ones(3)) for x in (0.5, 1.0, 2.0)])
    assert alpha(stack).tolist() == [float(alpha(S)) for S in stack]
