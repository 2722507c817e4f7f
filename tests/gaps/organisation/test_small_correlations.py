from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.gaps.organisation.small_correlations import correlation, detectable, permutation_p


def standardised(values):
    centred = np.asarray(values, dtype=float) - np.mean(values)
    return centred / np.sqrt(centred @ centred)


def test_the_exact_p_counts_every_order():
    x, y = standardised([1, 4, 2, 5, 3, 3]), standardised([2, 3, 1, 6, 4, 2])
    observed = abs(x @ y) - 1e-10
    share = np.mean([abs(x @ y[list(order)]) >= observed for order in permutations(range(6))])
    assert permutation_p(x, y, np.random.default_rng(1)) == pytest.approx(share)


def test_random_orders_come_near_all_orders():
    rng = np.random.default_rng(3)
    x = standardised(rng.normal(size=10))
    y = standardised(0.8 * x + 0.25 * rng.normal(size=10))
    exact = np.mean([abs(x @ y[list(order)]) >= abs(x @ y) - 1e-10 for order in sample_orders(10)])
    found = permutation_p(x, y, np.random.default_rng(1))
    error = np.sqrt(found * (1 - found) * (1 / 99_999 + 1 / 200_000))
    assert abs(found - exact) < 5 * error
    assert found == permutation_p(x, y, np.random.default_rng(1))


def sample_orders(n):
    rng = np.random.default_rng(17)
    return (rng.permutation(n) for _ in range(200_000))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(1, 7), min_size=5, max_size=8),
    st.integers(0, 10_000),
    st.floats(0.1, 5),
    st.floats(-5, 5),
)
def test_scale_and_origin_do_not_matter_and_a_mirror_turns_the_interval(
    values, seed, factor, shift
):
    rng = np.random.default_rng(seed)
    x, y = np.array(values, dtype=float), rng.normal(size=len(values))
    first = correlation(x, y, 0.95, rng)
    moved = correlation(factor * x + shift, y, 0.95, rng)
    np.testing.assert_allclose(moved, first, atol=1e-7)
    r, low, high, p, n = correlation(x, -y, 0.95, rng)
    np.testing.assert_allclose((-r, -high, -low, p, n), first, atol=1e-7)


def test_missing_scores_leave_their_respondent_out():
    x = np.array([1, 2, np.nan, 4, 5, 7, 3.0])
    y = np.array([2, 1, 4, np.nan, 5, 6, 3.0])
    rng = np.random.default_rng(1)
    kept = [0, 1, 4, 5, 6]
    assert correlation(x, y, 0.9, rng) == correlation(x[kept], y[kept], 0.9, rng)


@pytest.mark.parametrize("x", [[1.0, 2.0], [4.0, 4.0, 4.0, 4.0, 4.0], [np.nan] * 5])
def test_too_few_or_constant_scores_have_no_correlation(x):
    y = np.arange(len(x), dtype=float)
    found = correlation(np.array(x), y, 0.95, np.random.default_rng(1))
    assert np.isnan(found[:4]).all()


def test_three_respondents_have_a_correlation_but_no_interval():
    found = correlation(
        np.array([1.0, 2, 4]), np.array([1.0, 3, 4]), 0.95, np.random.default_rng(1)
    )
    assert np.isfinite(found[0])
    assert np.isnan(found[1:3]).all()
    assert found[3] >= 1 / 3


def test_a_perfect_correlation_of_many_is_certain():
    x = np.arange(30.0)
    r, low, _, p, _ = correlation(x, 2 * x, 0.95, np.random.default_rng(1))
    assert (r, p) == (pytest.approx(1), 0)
    assert low > 0.999


def test_what_nine_respondents_could_find_by_simulation():
    size = detectable(9)
    rng = np.random.default_rng(11)
    draws = 40_000
    x = rng.normal(size=(draws, 9))
    y = size * x + np.sqrt(1 - size**2) * rng.normal(size=(draws, 9))
    x -= x.mean(axis=1, keepdims=True)
    y -= y.mean(axis=1, keepdims=True)
    r = (x * y).sum(axis=1) / np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1))
    critical = 0.666  # two-sided 5 % with seven degrees of freedom, any table of r
    # Errs on the safe side, as the docstring says; four Monte-Carlo errors are .008.
    assert np.mean(np.abs(r) > critical) == pytest.approx(0.82, abs=0.01)


def test_nothing_is_detectable_with_three():
    assert np.isnan(detectable(3))
