"""What is given wrongly is named, by every function of processes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError

STEPS = [{"step": "a", "process_time": 3, "wait": 2}, {"step": "b", "process_time": 2, "wait": 4}]
TIMED = pd.DataFrame(
    {"case": [1, 1, 2, 2], "step": ["a", "b"] * 2, "process_time": [1.0, 2, 3, 4], "wait": 1.0}
)
RISK = {"risk": "x", "severity": 9, "occurrence": 2, "detection": 3}


def branch(steps=STEPS, arrivals=None, **options):
    return svq.simulate_branch(
        arrivals or {9: 6, 10: 8}, steps, **{"replications": 3, "progress": False, **options}
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: svq.queue(1e300, 2, 2), "arrivals is 1e\\+300; more than 1e\\+12 cannot be right"),
        (lambda: svq.queue(1e-300, 1e-300), "arrivals must be a number above 0"),
        (lambda: svq.queue(20, 2, 10**9), "servers is 1e\\+09; more than 1,000,000"),
        (lambda: svq.queue(20, 2, 2, service_cv=1e300), "service_cv is 1e\\+300"),
        (lambda: svq.staffing([3, 4], 6, target_wait=5), "arrivals must be given by hour"),
        (
            lambda: svq.staffing({9: 1e9}, 6, target_wait=5),
            "hour 9 keeps 1e|hour 9 keeps 100000000",
        ),
        (lambda: branch(staff=3), "staff must be a mapping of role to people, not 3"),
        (lambda: branch(seed=-1), "seed=-1 must be a whole number"),
        (lambda: branch(seed="x"), "seed='x' must be a whole number"),
        (lambda: branch(arrivals={9: 1e300}), "arrivals of 9 is 1e\\+300"),
        (lambda: branch(arrivals={9: 1e7}), "1e\\+07 customers are expected in all"),
        (lambda: branch("greet, pay"), "steps must be a table or a list of rows"),
        (lambda: svq.simulate_boarding(seed=1.5), "seed=1.5 must be a whole number"),
        (lambda: svq.simulate_boarding(rows=10**6), "are more than 1,000 seats"),
        (lambda: svq.simulate_boarding(5), "strategies must be some of random, "),
        (lambda: svq.value_stream(5), "steps must be a table or a list of rows"),
        (
            lambda: svq.value_stream([{**STEPS[0], "process_time": pd.Timedelta("3min")}]),
            "process_time holds timedelta64.*; plain numbers are needed",
        ),
        (
            lambda: svq.value_stream(pd.DataFrame([[1, 2]], columns=["wait", "wait"], index=["a"])),
            "steps have the column 'wait' twice",
        ),
        (
            lambda: svq.value_stream(STEPS, observations=TIMED, bootstrap=0),
            "bootstrap must be a whole number of 2 or more, not 0",
        ),
        (
            lambda: svq.value_stream(STEPS, observations=TIMED.assign(case=[1, 1, None, None])),
            "2 observations do not say of which case",
        ),
        (
            lambda: svq.value_stream(STEPS, observations=TIMED.assign(state=list("xxyy"))),
            "the observations are of 'x', 'y'; choose one by state=",
        ),
        (
            lambda: svq.value_stream(STEPS, observations=TIMED.assign(complete_accurate=0.5)),
            "complete_accurate of a timed case must be 1 or 0",
        ),
        (
            lambda: svq.value_stream(STEPS, observations=TIMED.assign(complete_accurate="yes")),
            "complete_accurate of 'a, case 1' is 'yes'",
        ),
        (
            lambda: svq.compare_value_streams(svq.value_stream(STEPS), None),
            "after must be a result of value_stream",
        ),
        (lambda: svq.risk_register([{**RISK, "severity": np.inf}]), "severity of 'x' is inf"),
        (lambda: svq.risk_register([{**RISK, "severity": True}]), "severity of 'x' is True"),
        (
            lambda: svq.risk_register([{"risk": "x", "likelihood": 2, "impact": 3}], levels=5),
            "levels must be pairs",
        ),
        (
            lambda: svq.cause_effect({"a": {"b": {"c": {"d": 1}}}}, problem="late"),
            "causes have three levels at most",
        ),
        (lambda: svq.cause_effect({"a": ["b"]}, problem=None), "the problem is empty"),
        (
            lambda: svq.sipoc(["a", None], inputs={"x": ["y"]}, outputs={"z": ["w"]}),
            "entry 2 of process is empty",
        ),
        (
            lambda: svq.sipoc(
                ["a"], inputs={"x": ["y"]}, outputs={"z": ["w"]}, requirements={"w": None}
            ),
            "the requirement of 'w' is empty",
        ),
    ],
)
def test_it_is_named(call, message):
    with pytest.raises((ValueError, TypeError), match=message):
        call()


def test_customers_who_serve_themselves_leave_on_time():
    """The hours of opening are known where nobody is on duty, so time inside is no overtime."""
    alone = branch([{"step": "kiosk", "process_time": 3, "process_cv": 0, "role": "customer"}])
    assert alone.table.loc[("as given", "overtime"), "mean"] <= 3
    assert alone.table.loc[("as given", "time_in_branch"), "mean"] == pytest.approx(3)


def test_a_role_may_be_a_number():
    steps = [
        {"step": "a", "process_time": 2, "role": 1},
        {"step": "b", "process_time": 3, "role": 1},
    ]
    assert (
        svq.value_stream([{**one, "wait": 0} for one in steps]).totals.loc["people", "value"] == 1
    )
    assert branch(steps).roles.index.tolist() == [("as given", "1")]


def test_hardly_any_spread_is_a_constant_time():
    steps = [{"step": "a", "process_time": 3, "process_cv": 1e-200}]
    assert branch(steps).table.loc[("as given", "time_in_branch"), "low"] >= 3 - 1e-9


def test_a_register_read_back_is_worked_out_anew():
    first = svq.risk_register([RISK, {**RISK, "risk": "y", "severity": 2}])
    again = svq.risk_register(first.table.reset_index())
    pd.testing.assert_frame_equal(again.table, first.table)


def test_causes_may_be_a_series():
    counted = svq.cause_effect({"people": pd.Series({"new staff": 3})}, problem="late")
    assert counted.table[["cause", "count"]].to_numpy().tolist() == [["new staff", 3.0]]
    with pytest.raises(DataError, match="must be a list or a mapping"):
        svq.cause_effect({"people": iter(["new staff"])}, problem="late")
