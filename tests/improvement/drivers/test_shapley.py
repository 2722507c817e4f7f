"""Shapley values by their axioms, and deviances of all subsets against R's glm."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from svqkit.improvement.drivers.shapley import logit_deviances, logit_importance, shapley
from svqkit.psychometrics.prediction.relative_importance import lmg_importance

ORACLES = Path(__file__).parents[2] / "oracles" / "drivers"


def test_deviances_of_every_subset_as_glm(agree, oracle):
    table = pd.read_csv(ORACLES / "customers.csv")
    theirs = oracle("drivers/drivers")
    want = theirs["subsets"]
    X, y = table[["care", "speed", "skill", "rooms"]].to_numpy(), table["left"].to_numpy(float)
    counts = np.vstack([np.ones(len(y)), want["counts"]])
    found = logit_deviances(X, y, counts)
    r = f"R {theirs['versions']['R']}"
    agree("drivers: deviance of subsets", found[:, 0], want["once"], oracle=r, rtol=1e-10)
    agree("drivers: deviance of resamples", found[:, 1], want["weighted"], oracle=r, rtol=1e-10)


@given(st.lists(st.floats(0, 1), min_size=8, max_size=8))
def test_the_parts_sum_to_the_whole_and_idle_players_get_nothing(worth):
    worth = np.array([0.0, *worth[1:]])
    np.testing.assert_allclose(shapley(worth).sum(), worth[-1], atol=1e-12)
    idle = np.concatenate([worth, worth])  # a fourth that adds nothing to any subset
    found = shapley(idle)
    np.testing.assert_allclose(found[3], 0.0, atol=1e-12)
    np.testing.assert_allclose(found[:3], shapley(worth), atol=1e-12)


def test_of_r_squared_it_is_lmg():
    rng = np.random.default_rng(1)
    A = rng.normal(size=(50, 4))
    S = np.cov((A @ rng.normal(size=(4, 4)) + A).T)
    explained = []
    for subset in range(8):
        inside = [j for j in range(3) if subset >> j & 1]
        fit = (
            S[inside, 3] @ np.linalg.solve(S[np.ix_(inside, inside)], S[inside, 3]) if inside else 0
        )
        explained.append(fit / S[3, 3])
    np.testing.assert_allclose(shapley(np.array(explained)), lmg_importance(S), rtol=1e-10)


def test_a_resample_without_events_or_with_separation_has_no_importance():
    X = np.array([[1.0], [2.0], [3.0], [4.0]])
    y = np.array([0.0, 1.0, 0.0, 1.0])
    counts = np.array([[2.0, 0, 2, 0], [2.0, 0, 0, 2], [1.0, 1, 1, 1]])
    found = logit_importance(X, y, counts)
    assert np.isnan(found[:2]).all()
    assert np.isfinite(found[2]).all()
