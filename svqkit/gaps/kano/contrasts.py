"""Penalty and reward: a regression on dummies of low and high performance, and its contrasts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.kano.performance_groups import PerformanceGroups
from svqkit.psychometrics.data.collinearity import refuse_collinear

__all__ = ["CONTRASTS", "Contrasts", "contrasts", "impact_asymmetry"]

CONTRASTS = ("penalty", "reward", "asymmetry", "range")
_COMBINED = {"penalty": (1, 0), "reward": (0, 1), "asymmetry": (1, 1), "range": (-1, 1)}
"""Weights of the low and of the high dummy's slope."""


@dataclass(frozen=True)
class Contrasts:
    """A fitted regression: its contrasts by score, its summary, and what the bootstrap needs."""

    table: pd.DataFrame
    regression: pd.Series
    weights: np.ndarray
    places: tuple[tuple[str, str], ...]
    design: np.ndarray
    outcome: np.ndarray


def contrasts(groups: PerformanceGroups, outcome: np.ndarray, ci: float) -> Contrasts:
    """Regress the outcome on all dummies together, and combine the two slopes of each score.

    Parameters
    ----------
    groups : PerformanceGroups
    outcome : ndarray (n,)
    ci : float in (0, 1)
        Confidence level of Student's intervals.

    Returns
    -------
    Contrasts
        ``.table`` (index as the groups' table): ``penalty reward asymmetry range``, each with
        ``_low _high p_…``, ``penalty_alone reward_alone gvif``; NaN where a group is too small.
        ``.regression``: ``n r_squared adjusted sigma df``.

    Raises
    ------
    DataError
        If no group is large enough, respondents are too few, the outcome does not vary, or the
        dummies are linearly dependent.

    Examples
    --------
    >>> from svqkit.gaps.kano.performance_groups import performance_groups
    >>> frame = pd.DataFrame({"Q1": [1.0] * 10 + [4.0] * 10 + [7.0] * 10})
    >>> groups = performance_groups(frame, np.array([3.0]), np.array([6.0]), "")
    >>> y = np.repeat([2.0, 5.0, 6.0], 10) + np.tile([0.1, -0.1], 15)
    >>> found = contrasts(groups, y, 0.95).table.loc["Q1"]
    >>> found[["penalty", "reward", "asymmetry"]].round(9).tolist()
    [-3.0, 1.0, -2.0]
    """
    from scipy.special import stdtr, stdtrit

    owners, D = groups.owners, groups.dummies
    n, k = D.shape
    if not k:
        raise DataError(
            "no score has ten respondents each in the middle and in a low or a high group; choose "
            "other cut points (low and high, or quantiles)"
        )
    if n < k + 3:
        raise DataError(
            f"{n} complete respondents are too few for {k} dummies; take level='dimension'"
        )
    if np.ptp(outcome) == 0:
        raise DataError("the outcome is the same for all respondents; nothing can be explained")
    X = np.column_stack([np.ones(n), D])
    refuse_collinear(np.cov(D.T).reshape(k, k), [f"{name} {side}" for name, side in owners], "")
    inverse = np.linalg.inv(X.T @ X)
    slopes = inverse @ (X.T @ outcome)
    rest = outcome - X @ slopes
    df = n - k - 1
    sigma2 = float(rest @ rest) / df
    weights, places = _combinations(groups)
    points = weights @ slopes
    errors = np.sqrt(np.einsum("ij,jk,ik->i", weights, inverse, weights) * sigma2)
    reach = float(stdtrit(df, (1 + ci) / 2)) * errors
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * stdtr(df, -np.abs(points / errors))
    found = np.column_stack([points, points - reach, points + reach, p])
    names = [str(name) for name in groups.table.index]
    cells = np.full((len(names), len(CONTRASTS), 4), np.nan)
    for (name, said), values in zip(places, found, strict=True):
        cells[names.index(name), CONTRASTS.index(said)] = values
    columns = [c for said in CONTRASTS for c in (said, f"{said}_low", f"{said}_high", f"p_{said}")]
    table = pd.DataFrame(cells.reshape(len(names), -1), index=groups.table.index, columns=columns)
    table[["penalty_alone", "reward_alone"]] = _by_itself(groups, outcome)
    table["gvif"] = _gvif(groups)
    total = float(((outcome - outcome.mean()) ** 2).sum())
    r_squared = 1 - float(rest @ rest) / total
    regression = pd.Series(
        {
            "n": n,
            "r_squared": r_squared,
            "adjusted": 1 - (1 - r_squared) * (n - 1) / df,
            "sigma": np.sqrt(sigma2),
            "df": df,
        }
    )
    return Contrasts(table, regression, weights, tuple(places), X, outcome)


def _combinations(groups: PerformanceGroups) -> tuple[np.ndarray, list[tuple[str, str]]]:
    """Write each contrast as weights of the intercept and the slopes."""
    at = {owner: 1 + place for place, owner in enumerate(groups.owners)}
    rows, places = [], []
    for name in groups.table.index:
        low, high = at.get((str(name), "low")), at.get((str(name), "high"))
        for said, signs in _COMBINED.items():
            needed = [place for place, sign in zip((low, high), signs, strict=True) if sign]
            if None in needed:
                continue
            row = np.zeros(1 + len(groups.owners))
            for place, sign in zip((low, high), signs, strict=True):
                if sign:
                    row[place] = sign
            rows.append(row)
            places.append((str(name), said))
    return np.array(rows), places


def _by_itself(groups: PerformanceGroups, outcome: np.ndarray) -> np.ndarray:
    """Say what the same slopes are without the other scores: differences of group means."""
    slopes = np.full((len(groups.table), 2), np.nan)
    for row, name in enumerate(groups.table.index):
        own = {
            side: groups.dummies[:, at] == 1
            for at, (owner, side) in enumerate(groups.owners)
            if owner == str(name)
        }
        if own:
            middle = outcome[~np.any(list(own.values()), axis=0)].mean()
            for column, side in enumerate(("low", "high")):
                if side in own:
                    slopes[row, column] = outcome[own[side]].mean() - middle
    return slopes


def _gvif(groups: PerformanceGroups) -> np.ndarray:
    """Inflate by the other scores: Fox & Monette's GVIF^(1/df), comparable with a plain VIF."""
    R = np.atleast_2d(np.corrcoef(groups.dummies.T))
    found = []
    for name in groups.table.index:
        own = [at for at, (owner, _) in enumerate(groups.owners) if owner == str(name)]
        others = [at for at in range(len(groups.owners)) if at not in own]
        if not own:
            found.append(np.nan)
            continue
        logs = [
            np.linalg.slogdet(R[np.ix_(at, at)])[1] if at else 0.0
            for at in (own, others, list(range(len(R))))
        ]
        found.append(float(np.exp((logs[0] + logs[1] - logs[2]) / len(own))))
    return np.array(found)


def impact_asymmetry(penalty: np.ndarray, reward: np.ndarray) -> np.ndarray:
    """Put penalty and reward into one number, from −1 (only costs) to 1 (only earns).

    Parameters
    ----------
    penalty, reward : ndarray
        Slopes; one of the wrong sign counts as 0.

    Returns
    -------
    ndarray
        NaN where both have the wrong sign.

    Examples
    --------
    >>> impact_asymmetry(np.array([-1.0, -1.0, 0.2]), np.array([0.5, -0.1, 0.3])).round(3).tolist()
    [-0.333, -1.0, 1.0]
    """
    costs, earns = np.maximum(-penalty, 0.0), np.maximum(reward, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((earns - costs) / (earns + costs))
