"""Do respondents who left an item out differ in their other answers? Tests of all pairs at once."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import chdtrc, stdtr

__all__ = ["category_tests", "holm", "pairwise_correlations", "separate_variance_tests"]


def holm(p: np.ndarray) -> np.ndarray:
    """Adjust p-values for their number (Holm 1979); missing ones do not count.

    Parameters
    ----------
    p : ndarray (k,)

    Returns
    -------
    ndarray (k,)

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, np.nan, 0.03])).tolist()
    [0.03, 0.06, nan, 0.06]
    """
    adjusted = np.full(len(p), np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    steps = p[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted


def _centred(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Deviations from each column's mean with 0 for gaps, who answered, and the means."""
    there = ~np.isnan(values)
    means = np.where(there, values, 0.0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    return np.where(there, values - means, 0.0), there.astype(float), means


FEWEST = 5
"""A smaller group is not tested, nor one whose answers are all alike: without a spread of its own a
few of them would seem to prove anything."""


def separate_variance_tests(
    items: pd.DataFrame, variables: pd.DataFrame, *, fewest: int = FEWEST
) -> pd.DataFrame:
    """Compare each variable's mean between those who left an item out and those who did not.

    Parameters
    ----------
    items : DataFrame (respondents × items)
        Whose gaps make the two groups; items without a gap make none.
    variables : DataFrame (respondents × variables)
        Numbers.
    fewest : int, at least 2
        Respondents that each of the two groups must have.

    Returns
    -------
    DataFrame
        Indexed by ``item variable``: ``n_missing n_answered mean_missing mean_answered t df
        pvalue p_holm d r``. Each variable is compared where it was answered itself. ``t`` and
        what follows are NaN where a group is smaller than ``fewest`` or does not vary.

    References
    ----------
    Welch, B. L. (1947). Biometrika, 34, 28–35. ``d`` is Cohen's (1988) with the pooled standard
    deviation, ``r`` the correlation with a variable that is 1 where the item is missing.

    Examples
    --------
    >>> items = pd.DataFrame({"Q1": [1, None, 3, None, 5], "Q2": [1, 4, 2, 5, 3]})
    >>> tests = separate_variance_tests(items, items, fewest=2)
    >>> round(float(tests.loc[("Q1", "Q2"), "t"]), 4)
    3.2733
    """
    missing = items.isna().to_numpy()
    with_gaps = np.flatnonzero(missing.any(axis=0))
    gappy = items.columns.take(with_gaps)
    gap = missing[:, with_gaps].astype(float)
    deviations, there, centre = _centred(variables.to_numpy(dtype=float))
    sums = []
    for group in (gap, 1.0 - gap):
        n = group.T @ there
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = group.T @ deviations / n
            within = group.T @ deviations**2 - n * mean**2
        # rounding leaves equal answers a hair from no spread at all
        spread = np.where(within <= 1e-14 * (group.T @ deviations**2), 0.0, within)
        sums.append((n, mean, spread))
    (n1, mean1, within1), (n0, mean0, within0) = sums
    with np.errstate(invalid="ignore", divide="ignore"):
        error1, error0 = within1 / (n1 - 1) / n1, within0 / (n0 - 1) / n0
        usable = (np.minimum(n1, n0) >= max(fewest, 2)) & (error1 > 0) & (error0 > 0)
        difference = np.where(usable, mean1 - mean0, np.nan)
        t = difference / np.sqrt(error1 + error0)
        df = (error1 + error0) ** 2 / (error1**2 / (n1 - 1) + error0**2 / (n0 - 1))
        pooled = np.sqrt((within1 + within0) / (n1 + n0 - 2))
        n = n1 + n0
        total = within1 + within0 + n1 * n0 / n * (mean1 - mean0) ** 2
        r = difference * np.sqrt(n1 * n0 / n / total)
        p = 2.0 * stdtr(df, -np.abs(t))
        d = difference / pooled
    columns = {
        "n_missing": n1.astype(int),
        "n_answered": n0.astype(int),
        "mean_missing": mean1 + centre,
        "mean_answered": mean0 + centre,
        "t": t,
        "df": np.where(usable, df, np.nan),
        "pvalue": p,
        "d": d,
        "r": r,
    }
    # nobody who left an item out has an answer to compare
    kept = np.ones((len(gappy), len(variables.columns)), dtype=bool)
    places = {name: at for at, name in enumerate(variables.columns.tolist())}
    for row, name in enumerate(gappy.tolist()):
        if name in places:
            kept[row, places[name]] = False
    table = {name: values[kept] for name, values in columns.items()}
    effects = {name: table.pop(name) for name in ("d", "r")}
    every = pd.MultiIndex.from_product([gappy, variables.columns], names=["item", "variable"])
    index = every[kept.ravel()]
    return pd.DataFrame({**table, "p_holm": holm(table["pvalue"]), **effects}, index=index)


def category_tests(items: pd.DataFrame, variables: pd.DataFrame) -> pd.DataFrame:
    """Compare how often each item is missing between the categories of each variable.

    Parameters
    ----------
    items : DataFrame (respondents × items)
    variables : DataFrame (respondents × variables)
        Categories of any kind; missing ones are left out.

    Returns
    -------
    DataFrame
        Indexed by ``item variable``: ``n chisq df pvalue p_holm v``, Pearson's χ² without
        continuity correction and Cramér's V.

    Examples
    --------
    >>> items = pd.DataFrame({"Q1": [1, None, 3, None]})
    >>> branch = pd.DataFrame({"branch": ["north", "south", "north", "south"]})
    >>> category_tests(items, branch).loc[("Q1", "branch"), ["chisq", "v"]].tolist()
    [4.0, 1.0]
    """
    rows = {}
    incomplete = items.columns[items.isna().any().to_numpy()] if len(variables.columns) else ()
    for name in incomplete:
        gap = items[name].isna()
        for variable in variables.columns:
            counts = pd.crosstab(gap, variables[variable]).to_numpy(dtype=float)
            n, df = counts.sum(), (counts.shape[0] - 1) * (counts.shape[1] - 1)
            if df == 0:
                rows[name, variable] = (int(n), np.nan, 0, np.nan, np.nan)
                continue
            expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n
            chisq = float(((counts - expected) ** 2 / expected).sum())
            # gap or not has two categories, so V needs no other divisor
            rows[name, variable] = (int(n), chisq, df, float(chdtrc(df, chisq)), np.sqrt(chisq / n))
    index = pd.MultiIndex.from_tuples(rows, names=["item", "variable"]) if rows else None
    table = pd.DataFrame(
        list(rows.values()), columns=["n", "chisq", "df", "pvalue", "v"], index=index
    )
    table.insert(4, "p_holm", holm(table["pvalue"].to_numpy(dtype=float)))
    return table


def pairwise_correlations(items: pd.DataFrame, variables: pd.DataFrame) -> pd.DataFrame:
    """Correlate items with variables, each pair over the respondents who answered both.

    Parameters
    ----------
    items : DataFrame (respondents × items)
    variables : DataFrame (respondents × variables)

    Returns
    -------
    DataFrame (items × variables)
        NaN where fewer than three answered both, or one is constant there.

    Examples
    --------
    >>> items = pd.DataFrame({"Q1": [1, None, 3, 5], "Q2": [1, 4, 2, 6]})
    >>> round(float(pairwise_correlations(items, items).loc["Q1", "Q2"]), 4)
    0.9449
    """
    x, has_x, _ = _centred(items.to_numpy(dtype=float))
    y, has_y, _ = _centred(variables.to_numpy(dtype=float))
    n = has_x.T @ has_y
    with np.errstate(invalid="ignore", divide="ignore"):
        sum_x, sum_y = x.T @ has_y, has_x.T @ y
        squares_x, squares_y = (x**2).T @ has_y, has_x.T @ y**2
        within_x, within_y = squares_x - sum_x**2 / n, squares_y - sum_y**2 / n
        flat = (within_x <= 1e-14 * squares_x) | (within_y <= 1e-14 * squares_y) | (n < 3)
        r = (x.T @ y - sum_x * sum_y / n) / np.sqrt(within_x * within_y)
    return pd.DataFrame(np.where(flat, np.nan, r), index=items.columns, columns=variables.columns)
