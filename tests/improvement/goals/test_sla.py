"""Service levels: the clock, open tickets, and what was planted in the service desk."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import svqkit as svq
from svqkit.bundled import bundled
from svqkit.errors import DataError
from svqkit.improvement.goals.open_tickets import share_within, time_percentiles
from svqkit.improvement.goals.working_hours import WorkingHours, hours_between

TARGETS = {"P1": 4, "P2": 8, "P3": 24, "P4": 40}


@pytest.fixture(scope="module")
def truth() -> dict:
    path = bundled("datasets") / "servicedesk" / "truth.json"
    return json.loads(path.read_text(encoding="utf-8"))["servicedesk_tickets"]


@pytest.fixture(scope="module")
def tickets() -> pd.DataFrame:
    return svq.load_dataset("servicedesk_tickets")


def level(tickets: pd.DataFrame, **options: object) -> object:
    return svq.sla(tickets, TARGETS, paused="paused", hours=WorkingHours(), **options)


def test_open_tickets_count_as_far_as_they_go(theirs: dict, agree) -> None:
    shown = theirs["open"]
    taken, closed = np.array(shown["observed"]), np.array(shown["closed"])
    oracle = f"survival {theirs['versions']['survival']}"
    for one in shown["within"]:
        share, low, high = share_within(taken, closed, one["target"])
        agree("service level: attained", share, one["share"], oracle=oracle, rtol=1e-10)
        agree("service level: interval", [low, high], one["interval"], oracle=oracle, rtol=1e-9)
    found = time_percentiles(taken, closed, (0.5, 0.9))
    agree("service level: percentiles", found, shown["percentiles"], oracle=oracle, rtol=1e-12)


def test_without_open_tickets_it_is_wilsons(theirs: dict, agree) -> None:
    shown = theirs["open"]
    taken = np.array(shown["taken"])
    found = share_within(taken, np.ones(len(taken), dtype=bool), 8)
    expected = [shown["all_closed"]["share"], *shown["all_closed"]["interval"]]
    agree("service level: attained", found, expected, oracle="R prop.test", rtol=1e-10)


def test_an_open_ticket_past_its_target_is_a_breach() -> None:
    closed = np.array([True, False])
    assert share_within(np.array([1.0, 9.0]), closed, 4)[0] == 0.5
    # open since 2 hours it is undecided: at risk when the first was closed, gone before the last
    three = np.array([True, False, True])
    assert share_within(np.array([1.0, 2.0, 6.0]), three, 4)[0] == pytest.approx(1 / 3)


@given(
    st.lists(st.floats(0, 24 * 40), min_size=3, max_size=3, unique=True),
    st.sampled_from([("08:00", "18:00"), ("00:00", "24:00"), ("09:30", "17:15")]),
)
def test_working_hours_add_up(offsets: list[float], clock: tuple[str, str]) -> None:
    hours = WorkingHours(*clock, holidays=["2026-03-10"])
    moments = pd.Series(pd.Timestamp("2026-03-01") + pd.to_timedelta(sorted(offsets), unit="h"))
    a, b, c = (moments.iloc[[i]] for i in range(3))
    whole = hours_between(a, c, hours)
    assert hours_between(a, b, hours) + hours_between(b, c, hours) == pytest.approx(whole)
    assert 0 <= whole[0] <= hours_between(a, c)[0] + 1e-9


def test_working_hours_by_hand() -> None:
    hours = WorkingHours(holidays=["2026-03-10"])
    start = pd.Series(pd.to_datetime(["2026-03-06T17:00", "2026-03-07T12:00", "2026-03-09T07:00"]))
    end = pd.Series(pd.to_datetime(["2026-03-09T09:00", "2026-03-08T12:00", "2026-03-11T20:00"]))
    assert hours_between(start, end, hours).tolist() == [2.0, 0.0, 20.0]


def test_faults_of_the_list_are_counted(tickets: pd.DataFrame, truth: dict) -> None:
    found = level(tickets, now=truth["drawn"])
    assert found.problems["n"].to_dict() == truth["faults"]
    assert found.table.loc["all", "n"] == truth["n"] - sum(truth["faults"].values()) + 9


def test_planted_shares_come_back(tickets: pd.DataFrame, truth: dict) -> None:
    rush = (tickets["opened"].dt.day_of_week == 0) & (tickets["opened"].dt.hour < 10)
    before = tickets["opened"] < truth["change"]["date"]
    planted = truth["attained_outside_the_rush"]
    late = level(tickets[~rush & ~before], ci=0.999).table
    early = level(tickets[~rush & before], ci=0.999).table
    for name in ("P1", "P3", "P4"):
        for table in (early, late):
            assert table.loc[name, "low"] < planted[name] < table.loc[name, "high"]
    assert early.loc["P2", "low"] < planted["P2"] < early.loc["P2", "high"]
    assert late.loc["P2", "low"] < planted["P2 from April"] < late.loc["P2", "high"]
    assert late.loc["P2", "low"] > early.loc["P2", "high"]  # the change is seen at once


def test_the_monday_rush_is_on_the_map(tickets: pd.DataFrame) -> None:
    cells = level(tickets).breaches
    rush = cells.loc["Mon"].loc[8:9]
    rest = cells.drop([("Mon", 8), ("Mon", 9)])
    times = (rush["breached"].sum() / rush["n"].sum()) / (rest["breached"].sum() / rest["n"].sum())
    assert times > 1.5
    assert cells["share"].isna().eq(cells["n"] < 10).all()


def test_counts_add_up(tickets: pd.DataFrame) -> None:
    table = level(tickets).table
    parts = table[["met", "breached", "undecided"]].sum(axis=1)
    assert (parts == table["n"]).all()
    assert table.drop("all")["n"].sum() == table.loc["all", "n"]


def test_verdicts_are_by_the_interval() -> None:
    opened = pd.Timestamp("2026-03-02T08:00")
    taken = np.r_[np.full(95, 1.0), np.full(5, 9.0)]
    table = pd.DataFrame({"opened": opened, "closed": opened + pd.to_timedelta(taken, unit="h")})
    table["number"] = range(100)
    for promised, verdict in ((0.8, "kept"), (0.95, "uncertain"), (0.99, "not kept")):
        found = svq.sla(table, 4, priority=None, promised=promised)
        assert found.table.loc["all", "verdict"] == verdict


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        ({"priority": "P9"}, {}, "priority 'P9' has no target; targets has P1, P2"),
        ({"opened": "yesterday"}, {}, "column 'opened' holds 'yesterday' at row 0"),
        ({"paused": -2.0}, {"paused": "paused"}, "column 'paused' holds -2.0 at row 0"),
        ({}, {"closed": "solved"}, "there is no column 'solved'"),
        ({"opened": None}, {}, "no ticket has a time of opening|can be timed"),
    ],
)
def test_lists_that_cannot_be_used(change: dict, options: dict, message: str) -> None:
    row = {"opened": "2026-03-02T08:00", "closed": "2026-03-02T09:00", "priority": "P1"}
    with pytest.raises(DataError, match=message):
        svq.sla(pd.DataFrame([{**row, **change}]), {"P1": 4, "P2": 8}, **options)
    with pytest.raises(DataError, match="the target of 'P1' is 0"):
        svq.sla(pd.DataFrame([row]), {"P1": 0})
    with pytest.raises(ValueError, match="promised must lie between 0 and 1"):
        svq.sla(pd.DataFrame([row]), {"P1": 4}, promised=90)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"start": "8"}, "a time such as '08:00'"),
        ({"start": "18:00", "end": "08:00"}, "is not after start"),
        ({"days": ["Moonday"]}, "days must be some of Mon"),
        ({"days": []}, "days must be some of Mon"),
    ],
)
def test_impossible_clocks_are_refused(options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        WorkingHours(**options)
