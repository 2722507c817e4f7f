"""Limits of the noncentral t against R and SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import nctdtr

from svqkit.gaps.pairs.effect_sizes import noncentrality_limits, standardised_gaps


def test_limits_agree_with_r(oracle, agree):
    grid = oracle("gaps/survey")["noncentral"]
    limits = noncentrality_limits(np.array(grid["t"]), np.array(grid["df"]))
    close = {"oracle": "R 4.2 stats", "rtol": 1e-10, "atol": 1e-11}
    for ours, theirs in zip(limits, (grid["low"], grid["high"]), strict=True):
        agree("gaps: limits of the noncentral t", ours, theirs, **close)


@pytest.mark.parametrize("ci", [0.5, 0.9, 0.95, 0.99])
def test_limits_leave_the_right_tails_where_r_cannot_go(ci):
    t, df = np.array([-100.0, -45.0, 60.0]), np.array([400.0, 999.0, 50.0])
    low, high = noncentrality_limits(t, df, ci)
    np.testing.assert_allclose(nctdtr(df, low, t), (1 + ci) / 2, atol=1e-9)
    np.testing.assert_allclose(nctdtr(df, high, t), (1 - ci) / 2, atol=1e-9)


def test_nothing_to_invert_gives_nothing():
    low, high = noncentrality_limits(np.array([np.nan, 1.0]), np.array([5.0, 0.0]))
    assert np.isnan(low).all()
    assert np.isnan(high).all()


def test_a_spread_of_zero_has_no_standardised_gap():
    sizes = standardised_gaps(*(np.array([x]) for x in (5.0, -1.0, 0.0, 1.0, 1.0)))
    assert all(np.isnan(value).all() for value in sizes.values())
