"""Where a series of counts changes its level: binary segmentation with a permutation test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Change", "find_changes", "likelihood_ratios", "rate_interval", "ratio_interval"]


@dataclass(frozen=True)
class Change:
    """A change before position ``at``, found between ``start`` and ``end`` (excluded)."""

    at: int
    start: int
    end: int
    statistic: float
    p: float


def _x_log_rate(count: np.ndarray, exposure: np.ndarray) -> np.ndarray:
    """Poisson log-likelihood at its maximum, without what does not depend on the split."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(count > 0, count * np.log(count / exposure), 0.0)


def likelihood_ratios(counts: np.ndarray, exposure: np.ndarray, least: int) -> np.ndarray:
    """Compare one Poisson rate with two, for every split: the deviance that the split saves.

    Parameters
    ----------
    counts, exposure : ndarray (… × n)
    least : int
        Periods on each side of a split.

    Returns
    -------
    ndarray (… × n − 2 least + 1)
        Splits before positions ``least`` … ``n − least``.

    Examples
    --------
    >>> likelihood_ratios(np.array([4.0, 4, 1, 1]), np.ones(4), 2).round(3)
    array([3.855])
    """
    before, amount = counts.cumsum(axis=-1), exposure.cumsum(axis=-1)
    all_counts, all_amount = before[..., -1:], amount[..., -1:]
    n = counts.shape[-1]
    left = slice(least - 1, n - least)
    x, e = before[..., left], amount[..., left]
    saved = _x_log_rate(x, e) + _x_log_rate(all_counts - x, all_amount - e)
    return 2 * (saved - _x_log_rate(all_counts, all_amount))


def find_changes(
    counts: np.ndarray,
    exposure: np.ndarray,
    *,
    least: int,
    alpha: float,
    permutations: int,
    rng: np.random.Generator,
) -> list[Change]:
    """Split a series where its rate changes, and its parts again, until no change is clear.

    The statistic is the largest deviance that any split saves; its p-value the share of orders of
    the periods (each with its exposure) whose largest is no smaller, the order at hand included.

    Parameters
    ----------
    counts, exposure : ndarray (n)
    least : int
        Periods a part has at least.
    alpha : float
    permutations : int
    rng : Generator

    Returns
    -------
    list of Change
        In the order of time.
    """
    found: list[Change] = []
    waiting = [(0, len(counts))]
    while waiting:
        start, end = waiting.pop()
        n = end - start
        if n < 2 * least:
            continue
        x, e = counts[start:end], exposure[start:end]
        ratios = likelihood_ratios(x, e, least)
        best = float(ratios.max())
        if best <= 0:
            continue
        orders = rng.permuted(np.tile(np.arange(n), (permutations, 1)), axis=1)
        chance = likelihood_ratios(x[orders], e[orders], least).max(axis=1)
        p = float((1 + (chance >= best - 1e-9).sum()) / (1 + permutations))
        if p < alpha:
            at = start + least + int(ratios.argmax())
            found.append(Change(at, start, end, best, p))
            waiting += [(start, at), (at, end)]
    return sorted(found, key=lambda change: change.at)


def rate_interval(count: float, exposure: float, level: float = 0.95) -> tuple[float, float]:
    """Give the exact interval of a Poisson rate (Garwood 1936).

    Examples
    --------
    >>> low, high = rate_interval(10, 1)
    >>> round(low, 3), round(high, 3)
    (4.795, 18.39)
    """
    from scipy.special import gammaincinv

    tail = (1 - level) / 2
    low = float(gammaincinv(count, tail)) if count > 0 else 0.0
    return low / exposure, float(gammaincinv(count + 1, 1 - tail)) / exposure


def ratio_interval(
    first: tuple[float, float], second: tuple[float, float], level: float = 0.95
) -> tuple[float, float]:
    """Give the exact interval of the ratio of two Poisson rates, second over first.

    Given the sum of both counts, one is binomial (Clopper & Pearson 1934; as R's ``poisson.test``).

    Parameters
    ----------
    first, second : (count, exposure)
    level : float

    Examples
    --------
    >>> low, high = ratio_interval((20, 1.0), (10, 1.0))
    >>> round(low, 3), round(high, 3)
    (0.209, 1.119)
    """
    from scipy.special import betaincinv

    (a, e), (b, f) = first, second
    tail = (1 - level) / 2
    low = float(betaincinv(b, a + 1, tail)) if b > 0 else 0.0
    high = float(betaincinv(b + 1, a, 1 - tail)) if a > 0 else 1.0
    odds = e / f
    return odds * low / (1 - low), odds * high / (1 - high) if high < 1 else np.inf
