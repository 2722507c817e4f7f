"""Describe groups and test whether their means differ: Welch's ANOVA and Games–Howell's pairs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ncfdtr, stdtrit

from svqkit.gaps.groups.several_tests import holm
from svqkit.gaps.groups.studentized_range import range_quantile, range_tail
from svqkit.gaps.groups.welch import welch_differences
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT

__all__ = ["describe_groups", "games_howell", "welch_anova"]

_ANOVA = ["groups", "n", "f", "df1", "df2", "p", "omega2", "omega2_low", "omega2_high", "eta2"]
_PAIRS = ["difference", "low", "high", "t", "df", "p", "g", "g_low", "g_high"]


def describe_groups(scores: pd.DataFrame, labels: pd.Series, ci: float = 0.95) -> pd.DataFrame:
    """Describe each group's scores; groups too small to show hold no numbers.

    Parameters
    ----------
    scores : DataFrame (respondents × dimensions)
    labels : Series
        Each respondent's group, on the same index; its name is not used.
    ci : float in (0, 1)

    Returns
    -------
    DataFrame (index: dimension, group)
        ``n mean sd low high masked``: Student's interval from the group's own standard deviation.

    Examples
    --------
    >>> scores = pd.DataFrame({"care": [1.0, 3.0] * 6 + [9.0]})
    >>> labels = pd.Series(["north"] * 12 + ["south"])
    >>> describe_groups(scores, labels)["mean"].tolist()
    [2.0, nan]
    """
    names, labels = _names(labels), labels.astype(object)
    by_group = scores.groupby(labels)
    keys = pd.MultiIndex.from_product([scores.columns, names], names=["dimension", "group"])
    table = pd.DataFrame(
        {
            name: found.T.stack().reindex(keys)
            for name, found in (
                ("n", by_group.count()),
                ("mean", by_group.mean()),
                ("sd", by_group.std()),
            )
        },
        dtype=float,
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        error = table["sd"] / np.sqrt(table["n"])
        reach = stdtrit(np.maximum(table["n"] - 1, 1), (1 + ci) / 2) * error
    table["low"], table["high"] = table["mean"] - reach, table["mean"] + reach
    masked = table["n"] < SMALLEST_SEGMENT
    table[masked] = np.nan
    return table.assign(masked=masked)


def _names(labels: pd.Series) -> list[Any]:
    """Give the groups in the order of their categories, or else of their names."""
    present = set(labels.dropna())
    if isinstance(labels.dtype, pd.CategoricalDtype):
        return [name for name in labels.dtype.categories if name in present]
    return sorted(present, key=str)


def welch_anova(
    scores: pd.DataFrame, labels: pd.Series, described: pd.DataFrame, ci: float = 0.95
) -> pd.DataFrame:
    """Test each dimension by Welch's ANOVA over the groups that are large enough.

    Parameters
    ----------
    scores : DataFrame (respondents × dimensions and ``total``)
    labels : Series
    described : DataFrame
        Of :func:`describe_groups`.
    ci : float in (0, 1)
        The interval of ω² has level 2·ci − 1 (90 % at .95), so that it leaves out 0 where the
        test is significant (Steiger 2004).

    Returns
    -------
    DataFrame (index: dimension)
        ``groups n f df1 df2 p p_holm omega2 omega2_low omega2_high eta2 brown_forsythe_f
        brown_forsythe_p``; NaN where fewer than two groups are large enough or one does not vary.

    Examples
    --------
    >>> scores = pd.DataFrame({"care": [1.0, 2.0, 3.0] * 4 + [2.0, 3.0, 7.0] * 4})
    >>> labels = pd.Series(["north"] * 12 + ["south"] * 12)
    >>> found = welch_anova(scores, labels, describe_groups(scores, labels))
    >>> found[["f", "df2", "p"]].round(3).values.tolist()
    [[8.25, 14.08, 0.012]]
    """
    import pingouin
    from scipy.stats import levene

    rows = {}
    for dimension in scores.columns:
        kept, values = _large(scores[dimension], labels, described.loc[[dimension]])
        row = dict.fromkeys([*_ANOVA, "brown_forsythe_f", "brown_forsythe_p"], np.nan)
        row |= {"groups": float(len(values)), "n": float(len(kept))}
        if len(values) > 1 and all(np.ptp(v) > 0 for v in values.values()):
            test = pingouin.welch_anova(kept, dv="score", between="group").iloc[0]
            f, df1, df2 = float(test["F"]), float(test["ddof1"]), float(test["ddof2"])
            every = kept["score"].to_numpy()
            between = sum(len(v) * (v.mean() - every.mean()) ** 2 for v in values.values())
            low, high = _omega_limits(f, df1, df2, len(every), ci)
            spread = levene(*values.values(), center="median")
            row |= {
                "f": f,
                "df1": df1,
                "df2": df2,
                "p": float(test["p_unc"]),
                "omega2": max(df1 * (f - 1) / (df1 * (f - 1) + len(every)), 0.0),
                "omega2_low": low,
                "omega2_high": high,
                "eta2": between / ((every - every.mean()) ** 2).sum(),
                "brown_forsythe_f": float(spread.statistic),
                "brown_forsythe_p": float(spread.pvalue),
            }
        rows[dimension] = row
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("dimension")
    family = table.index != "total"
    table.insert(list(table.columns).index("p") + 1, "p_holm", table["p"])
    table.loc[family, "p_holm"] = holm(table.loc[family, "p"].to_numpy())
    return table


def _large(
    scores: pd.Series, labels: pd.Series, described: pd.DataFrame
) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """Keep the scores of the groups that are not masked."""
    frame = pd.DataFrame({"score": scores, "group": labels}).dropna()
    shown = described.index.get_level_values("group")[~described["masked"]]
    values = {name: frame.loc[frame["group"] == name, "score"].to_numpy() for name in shown}
    return frame[frame["group"].isin(shown)], values


def _omega_limits(f: float, df1: float, df2: float, n: int, ci: float) -> tuple[float, float]:
    """Limits of ω² = λ/(λ + n), by the noncentral F distributions that have f at their ends."""
    from scipy.optimize import brentq

    limits = []
    for tail in (ci, 1 - ci):  # P(F ≤ f; λ)
        if ncfdtr(df1, df2, 0.0, f) <= tail:
            limits.append(0.0)
            continue
        upper = df1 * f + 10.0
        while ncfdtr(df1, df2, upper, f) > tail:
            upper *= 2
        found = brentq(lambda nc, at=tail: ncfdtr(df1, df2, nc, f) - at, 0.0, upper, xtol=1e-10)
        limits.append(found / (found + n))
    return limits[0], limits[1]


def games_howell(
    scores: pd.DataFrame, labels: pd.Series, described: pd.DataFrame, ci: float = 0.95
) -> pd.DataFrame:
    """Compare each two groups by Games and Howell's method, with Hedges' g.

    Welch's t of the pair against the studentized range; pingouin's ``pairwise_gameshowell`` gives
    the same, at eight thousandths of a second a pair.

    Parameters
    ----------
    scores, labels, described
        As in :func:`welch_anova`.
    ci : float in (0, 1)
        Simultaneous level over the pairs of a dimension; that of g is for each pair alone.

    Returns
    -------
    DataFrame (index: dimension, group_1, group_2)
        ``difference low high t df p g g_low g_high``: first group minus second; p is adjusted for
        all pairs of the dimension. NaN where neither group varies.

    References
    ----------
    Games, P. A., & Howell, J. F. (1976). Pairwise multiple comparison procedures with unequal n's
    and/or variances. Journal of Educational Statistics, 1, 113–125.

    Examples
    --------
    >>> scores = pd.DataFrame({"care": [1.0, 2.0, 3.0] * 4 + [2.0, 3.0, 7.0] * 4})
    >>> labels = pd.Series(["north"] * 12 + ["south"] * 12)
    >>> found = games_howell(scores, labels, describe_groups(scores, labels))
    >>> found[["difference", "p"]].round(3).values.tolist()
    [[-2.0, 0.012]]
    """
    tables = {}
    for dimension in scores.columns:
        _, values = _large(scores[dimension], labels, described.loc[[dimension]])
        if len(values) > 1 and any(np.ptp(v) > 0 for v in values.values()):
            tables[dimension] = _pairs_of(values, ci)
    if not tables:
        empty = pd.MultiIndex.from_arrays([[], []], names=["group_1", "group_2"])
        tables[""] = pd.DataFrame(index=empty, columns=_PAIRS, dtype=float)
    return pd.concat(tables, names=["dimension"])


def _pairs_of(values: dict[str, np.ndarray], ci: float) -> pd.DataFrame:
    """One dimension's pairs, each group with those after it."""
    names = list(values)
    first, second = np.triu_indices(len(names), 1)
    n = np.array([len(v) for v in values.values()], dtype=float)
    mean = np.array([v.mean() for v in values.values()])
    sd = np.array([v.std(ddof=1) for v in values.values()])
    found = welch_differences(
        n[first], mean[first], sd[first], n[second], mean[second], sd[second], ci
    )
    reach = range_quantile(ci, len(names), found["df"]) / np.sqrt(2) * found["se"]
    found["low"], found["high"] = found["difference"] - reach, found["difference"] + reach
    found["p"] = range_tail(np.sqrt(2) * np.abs(found["t"]), len(names), found["df"])
    pairs = [(names[i], names[j]) for i, j in zip(first, second, strict=True)]
    index = pd.MultiIndex.from_tuples(pairs, names=["group_1", "group_2"])
    return pd.DataFrame(found, index=index)[_PAIRS]
