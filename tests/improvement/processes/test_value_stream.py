"""The value stream against arithmetic by hand, and its refusals."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.bundled import bundled
from svqkit.errors import DataError

STEPS = [
    {"step": "a", "process_time": 3, "wait": 10, "complete_accurate": 90, "value": "adding"},
    {"step": "b", "process_time": 6, "wait": 20, "complete_accurate": 80, "value": "waste",
     "waste": "motion", "people": 2},
    {"step": "c", "process_time": 10, "wait": 1, "complete_accurate": 50, "value": "necessary",
     "taken_by": 20},
]  # fmt: skip


@pytest.fixture(scope="module")
def truth() -> dict:
    path = bundled("datasets") / "bank" / "truth_account_opening.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_totals_are_those_of_arithmetic(agree):
    found = svq.value_stream(STEPS, demand=60, available=480)
    lead = 13 + 26 + 0.2 * 11
    ours = found.totals["value"][
        [
            "lead_time",
            "process_time",
            "value_adding_time",
            "process_cycle_efficiency",
            "activity_ratio",
            "rolled_complete_accurate",
            "takt_time",
            "cycle_time",
            "capacity",
            "people_needed",
        ]
    ]
    by_hand = [lead, 11, 3, 300 / lead, 1100 / lead, 100 * 0.9 * 0.8 * 0.9, 8, 3, 160, 11 / 8]
    agree("value stream: totals", ours, by_hand, oracle="closed form", rtol=1e-12)
    assert found.bottleneck == "b"  # as slow as a, with more work
    assert found.wastes["time"].to_dict() == {"waiting": 30.2, "motion": 6.0}


@pytest.mark.parametrize("state", ["before", "after"])
def test_the_banks_account_opening_is_as_planted(state, truth, agree):
    steps = svq.load_dataset("bank_account_opening")
    found = svq.value_stream(steps, state=state, demand=40, available=480)
    for measure in ("lead_time", "process_time", "process_cycle_efficiency"):
        ours, theirs = found.totals.loc[measure, "value"], truth[state][measure]
        agree("value stream: totals", ours, theirs, oracle="planted truth", atol=1e-7)
    assert found.bottleneck == truth[state]["bottleneck"]


def test_people_of_a_role_share_its_steps():
    rows = [
        {"step": "a", "process_time": 4, "wait": 0, "role": "clerk", "people": 2},
        {"step": "b", "process_time": 6, "wait": 0, "role": "clerk", "people": 2},
        {"step": "c", "process_time": 4, "wait": 0, "role": "chief"},
        {"step": "d", "process_time": 90, "wait": 0, "role": "customer"},
    ]
    found = svq.value_stream(rows)
    assert found.table["cycle_time"].tolist() == [5, 5, 4, 0]
    assert found.bottleneck == "b"
    assert found.totals.loc["people", "value"] == 3


def test_cases_that_wait_become_a_wait_by_littles_law():
    rows = [{"step": "a", "process_time": 4, "inventory": 5}]
    found = svq.value_stream(rows, demand=48, available=480)
    assert found.table.loc["a", "wait"] == 50


@settings(max_examples=30)
@given(
    times=st.lists(st.tuples(st.floats(0.1, 99), st.floats(0, 99)), min_size=1, max_size=7),
    factor=st.floats(0.1, 10),
)
def test_another_unit_changes_times_but_no_ratio(times, factor):
    rows = pd.DataFrame(times, columns=["process_time", "wait"])
    rows["step"], rows["value"] = [f"s{k}" for k in range(len(rows))], "adding"
    one = svq.value_stream(rows).totals["value"]
    other = rows.assign(process_time=factor * rows["process_time"], wait=factor * rows["wait"])
    two = svq.value_stream(other).totals["value"]
    assert two["lead_time"] == pytest.approx(factor * one["lead_time"])
    assert two["activity_ratio"] == pytest.approx(one["activity_ratio"])


def test_intervals_over_timed_cases_cover_the_mean_as_often_as_they_say():
    rng = np.random.default_rng(3)
    steps = pd.DataFrame({"step": ["a", "b"]})
    inside = 0
    for seed in range(100):
        cases = pd.DataFrame(
            {
                "case": np.repeat(np.arange(40), 2),
                "step": ["a", "b"] * 40,
                "process_time": rng.gamma(4, 1, 80),
                "wait": rng.gamma(1, 6, 80),
            }
        )
        row = svq.value_stream(steps, observations=cases, bootstrap=300, seed=seed).totals.loc[
            "lead_time"
        ]
        inside += row["low"] <= 20 <= row["high"]
    # 100 intervals of 95 %: three standard errors below, and a little for 40 cases
    assert inside >= 100 * (0.94 - 3 * np.sqrt(0.94 * 0.06 / 100))


def test_a_missing_time_leaves_its_case_out_of_that_mean_only():
    cases = pd.DataFrame(
        {
            "case": [1, 1, 2, 2],
            "step": ["a", "b"] * 2,
            "process_time": [4.0, 1.0, np.nan, 3.0],
            "wait": [0.0, 0.0, 2.0, 0.0],
        }
    )
    found = svq.value_stream([{"step": "a"}, {"step": "b"}], observations=cases)
    assert found.table["process_time"].tolist() == [4, 2]
    assert found.table["wait"].tolist() == [1, 0]
    assert found.n_cases == 2


def test_a_comparison_names_what_went_and_came():
    steps = svq.load_dataset("bank_account_opening")
    old, new = (svq.value_stream(steps, state=state) for state in ("before", "after"))
    found = svq.compare_value_streams(old, new)
    assert "Approval by the manager" in found.removed
    assert found.added == ["Welcome", "Fill in at the screen", "Approval of exceptions",
                           "Explain, sign, hand over"]  # fmt: skip
    assert found.table.loc["people", "change"] == -1
    assert "Steps dropped" in repr(found)


@pytest.mark.parametrize(
    ("change", "options", "said"),
    [
        ({}, {"demand": 0, "available": 480}, "demand must be a number above 0, not 0"),
        ({}, {"demand": 40}, "takt time needs both"),
        ({"process_time": -1}, {}, "process_time of 'a' is -1; it must be 0 or more"),
        ({"process_time": "ten"}, {}, "process_time of 'a' is 'ten', which is no number"),
        ({"complete_accurate": 101}, {}, "complete_accurate of 'a' is 101; it must be between"),
        ({"wait": None}, {}, "wait of 'a' is missing; give 0 where there is none"),
        ({"value": "nice"}, {}, "value of 'a' is 'nice'; it must be one of adding, necessary"),
        ({"waste": "walking"}, {}, "waste of 'a' is 'walking'; it must be one of defects"),
        ({"people": 0}, {}, "people of 'a' is 0; it must be above 0"),
        ({"step": "b"}, {}, "step 'b' is there twice"),
        ({}, {"state": "after"}, "no column 'state'"),
    ],
)
def test_bad_input_is_named(change, options, said):
    rows = [{**STEPS[0], **change}, *STEPS[1:]]
    with pytest.raises(ValueError, match=said):
        svq.value_stream(rows, **options)


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        ([(1, "z", 3)], "step 'z' was timed, but is not among the steps: a, b, c"),
        ([(1, "a", 3), (1, "a", 4)], "case 1 was timed twice at step 'a'"),
        ([(1, "a", 3)], "step 'b' was never timed"),
        ([(1, "a", -3)], "process_time of 'a, case 1' is -3; it must be 0 or more"),
    ],
)
def test_bad_observations_are_named(cases, said):
    seen = pd.DataFrame(cases, columns=["case", "step", "process_time"])
    with pytest.raises(DataError, match=said):
        svq.value_stream(STEPS, observations=seen)


def test_one_role_has_one_headcount():
    rows = [
        {"step": s, "process_time": 1, "wait": 0, "role": "clerk", "people": n}
        for s, n in (("a", 1), ("b", 2))
    ]
    with pytest.raises(DataError, match="role 'clerk' has 1 people at one step and 2 at 'b'"):
        svq.value_stream(rows)


def test_a_state_that_is_not_there_or_not_chosen_is_named():
    steps = svq.load_dataset("bank_account_opening")
    with pytest.raises(DataError, match="the steps are of 'before', 'after'; choose one"):
        svq.value_stream(steps)
    with pytest.raises(DataError, match="no state 'later' among the steps"):
        svq.value_stream(steps, state="later")
