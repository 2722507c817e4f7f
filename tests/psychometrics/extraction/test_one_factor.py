from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from svqkit.psychometrics.extraction import one_factor as module
from svqkit.psychometrics.extraction.one_factor import information, one_factor_ml


@settings(max_examples=40, deadline=None)
@given(arrays(float, 5, elements=st.floats(0.3, 0.95)))
def test_an_exact_factor_is_recovered(loadings: np.ndarray) -> None:
    R = np.outer(loadings, loadings)
    np.fill_diagonal(R, 1)
    found = one_factor_ml(R[None])
    assert found.converged.all()
    np.testing.assert_allclose(found.loadings[0], loadings, atol=1e-6)
    np.testing.assert_allclose(found.uniquenesses[0], 1 - loadings**2, atol=1e-6)


def test_a_negative_unique_variance_is_an_estimate() -> None:
    # r12 r13 / r23 = 1.2: the first item would need a communality above 1
    R = np.array([[1.0, 0.8, 0.6], [0.8, 1.0, 0.4], [0.6, 0.4, 1.0]])
    found = one_factor_ml(R[None])
    assert found.converged.all()
    np.testing.assert_allclose(found.loadings[0] ** 2, [1.2, 0.64 / 1.2, 0.3], atol=1e-6)
    np.testing.assert_allclose(found.uniquenesses[0, 0], -0.2, atol=1e-6)


def test_information_is_half_the_trace_of_the_derivatives() -> None:
    loadings = np.array([0.8, 0.5, 0.6])
    sigma = np.outer(loadings, loadings) + np.diag([0.4, 0.9, 0.6])
    W = np.linalg.inv(sigma)
    unit = np.eye(3)
    changes = [np.outer(unit[i], loadings) + np.outer(loadings, unit[i]) for i in range(3)]
    changes += [np.outer(unit[i], unit[i]) for i in range(3)]
    expected = [[np.trace(W @ a @ W @ b) / 2 for b in changes] for a in changes]
    np.testing.assert_allclose(information(loadings[None], W[None])[0], expected, rtol=1e-12)


def test_a_batch_is_the_same_as_one_by_one() -> None:
    rng = np.random.default_rng(1)
    stack = np.stack(
        [
            np.corrcoef(rng.normal(size=(80, 1)) + rng.normal(size=(80, 4)), rowvar=False)
            for _ in range(8)
        ]
    )
    together = one_factor_ml(stack)
    started = one_factor_ml(stack, one_factor_ml(stack[:1]))
    for k, R in enumerate(stack):
        alone = one_factor_ml(R[None])
        np.testing.assert_allclose(together.loadings[k], alone.loadings[0], atol=1e-6)
        np.testing.assert_allclose(started.loadings[k], alone.loadings[0], atol=1e-6)


def test_matrices_that_are_not_positive_definite_are_out_of_reach() -> None:
    x = np.array([[0.5, 0.5, 0.5, -1.0, -1.0, 1.0], [0.5, 0.5, 0.5, 1.0, 1.0, 1.0]])
    value, _ = module._discrepancy(x, np.stack([np.eye(3)] * 2))
    assert np.isinf(value[0])
    assert np.isfinite(value[1])
