"""Faults: R's survfit and glm with clustered errors, the planted Weibull, the list of services."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError
from svqkit.improvement.customers.lifetimes import kaplan_meier, periods

PREDICTORS = ["outdoor", "uses", "age"]
HOW = {"machine": "locker", "running": "running"}


@pytest.fixture(scope="module")
def lockers() -> pd.DataFrame:
    return svq.load_dataset("shop_lockers")


@pytest.fixture(scope="module")
def found(lockers):
    return svq.fault_risk(lockers, "days", "fault", PREDICTORS, period=15, **HOW)


def test_the_curve_and_the_logit_are_those_of_r(found, theirs, agree) -> None:
    shown = theirs["faults"]
    oracle = f"survival {theirs['versions']['survival']}"
    curve = found.survival[["without", "low", "high"]]
    at = [curve[curve.index <= day].iloc[-1] for day in shown["times"]]
    for name in ("without", "low", "high"):
        ours = [row[name] for row in at]
        agree(f"faults: Kaplan-Meier {name}", ours, shown[name], oracle=oracle, rtol=1e-9)
    oracle = theirs["versions"]["R"].split(" Patched")[0] + ", glm"
    assert found.calibration["n"].sum() == shown["rows"]
    agree("faults: logit", found.effects["b"], shown["b"][1:], oracle=oracle, rtol=1e-6)
    agree("faults: clustered", found.effects["se"], shown["se"][1:], oracle=oracle, rtol=1e-6)


def test_short_periods_come_near_cox(lockers, theirs) -> None:
    """Odds of a fault in three days are hazards but for some per cent; well below an error."""
    daily = svq.fault_risk(lockers, "days", "fault", PREDICTORS, period=3, **HOW)
    near = daily.effects["b"].iloc[1:] - theirs["faults"]["cox"]
    assert (near.abs() < 0.3 * np.array(theirs["faults"]["cox_se"])).all()


def test_the_planted_weibull_lies_in_the_intervals(found, truth) -> None:
    planted = truth["shop_lockers"]
    wear = np.exp(planted["shape"] - 1)
    assert found.effects.loc["log time", "low"] < wear < found.effects.loc["log time", "high"]
    for name, value in planted["log_hazard_ratios"].items():
        row = found.effects.loc[name]
        assert row["low"] < np.exp(value) < row["high"], name
    assert found.line["slope_low"] < 1 < found.line["slope_high"]
    assert "grows with time since service" in found.sentence


def test_the_list_of_services_follows_the_planted_risk(found, lockers, truth) -> None:
    planted = truth["shop_lockers"]
    rows = lockers[(lockers["running"] == 1) & lockers["uses"].notna()].set_index("locker")
    ratios = planted["log_hazard_ratios"]
    base = planted["scale_holds_for"]
    risk = sum(ratios[name] * (rows[name] - base[name]) for name in ratios)
    hazard = [((rows["days"] + t) / planted["scale_days"]) ** planted["shape"] for t in (0, 30)]
    true = 1 - np.exp((hazard[0] - hazard[1]) * np.exp(risk))
    both = found.service.join(true.rename("true"))
    assert len(both) == len(rows)
    assert both[["risk", "true"]].corr().iloc[0, 1] > 0.97
    assert (both["risk"] - both["true"]).abs().mean() < 0.02
    now = both["service_within"] == 0
    assert (both.loc[now, "risk"] >= 0.2).all()
    assert (both.loc[~now, "risk"] < 0.2).all()
    assert both["service_within"].is_monotonic_increasing


def test_no_wear_is_not_taken_for_wear() -> None:
    rng = np.random.default_rng(7)
    days = np.ceil(rng.exponential(150, 400))
    runs = pd.DataFrame({"days": np.minimum(days, 300), "fault": (days <= 300).astype(int)})
    found = svq.fault_risk(runs, "days", "fault", [])
    assert found.effects.loc["log time", "low"] < 1 < found.effects.loc["log time", "high"]
    assert "is not shown to help" in found.sentence
    assert len(found.service) == 0
    assert "running machines" not in repr(found)


def test_periods_by_hand() -> None:
    run, period, happened = periods(np.array([60.0, 61.0, 29.0]), np.array([1, 1, 0]), 30)
    assert run.tolist() == [0, 0, 1, 1, 1]
    assert period.tolist() == [1, 2, 1, 2, 3]
    assert happened.tolist() == [0, 1, 0, 0, 1]


def test_without_censoring_the_curve_counts() -> None:
    curve = kaplan_meier([1, 2, 2, 4], [1, 1, 1, 1])
    assert curve["without"].tolist() == pytest.approx([0.75, 0.25, 0.0])
    assert curve["at_risk"].tolist() == [4, 3, 1]


def test_bad_runs_are_named(lockers) -> None:
    def risk(table, **options):
        return svq.fault_risk(table, "days", "fault", PREDICTORS, **{**HOW, **options})

    with pytest.raises(DataError, match="row 3: a run of 0 days"):
        risk(lockers.assign(days=lockers["days"].where(lockers.index != 3, 0)))
    with pytest.raises(DataError, match="row 4: time is not known"):
        risk(lockers.assign(days=lockers["days"].astype(float).where(lockers.index != 4)))
    with pytest.raises(DataError, match="row 0: the run ended in a fault and is said to go on"):
        risk(lockers.assign(running=1))
    with pytest.raises(DataError, match="two runs that go on"):
        risk(
            lockers.assign(fault=(lockers.index == 0).astype(int), running=(lockers.index != 0) * 1)
        )
    with pytest.raises(DataError, match="no column 'lockers'"):
        risk(lockers, machine="lockers")
    with pytest.raises(DataError, match="too few for 10 folds"):
        risk(lockers.head(20))
    with pytest.raises(ValueError, match="limit=20 must be between 0 and 1"):
        risk(lockers, limit=20)


def test_labels_that_come_twice_do_not_multiply_runs(lockers) -> None:
    again = lockers.set_axis(np.arange(len(lockers)) // 2)
    one, other = (svq.fault_risk(t, "days", "fault", PREDICTORS, **HOW) for t in (lockers, again))
    assert other.n == one.n
    pd.testing.assert_frame_equal(other.effects, one.effects)


def test_runs_without_end_and_predictors_from_the_run_are_refused(lockers) -> None:
    endless = lockers.assign(days=lockers["days"].astype(float).where(lockers.index != 5, np.inf))
    with pytest.raises(DataError, match="row 5: a run without end"):
        svq.fault_risk(endless, "days", "fault", PREDICTORS, **HOW)
    with pytest.raises(DataError, match="choose a longer period"):
        svq.fault_risk(
            lockers.assign(days=lockers["days"] * 1e9), "days", "fault", PREDICTORS, **HOW
        )
    with pytest.raises(ValueError, match="'days' says how a run went"):
        svq.fault_risk(lockers, "days", "fault", ["days"])
