"""Days on which a channel brings more comments than its own rate makes plausible."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["burst_days"]

_AROUND = 45
"""Days before and after that say what is usual."""
_TRIM = 0.02
"""Share of the busiest days that do not say how much a channel varies."""
_LEAST_DAYS = 14
_WILDEST = 100.0
"""Largest variance over mean that is told apart."""


def _tail(count: np.ndarray, mean: np.ndarray, dispersion: float) -> np.ndarray:
    """P(X ≥ count) of a Poisson count, or of a negative binomial with variance dispersion × mean."""
    from scipy.stats import nbinom, poisson

    if dispersion <= 1:
        return np.asarray(poisson.sf(count - 1, mean))
    return np.asarray(nbinom.sf(count - 1, mean / (dispersion - 1), 1 / dispersion))


def _dispersion(counts: np.ndarray, usual: np.ndarray) -> float:
    """Estimate variance over mean from all but the busiest days, which may be bursts.

    Leaving them out makes counts look calmer than they are; so the dispersion is taken of which the
    calm days vary as much as these do.
    """
    from scipy.optimize import brentq
    from scipy.stats import nbinom

    calm = counts <= np.quantile(counts, 1 - _TRIM)
    mean = float(np.mean(usual))
    seen = float(np.mean((counts[calm] - usual[calm]) ** 2) / mean)

    def too_calm(dispersion: float) -> float:
        size, chance = mean / (dispersion - 1), 1 / dispersion
        values = np.arange(nbinom.ppf(1 - _TRIM, size, chance) + 1)
        weight = nbinom.pmf(values, size, chance)
        return float(weight @ (values - mean) ** 2 / weight.sum() / mean) - seen

    low, high = 1 + 1e-6, _WILDEST
    if too_calm(low) >= 0:
        return 1.0
    return float(brentq(too_calm, low, high, xtol=1e-3)) if too_calm(high) > 0 else high


def burst_days(table: pd.DataFrame, alpha: float) -> pd.DataFrame:
    """Find the bursts of each channel.

    Parameters
    ----------
    table : DataFrame
        ``received`` and ``channel``.
    alpha : float
        Chance of any false burst in a channel, by Bonferroni over its days with comments.

    Returns
    -------
    DataFrame
        ``channel day count usual p p_adjusted``; a channel seen for less than two weeks has none.
    """
    rows = []
    for channel, days in table[table["channel"] != ""].groupby("channel")["received"]:
        known = days.dropna()
        if known.empty:
            continue
        daily = known.value_counts().sort_index().asfreq("D", fill_value=0)
        counts = daily.to_numpy(dtype=float)
        if len(counts) < _LEAST_DAYS:
            continue
        window = np.ones(2 * _AROUND + 1)
        window[_AROUND] = 0  # a day does not say what is usual on it
        total = np.convolve(counts, window, mode="full")[_AROUND : _AROUND + len(counts)]
        length = np.convolve(np.ones(len(counts)), window, mode="full")[
            _AROUND : _AROUND + len(counts)
        ]
        usual = (total + 0.5) / length
        filled = counts > 0
        p = _tail(counts, usual, _dispersion(counts, usual))
        adjusted = np.minimum(p * filled.sum(), 1.0)
        rows += [
            (channel, daily.index[int(k)], int(counts[k]), usual[k], p[k], adjusted[k])
            for k in np.flatnonzero(filled & (adjusted < alpha))
        ]
    return pd.DataFrame(rows, columns=["channel", "day", "count", "usual", "p", "p_adjusted"])
