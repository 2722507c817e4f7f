"""Who is served badly and who well: respondents sorted by each score into low, middle and high."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT

__all__ = ["PerformanceGroups", "cut_points", "performance_groups"]

_QUARTILES = (0.25, 0.75)


@dataclass(frozen=True)
class PerformanceGroups:
    """Dummies of low and high performance, and an account of how they were made.

    ``table`` has a row for each score: ``cut_low cut_high n_low n_middle n_high``; ``dummies`` a
    column for each group of at least ten, ``owners`` its score and side.
    """

    table: pd.DataFrame
    dummies: np.ndarray
    owners: tuple[tuple[str, str], ...]
    rule: str


def cut_points(
    scores: pd.DataFrame,
    *,
    level: str,
    score: str,
    low: float | None,
    high: float | None,
    quantiles: tuple[float, float] | None,
    scale: Any,
) -> tuple[np.ndarray, np.ndarray, str]:
    """Find where low performance ends and high performance begins.

    Parameters
    ----------
    scores : DataFrame (respondents × scores)
    level : {"dimension", "item"}
    score : {"perception", "gap"}
    low, high : float or None
        Cut points in the score's unit, for all scores.
    quantiles : (float, float) or None
        Cut points by shares of respondents, for each score its own.
    scale : Scale
        With ``low`` and ``high``, the ends of the answers.

    Returns
    -------
    low, high : ndarray (scores,)
        A score of at most ``low`` is low, one of at least ``high`` is high.
    str
        The rule in words.

    Raises
    ------
    ValueError
        If the cut points are given twice, are only half given, or stand in the wrong order.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> frame = pd.DataFrame({"Q1": [1.0, 4.0, 6.0, 7.0]})
    >>> cut_points(frame, level="item", score="perception", low=None, high=None, quantiles=None,
    ...            scale=SimpleNamespace(low=1, high=7))[2]
    'low: at most 3; high: at least 6'
    """
    if quantiles is not None and (low is not None or high is not None):
        raise ValueError("give low and high, or quantiles, not both")
    if (low is None) != (high is None):
        raise ValueError("give both low and high, or neither")
    if low is None and quantiles is None and level == "item":
        middle = (scale.low + scale.high) / 2
        codes = (np.ceil(middle) - 1, min(np.floor(middle) + 2, scale.high))
        low, high = codes if score == "perception" else (-2.0, 0.0)
    if low is not None and high is not None:
        if not low < high:
            raise ValueError(f"low={low!r} must be below high={high!r}")
        k = scores.shape[1]
        return np.full(k, low), np.full(k, high), f"low: at most {low:g}; high: at least {high:g}"
    chosen = _QUARTILES if quantiles is None else tuple(quantiles)
    if len(chosen) != 2 or not 0 < chosen[0] < chosen[1] < 1:
        raise ValueError(f"quantiles={quantiles!r} must be two rising shares between 0 and 1")
    ends = np.nanquantile(scores.to_numpy(dtype=float), chosen, axis=0).round(10)
    rule = (
        f"low: at most the {chosen[0]:.0%} quantile of the score; high: at least the "
        f"{chosen[1]:.0%} quantile"
    )
    return ends[0], ends[1], rule


def performance_groups(
    scores: pd.DataFrame, low: np.ndarray, high: np.ndarray, rule: str
) -> PerformanceGroups:
    """Sort respondents by each score, and make the dummies that a regression can use.

    A group of fewer than ten joins the middle; where the middle itself is that small the score
    has no reference and is left out.

    Parameters
    ----------
    scores : DataFrame (respondents × scores)
        Complete.
    low, high : ndarray (scores,)
    rule : str

    Returns
    -------
    PerformanceGroups

    Examples
    --------
    >>> frame = pd.DataFrame({"Q1": [1.0] * 10 + [4.0] * 12 + [7.0] * 5})
    >>> groups = performance_groups(frame, np.array([3.0]), np.array([6.0]), "")
    >>> groups.owners, int(groups.table.loc["Q1", "n_high"])
    ((('Q1', 'low'),), 5)
    """
    values = scores.to_numpy(dtype=float)
    below = values <= low
    above = (values >= high) & ~below
    table = pd.DataFrame(
        {
            "cut_low": low,
            "cut_high": high,
            "n_low": below.sum(axis=0),
            "n_middle": (~below & ~above).sum(axis=0),
            "n_high": above.sum(axis=0),
        },
        index=scores.columns,
    )
    columns, owners = [], []
    for at, name in enumerate(scores.columns):
        counts = table.loc[name]
        for side, members in (("low", below), ("high", above)):
            if min(counts[f"n_{side}"], counts["n_middle"]) >= SMALLEST_SEGMENT:
                columns.append(members[:, at])
                owners.append((str(name), side))
    dummies = np.column_stack(columns).astype(float) if columns else np.empty((len(values), 0))
    return PerformanceGroups(table, dummies, tuple(owners), rule)
