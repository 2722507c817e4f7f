from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.psychometrics.rotation.gradient_projection import project
from svqkit.psychometrics.rotation.rotation_criteria import Criterion, geomin, quartimin


def pattern(seed: int, p: int = 12, m: int = 3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.asarray(rng.normal(size=(p, m)) * rng.choice([0.1, 0.8], size=(p, m)))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([quartimin, geomin]), st.booleans())
def test_no_neighbour_is_lower(seed: int, criterion: Criterion, oblique: bool) -> None:
    A = pattern(seed)
    rng = np.random.default_rng(seed)
    starts = np.linalg.qr(rng.normal(size=(4, 3, 3)))[0]
    found = project(A[None], criterion, starts, oblique)
    reproduced = found.loadings @ found.phi @ np.swapaxes(found.loadings, 1, 2)
    np.testing.assert_allclose(reproduced, np.broadcast_to(A @ A.T, reproduced.shape), atol=1e-9)
    np.testing.assert_allclose(np.diagonal(found.phi, axis1=1, axis2=2), 1, atol=1e-12)
    near = found.turn + rng.normal(scale=1e-3, size=found.turn.shape)
    if oblique:
        near /= np.sqrt((near**2).sum(axis=1, keepdims=True))
        beside = A @ np.swapaxes(np.linalg.inv(near), 1, 2)
    else:
        left, _, right = np.linalg.svd(near)
        beside = A @ (left @ right)
    settled = found.converged
    assert (criterion(beside)[0] >= found.value - 1e-9)[settled].all()


@pytest.mark.parametrize("oblique", [True, False])
def test_members_of_a_batch_do_not_touch_each_other(oblique: bool) -> None:
    stack = np.stack([pattern(seed) for seed in range(5)])
    starts = np.broadcast_to(np.eye(3), (5, 3, 3))
    together = project(stack, quartimin, starts, oblique)
    for i, A in enumerate(stack):
        alone = project(A[None], quartimin, np.eye(3)[None], oblique)
        np.testing.assert_allclose(together.loadings[i], alone.loadings[0], atol=1e-6)
        assert together.value[i] == pytest.approx(alone.value[0], abs=1e-9)


def test_a_start_at_the_minimum_stays_there() -> None:
    A = pattern(3)
    found = project(A[None], quartimin, np.eye(3)[None], True)
    again = project(A[None], quartimin, found.turn, True)
    np.testing.assert_allclose(again.loadings, found.loadings, atol=1e-6)
