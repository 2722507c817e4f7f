"""Tests of normality on arrays: against SciPy and pingouin, and under what must not change them."""

from __future__ import annotations

from importlib.metadata import version

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats.mstats import normaltest

from svqkit.psychometrics.data.shape_tests import ROWS, henze_zirkler, item_shapes


def coded(seed: int, n: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    values = np.round(rng.gamma(2.0, size=(n, 4)) + rng.normal(size=(n, 4)), 1)
    values[:, 3] = np.clip(np.round(values[:, 3]), 1, 7)
    return values


def standardised(values: np.ndarray) -> np.ndarray:
    deviations = values - values.mean(axis=0)
    root = np.linalg.cholesky(deviations.T @ deviations / len(values))
    return np.linalg.solve(root, deviations.T).T


@pytest.mark.filterwarnings("ignore:kurtosistest only valid")
@pytest.mark.parametrize("n", [12, 60, 700])
def test_item_shapes_are_pandas_and_scipys(n, agree):
    values = coded(n, n)
    holes = np.random.default_rng(1).random(values.shape) < 0.1
    for table in (values, np.where(holes, np.nan, values)):
        found = item_shapes(table)
        frame = pd.DataFrame(table)
        agree("normality: item skewness G1", found.skew, frame.skew(), oracle="pandas", rtol=1e-10)
        agree(
            "normality: item kurtosis G2",
            found.kurtosis,
            frame.kurt(),
            oracle="pandas",
            rtol=1e-9,
            atol=1e-12,
        )
        theirs = normaltest(np.ma.masked_invalid(table), axis=0)
        scipy = f"scipy {version('scipy')}"
        for name, ours, other in (
            ("normality: item chi-square", found.chisq, theirs.statistic),
            ("normality: item chi-square, p", found.pvalue, theirs.pvalue),
        ):
            agree(name, ours, np.asarray(other), oracle=scipy, rtol=1e-9, atol=1e-14)


@pytest.mark.filterwarnings("ignore:kurtosistest only valid")
def test_a_symmetric_item_is_tested_as_scipy_does():
    even = np.array([-3.0, -2, -1, -1, 0, 0, 1, 1, 2, 3])[:, None]
    theirs = normaltest(np.ma.array(even), axis=0)
    assert item_shapes(even).chisq == pytest.approx(np.asarray(theirs.statistic), rel=1e-12)


@pytest.mark.parametrize("n", [20, ROWS, ROWS + 1, 700])
def test_henze_zirkler_is_pingouins(n, agree):
    from pingouin import multivariate_normality

    for values in (coded(n, n), np.random.default_rng(n).normal(size=(n, 3))):
        statistic, pvalue = henze_zirkler(standardised(values))
        theirs = multivariate_normality(values)
        oracle = f"pingouin {version('pingouin')}"
        agree("normality: Henze–Zirkler", statistic, theirs.hz, oracle=oracle, rtol=1e-10)
        agree("normality: Henze–Zirkler, p", pvalue, theirs.pval, oracle=oracle, rtol=1e-8)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.floats(-5, 5), st.floats(0.2, 5))
def test_order_shift_and_scale_change_nothing(seed, shift, scale):
    rng = np.random.default_rng(seed)
    values = coded(seed, 40)
    shuffled = rng.permutation(values, axis=0)
    assert henze_zirkler(standardised(shuffled * scale + shift)) == pytest.approx(
        henze_zirkler(standardised(values)), rel=1e-9
    )
    moved, still = item_shapes(shuffled * scale + shift), item_shapes(values)
    for ours, other in zip(moved, still, strict=True):
        np.testing.assert_allclose(ours, other, rtol=1e-8, atol=1e-10)
