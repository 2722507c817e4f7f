"""Kendall's coefficient of concordance: how far several people put things in the same order."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.psychometrics.data.resampling import generator

__all__ = ["kendall_w", "rank_rows"]

_AT_ONCE = 2_000
"""Permuted panels held in memory together."""


def rank_rows(ratings: np.ndarray) -> np.ndarray:
    """Rank each row, the largest number 1; equal numbers share their mean rank.

    Parameters
    ----------
    ratings : ndarray (m, n)

    Returns
    -------
    ndarray (m, n)

    Examples
    --------
    >>> rank_rows(np.array([[9.0, 4.0, 4.0]])).tolist()
    [[1.0, 2.5, 2.5]]
    """
    above = (ratings[:, None, :] > ratings[:, :, None]).sum(axis=2)
    equal = (ratings[:, None, :] == ratings[:, :, None]).sum(axis=2)
    return np.asarray(above + (equal + 1) / 2)


def kendall_w(ranks: np.ndarray, permutations: int = 0, seed: int | None = 0) -> pd.Series:
    """Give Kendall's W, corrected for ties, with its tests.

    W = 12 S / (m² (n³ − n) − m Σ T), S the squared deviations of the rank sums, T = Σ (t³ − t) over
    a judge's groups of t equal ranks. χ² = m (n − 1) W with n − 1 degrees of freedom.

    Parameters
    ----------
    ranks : ndarray (m judges, n things)
        Each row with mean ranks for ties; not all rows without any difference.
    permutations : int
        Of each judge's ranks, for a p that needs no large numbers; 0 leaves it out.
    seed : int, optional

    Returns
    -------
    Series
        ``W chi2 df p permutation_p mean_spearman experts things``.

    References
    ----------
    Kendall, M. G. (1948), Rank correlation methods, ch. 6; Siegel & Castellan (1988), section 9.7.
    ``mean_spearman`` is (m W − 1) / (m − 1), without ties the mean over pairs of judges.

    Examples
    --------
    >>> kendall_w(np.array([[1.0, 2, 3], [1, 2, 3], [2, 1, 3]]))["W"].round(4)
    np.float64(0.7778)
    """
    from scipy.special import chdtrc

    m, n = ranks.shape
    tied = (ranks[:, None, :] == ranks[:, :, None]).sum(axis=2)
    ties = (tied**2 - 1).sum()  # Σ over groups t·(t² − 1)
    largest = (m**2 * (n**3 - n) - m * ties) / 12

    def spread(of: np.ndarray) -> np.ndarray:
        sums = of.sum(axis=-2)
        return np.asarray(((sums - m * (n + 1) / 2) ** 2).sum(axis=-1))

    found = float(spread(ranks))
    w = found / largest
    chi2 = m * (n - 1) * w
    permutation_p = np.nan
    if permutations:
        rng = generator(seed)
        reached = 0
        for start in range(0, permutations, _AT_ONCE):
            size = min(_AT_ONCE, permutations - start)
            drawn = rng.permuted(np.broadcast_to(ranks, (size, m, n)), axis=-1)
            reached += int((spread(drawn) >= found - 1e-9).sum())
        permutation_p = (1 + reached) / (1 + permutations)
    return pd.Series(
        {
            "W": w,
            "chi2": chi2,
            "df": float(n - 1),
            "p": float(chdtrc(n - 1, chi2)),
            "permutation_p": permutation_p,
            "mean_spearman": (m * w - 1) / (m - 1),
            "experts": float(m),
            "things": float(n),
        }
    )
