from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_1samp, ttest_ind

from svqkit.gaps.organisation.contrasts import (
    contrast,
    distance_from_top,
    independent_gap,
    means_of,
)

answers = st.lists(st.integers(1, 7), min_size=3, max_size=12).filter(lambda v: len(set(v)) > 1)


def frame(values):
    return pd.DataFrame({"care": np.array(values, dtype=float)})


@settings(max_examples=40, deadline=None)
@given(answers, answers, st.floats(-3, 3), st.sampled_from([0.8, 0.9, 0.95]))
def test_shifts_move_and_exchange_mirrors(a, b, shift, ci):
    first = independent_gap(frame(a), frame(b), ci).loc["care"]
    moved = independent_gap(frame(a) + shift, frame(b), ci).loc["care"]
    np.testing.assert_allclose(
        moved[["value", "low", "high"]], first[["value", "low", "high"]] + shift, atol=1e-9
    )
    turned = independent_gap(frame(b), frame(a), ci).loc["care"]
    np.testing.assert_allclose(turned["value"], -first["value"])
    np.testing.assert_allclose(turned[["low", "d_low"]], -first[["high", "d_high"]], atol=1e-9)
    np.testing.assert_allclose(turned["p"], first["p"])


@settings(max_examples=40, deadline=None)
@given(answers, answers)
def test_two_samples_give_welchs_test(a, b):
    ours = contrast([(1, means_of(frame(a))), (-1, means_of(frame(b)))]).loc["care"]
    theirs = ttest_ind(a, b, equal_var=False)
    np.testing.assert_allclose(
        [ours["t"], ours["df"], ours["p"]], [theirs.statistic, theirs.df, theirs.pvalue]
    )


def test_four_samples_add_their_variances():
    rng = np.random.default_rng(2)
    samples = [rng.normal(k, 1 + k / 3, 6 + 4 * k) for k in range(4)]
    factors = (1, -1, -1, 1)
    found = contrast([(f, means_of(frame(s))) for f, s in zip(factors, samples, strict=True)]).loc[
        "care"
    ]
    shares = np.array([s.var(ddof=1) / len(s) for s in samples])
    df = shares.sum() ** 2 / sum(v**2 / (len(s) - 1) for v, s in zip(shares, samples, strict=True))
    assert found["value"] == pytest.approx(
        sum(f * s.mean() for f, s in zip(factors, samples, strict=True))
    )
    assert found["se"] == pytest.approx(np.sqrt(shares.sum()))
    assert found["df"] == pytest.approx(df)


def test_the_distance_from_the_top_has_students_interval_and_no_test():
    ratings = [5, 6, 4, 7, 5]
    found = distance_from_top(frame(ratings), 7).loc["care"]
    ends = ttest_1samp(ratings, 0).confidence_interval()
    assert found["mean_a"] == pytest.approx(np.mean(ratings))
    np.testing.assert_allclose(found[["low", "high"]].astype(float), np.array(ends) - 7)
    assert found[["t", "p", "d", "d_low", "d_high", "n_b"]].isna().all()


@pytest.mark.parametrize("values", [[5], [5, 5, 5], [np.nan, 5]])
def test_one_answer_or_all_alike_give_a_value_without_interval(values):
    found = distance_from_top(frame(values), 7).loc["care"]
    assert found["value"] == -2
    assert np.isnan(found["low"])
    assert np.isnan(found["high"])
    beside = independent_gap(frame([5.0, 5.0]), frame([6.0, 6.0, 6.0])).loc["care"]
    assert beside["value"] == -1
    assert beside[["low", "high", "p", "d"]].isna().all()


def test_bonetts_interval_covers_under_unequal_variances():
    """2000 samples of 9 and 60 with spreads 1 and 0.6: coverage within Monte-Carlo error of 95 %.

    Bonett (2008, table 2) reports .94 to .97 for samples this small, which the bounds allow for.
    """
    rng = np.random.default_rng(4)
    true = -0.8 / np.sqrt((1 + 0.36) / 2)
    a = pd.DataFrame(rng.normal(-0.8, 1.0, (9, 2000)))
    b = pd.DataFrame(rng.normal(0.0, 0.6, (60, 2000)))
    found = independent_gap(a, b)
    covered = ((found["d_low"] <= true) & (true <= found["d_high"])).mean()
    assert 0.93 < covered < 0.98
