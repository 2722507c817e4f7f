"""Ranks of units with their uncertainty: who is first is often not known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.psychometrics.data.resampling import generator

__all__ = ["rank_intervals"]


def rank_intervals(
    kind: str,
    value: np.ndarray,
    n: np.ndarray,
    se: np.ndarray,
    *,
    higher_is_better: bool,
    ci: float,
    draws: int,
    seed: int | None,
) -> pd.DataFrame:
    """Rank units, and say between which ranks each may lie.

    Parameters
    ----------
    kind : {"share", "rate", "mean"}
    value, n, se : ndarray (units,)
        ``se`` of each unit's own value, for means.
    higher_is_better : bool
    ci : float in (0, 1)
    draws : int
    seed : int, optional

    Returns
    -------
    DataFrame
        ``rank rank_low rank_high`` (1 is best), ``percentile percentile_low percentile_high``
        (share of the other units that do worse, 0 to 100), ``p_best``.

    References
    ----------
    Marshall & Spiegelhalter (1998), BMJ 316, 1701–1705; Goldstein & Spiegelhalter (1996). Draws
    from each unit's own posterior: Beta(events + ½, n − events + ½), Gamma(events + ½, n), or
    normal.

    Examples
    --------
    >>> ranks = rank_intervals("mean", np.array([1.0, 9.0]), np.array([9.0, 9.0]),
    ...                        np.array([0.1, 0.1]), higher_is_better=True, ci=0.95, draws=200, seed=1)
    >>> ranks["rank"].tolist()
    [2.0, 1.0]
    """
    rng = generator(seed)
    size = (draws, len(value))
    if kind == "share":
        events = value * n
        drawn = rng.beta(events + 0.5, n - events + 0.5, size)
    elif kind == "rate":
        drawn = rng.gamma(value * n + 0.5, 1.0, size) / n
    else:
        drawn = rng.normal(value, se, size)
    sign = -1.0 if higher_is_better else 1.0
    ranks = (sign * drawn).argsort(axis=1, kind="stable").argsort(axis=1) + 1
    low, high = np.quantile(ranks, [(1 - ci) / 2, (1 + ci) / 2], axis=0, method="nearest")
    own = pd.Series(sign * value).rank(method="average").to_numpy()
    others = max(len(value) - 1, 1)
    return pd.DataFrame(
        {
            "rank": own,
            "rank_low": low.astype("int64"),
            "rank_high": high.astype("int64"),
            "percentile": 100 * (len(value) - own) / others,
            "percentile_low": 100 * (len(value) - high) / others,
            "percentile_high": 100 * (len(value) - low) / others,
            "p_best": (ranks == 1).mean(axis=0),
        }
    )
