"""Describe paired answers column by column: means, gap, interval, effect sizes, missing halves.

Needs no tests and therefore no pingouin, so a widget can call it at every change.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from svqkit.gaps.pairs.effect_sizes import standardised_gaps

__all__ = ["describe_pairs", "described_columns"]


def describe_pairs(
    perceptions: pd.DataFrame,
    expectations: pd.DataFrame,
    ci: float = 0.95,
    *,
    sizes: bool = True,
) -> pd.DataFrame:
    """Give means, gap, interval and effect sizes of each column's pairs, without tests.

    Parameters
    ----------
    perceptions, expectations : DataFrame (respondents × columns)
        The same columns; a pair counts where both halves are there.
    ci : float in (0, 1)
        Confidence level.
    sizes : bool
        Whether to compute the effect sizes, whose intervals take most of the time.

    Returns
    -------
    DataFrame (index: column)
        ``n expectation perception gap sd low high t df dz dz_low dz_high dav dav_low dav_high
        negative_pct half_missing both_missing``, those of dz and dav only with ``sizes``; NaN
        where fewer than two pairs exist.

    Examples
    --------
    >>> p = pd.DataFrame({"Q1": [5.0, 4.0, 6.0, None]})
    >>> e = pd.DataFrame({"Q1": [6.0, 6.0, 6.0, 7.0]})
    >>> describe_pairs(p, e)[["n", "gap", "sd", "half_missing"]].values.tolist()
    [[3.0, -1.0, 1.0, 1.0]]
    """
    columns = described_columns(
        perceptions.to_numpy(float), expectations.to_numpy(float), ci, sizes=sizes
    )
    return pd.DataFrame(columns, index=perceptions.columns)


def described_columns(
    p: np.ndarray, e: np.ndarray, ci: float, *, sizes: bool = True
) -> dict[str, np.ndarray]:
    """Work out the columns of :func:`describe_pairs`.

    Parameters
    ----------
    p, e : ndarray (n, k)
        Perceptions and expectations.
    ci : float
    sizes : bool

    Returns
    -------
    dict of ndarray (k,)

    Examples
    --------
    >>> described_columns(np.array([[5.0], [4.0]]), np.array([[6.0], [6.0]]), 0.95)["gap"].tolist()
    [-1.5]
    """
    has_p, has_e = ~np.isnan(p), ~np.isnan(e)
    both = has_p & has_e
    n = both.sum(axis=0)
    mean_p, sd_p = _mean_sd(p, both, n)
    mean_e, sd_e = _mean_sd(e, both, n)
    difference = np.round(p - e, 10)
    gap, sd = _mean_sd(p - e, both, n)
    sd = np.where(sd > 1e-12, sd, np.where(np.isnan(sd), np.nan, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        error = sd / np.sqrt(n)
        t = np.where(sd > 0, gap / error, np.nan)
        reach = np.where(n >= 2, stdtrit(np.maximum(n - 1, 1), (1 + ci) / 2) * error, np.nan)
        negative = np.where(n > 0, 100 * ((difference < 0) & both).sum(axis=0) / n, np.nan)
        standardised = standardised_gaps(n, gap, sd, sd_p, sd_e, ci) if sizes else {}
    return {
        "n": n,
        "expectation": mean_e,
        "perception": mean_p,
        "gap": gap,
        "sd": sd,
        "low": gap - reach,
        "high": gap + reach,
        "t": t,
        "df": np.where(n >= 2, n - 1.0, np.nan),
        **standardised,
        "negative_pct": negative,
        "half_missing": (has_p ^ has_e).sum(axis=0),
        "both_missing": (~has_p & ~has_e).sum(axis=0),
    }


def _mean_sd(values: np.ndarray, both: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation (ddof 1) of each column over complete pairs."""
    kept = np.where(both, values, 0.0)
    mean = np.where(n > 0, kept.sum(axis=0) / np.maximum(n, 1), np.nan)
    squares = (np.where(both, values - mean, 0.0) ** 2).sum(axis=0)
    return mean, np.where(n > 1, np.sqrt(squares / np.maximum(n - 1, 1)), np.nan)
