"""Tables of an interrupted series: coefficients, path, effects, and the same with other errors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.change.segments import NAMES, effect_rows
from svqkit.improvement.change.series_errors import SeriesFit
from svqkit.improvement.change.series_points import Points
from svqkit.improvement.change.t_tests import by_t
from svqkit.improvement.control.gaps_in_time import as_moment, said

__all__ = [
    "average_effect",
    "coefficients_table",
    "effects_at",
    "path_table",
    "with_each_errors",
]


def coefficients_table(fit: SeriesFit, names: list[str], ci: float) -> pd.DataFrame:
    """List the coefficients with their intervals.

    Parameters
    ----------
    fit : SeriesFit
    names : list of str
    ci : float

    Returns
    -------
    DataFrame (index: names)
        ``estimate se low high p``.

    Examples
    --------
    >>> from svqkit.improvement.change.segments import segments
    >>> from svqkit.improvement.change.series_errors import ols_fit
    >>> X, names = segments(np.arange(12), 6)
    >>> y = np.arange(12) % 2 + 3.0 * (np.arange(12) >= 6)
    >>> fit = ols_fit(y, X)
    >>> coefficients_table(fit, names, 0.95).columns.tolist()
    ['estimate', 'se', 'low', 'high', 'p']
    """
    se = np.sqrt(np.diag(fit.covariance))
    rows = [by_t("", float(b), float(s), fit.df, ci) for b, s in zip(fit.estimate, se, strict=True)]
    return pd.DataFrame(
        [[one.estimate, one.se, one.low, one.high, one.p] for one in rows],
        names,
        ["estimate", "se", "low", "high", "p"],
    )


def average_effect(fit: SeriesFit, X: np.ndarray, ci: float) -> tuple[float, float, float, float]:
    """Average the effect over the measured points after the change.

    Parameters
    ----------
    fit : SeriesFit
    X : ndarray (n, k)
    ci : float

    Returns
    -------
    estimate, low, high, p : float

    Examples
    --------
    >>> from svqkit.improvement.change.segments import segments
    >>> from svqkit.improvement.change.series_errors import ols_fit
    >>> X, names = segments(np.arange(12), 6)
    >>> y = np.arange(12) % 2 + 3.0 * (np.arange(12) >= 6)
    >>> fit = ols_fit(y, X)
    >>> round(average_effect(fit, X, 0.95)[0], 3)
    2.486
    """
    row = effect_rows(X)[X[:, 2] == 1].mean(axis=0)
    one = by_t(
        "", float(row @ fit.estimate), float(np.sqrt(row @ fit.covariance @ row)), fit.df, ci
    )
    return one.estimate, one.low, one.high, one.p


def path_table(points: Points, fit: SeriesFit, X: np.ndarray, ci: float) -> pd.DataFrame:
    """Lay the series out with its lines, the counterfactual and the effect.

    Parameters
    ----------
    points : Points
    fit : SeriesFit
    X : ndarray (n, k)
    ci : float

    Returns
    -------
    DataFrame (index: time)
        See ``InterruptedSeries.path``.

    Examples
    --------
    >>> from svqkit.improvement.change.segments import segments
    >>> from svqkit.improvement.change.series_errors import ols_fit
    >>> X, names = segments(np.arange(12), 6)
    >>> y = np.arange(12) % 2 + 3.0 * (np.arange(12) >= 6)
    >>> fit = ols_fit(y, X)
    >>> points = Points(y, np.arange(12), pd.RangeIndex(12), "step", 0)
    >>> int(path_table(points, fit, X, 0.95)["after"].sum())
    6
    """
    added = effect_rows(X)
    without = X - added
    fitted = X @ fit.estimate
    table = pd.DataFrame({"observed": points.values, "fitted": fitted}, index=points.labels)
    table["after"] = X[:, 2] == 1
    for name, rows in (("counterfactual", without), ("effect", added)):
        se = np.sqrt(np.einsum("ij,jk,ik->i", rows, fit.covariance, rows))
        reach = by_t("", 0.0, 1.0, fit.df, ci).high * se
        table[name] = rows @ fit.estimate
        table[f"{name}_low"], table[f"{name}_high"] = table[name] - reach, table[name] + reach
    before = ~table["after"]
    table.loc[before, ["effect", "effect_low", "effect_high"]] = np.nan
    return table.rename_axis("time")


def effects_at(
    points: Points, path: pd.DataFrame, at: Sequence[Any] | None, compared: bool
) -> pd.DataFrame:
    """Take the effect at some times from the path.

    Parameters
    ----------
    points : Points
    path : DataFrame
    at : sequence or None
        First, middle and last point after the change by default.
    compared : bool
        With a comparison taken off there is no percentage.

    Returns
    -------
    DataFrame (index: time)
        ``effect low high counterfactual percent``.

    Raises
    ------
    DataError
        If a time is none of those after the change.

    Examples
    --------
    >>> from svqkit.improvement.change.segments import segments
    >>> from svqkit.improvement.change.series_errors import ols_fit
    >>> X, names = segments(np.arange(12), 6)
    >>> y = np.arange(12) % 2 + 3.0 * (np.arange(12) >= 6)
    >>> fit = ols_fit(y, X)
    >>> points = Points(y, np.arange(12), pd.RangeIndex(12), "step", 0)
    >>> effects_at(points, path_table(points, fit, X, 0.95), None, False).index.tolist()
    [6, 9, 11]
    """
    after = path.index[path["after"]]
    if at is None:
        chosen = list(dict.fromkeys([after[0], after[len(after) // 2], after[-1]]))
    else:
        asked = at if isinstance(at, Iterable) and not isinstance(at, str) else [at]
        labels = points.labels
        chosen = [
            as_moment(one, labels, "at") if isinstance(labels, pd.DatetimeIndex) else one
            for one in asked
        ]
        outside = [one for one in chosen if one not in after]
        if outside:
            raise DataError(
                f"at={said(outside[0])} is no measured time after the change; they run from "
                f"{said(after[0])} to {said(after[-1])}"
            )
    table = path.loc[chosen, ["effect", "effect_low", "effect_high", "counterfactual"]]
    table = table.rename(columns={"effect_low": "low", "effect_high": "high"})
    with np.errstate(divide="ignore", invalid="ignore"):
        percent = 100 * table["effect"] / table["counterfactual"]
    return table.assign(percent=percent.where((table["counterfactual"] > 0) & (not compared)))


def with_each_errors(fits: dict[str, SeriesFit], X: np.ndarray, ci: float) -> pd.DataFrame:
    """Set the changes beside each other, with each kind of errors.

    Parameters
    ----------
    fits : dict
        ``hac``, ``ar1`` and ``ols``.
    X : ndarray (n, k)
    ci : float

    Returns
    -------
    DataFrame (index: errors, term)
        ``estimate se low high p``.

    Examples
    --------
    >>> from svqkit.improvement.change.segments import segments
    >>> from svqkit.improvement.change.series_errors import ols_fit
    >>> X, names = segments(np.arange(12), 6)
    >>> y = np.arange(12) % 2 + 3.0 * (np.arange(12) >= 6)
    >>> fit = ols_fit(y, X)
    >>> len(with_each_errors({"hac": fit, "ar1": fit, "ols": fit}, X, 0.95))
    9
    """
    rows = {}
    words = {"hac": "Newey–West", "ar1": "AR(1), REML", "ols": "independent points"}
    for name, fit in fits.items():
        for k in (2, 3):
            se = float(np.sqrt(fit.covariance[k, k]))
            one = by_t("", float(fit.estimate[k]), se, fit.df, ci)
            rows[words[name], NAMES[k]] = [one.estimate, one.se, one.low, one.high, one.p]
        rows[words[name], "average effect"] = [
            average_effect(fit, X, ci)[0],
            np.nan,
            *average_effect(fit, X, ci)[1:],
        ]
    index = pd.MultiIndex.from_tuples(list(rows), names=["errors", "term"])
    return pd.DataFrame(list(rows.values()), index, ["estimate", "se", "low", "high", "p"])
