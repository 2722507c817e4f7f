"""How precise single scores are, and how reliable differences and weighted sums of scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.special import ndtri

__all__ = ["combination_reliability", "difference_reliability", "score_precision"]


def difference_reliability(
    reliability_x: Any, reliability_y: Any, sd_x: Any, sd_y: Any, r_xy: Any
) -> Any:
    """Work out the reliability of a difference from its two components.

    Parameters
    ----------
    reliability_x, reliability_y : float, ndarray or Series
        Reliability of each component.
    sd_x, sd_y : float, ndarray or Series
        Standard deviation of each component, not negative.
    r_xy : float, ndarray or Series
        Correlation of the components.

    Returns
    -------
    float, ndarray or Series
        Reliability of x − y; NaN where the difference does not vary.

    Raises
    ------
    ValueError
        If a standard deviation is negative, a correlation is beyond ±1, or a reliability above 1.

    Notes
    -----
    (σ²_x r_xx + σ²_y r_yy − 2 r_xy σ_x σ_y)/(σ²_x + σ²_y − 2 r_xy σ_x σ_y) (Johns 1981,
    *Organizational Behavior and Human Performance* 27, 443-463; Peter, Churchill & Brown 1993,
    *Journal of Consumer Research* 19, 655-662). Below 0 where the components correlate more than
    their reliabilities allow.

    Examples
    --------
    >>> round(difference_reliability(0.8, 0.8, 1, 1, 0.5), 3)
    0.6
    """
    given = [np.asarray(v, dtype=float) for v in (reliability_x, reliability_y, sd_x, sd_y, r_xy)]
    if (given[2] < 0).any() or (given[3] < 0).any():
        raise ValueError("a standard deviation is negative")
    if (np.abs(given[4]) > 1 + 1e-12).any():
        raise ValueError("a correlation lies between -1 and 1")
    if (given[0] > 1 + 1e-12).any() or (given[1] > 1 + 1e-12).any():
        raise ValueError("a reliability is at most 1")
    between = 2 * r_xy * sd_x * sd_y
    variance = sd_x**2 + sd_y**2 - between
    size = np.asarray(variance, dtype=float)
    varies = size > 1e-12 * np.asarray(sd_x**2 + sd_y**2, dtype=float)
    reliable = sd_x**2 * reliability_x + sd_y**2 * reliability_y - between
    found = reliable / np.where(varies, size, np.nan)
    return float(found) if np.ndim(found) == 0 else found


def combination_reliability(
    reliabilities: Sequence[float], cov: Any, weights: Sequence[float] | None = None
) -> float:
    """Work out the reliability of a weighted sum of scores.

    Parameters
    ----------
    reliabilities : sequence of float, length m
        Of each score.
    cov : DataFrame or ndarray (m, m)
        Covariances of the scores.
    weights : sequence of float, length m, optional
        1 for each by default.

    Returns
    -------
    float
        NaN where the sum does not vary.

    Raises
    ------
    ValueError
        If the lengths differ, the covariances are not a symmetric square, or a reliability is
        above 1.

    Notes
    -----
    1 − Σ w²_j σ²_j (1 − r_j)/σ²_sum, errors of different scores uncorrelated (Mosier 1943,
    *Psychometrika* 8, 161-168). Weights 1 and −1 give :func:`difference_reliability`; alphas of
    scales with weights 1 give stratified alpha.

    Examples
    --------
    >>> round(combination_reliability([0.8, 0.8], [[1.0, 0.5], [0.5, 1.0]]), 4)
    0.8667
    """
    r, C = np.asarray(reliabilities, dtype=float), np.asarray(cov, dtype=float)
    m = len(r)
    w = np.ones(m) if weights is None else np.asarray(weights, dtype=float)
    if C.shape != (m, m) or w.shape != (m,):
        raise ValueError(
            f"{m} reliabilities need {m} weights and a {m} × {m} covariance matrix, not "
            f"{w.shape} and {C.shape}"
        )
    if not np.allclose(C, C.T, rtol=1e-6, atol=1e-9):
        raise ValueError("the covariance matrix is not symmetric")
    if (r > 1 + 1e-12).any():
        raise ValueError("a reliability is at most 1")
    own = w**2 * np.diag(C)
    variance = float(w @ C @ w)
    if not variance > 1e-12 * own.sum():
        return np.nan
    return float(1 - (own * (1 - r)).sum() / variance)


def score_precision(sd: float, reliability: float, level: float) -> tuple[float, float]:
    """Give a score's standard error, and the smallest change that is more than error.

    Parameters
    ----------
    sd : float
        Standard deviation of the score.
    reliability : float
    level : float
        Confidence of the change, such as 0.95.

    Returns
    -------
    sem : float
        sd √(1 − r) (Lord & Novick 1968, eq. 3.4.2c).
    sdc : float
        z √2 sem (de Vet et al. 2006, *Health and Quality of Life Outcomes* 4, 54): a change
        between two occasions below it may be error alone.

    Examples
    --------
    >>> [round(value, 3) for value in score_precision(10.0, 0.84, 0.95)]
    [4.0, 11.087]
    """
    if not np.isfinite(reliability):
        return np.nan, np.nan
    sem = sd * float(np.sqrt(max(1 - reliability, 0.0)))
    return sem, float(ndtri(0.5 + level / 2)) * float(np.sqrt(2)) * sem
