"""Polyserial correlations: ordered answers with a measured quantity."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import log_ndtr

from svqkit.errors import DataError
from svqkit.psychometrics.correlations.polychoric_pairs import thresholds
from svqkit.psychometrics.data.answers import as_items
from svqkit.psychometrics.data.category_codes import coded_answers

__all__ = ["polyserial"]

BOUND = 0.995  # as lavaan
SMALLEST_GAP = 1e-15  # between two logarithms of chances


def polyserial(items: Any, measured: Any, *, missing: str = "listwise") -> pd.DataFrame:
    """Correlate the normal variables behind ordered answers with measured quantities.

    Parameters
    ----------
    items : DataFrame (respondents × items) or Responses
        Ordered answers in up to 20 categories.
    measured : DataFrame (respondents × quantities) or Series
        Such as an overall score or an age; matched with the items by index.
    missing : {"listwise", "pairwise"}
        Listwise uses respondents with all items and quantities; pairwise, those of each pair.

    Returns
    -------
    DataFrame (items × quantities)
        NaN where an item or a quantity does not vary.

    Raises
    ------
    TypeError
        If ``measured`` is no table.
    DataError
        If the two tables share fewer than two respondents, cannot be matched because an index
        names one twice, or an item has too many different answers.
    ValueError
        If ``missing`` is unknown.

    Notes
    -----
    Two steps (Olsson, Drasgow & Dorans 1982, *Psychometrika* 47, 337-347, eq. 20): the quantity is
    standardised (divisor n) and the thresholds come from the margins; then ρ maximises
    Σ ln[Φ((τ_y − ρz)/√(1 − ρ²)) − Φ((τ_y−1 − ρz)/√(1 − ρ²))] within ±.995. As ``lavaan::lavCor``.

    Examples
    --------
    >>> answers = pd.DataFrame({"Q1": [1, 1, 2, 2, 3, 3]})
    >>> age = pd.Series([20, 35, 30, 50, 45, 60], name="age")
    >>> round(float(polyserial(answers, age).loc["Q1", "age"]), 3)
    0.82
    """
    answers = as_items(items)
    table = measured.to_frame() if isinstance(measured, pd.Series) else measured
    quantities = as_items(table)
    if not answers.index.equals(quantities.index):
        if not (answers.index.is_unique and quantities.index.is_unique):
            raise DataError("the index names a respondent twice, so the tables cannot be matched")
        shared = answers.index.intersection(quantities.index)
        answers, quantities = answers.loc[shared], quantities.loc[shared]
    whole = (answers.notna().all(axis=1) & quantities.notna().all(axis=1)).to_numpy()
    if missing == "listwise":
        answers, quantities = answers[whole], quantities[whole]
        if len(answers) < 2:
            raise DataError(
                f"only {len(answers)} respondents have all items and quantities; at least 2 are "
                "needed"
            )
    coded = coded_answers(answers, missing=missing)
    found = pd.DataFrame(np.nan, index=list(answers.columns), columns=list(quantities.columns))
    for row, name in enumerate(answers.columns):
        for column in quantities.columns:
            codes, values = coded.codes[:, row], quantities[column].to_numpy()
            both = (codes >= 0) & ~np.isnan(values)
            found.loc[name, column] = _of_pair(codes[both], values[both])
    return found


def _of_pair(codes: np.ndarray, values: np.ndarray) -> float:
    margin = np.bincount(codes)
    present = margin > 0
    spread = values.std() if len(values) else 0.0
    if present.sum() < 2 or spread == 0:
        return np.nan
    number = (np.cumsum(present) - 1)[codes]
    inner = thresholds(margin[present][None].astype(float))[0]
    cuts = np.concatenate([[-np.inf], inner, [np.inf]])
    z = (values - values.mean()) / spread
    low, high = cuts[number], cuts[number + 1]
    if _slope(BOUND, z, low, high) >= 0:
        return BOUND
    if _slope(-BOUND, z, low, high) <= 0:
        return -BOUND
    return float(brentq(_slope, -BOUND, BOUND, args=(z, low, high), xtol=1e-13))


def _slope(rho: float, z: np.ndarray, low: np.ndarray, high: np.ndarray) -> float:
    """Give the slope of the log-likelihood in ρ per respondent, up to a positive factor.

    In logarithms: near ±1 an answer against the trend has a chance too small for a number.
    """
    width = np.sqrt(1 - rho * rho)
    above, below = (high - rho * z) / width, (low - rho * z) / width
    chance = _log_chance(below, above)
    change = np.zeros(len(z))
    for cut, star, sign in ((high, above, 1.0), (low, below, -1.0)):
        inside = np.isfinite(cut)
        density = np.exp(-(star[inside] ** 2) / 2 - chance[inside])
        change[inside] += sign * density * (rho * cut[inside] - z[inside])
    return float(change.mean())


def _log_chance(below: np.ndarray, above: np.ndarray) -> np.ndarray:
    """Logarithm of the normal chance between two cuts, computed in the tail nearer to both."""
    right = below > 0
    near, far = np.where(right, -below, above), np.where(right, -above, below)
    top = log_ndtr(near)
    return top + np.log1p(-np.exp(np.minimum(log_ndtr(far) - top, -SMALLEST_GAP)))
