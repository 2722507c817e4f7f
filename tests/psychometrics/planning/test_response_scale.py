"""Thresholds of response scales, and the covariances of the codes they make."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svqkit.errors import DataError
from svqkit.psychometrics.planning.response_scale import (
    coded_covariance,
    even_thresholds,
    observed_thresholds,
    skewness_of,
)
from svqkit.psychometrics.sem.batches.draws import cut, draw_answers


@given(categories=st.integers(3, 11), skew=st.floats(-1.2, 1.2))
def test_thresholds_have_the_skewness_asked_for(categories, skew):
    found = even_thresholds(categories, skew)
    assert len(found) == categories - 1
    assert (np.diff(found) > 0).all()
    assert skewness_of(found) == pytest.approx(skew, abs=1e-9)


def test_negative_skew_makes_high_answers_frequent():
    answers = cut(np.linspace(-3, 3, 2001)[:, None], [even_thresholds(5, -1.0)])
    assert np.median(answers) > np.median(
        cut(np.linspace(-3, 3, 2001)[:, None], [even_thresholds(5)])
    )


def test_observed_frequencies_come_back():
    rng = np.random.default_rng(1)
    items = pd.DataFrame(
        {"Q1": rng.choice([1, 2, 3, 5], 400, p=[0.1, 0.2, 0.3, 0.4]), "Q2": rng.integers(1, 8, 400)}
    )
    cuts = observed_thresholds(items, ["Q2", "Q1"])
    assert [len(one) for one in cuts] == [6, 3]
    codes = cut(draw_answers(np.eye(2), 200_000, rng), cuts)
    for column, name in enumerate(["Q2", "Q1"]):
        shares = items[name].value_counts(normalize=True).sort_index().to_numpy()
        seen = np.unique(codes[:, column], return_counts=True)[1] / len(codes)
        np.testing.assert_allclose(seen, shares, atol=4.5 * 0.5 / np.sqrt(len(codes)))


def test_two_categories_have_the_covariance_of_sheppard(agree):
    """P(both above their medians) = 1/4 + asin(ρ)/2π (Sheppard 1899)."""
    r = np.array([[1.0, 0.5, -0.8], [0.5, 1.0, 0.1], [-0.8, 0.1, 1.0]])
    ours = coded_covariance(r, [np.zeros(1)] * 3)
    closed = np.arcsin(r) / (2 * np.pi)
    agree("response scale: covariance of codes", ours, closed, oracle="closed form", atol=1e-12)


@given(rho=st.floats(-0.95, 0.95), categories=st.integers(2, 7), skew=st.floats(-0.6, 0.6))
def test_codes_keep_the_sign_and_lose_strength(rho, categories, skew):
    cuts = [even_thresholds(categories, skew), even_thresholds(4)]
    found = coded_covariance(np.array([[1, rho], [rho, 1]]), cuts)
    r = found[0, 1] / np.sqrt(found[0, 0] * found[1, 1])
    assert abs(r) <= abs(rho) + 1e-9
    assert r * rho >= -1e-12
    assert found[0, 0] == pytest.approx(_variance(cuts[0]))


def _variance(thresholds):
    from scipy.special import ndtr

    shares = np.diff(np.r_[0, ndtr(thresholds), 1])
    codes = np.arange(len(shares))
    return float(shares @ codes**2 - (shares @ codes) ** 2)


def test_covariances_of_codes_are_those_of_answers():
    r = np.array([[1.0, 0.6], [0.6, 1.0]])
    cuts = [even_thresholds(5, -1.0), even_thresholds(7)]
    codes = cut(draw_answers(r, 400_000, np.random.default_rng(2)), cuts)
    np.testing.assert_allclose(np.cov(codes.T), coded_covariance(r, cuts), atol=0.02)


@pytest.mark.parametrize(
    ("categories", "skew", "message"),
    [(1, 0.0, "2 to 11"), (12, 0.0, "2 to 11"), (5, 40.0, "out of reach")],
)
def test_impossible_scales(categories, skew, message):
    with pytest.raises(ValueError, match=message):
        even_thresholds(categories, skew)


def test_answers_that_are_no_scale():
    frame = pd.DataFrame({"Q1": np.arange(30.0), "Q2": 1.0})
    with pytest.raises(DataError, match="30 different answers"):
        observed_thresholds(frame, ["Q1"])
    with pytest.raises(DataError, match="1 different answers"):
        observed_thresholds(frame, ["Q2"])
    with pytest.raises(DataError, match="lack 'Q3'"):
        observed_thresholds(frame, ["Q3"])
