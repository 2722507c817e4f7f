"""Differences of two means from their sums, and quantiles of the studentized range."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import stdtrit
from scipy.stats import studentized_range, ttest_ind

from svqkit.gaps.groups.studentized_range import range_quantile, range_tail
from svqkit.gaps.groups.welch import hedges_g, welch_differences


def test_welch_is_scipys(agree):
    random = np.random.default_rng(3)
    x, y = random.normal(size=17), random.normal(0.4, 2.0, size=31)
    ours = welch_differences(
        *(np.array([v]) for z in (x, y) for v in (len(z), z.mean(), z.std(ddof=1)))
    )
    test = ttest_ind(x, y, equal_var=False)
    limits = test.confidence_interval(0.95)
    found = [ours[name][0] for name in ("t", "df", "p", "low", "high")]
    wanted = [test.statistic, test.df, test.pvalue, limits.low, limits.high]
    agree("groups: Welch's t", found, wanted, oracle="scipy ttest_ind", rtol=1e-10)


def test_g_changes_its_sign_with_the_order():
    a = hedges_g(*(np.array([x]) for x in (0.7, 12, 1.1, 25, 0.8)))
    b = hedges_g(*(np.array([x]) for x in (-0.7, 25, 0.8, 12, 1.1)))
    assert a["g"] == pytest.approx(-b["g"])
    assert a["g_low"] == pytest.approx(-b["g_high"])


def test_too_few_or_alike_give_no_number():
    two = welch_differences(
        *(np.array(x) for x in ([1, 5], [3.0, 3.0], [np.nan, 0.0], [9, 5], [2.0, 2.0], [1.0, 0.0]))
    )
    assert np.isnan(two["p"]).all()
    assert np.isnan(two["g"]).all()
    assert np.isnan(two["low"]).all()
    assert two["difference"].tolist() == [1.0, 1.0]


DF = np.array([2.0, 3.0, 10.0, 60.5, 185.2, 1000.0])


def test_range_of_two_is_students_t(agree):
    wanted = np.sqrt(2) * stdtrit(DF, 0.975)
    ours = range_quantile(0.95, 2, DF)
    agree("groups: studentized range", ours, wanted, oracle="closed form", rtol=1e-10)


@pytest.mark.parametrize("groups", [3, 8, 20])
def test_quantiles_invert_scipys_distribution(groups, agree):
    ours = range_quantile(0.95, groups, DF)
    back = studentized_range.cdf(ours, groups, DF)
    agree(
        "groups: studentized range",
        back,
        np.full(6, 0.95),
        oracle="scipy studentized_range",
        rtol=1e-8,
    )


def test_missing_df_stays_missing():
    assert np.isnan(range_quantile(0.95, 3, np.array([np.nan, 0.5]))).all()
    assert range_quantile(0.95, 3, np.array([])).shape == (0,)


def test_tails_are_scipys(agree):
    q = np.linspace(0.0, 6.0, len(DF))
    agree(
        "groups: studentized range",
        range_tail(q, 5, DF),
        studentized_range.sf(q, 5, DF),
        oracle="scipy studentized_range",
        rtol=1e-8,
        atol=1e-10,
    )
    assert np.isnan(range_tail(np.array([np.nan, 1.0]), 3, np.array([5.0, np.nan]))).all()


def test_many_quantiles_are_those_found_one_by_one():
    df = np.r_[np.linspace(9, 40, 60), 400.0]
    many = range_quantile(0.95, 12, df)
    single = [range_quantile(0.95, 12, one)[0] for one in df[::20, None]]
    np.testing.assert_allclose(many[::20], single, rtol=1e-10)
