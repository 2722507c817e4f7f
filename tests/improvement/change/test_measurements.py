"""Measurements of whatever kind: read alike, or named; and what leaves nothing to chance."""

from __future__ import annotations

import datetime
import warnings

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.improvement.change.before_after import before_after
from svqkit.improvement.change.difference_in_differences import difference_in_differences
from svqkit.improvement.change.effect_size import d_independent, d_paired
from svqkit.improvement.change.interrupted_series import interrupted_series
from svqkit.improvement.change.planning import plan_before_after
from svqkit.improvement.change.series_planning import plan_interrupted_series

RNG = np.random.default_rng(31)
X, Y = RNG.normal(10, 2, 30), RNG.normal(11, 2, 30)
DAYS = pd.date_range("2026-01-01", periods=30)


@pytest.mark.parametrize(
    ("given_", "message"),
    [
        (pd.Series(DAYS), "before holds moments in time"),
        (pd.Series(pd.to_timedelta(X, unit="s")), "before holds durations; turn them into numbers"),
        ([1 + 2j, 3, 4], "before holds complex numbers"),
        ([1e300, 2e300], r"before is infinite at 0 \(or beyond 1e100\)"),
        ([[1, 2], [3]], r"before holds \[1, 2\] at 0"),
        ((value for value in X), "before must be one column of numbers, not generator"),
    ],
)
def test_what_pandas_would_silently_turn_into_numbers_is_named(given_, message) -> None:
    with pytest.raises(DataError, match=message):
        before_after(given_, Y)


@pytest.mark.parametrize("before", [(np.inf, 4), ("a", 4), (None, 4), (1.5, 4), (True, 4)])
def test_counts_that_are_none(before) -> None:
    with pytest.raises(DataError, match=r"before must be \(events, n\) in whole numbers"):
        before_after(before, (2, 5))


def test_very_many_events_take_no_memory() -> None:
    found = before_after((10**15, 10**16), (2 * 10**15, 10**16))
    assert found.low < 0.1 < found.high


def test_labels_of_several_levels_or_missing_ones() -> None:
    once = pd.Series([1.0, 2, 4], [1, np.nan, 2])
    with pytest.raises(DataError, match="a label of before is missing"):
        before_after(once, once, paired=True)
    levels = pd.MultiIndex.from_product([["a"], [1, 2, 3]])
    with pytest.raises(DataError, match="no label of before is in after"):
        before_after(once.set_axis(levels), once.set_axis([1, 2, 3]), paired=True)


@pytest.mark.parametrize("unit", [1e-14, 1.0, 1e8])
@pytest.mark.parametrize("paired", [False, True])
def test_a_unit_however_small_is_no_lack_of_spread(unit, paired) -> None:
    once, again = before_after(X, Y, paired=paired), before_after(X * unit, Y * unit, paired=paired)
    assert again.p == pytest.approx(once.p)
    assert again.effect_size["low"] == pytest.approx(once.effect_size["low"])


def test_rounding_is_no_spread_either() -> None:
    with pytest.raises(DataError, match=r"every pair changed by 0\.1"):
        before_after(X * 1e6, X * 1e6 + 0.1, paired=True)


@pytest.mark.parametrize("t", [1e3, 1.4e3, 1.6e3, 1e9])
def test_a_huge_effect_takes_no_minutes(agree, t) -> None:
    """Its interval is then that of the deviation alone, t√(χ²/58): on both sides of the switch."""
    noise = np.linspace(-1, 1, 30)
    size = np.sqrt(2 / 30) * noise.std(ddof=1)
    d, low, high = d_independent(noise, noise + t * size)
    ends = np.sqrt(np.array([38.843510, 80.935592]) / 58)  # R: qchisq(c(.025, .975), 58)
    agree(
        "before and after: interval of a huge d",
        [low / d, high / d],
        ends,
        oracle="closed form",
        rtol=1e-4,
    )
    d, low, high = d_paired(noise, 2 * noise + t)
    assert 0 < low < d < high < 2 * d


def _panel(y) -> pd.DataFrame:
    rows = [(f"team {g}", t, g < 4) for g in range(8) for t in range(6) for _ in range(2)]
    table = pd.DataFrame(rows, columns=["team", "month", "trained"])
    return table.assign(y=y(table))


ASKED = {"outcome": "y", "period": "month", "treated": "trained", "since": 3}


@pytest.mark.parametrize("more", [{}, {"cluster": "team"}, {"unit": "team"}])
@pytest.mark.parametrize(
    "y", [lambda t: 1.0, lambda t: 5.1 + t["trained"] * (t["month"] >= 3), lambda t: t["month"] / 3]
)
def test_an_outcome_that_leaves_nothing_to_chance_is_named(y, more) -> None:
    table = _panel(y)
    table = table.drop_duplicates(["team", "month"]) if "unit" in more else table
    with pytest.raises(DataError, match="the outcome follows exactly from group and period"):
        difference_in_differences(table, **ASKED, **more)


@pytest.mark.parametrize("more", [{}, {"cluster": "team"}])
def test_nothing_before_and_something_after(more) -> None:
    """Complaints that were first counted at the change: no trend before, and no crash."""
    table = _panel(lambda t: RNG.poisson(3, len(t)) * (t["month"] >= 3))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = difference_in_differences(table, **ASKED, **more)
    assert found.low < found.estimate < found.high
    assert found.pre_trend is None
    assert np.isnan(found.effect_size["value"])
    assert "nothing shows whether they would have" in found.does_not_say


def test_days_of_python_and_of_a_time_zone() -> None:
    table = _panel(lambda t: RNG.normal(size=len(t)) + t["trained"])
    plain = difference_in_differences(table, **ASKED)
    days = [datetime.date(2026, 1, 1 + int(month)) for month in table["month"]]
    zoned = pd.to_datetime(pd.Series(days)).dt.tz_localize("Europe/Amsterdam")
    for column, since in ((days, datetime.date(2026, 1, 4)), (zoned, "2026-01-04")):
        asked = {**ASKED, "since": since}
        found = difference_in_differences(table.assign(month=column), **asked)
        assert found.estimate == plain.estimate


SERIES = pd.Series(RNG.normal(size=40) + np.arange(40) / 9, range(40))


@pytest.mark.parametrize(
    ("index", "change", "step"),
    [
        (range(40), np.int64(20), "step"),
        (pd.date_range("2026-01-01", periods=40, freq="14D"), "2026-10-08", "step of 14 day"),
        (pd.date_range("2026-01-01", periods=40, freq="2D"), "2026-02-10", "step of 2 day"),
        (pd.date_range("2026-01-01", periods=40, tz="Europe/Amsterdam"), "2026-01-21", "day"),
        (pd.period_range("2024-01", periods=40, freq="M"), pd.Period("2025-09"), "month"),
    ],
)
def test_evenly_spaced_times_of_any_kind(index, change, step) -> None:
    found = interrupted_series(SERIES.set_axis(index), change, at=change)
    assert found.estimate == pytest.approx(interrupted_series(SERIES, 20).estimate)
    assert found.step == step
    assert len(found.effects) == 1


def test_a_time_zone_where_the_series_has_none() -> None:
    days = SERIES.set_axis(pd.date_range("2026-01-01", periods=40))
    with pytest.raises(DataError, match="change=2026-01-21 names a time zone"):
        interrupted_series(days, pd.Timestamp("2026-01-21", tz="UTC"))
    with pytest.raises(DataError, match="at='soon' is no date"):
        interrupted_series(days, "2026-01-21", at=["soon"])


def test_a_series_exactly_on_its_lines_or_without_times() -> None:
    with pytest.raises(DataError, match="lie exactly on the lines"):
        interrupted_series(pd.Series(np.where(np.arange(40) < 20, 0.1, 5.0)), 20)
    levels = SERIES.set_axis(pd.MultiIndex.from_product([range(20), list("ab")]))
    with pytest.raises(DataError, match="the index of series has several levels"):
        interrupted_series(levels, 20)
    days = SERIES.set_axis(pd.date_range("2026-01-01", periods=40))
    some = days.set_axis(days.index.where(days.index != days.index[8]))
    with pytest.raises(DataError, match="1 time stamps of series are missing"):
        interrupted_series(some, "2026-01-21")


def test_a_series_that_wanders_is_told() -> None:
    wandering = pd.Series(np.random.default_rng(5).normal(size=200).cumsum() * 3)
    found = interrupted_series(wandering, 60, errors="ar1")
    assert any("wanders rather than keeping to a line" in note for note in found.cautions)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: before_after(X, Y, ci="95 %"), "ci"),
        (lambda: before_after(X, Y, usual_mean="10", reliability=0.5), "usual_mean"),
        (lambda: plan_before_after("half"), "effect"),
        (lambda: plan_before_after(None), "effect"),
        (lambda: plan_interrupted_series(2.0, seed="x"), "seed"),
        (lambda: plan_interrupted_series(2.0, season="year"), "season"),
        (lambda: interrupted_series(SERIES, 20, lags=2.5), "lags"),
        (lambda: difference_in_differences(_panel(lambda t: 1), **ASKED, draws=99.5), "draws"),
    ],
)
def test_options_that_are_no_numbers_are_named(call, name) -> None:
    with pytest.raises(TypeError, match=name):
        call()


@pytest.mark.parametrize("season", [-5, 2, np.nan, np.inf])
def test_seasons_that_are_none(season) -> None:
    for call in (lambda: plan_interrupted_series(2.0, season=season),
                 lambda: interrupted_series(SERIES, 20, season=season)):  # fmt: skip
        with pytest.raises(ValueError, match="steps are too few for 1 wave"):
            call()
