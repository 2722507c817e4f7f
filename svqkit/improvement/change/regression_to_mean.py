"""Regression to the mean: the change that comes by itself where cases were chosen by their value."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.improvement.change.t_tests import paired_t, welch

__all__ = ["beyond_regression"]


def beyond_regression(
    before: np.ndarray,
    after: np.ndarray,
    usual_mean: float,
    reliability: float,
    *,
    paired: bool,
    ci: float = 0.95,
) -> pd.Series:
    """Split a change into what is expected without any effect and what goes beyond it.

    Parameters
    ----------
    before, after : ndarray
        Of the cases chosen.
    usual_mean : float
        Of everybody from whom they were chosen.
    reliability : float
        Of one measurement.
    paired : bool
    ci : float

    Returns
    -------
    Series
        ``expected``: (1 − reliability)(usual_mean − mean before); ``beyond low high p``: mean after
        less the value that regression predicts, usual_mean + reliability·(mean before −
        usual_mean), by the t test that fits the design. Both given figures count as known.

    References
    ----------
    Barnett, van der Pols & Dobson (2005), International Journal of Epidemiology 34, 215–220.

    Examples
    --------
    >>> low = np.array([50.0, 52.0, 54.0])
    >>> split = beyond_regression(low, low + [5, 4, 6], 62.0, 0.6, paired=True)
    >>> split["expected"].round(6), split["beyond"].round(6)
    (np.float64(4.0), np.float64(1.0))
    """
    predicted = usual_mean + reliability * (before - usual_mean)
    found = (paired_t if paired else welch)(predicted, after, ci)
    return pd.Series(
        {
            "expected": float((predicted - before).mean()),
            "beyond": found.estimate,
            "low": found.low,
            "high": found.high,
            "p": found.p,
            "usual_mean": usual_mean,
            "reliability": reliability,
        },
        name="change",
    )
