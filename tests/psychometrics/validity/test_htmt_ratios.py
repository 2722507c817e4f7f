"""Heterotrait–monotrait ratios: closed forms, invariances, influence of single respondents."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.psychometrics.validity.htmt_ratios import (
    design_matrix,
    htmt_ratios,
    ratio_influence,
    standard_scores,
)

TWO = np.repeat(np.eye(2), 3, axis=1)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(0.1, 10), min_size=6, max_size=6),
    st.lists(st.booleans(), min_size=6, max_size=6),
    st.permutations(list(range(6))),
)
def test_htmt_heeds_neither_scale_nor_sign_nor_order(
    scales: list[float], turned: list[bool], order: list[int]
) -> None:
    values = np.random.default_rng(1).normal(size=(50, 6)) + np.random.default_rng(2).normal(
        size=(50, 1)
    )
    design = design_matrix({"f": ["a", "b"], "g": ["c", "d", "e"], "h": ["k"]}, list("abcdek"))
    plain = htmt_ratios(np.corrcoef(values.T), design)
    moved = values * np.array(scales) * np.where(turned, -1, 1)
    other = htmt_ratios(np.corrcoef(moved[:, order].T), design[:, order])
    for one, two in zip(plain, other, strict=True):
        np.testing.assert_allclose(one, two, atol=1e-10)
    assert np.isnan(plain[0][2]).all()


def test_congeneric_truth_gives_the_factor_correlation() -> None:
    """With equal loadings HTMT is the factor correlation; HTMT2 is so with any loadings."""
    pattern = np.zeros((6, 2))
    pattern[:3, 0], pattern[3:, 1] = [0.9, 0.6, 0.7], [0.5, 0.8, 0.7]
    implied = pattern @ np.array([[1, 0.6], [0.6, 1]]) @ pattern.T
    np.fill_diagonal(implied, 1)
    assert htmt_ratios(implied, TWO)[1][0, 1] == pytest.approx(0.6, rel=1e-12)
    pattern[pattern > 0] = 0.7
    implied = pattern @ np.array([[1, 0.6], [0.6, 1]]) @ pattern.T
    assert htmt_ratios(implied, TWO)[0][0, 1] == pytest.approx(0.6, rel=1e-12)


@pytest.mark.parametrize("power", [False, True])
def test_influence_is_the_slope_towards_a_respondent(power: bool) -> None:
    """Weighing one respondent a little more moves ln HTMT by the influence times that weight."""
    random = np.random.default_rng(3)
    answers = random.normal(size=(80, 1)) + random.normal(size=(80, 6))

    def logarithm(weights: np.ndarray) -> float:
        covariance = np.cov(answers.T, aweights=weights, ddof=0)
        sd = np.sqrt(np.diag(covariance))
        return float(np.log(htmt_ratios(covariance / np.outer(sd, sd), TWO)[power][0, 1]))

    z = standard_scores(answers)
    pull = ratio_influence(z, z.T @ z / len(z), TWO, 0, 1, power=power)
    step = 1e-6
    for who in (0, 17, 79):
        point = np.eye(80)[who]
        up, down = ((1 - e) * np.full(80, 1 / 80) + e * point for e in (step, -step))
        slope = (logarithm(up) - logarithm(down)) / (2 * step)
        assert pull[who] == pytest.approx(slope, abs=1e-6)
    assert pull.sum() == pytest.approx(0, abs=1e-10)


@pytest.mark.filterwarnings("error")
def test_a_correlation_of_exactly_0_makes_its_geometric_mean_0() -> None:
    """Few respondents have correlations of exactly 0, where the logarithm of HTMT2 has no bound."""
    plain = np.full((6, 6), 0.4) + 0.6 * np.eye(6)
    within, between = plain.copy(), plain.copy()
    within[0, 1] = within[1, 0] = 0.0
    between[0, 3] = between[3, 0] = 0.0
    both = np.minimum(within, between)
    htmt, htmt2 = htmt_ratios(np.stack([plain, within, between, both]), TWO)
    np.testing.assert_allclose(htmt2[:, 0, 1], [1.0, np.inf, 0.0, np.nan])
    np.testing.assert_allclose(htmt2[:, 1, 0], [1.0, np.inf, 0.0, np.nan])
    # the arithmetic mean only gets smaller: 2 of 3 within one factor, 8 of 9 between them
    np.testing.assert_allclose(
        htmt[:, 0, 1], [1.0, np.sqrt(1.5), 8 / 9, np.sqrt(1.5) * 8 / 9], rtol=1e-12
    )


def test_a_trace_of_arithmetic_is_a_correlation_of_0() -> None:
    R = np.array(
        [[1, 0.6, 0.3, 1e-17], [0.6, 1, 0.3, 0.3], [0.3, 0.3, 1, 0.6], [1e-17, 0.3, 0.6, 1]]
    )
    assert htmt_ratios(R, np.repeat(np.eye(2), 2, axis=1))[1][0, 1] == 0.0
