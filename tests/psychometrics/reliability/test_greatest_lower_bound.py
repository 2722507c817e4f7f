from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from svqkit.psychometrics.reliability.greatest_lower_bound import greatest_lower_bound
from svqkit.psychometrics.reliability.lower_bounds import guttman_bounds
from svqkit.psychometrics.reliability.split_half import largest_split

MOST_GAP = 1e-8


def certify(S: np.ndarray) -> float:
    """The bound, once it is possible and proven best within the gap."""
    found = greatest_lower_bound(S)
    scale = np.sqrt(np.diag(S))
    left = (S - np.diag(found.errors)) / np.outer(scale, scale)
    assert found.errors.min() >= 0
    assert np.linalg.eigvalsh(left)[0] > -1e-12
    assert 0 <= found.gap < MOST_GAP
    assert found.value == pytest.approx(1 - found.errors.sum() / S.sum(), rel=1e-12)
    return found.value


@pytest.mark.parametrize("case", ["survey", "small", "bfi"])
def test_real_answers_carry_a_certificate(
    oracle_answers: Callable[[str], pd.DataFrame], case: str
) -> None:
    answers = oracle_answers(case).dropna()
    S = answers.cov().to_numpy()
    for rows in (slice(None), slice(0, 4), slice(4, 9)):
        part = S[rows, rows]
        value = certify(part)
        assert value >= max(guttman_bounds(part).values()) - MOST_GAP


def test_two_items_in_closed_form(agree: Any) -> None:
    # both errors positive: what is left has rank one, so both true variances are the covariance
    both = certify(np.array([[4.0, 1.0], [1.0, 2.0]]))
    agree("reliability: greatest lower bound", both, 4 / 8, oracle="closed form", atol=1e-8)
    # the covariance exceeds the second variance: that item has no error
    one = certify(np.array([[4.0, 1.5], [1.5, 1.0]]))
    expected = 1 - (4 - 1.5**2) / 8
    agree("reliability: greatest lower bound", one, expected, oracle="closed form", atol=1e-8)


def test_one_factor_is_recovered(agree: Any) -> None:
    loadings = np.array([0.9, 1.4, 0.7, 1.1, 0.5])
    S = np.outer(loadings, loadings) + np.diag([0.5, 1.0, 0.4, 1.3, 0.2])
    omega = loadings.sum() ** 2 / S.sum()
    agree("reliability: greatest lower bound", certify(S), omega, oracle="closed form", atol=1e-8)


def test_a_solver_of_semidefinite_programs_agrees() -> None:
    """A matrix of two decimals that someone gave psych::glb.algebraic (Rcsdp), who noted .89."""
    rows = [
        [0.46, 0.24, 0.25, 0.28, 0.31, 0.26],
        [0.24, 0.68, 0.42, 0.21, 0.32, 0.21],
        [0.25, 0.42, 0.69, 0.22, 0.35, 0.22],
        [0.28, 0.21, 0.22, 0.40, 0.30, 0.28],
        [0.31, 0.32, 0.35, 0.30, 0.78, 0.32],
        [0.26, 0.21, 0.22, 0.28, 0.32, 0.43],
    ]
    assert round(certify(np.array(rows)), 2) == 0.89


@settings(max_examples=40, deadline=None)
@given(
    arrays(float, (6, 8), elements=st.floats(-1, 1).map(lambda x: round(x, 3))),
    st.floats(0.2, 1.5),
)
def test_it_is_above_every_other_bound(noise: np.ndarray, general: float) -> None:
    mixed = noise + general
    S = mixed @ mixed.T + 0.1 * np.eye(6)
    value = certify(S)
    assert value >= largest_split(S) - MOST_GAP
    assert value >= max(guttman_bounds(S).values()) - MOST_GAP
    signs = np.array([1, -1, 1, 1, -1, 1])
    order = [3, 1, 5, 0, 2, 4]
    assert certify(S[np.ix_(order, order)]) == pytest.approx(value, abs=2 * MOST_GAP)
    turned = S * np.outer(signs, signs)
    if turned.sum() > 1e-3:  # reflection leaves the errors, not the sum
        wanted = 1 - (1 - value) * S.sum() / turned.sum()
        tolerance = 2 * MOST_GAP * max(1, S.sum() / turned.sum())
        assert greatest_lower_bound(turned).value == pytest.approx(wanted, abs=tolerance)


def test_items_that_determine_each_other_have_no_error() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(50, 3)) + rng.normal(size=(50, 1))
    copied = np.cov(np.column_stack([x, x[:, 0]]), rowvar=False)
    found = greatest_lower_bound(copied)
    assert found.errors[0] == found.errors[3] == 0
    assert found.errors[1] > 0
    assert found.gap < MOST_GAP
    few = np.cov(rng.normal(size=(4, 6)), rowvar=False)
    assert greatest_lower_bound(few).value == 1
    flat = np.zeros((4, 4))
    flat[:3, :3] = np.cov(x, rowvar=False)
    assert greatest_lower_bound(flat).value == pytest.approx(certify(flat[:3, :3]), abs=1e-12)


def test_undefined_cases_are_nan() -> None:
    assert np.isnan(greatest_lower_bound(np.array([[2.0]])).value)
    assert np.isnan(greatest_lower_bound(np.zeros((3, 3))).value)
    assert np.isnan(greatest_lower_bound(np.full((2, 2), np.nan)).value)
