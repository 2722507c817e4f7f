"""The Hull method: where more factors stop buying fit at a good price."""

from __future__ import annotations

import numpy as np

__all__ = ["hull"]


def hull(fit: np.ndarray, df: np.ndarray) -> np.ndarray:
    """Measure how sharply fit bends at each solution on the upper hull.

    Parameters
    ----------
    fit : ndarray (k,)
        Fit of solutions with 0, 1, … factors, larger is better; NaN where not defined.
    df : ndarray (k,)
        Degrees of freedom, falling.

    Returns
    -------
    ndarray (k,)
        The gain per parameter up to this solution over the gain per parameter after it; NaN for
        the ends of the hull and for what lies below it. The largest marks the number of factors.
        All NaN where the hull has two corners only.

    Notes
    -----
    Lorenzo-Seva, Timmerman & Kiers (2011, *Multivariate Behavioral Research* 46, 340-364, p. 351):
    a solution that fits no better than a simpler one is dropped, then repeatedly every one on or
    below the line between its neighbours.

    Examples
    --------
    >>> hull(np.array([0.1, 0.4, 0.8, 0.82]), np.array([15, 9, 4, 0])).round(2).tolist()
    [nan, nan, 12.73, nan]
    """
    found = np.full(len(fit), np.nan)
    corners: list[int] = []
    for at in np.flatnonzero(np.isfinite(fit)):
        if corners and fit[at] <= fit[corners].max():
            continue
        corners.append(int(at))
        # an earlier corner falls away when the line to the new one passes above it
        while len(corners) > 2 and not _above(fit, df, *corners[-3:]):
            del corners[-2]
    for left, here, right in zip(corners, corners[1:], corners[2:], strict=False):
        before = (fit[here] - fit[left]) / (df[left] - df[here])
        after = (fit[right] - fit[here]) / (df[here] - df[right])
        found[here] = before / after
    return found


def _above(fit: np.ndarray, df: np.ndarray, left: int, here: int, right: int) -> bool:
    share = (df[left] - df[here]) / (df[left] - df[right])
    return bool(fit[here] > fit[left] + share * (fit[right] - fit[left]))
