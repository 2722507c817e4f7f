"""Compare two independent means whose variances may differ, from n, mean and standard deviation."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln, stdtr, stdtrit

from svqkit.gaps.pairs.effect_sizes import noncentrality_limits

__all__ = ["hedges_g", "welch_differences", "welch_error"]


def welch_error(
    n1: np.ndarray, sd1: np.ndarray, n2: np.ndarray, sd2: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give the standard error of a difference of means and Welch–Satterthwaite's df.

    Parameters
    ----------
    n1, n2 : ndarray (k,)
        Respondents.
    sd1, sd2 : ndarray (k,)
        Standard deviations (ddof 1).

    Returns
    -------
    error, df : ndarray (k,)
        NaN where a group has fewer than two respondents or nothing varies.

    Examples
    --------
    >>> error, df = welch_error(*(np.array([x]) for x in (10, 1.0, 10, 1.0)))
    >>> df.round(6).tolist()
    [18.0]
    """
    n1, n2 = np.asarray(n1, dtype=float), np.asarray(n2, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        v1, v2 = np.asarray(sd1) ** 2 / n1, np.asarray(sd2) ** 2 / n2
        usable = (n1 >= 2) & (n2 >= 2) & (v1 + v2 > 0)
        df = (v1 + v2) ** 2 / (v1**2 / (n1 - 1) + v2**2 / (n2 - 1))
        return np.where(usable, np.sqrt(v1 + v2), np.nan), np.where(usable, df, np.nan)


def hedges_g(
    difference: np.ndarray,
    n1: np.ndarray,
    sd1: np.ndarray,
    n2: np.ndarray,
    sd2: np.ndarray,
    ci: float = 0.95,
) -> dict[str, np.ndarray]:
    """Express differences of means in pooled standard deviations, corrected for small samples.

    Parameters
    ----------
    difference : ndarray (k,)
    n1, sd1, n2, sd2 : ndarray (k,)
    ci : float in (0, 1)

    Returns
    -------
    dict
        ``g g_low g_high``; the interval inverts the noncentral t with n1 + n2 − 2 degrees of
        freedom and takes the same correction (Hedges' exact one, by gamma functions).

    References
    ----------
    Hedges, L. V. (1981). Distribution theory for Glass's estimator of effect size. Journal of
    Educational Statistics, 6, 107–128, eq. 6e. Cumming, G., & Finch, S. (2001). A primer on the
    understanding, use, and calculation of confidence intervals. Educational and Psychological
    Measurement, 61, 532–574.

    Examples
    --------
    >>> one = hedges_g(*(np.array([x]) for x in (0.5, 20, 1.0, 20, 1.0)))
    >>> {name: round(float(value[0]), 3) for name, value in one.items()}
    {'g': 0.49, 'g_low': -0.13, 'g_high': 1.104}
    """
    n1, n2 = np.asarray(n1, dtype=float), np.asarray(n2, dtype=float)
    df = n1 + n2 - 2
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = np.sqrt(((n1 - 1) * np.asarray(sd1) ** 2 + (n2 - 1) * np.asarray(sd2) ** 2) / df)
        usable = (n1 >= 2) & (n2 >= 2) & (pooled > 0)
        d = np.where(usable, difference / pooled, np.nan)
        scale = np.sqrt(1 / n1 + 1 / n2)
    safe = np.where(usable, df, 2.0)
    correction = np.exp(gammaln(safe / 2) - gammaln((safe - 1) / 2)) / np.sqrt(safe / 2)
    low, high = noncentrality_limits(d / scale, safe, ci)
    return {
        "g": correction * d,
        "g_low": correction * low * scale,
        "g_high": correction * high * scale,
    }


def welch_differences(
    n1: np.ndarray,
    mean1: np.ndarray,
    sd1: np.ndarray,
    n2: np.ndarray,
    mean2: np.ndarray,
    sd2: np.ndarray,
    ci: float = 0.95,
) -> dict[str, np.ndarray]:
    """Take first mean minus second, with Welch's interval and test and Hedges' g.

    Parameters
    ----------
    n1, mean1, sd1, n2, mean2, sd2 : ndarray (k,)
    ci : float in (0, 1)

    Returns
    -------
    dict
        ``difference se low high t df p g g_low g_high``, arrays (k,).

    References
    ----------
    Welch, B. L. (1947). The generalization of "Student's" problem when several different
    population variances are involved. Biometrika, 34, 28–35.

    Examples
    --------
    >>> two = welch_differences(*(np.array([x]) for x in (20, 5.5, 1.0, 30, 5.0, 1.5)))
    >>> [round(float(two[name][0]), 3) for name in ("difference", "df", "p")]
    [0.5, 47.997, 0.164]
    """
    difference = np.asarray(mean1, dtype=float) - np.asarray(mean2, dtype=float)
    error, df = welch_error(n1, sd1, n2, sd2)
    t = difference / error
    reach = stdtrit(df, (1 + ci) / 2) * error
    return {
        "difference": difference,
        "se": error,
        "low": difference - reach,
        "high": difference + reach,
        "t": t,
        "df": df,
        "p": 2 * stdtr(df, -np.abs(t)),
        **hedges_g(difference, n1, sd1, n2, sd2, ci),
    }
