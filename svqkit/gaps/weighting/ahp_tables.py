"""What a matrix of judgements leads to: its odd judgements, and how far each carries the weights."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.gaps.weighting.ahp_weights import (
    consistency,
    geometric_weights,
    principal_weights,
    without_judgement,
)

__all__ = ["judgement_table", "nearest_on_scale", "weight_table"]


def weight_table(matrix: pd.DataFrame) -> pd.DataFrame:
    """Give weights by both methods, and their range when one judgement moves one step.

    Parameters
    ----------
    matrix : DataFrame (square, reciprocal)

    Returns
    -------
    DataFrame (index: what is compared)
        ``weight weight_low weight_high geometric_weight rank rank_best rank_worst``: the range over
        all judgements, each moved by one step of Saaty's scale either way while the others stay.

    Examples
    --------
    >>> even = pd.DataFrame(np.ones((2, 2)), list("ab"), list("ab"))
    >>> weight_table(even)[["weight", "weight_low", "weight_high"]].round(3).values.tolist()
    [[0.5, 0.333, 0.667], [0.5, 0.333, 0.667]]
    """
    a = matrix.to_numpy()
    n = len(a)
    moved = []
    for i in range(n):
        for j in range(i + 1, n):
            for step in (-1, 1):
                other = a.copy()
                other[i, j] = _moved(a[i, j], step)
                other[j, i] = 1 / other[i, j]
                moved.append(other)
    weights, _ = principal_weights(a)
    around, _ = principal_weights(np.array(moved))
    ranks = _ranks(around)
    return pd.DataFrame(
        {
            "weight": weights,
            "weight_low": around.min(axis=0),
            "weight_high": around.max(axis=0),
            "geometric_weight": geometric_weights(a),
            "rank": _ranks(weights[None])[0],
            "rank_best": ranks.min(axis=0),
            "rank_worst": ranks.max(axis=0),
        },
        index=matrix.index,
    )


def judgement_table(matrix: pd.DataFrame) -> pd.DataFrame:
    """Hold each judgement against what all others imply, the most at odds first.

    Parameters
    ----------
    matrix : DataFrame (square, reciprocal)

    Returns
    -------
    DataFrame (index: row, column)
        ``given agrees times nearest ratio_then``: the judgement, the value that follows from all
        others, how many times the two differ, the value on Saaty's scale nearest to the one that
        follows, and the consistency ratio with that value in the judgement's place. Of two things
        there is one judgement, which nothing can contradict: no row.

    Examples
    --------
    >>> a = pd.DataFrame([[1, 2, 9], [1 / 2, 1, 3], [1 / 9, 1 / 3, 1]], list("abc"), list("abc"))
    >>> judgement_table(a).loc[("a", "c")].round(3).tolist()
    [9.0, 6.0, 1.5, 6.0, 0.0]
    """
    a = matrix.to_numpy()
    n = len(a)
    rows, changed, index = [], [], []
    for i in range(n if n > 2 else 0):
        for j in range(i + 1, n):
            agrees = without_judgement(a, i, j)
            nearest = nearest_on_scale(agrees)
            other = a.copy()
            other[i, j], other[j, i] = nearest, 1 / nearest
            changed.append(other)
            times = max(a[i, j] / agrees, agrees / a[i, j])
            rows.append((a[i, j], agrees, times, nearest))
            index.append((matrix.index[i], matrix.index[j]))
    columns = ["given", "agrees", "times", "nearest"]
    if not rows:
        empty = pd.MultiIndex.from_arrays([[], []], names=["row", "column"])
        return pd.DataFrame(columns=[*columns, "ratio_then"], index=empty, dtype=float)
    table = pd.DataFrame(
        rows, columns=columns, index=pd.MultiIndex.from_tuples(index, names=["row", "column"])
    )
    _, largest = principal_weights(np.array(changed))
    table["ratio_then"] = consistency(largest, n)[1]
    return table.sort_values(
        "times", ascending=False, kind="stable", key=lambda times: times.round(9)
    )


def nearest_on_scale(value: float) -> float:
    """Take the value of Saaty's scale (1/9 … 1/2, 1, 2 … 9) nearest in ratio.

    Parameters
    ----------
    value : float
        Positive.

    Returns
    -------
    float

    Examples
    --------
    >>> nearest_on_scale(3.3), nearest_on_scale(0.3), nearest_on_scale(40)
    (3.0, 0.3333333333333333, 9.0)
    """
    whole = np.arange(1.0, 10.0)
    nearest = float(whole[np.abs(np.log(whole) - abs(np.log(value))).argmin()])
    return nearest if value >= 1 else 1 / nearest


def _moved(value: float, step: int) -> float:
    """Go along … 1/3, 1/2, 1, 2, 3 … by a step."""
    place = value - 1 if value >= 1 else 1 - 1 / value
    place += step
    return place + 1 if place >= 0 else 1 / (1 - place)


def _ranks(weights: np.ndarray) -> np.ndarray:
    """Rank rows of weights, the largest 1; weights equal but for rounding share the better rank."""
    near = np.round(weights, 9)
    return np.asarray((near[:, :, None] < near[:, None, :]).sum(axis=2) + 1)
