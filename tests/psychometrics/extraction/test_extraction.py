from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.psychometrics.extraction.extraction import (
    LOWEST_UNIQUENESS,
    extract,
    extract_batch,
    minres_batch,
    smc,
)
from svqkit.psychometrics.extraction.uniqueness_functions import minres_state

Answers = Callable[[str], pd.DataFrame]
EXTRACTIONS = ["minres", "ml", "paf"]


def correlated(seed: int, p: int, n: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 3)) @ rng.normal(size=(3, p)) + rng.normal(size=(n, p))
    return np.corrcoef(x, rowvar=False)


@pytest.mark.parametrize("case", ["survey", "holes", "small", "bfi"])
def test_squared_multiple_correlations_agree_with_psych(
    oracle: Any, oracle_answers: Answers, case: str
) -> None:
    R = np.array(oracle(f"factorability/{case}_pearson")["correlation"])
    np.testing.assert_allclose(smc(R), oracle(f"factorability/{case}_pearson")["smc"], rtol=1e-10)


@pytest.mark.parametrize("method", EXTRACTIONS)
def test_exact_factors_are_recovered(method: str) -> None:
    pattern = np.array([[0.8, 0.3], [0.7, 0.2], [0.6, -0.2], [0.5, 0.4], [0.7, -0.5], [0.4, 0.6]])
    R = pattern @ pattern.T
    np.fill_diagonal(R, 1)
    found = extract(R, 2, method)
    assert found.converged
    assert not found.bound.any()
    np.testing.assert_allclose(found.communalities, (pattern**2).sum(axis=1), atol=1e-6)
    np.testing.assert_allclose(found.loadings @ found.loadings.T, pattern @ pattern.T, atol=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 3), st.sampled_from(EXTRACTIONS))
def test_the_order_of_items_and_their_signs_do_not_matter(seed: int, m: int, method: str) -> None:
    R = correlated(seed, 9, 150)
    rng = np.random.default_rng(seed)
    order, signs = rng.permutation(9), rng.choice([-1.0, 1.0], 9)
    found = extract(R, m, method)
    again = extract(R[np.ix_(order, order)] * np.outer(signs, signs), m, method)
    if found.bound.any() or again.bound.any() or not (found.converged and again.converged):
        return  # at a bound there may be more than one minimum
    np.testing.assert_allclose(again.communalities, found.communalities[order], atol=1e-5)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 3))
def test_converged_principal_axis_is_minimum_residual(seed: int, m: int) -> None:
    R = correlated(seed, 9, 150)
    axis, residual = extract(R, m, "paf"), extract(R, m, "minres")
    if axis.converged and not axis.bound.any() and not residual.bound.any():
        np.testing.assert_allclose(axis.communalities, residual.communalities, atol=1e-4)


def test_a_batch_is_the_same_as_one_by_one() -> None:
    stack = np.stack([correlated(seed, 8, 100) for seed in range(6)])
    together, converged = minres_batch(stack, 2)
    assert converged.all()
    for R, loadings in zip(stack, together, strict=True):
        alone = extract(R, 2, "minres")
        np.testing.assert_allclose((loadings**2).sum(axis=1), alone.communalities, atol=1e-7)


def test_a_start_near_the_solution_leads_to_it() -> None:
    R = correlated(3, 8, 100)
    found = extract(R, 2, "minres")
    again, _ = minres_batch(np.stack([R, R]), 2, 1 - found.communalities)
    np.testing.assert_allclose((again**2).sum(axis=2)[1], found.communalities, atol=1e-8)


def test_maximum_likelihood_at_its_bound_agrees_with_psych(
    oracle: Any, oracle_answers: Answers
) -> None:
    R = oracle_answers("heywood").to_numpy()
    found = extract(R, 2, "ml")
    expected = oracle("efa/heywood")["ml"]["communalities"]
    np.testing.assert_allclose(found.communalities, expected, atol=2e-4)
    assert found.bound.tolist() == [True, False, False, False, False, False]


def test_minimum_residual_at_its_bound_is_lower_than_where_psych_stops(
    oracle: Any, oracle_answers: Answers
) -> None:
    # psych minimises off-diagonal residuals with the gradient of all residuals; inside the bounds
    # the two have the same minimum, at a bound they have not, and it stops between them
    R = oracle_answers("heywood").to_numpy()
    found = extract(R, 2, "minres")
    assert found.bound.tolist() == [True, False, False, False, False, False]
    expected = np.array(oracle("efa/heywood")["minres"]["communalities"])
    np.testing.assert_allclose(found.communalities, expected, atol=5e-3)
    x = (1 - np.stack([found.communalities, expected])).clip(LOWEST_UNIQUENESS, 1)
    ours, theirs = minres_state(x, np.stack([R, R]), 2).value
    assert ours < theirs


@pytest.mark.parametrize("method", [*EXTRACTIONS, "pca"])
def test_every_method_takes_a_batch(method: str) -> None:
    stack = np.stack([correlated(seed, 8, 200) for seed in range(4)])
    together, converged = extract_batch(stack, 2, method)
    assert converged.all()
    for R, loadings in zip(stack, together, strict=True):
        alone = extract(R, 2, method).loadings
        np.testing.assert_allclose(loadings @ loadings.T, alone @ alone.T, atol=1e-7)


def test_principal_components_are_scaled_eigenvectors() -> None:
    R = correlated(5, 8, 200)
    values, vectors = np.linalg.eigh(R)
    found = extract(R, 3, "pca").loadings
    np.testing.assert_allclose((found**2).sum(axis=0), values[:-4:-1], atol=1e-12)
    np.testing.assert_allclose(np.abs(found[:, 0]), np.abs(vectors[:, -1]) * np.sqrt(values[-1]))
