"""Bootstrap intervals of mean gaps against R's boot, by property, and at their edges."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import norm

from svqkit.gaps.pairs.mean_bootstrap import bootstrap_interval, bootstrapped_means
from svqkit.gaps.scores import gap_scores

ORACLES = Path(__file__).parents[2] / "oracles" / "gaps_bootstrap"
LEVEL = 0.95


def monte_carlo_error(resamples: int) -> float:
    """Four standard errors of the difference of two runs' ends, in units of the standard error.

    An end is a quantile of the draws; BCa moves it by twice the bias correction, which is read off
    the share of draws below the sample's value. The two errors are added, as they may go together.
    """
    p = (1 - LEVEL) / 2
    quantile = np.sqrt(p * (1 - p) / resamples) / norm.pdf(norm.ppf(p))
    bias = 2 * np.sqrt(0.25 / resamples) / norm.pdf(0)
    return float(4 * np.sqrt(2) * (quantile + bias))


@pytest.fixture(scope="module")
def slider(survey):
    table = pd.read_csv(ORACLES / "survey.csv", index_col="row")
    codes = [f"Q{k}" for k in range(1, 6)]
    return survey(
        table[[f"P{k}" for k in range(1, 6)]].set_axis(codes, axis=1),
        table[[f"E{k}" for k in range(1, 6)]].set_axis(codes, axis=1),
        {"care": ["Q1", "Q2"], "speed": ["Q3", "Q4", "Q5"]},
        respondents=table[["branch"]],
    )


@pytest.mark.parametrize("interval", ["bca", "percentile"])
def test_intervals_agree_with_r(oracle, slider, agree, interval):
    expected = oracle("gaps_bootstrap/survey")
    draws = expected["resamples"]
    ours = gap_scores(slider, by="branch", bootstrap=draws, interval=interval, seed=1)
    north = pd.concat([ours.by.loc["north"], ours.by_items.loc["north"]])
    whole = pd.concat([ours.items, ours.dimensions, ours.total.to_frame("total").T])
    error = monte_carlo_error(draws)
    for table, theirs in ((whole, expected["whole"]), (north, expected["north"])):
        assert set(table.index) == set(theirs)
        for name, row in theirs.items():
            agree(
                f"gaps: bootstrap {interval}, in standard errors",
                table.loc[name, ["boot_low", "boot_high"]].to_numpy(float) / row["se"],
                np.array(row[interval]) / row["se"],
                oracle="boot 1.3-28.1, within Monte-Carlo error",
                rtol=0,
                atol=error,
            )


def test_the_same_seed_repeats_and_another_does_not(slider):
    one, two, other = (
        gap_scores(slider, bootstrap=200, seed=seed).items["boot_low"] for seed in (1, 1, 2)
    )
    pd.testing.assert_series_equal(one, two)
    assert not one.equals(other)


def test_resamples_are_counts_times_values():
    rng = np.random.default_rng(5)
    values = rng.normal(size=(30, 2))
    values[:4, 1] = np.nan
    low, high = bootstrapped_means(
        values, 400, np.random.default_rng(9), interval="percentile", level=0.9
    )
    drawn = np.random.default_rng(9).integers(0, 30, size=(400, 30))
    means = np.nanmean(values[drawn], axis=1)
    np.testing.assert_allclose([low, high], np.quantile(means, [0.05, 0.95], axis=0), rtol=1e-12)


cells = st.one_of(st.integers(-6, 6).map(float), st.integers(-6, 6).map(float), st.just(np.nan))


@settings(max_examples=40, deadline=None)
@given(
    values=arrays(float, (12, 3), elements=cells),
    shift=st.sampled_from([-3.0, 0.5, 20.0]),
    interval=st.sampled_from(["bca", "percentile"]),
)
def test_shifts_move_and_reflections_swap_the_ends(values, shift, interval):
    def ends(table):
        return bootstrapped_means(
            table, 200, np.random.default_rng(3), interval=interval, level=0.9
        )

    low, high = ends(values)
    moved = ends(values + shift)
    np.testing.assert_allclose(moved, (low + shift, high + shift), rtol=1e-9, atol=1e-9)
    mirrored = ends(-values)
    np.testing.assert_allclose(mirrored, (-high, -low), rtol=1e-9, atol=1e-9)
    few = (~np.isnan(values)).sum(axis=0) < 2
    assert np.isnan(low[few]).all()
    assert np.isfinite(low[~few]).all()
    assert (low[~few] <= high[~few]).all()


def test_the_same_gap_from_everyone_is_its_own_interval():
    values = np.column_stack([np.full(9, -1.0), np.arange(9.0)])
    low, high = bootstrapped_means(
        values, 100, np.random.default_rng(1), interval="bca", level=0.95
    )
    assert low[0] == high[0] == -1
    assert low[1] < high[1]


def test_a_sample_without_any_value_is_left_out_for_that_column_alone():
    draws = np.array([[np.nan, 1.0], [2.0, 2.0], [3.0, 3.0], [4.0, 4.0]])
    low, high = bootstrap_interval(
        draws, np.array([3.0, 2.5]), np.ones((3, 2)), interval="percentile", level=0.5
    )
    assert low.tolist() == [2.5, 1.75]
    assert high.tolist() == [3.5, 3.25]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"bootstrap": -1}, "whole number of resamples"),
        ({"bootstrap": 10.5}, "whole number of resamples"),
        ({"bootstrap": 10, "interval": "basic"}, "interval='basic' is unknown"),
    ],
)
def test_options_out_of_range_are_named(slider, options, said):
    with pytest.raises(ValueError, match=said):
        gap_scores(slider, **options)
