"""Difference in differences: the change of a group less the change of a comparison group."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.improvement.change.cluster_errors import ENUMERATED, clustered_ols, wild_cluster
from svqkit.improvement.change.compared_rows import Rows, compared_rows
from svqkit.improvement.change.did_result import DifferenceInDifferences
from svqkit.improvement.change.t_tests import TInterval, by_t
from svqkit.improvement.change.trends_before import event_path, pre_trend
from svqkit.improvement.control.only_numbers import number_options, numbers_or_none
from svqkit.psychometrics.planning.sample_plan import check_count

__all__ = ["difference_in_differences"]

FEW = 30
"""Below so many clusters the wild cluster bootstrap gives the interval."""


def difference_in_differences(
    data: pd.DataFrame,
    *,
    outcome: str,
    period: str,
    treated: str,
    since: Any = None,
    cluster: str | None = None,
    unit: str | None = None,
    ci: float = 0.95,
    draws: int = 1999,
    seed: int | None = 0,
) -> DifferenceInDifferences:
    """Say how much more a group changed than a comparison group did.

    Parameters
    ----------
    data : DataFrame
        A row is a measurement; different people in each period, or the same ones.
    outcome : str
        Column of numbers; 0 and 1 for shares.
    period : str
        Column of dates, numbers or ordered categories.
    treated : str
        Column: true for all rows, before and after, of the group in which something was changed.
    since : object, optional
        First period after the change; needed with more than two periods.
    cluster : str, optional
        Column: rows that share chance (branch, team, person). Default is ``unit``.
    unit : str, optional
        Column: who is measured repeatedly. Each unit then is compared with itself, so that who
        leaves does not shift the means.
    ci : float in (0, 1)
    draws : int
        Of the wild cluster bootstrap, used below 30 clusters; up to twelve, all sign patterns are.
    seed : int, optional

    Returns
    -------
    DifferenceInDifferences
        ``.estimate .low .high .p .means .path .pre_trend .intervals .sentence``.

    Raises
    ------
    DataError
        If a column is missing or holds what cannot be used, a group is empty or one cluster only,
        there is no period before or after, or a unit is in both groups or twice in a period.
    ValueError
        If ``ci`` or ``draws`` is out of range.

    References
    ----------
    Angrist & Pischke (2009), Mostly harmless econometrics, chapter 5; few clusters: Cameron,
    Gelbach & Miller (2008). Tested against R's ``lm`` with ``sandwich::vcovCL``.

    Examples
    --------
    >>> import svqkit as svq
    >>> visits = svq.load_dataset("hotel_visits")
    >>> found = difference_in_differences(
    ...     visits, outcome="score", period="month", treated="trained", since="2025-03-01",
    ...     cluster="team")
    >>> found.low < 4 < found.high
    True
    """
    number_options(ci=ci)
    numbers_or_none(seed=seed)
    if not 0 < ci < 1:
        raise ValueError(f"ci must lie between 0 and 1, not {ci!r}")
    if check_count("draws", draws, 1) < 99:
        raise ValueError(f"draws={draws} are too few; 999 or more are usual")
    rows = compared_rows(data, outcome, period, treated, since, cluster, unit)
    y, X = _design(rows)
    fit = clustered_ols(y, X, rows.cluster)
    wanted = X.shape[1] - 1
    plain = by_t("t", float(fit.estimate[wanted]), float(fit.se[wanted]), fit.df, ci)
    clusters = 0 if rows.cluster is None else len(np.unique(rows.cluster))
    intervals = pd.DataFrame(
        [[plain.se, plain.df, plain.low, plain.high, plain.p]],
        ["t, clusters" if clusters else "t, HC1"],
        ["se", "df", "low", "high", "p"],
    )
    low, high, p = plain.low, plain.high, plain.p
    if 0 < clusters < FEW and rows.cluster is not None:
        p, low, high = wild_cluster(y, X, rows.cluster, wanted, level=ci, draws=draws, seed=seed)
        intervals.loc["wild cluster bootstrap"] = [np.nan, np.nan, low, high, p]
    means = _means(rows)
    sd = _baseline_sd(rows)
    trend = pre_trend(rows, ci)
    return DifferenceInDifferences(
        plain.estimate,
        low,
        high,
        p,
        pd.Series(
            {
                "name": "baseline sd",
                "sd": sd,
                "value": plain.estimate / sd,
                "low": low / sd,
                "high": high / sd,
            }
        ),
        means,
        event_path(rows, ci),
        trend,
        intervals,
        len(y),
        clusters,
        rows.periods[rows.first_after],
        outcome,
        ci,
        _sentence(outcome, means, plain, low, high, trend),
        _does_not_say(trend),
        _convention(rows, clusters, ci, draws),
        rows.cautions,
    )


def _design(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Periods, the group (or each unit's own level taken out), and group after the change last."""
    dummies = (rows.period[:, None] == np.arange(1, len(rows.periods))).astype(float)
    after = (rows.treated & rows.post).astype(float)
    if rows.unit is None:
        base = np.column_stack([np.ones(len(rows.y)), rows.treated])
        return rows.y, np.column_stack([base, dummies, after])
    X = np.column_stack([dummies, after])
    counts = np.bincount(rows.unit)[:, None]
    sums = np.zeros((len(counts), X.shape[1] + 1))
    np.add.at(sums, rows.unit, np.column_stack([X, rows.y]))
    own = (sums / counts)[rows.unit]
    within = rows.y - own[:, -1]
    within[np.abs(within) <= 1e-12 * np.abs(rows.y).max()] = 0.0  # rounding of the same value
    return within, X - own[:, :-1]


def _means(rows: Rows) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "group": np.where(rows.treated, "treated", "comparison"),
            "when": np.where(rows.post, "after", "before"),
            "y": rows.y,
        }
    )
    cells = frame.groupby(["group", "when"])["y"].agg(["mean", "size"]).unstack()
    table = pd.DataFrame(
        {
            "before": cells["mean", "before"],
            "after": cells["mean", "after"],
            "n_before": cells["size", "before"].astype(int),
            "n_after": cells["size", "after"].astype(int),
        }
    ).loc[["treated", "comparison"]]
    table.insert(2, "change", table["after"] - table["before"])
    return table


def _baseline_sd(rows: Rows) -> float:
    before = pd.DataFrame({"y": rows.y, "group": rows.treated})[~rows.post].groupby("group")["y"]
    freedom = before.size() - 1
    spread = np.sqrt((before.var() * freedom).sum() / max(freedom.sum(), 1))
    return float(spread) if spread > 0 else np.nan


def _sentence(
    outcome: str,
    means: pd.DataFrame,
    plain: TInterval,
    low: float,
    high: float,
    trend: pd.Series | None,
) -> str:
    own, other = means["change"]
    sure = "" if low > 0 or high < 0 else " The interval holds 0: there may be no effect."
    before = ""
    if trend is not None:
        apart = trend["slope_p"] < 0.05 or trend["joint_p"] < 0.05
        before = (
            " Before the change the groups did not run in parallel: do not read this as an effect."
            if apart
            else " Before the change no departure from parallel lines was found."
        )
    return (
        f"{outcome} changed by {own:+.2f} in the treated group and by {other:+.2f} in the comparison "
        f"group: {plain.estimate:+.2f} more ({low:+.2f} to {high:+.2f}).{sure}{before}"
    )


def _does_not_say(trend: pd.Series | None) -> str:
    seen = (
        "With one period before, nothing shows whether they would have."
        if trend is None
        else "Parallel lines before make that likelier; a test that finds nothing does not prove it."
    )
    return (
        "The difference is the effect only if both groups would have changed alike without it. "
        f"{seen} Whatever else befell only one of the groups is in it too."
    )


def _convention(rows: Rows, clusters: int, ci: float, draws: int) -> str:
    errors = (
        f"cluster-robust errors (CR1) of {clusters} clusters, t with {clusters - 1} df"
        if clusters
        else "errors robust to unequal variances (HC1)"
    )
    wild = ""
    if 0 < clusters < FEW:
        signs = (
            f"all {2**clusters} sign patterns"
            if clusters <= ENUMERATED
            else f"{draws} draws of signs"
        )
        wild = (
            f" Fewer than {FEW} clusters: interval and p by the wild cluster bootstrap with the "
            f"null imposed ({signs})."
        )
    own = (
        " Each unit's own level is taken out; these levels are not counted in the correction "
        "for degrees of freedom."
        if rows.unit is not None
        else ""
    )
    return f"Least squares with period effects, {errors}, {ci:.0%} interval.{wild}{own}"
