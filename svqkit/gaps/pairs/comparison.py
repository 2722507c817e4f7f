"""Test paired columns: the paired t-test, Wilcoxon's signed ranks and Holm's adjustment.

All columns are tested in one step, to the numbers of pingouin's ``ttest``, ``wilcoxon`` and
``multicomp``, which a test compares. A pair of its calls takes three milliseconds, most of them for
a Bayes factor, a power and tables that are not shown, and importing it more than a second.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtr, stdtr

from svqkit.gaps.pairs.description import described_columns

__all__ = ["compare_pairs", "holm_adjusted", "paired_t_p"]


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
    p, e = perceptions.to_numpy(float), expectations.to_numpy(float)
    described = described_columns(p, e, ci)
    p_values = _two_sided(described["t"], described["df"])
    w_values, w_p_values = _signed_ranks(p - e)
    before = {
        "dz": {"p": p_values, "p_holm": holm_adjusted(p_values)},
        "negative_pct": {"wilcoxon_w": w_values, "wilcoxon_p": w_p_values},
    }
    columns: dict[str, np.ndarray] = {}
    for name, values in described.items():
        columns |= {**before.get(name, {}), name: values}
    return pd.DataFrame(columns, index=perceptions.columns)


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
    return _two_sided(table["t"].to_numpy(), table["df"].to_numpy())


def _two_sided(t: np.ndarray, df: np.ndarray) -> np.ndarray:
    return np.asarray(2 * stdtr(df, -np.abs(t)))


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
    adjusted = np.full(len(p_values), np.nan)
    tested = np.flatnonzero(~np.isnan(p_values))
    if len(tested):
        rising = tested[np.argsort(p_values[tested], kind="stable")]
        stepped = p_values[rising] * np.arange(len(rising), 0, -1)
        adjusted[rising] = np.minimum(np.maximum.accumulate(stepped), 1.0)
    return adjusted


def _signed_ranks(differences: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Smaller rank sum and p of each column; a missing pair is dropped as a zero difference is.

    Average ranks for ties; normal approximation with tie and continuity correction.
    """
    rounded = np.round(np.nan_to_num(differences), 10)
    # one long row, sorted column by column, in which a tie is a run of equal sizes
    size = np.where(rounded == 0, np.inf, np.abs(rounded))
    order = np.argsort(size, axis=0, kind="stable")
    sizes = np.take_along_axis(size, order, axis=0)
    positive = np.take_along_axis(rounded > 0, order, axis=0)
    begins = np.ones(sizes.shape, dtype=bool)
    begins[1:] = sizes[1:] != sizes[:-1]
    first = np.flatnonzero(begins.T)
    column, before = np.divmod(first, len(rounded))
    tied = np.diff(first, append=rounded.size)
    counts = np.add.reduceat(positive.T.ravel(), first, dtype=int)
    kept = np.isfinite(sizes.T.ravel()[first])
    column, before, tied, counts = column[kept], before[kept], tied[kept], counts[kept]

    def summed(values: np.ndarray) -> np.ndarray:
        return np.bincount(column, weights=values, minlength=rounded.shape[1])

    n = summed(tied)
    upper = summed(counts * (before + (tied + 1) / 2))
    middle = n * (n + 1) / 4
    variance = (n * (n + 1) * (2 * n + 1) - summed(tied**3.0 - tied) / 2) / 24
    away = np.abs(upper - middle)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(away > 0, away - 0.5, 0.0) / np.sqrt(variance)
    none = n == 0
    smaller = np.where(none, np.nan, np.minimum(upper, n * (n + 1) / 2 - upper))
    return smaller, np.where(none, np.nan, np.minimum(2 * ndtr(-z), 1.0))
