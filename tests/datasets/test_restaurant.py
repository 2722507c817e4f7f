"""The restaurant: its script makes its files, and what was planted is found again."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import svqkit as svq
from svqkit.bundled import bundled
from svqkit.errors import DataError

HERE = bundled("datasets") / "restaurant"


@pytest.fixture(scope="module")
def truth() -> dict:
    return json.loads((HERE / "truth.json").read_text(encoding="utf-8"))


def cleaned() -> pd.DataFrame:
    """As the README says: seconds to minutes, rows timed twice once."""
    orders = svq.load_dataset("restaurant_orders")
    orders.loc[orders["unit"] == "s", ["process_time", "wait"]] /= 60
    return orders.drop_duplicates(["state", "case", "step"])


@pytest.fixture(scope="module")
def streams() -> dict:
    steps, orders = svq.load_dataset("restaurant_steps"), cleaned()
    return {
        state: svq.value_stream(
            steps, observations=orders, state=state, demand=60, available=300, ci_level=0.999
        )
        for state in ("before", "after")
    }


@pytest.mark.parametrize("state", ["before", "after"])
def test_value_streams_hold_the_planted_totals_in_their_intervals(state, streams, truth) -> None:
    totals, planted = streams[state].totals, truth["orders"][state]
    for measure in (
        "lead_time",
        "process_time",
        "process_cycle_efficiency",
        "rolled_complete_accurate",
    ):
        assert totals.loc[measure, "low"] <= planted[measure] <= totals.loc[measure, "high"], (
            measure
        )
    wastes = streams[state].wastes["time"]
    assert set(wastes.index) == set(planted["wastes"])
    for name, time in planted["wastes"].items():
        assert wastes[name] == pytest.approx(time, rel=0.15)
    cook = streams[state].table.loc["Cook"]
    assert cook["bottleneck"]


def test_the_lean_weeks_shortened_the_lead_time_as_planted(streams, truth) -> None:
    change = svq.compare_value_streams(streams["before"], streams["after"], ci_level=0.999)
    row = change.table.loc["lead_time"]
    planted = truth["orders"]["after"]["lead_time"] - truth["orders"]["before"]["lead_time"]
    assert row["low"] <= planted <= row["high"] < 0
    assert change.removed == ["Carry the slip to the kitchen"]


def test_raw_orders_are_refused_and_seconds_would_show(truth) -> None:
    steps, orders = svq.load_dataset("restaurant_steps"), svq.load_dataset("restaurant_orders")
    with pytest.raises(DataError, match="case 'A012' was timed twice at step 'Fetch ingredients'"):
        svq.value_stream(steps, observations=orders, state="after")
    raw = svq.value_stream(steps, observations=orders, state="before")
    assert raw.totals.loc["lead_time", "value"] > 3 * truth["orders"]["before"]["lead_time"]
    assert set(orders.loc[orders["unit"] == "s", "case"]) == set(truth["orders"]["in_seconds"])


def test_talks_do_nothing_although_scores_rise_after_them(truth) -> None:
    table = svq.load_dataset("restaurant_assessment").sort_values(["employee", "date"])
    table["next"] = table.groupby("employee")["score"].shift(-1)
    pairs = table.dropna(subset=["next"])
    talked = pairs[pairs["talk"]]
    rise = (talked["next"] - talked["score"]).astype(float)
    assert rise.mean() - 3 * rise.std() / len(rise) ** 0.5 > 5
    # What the next day brings, given the person's mean of all other days: no help from the talk.
    planted = truth["assessment"]
    sums = table.groupby("employee")["score"].agg(["sum", "count"])
    own = pairs.join(sums, on="employee")
    others = (own["sum"] - own["score"] - own["next"]) / (own["count"] - 2)
    left = (own["next"] - others).astype(float)
    by = left.groupby(own["talk"].to_numpy())
    difference = by.mean()[True] - by.mean()[False]
    error = (by.var() / by.size()).sum() ** 0.5
    assert abs(difference - planted["effect_of_a_talk"]) <= 3 * error
    within = table.groupby("employee")["score"].var().mean()
    between = table.groupby("employee")["score"].mean().var() - within / 53
    assert within**0.5 == pytest.approx(planted["sd_within_from_day_to_day"], rel=0.1)
    assert 0.03 < between / (between + within) < 0.3


def test_turnover_rose_at_dinner_and_not_at_lunch(truth) -> None:
    import statsmodels.formula.api as smf

    planted = truth["turnover"]
    table = svq.load_dataset("restaurant_turnover").sort_values("entered")
    twice = table.duplicated(["date", "meal"], keep=False)
    assert table.loc[twice, "date"].dt.strftime("%Y-%m-%d").unique().tolist() == [
        planted["written_twice"]["date"]
    ]
    table = table.drop_duplicates(["date", "meal"], keep="last")
    table["turns"] = table["parties"] / table["tables"]
    table["after"] = (table["date"] >= planted["change"]).astype(int)
    table["weekend"] = (table["date"].dt.day_of_week >= 4).astype(int)
    for meal, own in table.groupby("meal"):
        low, high = (
            smf.ols("turns ~ after + weekend", own).fit(cov_type="HC3").conf_int(0.001).loc["after"]
        )
        assert low <= planted["effect_parties_per_table"][meal] <= high
        assert (low > 0) == (meal == "dinner")
    days = table["date"].drop_duplicates()
    assert not days.dt.strftime("%Y-%m-%d").isin(planted["missing_days"]).any()
    assert (days.dt.day_of_week != 0).all()


def test_guests_see_what_the_lean_weeks_changed(truth) -> None:
    guests = svq.load_dataset("restaurant_guests")
    planted = truth["guests"]
    assert guests.n == 420
    assert guests.instrument.name == "dineserv"
    assert list(guests.outcomes) == list(planted["outcomes"])
    careful = [k for k in range(guests.n) if str(k + 1) not in planted["careless"]]
    after = (guests.respondents["period"] == "after").iloc[careful]
    for dimension, codes in guests.instrument.mapping.items():
        scores = guests.perceptions[codes].astype(float).iloc[careful].mean(axis=1)
        means, spread = scores.groupby(after).mean(), scores.groupby(after).std()
        error = (spread**2 / after.value_counts()).sum() ** 0.5
        shift = means[True] - means[False]
        effect = planted["effects_of_the_lean_weeks_in_standard_deviations"].get(dimension, 0.0)
        # A score of five to ten items carries some nine tenths of its factor's spread.
        assert abs(shift - 0.9 * effect * spread[False]) <= 3 * error, dimension
        assert (shift > 2 * error) == (effect > 0), dimension


def test_rows_and_columns_are_those_described() -> None:
    package = json.loads((HERE / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if "instrument" in resource["svqkit"]:
            continue
        table = svq.load_dataset(resource["name"])
        assert len(table) == resource["svqkit"]["rows"]
        assert table.columns.tolist() == [field["name"] for field in resource["schema"]["fields"]]
        assert (HERE / resource["path"]).stat().st_size == resource["bytes"]
