from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.psychometrics.extraction.one_factor import one_factor_ml
from svqkit.psychometrics.reliability.omega import omega, omega_replicates

LOADINGS = np.array([0.8, 0.7, 0.6, 0.5, 0.7])
SIGMA = np.outer(LOADINGS, LOADINGS) + np.diag([0.36, 0.51, 0.64, 0.75, 0.9])


def test_the_interval_holds_what_samples_do() -> None:
    """The delta method's standard error is the spread of omega over samples of normal answers."""
    rng = np.random.default_rng(12)
    n, samples = 400, 3000
    values = rng.multivariate_normal(np.zeros(5), SIGMA, size=(samples, n))
    centred = values - values.mean(axis=1, keepdims=True)
    S = np.swapaxes(centred, 1, 2) @ centred / (n - 1)
    sd = np.sqrt(np.diag(SIGMA))
    found = omega_replicates(S, one_factor_ml((SIGMA / np.outer(sd, sd))[None]))
    truth = omega(SIGMA, n, 0.95)
    half_width = (truth.high - truth.low) / 2
    # a standard deviation over m samples has a relative error of 1/sqrt(2m)
    assert found.std() * 1.959964 == pytest.approx(half_width, rel=4 / np.sqrt(2 * samples))
    assert truth.value == pytest.approx(LOADINGS.sum() ** 2 / SIGMA.sum(), abs=1e-8)


def test_replicates_agree_with_one_by_one() -> None:
    rng = np.random.default_rng(2)
    answers = rng.multivariate_normal(np.zeros(5), SIGMA, size=(6, 90))
    S = np.stack([np.cov(a, rowvar=False) for a in answers])
    for k in (2, 5):
        alone = [omega(s[:k, :k], 90, 0.95).value for s in S]
        np.testing.assert_allclose(omega_replicates(S[:, :k, :k], None), alone, atol=1e-7)


def test_undefined_cases_say_why() -> None:
    one = omega(np.array([[2.0]]), 50, 0.95)
    assert np.isnan([one.value, one.low, one.high]).all()
    assert one.note.startswith("one item")
    opposed = omega(np.array([[1.0, -0.3], [-0.3, 1.0]]), 50, 0.95)
    assert np.isnan(opposed.value)
    assert "do not correlate positively" in opposed.note
    copied = omega(np.array([[1.0, 1.0, 0.3], [1.0, 1.0, 0.3], [0.3, 0.3, 1.0]]), 50, 0.95)
    assert np.isnan(copied.value)
    assert "determine each other" in copied.note
    unrelated = omega(np.eye(4), 50, 0.95)
    assert np.isnan([unrelated.value, unrelated.low, unrelated.high]).all()
    assert "too few of the items correlate" in unrelated.note


def test_replicates_without_variance_have_no_omega() -> None:
    S = np.stack([SIGMA, np.diag([0.0, 1, 1, 1, 1]), np.ones((5, 5))])
    assert np.isnan(omega_replicates(S, None)).tolist() == [False, True, True]
    two = np.stack([np.array([[1, 0.5], [0.5, 1]]), np.array([[1, -0.5], [-0.5, 1]])])
    assert np.isnan(omega_replicates(two, None)).tolist() == [False, True]


def test_several_dimensions_have_several_minima_and_the_lowest_counts(
    oracle: Any, agree: Any
) -> None:
    known = oracle("differential/differential")
    folder = Path(__file__).resolve().parent.parent.parent / "oracles" / "differential"
    S = pd.read_csv(folder / "dimensions.csv").cov().to_numpy()
    found = omega(S, 150, 0.95)
    agree(
        "reliability: omega of a scale",
        found.value,
        known["omega"],
        oracle="semTools 0.5-6",
        atol=1e-5,
    )
    np.testing.assert_allclose(found.loadings, known["loadings"], atol=2e-4)
