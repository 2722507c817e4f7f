"""How good forecast probabilities are: told apart (AUC), close (Brier), and come true (calibration)."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import logit, ndtri, stdtrit
from scipy.stats import rankdata

from svqkit.gaps.pairs.shares import wilson_interval
from svqkit.improvement.customers.logit import fit_logit

__all__ = ["area_under_curve", "brier", "calibration", "calibration_line"]


def area_under_curve(y: np.ndarray, p: np.ndarray, ci: float = 0.95) -> tuple[float, float, float]:
    """Give the chance that one to whom it happened had the higher probability, with its interval.

    Parameters
    ----------
    y : ndarray (n,)
        0 and 1.
    p : ndarray (n,)
    ci : float

    Returns
    -------
    auc, low, high : float

    References
    ----------
    DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44, 837–845; placements by ranks as Sun & Xu
    (2014).

    Examples
    --------
    >>> area_under_curve(np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8]))[0]
    0.75
    """
    yes, no = p[y == 1], p[y == 0]
    m, n = len(yes), len(no)
    ranks = rankdata(np.r_[yes, no])
    of_yes = (ranks[:m] - rankdata(yes)) / n
    of_no = 1 - (ranks[m:] - rankdata(no)) / m
    auc = float(of_yes.mean())
    error = np.sqrt(of_yes.var(ddof=1) / m + of_no.var(ddof=1) / n)
    reach = float(ndtri((1 + ci) / 2) * error)
    return auc, max(auc - reach, 0.0), min(auc + reach, 1.0)


def brier(y: np.ndarray, p: np.ndarray, ci: float = 0.95) -> tuple[float, float, float]:
    """Give the mean squared distance of probability and outcome, with its t interval.

    References
    ----------
    Brier (1950), Monthly Weather Review 78, 1–3.

    Examples
    --------
    >>> round(brier(np.array([0, 1]), np.array([0.2, 0.8]))[0], 3)
    0.04
    """
    away = (y - p) ** 2
    reach = float(stdtrit(len(y) - 1, (1 + ci) / 2) * away.std(ddof=1) / np.sqrt(len(y)))
    mean = float(away.mean())
    return mean, max(mean - reach, 0.0), mean + reach


def calibration(y: np.ndarray, p: np.ndarray, bins: int = 10, ci: float = 0.95) -> pd.DataFrame:
    """Compare probabilities with what happened, in groups of equal size.

    Parameters
    ----------
    y, p : ndarray (n,)
    bins : int
        Groups; fewer where they would hold under 20.
    ci : float
        Of Wilson's intervals.

    Returns
    -------
    DataFrame (index: group, the least likely first)
        ``n forecast happened low high fits``; ``fits``: the interval holds the mean forecast.

    Examples
    --------
    >>> y = np.r_[np.zeros(30), np.ones(30)]
    >>> calibration(y, np.r_[np.full(30, 0.1), np.full(30, 0.9)], 2)["fits"].tolist()
    [True, True]
    """
    groups = max(min(bins, len(y) // 20), 1)
    order = np.argsort(p, kind="stable")
    parts = np.array_split(order, groups)
    n = np.array([len(part) for part in parts])
    count = np.array([y[part].sum() for part in parts])
    low, high = wilson_interval(count, n, ci)
    forecast = np.array([p[part].mean() for part in parts])
    return pd.DataFrame(
        {
            "n": n,
            "forecast": forecast,
            "happened": count / n,
            "low": low,
            "high": high,
            "fits": (low <= forecast) & (forecast <= high),
        },
        index=pd.RangeIndex(1, groups + 1, name="group"),
    )


def calibration_line(y: np.ndarray, p: np.ndarray, ci: float = 0.95) -> pd.Series:
    """Regress what happened on the forecast log odds: slope 1 and level 0 are right.

    Parameters
    ----------
    y, p : ndarray (n,)
    ci : float

    Returns
    -------
    Series
        ``slope slope_low slope_high level``. A slope under 1 says that forecasts are too extreme;
        ``level`` is the share that happened less the mean forecast.

    References
    ----------
    Cox (1958), Biometrika 45, 562–565; Van Calster et al. (2019), BMC Medicine 17, 230.

    Examples
    --------
    >>> y = np.repeat([0, 1, 0, 1], [8, 2, 2, 8])
    >>> round(float(calibration_line(y, np.repeat([0.2, 0.8], 10))["slope"]), 4)
    1.0
    """
    odds = logit(np.clip(p, 1e-12, 1 - 1e-12))
    found = fit_logit(odds[:, None], y, ["the forecast"])
    slope = float(found.b[1])
    reach = float(ndtri((1 + ci) / 2) * np.sqrt(found.covariance[1, 1]))
    return pd.Series(
        {
            "slope": slope,
            "slope_low": slope - reach,
            "slope_high": slope + reach,
            "level": float(y.mean() - p.mean()),
        },
        name="calibration",
    )
