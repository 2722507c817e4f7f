"""From an indicator's own unit to scores from 0 to 100."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["RELATIVE", "score_columns"]

RELATIVE = ("z", "percentile")
"""Transformations that place units among each other, not against a standard."""


def score_columns(values: np.ndarray, table: pd.DataFrame, method: str | None) -> np.ndarray:
    """Turn values into scores, more is better, not yet cut at 0 and 100.

    anchors: 100 (x − worst) / (best − worst). target: 100 x / target where more is better, 100
    target / x where less is. z: 50 + 10 z over the units. percentile: 100 (midrank − ½) / m.

    Parameters
    ----------
    values : ndarray (m units, k indicators)
        NaN stays NaN.
    table : DataFrame (index: indicator)
        ``direction target transform worst best``.
    method : str or None
        In place of each indicator's own ``transform``.

    Returns
    -------
    ndarray (m, k)

    Raises
    ------
    DataError
        If an anchor or target is missing, or a denominator is zero.

    References
    ----------
    OECD & JRC (2008), Handbook on constructing composite indicators, section 5.

    Examples
    --------
    >>> table = pd.DataFrame({"direction": ["less"], "worst": [20.0], "best": [0.0],
    ...     "target": [5.0], "transform": ["anchors"]}, index=["queue"])
    >>> score_columns(np.array([[5.0], [10.0]]), table, None).ravel().tolist()
    [75.0, 50.0]
    >>> score_columns(np.array([[5.0], [10.0]]), table, "target").ravel().tolist()
    [100.0, 50.0]
    """
    chosen = table["transform"].tolist() if method is None else [method] * len(table)
    more, target, worst, best = (
        table[name].tolist() for name in ("direction", "target", "worst", "best")
    )
    scores = np.empty(values.shape)
    for j, (name, how) in enumerate(zip(table.index, chosen, strict=True)):
        x, up = values[:, j], more[j] == "more"
        if how == "anchors":
            scores[:, j] = _between(x, worst[j], best[j], str(name))
        elif how == "target":
            scores[:, j] = _of_target(x, target[j], up, str(name))
        else:
            scores[:, j] = (_z if how == "z" else _percentile)(x if up else -x, str(name))
    return scores


def _between(x: np.ndarray, worst: float, best: float, name: str) -> np.ndarray:
    if np.isnan(worst):
        raise DataError(
            f"indicator {name!r} has no anchors; state worst and best, or score by target, z or "
            "percentile",
            row=name,
            column="worst",
        )
    return np.asarray(100 * (x - worst) / (best - worst))


def _of_target(x: np.ndarray, target: float, more: bool, name: str) -> np.ndarray:
    if np.isnan(target):
        raise DataError(f"indicator {name!r} has no target to score by", row=name, column="target")
    if (more and target == 0) or (not more and (x == 0).any()):
        what = "its target is 0" if more else "a value is 0"
        raise DataError(
            f"indicator {name!r} cannot be scored by target: {what}, a zero denominator. Use anchors",
            row=name,
            column="target",
        )
    if target < 0 or (x < 0).any():
        raise DataError(
            f"indicator {name!r} cannot be scored by target: a ratio needs values that are not "
            "negative. Use anchors",
            row=name,
            column="target",
        )
    return np.asarray(100 * (x / target if more else target / x))


def _z(x: np.ndarray, name: str) -> np.ndarray:
    known = x[~np.isnan(x)]
    if len(known) < 2 or np.ptp(known) == 0:
        raise DataError(
            f"indicator {name!r} is the same for all units: z has a zero denominator. Use anchors, "
            "or leave it out",
            column=name,
        )
    return np.asarray(50 + 10 * (x - known.mean()) / known.std(ddof=1))


def _percentile(x: np.ndarray, name: str) -> np.ndarray:
    known = x[~np.isnan(x)]
    if not len(known):
        raise DataError(f"indicator {name!r} has no values", column=name)
    below = (known[None, :] < x[:, None]).sum(axis=1)
    equal = (known[None, :] == x[:, None]).sum(axis=1)
    scores = 100 * (below + equal / 2) / len(known)
    return np.asarray(np.where(np.isnan(x), np.nan, scores))
