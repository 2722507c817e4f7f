"""Standardised gaps with their intervals: d_z and d_av of paired answers.

Intervals invert the noncentral t distribution (Cumming & Finch 2001), whose distribution function
is integrated here by Gauss–Legendre quadrature: P(T ≤ t) = E Φ(tS − δ), S = χ_df / √df.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

__all__ = ["noncentrality_limits", "standardised_gaps"]

_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(16)
_ROOT_TWO_PI = float(np.sqrt(2 * np.pi))


def noncentrality_limits(
    t: np.ndarray, df: np.ndarray, ci: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Find the noncentrality parameters that leave an observed t at the ends of an interval.

    Solves P(T ≤ t; df, δ) = (1 ± ci)/2 for δ by Newton steps on the probit scale, where the
    function is nearly straight. Tested against R's ``pt(t, df, ncp)``; unlike that, it also holds
    beyond δ = ±37.62.

    Parameters
    ----------
    t : ndarray (k,)
        Observed t values; NaN gives NaN.
    df : ndarray (k,)
        Degrees of freedom, at least 1.
    ci : float in (0, 1)
        Confidence level.

    Returns
    -------
    low, high : ndarray (k,)

    Examples
    --------
    >>> low, high = noncentrality_limits(np.array([2.0]), np.array([9.0]))
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([-0.2059], [4.1162])
    """
    t = np.asarray(t, dtype=float)
    df = np.asarray(df, dtype=float)
    safe_t = np.where(np.isfinite(t) & (df >= 1), t, np.nan)
    safe_df = np.where(df >= 1, df, 1.0)
    s = _panels(safe_t, safe_df)
    log_density = (safe_df[:, None] - 1) * np.log(s) - safe_df[:, None] * (s * s - 1) / 2
    weight = np.resize(_NODE_WEIGHTS, s.shape[1]) * np.exp(
        log_density - log_density.max(axis=1, keepdims=True)
    )
    weight /= weight.sum(axis=1, keepdims=True)
    ts = safe_t[:, None] * s
    z = float(ndtri((1 + ci) / 2))
    spread = np.sqrt(1 + safe_t**2 / (2 * safe_df))
    limits = []
    for goal in (z, -z):
        delta = safe_t - goal * spread
        for _ in range(40):
            away = ts - delta[:, None]
            probit = ndtri((weight * ndtr(away)).sum(axis=1))
            density = (weight * np.exp(-(away**2) / 2)).sum(axis=1) / _ROOT_TWO_PI
            slope = density / (np.exp(-(probit**2) / 2) / _ROOT_TWO_PI)
            step = (probit - goal) / slope
            delta = delta + step
            if not np.any(np.abs(step) > 1e-13 * (1 + np.abs(delta))):
                break
        limits.append(delta)
    return limits[0], limits[1]


def _panels(t: np.ndarray, df: np.ndarray) -> np.ndarray:
    """Nodes over S = χ/√df, with panels narrow enough for the step of Φ(tS − δ)."""
    half = 10 / np.sqrt(2 * df)
    low = np.maximum(0.0, 1 - half)
    width = 1 + half - low
    steepest = float(np.nanmax(np.abs(t) * width, initial=1.0))
    count = int(min(12 + steepest / 4, 4000))
    starts = (np.arange(count)[:, None] + (_NODES + 1) / 2).ravel() / count
    return low[:, None] + width[:, None] * starts


def standardised_gaps(
    n: np.ndarray,
    gap: np.ndarray,
    sd: np.ndarray,
    sd_perception: np.ndarray,
    sd_expectation: np.ndarray,
    ci: float = 0.95,
) -> dict[str, np.ndarray]:
    """Express mean gaps in standard deviations, with intervals.

    ``dz`` divides the mean gap by the standard deviation of the gaps: how consistent it is over
    respondents. ``dav`` divides it by √((s²_P + s²_E)/2), the average spread of the two forms:
    how large it is on the answer scale. Interval of d_z: noncentral t (Cumming & Finch 2001);
    of d_av: the same limits rescaled (Algina & Keselman 2003). The d_av is pingouin's ``cohen_d``
    of a paired t-test, with its sign; its interval is not pingouin's ``compute_esci``, which is a
    normal approximation rounded to two decimals.

    Parameters
    ----------
    n : ndarray (k,)
        Complete pairs.
    gap, sd : ndarray (k,)
        Mean and standard deviation (ddof 1) of perception − expectation.
    sd_perception, sd_expectation : ndarray (k,)
        Standard deviations of the two forms over the same pairs.
    ci : float in (0, 1)
        Confidence level.

    Returns
    -------
    dict
        ``dz dz_low dz_high dav dav_low dav_high``, arrays (k,); NaN where a spread is zero or
        there are fewer than two pairs.

    Examples
    --------
    >>> one = standardised_gaps(*(np.array([x]) for x in (25, -0.5, 1.0, 1.2, 0.9)))
    >>> {name: round(float(value[0]), 3) for name, value in one.items()}
    {'dz': -0.5, 'dz_low': -0.912, 'dz_high': -0.079, 'dav': -0.471, 'dav_low': -0.86, 'dav_high': -0.074}
    """
    n = np.asarray(n, dtype=float)
    sd_average = np.sqrt((np.asarray(sd_perception) ** 2 + np.asarray(sd_expectation) ** 2) / 2)
    spread = np.where((n >= 2) & (sd > 0), sd, np.nan)
    average = np.where(sd_average > 0, sd_average, np.nan)
    dz = gap / spread
    low, high = noncentrality_limits(dz * np.sqrt(n), n - 1, ci)
    dz_low, dz_high = low / np.sqrt(n), high / np.sqrt(n)
    ratio = spread / average
    return {
        "dz": dz,
        "dz_low": dz_low,
        "dz_high": dz_high,
        "dav": dz * ratio,
        "dav_low": dz_low * ratio,
        "dav_high": dz_high * ratio,
    }
