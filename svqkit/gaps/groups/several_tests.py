"""Adjust p-values of a family of tests by Holm's method; tests that could not be made stay out."""

from __future__ import annotations

import numpy as np

__all__ = ["holm"]


def holm(p_values: np.ndarray) -> np.ndarray:
    """Adjust p-values for their number (Holm 1979), through pingouin.

    Parameters
    ----------
    p_values : ndarray (k,)
        NaN where there is no test; these do not count.

    Returns
    -------
    ndarray (k,)

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal
    of Statistics, 6, 65–70.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, np.nan])).tolist()
    [0.02, 0.04, nan]
    """
    import pingouin

    p_values = np.asarray(p_values, dtype=float)
    adjusted = np.full(len(p_values), np.nan)
    tested = ~np.isnan(p_values)
    if tested.any():
        adjusted[tested] = pingouin.multicomp(p_values[tested], method="holm")[1]
    return adjusted
