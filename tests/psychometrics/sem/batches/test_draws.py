"""Draws from a population: Wishart covariances, answers on a scale, gaps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.psychometrics.sem.batches.draws import cut, draw_answers, draw_covariances, leave_gaps

SIGMA = np.array([[1.0, 0.5, 0.2], [0.5, 2.0, -0.3], [0.2, -0.3, 1.5]])


def test_drawn_covariances_have_the_moments_of_a_wishart(agree):
    """E(S) = (n − 1)/n·Σ and var(S_ij) = (n − 1)/n²·(Σ_ij² + Σ_ii Σ_jj); held to 4.5 of their errors."""
    n, draws = 40, 20_000
    drawn = draw_covariances(SIGMA, n, draws, np.random.default_rng(1))
    variance = (n - 1) / n**2 * (SIGMA**2 + np.outer(np.diag(SIGMA), np.diag(SIGMA)))
    expected = (n - 1) / n * SIGMA
    error = float(4.5 * np.sqrt(variance.max() / draws))
    agree("draws: mean covariance", drawn.mean(axis=0), expected, oracle="closed form", atol=error)
    # the spread of a variance estimate is about √(2/draws) of it; Wishart tails widen it a little
    agree(
        "draws: variance of covariance",
        drawn.var(axis=0),
        variance,
        oracle="closed form",
        rtol=0.06,
    )


def test_covariances_are_as_those_of_answers():
    rng = np.random.default_rng(2)
    n = 30
    direct = draw_covariances(SIGMA, n, 4000, rng)
    by_answers = np.array([np.cov(draw_answers(SIGMA, n, rng).T, ddof=0) for _ in range(4000)])
    for q in (0.05, 0.5, 0.95):
        one, other = np.quantile(direct, q, axis=0), np.quantile(by_answers, q, axis=0)
        spread = by_answers.std(axis=0)
        assert (np.abs(one - other) < 4.5 * 2.2 * spread * np.sqrt(2 / 4000)).all()


def test_a_seed_repeats():
    one, other = (draw_covariances(SIGMA, 50, 4, np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(one, other)


@given(
    points=st.lists(st.floats(-2, 2), min_size=1, max_size=6, unique=True).map(sorted),
    seed=st.integers(0, 100),
)
@settings(max_examples=40)
def test_codes_count_the_thresholds_below(points, seed):
    answers = np.random.default_rng(seed).normal(size=(50, 2))
    codes = cut(answers, [np.array(points), np.array([0.0])])
    np.testing.assert_array_equal(codes[:, 0], 1 + np.searchsorted(points, answers[:, 0]))
    assert set(np.unique(codes[:, 1])) <= {1.0, 2.0}


def test_gaps_have_their_share_and_leave_the_answers_alone():
    answers = np.ones((2000, 5))
    holed = leave_gaps(answers, 0.2, np.random.default_rng(4))
    share = np.isnan(holed).mean()
    assert share == pytest.approx(0.2, abs=4.5 * np.sqrt(0.16 / answers.size))
    assert not np.isnan(answers).any()
