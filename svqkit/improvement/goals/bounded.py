"""Indicators that cannot leave a range, such as shares: carried on as log odds."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["Bounds", "as_log_odds", "from_log_odds"]

Bounds = tuple[float, float] | None


def as_log_odds(values: np.ndarray, bounds: Bounds, where: pd.Index | None = None) -> np.ndarray:
    """Put values of a range onto a line without ends; without bounds leave them as they are.

    Parameters
    ----------
    values : ndarray
    bounds : (low, high) or None
    where : Index, optional
        Names of the values, for the message.

    Returns
    -------
    ndarray

    Raises
    ------
    DataError
        If a value lies on a bound or beyond.

    Examples
    --------
    >>> as_log_odds(np.array([50.0]), (0, 100)).tolist()
    [0.0]
    """
    if bounds is None:
        return values
    low, high = bounds
    outside = np.flatnonzero((values <= low) | (values >= high))
    if len(outside):
        at = f" of {where[outside[0]]:%Y-%m-%d}" if where is not None else ""
        raise DataError(
            f"the value {values[outside[0]]:g}{at} does not lie between the bounds {low:g} and "
            f"{high:g}; leave bounds out, or count half a case as missed"
        )
    return np.log((values - low) / (high - values))


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
