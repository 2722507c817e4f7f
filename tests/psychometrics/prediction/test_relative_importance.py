"""Importance from covariances: against pingouin, closed forms, and the jackknife."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pingouin
import pytest

from svqkit.psychometrics.prediction.regression_formulas import jackknife_covariances, r_squared
from svqkit.psychometrics.prediction.relative_importance import (
    covariance_influence,
    lmg_importance,
    relative_weights,
)


@pytest.fixture(scope="module")
def values() -> np.ndarray:
    rng = np.random.default_rng(11)
    x = rng.normal(size=(300, 5)) + rng.normal(size=(300, 1))
    y = x @ [0.5, 0.3, 0.0, -0.2, 0.4] + rng.normal(size=300)
    return np.column_stack([x, y])


def test_lmg_is_pingouins(values, agree):
    S = np.cov(values.T)
    theirs = pingouin.linear_regression(pd.DataFrame(values[:, :-1]), values[:, -1], relimp=True)
    agree(
        "relative importance: LMG",
        lmg_importance(S),
        theirs["relimp"].iloc[1:].to_numpy(float),
        oracle="pingouin",
        rtol=1e-9,
    )


def test_many_matrices_at_once_are_each_alone(values):
    S = np.stack([np.cov(part.T) for part in np.split(values, 3)])
    for importance in (lmg_importance, relative_weights):
        together = importance(S)
        for one, row in zip(S, together, strict=True):
            np.testing.assert_allclose(importance(one), row, rtol=1e-11)
            assert row.sum() == pytest.approx(float(r_squared(one, np.arange(5))))


def test_uncorrelated_predictors_explain_their_squared_correlations():
    r = np.array([0.5, 0.3, -0.2])
    S = np.eye(4)
    S[:3, 3] = S[3, :3] = r
    np.testing.assert_allclose(lmg_importance(S), r**2, rtol=1e-12)
    np.testing.assert_allclose(relative_weights(S), r**2, rtol=1e-12)


def test_one_predictor_explains_all(values):
    S = np.cov(values[:, [0, 5]].T)
    assert lmg_importance(S) == pytest.approx(S[0, 1] ** 2 / S[0, 0] / S[1, 1])


def test_dependent_predictors_give_no_number():
    S = np.array([[1.0, 1.0, 0.5], [1.0, 1.0, 0.5], [0.5, 0.5, 1.0]])
    assert not np.isfinite(lmg_importance(S)).all()


def test_influence_of_a_variance_is_known(values, agree):
    """Of the unbiased variance: (x − mean)² n/(n − 1) − s²."""
    x = values[:, :1]
    ours = covariance_influence(lambda S: S[:, :, 0], x)[:, 0]
    n = len(x)
    theirs = (x[:, 0] - x.mean()) ** 2 * n / (n - 1) - x.var(ddof=1)
    agree("relative importance: influence", ours, theirs, oracle="closed form", rtol=1e-6)


def test_influence_and_jackknife_give_nearly_the_same_error(values):
    """They differ by terms of order 1/n."""
    n = len(values)
    influence = covariance_influence(lmg_importance, values)
    left_out = lmg_importance(jackknife_covariances(values))
    jackknife = np.sqrt((n - 1) / n * ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0))
    delta = np.sqrt((influence**2).sum(axis=0) / (n * (n - 1)))
    np.testing.assert_allclose(delta, jackknife, rtol=0.05)
    assert np.abs(influence.sum(axis=0)).max() < 1e-6 * np.abs(influence).sum()
