"""Bootstrap intervals of the gaps: respondents drawn anew within each survey."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.gaps.organisation.evidence import Evidence

__all__ = ["bootstrap_intervals"]

_BATCH = 500


def bootstrap_intervals(
    found: Evidence, tops: dict[int, float], draws: int, ci: float, seed: int | None
) -> dict[int, pd.DataFrame]:
    """Draw respondents with replacement and take percentiles of each gap.

    Parameters
    ----------
    found : Evidence
    tops : dict of gap to float
        The top of the scale of Gaps 2 to 4.
    draws : int
        Replicates.
    ci : float in (0, 1)
    seed : int, optional

    Returns
    -------
    dict of gap to DataFrame (index: dimension and total)
        ``boot_low boot_high``. Customers, managers and employees are drawn independently; the two
        sides of Gap 5 are drawn together.

    Notes
    -----
    Percentile intervals (Efron & Tibshirani 1993, ch. 13). With few respondents they are too
    narrow by about √((n − 1)/n); a replicate in which nobody has a score counts for nothing.

    Examples
    --------
    >>> scores = pd.DataFrame({"care": [5.0, 6.0, 7.0, 4.0]})
    >>> found = Evidence({}, ratings={3: scores})
    >>> table = bootstrap_intervals(found, {3: 7.0}, 200, 0.95, 1)[3]
    >>> bool(-3 <= table["boot_low"].iloc[0] < -1.5 < table["boot_high"].iloc[0] <= 0)
    True
    """
    rng = np.random.default_rng(seed)
    tails = [(1 - ci) / 2, (1 + ci) / 2]
    intervals = {}
    for gap in sorted({*found.sides, *found.ratings}):
        if gap == 5:
            values = _means(found.sides[5][0] - found.sides[5][1], draws, rng)
            columns = found.sides[5][0].columns
        elif gap == 1:
            believed, expected = found.sides[1]
            values = _means(believed, draws, rng) - _means(expected, draws, rng)
            columns = believed.columns
        else:
            values = _means(found.ratings[gap], draws, rng) - tops[gap]
            columns = found.ratings[gap].columns
        low, high = np.full((2, len(columns)), np.nan)
        known = ~np.isnan(values).all(axis=0)
        low[known], high[known] = np.nanquantile(values[:, known], tails, axis=0)
        intervals[gap] = pd.DataFrame({"boot_low": low, "boot_high": high}, index=columns)
    return intervals


def _means(scores: pd.DataFrame, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Means of each column in every replicate, by counts times scores (replicates × columns)."""
    values = scores.to_numpy(dtype=float)
    there = ~np.isnan(values)
    filled = np.where(there, values, 0.0)
    n = len(values)
    parts = []
    for start in range(0, draws, _BATCH):
        size = min(_BATCH, draws - start)
        counts = rng.multinomial(n, np.full(n, 1 / n), size=size).astype(float)
        with np.errstate(invalid="ignore", divide="ignore"):
            parts.append((counts @ filled) / (counts @ there))
    return np.vstack(parts)
