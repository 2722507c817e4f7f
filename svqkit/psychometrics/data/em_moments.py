"""Moments of answers with gaps, estimated by the EM algorithm."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from svqkit.psychometrics.data.answers import as_items
from svqkit.psychometrics.data.expectation_maximisation import saturated_moments
from svqkit.psychometrics.data.sufficient import Moments, build_moments

__all__ = ["em_moments"]


def em_moments(table: pd.DataFrame) -> Moments:
    """Estimate means and covariances by maximum likelihood from every answer given.

    Parameters
    ----------
    table : DataFrame (respondents × items)
        NaN where missing.

    Returns
    -------
    Moments
        ``n`` counts the respondents with any answer, so errors and tests computed from these
        moments make too little of the gaps. ``cov`` has the divisor n − 1 as ever.

    Raises
    ------
    DataError
        If there are no more respondents than items, or some pair of items was answered together
        by fewer than two.
    ConvergenceError
        If EM does not settle.

    References
    ----------
    Dempster, A. P., Laird, N. M., & Rubin, D. B. (1977). Maximum likelihood from incomplete data
    via the EM algorithm. Journal of the Royal Statistical Society B, 39, 1–38.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [1.0, 2, 3, 4, None], "b": [2.0, 1, 5, None, 3]})
    >>> em_moments(answers).n
    5
    """
    items = as_items(table)
    answers = items.to_numpy()
    gaps = np.isnan(answers)
    names = [str(name) for name in items.columns]
    answered = ~gaps.all(axis=1)
    _, saturated = saturated_moments(answers[answered], names)
    n = int(answered.sum())
    found = build_moments(
        list(items.columns),
        n,
        len(items),
        saturated.mean,
        saturated.covariance * n,
        gaps.sum(axis=0),
    )
    return replace(found, missing="em")
