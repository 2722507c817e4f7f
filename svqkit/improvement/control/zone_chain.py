"""Run lengths under rules of zones: an exact Markov chain of what the last points were."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy.special import ndtr

from svqkit.improvement.control.rules import RULES, Rule, fired

__all__ = ["ZONED", "by_chain", "by_simulation"]

ZONED = {
    "Nelson 1",
    "Nelson 2",
    "Nelson 5",
    "Nelson 6",
    *(name for name in RULES if name.startswith("Western")),
}
"""Rules that need only zones of the last four points and the run on one side."""

_State = tuple[tuple[int, ...], int]


def _edges(limits: float) -> np.ndarray:
    """Lay out the lines between zones."""
    return np.array(sorted({-limits, -2.0, -1.0, 0.0, 1.0, 2.0, limits}))


@lru_cache(maxsize=64)
def _moves(names: tuple[str, ...], limits: float) -> tuple[np.ndarray, int]:
    """List which state follows which, by zone (from, to, zone), until no new state is met."""
    edges = _edges(limits)
    values = np.concatenate([[edges[0] - 1], (edges[1:] + edges[:-1]) / 2, [edges[-1] + 1]])
    runs = [RULES[name].window for name in names if RULES[name].window > 5]
    near = [RULES[name] for name in names if RULES[name].window <= 5]
    longest, kept = min(runs, default=1), max([rule.window for rule in near], default=1) - 1
    fires: dict[tuple[int, ...], bool] = {}

    def breaks(zones: tuple[int, ...]) -> bool:
        if zones not in fires:
            z = values[list(zones)]
            fires[zones] = any(rule.holds(z, np.abs(z) > limits)[-1] for rule in near)
        return fires[zones]

    known: dict[_State, int] = {((), 0): 0}
    waiting: list[_State] = [((), 0)]
    moves = []
    while waiting:
        past, run = state = waiting.pop()
        for zone in range(len(values)):
            after_run = (max(run, 0) + 1) if values[zone] > 0 else (min(run, 0) - 1)
            zones = (*past, zone)
            if (runs and abs(after_run) >= longest) or breaks(zones):
                continue
            after = (zones[-kept:] if kept else (), after_run if runs else 0)
            if after not in known:
                known[after] = len(known)
                waiting.append(after)
            moves.append((known[state], known[after], zone))
    return np.array(moves), len(known)


def by_chain(rules: Sequence[Rule], limits: float, shift: float) -> float:
    """Give the exact mean of points until one of the rules fires.

    Parameters
    ----------
    rules : sequence of Rule
        Among ``ZONED``.
    limits : float
        Standard errors from the centre line to a limit.
    shift : float
        In standard errors of a point.

    Returns
    -------
    float

    References
    ----------
    Champ & Woodall (1987), Technometrics 29, 393–399.

    Examples
    --------
    >>> round(by_chain([RULES["Western Electric 1"], RULES["Western Electric 4"]], 3, 0), 2)
    152.73
    """
    from scipy.sparse import csc_array, eye_array
    from scipy.sparse.linalg import spsolve

    moves, size = _moves(tuple(rule.name for rule in rules), float(limits))
    ends = np.concatenate([[-np.inf], _edges(limits), [np.inf]])
    chance = np.diff(ndtr(ends - shift))[moves[:, 2]]
    steps = csc_array((chance, (moves[:, 0], moves[:, 1])), shape=(size, size))
    return float(spsolve(csc_array(eye_array(size) - steps), np.ones(size))[0])


def by_simulation(
    rules: Sequence[Rule], limits: float, shift: float, draws: int, rng: np.random.Generator
) -> tuple[float, float]:
    """Give the mean of simulated run lengths and its standard error.

    Parameters
    ----------
    rules : sequence of Rule
    limits, shift : float
    draws : int
        Runs.
    rng : Generator

    Returns
    -------
    mean, error : float

    Examples
    --------
    >>> mean, error = by_simulation([RULES["Nelson 1"]], 3, 3, 400, np.random.default_rng(1))
    >>> abs(mean - 2) < 4 * error
    True
    """
    lengths = np.empty(draws)
    for run in range(draws):
        z = rng.normal(shift, 1, 256)
        while True:
            found = fired(z, np.abs(z) > limits, rules).any(axis=0)
            if found.any():
                lengths[run] = 1 + int(found.argmax())
                break
            z = np.concatenate([z, rng.normal(shift, 1, len(z))])
    return float(lengths.mean()), float(lengths.std(ddof=1) / np.sqrt(draws))
