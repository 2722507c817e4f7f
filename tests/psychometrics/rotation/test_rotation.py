from __future__ import annotations

import numpy as np
import pytest

from svqkit.psychometrics.extraction.matching import nearest_order
from svqkit.psychometrics.rotation.rotated import Rotated, arrange
from svqkit.psychometrics.rotation.rotation import (
    OBLIQUE,
    ROTATIONS,
    rotate,
    rotate_batch,
    search,
)
from svqkit.psychometrics.rotation.rotation_criteria import geomin

PATTERN = np.kron(np.eye(3), np.array([[0.8], [0.7], [0.6], [0.5]]))
PHI = np.array([[1.0, 0.4, 0.3], [0.4, 1.0, 0.5], [0.3, 0.5, 1.0]])


def unrotated() -> np.ndarray:
    values, vectors = np.linalg.eigh(PATTERN @ PHI @ PATTERN.T)
    return vectors[:, :-4:-1] * np.sqrt(values[:-4:-1])


TARGET = np.where(PATTERN == 0, 0.0, np.nan)


@pytest.mark.parametrize("method", list(ROTATIONS))
def test_what_the_factors_reproduce_stays(method: str) -> None:
    start = unrotated()
    found = rotate(start, method, target=TARGET)
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


def test_a_better_minimum_from_another_start_is_taken() -> None:
    # a pattern of Thurstone's box kind: geomin ends in several places
    rng = np.random.default_rng(6)
    A = rng.normal(size=(14, 4)) * rng.choice([0.1, 0.8], size=(14, 4))
    found = search(A, "geomin", starts=30, rng=np.random.default_rng(1))
    assert len(np.unique(found.values.round(5))) > 1
    best = int(np.argmin(found.values))
    np.testing.assert_allclose(found.values.min(), found.values[best])
    reached = geomin(found.rotated.loadings[None])[0][0]
    assert reached <= found.values.min() + 1e-6
    assert len(found.values) == len(found.patterns) == 32


def test_random_starts_repeat_with_their_seed() -> None:
    first, again = (
        search(unrotated(), "oblimin", starts=5, rng=np.random.default_rng(3)).values
        for _ in range(2)
    )
    np.testing.assert_array_equal(first, again)


@pytest.mark.parametrize("method", ["quartimax", "oblimin", "geomin"])
def test_factor_analyzer_ends_in_the_same_place(method: str) -> None:
    from factor_analyzer import Rotator

    names = {"geomin": "geomin_obl"}
    kind = names.get(method, method)
    theirs = Rotator(method=kind, tol=1e-7, max_iter=5000).fit_transform(unrotated())
    ours = rotate(unrotated(), method).loadings
    order, signs = nearest_order(ours, theirs)
    np.testing.assert_allclose(ours[:, order] * signs, theirs, atol=1e-5)


@pytest.mark.parametrize("method", ["varimax", "promax", "oblimin", "geomin", "equamax"])
def test_normalisation_evens_items_out(method: str) -> None:
    weights = np.linspace(0.4, 1.0, 12)[:, None]
    plain = rotate(unrotated(), method, normalize=True)
    shrunk = rotate(unrotated() * weights, method, normalize=True)
    order, signs = nearest_order(shrunk.loadings, plain.loadings * weights)
    np.testing.assert_allclose(
        shrunk.loadings[:, order] * signs, plain.loadings * weights, atol=1e-5
    )


@pytest.mark.parametrize("method", ["target", "target_orthogonal"])
def test_a_target_that_can_be_met_is_met(method: str) -> None:
    phi = PHI if method == "target" else np.eye(3)
    values, vectors = np.linalg.eigh(PATTERN @ phi @ PATTERN.T)
    start = vectors[:, :-4:-1] * np.sqrt(values[:-4:-1])
    target = TARGET
    found = rotate(start, method, target=target)
    signs = np.sign(found.loadings.sum(axis=0))
    np.testing.assert_allclose(found.loadings * signs, PATTERN, atol=1e-6)
    np.testing.assert_allclose(found.phi * np.outer(signs, signs), phi, atol=1e-6)
    with pytest.raises(ValueError, match="needs a target"):
        rotate(start, method)


def test_a_batch_is_the_same_as_one_by_one() -> None:
    rng = np.random.default_rng(2)
    stack = unrotated() + rng.normal(scale=0.02, size=(5, 12, 3))
    target = TARGET
    for method in ROTATIONS:
        whole = search(unrotated(), method, target=target)
        loadings, phi = rotate_batch(stack, method, whole.turn, target=target)
        for one, found, own in zip(stack, loadings, phi, strict=True):
            np.testing.assert_allclose(found @ own @ found.T, one @ one.T, atol=1e-9)
            if method not in ("bifactor", "bigeomin", "geomin_orthogonal"):
                alone = rotate(one, method, target=target).loadings
                order, signs = nearest_order(found, alone)
                np.testing.assert_allclose(found[:, order] * signs, alone, atol=1e-4)


def test_arranging_moves_everything_together() -> None:
    start = Rotated(PATTERN, PHI)
    order, signs = np.array([2, 0, 1]), np.array([-1.0, 1.0, -1.0])
    found = arrange(start, order, signs)
    np.testing.assert_allclose(
        found.loadings @ found.phi @ found.loadings.T, PATTERN @ PHI @ PATTERN.T, atol=1e-12
    )
    np.testing.assert_allclose(found.loadings @ found.phi, (PATTERN @ PHI)[:, order] * signs)
