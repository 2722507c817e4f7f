from __future__ import annotations

import numpy as np

from svqkit.psychometrics.correlations.random_correlations import random_correlations


def test_draws_are_correlation_matrices_of_unrelated_items() -> None:
    n, p, draws = 50, 6, 4000
    R = random_correlations(p, n, draws, np.random.default_rng(3))
    np.testing.assert_allclose(np.diagonal(R, axis1=1, axis2=2), 1)
    np.testing.assert_allclose(R, np.swapaxes(R, 1, 2), atol=1e-15)
    assert np.linalg.eigvalsh(R).min() > 0
    off = R[:, *np.tril_indices(p, -1)]
    # the correlation of n unrelated normals: mean 0, variance 1/(n − 1), kurtosis 3(n − 1)/(n + 1)
    error = 4 / np.sqrt(draws)
    assert (np.abs(off.mean(axis=0) * np.sqrt(n - 1)) < error).all()
    assert (np.abs(off.var(axis=0) * (n - 1) - 1) < error * np.sqrt(2)).all()
    kurtosis = (off**4).mean() * (n - 1) ** 2
    assert abs(kurtosis - 3 * (n - 1) / (n + 1)) < 4 * np.sqrt(96 / off.size)


def test_the_determinant_has_its_known_mean() -> None:
    # E|R| of p unrelated items: product over i < p of (n − 1 − i)/(n − 1)
    n, p = 40, 5
    R = random_correlations(p, n, 4000, np.random.default_rng(4))
    determinants = np.linalg.det(R)
    expected = np.prod([(n - 1 - i) / (n - 1) for i in range(p)])
    assert abs(determinants.mean() - expected) < 4 * determinants.std() / np.sqrt(4000)
