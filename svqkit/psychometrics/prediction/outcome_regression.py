"""One regression on scores: its R² and test, its slopes, its blocks, its cross-validation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import fdtrc, stdtr, stdtrit

from svqkit.psychometrics.data.bootstrap_intervals import (
    acceleration,
    bca_interval,
    percentile_interval,
)
from svqkit.psychometrics.prediction.regression_formulas import (
    r_squared,
    r_squared_interval,
    standardised_slopes,
)

__all__ = [
    "MOST_IMPORTANT",
    "Draws",
    "cross_validated",
    "slopes_of",
    "steps_of",
    "whole_regression",
]

MOST_IMPORTANT = 10
"""Predictors up to which relative importance is computed: it fits every subset of them."""


@dataclass(frozen=True)
class Draws:
    """Covariances of resamples, and those without each respondent where BCa needs them."""

    resampled: np.ndarray
    left_out: np.ndarray | None
    level: float

    def interval(self, statistic: Any, point: Any) -> tuple[np.ndarray, np.ndarray]:
        """Take the interval of a statistic of covariances."""
        drawn = statistic(self.resampled)
        if self.left_out is None:
            return percentile_interval(drawn, self.level)
        jackknife = statistic(self.left_out)
        return bca_interval(
            drawn, point, acceleration(jackknife.mean(axis=0) - jackknife), self.level
        )


def whole_regression(
    values: np.ndarray, S: np.ndarray, draws: Draws | None, level: float
) -> dict[str, Any]:
    """Compute R² with its interval and test, from the values and their covariances."""
    n, p = len(values), len(S) - 1
    every = np.arange(p)
    value = float(r_squared(S, every))
    low, high = r_squared_interval(value, n, p, level)
    if draws is not None:
        low, high = map(float, draws.interval(lambda c: r_squared(c, every), value))
    df = n - p - 1
    f = value / p / ((1 - value) / df) if value < 1 else np.inf
    return {
        "n": n,
        "r_squared": value,
        "r_squared_low": low,
        "r_squared_high": high,
        "adjusted": 1 - (1 - value) * (n - 1) / df,
        "f": f,
        "df1": p,
        "df2": df,
        "p": float(fdtrc(p, df, f)),
        "residual_sd": float(np.sqrt(S[-1, -1] * max(1 - value, 0.0) * (n - 1) / df)),
    }


def cross_validated(values: np.ndarray, folds: int, rng: np.random.Generator) -> float:
    """One less the squared error for respondents left out, over that of the others' mean."""
    n = len(values)
    part = np.arange(n) % min(folds, n)
    rng.shuffle(part)
    x = np.column_stack([np.ones(n), values[:, :-1]])
    y = values[:, -1]
    error = spread = 0.0
    for k in range(part.max() + 1):
        mine = part == k
        slopes = np.linalg.lstsq(x[~mine], y[~mine], rcond=None)[0]
        error += float(((y[mine] - x[mine] @ slopes) ** 2).sum())
        spread += float(((y[mine] - y[~mine].mean()) ** 2).sum())
    return 1 - error / spread


def slopes_of(
    both: pd.DataFrame, S: np.ndarray, draws: Draws | None, level: float
) -> dict[str, dict[str, float]]:
    """Compute each predictor's slope, its error, its weight in standard units and its importance."""
    n, p = len(both), len(S) - 1
    df = n - p - 1
    inverse = np.linalg.inv(S[:p, :p])
    b = inverse @ S[:p, p]
    beta = standardised_slopes(S)
    residual = max(S[p, p] - b @ S[:p, p], 0.0) * (n - 1) / df
    se = np.sqrt(np.diag(inverse) * residual / (n - 1))
    unit = np.sqrt(np.diag(S)[:p] / S[p, p])
    half = float(stdtrit(df, 0.5 + level / 2)) * se * unit
    low, high = beta - half, beta + half
    if draws is not None:
        low, high = draws.interval(standardised_slopes, beta)
    with np.errstate(divide="ignore"):
        t = b / se
    table = pd.DataFrame(
        {
            "b": b,
            "se": se,
            "t": t,
            "p": 2 * stdtr(df, -np.abs(t)),
            "beta": beta,
            "beta_low": low,
            "beta_high": high,
            "r": S[:p, p] / np.sqrt(np.diag(S)[:p] * S[p, p]),
            "vif": np.diag(inverse) * np.diag(S)[:p],
        },
        index=list(map(str, both.columns[:-1])),
    )
    table["importance"] = _importance(both)
    table["importance_share"] = table["importance"] / table["importance"].sum()
    return {str(name): row.to_dict() for name, row in table.iterrows()}  # type: ignore[misc]


def _importance(both: pd.DataFrame) -> np.ndarray:
    """R² averaged over orders of entry; NaN where the subsets would be too many."""
    import pingouin

    p = both.shape[1] - 1
    if p > MOST_IMPORTANT:
        return np.full(p, np.nan)
    if p == 1:
        return np.array([np.corrcoef(both.to_numpy(dtype=float).T)[0, 1] ** 2])
    # shares of R² have no unit and no origin; a far origin would look like a constant column
    standard = (both - both.mean()) / both.std()
    found = pingouin.linear_regression(standard.iloc[:, :-1], standard.iloc[:, -1], relimp=True)
    return np.asarray(found["relimp"].iloc[1:], dtype=float)


def steps_of(
    blocks: Mapping[str, list[str]],
    names: list[str],
    S: np.ndarray,
    n: int,
    draws: Draws | None,
) -> dict[str, dict[str, float]]:
    """Compute what each block adds to R² when blocks enter one after the other."""
    rows = {}
    before: list[int] = []
    for block, members in blocks.items():
        old, new = np.array(before), np.array([*before, *(names.index(m) for m in members)])
        reached = float(r_squared(S, new))
        gain = reached - float(r_squared(S, old))
        low = high = np.nan
        if draws is not None:

            def added(c: np.ndarray, old: np.ndarray = old, new: np.ndarray = new) -> np.ndarray:
                return np.asarray(r_squared(c, new) - r_squared(c, old))

            low, high = map(float, draws.interval(added, gain))
        df1, df2 = len(members), n - len(new) - 1
        f = gain / df1 / ((1 - reached) / df2)
        rows[block] = {
            "r_squared": reached,
            "delta_r_squared": gain,
            "delta_low": low,
            "delta_high": high,
            "f": f,
            "df1": df1,
            "df2": df2,
            "p": float(fdtrc(df1, df2, f)),
        }
        before = list(map(int, new))
    return rows
