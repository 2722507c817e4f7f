"""The careless lab's numbers of one set of answers: consistency, correlation and fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from svqkit.errors import ConvergenceError, DataError, ModelError
from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.reliability.alpha import alpha, mean_correlation

__all__ = ["numbers_of"]


def numbers_of(answers: pd.DataFrame, mapping: Mapping[str, Sequence[str]]) -> pd.Series:
    """Compute alpha of each scale and of all items, their mean correlation, and CFI of the design.

    Parameters
    ----------
    answers : DataFrame
        One row a respondent, one column an item, without missing answers.
    mapping : mapping of scale to items

    Returns
    -------
    Series
        Index: the scales, ``total``, ``mean_r``, ``cfi`` (NaN where the model cannot be estimated).

    Examples
    --------
    >>> from svqkit.responses.simulation import simulate
    >>> drawn = simulate(n=200, seed=1)
    >>> numbers_of(drawn.perceptions, drawn.instrument.mapping).index[-3:].tolist()
    ['total', 'mean_r', 'cfi']
    """
    held = moments(answers)
    at = {str(code): place for place, code in enumerate(held.cov.columns)}
    S = held.cov.to_numpy()
    found = {}
    for name, codes in mapping.items():
        places = [at[code] for code in codes]
        found[name] = float(alpha(S[np.ix_(places, places)]))
    sd = np.sqrt(np.diag(S))
    found["total"] = float(alpha(S))
    found["mean_r"] = mean_correlation(S / np.outer(sd, sd))
    try:
        found["cfi"] = float(cfa(held, mapping).fit["cfi"])
    except (ConvergenceError, ModelError, DataError):
        found["cfi"] = float("nan")  # said in the view: the model cannot be estimated
    return pd.Series(found)
