"""Shares and percentiles of times while some tickets are still open (Kaplan and Meier)."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from svqkit.errors import MissingExtraError

__all__ = ["share_within", "time_percentiles"]


def share_within(
    taken: np.ndarray, closed: np.ndarray, target: float, ci: float = 0.95
) -> tuple[float, float, float]:
    """Estimate the share of tickets closed within a target, open ones counted as far as they go.

    A ticket that is open and older than the target has missed it; one that is open and younger is
    undecided and counts as at risk until its present age.

    Parameters
    ----------
    taken : ndarray (n,)
        Hours so far.
    closed : ndarray of bool (n,)
    target : float
        Hours.
    ci : float in (0, 1)

    Returns
    -------
    share, low, high : float
        With no ticket undecided the share is the simple one and the interval Wilson's.

    References
    ----------
    Kaplan & Meier (1958). Interval: Rothman (1978), Journal of Chronic Diseases 31, 557–560:
    Wilson's, with the sample size that Greenwood's variance stands for.

    Examples
    --------
    >>> taken, closed = np.array([1.0, 2.0, 3.0, 9.0]), np.array([True, True, True, True])
    >>> share_within(taken, closed, 4)[0]
    0.75
    """
    n = len(taken)
    if n == 0:
        return float("nan"), float("nan"), float("nan")
    undecided = ~closed & (taken < target)
    if not undecided.any():
        left, size = float(np.mean((taken > target) | (~closed & (taken >= target)))), float(n)
    else:
        left, se = _survival(taken, closed, target)
        inside = 0 < left < 1 and se > 0
        size = left * (1 - left) / se**2 if inside else float(n - undecided.sum())
    share, z = 1 - left, float(ndtri((1 + ci) / 2))
    if size <= 0:
        return share, 0.0, 1.0
    middle = (share + z**2 / (2 * size)) / (1 + z**2 / size)
    reach = z * np.sqrt(share * left / size + z**2 / (4 * size**2)) / (1 + z**2 / size)
    return share, float(max(middle - reach, 0.0)), float(min(middle + reach, 1.0))


def time_percentiles(
    taken: np.ndarray, closed: np.ndarray, shares: tuple[float, ...] = (0.5, 0.9, 0.95)
) -> np.ndarray:
    """Give the times within which these shares of tickets are closed.

    Parameters
    ----------
    taken : ndarray (n,)
    closed : ndarray of bool (n,)
    shares : tuple of float in (0, 1)

    Returns
    -------
    ndarray
        Hours; NaN where too many are still open to know. The smallest time at which the share is
        reached (R: ``quantile(survfit(...))`` without its averaging over flat steps).

    Examples
    --------
    >>> time_percentiles(np.array([1.0, 2.0, 3.0, 4.0]), np.ones(4, dtype=bool), (0.5,)).tolist()
    [2.0]
    """
    if not closed.any():
        return np.full(len(shares), np.nan)
    times, survival, _ = _curve(taken, closed)
    reached = [np.flatnonzero(survival <= 1 - share + 1e-12) for share in shares]
    return np.array([times[one[0]] if len(one) else np.nan for one in reached])


def _survival(taken: np.ndarray, closed: np.ndarray, at: float) -> tuple[float, float]:
    if not closed.any():
        return 1.0, 0.0
    times, survival, se = _curve(taken, closed)
    place = int(np.searchsorted(times, at, side="right")) - 1
    return (float(survival[place]), float(se[place])) if place >= 0 else (1.0, 0.0)


def _curve(taken: np.ndarray, closed: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    try:
        from statsmodels.duration.survfunc import SurvfuncRight
    except ImportError:
        raise MissingExtraError("improve", "statsmodels") from None
    curve = SurvfuncRight(taken, closed.astype(int))
    return curve.surv_times, curve.surv_prob, curve.surv_prob_se
