"""What many fits say of a sample size: bias, errors, coverage, power and fit, with their own error."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from svqkit.psychometrics.planning.replications import INDICES, Replications

__all__ = ["Z", "fit_summary", "interpolated_size", "parameter_summary", "wilson"]

Z = 1.959963984540054
QUANTILES = (0.05, 0.50, 0.95)


def wilson(share: np.ndarray, count: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's 95 % interval of shares seen in ``count`` draws.

    Parameters
    ----------
    share, count : ndarray

    Returns
    -------
    low, high : ndarray

    Examples
    --------
    >>> [float(end.round(3)) for end in wilson(np.array(0.8), np.array(500))]
    [0.763, 0.833]
    """
    shrunk = 1 + Z**2 / count
    middle = (share + Z**2 / (2 * count)) / shrunk
    half = Z / shrunk * np.sqrt(share * (1 - share) / count + Z**2 / (4 * count**2))
    return middle - half, middle + half


def parameter_summary(
    done: Replications, truth: np.ndarray, rows: Sequence[tuple[str, str, str]], alpha: float
) -> pd.DataFrame:
    """Compare the estimates of all parameters with what is true.

    Parameters
    ----------
    done : Replications
    truth : ndarray (k,)
    rows : sequence of (lhs, op, rhs)
        The parameters.
    alpha : float
        Level of the tests.

    Returns
    -------
    DataFrame
        ``lhs op rhs true mean bias relative_bias sd mean_se se_bias coverage power draws``; over
        the draws that converged and have a standard error.
    """
    known = (done.errors > 0) & np.isfinite(done.errors) & done.converged[:, None]
    count = known.sum(axis=0)
    x, se = np.where(known, done.x, np.nan), np.where(known, done.errors, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(count > 0, np.nansum(x, axis=0) / count, np.nan)
        spread = np.sqrt(np.nansum((x - mean) ** 2, axis=0) / (count - 1))
        sd = np.where(count > 1, spread, np.nan)
        mean_se = np.where(count > 0, np.nansum(se, axis=0) / count, np.nan)
        inside = np.abs(x - truth) <= Z * se
        found = np.abs(x) > float(ndtri(1 - alpha / 2)) * se
        share = np.where(count > 0, (inside & known).sum(axis=0) / count, np.nan)
        power = np.where(count > 0, (found & known).sum(axis=0) / count, np.nan)
        relative = np.where(np.abs(truth) > 1e-8, (mean - truth) / truth, np.nan)
        se_bias = mean_se / sd - 1.0
    return pd.DataFrame(
        {
            "lhs": [row[0] for row in rows],
            "op": [row[1] for row in rows],
            "rhs": [row[2] for row in rows],
            "true": truth,
            "mean": mean,
            "bias": mean - truth,
            "relative_bias": relative,
            "sd": sd,
            "mean_se": mean_se,
            "se_bias": se_bias,
            "coverage": share,
            "power": power,
            "draws": count,
        }
    )


def fit_summary(done: Replications) -> pd.DataFrame:
    """Mean, spread and percentiles of the fit indices over the draws that converged.

    Parameters
    ----------
    done : Replications

    Returns
    -------
    DataFrame
        ``index mean sd p05 p50 p95``.
    """
    rows = []
    for name in INDICES:
        values = done.fit[name][np.isfinite(done.fit[name])]
        if len(values) < 2:
            rows.append({"index": name, "mean": np.nan, "sd": np.nan})
            continue
        low, middle, high = np.quantile(values, QUANTILES)
        rows.append(
            {
                "index": name,
                "mean": float(values.mean()),
                "sd": float(values.std(ddof=1)),
                "p05": low,
                "p50": middle,
                "p95": high,
            }
        )
    return pd.DataFrame(rows, columns=["index", "mean", "sd", "p05", "p50", "p95"])


def interpolated_size(
    n: np.ndarray, power: np.ndarray, draws: np.ndarray, target: float
) -> tuple[float, float, float]:
    """Find the n at which a probit line of power over √n crosses the target, with its 95 % interval.

    Parameters
    ----------
    n, power, draws : ndarray
        Sizes, power seen there, and draws it rests on.
    target : float

    Returns
    -------
    n, low, high : float
        NaN where fewer than two sizes have a power between 0 and 1, the line does not rise, or it
        crosses the target beyond the sizes seen.

    Examples
    --------
    >>> sizes = np.array([100, 150, 200])
    >>> seen = ndtr(0.2 * np.sqrt(sizes) - 1.96)
    >>> [round(end) for end in interpolated_size(sizes, seen, np.full(3, 1000), 0.8)]
    [196, 186, 207]
    """
    usable = (power > 0) & (power < 1)
    if usable.sum() < 2:
        return np.nan, np.nan, np.nan
    design = np.column_stack([np.ones(len(n)), np.sqrt(n)])
    line = np.linalg.lstsq(design[usable], ndtri(power[usable]), rcond=None)[0]
    for _ in range(50):
        eta = np.clip(design @ line, -7.0, 7.0)
        expected, slope = ndtr(eta), np.exp(-0.5 * eta**2) / np.sqrt(2 * np.pi)
        weight = draws * slope**2 / (expected * (1 - expected))
        information = design.T @ (weight[:, None] * design)
        step = np.linalg.solve(information, design.T @ (weight * (power - expected) / slope))
        line = line + step
        if np.abs(step).max() < 1e-10:
            break
    if line[1] <= 0:
        return np.nan, np.nan, np.nan
    root = (float(ndtri(target)) - line[0]) / line[1]
    if not n.min() <= root**2 <= n.max():
        return np.nan, np.nan, np.nan
    covariance = np.linalg.inv(information)
    toward = np.array([1.0, root])
    half = Z * float(np.sqrt(toward @ covariance @ toward)) / line[1]
    return float(root**2), float(max(root - half, 0.0) ** 2), float((root + half) ** 2)
