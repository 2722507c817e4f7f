"""Test paired columns: the paired t-test and Wilcoxon's signed ranks, through pingouin."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.gaps.pairs.description import describe_pairs

__all__ = ["compare_pairs"]


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
    import pingouin

    table = describe_pairs(perceptions, expectations, ci)
    spreads = table["sd"].to_numpy()
    tests = np.full((3, len(table)), np.nan)
    for at, name in enumerate(table.index):
        pair = pd.DataFrame({"p": perceptions[name], "e": expectations[name]}).dropna()
        p, e = pair["p"].to_numpy(), pair["e"].to_numpy()
        difference = np.round(p - e, 10)
        if spreads[at] > 0:
            tests[0, at] = pingouin.ttest(p, e, paired=True)["p_val"].iat[0]
        if difference.any():
            ranked = pingouin.wilcoxon(difference, method=_normal_approximation())
            tests[1:, at] = ranked["W_val"].iat[0], ranked["p_val"].iat[0]
    p_values, w_values, w_p_values = tests
    adjusted = np.full(len(table), np.nan)
    tested = ~np.isnan(p_values)
    if tested.any():
        adjusted[tested] = pingouin.multicomp(p_values[tested], method="holm")[1]
    at = list(table.columns).index("dz")
    table.insert(at, "p", p_values)
    table.insert(at + 1, "p_holm", adjusted)
    at = list(table.columns).index("negative_pct")
    table.insert(at, "wilcoxon_w", w_values)
    table.insert(at + 1, "wilcoxon_p", w_p_values)
    return table


def _normal_approximation() -> str:
    """SciPy's name for it: ``asymptotic`` since 1.15, ``approx`` before."""
    import scipy

    release = tuple(int(part) for part in scipy.__version__.split(".")[:2])
    return "asymptotic" if release >= (1, 15) else "approx"
