"""Items that nobody answered: of one mean correlation, alike or in two unrelated halves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from svqkit.errors import DataError
from svqkit.present.plots.labels import number

__all__ = ["designed", "halves", "one_factor", "spearman_brown"]


def spearman_brown(r: float, k: np.ndarray) -> np.ndarray:
    """Standardised alpha of k items with a mean correlation; NaN where there is none.

    Spearman (1910) and Brown (1910), British Journal of Psychology 3, 271-322.

    Examples
    --------
    >>> spearman_brown(0.5, np.array([2, 4])).round(4).tolist()
    [0.6667, 0.8]
    """
    below = 1 + (k - 1) * r
    return np.where(below > 0, k * r / np.where(below > 0, below, 1.0), np.nan)


def halves(r: float, k: int) -> float:
    """Correlation inside two unrelated halves of k items whose mean correlation is r.

    Examples
    --------
    >>> round(halves(0.2, 4), 4)
    0.6
    """
    larger = (k + 1) // 2
    inside = larger * (larger - 1) + (k - larger) * (k - larger - 1)
    return r * k * (k - 1) / inside if inside else np.inf


def designed(k: int, r: float, say: Callable[..., str], *, split: bool) -> np.ndarray:
    """Correlations of k items: all alike, or zero between two halves.

    Parameters
    ----------
    k : int
        Items.
    r : float
        Their mean correlation.
    say : callable
        Translates a message, see :func:`svqkit.interface.translator`.
    split : bool
        Whether the halves have nothing in common.

    Returns
    -------
    ndarray (k, k)

    Raises
    ------
    DataError
        If items inside the halves would have to correlate 1 or more.

    Examples
    --------
    >>> designed(3, 0.5, str, split=False)[0].tolist()
    [1.0, 0.5, 0.5]
    """
    inside = halves(r, k) if split else r
    if inside >= 1:
        raise DataError(
            say(
                "Two unrelated halves of {k} items cannot correlate {r} on average: inside each "
                "half they would correlate 1 or more. Choose less than {most}.",
                k=k,
                r=number(r),
                most=number(1 / halves(1.0, k)),
            )
        )
    half = np.arange(k) < (k + 1) // 2
    together = (half[:, None] == half) if split else np.ones((k, k), bool)
    R = np.where(together, inside, 0.0)
    np.fill_diagonal(R, 1.0)
    return R


def one_factor(k: int, r: float, *, split: bool) -> float:
    """Omega of designed items: one factor explains all that they share, or that of one half.

    Examples
    --------
    >>> round(one_factor(6, 0.3, split=False), 2), round(one_factor(6, 0.3, split=True), 2)
    (0.72, 0.45)
    """
    if not split:
        return float(spearman_brown(r, np.array(k)))
    inside, larger = halves(r, k), (k + 1) // 2
    return larger**2 * inside / (k * (1 + (k - 1) * r)) if inside < 1 else float("nan")
