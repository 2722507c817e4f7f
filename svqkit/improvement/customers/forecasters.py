"""Ways of forecasting a series: two naive ones, exponential smoothing, ARIMA and a regression."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from svqkit.errors import MissingExtraError

__all__ = [
    "MODELS",
    "Ahead",
    "arima",
    "fourier",
    "naive",
    "regression",
    "seasonal_naive",
    "smoothing",
]

LONG = 24
"""Longest season that exponential smoothing carries itself; a longer one is a pair of waves."""


@dataclass(frozen=True)
class Ahead:
    """A forecast with its interval; ``settled`` says whether the estimate converged.

    Examples
    --------
    >>> Ahead(np.ones(2), np.zeros(2), np.full(2, 2.0)).settled
    True
    """

    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray
    settled: bool = True
    about: Any = None


def _normal(mean: np.ndarray, error: np.ndarray, level: float) -> Ahead:
    reach = float(ndtri((1 + level) / 2)) * error
    return Ahead(mean, mean - reach, mean + reach)


def naive(y: np.ndarray, h: int, season: int, x: np.ndarray, level: float) -> Ahead:
    """Carry the last value on; its error grows with the root of the steps.

    References
    ----------
    Hyndman & Athanasopoulos (2021), Forecasting: principles and practice, 3rd ed., section 5.5.

    Examples
    --------
    >>> naive(np.array([1.0, 3, 2]), 2, 1, np.empty((5, 0)), 0.95).mean.tolist()
    [2.0, 2.0]
    """
    spread = float(np.sqrt(np.mean(np.diff(y) ** 2)))
    return _normal(np.full(h, y[-1]), spread * np.sqrt(np.arange(1, h + 1)), level)


def seasonal_naive(y: np.ndarray, h: int, season: int, x: np.ndarray, level: float) -> Ahead:
    """Carry the last season on.

    References
    ----------
    Hyndman & Athanasopoulos (2021), section 5.5.

    Examples
    --------
    >>> seasonal_naive(np.array([1.0, 3, 2, 5]), 3, 2, np.empty((7, 0)), 0.95).mean.tolist()
    [2.0, 5.0, 2.0]
    """
    spread = float(np.sqrt(np.mean((y[season:] - y[:-season]) ** 2)))
    steps = np.arange(h)
    return _normal(y[-season:][steps % season], spread * np.sqrt(steps // season + 1), level)


def fourier(start: int, n: int, season: int) -> np.ndarray:
    """Give the waves of a season: two pairs, or as many as it has room for.

    Parameters
    ----------
    start, n : int
        First step, and how many.
    season : int

    Returns
    -------
    ndarray (n, waves)

    Examples
    --------
    >>> fourier(0, 8, 4).shape, fourier(0, 8, 1).shape
    ((8, 3), (8, 0))
    """
    turn = 2 * np.pi * np.arange(start, start + n)[:, None] / season
    waves = [f(turn * k) for k in range(1, min(2, season // 2) + 1) for f in (np.sin, np.cos)]
    if season % 2 == 0 and season // 2 <= 2 and waves:
        del waves[-2]  # the sine of half a season is zero at every step
    return np.hstack(waves) if season > 1 and waves else np.empty((n, 0))


def _statsmodels() -> Any:
    try:
        from statsmodels.tsa import api
    except ImportError:
        raise MissingExtraError("improve", "statsmodels") from None
    return api


def smoothing(y: np.ndarray, h: int, season: int, x: np.ndarray, level: float) -> Ahead:
    """Smooth exponentially with a damped trend (ETS: A, Ad, and A or no season).

    Events, and waves of a season longer than 24 steps, are taken off by least squares first.

    References
    ----------
    Hyndman, Koehler, Ord & Snyder (2008), Forecasting with exponential smoothing; statsmodels'
    ETSModel.

    Examples
    --------
    >>> y = np.arange(20.0) + np.resize([0, 1], 20)
    >>> bool(smoothing(y, 1, 1, np.empty((21, 0)), 0.95).mean[0] > 18)
    True
    """
    n, own = len(y), 1 < season <= LONG and len(y) >= 2 * season
    parts = np.hstack([x, fourier(0, n + h, season) if season > LONG else np.empty((n + h, 0))])
    trend = np.column_stack([np.ones(n), np.arange(n)])
    slope = np.linalg.lstsq(np.hstack([trend, parts[:n]]), y, rcond=None)[0][2:]
    rest = y - parts[:n] @ slope
    model = _statsmodels().ETSModel(
        pd.Series(rest),
        trend="add",
        damped_trend=True,
        seasonal="add" if own else None,
        seasonal_periods=season if own else None,
    )
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        fitted = model.fit(disp=False, maxiter=500)
        ahead = fitted.get_prediction(start=n, end=n + h - 1).summary_frame(alpha=1 - level)
    after = parts[n:] @ slope
    settled = not any("onverge" in str(one.message) for one in told)
    low, high = (ahead[name].to_numpy() + after for name in ("pi_lower", "pi_upper"))
    return Ahead(ahead["mean"].to_numpy() + after, low, high, settled, fitted)


def _sarimax(
    y: np.ndarray, h: int, x: np.ndarray, order: tuple[int, int, int], level: float
) -> Ahead:
    """Fit ARIMA errors around a straight trend and x, on residuals of about unit size.

    The likelihood's maximum moves with the scale, so taking a least-squares fit off first changes
    nothing but how surely the search finds it.
    """
    n = len(y)
    line = np.arange(n + h)[:, None] / n
    known = np.hstack([x, line] if order[1] else [x, line, np.ones((n + h, 1))])
    beta = np.linalg.lstsq(
        known[:n] if not order[1] else np.hstack([known[:n], np.ones((n, 1))]), y, rcond=None
    )[0][: known.shape[1]]
    rest = y - known[:n] @ beta
    middle = rest.mean() if order[1] else 0.0
    unit = float(np.std(rest)) or 1.0
    model = _statsmodels().SARIMAX(
        (rest - middle) / unit, known[:n], order=order, trend="n", concentrate_scale=True
    )
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        fitted = model.fit(disp=False, maxiter=200, cov_type="approx")
    ahead = fitted.get_forecast(h, exog=known[n:])
    mean = np.asarray(ahead.predicted_mean)
    low, high = np.asarray(ahead.conf_int(alpha=1 - level)).T
    base = known[n:] @ beta + middle
    settled = not any("onverge" in str(one.message) for one in told)
    k = known.shape[1]
    about = {
        "slopes": beta + unit * np.asarray(fitted.params)[:k],
        "errors": unit * np.asarray(fitted.bse)[:k],
        "terms": dict(zip(model.param_names[k:], np.asarray(fitted.params)[k:], strict=True)),
    }
    mean, low, high = (base + unit * part for part in (mean, low, high))
    return Ahead(mean, low, high, settled, about)


def arima(y: np.ndarray, h: int, season: int, x: np.ndarray, level: float) -> Ahead:
    """Fit ARIMA(1, 1, 1) with drift, around events and the waves of the season.

    References
    ----------
    Hyndman & Athanasopoulos (2021), section 10.5 (dynamic harmonic regression); statsmodels' SARIMAX.

    Examples
    --------
    >>> y = np.cumsum(np.resize([1.0, 2, 0, 1], 40))
    >>> bool(arima(y, 1, 1, np.empty((41, 0)), 0.95).mean[0] > 38)
    True
    """
    waves = fourier(0, len(y) + h, season)
    return _sarimax(y, h, np.hstack([x, waves]), (1, 1, 1), level)


def regression(y: np.ndarray, h: int, season: int, x: np.ndarray, level: float) -> Ahead:
    """Regress on a straight trend, events and waves of the season, with AR(1) errors.

    Examples
    --------
    >>> y = 5 + 2 * np.arange(30.0) + np.resize([0.3, -0.2, 0.1], 30)
    >>> regression(y, 1, 1, np.empty((31, 0)), 0.95).mean.round(0).tolist()
    [65.0]
    """
    waves = fourier(0, len(y) + h, season)
    return _sarimax(y, h, np.hstack([x, waves]), (1, 0, 0), level)


MODELS: dict[str, Callable[[np.ndarray, int, int, np.ndarray, float], Ahead]] = {
    "naive": naive,
    "seasonal naive": seasonal_naive,
    "ETS": smoothing,
    "ARIMA": arima,
    "regression": regression,
}
"""By name; each takes the values, the steps ahead, the season, events (past and to come) and a level."""
