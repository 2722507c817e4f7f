"""How long an aircraft takes to board, by the order in which passengers are called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from svqkit.improvement.processes.amounts import amount, count, share
from svqkit.improvement.processes.boarding_aisle import board, seat_blocks
from svqkit.improvement.processes.boarding_order import STRATEGIES, line_up
from svqkit.improvement.processes.branch_summary import over_days
from svqkit.psychometrics.data.resampling import generator
from svqkit.result import Part, Result

__all__ = ["Boarding", "simulate_boarding"]

CONVENTION = (
    "One door, one aisle, single file; luggage is stowed from the aisle (Weibull with shape 1.7), "
    "and each neighbour who sits in the way adds seat_interference. Intervals of the mean are "
    "Student's t over flights; flights of all strategies have the same passengers and luggage."
)
LIMITS = (
    "Minutes depend on the times assumed; time a few boardings of your own and set them. What holds "
    "for many times is the order: Steffen, outside in, random, then whatever goes from back to "
    "front, as in the experiment of Steffen & Hotchkiss (2012). Families and full lockers are not "
    "in the model, nor is the time it takes at the gate to call passengers one by one."
)


MOST_SEATS = 1_000


@dataclass(frozen=True, eq=False, repr=False)
class Boarding(Result):
    """Boarding times by strategy.

    Attributes
    ----------
    table : DataFrame (index: strategy)
        ``mean low high`` (minutes, with the interval of the mean), ``sd p10 p90`` over flights,
        ``seat_blocks`` (how often a seated neighbour has to make way, a flight).
    changes : DataFrame (index: strategy)
        ``change low high`` in minutes against the first strategy, flight by flight.
    flights : DataFrame (strategies as columns)
        Minutes of each flight.
    passengers : int
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.simulate_boarding(["random"], replications=5).passengers
    180
    """

    table: pd.DataFrame
    changes: pd.DataFrame
    flights: pd.DataFrame
    passengers: int
    convention: str

    def _title(self) -> str:
        return f"Boarding of {self.passengers} passengers ({len(self.flights)} flights)"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("Minutes", self.table)]
        if len(self.changes):
            parts.append((f"Change against {self.flights.columns[0]}", self.changes))
        return [*parts, ("Convention", self.convention), ("What this does not say", LIMITS)]


def simulate_boarding(
    strategies: Iterable[str] = STRATEGIES,
    *,
    rows: int = 30,
    abreast: int = 6,
    load: float = 1.0,
    walk: float = 2.0,
    stow: float = 12.0,
    seat_interference: float = 9.0,
    door_interval: float = 3.0,
    bags: float = 0.8,
    compliance: float = 1.0,
    groups: int = 5,
    replications: int = 200,
    ci_level: float = 0.95,
    seed: int | None = 1,
) -> Boarding:
    """Simulate the boarding of an aircraft with one aisle, by strategy.

    Parameters
    ----------
    strategies : iterable of str
        ``random``; ``back_to_front`` (row by row); ``blocks`` of rows from the back; ``outside_in``
        (window, middle, aisle: WilMA); ``steffen``.
    rows, abreast : int
        Rows, and seats in each (half of them on each side).
    load : float
        Share of seats taken, above 0 up to 1.
    walk : float
        Seconds a row in the aisle.
    stow : float
        Mean seconds to stow the luggage of those who have some.
    seat_interference : float
        Seconds for each seated neighbour who has to make way.
    door_interval : float
        Mean seconds between passengers at the door (exponential).
    bags : float
        Share of passengers with luggage for the locker, 0 to 1.
    compliance : float
        Share of passengers who keep to the order; the others come at any time. 0 to 1.
    groups : int
        Number of blocks.
    replications : int
        Flights.
    ci_level : float
    seed : int, optional

    Returns
    -------
    Boarding
        ``.table``, ``.changes``, ``.flights``.

    Raises
    ------
    ValueError
        If a strategy is unknown, twice there, or a number out of range.

    References
    ----------
    Steffen (2008), Journal of Air Transport Management 14(3), 146–150. Steffen & Hotchkiss (2012),
    Journal of Air Transport Management 18(1), 64–67. All times are assumptions of this kit.

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.simulate_boarding(["random", "steffen"], replications=20)
    >>> bool(found.changes.loc["steffen", "high"] < 0)
    True
    """
    names = _strategies(strategies)
    many_rows, seats = count("rows", rows), count("abreast", abreast, least=2)
    if many_rows * seats > MOST_SEATS:
        raise ValueError(
            f"{many_rows} rows of {seats} are more than {MOST_SEATS:,} seats: no aircraft has them"
        )
    if seats % 2:
        raise ValueError(f"abreast must be even, half of the seats on each side, not {abreast}")
    taken, luggage = _part("load", load), _part("bags", bags, zero=True)
    keep, level = _part("compliance", compliance, zero=True), share("ci_level", ci_level)
    blocks = count("groups", groups)
    if blocks > many_rows:
        raise ValueError(f"there are {many_rows} rows, too few for {blocks} groups")
    step, mean_stow, gap, rise = (
        amount(name, value, zero=True)
        for name, value in (
            ("walk", walk),
            ("stow", stow),
            ("door_interval", door_interval),
            ("seat_interference", seat_interference),
        )
    )
    flights = count("replications", replications, least=2)
    rng = generator(seed)
    row, side, depth = _seats(many_rows, seats)
    passengers = max(1, round(taken * len(row)))
    luck = rng.random((flights, len(row)))
    stray = rng.random((flights, len(row))) >= keep
    anywhere = rng.random((flights, len(row)))
    chosen = rng.random((flights, len(row))).argsort(axis=1) < passengers
    gaps = rng.exponential(1, (flights, passengers)) * gap
    carried = rng.random((flights, len(row))) < luggage
    stowing = np.where(carried, mean_stow * _weibull(rng, (flights, len(row))), 0.0)
    minutes, blocked = {}, {}
    for name in names:
        order = line_up(name, row, side, depth, luck, blocks)
        order = _with_strays(order, stray, anywhere)
        order = order[np.take_along_axis(chosen, order, axis=1)].reshape(flights, passengers)
        counts = _in_the_way(order, row, side, depth)
        halts = np.take_along_axis(stowing, order, axis=1) + rise * counts
        minutes[name] = board(row[order], halts, gaps, step, many_rows) / 60
        blocked[name] = float(counts.sum(axis=1).mean())
    times = pd.DataFrame(minutes).rename_axis("flight")
    return Boarding(
        _summary(times, blocked, level), _changes(times, level), times, passengers, CONVENTION
    )


def _strategies(given: Iterable[str]) -> list[str]:
    if not isinstance(given, Iterable):
        raise ValueError(f"strategies must be some of {', '.join(STRATEGIES)}, not {given!r}")
    names = [given] if isinstance(given, str) else list(given)
    for name in names:
        if name not in STRATEGIES:
            raise ValueError(f"strategy must be one of {', '.join(STRATEGIES)}, not {name!r}")
        if names.count(name) > 1:
            raise ValueError(f"strategy {name!r} is there twice")
    if not names:
        raise ValueError(f"no strategy given; there are {', '.join(STRATEGIES)}")
    return names


def _part(name: str, value: float, *, zero: bool = False) -> float:
    if amount(name, value, zero=zero) > 1:
        raise ValueError(f"{name} must be a share of at most 1 (80 % is 0.8), not {value!r}")
    return float(value)


def _seats(rows: int, abreast: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give each seat its row, its side, and the seats between it and the aisle."""
    row, side, depth = np.meshgrid(
        np.arange(rows), np.arange(2), np.arange(abreast // 2), indexing="ij"
    )
    return row.ravel(), side.ravel(), depth.ravel()


def _weibull(rng: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    """Draw Weibull times of shape 1.7 and mean 1."""
    from scipy.special import gamma

    return np.asarray(rng.weibull(1.7, size) / gamma(1 + 1 / 1.7))


def _with_strays(order: np.ndarray, stray: np.ndarray, anywhere: np.ndarray) -> np.ndarray:
    """Let those who do not keep to the order come at any time, the others stay in it."""
    turn = np.argsort(order, axis=1) / order.shape[1]
    return np.argsort(np.where(stray, anywhere, turn), axis=1, kind="stable")


def _in_the_way(
    order: np.ndarray, row: np.ndarray, side: np.ndarray, depth: np.ndarray
) -> np.ndarray:
    """Count seated neighbours in the way of each passenger, in the order of boarding."""
    flights, passengers = order.shape
    seats = len(row)
    turn = np.full((flights, seats), passengers)  # an empty seat is never taken before
    np.put_along_axis(turn, order, np.broadcast_to(np.arange(passengers), order.shape), axis=1)
    return np.take_along_axis(seat_blocks(turn, row, side, depth), order, axis=1)


def _summary(times: pd.DataFrame, blocked: dict[str, float], level: float) -> pd.DataFrame:
    table = over_days(times.to_numpy(), level).set_index(pd.Index(times.columns, name="strategy"))
    table["p10"], table["p90"] = times.quantile(0.1), times.quantile(0.9)
    table["seat_blocks"] = pd.Series(blocked)
    return table[["mean", "low", "high", "sd", "p10", "p90", "seat_blocks"]]


def _changes(times: pd.DataFrame, level: float) -> pd.DataFrame:
    others = times.columns[1:]
    if not len(others):
        return pd.DataFrame(columns=["change", "low", "high"])
    table = over_days(times[others].sub(times.iloc[:, 0], axis=0).to_numpy(), level)
    table = table.set_index(pd.Index(others, name="strategy")).rename(columns={"mean": "change"})
    return table[["change", "low", "high"]]
