"""Every pair of items with its correlation, interval and test."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.data.answers import as_items, complete_cases
from svqkit.psychometrics.data.sufficient import Moments

__all__ = ["correlation_table"]

KINDS = ("pearson", "spearman", "kendall")
ADJUSTMENTS = ("holm", "bonferroni", "none")
MISSING = ("listwise", "pairwise")


def correlation_table(
    items: Any,
    method: str = "pearson",
    *,
    ci: float = 0.95,
    adjust: str = "holm",
    missing: str = "listwise",
) -> pd.DataFrame:
    """Correlate every pair of items, with interval and test.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses or Moments (Pearson only)
    method : {"pearson", "spearman", "kendall"}
        Kendall's is tau-b.
    ci : float
        Level of the intervals.
    adjust : {"holm", "bonferroni", "none"}
        For the number of pairs.
    missing : {"listwise", "pairwise"}
        Pairwise uses whoever answered both items of a pair.

    Returns
    -------
    DataFrame
        item_1, item_2, r, n, ci_lower, ci_upper, statistic, p, p_adjusted, one row a pair. NaN
        for an item that everybody answered alike.

    Raises
    ------
    DataError
        If fewer than two items or four respondents can be used, or moments come where single
        answers are needed.
    ValueError
        If an option is unknown or out of its range.

    Notes
    -----
    Pearson and Spearman: t = r√((n − 2)/(1 − r²)) with n − 2 degrees of freedom and Fisher's z
    interval with standard error 1/√(n − 3), as ``psych::corr.test``; for Spearman both only
    approximate, and R's own ``cor.test`` differs for small n. Kendall: the normal approximation
    with ties, and Fieller, Hartley & Pearson's (1957, *Biometrika* 44, 470-481) interval with
    standard error √(.437/(n − 4)). Holm (1979).

    Examples
    --------
    >>> answers = pd.DataFrame({"Q1": [1, 2, 3, 4, 5], "Q2": [1, 2, 4, 3, 5]})
    >>> correlation_table(answers)[["r", "p"]].round(3).to_numpy().tolist()
    [[0.9, 0.037]]
    """
    _check(method, ci, adjust, missing)
    from scipy.stats import norm

    r, n, p, names = _pairs(items, method, missing)
    first, second = np.triu_indices(len(names), 1)
    values, sizes, chances = r[first, second], n[first, second], p[first, second]
    error = np.sqrt(0.437 / (sizes - 4)) if method == "kendall" else 1 / np.sqrt(sizes - 3)
    with np.errstate(divide="ignore", invalid="ignore"):
        z, reach = np.arctanh(values), norm.ppf((1 + ci) / 2) * error
        statistic = values * np.sqrt((sizes - 2) / (1 - values**2))
    if method == "kendall":
        statistic = np.sign(values) * norm.isf(chances / 2)
    return pd.DataFrame(
        {
            "item_1": [names[i] for i in first],
            "item_2": [names[j] for j in second],
            "r": values,
            "n": sizes,
            "ci_lower": np.tanh(z - reach),
            "ci_upper": np.tanh(z + reach),
            "statistic": statistic,
            "p": chances,
            "p_adjusted": _adjusted(chances, adjust),
        }
    )


def _check(method: str, ci: float, adjust: str, missing: str) -> None:
    for name, value, known in (
        ("method", method, KINDS),
        ("adjust", adjust, ADJUSTMENTS),
        ("missing", missing, MISSING),
    ):
        if value not in known:
            raise ValueError(f"{name} {value!r} is unknown; choose from {', '.join(known)}")
    if not 0 < ci < 1:
        raise ValueError(f"ci must lie between 0 and 1, such as .95; it is {ci}")


def _pairs(
    items: Any, method: str, missing: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Correlations, respondents and p-values as matrices, and the items' names."""
    if isinstance(items, Moments):
        if method != "pearson" or missing != "listwise":
            raise DataError("moments give listwise Pearson correlations only; pass the table")
        names = [str(name) for name in items.columns]
        r = items.corr.to_numpy()
        n = np.full(r.shape, items.n)
    else:
        frame = as_items(items)
        answers = complete_cases(frame)[0] if missing == "listwise" else frame
        names = [str(name) for name in answers.columns]
        there = answers.notna().to_numpy().astype(int)
        n = there.T @ there
        if method == "kendall":
            _enough(n, names, 5)
            r, p = _kendall(answers.to_numpy())
            return r, n, p, names
        r = answers.corr("spearman" if method == "spearman" else "pearson").to_numpy()
    _enough(n, names, 4)
    from scipy.stats import t

    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * t.sf(np.abs(r) * np.sqrt((n - 2) / (1 - r**2)), n - 2)
    return r, n, p, names


def _enough(n: np.ndarray, names: list[str], at_least: int) -> None:
    if len(names) < 2:
        raise DataError(f"a table of correlations needs at least two items, not {len(names)}")
    first, second = np.triu_indices(len(names), 1)
    fewest = int(n[first, second].min())
    if fewest < at_least:
        at = int(np.argmin(n[first, second]))
        i, j = int(first[at]), int(second[at])
        who = "respondent" if fewest == 1 else "respondents"
        pair = f"both {names[i]!r} and {names[j]!r}"
        same = len(names) > 2 and (n[first, second] == fewest).all()
        raise DataError(
            f"only {fewest} {who} answered {'all items' if same else pair}; an interval needs at "
            f"least {at_least}",
            column=names[i],
        )


def _kendall(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    from scipy.stats import kendalltau

    width = values.shape[1]
    tau, chance = np.full((width, width), np.nan), np.full((width, width), np.nan)
    for i in range(width):
        for j in range(i + 1, width):
            both = ~np.isnan(values[:, i]) & ~np.isnan(values[:, j])
            found = kendalltau(values[both, i], values[both, j], method="asymptotic")
            tau[i, j] = tau[j, i] = found.statistic
            chance[i, j] = chance[j, i] = found.pvalue
    return tau, chance


def _adjusted(p: np.ndarray, adjust: str) -> np.ndarray:
    known = np.isfinite(p)
    count = int(known.sum())
    if adjust == "none":
        return p.copy()
    if adjust == "bonferroni":
        return np.minimum(p * count, 1.0)
    adjusted = np.full(len(p), np.nan)
    order = np.argsort(p[known], kind="stable")
    steps = np.maximum.accumulate(p[known][order] * (count - np.arange(count)))
    ranked = np.empty(count)
    ranked[order] = np.minimum(steps, 1.0)
    adjusted[known] = ranked
    return adjusted
