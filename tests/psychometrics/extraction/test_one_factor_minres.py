from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.psychometrics.correlations.random_correlations import random_correlations
from svqkit.psychometrics.extraction.extraction import LOWEST_UNIQUENESS, minres_batch, smc
from svqkit.psychometrics.extraction.one_factor_minres import one_factor_loadings
from svqkit.psychometrics.extraction.projected_newton import minimise
from svqkit.psychometrics.extraction.uniqueness_functions import minres_state


def residual(R: np.ndarray, loadings: np.ndarray) -> np.ndarray:
    left = R - loadings[:, :, None] * loadings[:, None, :]
    index = np.arange(R.shape[-1])
    left[:, index, index] = 0
    return np.asarray((left**2).sum(axis=(1, 2)))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(4, 12))
def test_it_is_the_minimum_over_uniquenesses(seed: int, p: int) -> None:
    rng = np.random.default_rng(seed)
    own = rng.uniform(0.4, 0.8, p)
    x = rng.normal(size=(300, 1)) * own + rng.normal(size=(300, p)) * np.sqrt(1 - own**2)
    R = np.corrcoef(x, rowvar=False)[None]
    found, converged = one_factor_loadings(R, np.full((1, p), 0.6))
    psi, settled = minimise(minres_state, 1 - smc(R), R, 1, LOWEST_UNIQUENESS, 1.0)
    if converged[0] and settled[0] and (found**2 < 0.99).all():
        np.testing.assert_allclose(1 - found**2, psi, atol=1e-5)


def test_random_matrices_end_in_a_minimum_within_bounds() -> None:
    R = random_correlations(10, 60, 200, np.random.default_rng(3))
    loadings, converged = minres_batch(R, 1)
    assert converged.mean() > 0.95
    start = residual(R, np.sqrt(np.maximum(smc(R), 0)))
    assert (residual(R, loadings[:, :, 0]) <= start + 1e-9).all()


def test_a_reflected_item_has_a_reflected_loading() -> None:
    own = np.array([0.8, 0.7, 0.6, -0.5])
    R = np.outer(own, own)
    np.fill_diagonal(R, 1)
    found, converged = one_factor_loadings(R[None], np.array([[0.5, 0.5, 0.5, -0.5]]))
    assert converged.all()
    np.testing.assert_allclose(found[0], own, atol=1e-8)
