"""The simulated branch against Erlang's formula, days by hand, and its refusals."""

from __future__ import annotations

import builtins
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError, MissingExtraError
from svqkit.improvement.processes.branch_day import draw_arrivals, run_day
from svqkit.improvement.processes.branch_plan import flows_of

DAY = dict.fromkeys(range(9, 13), 12)


def long_run(arrivals, people, days, cv=1.0):
    """Forty hours at one rate, the first ten not counted, many times over."""
    steps = [{"step": "serve", "process_time": 5, "people": people, "process_cv": cv}]
    hours = dict.fromkeys(range(40), arrivals)
    return svq.simulate_branch(
        hours, steps, target_wait=5, warm_up=600, replications=days, ci_level=0.999, progress=False
    )


@pytest.mark.parametrize(("arrivals", "people", "days"), [(8, 1, 120), (20, 2, 50), (30, 3, 30)])
def test_long_days_wait_as_erlang_says(arrivals, people, days, agree):
    found = long_run(arrivals, people, days).table.loc["as given"]
    known = svq.queue(arrivals, 5, people, target_wait=5).table
    for measure in ("wait", "within_target"):
        row = found.loc[measure]
        assert row["low"] <= known[measure] <= row["high"]
        agree(
            f"simulated branch: {measure}",
            row["mean"],
            known[measure],
            oracle="closed form",
            atol=(row["high"] - row["low"]) / 2,
        )


def test_constant_service_waits_as_pollaczek_and_khinchine_say(agree):
    row = long_run(9, 1, 60, cv=0.0).table.loc[("as given", "wait")]
    known = svq.queue(9, 5, service_cv=0).table["wait"]
    agree("simulated branch: wait", row["mean"], known, oracle="closed form",
          atol=(row["high"] - row["low"]) / 2)  # fmt: skip


def one_day(steps, staff, arrived, hours=(9, 10)):
    flow = flows_of(steps, staff, pd.Index(hours))[0]
    return run_day(flow, np.array(arrived, dtype=float), 1, 0)


def test_a_day_by_hand():
    steps = [
        {"step": "a", "process_time": 4, "process_cv": 0, "role": "x"},
        {"step": "b", "process_time": 6, "process_cv": 0, "role": "customer"},
        {"step": "c", "process_time": 2, "process_cv": 0, "role": "x"},
        {"step": "d", "process_time": 1, "process_cv": 0, "role": "x"},
    ]
    day = one_day(steps, {"x": 1}, [0, 1])
    # first: 0-4, 4-10 alone, 10-13; second: waits 3, 4-8, 8-14 alone, 14-17
    assert day.waited.tolist() == [0, 3]
    assert day.stayed.tolist() == [13, 16]
    assert day.busy.tolist() == [14]
    assert day.paid.tolist() == [120]
    assert day.closed == 0


def test_nobody_is_served_while_nobody_is_on_duty():
    steps = [{"step": "a", "process_time": 10, "process_cv": 0}]
    day = one_day(steps, {"a": {9: 1, 10: 0, 11: 1}}, [55, 59], hours=(9, 10, 11))
    # the first is finished after the shift, the second waits until 11:00
    assert day.waited.tolist() == [0, 61]
    day = one_day(steps, {"a": {9: 1, 10: 2}}, [50, 52, 54], hours=(9, 10))
    assert day.waited.tolist() == [0, 8, 6]


def test_who_is_inside_at_closing_is_served_by_the_last_on_duty():
    steps = [{"step": "a", "process_time": 30, "process_cv": 0}]
    day = one_day(steps, {"a": {9: 2, 10: 1}}, [110, 112])
    assert day.closed == 50
    assert day.paid.tolist() == [60 * 3 + 50]


def test_arrivals_are_poisson_by_hour():
    expected = np.array([0.0, 20.0, 5.0])
    drawn = [np.bincount((draw_arrivals(expected, 1, d) // 60).astype(int), minlength=3)
             for d in range(400)]  # fmt: skip
    means = np.mean(drawn, axis=0)
    assert (np.abs(means - expected) <= 4 * np.sqrt(expected / 400)).all()
    assert np.var(drawn, axis=0)[1] == pytest.approx(20, rel=4 * math.sqrt(2 / 400))


def test_the_redesign_of_the_bank_shortens_the_stay():
    steps = svq.load_dataset("bank_account_opening")
    found = svq.simulate_branch(
        dict.fromkeys(range(9, 17), 5), steps, target_wait=15, replications=40, progress=False
    )
    change = found.changes.loc["after"]
    assert change.loc["time_in_branch", "high"] < -40
    assert change.loc["within_target", "low"] > 0.4
    assert found.roles.loc["before", "wait"].idxmax() == "typist"
    # what the flow asks of a typist (11 minutes, 5 an hour), less the time after closing
    assert 0.6 < found.roles.loc[("before", "typist"), "utilisation"] < 11 * 5 / 60
    assert found.by_hour.loc["before"].index.tolist() == list(range(9, 17))
    assert "Change against 'before'" in repr(found)


def test_flows_meet_the_same_customers_and_a_seed_repeats():
    rows = [{"state": s, "step": "a", "process_time": 3} for s in ("one", "two")]
    found = svq.simulate_branch(DAY, rows, replications=5, progress=False)
    assert (found.changes["change"] == 0).all()
    again = svq.simulate_branch(DAY, rows, replications=5, progress=False)
    pd.testing.assert_frame_equal(found.days, again.days)
    other = svq.simulate_branch(DAY, rows, replications=5, progress=False, seed=2)
    assert not other.days.equals(found.days)


def test_quick_work_shows_no_bar(capsys):
    svq.simulate_branch({9: 2}, [{"step": "a", "process_time": 3}], replications=3)
    assert capsys.readouterr().err.strip() == ""


def test_staff_may_differ_by_state():
    rows = [{"state": s, "step": "a", "process_time": 4} for s in ("one", "two")]
    found = svq.simulate_branch(
        DAY, rows, {"one": {"a": 1}, "two": {"a": 2}}, replications=20, progress=False
    )
    assert found.changes.loc[("two", "wait"), "high"] < 0


def test_a_step_that_few_take_is_taken_by_few():
    rows = [{"step": "a", "process_time": 0.1, "people": 5},
            {"step": "b", "process_time": 60, "taken_by": 25, "role": "customer"}]  # fmt: skip
    found = svq.simulate_branch(DAY, rows, replications=60, progress=False)
    stay = found.table.loc[("as given", "time_in_branch")]
    assert stay["low"] - 1 <= 0.1 + 0.25 * 60 <= stay["high"] + 1


@settings(max_examples=25)
@given(
    arrived=st.lists(st.floats(0, 119), min_size=1, max_size=30),
    people=st.integers(1, 4),
    cv=st.sampled_from([0.0, 0.5, 1.0]),
)
def test_one_more_person_never_makes_a_day_longer(arrived, people, cv):
    steps = [{"step": "a", "process_time": 7, "process_cv": cv}]
    fewer, more = (one_day(steps, {"a": n}, sorted(arrived)) for n in (people, people + 1))
    assert more.waited.sum() <= fewer.waited.sum() + 1e-9
    assert more.closed <= fewer.closed + 1e-9
    assert fewer.busy == pytest.approx(more.busy)
    np.testing.assert_allclose(fewer.stayed - fewer.waited, more.stayed - more.waited, atol=1e-9)


def test_what_cannot_be_used_is_done_again():
    """Half of the cases usable: a geometric number of visits, twice the work on average."""
    rows = [
        {
            "step": "a",
            "process_time": 2,
            "process_cv": 0,
            "role": "customer",
            "complete_accurate": 50,
        }
    ]
    once, more = (
        svq.simulate_branch(
            DAY, rows, replications=60, rework=rework, progress=False, ci_level=0.999
        )
        for rework in (False, True)
    )
    assert once.table.loc[("as given", "time_in_branch"), "mean"] == pytest.approx(2)
    stay = more.table.loc[("as given", "time_in_branch")]
    assert stay["low"] <= 2 / 0.5 <= stay["high"]


def test_a_further_visit_stands_in_line_again():
    steps = [{"step": "a", "process_time": 4, "process_cv": 0, "complete_accurate": 50}]
    flow = flows_of(steps, None, pd.Index([9]), rework=True)[0]
    day = run_day(flow, np.zeros(6), 1, 0)
    # six at once before one server: all work is done one after the other, waits are whole visits
    assert (day.stayed % 4 == 0).all()
    assert day.busy[0] == day.stayed.max() > 6 * 4


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"complete_accurate": 0}, "complete_accurate of 'a' is 0: it would be done for ever"),
        ({}, "rework needs %C&A"),
    ],
)
def test_rework_needs_its_shares(more, said):
    with pytest.raises(DataError, match=said):
        svq.simulate_branch({9: 5}, [{**STEPS[0], **more}], rework=True, progress=False)


STEPS = [{"step": "a", "process_time": 4, "role": "teller"}]


@pytest.mark.parametrize(
    ("arrivals", "steps", "staff", "options", "said"),
    [
        ({}, STEPS, None, {}, "arrivals are empty"),
        ({9: 0}, STEPS, None, {}, "no customers are expected in any hour"),
        ({9: 5, 11: 5}, STEPS, None, {}, "arrivals skip hour 10"),
        ({9: 5}, [], None, {}, "there are no steps"),
        ({9: 5}, [{"step": "a"}], None, {}, "process_time of 'a' is missing"),
        ({9: 5}, [{"step": "a", "process_time": -2}], None, {}, "process_time of 'a' is -2"),
        ({9: 5}, STEPS, {"clerk": 1}, {}, "staff names 'clerk', which does no step; roles are teller"),
        ({9: 5}, STEPS, {"teller": {}}, {}, "the schedule of 'teller' is empty"),
        ({9: 5}, STEPS, {"teller": 0}, {}, "nobody of 'teller' is ever on duty"),
        ({9: 5}, STEPS, {"teller": 1.5}, {}, "people of 'teller' must be a whole number"),
        ({9: 5, 10: 5}, STEPS, {"teller": {9: 1, 10: 0}}, {}, "5 customers come in hour 10, when nobody"),
        ({9: 5, 10: 5}, STEPS, {"teller": {9: 1}}, {}, "5 customers come in hour 10, when nobody"),
        ({9: 5}, STEPS, {"teller": {9: 1, 10: 1}}, {}, "'teller' is on duty in hour 10, when the branch"),
        ({9: 5}, STEPS, None, {"warm_up": 60}, "warm_up of 60 minutes leaves nothing of 1 hours"),
        ({9: 5}, STEPS, None, {"replications": 1}, "replications must be a whole number of 2"),
        ({9: 5}, STEPS, None, {"target_wait": -1}, "target_wait must be a number of 0 or more"),
    ],
)  # fmt: skip
def test_bad_input_is_named(arrivals, steps, staff, options, said):
    with pytest.raises((ValueError, DataError), match=said):
        svq.simulate_branch(arrivals, steps, staff, progress=False, **options)


def test_a_missing_simpy_is_named_with_its_install_line(monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name == "simpy":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"svqkit\[improve\]"):
        svq.simulate_branch({9: 5}, STEPS, replications=2, progress=False)
