"""The heights of a response surface on a picture: where axes end, contours, shades."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["SHADES", "axis_ends", "contour_levels", "decimals_of", "shades"]

SHADES = ("#f4f8fc", "#cfe1f0", "#9cc4e4", "#6ba5d3", "#4287bf")
"""From low to high, all light enough for black words."""


def axis_ends(result: Any) -> tuple[float, float]:
    """Give both axes the answer scale, or the range of the data where the scale is unknown.

    Parameters
    ----------
    result : ResponseSurface

    Returns
    -------
    low, high : float
    """
    if result.scale is not None:
        return float(result.scale[0]), float(result.scale[1])
    table = result.points[["perception", "expectation"]].to_numpy()
    return float(table.min()), float(table.max())


def contour_levels(heights: np.ndarray) -> np.ndarray:
    """Choose round heights for contours, from below the lowest to above the highest.

    Parameters
    ----------
    heights : ndarray
        NaN where there is no surface.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> contour_levels(np.array([2.2, 5.9])).tolist()
    [2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0]
    """
    from matplotlib.ticker import MaxNLocator

    low, high = float(np.nanmin(heights)), float(np.nanmax(heights))
    return np.asarray(MaxNLocator(nbins=8, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high))


def decimals_of(levels: np.ndarray) -> int:
    """Count the decimals that tell neighbouring levels apart exactly, three at most.

    Parameters
    ----------
    levels : ndarray

    Returns
    -------
    int

    Examples
    --------
    >>> decimals_of(np.array([1.0, 1.25, 1.5])), decimals_of(np.array([1.0, 2.0]))
    (2, 0)
    """
    step = float(np.diff(levels).min())
    return next((d for d in range(4) if abs(round(step, d) - step) < 1e-9), 3)


def shades(count: int) -> list[str]:
    """Give the colours between and beyond contour levels.

    Parameters
    ----------
    count : int
        Levels.

    Returns
    -------
    list of str
        One more than levels, lowest first.

    Examples
    --------
    >>> len(shades(4))
    5
    """
    from matplotlib.colors import LinearSegmentedColormap, to_hex

    colours = LinearSegmentedColormap.from_list("height", SHADES)
    return [to_hex(colours(k / count)) for k in range(count + 1)]
