"""Whether a modification index speaks of a misspecification that matters, by its power."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import chdtrc, chdtri, chndtr

__all__ = ["judge_indices"]


def judge_indices(
    indices: pd.DataFrame, *, delta: float = 0.1, alpha: float = 0.05, high_power: float = 0.75
) -> pd.DataFrame:
    """Judge modification indices by the power to see a misspecification of size δ.

    Parameters
    ----------
    indices : DataFrame
        With the columns ``mi epc``.
    delta : float
        The smallest misspecification that matters, in units of the parameter.
    alpha, high_power : float
        Level of the score test, and the power from which its silence counts.

    Returns
    -------
    DataFrame
        The same with ``ncp power decision``: a significant index with low power, or with high
        power and a change beyond δ, is "misspecified" (lavaan's **(m)** and epc:m); high power
        without significance, or with a change below δ, "not misspecified" (nm and epc:nm); the
        rest "inconclusive" (i).

    Raises
    ------
    ValueError
        If an option is out of its range.

    References
    ----------
    Saris, W. E., Satorra, A., & van der Veld, W. M. (2009). Testing structural equation models or
    detection of misspecifications? Structural Equation Modeling, 16, 561–582.

    Examples
    --------
    >>> found = judge_indices(pd.DataFrame({"mi": [12.0, 0.1], "epc": [0.4, 0.01]}))
    >>> found["decision"].tolist()
    ['misspecified', 'not misspecified']
    """
    for name, value in (("alpha", alpha), ("high_power", high_power)):
        if not 0 < value < 1:
            raise ValueError(f"{name}={value!r} must lie between 0 and 1")
    if not delta > 0:
        raise ValueError(f"delta={delta!r} must be positive")
    mi, epc = indices["mi"].to_numpy(float), indices["epc"].to_numpy(float)
    noncentral = mi / epc**2 * delta**2
    power = 1.0 - chndtr(chdtri(1, alpha), 1, noncentral)
    significant, strong = chdtrc(1, mi) < alpha, power > high_power
    matters = significant & (~strong | (np.abs(epc) > delta))
    decision = np.select(
        [matters, strong], ["misspecified", "not misspecified"], default="inconclusive"
    )
    return indices.assign(ncp=noncentral, power=power, decision=decision)
