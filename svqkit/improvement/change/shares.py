"""Before and after of shares."""

from __future__ import annotations

from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.pairs.shares import wilson_interval
from svqkit.improvement.change.before_after_result import BeforeAfter
from svqkit.improvement.change.effect_size import share_independent, share_paired
from svqkit.improvement.control.only_numbers import LARGEST

__all__ = ["compare_counts", "compare_shares", "count_of"]


def count_of(given: tuple[Any, Any], what: str) -> tuple[int, int]:
    """Check a count of events out of n.

    Parameters
    ----------
    given : tuple (events, n)
    what : str

    Returns
    -------
    tuple of int

    Raises
    ------
    DataError
        If they are no whole numbers, n is none, or events are more than n.

    Examples
    --------
    >>> count_of((3, 10), "before")
    (3, 10)
    """
    if not all(_is_whole(one) for one in given):
        raise DataError(f"{what} must be (events, n) in whole numbers, not {given!r}")
    events, n = int(given[0]), int(given[1])
    if n <= 0:
        raise DataError(f"{what} has n = {n}: a share needs a denominator above zero")
    if not 0 <= events <= n:
        raise DataError(f"{what} counts {events} events of {n}; they must be 0 to {n}")
    return events, n


def _is_whole(one: Any) -> bool:
    if isinstance(one, bool) or not isinstance(one, Real):
        return False
    return abs(float(one)) <= LARGEST and float(one).is_integer()


def compare_shares(
    x: np.ndarray,
    y: np.ndarray,
    paired: bool,
    left_out: pd.Series,
    ci: float,
    alone: str,
    chosen: str,
) -> BeforeAfter:
    """Compare two shares, of the same people or of different ones.

    Parameters
    ----------
    x, y : ndarray of 0 and 1
    paired : bool
    left_out : Series
    ci : float
    alone, chosen : str
        What the result does not say.

    Returns
    -------
    BeforeAfter

    Examples
    --------
    >>> no, yes = np.repeat([0.0, 1.0], [30, 10]), np.repeat([0.0, 1.0], [20, 20])
    >>> compare_shares(no, yes, False, pd.Series({"missing": 0}), 0.95, "", "").estimate
    0.25
    """
    for name, values in (("before", x), ("after", y)):
        odd = np.setdiff1d(values, [0.0, 1.0])
        if len(odd):
            raise DataError(f"{name} holds {odd[0]:g}; a share needs true and false, or 1 and 0")
    before, after = ((int(v.sum()), len(v)) for v in (x, y))
    changed = (int((y > x).sum()), int((y < x).sum())) if paired else None
    return compare_counts(before, after, left_out, ci, alone, chosen, changed=changed)


def compare_counts(
    before: tuple[int, int],
    after: tuple[int, int],
    left_out: pd.Series,
    ci: float,
    alone: str,
    chosen: str,
    *,
    changed: tuple[int, int] | None = None,
) -> BeforeAfter:
    """Compare two shares by their counts.

    Parameters
    ----------
    before, after : tuple (events, n)
    left_out : Series
    ci : float
    alone, chosen : str
        What the result does not say.
    changed : tuple (gained, lost), optional
        Of the same people: how many went from no to yes, and from yes to no.

    Returns
    -------
    BeforeAfter

    Examples
    --------
    >>> compare_counts((10, 40), (20, 40), pd.Series({"missing": 0}), 0.95, "", "").estimate
    0.25
    """
    paired = changed is not None
    difference, h = share_independent(before, after, ci)
    if changed is not None:
        gained, lost = changed
        difference = share_paired(gained, lost, before[1], ci)
        p = _mcnemar(gained, lost)
        test = pd.Series({"name": "McNemar, exact", "gained": gained, "lost": lost})
        h = (h[0], np.nan, np.nan)
    else:
        p, z = _two_shares(before, after)
        test = pd.Series({"name": "z of two shares", "statistic": z, "df": np.inf})
    events, n = np.array([before[0], after[0]]), np.array([before[1], after[1]])
    low, high = wilson_interval(events, n, ci)
    table = pd.DataFrame(
        {"n": n, "value": events / n, "low": low, "high": high}, index=["before", "after"]
    )
    interval = "Bonett & Price" if paired else "Newcombe"
    return BeforeAfter(
        table,
        *difference,
        p,
        pd.Series({"name": "h", "value": h[0], "low": h[1], "high": h[2]}),
        test,
        None,
        "share",
        paired,
        left_out,
        ci,
        _sentence(table, difference),
        f"{alone} {chosen}",
        f"{interval}'s {ci:.0%} interval of the difference, score intervals of each share; "
        f"{test['name']}; Cohen's h.",
        (),
    )


def _two_shares(before: tuple[int, int], after: tuple[int, int]) -> tuple[float, float]:
    from scipy.special import ndtr

    (x0, n0), (x1, n1) = before, after
    both = (x0 + x1) / (n0 + n1)
    if both in (0.0, 1.0):
        return 1.0, 0.0
    z = (x1 / n1 - x0 / n0) / np.sqrt(both * (1 - both) * (1 / n0 + 1 / n1))
    return float(2 * ndtr(-abs(z))), float(z)


def _mcnemar(gained: int, lost: int) -> float:
    from scipy.special import bdtr

    changed = gained + lost
    return min(1.0, 2 * float(bdtr(min(gained, lost), changed, 0.5))) if changed else 1.0


def _sentence(table: pd.DataFrame, difference: tuple[float, float, float]) -> str:
    (first, second), (by, low, high) = table["value"], difference
    went = "rose" if by > 0 else "fell" if by < 0 else "went"
    sure = (
        "" if low > 0 or high < 0 else " An interval that holds 0 leaves open whether it changed."
    )
    return (
        f"The share {went} from {100 * first:.1f} to {100 * second:.1f} %, by {100 * by:+.1f} "
        f"percentage points ({100 * low:+.1f} to {100 * high:+.1f}).{sure}"
    )
