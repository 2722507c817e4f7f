"""Ordered answers and measured quantities in one correlation matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.correlations.polychoric import polychoric_matrix
from svqkit.psychometrics.correlations.polyserial import polyserial
from svqkit.psychometrics.data.answers import as_items, complete_cases
from svqkit.psychometrics.threads import single_threaded

__all__ = ["mixed_correlations"]


@single_threaded
def mixed_correlations(items: Any, ordered: Sequence[str]) -> pd.DataFrame:
    """Correlate ordered answers and measured quantities with each other.

    Two ordered items give a polychoric correlation (tetrachoric for two categories each), an
    ordered and a measured one a polyserial, two measured ones a Pearson correlation.

    Parameters
    ----------
    items : DataFrame (respondents × items) or Responses
        Respondents with a missing answer are left out.
    ordered : sequence of str
        The ordered items, up to 20 different answers each; the others are measured.

    Returns
    -------
    DataFrame (items × items)
        In the order of ``items``; NaN for an item that everybody answered alike. It can be given
        to :func:`~svqkit.psychometrics.exploratory.efa.efa` and others as it is. Correlations estimated pair
        by pair may not be positive definite together; these functions then say so.

    Raises
    ------
    DataError
        If an ordered item is absent, fewer than two respondents are complete, or an ordered item
        has too many different answers.

    Notes
    -----
    As ``lavaan::lavCor``; ``psych::mixedCor`` computes polyserials without maximum likelihood.

    Examples
    --------
    >>> answers = pd.DataFrame({"Q1": [1, 1, 2, 2, 3, 3], "age": [20, 35, 30, 50, 45, 60]})
    >>> round(float(mixed_correlations(answers, ["Q1"]).loc["Q1", "age"]), 3)
    0.82
    """
    table = as_items(items)
    absent = [name for name in ordered if name not in table.columns]
    if absent:
        raise DataError(f"item {absent[0]!r} is not among the columns", column=absent[0])
    answers = complete_cases(table)[0]
    if len(answers) < 2:
        raise DataError(f"only {len(answers)} respondents are complete; at least 2 are needed")
    chosen = set(ordered)
    ranked = [name for name in answers.columns if name in chosen]
    measured = [name for name in answers.columns if name not in chosen]
    whole = pd.DataFrame(np.nan, index=list(answers.columns), columns=list(answers.columns))
    if ranked:
        whole.loc[ranked, ranked] = polychoric_matrix(answers[ranked])
    if measured:
        whole.loc[measured, measured] = answers[measured].corr().to_numpy()
    if ranked and measured:
        across = polyserial(answers[ranked], answers[measured]).to_numpy()
        whole.loc[ranked, measured] = across
        whole.loc[measured, ranked] = across.T
    return whole
