"""Varimax: against factor_analyzer, and what a rotation must leave as it is."""

from __future__ import annotations

from importlib.metadata import version

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.psychometrics.rotation.varimax import CONVERGED, MOST_STEPS, varimax


@pytest.mark.parametrize("normalize", [True, False])
@pytest.mark.parametrize("m", [2, 3, 5])
def test_each_step_is_the_rotators(normalize, m, agree):
    """Both stop once the criterion grows by 1e-14 of itself, flat as it is near its top: rounding
    decides at which step, and loadings then differ by its root, some 1e-7."""
    from factor_analyzer import Rotator

    oracle = f"factor_analyzer {version('factor_analyzer')}"
    loadings = np.random.default_rng(m).uniform(-0.5, 0.9, (15, m))
    for tol in (CONVERGED, 1e-5):
        rotator = Rotator(method="varimax", normalize=normalize, tol=tol, max_iter=MOST_STEPS)
        theirs = rotator.fit_transform(loadings)
        ours = varimax(loadings, normalize=normalize, tol=tol).loadings
        agree("efa: varimax loadings", ours, theirs, oracle=oracle, atol=1e-6)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(2, 5))
def test_it_turns_and_changes_nothing_else(seed, m):
    loadings = np.random.default_rng(seed).normal(size=(12, m))
    found = varimax(loadings)
    np.testing.assert_allclose(found.loadings @ found.loadings.T, loadings @ loadings.T, atol=1e-10)
    np.testing.assert_array_equal(found.phi, np.eye(m))


def test_an_item_without_loadings_keeps_none():
    loadings = np.array([[0.8, 0.1], [0.7, 0.3], [0.0, 0.0], [0.1, 0.6]])
    assert varimax(loadings).loadings[2].tolist() == [0.0, 0.0]
