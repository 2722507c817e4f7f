"""Indicators that cannot leave a range, such as shares: carried on as log odds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["Bounds", "as_log_odds", "from_log_odds"]

Bounds = tuple[float, float] | None


def as_log_odds(
    values: np.ndarray, bounds: Bounds, where: pd.Index | None = None, *, what: str = "the value"
) -> np.ndarray:
    """Put values of a range onto a line without ends; without bounds leave them as they are.

    Parameters
    ----------
    values : ndarray
    bounds : (low, high) or None
    where : Index, optional
        Names of the values, for the message.
    what : str
        What they are.

    Returns
    -------
    ndarray

    Raises
    ------
    DataError
        If a value lies on a bound or beyond.
    ValueError
        If the bounds are no two rising numbers.

    Examples
    --------
    >>> as_log_odds(np.array([50.0]), (0, 100)).tolist()
    [0.0]
    """
    if bounds is None:
        return values
    low, high = _checked(bounds)
    outside = np.flatnonzero((values <= low) | (values >= high))
    if len(outside):
        at = f" of {where[outside[0]]:%Y-%m-%d}" if where is not None else ""
        raise DataError(
            f"{what} {values[outside[0]]:g}{at} does not lie between the bounds {low:g} and "
            f"{high:g}; leave bounds out, or count half a case as missed"
        )
    return np.log((values - low) / (high - values))


def _checked(bounds: Any) -> tuple[float, float]:
    try:
        low, high = (float(end) for end in bounds)
    except (TypeError, ValueError):
        low = high = np.nan
    if not -np.inf < low < high < np.inf:
        raise ValueError(f"bounds must be two rising numbers such as (0, 100), not {bounds!r}")
    return low, high


def from_log_odds(values: np.ndarray, bounds: Bounds) -> np.ndarray:
    """Put values back into their range.

    Parameters
    ----------
    values : ndarray
    bounds : (low, high) or None

    Returns
    -------
    ndarray

    Examples
    --------
    >>> from_log_odds(np.array([0.0, 99.0]), (0, 100)).tolist()
    [50.0, 100.0]
    """
    if bounds is None:
        return values
    low, high = bounds
    return low + (high - low) / (1 + np.exp(-values))
