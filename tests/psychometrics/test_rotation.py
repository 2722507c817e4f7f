from __future__ import annotations

import numpy as np
import pytest

from svqkit.psychometrics import rotation as module
from svqkit.psychometrics.rotation import OBLIQUE, ROTATIONS, Rotated, arrange, rotate

PATTERN = np.kron(np.eye(3), np.array([[0.8], [0.7], [0.6], [0.5]]))
PHI = np.array([[1.0, 0.4, 0.3], [0.4, 1.0, 0.5], [0.3, 0.5, 1.0]])


def unrotated() -> np.ndarray:
    values, vectors = np.linalg.eigh(PATTERN @ PHI @ PATTERN.T)
    return vectors[:, :-4:-1] * np.sqrt(values[:-4:-1])


@pytest.mark.parametrize("method", list(ROTATIONS))
def test_what_the_factors_reproduce_stays(method: str) -> None:
    start = unrotated()
    found = rotate(start, method)
    reproduced = found.loadings @ found.phi @ found.loadings.T
    np.testing.assert_allclose(reproduced, start @ start.T, atol=1e-10)
    np.testing.assert_allclose(np.diag(found.phi), 1, atol=1e-12)
    if method not in OBLIQUE:
        np.testing.assert_array_equal(found.phi, np.eye(3))


@pytest.mark.parametrize("method", ["oblimin", "geomin"])
def test_simple_structure_is_found(method: str) -> None:
    found = rotate(unrotated(), method)
    order = [
        int(np.abs(found.loadings[rows]).sum(axis=0).argmax())
        for rows in np.split(np.arange(12), 3)
    ]
    signs = np.sign(found.loadings[:, order].sum(axis=0))
    arranged = arrange(found, np.array(order), signs)
    np.testing.assert_allclose(arranged.loadings, PATTERN, atol=2e-2)
    np.testing.assert_allclose(arranged.phi, PHI, atol=2e-2)


@pytest.mark.parametrize("method", list(ROTATIONS))
def test_one_factor_has_nothing_to_rotate(method: str) -> None:
    start = np.array([[0.8], [0.6], [0.5]])
    np.testing.assert_array_equal(rotate(start, method).loadings, start)


def test_a_better_minimum_from_another_start_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    poor = Rotated(np.full((4, 2), 0.5), np.eye(2))
    good = Rotated(np.kron(np.eye(2), np.array([[0.7], [0.7]])), np.eye(2))
    calls = iter([poor, poor, good])
    monkeypatch.setattr(module, "_fit", lambda loadings, method: next(calls))
    assert rotate(np.ones((4, 2)), "oblimin") is good


def test_arranging_moves_everything_together() -> None:
    start = Rotated(PATTERN, PHI)
    order, signs = np.array([2, 0, 1]), np.array([-1.0, 1.0, -1.0])
    found = arrange(start, order, signs)
    np.testing.assert_allclose(
        found.loadings @ found.phi @ found.loadings.T, PATTERN @ PHI @ PATTERN.T, atol=1e-12
    )
    np.testing.assert_allclose(found.loadings @ found.phi, (PATTERN @ PHI)[:, order] * signs)
