"""Boarding against an event simulation of the same aisle, small cases by hand, and experiments."""

from __future__ import annotations

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.improvement.processes.boarding_aisle import board, seat_blocks
from svqkit.improvement.processes.boarding_order import STRATEGIES, line_up


def seats(rows, abreast=6):
    grid = np.meshgrid(np.arange(rows), np.arange(2), np.arange(abreast // 2), indexing="ij")
    return [part.ravel() for part in grid]


def event_by_event(rows_in_order, halts, gaps, walk, rows):
    """The same aisle in SimPy: a place holds one; who has reached the next leaves the last."""
    env = simpy.Environment()
    places = [simpy.Resource(env) for _ in range(rows)]
    seated = []

    def passenger(door, row, halt):
        yield env.timeout(door)
        held = None
        for place in range(row + 1):
            here = places[place].request()
            yield here
            yield env.timeout(walk)
            if held:
                places[place - 1].release(held)
            held = here
        yield env.timeout(halt)
        places[row].release(held)
        seated.append(env.now)

    for door, row, halt in zip(np.cumsum(gaps), rows_in_order, halts, strict=True):
        env.process(passenger(door, int(row), halt))
    env.run()
    return max(seated)


def test_the_recursion_is_the_event_simulation(agree):
    rng = np.random.default_rng(5)
    for rows, passengers in ((1, 4), (6, 30), (12, 72)):
        at = rng.integers(0, rows, (3, passengers))
        halts, gaps = rng.exponential(8, at.shape), rng.exponential(2, at.shape)
        ours = board(at, halts, gaps, 1.7, rows)
        theirs = [
            event_by_event(*flight, 1.7, rows) for flight in zip(at, halts, gaps, strict=True)
        ]
        agree(
            "boarding: time of a flight", ours, theirs, oracle="SimPy, event by event", rtol=1e-12
        )


def test_two_passengers_by_hand(agree):
    # The first walks to row 1 (2 s a row) and stows 10 s; the second sits in row 0 meanwhile.
    ours = board(np.array([[1, 0], [0, 1]]), np.full((2, 2), 10.0), np.zeros((2, 2)), 2.0, 2)
    agree("boarding: time of a flight", ours, [16, 26], oracle="closed form", rtol=1e-12)


@settings(max_examples=30)
@given(
    passengers=st.lists(
        st.tuples(st.integers(0, 6), st.floats(0, 30), st.floats(0, 9)), min_size=1, max_size=25
    ),
    later=st.integers(0, 24),
    longer=st.floats(0, 60),
)
def test_who_takes_longer_speeds_nobody_up(passengers, later, longer):
    at, halts, gaps = (np.array([part]) for part in zip(*passengers, strict=True))
    time = board(at, halts, gaps, 1.5, 7)
    slower = halts.astype(float)
    slower[0, later % len(passengers)] += longer
    assert board(at, slower, gaps, 1.5, 7) >= time
    alone = np.cumsum(gaps) + 1.5 * (at[0] + 1) + halts[0]
    assert time >= alone.max() - 1e-9
    assert time <= gaps.sum() + (1.5 * (at + 1) + halts).sum() + 1e-9


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_everyone_lines_up_once(strategy):
    order = line_up(strategy, *seats(30), np.random.default_rng(1).random((20, 180)), 5)
    assert (np.sort(order, axis=1) == np.arange(180)).all()


def test_each_order_is_what_its_name_says():
    row, side, depth = seats(12)
    luck = np.random.default_rng(2).random((9, 72))
    order = {name: line_up(name, row, side, depth, luck, 4) for name in STRATEGIES}
    assert (np.diff(row[order["back_to_front"]], axis=1) <= 0).all()
    assert (np.diff(row[order["blocks"]] // 3, axis=1) <= 0).all()
    assert (np.diff(depth[order["outside_in"]], axis=1) <= 0).all()
    first = order["steffen"][0]
    assert (order["steffen"] == first).all()
    assert row[first[:6]].tolist() == [11, 9, 7, 5, 3, 1]
    assert set(side[first[:6]]) == {0}
    assert row[first[6:12]].tolist() == [11, 9, 7, 5, 3, 1]
    assert (depth[first[:24]] == 2).all()


def test_seated_neighbours_are_counted_by_hand():
    row, side, depth = np.zeros(3, int), np.zeros(3, int), np.arange(3)
    turn = np.array([[0, 1, 2], [2, 1, 0], [0, 2, 1]])
    assert seat_blocks(turn, row, side, depth).tolist() == [[0, 1, 2], [0, 0, 0], [0, 1, 1]]
    # Of two neighbours in random order one in two is in the way: 90 of 180 seats' 180 pairs
    found = svq.simulate_boarding(["random", "outside_in"], replications=200)
    assert found.table.loc["random", "seat_blocks"] == pytest.approx(90, abs=4 * 5.5 / 200**0.5)
    assert found.table.loc["outside_in", "seat_blocks"] == 0


@pytest.mark.parametrize(
    "options",
    [{}, {"rows": 12, "bags": 1.0}, {"load": 0.8, "walk": 1.2}, {"stow": 20.0, "door_interval": 5}],
)
def test_strategies_rank_as_in_the_experiment(options):
    """Steffen & Hotchkiss (2012), qualitatively: 72 passengers, five methods."""
    found = svq.simulate_boarding(replications=60, **options)
    mean = found.table["mean"]
    assert mean["steffen"] < mean["outside_in"] < mean["random"]
    assert mean["random"] < min(mean["blocks"], mean["back_to_front"])
    high, low = found.changes["high"], found.changes["low"]
    assert (high[["outside_in", "steffen"]] < 0).all()
    assert (low[["blocks", "back_to_front"]] > 0).all()


def test_without_luggage_and_neighbours_only_the_door_and_the_walk_are_left():
    found = svq.simulate_boarding(
        ["random", "steffen"], bags=0, seat_interference=0, walk=0, replications=5, door_interval=4
    )
    assert (found.flights["random"] == found.flights["steffen"]).all()
    # 180 exponential intervals of 4 s: mean 12 minutes, standard error .9 a flight
    assert found.flights["random"].mean() == pytest.approx(12, abs=4 * 0.9 / 5**0.5)


def test_nobody_in_order_is_random_and_a_seed_repeats():
    loose = svq.simulate_boarding(["random", "steffen"], compliance=0, replications=150)
    assert loose.flights["steffen"].equals(loose.flights["random"])
    half = svq.simulate_boarding(["random", "steffen"], compliance=0.5, replications=150)
    strict = svq.simulate_boarding(["random", "steffen"], replications=150)
    assert strict.table.loc["steffen", "high"] < half.table.loc["steffen", "low"]
    again = svq.simulate_boarding(["random", "steffen"], compliance=0, replications=150)
    assert again.flights.equals(loose.flights)
    other = svq.simulate_boarding(["random"], replications=150, seed=2)
    assert not other.flights["random"].equals(loose.flights["random"])
    assert "Change against random" in repr(loose)


def test_strategies_may_be_asked_one_by_one():
    both = svq.simulate_boarding(["random", "blocks"], replications=5)
    alone = svq.simulate_boarding("blocks", replications=5)
    assert alone.flights["blocks"].equals(both.flights["blocks"])
    assert alone.changes.empty


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"strategies": ["fastest"]}, "strategy must be one of random, .* not 'fastest'"),
        ({"strategies": []}, "no strategy given"),
        ({"strategies": ["random", "random"]}, "'random' is there twice"),
        ({"abreast": 5}, "abreast must be even"),
        ({"load": 0}, "load must be a number above 0"),
        ({"load": 85}, "load must be a share of at most 1"),
        ({"stow": -1}, "stow must be a number of 0 or more, not -1"),
        ({"groups": 31}, "there are 30 rows, too few for 31 groups"),
        ({"replications": 1}, "replications must be a whole number of 2 or more"),
    ],
)
def test_bad_input_is_named(options, said):
    with pytest.raises(ValueError, match=said):
        svq.simulate_boarding(**options)
