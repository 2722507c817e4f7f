from __future__ import annotations

import numpy as np
import pytest

from svqkit.psychometrics.rotation import rotation_criteria as module
from svqkit.psychometrics.rotation.rotation_criteria import (
    Criterion,
    crawford_ferguson,
    target_distance,
)

TARGET = np.where(np.random.default_rng(1).uniform(size=(7, 3)) < 0.5, 0.1, np.nan)
CRITERIA: dict[str, Criterion] = {
    "quartimin": module.quartimin,
    "geomin": module.geomin,
    "biquartimin": module.biquartimin,
    "bigeomin": module.bigeomin,
    "equamax": crawford_ferguson(3 / 14),
    "target": target_distance(TARGET),
}


@pytest.mark.parametrize("name", list(CRITERIA))
def test_the_slope_is_the_derivative(name: str) -> None:
    criterion = CRITERIA[name]
    L = np.random.default_rng(2).normal(size=(1, 7, 3))
    steps = 1e-6 * np.eye(21).reshape(21, 7, 3)
    slopes = (criterion(L + steps)[0] - criterion(L - steps)[0]) / 2e-6
    np.testing.assert_allclose(criterion(L)[1].ravel(), slopes, atol=1e-7)


@pytest.mark.parametrize("name", list(CRITERIA))
def test_a_batch_is_the_same_as_one_by_one(name: str) -> None:
    stack = np.random.default_rng(3).normal(size=(4, 7, 3))
    values, slopes = CRITERIA[name](stack)
    for L, value, slope in zip(stack, values, slopes, strict=True):
        one = CRITERIA[name](L[None])
        np.testing.assert_allclose(one[0][0], value)
        np.testing.assert_allclose(one[1][0], slope)


def test_crawford_and_ferguson_hold_varimax_between_their_ends() -> None:
    # kappa = 1/p: 4·p/(p − 1)… up to constants the varimax criterion, so both rank patterns alike
    rng = np.random.default_rng(4)
    p = 9
    A = rng.normal(size=(p, 3))
    turns = np.linalg.qr(rng.normal(size=(20, 3, 3)))[0]
    L = A @ turns
    squared = L**2
    varimax = ((squared - squared.mean(axis=1, keepdims=True)) ** 2).sum(axis=(1, 2))
    ours = crawford_ferguson(1 / p)(L)[0]
    np.testing.assert_allclose(np.argsort(-varimax), np.argsort(ours))
