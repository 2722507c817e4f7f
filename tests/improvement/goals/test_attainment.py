"""Forecasts of attainment agree with regression and with the random walk with drift."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import svqkit as svq
from svqkit.errors import DataError
from svqkit.improvement.goals.carrying_on import (
    drift_forecast,
    neighbour_correlation,
    trend_forecast,
)

START = pd.Timestamp("2026-01-01")


def goal(target: float = 8.0, baseline: float = 14.0, deadline: object = None) -> svq.Goal:
    when = START + pd.Timedelta(days=330) if deadline is None else deadline
    return svq.Goal(
        name="Wait", indicator="wait", baseline=baseline, target=target, start=START, deadline=when
    )


@pytest.fixture
def history(theirs: dict) -> pd.Series:
    shown = theirs["forecast"]
    return pd.Series(shown["value"], index=START + pd.to_timedelta(shown["days"], unit="D"))


@pytest.mark.parametrize(("name", "carry"), [("trend", trend_forecast), ("drift", drift_forecast)])
def test_forecasts_are_those_of_r(name: str, carry: object, theirs: dict, agree) -> None:
    shown = theirs["forecast"]
    time, later = (np.array(shown[k]) / 365.25 for k in ("days", "later_days"))
    mean, sd, df, _ = carry(time, np.array(shown["value"]), later)
    oracle = f"R {theirs['versions']['R']}"
    agree(f"attainment: {name} forecast", mean, shown[name]["mean"], oracle=oracle, rtol=1e-10)
    agree(f"attainment: {name} deviation", sd, shown[name]["sd"], oracle=oracle, rtol=1e-10)
    assert df == shown[name]["df"]


def test_the_result_is_made_of_them(history: pd.Series, theirs: dict, agree) -> None:
    found = svq.attainment(goal(), history, model="trend")
    shown = theirs["forecast"]
    row, trend = found.models.loc["trend"], shown["trend"]
    assert row["forecast"] == pytest.approx(trend["mean"][1], rel=1e-10)
    expected = stats.t.cdf((8.0 - trend["mean"][1]) / trend["sd"][1], trend["df"])
    assert found.probability == pytest.approx(expected, rel=1e-9)
    oracle = f"R {theirs['versions']['R']}"
    agree(
        "attainment: pace",
        found.pace[["observed", "observed_low", "observed_high"]].to_numpy(),
        [trend["slope"], *trend["confint"]],
        oracle=oracle,
        rtol=1e-10,
    )
    assert found.path["value"].dropna().tolist() == shown["value"]
    assert found.path["on_course"].iloc[-1] == pytest.approx(8.0)


def test_a_goal_upwards_is_the_mirror(history: pd.Series) -> None:
    down = svq.attainment(goal(), history)
    up = svq.attainment(goal(-8.0, -14.0), -history)
    assert up.probability == pytest.approx(down.probability, rel=1e-12)
    assert up.status == down.status


@given(shift=st.floats(-50, 50), factor=st.floats(0.1, 20))
def test_units_do_not_matter(shift: float, factor: float) -> None:
    values = np.array([14.0, 13.0, 13.5, 12.0, 12.2, 11.0, 11.3])
    index = pd.date_range(START, periods=7, freq="30D")
    plain = svq.attainment(goal(), pd.Series(values, index=index))
    changed = svq.attainment(
        goal(8 * factor + shift, 14 * factor + shift), pd.Series(values * factor + shift, index)
    )
    assert changed.probability == pytest.approx(plain.probability, rel=1e-6, abs=1e-9)
    assert changed.model == plain.model


def test_the_probability_is_kept_over_many_histories() -> None:
    """A probability of .7 shall come true seven times in ten."""
    rng = np.random.default_rng(5)
    time = np.arange(12) * 30
    index = START + pd.to_timedelta(time, unit="D")
    said, came = [], []
    for _ in range(600):
        slope = rng.normal(-0.012, 0.004)
        values = 14 + slope * time + rng.normal(0, 0.8, 12)
        ahead = goal(10.5, deadline=START + pd.Timedelta(days=390))
        found = svq.attainment(ahead, pd.Series(values, index=index), model="trend")
        at_deadline = 14 + slope * 390 + rng.normal(0, 0.8)
        said.append(found.probability)
        came.append(at_deadline <= 10.5)
    said, came = np.array(said), np.array(came)
    error = np.sqrt((said * (1 - said)).sum()) / len(said)
    assert abs(said.mean() - came.mean()) < 4 * error
    sure = said > 0.8
    assert abs(came[sure].mean() - said[sure].mean()) < 4 * np.sqrt(0.1 * 0.9 / sure.sum())


def test_neighbours_are_compared_with_what_a_fitted_line_leaves(theirs: dict, agree) -> None:
    shown = theirs["neighbours"]
    time = np.array(shown["at"], float)
    residuals = trend_forecast(time, np.array(shown["value"]), time[-1:])[3]
    oracle = f"R {theirs['versions']['R']}: Durbin & Watson (1950)"
    ours = neighbour_correlation(time, residuals)
    agree("attainment: neighbours", ours, [shown["r"], shown["p"]], oracle=oracle, rtol=1e-9)


def test_a_short_random_walk_is_seldom_taken_for_a_line() -> None:
    """Twelve months of a random walk, six ahead: the trend's 80 % intervals hold about 40 ends."""
    rng = np.random.default_rng(2)
    months = pd.date_range("2026-01-01", periods=18, freq="MS")
    far = svq.Goal(
        name="", indicator="i", baseline=0, target=9, start=months[0], deadline=months[-1]
    )
    models: list[str] = []
    held = {"auto": 0, "trend": 0}
    for _ in range(80):
        values = np.cumsum(0.3 + rng.normal(size=18))
        found = svq.attainment(far, pd.Series(values[:12], index=months[:12]), ci=0.8)
        models.append(found.model)
        for name, model in (("auto", found.model), ("trend", "trend")):
            row = found.models.loc[model]
            held[name] += row["low"] <= values[-1] <= row["high"]
    assert held["auto"] > 80 * 0.6 > 80 * 0.5 > held["trend"]
    assert models.count("drift") > 80 * 0.65


def test_months_and_zones_are_read_alike(history: pd.Series) -> None:
    plain = svq.attainment(goal(), history)
    zoned = svq.attainment(goal(), history.tz_localize("Europe/Amsterdam"))
    assert zoned.probability == pytest.approx(plain.probability)


def test_steps_that_add_up_ask_for_the_drift() -> None:
    rng = np.random.default_rng(3)
    walk = pd.Series(
        14 + rng.normal(0, 1, 60).cumsum(), index=pd.date_range(START, periods=60, freq="5D")
    )
    assert svq.attainment(goal(), walk).model == "drift"
    noise = pd.Series(14 + rng.normal(0, 1, 60), index=walk.index)
    assert svq.attainment(goal(), noise).model == "trend"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: s.iloc[:5], "5 measured values are too few; 6 are needed"),
        (lambda s: pd.concat([s, s.iloc[:1]]), "1 time stamps come twice, first 2026-01-01"),
        (lambda s: s * 0 + 3, "all 8 values are 3: no change"),
        (lambda s: s.reset_index(drop=True), "the index holds numbers"),
        (lambda s: s.astype(object).mask(s.index == s.index[2], "ten"), "is 'ten'; numbers"),
        (lambda s: s.to_frame(), "a Series of measurements is needed, not DataFrame"),
        (lambda s: s.set_axis(s.index.strftime("%d/%m/%Y")), "holds '01/01/2026'"),
        (lambda s: s.set_axis([pd.NaT, *s.index[1:]]), "a value has no date in the index"),
        (lambda s: s * 1e300, "too large"),
        (lambda s: s > 12, "the values are of type bool"),
        (
            lambda s: s.set_axis(pd.date_range(START, periods=8, freq="h")),
            "8 values within 0 days: more than one a day",
        ),
    ],
)
def test_histories_that_cannot_be_used(history: pd.Series, change, message: str) -> None:
    with pytest.raises(DataError, match=message):
        svq.attainment(goal(), change(history))


def test_nothing_to_forecast_after_the_deadline(history: pd.Series) -> None:
    with pytest.raises(DataError, match="not before the deadline 2026-06-01"):
        svq.attainment(goal(deadline="2026-06-01"), history)
    with pytest.raises(DataError, match="has no deadline"):
        svq.attainment(svq.Goal(name="", indicator="wait", baseline=1, target=2), history)


def test_a_share_stays_a_share() -> None:
    index = pd.date_range(START, periods=8, freq="30D")
    share = pd.Series([78.0, 80, 83, 88, 90, 91, 94, 95], index=index)
    wanted = goal(90, 78)
    free, kept = (svq.attainment(wanted, share, bounds=b, model="trend") for b in (None, (0, 100)))
    assert free.models.loc["trend", "high"] > 100
    assert 90 < kept.models.loc["trend", "low"] < kept.models.loc["trend", "high"] < 100
    assert kept.path["high"].max() < 100
    assert kept.pace.equals(free.pace)
    with pytest.raises(DataError, match="the value 95 of 2026-07-30 does not lie between the bou"):
        svq.attainment(wanted, share, bounds=(0, 95))
