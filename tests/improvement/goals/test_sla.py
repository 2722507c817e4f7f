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


ZONE = "Europe/Amsterdam"


def zoned(opened: str, closed: str) -> pd.DataFrame:
    both = {"opened": [opened], "closed": [closed]}
    return pd.DataFrame(both).apply(pd.to_datetime).apply(lambda one: one.dt.tz_localize(ZONE))


@pytest.mark.parametrize(
    ("opened", "closed", "passed"),
    [
        ("2026-03-28T20:00", "2026-03-29T08:00", 11.0),  # an hour is left out
        ("2026-10-24T20:00", "2026-10-25T08:00", 13.0),  # an hour comes twice
        ("2026-06-01T20:00", "2026-06-02T08:00", 12.0),
    ],
)
def test_hours_that_passed_are_counted_when_the_clocks_change(
    opened: str, closed: str, passed: float
) -> None:
    table = zoned(opened, closed)
    found = svq.sla(table, 12, priority=None)
    assert found.table.loc["all", "p50"] == passed
    faces = svq.sla(table, 12, priority=None, hours=WorkingHours(days=("Sat", "Sun", "Mon", "Tue")))
    assert faces.table.loc["all", "p50"] == 0  # 20:00 to 08:00 is outside working hours


def test_lists_in_utc_are_put_on_the_clock_of_the_service() -> None:
    """Half past eight in Amsterdam is half past six in UTC, before the desk opens."""
    table = pd.DataFrame({"opened": ["2026-07-01T06:30Z"], "closed": ["2026-07-01T07:30Z"]})
    there = svq.sla(table, 4, priority=None, hours=WorkingHours(), timezone=ZONE)
    assert there.table.loc["all", "p50"] == 1.0
    assert there.breaches.index.tolist() == [("Wed", 8)]
    assert there.clock.endswith("by the clock of Europe/Amsterdam")
    utc = svq.sla(table, 4, priority=None, hours=WorkingHours())
    assert utc.table.loc["all", "p50"] == 0.0
    moments = table.apply(pd.to_datetime)
    mixed = moments.assign(closed=moments["closed"].dt.tz_convert(ZONE))
    assert svq.sla(mixed, 4, priority=None).table.loc["all", "p50"] == 1.0
    local = svq.sla(moments, 4, priority=None, timezone=ZONE, now="2026-07-01T10:00")
    assert local.table.loc["all", "met"] == 1


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        ({"opened": "2026-03-02T08:00"}, {}, "'opened' has no time zone and 'closed' has one"),
        ({}, {"timezone": "Amsterdam"}, "timezone 'Amsterdam' is unknown"),
        ({"opened": "2026-03-02T08:00", "closed": None}, {"timezone": ZONE}, "cannot be used"),
        ({"opened": 46083.3}, {}, "column 'opened' holds 46083.3 at row 0"),
        ({"opened": "02/03/2026 08:00"}, {}, "column 'opened' holds '02/03/2026 08:00'"),
        ({}, {"now": "soon"}, "now 'soon' is no date or time"),
        ({}, {"hours": "8 to 5"}, "hours must be WorkingHours"),
        ({"p": True}, {"paused": "p"}, "column 'p' holds bool; hours are needed"),
        ({"p": np.inf}, {"paused": "p"}, "column 'p' holds inf"),
    ],
)
def test_clocks_that_do_not_go_together(change: dict, options: dict, message: str) -> None:
    row = {"opened": "2026-03-02T08:00Z", "closed": "2026-03-02T09:00Z", **change}
    with pytest.raises((ValueError, TypeError), match=message):
        svq.sla(pd.DataFrame([row]), 4, priority=None, **options)


def test_several_offsets_ask_for_the_zone() -> None:
    table = pd.DataFrame({"opened": ["2026-03-28T08:00+01:00", "2026-03-30T08:00+02:00"]})
    table["closed"] = None
    with pytest.raises(
        DataError, match=r"several offsets \(\+01:00, \+02:00\); say on which clock"
    ):
        svq.sla(table, 4, priority=None, now="2026-04-01")
    found = svq.sla(table, 4, priority=None, now="2026-04-01", timezone=ZONE)
    assert found.breaches.index.get_level_values("hour").tolist() == [8, 8]


def test_priorities_that_are_numbers_need_targets_by_number() -> None:
    row = {"opened": "2026-03-02T08:00", "closed": "2026-03-02T09:00"}
    table = pd.DataFrame([{**row, "priority": 1}, {**row, "priority": 2}])
    assert svq.sla(table, {1: 4, 2: 8}).table["target"].dropna().tolist() == [4, 8]
    assert svq.sla(table, pd.Series({1: 4, 2: 8})).table["n"].tolist() == [1, 1, 2]
    with pytest.raises(DataError, match="priority 1 has no target; targets has 1, 2 as text"):
        svq.sla(table, {"1": 4, "2": 8})
    with pytest.raises(DataError, match="the target of 1 is True"):
        svq.sla(table, True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"days": "Mon"}, "days must be some of Mon, Tue"),
        ({"days": None}, "days must be some of Mon, Tue"),
        ({"holidays": "2026-12-25"}, "holidays must be a list of days"),
        ({"holidays": [20261225]}, "holiday 20261225 is no date"),
        ({"start": "08:00+02:00"}, "a time such as '08:00' is needed"),
    ],
)
def test_working_hours_that_cannot_be(options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        WorkingHours(**options)


def test_working_hours_are_those_of_a_minute_by_minute_count() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        opens, shuts = sorted(rng.choice(24 * 60, 2, replace=False))
        hours = WorkingHours(
            f"{opens // 60:02d}:{opens % 60:02d}",
            f"{shuts // 60:02d}:{shuts % 60:02d}",
            days=[day for day in ("Mon", "Wed", "Sat", "Sun") if rng.random() < 0.7] or ["Fri"],
            holidays=[f"2026-03-{day:02d}" for day in rng.integers(1, 31, 3)],
        )
        start = pd.Timestamp("2026-02-25") + pd.Timedelta(minutes=int(rng.integers(0, 40_000)))
        end = start + pd.Timedelta(minutes=int(rng.integers(0, 20_000)))
        minutes = pd.date_range(start, end, freq="min", inclusive="left")
        of_day = minutes.hour * 60 + minutes.minute
        at_work = (of_day >= opens) & (of_day < shuts) & minutes.strftime("%a").isin(hours.days)
        at_work &= ~np.isin(minutes.date, hours.holidays)
        found = hours_between(pd.Series([start]), pd.Series([end]), hours)[0]
        assert found == pytest.approx(at_work.sum() / 60, abs=1e-9)
