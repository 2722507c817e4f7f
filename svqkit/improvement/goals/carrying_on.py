"""Two ways for an indicator to go on: along a straight line, or by steps that add up."""

from __future__ import annotations

import numpy as np

__all__ = ["Forecast", "drift_forecast", "neighbour_correlation", "trend_forecast"]

Forecast = tuple[np.ndarray, np.ndarray, int, np.ndarray]
"""Means, standard deviations, degrees of freedom, and deviations of the past."""


def trend_forecast(time: np.ndarray, values: np.ndarray, later: np.ndarray) -> Forecast:
    """Carry a straight line on, with the standard deviation of a new value around it.

    Parameters
    ----------
    time, values : ndarray (n,)
        Years, rising, and what was measured.
    later : ndarray (k,)
        Years.

    Returns
    -------
    mean, sd : ndarray (k,)
        Of a single value measured then.
    df : int
    residuals : ndarray
        Deviations of the past values from the line.

    References
    ----------
    R: ``predict(lm(values ~ time), interval = "prediction")``.

    Examples
    --------
    >>> time, values = np.arange(4.0), np.array([0.0, 1.0, 2.0, 3.0])
    >>> trend_forecast(time, values, np.array([5.0]))[0].round(6).tolist()
    [5.0]
    """
    middle, n = time.mean(), len(time)
    spread = float(((time - middle) ** 2).sum())
    slope = float(((time - middle) * values).sum() / spread)
    residuals = values - values.mean() - slope * (time - middle)
    variance = float(residuals @ residuals) / (n - 2)
    mean = values.mean() + slope * (later - middle)
    return mean, np.sqrt(variance * (1 + 1 / n + (later - middle) ** 2 / spread)), n - 2, residuals


def drift_forecast(time: np.ndarray, values: np.ndarray, later: np.ndarray) -> Forecast:
    """Carry a random walk with drift on; a step's variance grows with its length.

    Parameters
    ----------
    time, values : ndarray (n,)
        Years, rising, and what was measured.
    later : ndarray (k,)
        Years.

    Returns
    -------
    mean, sd : ndarray (k,)
        Of a single value measured then.
    df : int
    residuals : ndarray
        Steps beyond the drift, divided by the root of their lengths.

    References
    ----------
    Hyndman & Athanasopoulos (2021), sec. 5.5, for steps of equal length.

    Examples
    --------
    >>> time, values = np.arange(4.0), np.array([0.0, 1.0, 2.0, 3.0])
    >>> drift_forecast(time, values, np.array([5.0]))[0].round(6).tolist()
    [5.0]
    """
    lengths, steps = np.diff(time), np.diff(values)
    whole = time[-1] - time[0]
    drift = (values[-1] - values[0]) / whole
    residuals = (steps - drift * lengths) / np.sqrt(lengths)
    variance = float(residuals @ residuals) / (len(steps) - 1)
    ahead = later - time[-1]
    spread = np.sqrt(variance * (ahead + ahead**2 / whole))
    return values[-1] + drift * ahead, spread, len(steps) - 1, residuals


def neighbour_correlation(time: np.ndarray, residuals: np.ndarray) -> tuple[float, float]:
    """Correlate neighbouring deviations from a straight line.

    Parameters
    ----------
    time : ndarray (n,)
        Rising.
    residuals : ndarray (n,)
        Of the line, in the order of time.

    Returns
    -------
    r, p : float
        p is one-sided, for deviations that carry over: r is compared with the mean and variance it
        has around a fitted line where they do not. A fitted line makes r negative (about -2/n), so
        comparing it with 0 would hardly ever find anything in a short series.

    References
    ----------
    Durbin & Watson (1950), Biometrika 37, 409-428: moments of such a ratio for residuals of a
    regression.

    Examples
    --------
    >>> neighbour_correlation(np.arange(4.0), np.array([1.0, -1.0, -1.0, 1.0]))[0]
    -0.25
    """
    from scipy.special import ndtr

    total = float(residuals @ residuals)
    if total < 1e-20:
        return 0.0, 1.0
    r = float(residuals[1:] @ residuals[:-1]) / total
    n = len(time)
    line, _ = np.linalg.qr(np.column_stack([np.ones(n), time - time.mean()]))
    beside = np.zeros((n, 2))  # half the sum of each point's neighbours, for both columns
    beside[1:] += line[:-1] / 2
    beside[:-1] += line[1:] / 2
    across = line.T @ beside
    first = -float(np.trace(across))
    second = (n - 1) / 2 - 2 * float((beside**2).sum()) + float(np.trace(across @ across))
    df = n - 2
    mean = first / df
    variance = 2 * (second - first**2 / df) / (df * (df + 2))
    return r, float(ndtr((mean - r) / np.sqrt(variance)))
