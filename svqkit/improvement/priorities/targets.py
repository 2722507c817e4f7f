"""What an attribute could be raised to: a target, or the level of the best branch."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT

__all__ = ["best_segments", "given_targets"]

Levels = Callable[[np.ndarray], np.ndarray]
"""Takes counts of respondents (b, n) to levels (b, k)."""


def given_targets(target: Any, names: list[str], scale: Any) -> np.ndarray:
    """Read targets: one number for all, or one for each attribute.

    Parameters
    ----------
    target : float or mapping
    names : list of str
    scale : Scale

    Returns
    -------
    ndarray (k,)
        NaN for attributes that a mapping leaves out.

    Raises
    ------
    DataError
        If a name is unknown.
    ValueError
        If a target is no number on the answer scale.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> given_targets({"care": 6}, ["care", "speed"], SimpleNamespace(low=1, high=7)).tolist()
    [6.0, nan]
    """
    named = dict(target) if isinstance(target, Mapping) else dict.fromkeys(names, target)
    unknown = [name for name in named if name not in names]
    if unknown or not named:
        raise DataError(
            f"the targets name {unknown[0] if unknown else 'nothing'!r}; there is "
            f"{', '.join(names)}",
            column=unknown[0] if unknown else None,
        )
    for name, value in named.items():
        if isinstance(value, bool) or not isinstance(value, (int, float, np.number)):
            raise ValueError(f"the target of {name!r} is no number: {value!r}")
        if not scale.low <= value <= scale.high:
            raise ValueError(
                f"the target {value:g} of {name!r} lies off the answer scale ({scale.low} to "
                f"{scale.high})"
            )
    return np.array([float(named.get(name, np.nan)) for name in names])


def best_segments(
    scores: pd.DataFrame, labels: pd.Series
) -> tuple[list[Hashable], pd.DataFrame, Levels]:
    """Find the best segment of each attribute, its mean drawn towards the others by chance's part.

    The best of several means is partly lucky. Each mean is shrunk towards the weighted mean of all
    by τ² / (τ² + s²/n), τ² after DerSimonian & Laird (1986); where segments differ by no more than
    chance, the best is as the others.

    Parameters
    ----------
    scores : DataFrame (respondents × attributes)
        Complete.
    labels : Series
        Segments; those under ten respondents are never the best.

    Returns
    -------
    list
        The best segment of each attribute.
    DataFrame (index: segment)
        Shrunken means of each attribute.
    callable
        Levels of the best segments in resamples: which segment is best and how much it is shrunk
        stay as in the sample, so that no luck is drawn a second time.

    Raises
    ------
    DataError
        If fewer than two segments are large enough.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> scores = pd.DataFrame({"care": np.r_[rng.normal(4, 1, 50), rng.normal(6, 1, 50)]})
    >>> best, shrunken, _ = best_segments(scores, pd.Series(["a"] * 50 + ["b"] * 50))
    >>> best, shrunken["care"].round(2).tolist()
    (['b'], [3.97, 5.88])
    """
    sizes = labels.value_counts()
    large = sorted(sizes.index[sizes >= SMALLEST_SEGMENT], key=str)
    if len(large) < 2:
        raise DataError(
            f"{labels.name!r} has {len(large)} segment(s) of at least {SMALLEST_SEGMENT} "
            "respondents; two are needed to find a best one",
            column=labels.name,
        )
    members = np.column_stack([(labels == name).to_numpy() for name in large]).astype(float)
    x = scores.to_numpy(float)
    n = members.sum(axis=0)
    means = (members.T @ x) / n[:, None]
    within = (members.T @ x**2) / n[:, None] - means**2
    within = (within * n[:, None]).sum(axis=0) / (n.sum() - len(n))
    w = n[:, None] / np.where(within > 0, within, np.nan)
    with np.errstate(invalid="ignore"):
        grand = (w * means).sum(axis=0) / w.sum(axis=0)
        q = (w * (means - grand) ** 2).sum(axis=0)
        c = w.sum(axis=0) - (w**2).sum(axis=0) / w.sum(axis=0)
        tau2 = np.maximum(0.0, (q - (len(n) - 1)) / c)
        kept = tau2 / (tau2 + 1 / w)
    kept = np.where(within > 0, kept, 1.0)
    grand = np.where(within > 0, grand, means.mean(axis=0))
    shrunken = grand + kept * (means - grand)
    # Where all are shrunk onto one value the highest mean is named.
    best = np.lexsort((means.T, shrunken.T), axis=1)[:, -1]
    at = np.arange(x.shape[1])
    share = kept[best, at]

    def levels(counts: np.ndarray) -> np.ndarray:
        size = counts @ members
        with np.errstate(invalid="ignore", divide="ignore"):
            drawn = np.stack([(counts * part) @ x for part in members.T], axis=1) / size[..., None]
        overall = (drawn * size[..., None]).sum(axis=1) / size.sum(axis=1, keepdims=True)
        return np.asarray(overall + share * (drawn[:, best, at] - overall))

    table = pd.DataFrame(shrunken, index=pd.Index(large, name=labels.name), columns=scores.columns)
    return [large[g] for g in best], table, levels
