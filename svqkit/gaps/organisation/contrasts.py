"""Differences of independent means with Welch's interval, and means against the end of a scale."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtr, stdtrit

__all__ = [
    "COLUMNS",
    "combined",
    "contrast",
    "distance_from_top",
    "independent_gap",
    "means_of",
    "moments_of",
]

COLUMNS = ["value", "low", "high", "n_a", "n_b", "mean_a", "mean_b", "sd", "t", "df", "p"]
"""Columns of every difference, in this order; ``d d_low d_high`` follow."""


def means_of(scores: pd.DataFrame) -> pd.DataFrame:
    """Give n, mean and standard deviation of each column, over those who have a score.

    Parameters
    ----------
    scores : DataFrame (respondents × columns)

    Returns
    -------
    DataFrame (index: column)
        ``n mean sd``; the standard deviation (ddof 1) is NaN under two respondents.

    Examples
    --------
    >>> means_of(pd.DataFrame({"care": [1.0, 3.0, None]})).values.round(3).tolist()
    [[2.0, 2.0, 1.414]]
    """
    moments = moments_of(scores.to_numpy(dtype=float))
    return pd.DataFrame(moments.T, index=scores.columns, columns=["n", "mean", "sd"])


def moments_of(values: np.ndarray) -> np.ndarray:
    """Give n, mean and standard deviation of each column as rows of an array.

    Parameters
    ----------
    values : ndarray (respondents × columns)

    Returns
    -------
    ndarray (3 × columns)

    Examples
    --------
    >>> moments_of(np.array([[1.0], [3.0], [np.nan]])).round(3).tolist()
    [[2.0], [2.0], [1.414]]
    """
    there = ~np.isnan(values)
    n = there.sum(axis=0).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(there, values, 0.0).sum(axis=0) / n
        squares = (np.where(there, values - mean, 0.0) ** 2).sum(axis=0)
        sd = np.where(n > 1, np.sqrt(squares / (n - 1)), np.nan)
    sd[sd < 1e-12] = 0.0
    return np.array([n, mean, sd])


def contrast(parts: Sequence[tuple[float, pd.DataFrame]], ci: float = 0.95) -> pd.DataFrame:
    """Add and subtract means of independent samples, with Satterthwaite's degrees of freedom.

    Parameters
    ----------
    parts : sequence of (factor, DataFrame)
        Each sample's factor and its ``means_of``, all with the same rows. One part with factor 1
        is a mean; factors 1 and −1 are Welch's difference.
    ci : float in (0, 1)
        Confidence level.

    Returns
    -------
    DataFrame (index: column of the scores)
        ``value se low high t df p``; all but the value are NaN where a sample has fewer than two
        scores or nobody differs.

    Notes
    -----
    Welch (1947, *Biometrika* 34, 28–35) and Satterthwaite (1946, *Biometrics Bulletin* 2, 110–114):
    df = (Σ v)² / Σ v²/(n − 1) with v = c²s²/n. R: ``t.test(a, b)``.

    Examples
    --------
    >>> a = means_of(pd.DataFrame({"care": [5.0, 6.0, 7.0]}))
    >>> b = means_of(pd.DataFrame({"care": [4.0, 5.0, 3.0, 4.0]}))
    >>> contrast([(1, a), (-1, b)])[["value", "df", "p"]].round(3).values.tolist()
    [[2.0, 3.857, 0.049]]
    """
    tables = [table[["n", "mean", "sd"]].to_numpy(dtype=float).T for _, table in parts]
    found = combined(np.array([factor for factor, _ in parts]), np.array(tables), ci)
    return pd.DataFrame(found, index=parts[0][1].index)


def combined(factors: np.ndarray, moments: np.ndarray, ci: float) -> dict[str, np.ndarray]:
    """Do what ``contrast`` does, on arrays.

    Parameters
    ----------
    factors : ndarray (samples,)
    moments : ndarray (samples × 3 × columns)
        Each sample's ``moments_of``.
    ci : float in (0, 1)

    Returns
    -------
    dict of ndarray (columns,)
        ``value se low high t df p``.

    Examples
    --------
    >>> combined(np.array([1.0]), np.array([[[4.0], [5.0], [2.0]]]), 0.95)["se"].tolist()
    [1.0]
    """
    weights = factors[:, None]
    n, mean, sd = moments[:, 0], moments[:, 1], moments[:, 2]
    value = (weights * mean).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(n >= 2, weights**2 * sd**2 / n, np.nan)
        variance = shares.sum(axis=0)
        variance = np.where(variance > 0, variance, np.nan)
        df = variance**2 / (shares**2 / (n - 1)).sum(axis=0)
        se = np.sqrt(variance)
        t = value / se
        reach = stdtrit(df, (1 + ci) / 2) * se
    low, high, p = value - reach, value + reach, 2 * stdtr(df, -np.abs(t))
    return {"value": value, "se": se, "low": low, "high": high, "t": t, "df": df, "p": p}


def independent_gap(a: pd.DataFrame, b: pd.DataFrame, ci: float = 0.95) -> pd.DataFrame:
    """Compare two independent samples column by column: a minus b.

    Parameters
    ----------
    a, b : DataFrame (respondents × columns)
        The same columns, other respondents.
    ci : float in (0, 1)
        Confidence level.

    Returns
    -------
    DataFrame (index: column)
        ``value low high n_a n_b mean_a mean_b sd t df p d d_low d_high``. ``sd`` is the root of
        the mean of the two variances, and d the difference in units of it.

    Notes
    -----
    Welch's interval, as R's ``t.test(a, b)``. d and its interval after Bonett (2008, *Psychological
    Methods* 13, 99–109, eqs. 1 and 10), which need not assume equal variances: with s² the mean
    variance, var(d) = d²(s_a⁴/(n_a − 1) + s_b⁴/(n_b − 1))/(8s⁴) + (s_a²/(n_a − 1) + s_b²/(n_b − 1))/s².

    Examples
    --------
    >>> a = pd.DataFrame({"care": [5.0, 6.0, 7.0]})
    >>> b = pd.DataFrame({"care": [4.0, 5.0, 3.0, 4.0]})
    >>> independent_gap(a, b)[["value", "n_a", "n_b", "d"]].round(3).values.tolist()
    [[2.0, 3.0, 4.0, 2.191]]
    """
    first, second = means_of(a), means_of(b[list(a.columns)])
    table = contrast([(1, first), (-1, second)], ci)
    table = table.assign(
        n_a=first["n"], n_b=second["n"], mean_a=first["mean"], mean_b=second["mean"]
    )
    square_a, square_b = first["sd"] ** 2, second["sd"] ** 2
    square = (square_a + square_b) / 2
    df_a, df_b = first["n"] - 1, second["n"] - 1
    d = table["value"] / np.sqrt(square.where(square > 0))
    spread = (square_a**2 / df_a + square_b**2 / df_b) / (8 * square**2)
    own = (square_a / df_a + square_b / df_b) / square
    reach = float(ndtri((1 + ci) / 2)) * np.sqrt(d**2 * spread + own)
    table = table.assign(sd=np.sqrt(square), d=d, d_low=d - reach, d_high=d + reach)
    return table[[*COLUMNS, "d", "d_low", "d_high"]]


def distance_from_top(scores: pd.DataFrame, top: float, ci: float = 0.95) -> pd.DataFrame:
    """Say how far below the top of its scale each mean lies, with Student's interval.

    There is no test: nobody can answer above the top, so the distance is never positive and a test
    against zero would say nothing. The interval is Student's and may reach past the top.

    Parameters
    ----------
    scores : DataFrame (respondents × columns)
    top : float
        The end of the scale at which there is no gap.
    ci : float in (0, 1)
        Confidence level.

    Returns
    -------
    DataFrame (index: column)
        The columns of ``independent_gap``: ``mean_a`` is the mean rating and ``mean_b`` the top;
        ``t p d d_low d_high`` are NaN.

    Examples
    --------
    >>> table = distance_from_top(pd.DataFrame({"care": [5.0, 6.0, 7.0]}), 7)
    >>> table[["value", "mean_a", "mean_b"]].values.tolist()
    [[-1.0, 6.0, 7.0]]
    """
    own = means_of(scores)
    table = contrast([(1, own)], ci)
    for column in ("value", "low", "high"):
        table[column] -= top
    table = table.assign(n_a=own["n"], n_b=np.nan, mean_a=own["mean"], mean_b=top, sd=own["sd"])
    blank = dict.fromkeys(("t", "p", "d", "d_low", "d_high"), np.nan)
    return table.assign(**blank)[[*COLUMNS, "d", "d_low", "d_high"]]
