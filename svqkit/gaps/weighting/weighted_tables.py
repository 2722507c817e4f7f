"""The tables of weighted gaps: dimensions, total, segments."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from svqkit.gaps.pairs.mean_bootstrap import bootstrap_interval
from svqkit.gaps.weighting.derived_shares import share_interval
from svqkit.gaps.weighting.weighing import Weighing
from svqkit.gaps.weighting.weighted_means import WeightedMeans, interval_of, redrawn_parts
from svqkit.psychometrics.data.resampling import resampled_counts

__all__ = ["Draws", "dimension_table", "draw", "own_totals", "total_row"]


@dataclass(frozen=True)
class Draws:
    """Weights (samples, k) and weighted gaps by group (samples, k) of bootstrap samples."""

    weights: np.ndarray
    parts: dict[Hashable, np.ndarray]
    interval: str

    def ends(
        self, draws: np.ndarray, point: np.ndarray, influence: np.ndarray, level: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Take the interval of statistics that were drawn."""
        return bootstrap_interval(draws, point, influence, interval=self.interval, level=level)


def draw(
    gaps: np.ndarray,
    weighing: Weighing,
    groups: Mapping[Hashable, np.ndarray],
    samples: int,
    interval: str,
    seed: int | None,
) -> Draws | None:
    """Draw respondents with replacement and weight their gaps anew.

    Parameters
    ----------
    gaps : ndarray (n, k)
    weighing : Weighing
    groups : mapping of group to ndarray of bool (n,)
        Whose gaps count.
    samples : int
    interval : {"bca", "percentile"}
    seed : int or None

    Returns
    -------
    Draws or None
        None without samples.

    Examples
    --------
    >>> fixed = Weighing("given", np.array([100.0]), np.zeros((2, 1)),
    ...     lambda counts: np.full((len(counts), 1), 100.0), None, 2, "")
    >>> everybody = {"all": np.array([True, True])}
    >>> draw(np.array([[-1.0], [-1.0]]), fixed, everybody, 3, "bca", 1).parts["all"].tolist()
    [[-1.0], [-1.0], [-1.0]]
    """
    if not samples:
        return None
    weights = []
    parts: dict[Hashable, list[np.ndarray]] = {group: [] for group in groups}
    for counts in resampled_counts(len(gaps), samples, np.random.default_rng(seed)):
        weights.append(weighing.redraw(counts))
        for group, members in groups.items():
            parts[group].append(redrawn_parts(gaps, weighing, members, counts, weights[-1]))
    joined = {group: np.concatenate(drawn) for group, drawn in parts.items()}
    return Draws(np.concatenate(weights), joined, interval)


def dimension_table(
    names: pd.Index, means: WeightedMeans, weighing: Weighing, level: float, draws: Draws | None
) -> pd.DataFrame:
    """Lay out each dimension's weight and weighted gap.

    Parameters
    ----------
    names : Index of dimensions
    means : WeightedMeans
        Of everybody.
    weighing : Weighing
    level : float in (0, 1)
    draws : Draws, optional
        With the group ``None``: everybody.

    Returns
    -------
    DataFrame (index: dimension)
        ``weight weight_low weight_high gap weighted_gap weighted_low weighted_high
        [weighted_boot_low weighted_boot_high] share_pct``.

    Examples
    --------
    >>> fixed = Weighing("given", np.array([100.0]), np.zeros((2, 1)), lambda c: c, None, 2, "")
    >>> means = WeightedMeans(np.array([-1.5]), np.array([[0.5], [-0.5]]),
    ...     np.array([True, True]), 2, np.array([-1.5]))
    >>> dimension_table(pd.Index(["care"]), means, fixed, 0.95, None)["share_pct"].tolist()
    [100.0]
    """
    fixed = weighing.kind == "given"
    around = share_interval if weighing.kind == "derived" else interval_of
    ends = around(weighing.weights, weighing.influence, weighing.n, level)
    low, high = (np.full(len(names), np.nan), np.full(len(names), np.nan)) if fixed else ends
    columns = {"weight": weighing.weights, "weight_low": low, "weight_high": high}
    if draws is not None and not fixed:
        take = "percentile" if weighing.kind == "derived" else draws.interval
        columns["weight_boot_low"], columns["weight_boot_high"] = bootstrap_interval(
            draws.weights, weighing.weights, weighing.influence, interval=take, level=level
        )
    columns |= {"gap": means.gaps, "weighted_gap": means.parts}
    columns["weighted_low"], columns["weighted_high"] = interval_of(
        means.parts, means.influence, means.n, level
    )
    if draws is not None:
        columns["weighted_boot_low"], columns["weighted_boot_high"] = draws.ends(
            draws.parts[None], means.parts, means.influence, level
        )
    total = means.parts.sum()
    columns["share_pct"] = 100 * means.parts / (total if total != 0 else np.nan)
    return pd.DataFrame(columns, index=names.rename("dimension"))


def total_row(
    gaps: np.ndarray,
    means: WeightedMeans,
    weighing: Weighing,
    level: float,
    draws: Draws | None,
    group: Hashable = None,
) -> dict[str, float]:
    """Lay out the weighted total of everybody or of a group.

    Parameters
    ----------
    gaps : ndarray (n, k)
    means : WeightedMeans
        Of that group.
    weighing : Weighing
    level : float in (0, 1)
    draws : Draws, optional
    group : hashable
        Which of the draws; None for everybody.

    Returns
    -------
    dict
        ``n weighted low high [boot_low boot_high] sd unweighted``.

    Examples
    --------
    >>> fixed = Weighing("given", np.array([100.0]), np.zeros((2, 1)), lambda c: c, None, 2, "")
    >>> gaps = np.array([[-1.0], [-2.0]])
    >>> means = WeightedMeans(np.array([-1.5]), np.array([[0.5], [-0.5]]),
    ...     np.array([True, True]), 2, np.array([-1.5]))
    >>> total_row(gaps, means, fixed, 0.95, None)["weighted"]
    -1.5
    """
    point = np.array([means.parts.sum()])
    influence = means.influence.sum(axis=1, keepdims=True)
    low, high = interval_of(point, influence, means.n, level)
    row = {"n": float(means.n), "weighted": point[0], "low": low[0], "high": high[0]}
    if draws is not None:
        drawn = draws.parts[group].sum(axis=1, keepdims=True)
        low, high = draws.ends(drawn, point, influence, level)
        row |= {"boot_low": low[0], "boot_high": high[0]}
    mine = own_totals(gaps, weighing)[means.members]
    row["sd"] = mine.std(ddof=1) if means.n > 1 else np.nan
    row["unweighted"] = means.gaps.mean()
    return {name: float(value) for name, value in row.items()}


def own_totals(gaps: np.ndarray, weighing: Weighing) -> np.ndarray:
    """Weight each respondent's gaps with their own weights or with those of all.

    Parameters
    ----------
    gaps : ndarray (n, k)
    weighing : Weighing

    Returns
    -------
    ndarray (n,)
        NaN where a gap is missing.

    Examples
    --------
    >>> fixed = Weighing("given", np.array([75.0, 25.0]), np.zeros((1, 2)), lambda c: c, None, 1, "")
    >>> own_totals(np.array([[-1.0, -2.0]]), fixed).tolist()
    [-1.25]
    """
    weights = weighing.weights if weighing.own is None else weighing.own
    return np.asarray((gaps * weights / 100).sum(axis=1))
