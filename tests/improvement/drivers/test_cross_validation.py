"""Cross-validation finds nothing in noise and most of what is there."""

from __future__ import annotations

import numpy as np

from svqkit.improvement.drivers.cross_validation import apparent_auc, cross_validated


def test_a_known_fit_is_found_and_repeats():
    rng = np.random.default_rng(1)
    X = rng.normal(size=(2000, 3))
    y = X[:, 0] + rng.normal(size=2000)  # R² .5
    value, spread = cross_validated(X, y, logit=False, folds=10, seed=7)
    assert abs(value - 0.5) < 4 * np.sqrt(4 * 0.5 * 0.5**2 / 2000)  # standard error of R²
    assert spread < 0.01
    assert (value, spread) == cross_validated(X, y, logit=False, folds=10, seed=7)


def test_leaving_one_out_is_the_press_statistic():
    rng = np.random.default_rng(2)
    X = rng.normal(size=(30, 2))
    y = X[:, 0] + rng.normal(size=30)
    D = np.column_stack([np.ones(30), X])
    H = D @ np.linalg.solve(D.T @ D, D.T)
    press = (((y - H @ y) / (1 - np.diag(H))) ** 2).sum()
    value, _ = cross_validated(X, y, logit=False, folds=30, seed=1)
    np.testing.assert_allclose(value, 1 - press / ((y - y.mean()) ** 2).sum(), rtol=1e-9)


def test_noise_has_an_area_of_a_half():
    rng = np.random.default_rng(3)
    X = rng.normal(size=(600, 2))
    y = rng.integers(0, 2, 600).astype(float)
    value, _ = cross_validated(X, y, logit=True, folds=10, seed=1)
    assert abs(value - 0.5) < 4 * np.sqrt(
        601 / (12 * 300 * 300)
    )  # Mann-Whitney without a difference


def test_the_area_by_pairs():
    p, y = np.array([0.2, 0.5, 0.5, 0.7, 0.1]), np.array([0.0, 1.0, 0.0, 1.0, 1.0])
    pairs = [(a > b) + (a == b) / 2 for a in p[y == 1] for b in p[y == 0]]
    np.testing.assert_allclose(apparent_auc(p, y), np.mean(pairs))
