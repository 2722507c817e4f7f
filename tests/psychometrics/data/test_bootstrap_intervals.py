"""Percentile and BCa intervals against SciPy's bootstrap of the same draws."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from svqkit.psychometrics.data.bootstrap_intervals import (
    acceleration,
    bca_interval,
    percentile_interval,
)


def skewness(x: np.ndarray, axis: int = -1) -> np.ndarray:
    return np.asarray(stats.skew(x, axis=axis))


@pytest.mark.parametrize("level", [0.9, 0.95])
def test_bca_as_scipy(level: float, agree: Any) -> None:
    sample = np.random.default_rng(4).gamma(2.0, size=60)
    theirs = stats.bootstrap(
        (sample,), skewness, n_resamples=2000, confidence_level=level, method="BCa", rng=5
    )
    draws = theirs.bootstrap_distribution
    left_out = np.array([skewness(np.delete(sample, i)) for i in range(60)])
    speed = acceleration(left_out.mean() - left_out)
    low, high = bca_interval(draws, skewness(sample), speed, level)
    ends = theirs.confidence_interval
    agree("bootstrap: BCa limits", [low, high], [ends.low, ends.high], oracle="SciPy", rtol=1e-10)
    plain = stats.bootstrap(
        (sample,), skewness, n_resamples=2000, confidence_level=level, method="percentile", rng=5
    ).confidence_interval
    agree(
        "bootstrap: percentile limits",
        percentile_interval(draws, level),
        [plain.low, plain.high],
        oracle="SciPy",
        rtol=1e-10,
    )


def test_without_bias_and_skewness_bca_is_the_percentile_interval() -> None:
    draws = np.random.default_rng(1).normal(size=(999, 3, 2))
    middle = np.median(draws, axis=0)
    ours = bca_interval(draws, middle, np.zeros((3, 2)), 0.95)
    for one, other in zip(ours, percentile_interval(draws, 0.95), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-10)


def test_draws_all_on_one_side_have_no_bca_interval() -> None:
    low, high = bca_interval(np.arange(10.0), np.array(20.0), np.array(0.0), 0.95)
    assert np.isnan(low)
    assert np.isnan(high)
