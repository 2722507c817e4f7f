"""Queues against balance equations solved in R, a worked example, and their own laws."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError
from svqkit.improvement.processes.queue_formulas import erlang_b, erlang_c

SAME = ["chance_of_waiting", "queue_length", "in_system", "wait", "time_in_system", "empty"]


def test_unlimited_queues_are_those_of_the_balance_equations(oracle, agree):
    known = oracle("queues/queues")
    for case in known["unlimited"]:
        found = svq.queue(case["arrivals"], case["service"], case["servers"], target_wait=7).table
        ours, theirs = [found[name] for name in SAME], [case[name] for name in SAME]
        # solve() is exact to 1e-16 absolutely, which shows where a chance is 1e-11
        agree("queue M/M/c: waits and lengths", ours, theirs, oracle=f"R {known['packages']['stats']}",
              rtol=1e-9, atol=1e-15)  # fmt: skip
        agree(
            "queue M/M/c: share within target",
            found["within_target"],
            case["within_7"],
            oracle=f"R {known['packages']['stats']}",
            rtol=1e-9,
        )
        load = case["arrivals"] * case["service"] / 60
        ours = [erlang_b(load, case["servers"]), erlang_c(load, case["servers"])]
        agree("queue: Erlang B and C", ours, [case["erlang_b"], case["erlang_c"]],
              oracle=f"R {known['packages']['stats']}", rtol=1e-9)  # fmt: skip


def test_queues_with_limited_room_are_those_of_the_balance_equations(oracle, agree):
    known = oracle("queues/queues")
    for case in known["limited"]:
        found = svq.queue(
            case["arrivals"],
            case["service"],
            case["servers"],
            capacity=case["capacity"],
            target_wait=7,
        ).table
        names = [*SAME, "turned_away", "utilisation"]
        ours, theirs = [found[name] for name in names], [case[name] for name in names]
        agree("queue M/M/c/K: waits and lengths", ours, theirs, oracle=f"R {known['packages']['stats']}",
              rtol=1e-9, atol=1e-14)  # fmt: skip
        agree("queue M/M/c/K: share within target", found["within_target"], case["within_7"],
              oracle=f"R {known['packages']['stats']}", rtol=1e-9)  # fmt: skip


def test_an_emergency_room_with_one_doctor_and_with_two(agree):
    """Two patients an hour, 20 minutes each: fractions by hand, as textbooks work them."""
    one, two = (svq.queue(2, 20, doctors, target_wait=30).table for doctors in (1, 2))
    names = ["empty", "queue_length", "in_system", "wait", "time_in_system"]
    agree("queue M/M/c: waits and lengths", one[names], [1 / 3, 4 / 3, 2, 40, 60],
          oracle="closed form", rtol=1e-12)  # fmt: skip
    agree("queue M/M/c: waits and lengths", two[names], [1 / 2, 1 / 12, 3 / 4, 2.5, 22.5],
          oracle="closed form", rtol=1e-12)  # fmt: skip
    late = [1 - one["within_target"], 1 - two["within_target"]]
    agree("queue M/M/c: share within target", late,
          [2 / 3 * math.exp(-0.5), 1 / 6 * math.exp(-2)], oracle="closed form", rtol=1e-12)  # fmt: skip


@given(load=st.floats(0.01, 0.99), cv=st.floats(0, 3))
def test_one_server_follows_pollaczek_and_khinchine(load, cv):
    table = svq.queue(60 * load, 1, 1, service_cv=cv).table
    assert table["wait"] == pytest.approx(load * (1 + cv**2) / 2 / (1 - load))


def test_constant_service_halves_the_wait_and_several_servers_are_told_as_approximate():
    usual, constant = svq.queue(10, 5), svq.queue(10, 5, service_cv=0)
    assert constant.table["wait"] == pytest.approx(usual.table["wait"] / 2)
    assert constant.model == "M/D/1"
    several = svq.queue(30, 5, 4, service_cv=0.5)
    assert "approximation" in several.convention
    assert math.isnan(several.table["chance_of_waiting"])


@given(
    arrivals=st.floats(0.5, 300),
    service=st.floats(0.5, 30),
    spare=st.integers(1, 9),
    part=st.floats(0.01, 0.99),
)
def test_laws_of_any_queue(arrivals, service, spare, part):
    servers = math.floor(arrivals * service / 60) + spare
    table = svq.queue(arrivals, service, servers).table
    assert table["in_system"] == pytest.approx(arrivals / 60 * table["time_in_system"])  # Little
    assert 0 < table["chance_of_waiting"] < 1 or table["load"] / servers > 0.999999
    more = svq.queue(arrivals, service, servers + 1).table
    assert more["wait"] < table["wait"] or table["wait"] < 1e-300
    late = svq.queue(arrivals, service, servers, target_wait=table["wait_p90"]).table
    assert late["within_target"] >= 0.9 - 1e-9


@given(room=st.integers(3, 60))
def test_much_room_is_no_limit(room):
    limited = svq.queue(30, 5, 3, capacity=200 + room).table
    assert limited["wait"] == pytest.approx(svq.queue(30, 5, 3).table["wait"], rel=1e-6)


@pytest.mark.parametrize(
    ("given_", "options", "said"),
    [
        ((40, 5, 3), {}, "unstable: 40 customers an hour of 5 minutes keep 3.33333 servers busy, "
         "and there are 3, so it grows without end. It takes at least 4 servers"),
        ((12, 5, 1), {}, "unstable.*there is 1,.*at least 2"),
        ((0, 5, 1), {}, "arrivals must be a number above 0, not 0"),
        ((10, -5, 1), {}, "service must be a number above 0, not -5"),
        ((10, 5, 1.5), {}, "servers must be a whole number of 1 or more, not 1.5"),
        ((10, 5, 2), {"capacity": 1}, "capacity must be a whole number of 2 or more"),
        ((10, 5, 2), {"capacity": 4, "service_cv": 0.5}, "for service_cv=1 only"),
        ((10, 5, 2), {"target_wait": float("nan")}, "target_wait must be a number of 0 or more"),
    ],
)  # fmt: skip
def test_bad_input_is_named(given_, options, said):
    with pytest.raises(ValueError, match=said):
        svq.queue(*given_, **options)


def test_staffing_is_the_smallest_number_that_reaches_the_share():
    found = svq.staffing({8: 0, 9: 12, 10: 30, 11: 42}, 7, target_wait=5, share=0.8)
    assert found.table["needed"].tolist() == [1, 3, 5, 7]
    reached = found.table["within_target"]
    assert (reached >= 0.8).all()
    assert (found.table["one_fewer"].dropna() < 0.8).all()
    for hour, row in found.table.iloc[1:].iterrows():
        same = svq.queue(row["arrivals"], 7, int(row["needed"]), target_wait=5).table
        assert same["within_target"] == pytest.approx(row["within_target"], rel=1e-12)
        assert same["wait"] == pytest.approx(row["wait"], rel=1e-12)
        assert found.grid.loc[hour, row["needed"]] == row["within_target"]


def test_shrinkage_adds_people_who_are_away():
    found = svq.staffing({9: 30}, 7, target_wait=5, shrinkage=0.2)
    assert found.table["rostered"].item() == math.ceil(found.table["needed"].item() / 0.8)


@pytest.mark.parametrize(
    ("hours", "options", "said"),
    [
        ({}, {}, "arrivals are empty"),
        ({9: 5, 11: 5}, {}, "arrivals skip hour 10; give 0"),
        ({9: -1}, {}, "arrivals of 9 is -1; it must be 0 or more"),
        ({"nine": 4}, {}, "arrivals must be given by hour"),
        ({9: None}, {}, "arrivals are missing in hour 9"),
        ({9: 5}, {"share": 80}, "share must lie between 0 and 1"),
        ({9: 5}, {"shrinkage": 1}, "shrinkage must be below 1"),
    ],
)
def test_bad_hours_are_named(hours, options, said):
    with pytest.raises((ValueError, DataError), match=said):
        svq.staffing(hours, 5, target_wait=5, **options)
