"""Intervals against published worked examples and closed forms."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svqkit.validation.intervals import (
    correlation_interval,
    dependent_difference_interval,
    share_interval,
)


def test_zou_2007_overlapping_correlations_worked_example():
    """Zou (2007, p. 409): r12 = .396, r13 = .179, r23 = .088, n = 66 give (−.093, .517)."""
    low, high = dependent_difference_interval(0.396, 0.179, 0.088, 66)
    assert (round(low, 3), round(high, 3)) == (-0.093, 0.517)


def test_wilson_is_the_root_of_the_score_equation():
    count, n, z = 37, 412, 1.959963984540054
    for end in share_interval(count, n):
        assert abs(count / n - end) == pytest.approx(z * math.sqrt(end * (1 - end) / n), rel=1e-10)


def test_fisher_interval_is_symmetric_on_the_z_scale():
    low, high = correlation_interval(0.5, 103)
    z = 1.959963984540054 / 10
    assert math.atanh(low) == pytest.approx(math.atanh(0.5) - z, abs=1e-12)
    assert math.atanh(high) == pytest.approx(math.atanh(0.5) + z, abs=1e-12)


def test_too_few_respondents_have_no_interval():
    assert all(math.isnan(end) for end in correlation_interval(0.4, 3))


@given(count=st.integers(0, 500), more=st.integers(1, 500))
def test_share_interval_holds_the_share_and_stays_inside_0_and_1(count, more):
    low, high = share_interval(count, count + more)
    share = count / (count + more)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


@given(r1=st.floats(-0.9, 0.9), r2=st.floats(-0.9, 0.9), n=st.integers(20, 2000))
def test_difference_interval_changes_sign_with_the_order(r1, r2, n):
    between = r1 * r2
    low, high = dependent_difference_interval(r1, r2, between, n)
    mirrored = dependent_difference_interval(r2, r1, between, n)
    assert (low, high) == pytest.approx((-mirrored[1], -mirrored[0]), abs=1e-12)
