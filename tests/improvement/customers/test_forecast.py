"""Forecasts: R's arima, hand-computed naive forecasts, backtests, gaps in time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError
from svqkit.improvement.customers.equal_steps import equal_steps
from svqkit.improvement.customers.forecasters import (
    arima,
    fourier,
    naive,
    regression,
    seasonal_naive,
)
from svqkit.improvement.customers.rolling_origin import mean_interval, roll

NONE = np.empty((500, 0))


def test_the_regression_is_that_of_r(demand, promotion, theirs, agree) -> None:
    values, filled = equal_steps(demand["orders"], "fill")
    y = np.log(values.to_numpy())
    x = promotion.to_numpy()[: len(y) + 8].copy()
    x = np.r_[x, np.zeros(len(y) + 8 - len(x))]
    x[len(y) :] = 0
    found, shown = regression(y, 8, 52, x[:, None], 0.95), theirs["demand"]
    oracle = theirs["versions"]["R"].split(" Patched")[0] + ", arima"
    ours = [found.about["terms"]["ar.L1"], found.about["slopes"][-1], *found.about["slopes"][:-1]]
    assert filled == 1
    assert found.settled
    # Both stop their search where the log likelihood is flat; R's optim and BFGS differ there.
    agree("forecast: AR(1) regression", ours, shown["b"], oracle=oracle, atol=5e-5, rtol=1e-4)
    agree("forecast: ahead", found.mean, shown["forecast"], oracle=oracle, atol=1e-5)
    half = (found.high - found.mean) / 1.959963984540054
    # R divides by n in sigma², as here.
    agree("forecast: standard error", half, shown["se"], oracle=oracle, rtol=1e-3)
    effect = found.about["errors"][0]
    agree("forecast: event's error", effect, shown["effect_se"], oracle=oracle, rtol=1e-2)


def test_naive_forecasts_by_hand() -> None:
    y = np.array([1.0, 4, 2, 6])
    found = naive(y, 2, 1, NONE, 0.95)
    spread = np.sqrt((9 + 4 + 16) / 3)
    np.testing.assert_allclose(found.high - 6, 1.959963984540054 * spread * np.sqrt([1, 2]))
    found = seasonal_naive(y, 3, 2, NONE, 0.95)
    spread = np.sqrt((1 + 4) / 2)
    np.testing.assert_allclose(found.mean, [2, 6, 2])
    np.testing.assert_allclose(
        found.high - found.mean, 1.959963984540054 * spread * np.sqrt([1, 1, 2])
    )


def test_waves_of_a_season_are_those_of_dummies_where_it_is_short() -> None:
    """Four steps: the waves and a constant span all four means."""
    waves = np.column_stack([np.ones(8), fourier(0, 8, 4)])
    assert np.linalg.matrix_rank(waves) == 4
    np.testing.assert_allclose(fourier(3, 5, 12), fourier(0, 8, 12)[3:])


def test_the_promotion_and_the_best_model(demand, promotion, truth) -> None:
    found = svq.forecast(
        demand["orders"],
        4,
        events=promotion,
        log=True,
        gaps="fill",
        origins=60,
        models=["naive", "seasonal naive", "regression"],
        progress=False,
    )
    planted = np.expm1(truth["shop_demand"]["promotion"])
    row = found.effects.loc["promotion"]
    assert row["low"] < planted < row["high"]
    assert found.model == "regression"
    assert found.backtest.loc[found.model, "against_high"] < 0
    assert found.filled == 1
    assert found.path["forecast"].notna().sum() == 4
    again = found.errors.query("model == 'naive'")
    scale = found.backtest.loc["naive", "mae"] / found.backtest.loc["naive", "mase"]
    mase = (again["actual"] - again["forecast"]).abs().mean() / scale
    assert mase == pytest.approx(found.backtest.loc["naive", "mase"])


def test_a_random_walk_is_left_to_the_naive() -> None:
    rng = np.random.default_rng(12)
    walk = pd.Series(100 + np.cumsum(rng.normal(size=160)), pd.RangeIndex(160))
    found = svq.forecast(walk, 3, origins=40, progress=False)
    if found.model == "naive":
        assert "wins" in found.sentence
    else:
        assert "chance alone may have put it" in found.sentence


def test_the_naive_that_wins_is_picked_and_said() -> None:
    season = np.tile([5.0, 9, 2, 7, 1, 8, 30], 20) + np.random.default_rng(3).normal(0, 0.1, 140)
    days = pd.Series(season, pd.period_range("2026-01-01", periods=140, freq="D"))
    found = svq.forecast(days, 7, models=["naive", "seasonal naive"], origins=20, progress=False)
    assert found.season == 7
    assert found.model == "seasonal naive"
    assert "wins" in found.sentence


def test_nothing_of_the_future_is_known_in_the_backtest() -> None:
    rng = np.random.default_rng(1)
    y = rng.normal(size=60)
    first = roll(y, 3, 1, np.empty((60, 0)), 0.95, 10, ["naive", "regression"], False)
    y[-3:] = 1000
    second = roll(y, 3, 1, np.empty((60, 0)), 0.95, 10, ["naive", "regression"], False)
    np.testing.assert_array_equal(first["forecast"], second["forecast"])


@pytest.mark.parametrize(("origins", "overlap"), [(24, 4), (20, 8), (20, 1)])
def test_intervals_of_overlapping_errors_hold_what_they_say(origins, overlap) -> None:
    """Means over shared values: 95 % intervals over 2,000 series, by four errors and a point."""
    rng, held, times = np.random.default_rng(8), 0, 2000
    for _ in range(times):
        shocks = rng.normal(size=origins + overlap - 1)
        series = np.convolve(shocks, np.ones(overlap), "valid")
        _, low, high = mean_interval(series, overlap)
        held += low <= 0 <= high
    assert abs(held / times - 0.95) < 0.01 + 4 * np.sqrt(0.95 * 0.05 / times)


def test_without_overlap_the_interval_is_students() -> None:
    _, low, high = mean_interval(np.array([1.0, 2, 3, 4]), 1)
    assert high - low == pytest.approx(2 * 3.182446305284263 * np.sqrt(5 / 3 / 4))


def test_prediction_intervals_hold_what_they_say() -> None:
    """AR(1) around a line: 95 % intervals over 150 series, one step ahead, by four errors."""
    rng, held, times = np.random.default_rng(9), 0, 150
    for _ in range(times):
        state, y = 0.0, []
        for t in range(81):
            state = 0.5 * state + rng.normal()
            y.append(10 + 0.1 * t + state)
        found = regression(np.array(y[:80]), 1, 1, np.empty((81, 0)), 0.95)
        held += found.low[0] <= y[80] <= found.high[0]
    assert abs(held / times - 0.94) < 4 * np.sqrt(0.95 * 0.05 / times)


@pytest.mark.parametrize("model", [regression, arima])
def test_scale_and_level_carry_over(model) -> None:
    y = np.cumsum(np.random.default_rng(2).normal(size=60)) + 0.3 * np.arange(60)
    one = model(y, 3, 1, np.empty((63, 0)), 0.95)
    other = model(1e6 * y + 5e6, 3, 1, np.empty((63, 0)), 0.95)
    np.testing.assert_allclose(other.mean, 1e6 * one.mean + 5e6, rtol=1e-4)
    np.testing.assert_allclose(other.low, 1e6 * one.low + 5e6, rtol=1e-3)


@pytest.mark.parametrize("freq", ["YE", "QE", "MS", "ME", "W-MON", "W-WED", "D", "h"])
def test_steps_are_known_by_their_dates(freq) -> None:
    series = pd.Series(np.arange(20.0), pd.date_range("2024-01-03", periods=20, freq=freq))
    found, filled = equal_steps(series, "refuse")
    assert len(found) == 20
    assert filled == 0


def test_bad_series_are_named(demand, promotion) -> None:
    orders = demand["orders"].astype(float)
    with pytest.raises(DataError, match="1 steps have no number: 2024-07-15/2024-07-21"):
        svq.forecast(orders, 4)
    twice = pd.concat([orders, orders.iloc[:1]])
    with pytest.raises(DataError, match="2022-11-07 00:00:00 comes twice"):
        svq.forecast(twice, 4)
    days = pd.to_datetime(["2026-01-01", "2026-01-02", "2026-03-05", "2026-09-09"])
    with pytest.raises(DataError, match="equal steps"):
        svq.forecast(pd.Series([1.0, 2, 3, 4], days), 1)
    with pytest.raises(DataError, match="too few: the backtest begins with"):
        svq.forecast(orders.iloc[:60], 4)
    with pytest.raises(DataError, match="above 0; use log=False"):
        svq.forecast(orders - 3000, 4, log=True, gaps="fill")
    with pytest.raises(DataError, match="'promotion' is not known for 2026-12-2"):
        svq.forecast(orders, 9, events=promotion, gaps="fill")
    with pytest.raises(DataError, match="never changes in the past"):
        svq.forecast(orders, 4, events=promotion * 0, gaps="fill")
    with pytest.raises(DataError, match="dates, times, periods or whole numbers"):
        svq.forecast(pd.Series([1.0, 2, 3], list("abc")), 1)
    with pytest.raises(TypeError, match="give a Series"):
        svq.forecast([1, 2, 3], 1)
    for wrong, message in (
        ({"models": ["prophet"]}, "no model 'prophet'"),
        ({"models": ["ETS"]}, 'models must hold "naive"'),
        ({"origins": 2}, "origins 5 or more"),
        ({"level": 95}, "level must lie"),
        ({"season": 0}, "season must be 1"),
    ):
        with pytest.raises(ValueError, match=message):
            svq.forecast(orders, 4, gaps="fill", **wrong)


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        (lambda y: y, {"gaps": "bridge"}, "gaps is 'refuse' or 'fill'"),
        (lambda y: y * np.nan, {"gaps": "fill"}, "0 numbers are too few"),
        (lambda y: y * 1e300, {}, "beyond 1e.15"),
        (lambda y: y * 1j, {}, "complex"),
        (lambda y: y.set_axis([pd.NaT, *y.index[1:]]), {}, "has no time"),
        (lambda y: y.set_axis([0, *range(10**9, 10**9 + 39)]), {}, "too many are missing"),
        (
            lambda y: y.set_axis(pd.MultiIndex.from_product([["a"], range(40)])),
            {},
            "several levels",
        ),
        (lambda y: y, {"origins": 5.5}, "origins=5.5"),
        (lambda y: y, {"models": "naive"}, "models is a list"),
        (lambda y: y, {"events": [1, 2]}, "events is a Series"),
        (lambda y: y, {"events": pd.Series(["a"])}, "no number"),
        (lambda y: y, {"level": "x"}, "level must lie"),
    ],
)
def test_what_cannot_be_forecast_says_why(change, options, message) -> None:
    y = pd.Series(np.arange(40.0) % 7, pd.date_range("2022-01-01", periods=40, freq="MS"))
    with pytest.raises((TypeError, ValueError), match=message):
        svq.forecast(change(y), 2, **{"origins": 5, **options})


def test_a_time_zone_does_not_matter() -> None:
    days = pd.date_range(
        "2025-03-10", periods=40, tz="Europe/Amsterdam"
    )  # summer time begins within
    y = pd.Series(np.arange(40.0) % 5, days)
    how = {"models": ["naive", "seasonal naive"], "season": 7, "origins": 5}
    zoned, plain = (svq.forecast(s, 2, **how) for s in (y, y.tz_localize(None)))
    pd.testing.assert_frame_equal(zoned.path, plain.path)
