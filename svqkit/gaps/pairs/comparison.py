"""Test paired columns: the paired t-test and Wilcoxon's signed ranks, as pingouin gives them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import stdtr

from svqkit.gaps.pairs.description import describe_pairs

__all__ = ["compare_pairs", "holm_adjusted", "paired_t_p"]

MOST_CALLS = 8
"""Columns up to which pingouin is asked one by one. A pair of its calls takes three milliseconds,
most of them for a Bayes factor, a power and tables that are not shown, so longer tables go in one
step through what pingouin itself calls; a test holds both to the same numbers."""


def compare_pairs(
    perceptions: pd.DataFrame, expectations: pd.DataFrame, ci: float = 0.95
) -> pd.DataFrame:
    """Describe and test each column's pairs, with Holm's adjustment over the columns.

    Parameters
    ----------
    perceptions, expectations : DataFrame (respondents × columns)
        The same columns; a pair counts where both halves are there.
    ci : float in (0, 1)
        Confidence level.

    Returns
    -------
    DataFrame (index: column)
        The columns of ``describe_pairs`` with ``p p_holm wilcoxon_w wilcoxon_p``. The t-test has
        no p where all differences are alike, Wilcoxon's none where all are zero.

    Examples
    --------
    >>> p = pd.DataFrame({"Q1": [5.0, 4.0, 6.0, 3.0]})
    >>> e = pd.DataFrame({"Q1": [6.0, 6.0, 6.0, 7.0]})
    >>> compare_pairs(p, e)[["gap", "p", "wilcoxon_w"]].round(3).values.tolist()
    [[-1.75, 0.133, 0.0]]
    """
    table = describe_pairs(perceptions, expectations, ci)
    p, e = perceptions.to_numpy(float), expectations.to_numpy(float)
    if len(table) <= MOST_CALLS:
        p_values, w_values, w_p_values = _one_by_one(p, e, table["sd"].to_numpy())
    else:
        p_values = paired_t_p(table)
        w_values, w_p_values = _signed_ranks(p - e)
    at = list(table.columns).index("dz")
    table.insert(at, "p", p_values)
    table.insert(at + 1, "p_holm", holm_adjusted(p_values))
    at = list(table.columns).index("negative_pct")
    table.insert(at, "wilcoxon_w", w_values)
    table.insert(at + 1, "wilcoxon_p", w_p_values)
    return table


def paired_t_p(table: pd.DataFrame) -> np.ndarray:
    """Take the two-sided p of paired t-tests from their description.

    Parameters
    ----------
    table : DataFrame
        With ``t`` and ``df``, as ``describe_pairs`` gives them.

    Returns
    -------
    ndarray
        NaN where there is no t.

    Examples
    --------
    >>> paired_t_p(pd.DataFrame({"t": [-2.5], "df": [9.0]})).round(4).tolist()
    [0.0339]
    """
    return np.asarray(2 * stdtr(table["df"].to_numpy(), -np.abs(table["t"].to_numpy())))


def holm_adjusted(p_values: np.ndarray) -> np.ndarray:
    """Adjust the p-values of one family by Holm's step-down rule (Holm 1979).

    Parameters
    ----------
    p_values : ndarray
        NaN where there was no test; it stays NaN and does not count.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> holm_adjusted(np.array([0.01, np.nan, 0.04])).tolist()
    [0.02, nan, 0.04]
    """
    import pingouin

    adjusted = np.full(len(p_values), np.nan)
    tested = ~np.isnan(p_values)
    if tested.any():
        adjusted[tested] = pingouin.multicomp(p_values[tested], method="holm")[1]
    return adjusted


def _one_by_one(
    p: np.ndarray, e: np.ndarray, spreads: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ask pingouin for each column's t-test and signed ranks."""
    import pingouin

    tests = np.full((3, p.shape[1]), np.nan)
    for at, spread in enumerate(spreads):
        both = ~np.isnan(p[:, at] - e[:, at])
        mine, wanted = p[both, at], e[both, at]
        difference = np.round(mine - wanted, 10)
        if spread > 0:
            tests[0, at] = pingouin.ttest(mine, wanted, paired=True)["p_val"].iat[0]
        if difference.any():
            ranked = pingouin.wilcoxon(difference, method="asymptotic")
            tests[1:, at] = ranked["W_val"].iat[0], ranked["p_val"].iat[0]
    return tests[0], tests[1], tests[2]


def _signed_ranks(differences: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rank all columns at once; a missing pair is dropped as a zero difference is."""
    from scipy.stats import wilcoxon

    rounded = np.round(np.nan_to_num(differences), 10)
    tested = rounded.any(axis=0)
    found = np.full((2, rounded.shape[1]), np.nan)
    if tested.any():
        ranked = wilcoxon(rounded[:, tested], method="asymptotic", correction=True)
        found[:, tested] = ranked.statistic, ranked.pvalue
    return found[0], found[1]
