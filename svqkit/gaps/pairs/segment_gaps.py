"""Describe the gaps of each segment, with the cells of too few respondents masked."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.gaps.pairs.description import describe_pairs
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT

__all__ = ["segment_gaps"]


def segment_gaps(
    perceptions: pd.DataFrame,
    expectations: pd.DataFrame,
    labels: pd.Series,
    columns: list[str],
    ci: float = 0.95,
) -> pd.DataFrame:
    """Describe each segment's pairs, column by column.

    Parameters
    ----------
    perceptions, expectations : DataFrame (respondents × columns)
        Items or dimension scores, on the index of ``labels``.
    labels : Series
        Each respondent's segment; its name becomes the first level of the index.
    columns : list of str
        Which columns of ``describe_pairs`` to keep; ``n`` must be one.
    ci : float in (0, 1)
        Confidence level.

    Returns
    -------
    DataFrame (index: segment, column)
        The chosen columns and ``masked``: true where fewer than ten respondents gave both halves;
        such a row holds no numbers.

    Examples
    --------
    >>> p = pd.DataFrame({"Q1": [5.0] * 12 + [1.0]})
    >>> labels = pd.Series(["north"] * 12 + ["south"], name="branch")
    >>> segment_gaps(p, p + 1, labels, ["n", "gap"])["masked"].tolist()
    [False, True]
    """
    tables = {}
    for label in sorted(labels.dropna().unique(), key=str):
        members = labels == label
        table = describe_pairs(perceptions[members], expectations[members], ci)[columns]
        table = table.astype(float)
        masked = table["n"] < SMALLEST_SEGMENT
        table[masked] = np.nan
        tables[label] = table.assign(masked=masked)
    return pd.concat(tables, names=[labels.name, perceptions.columns.name or "column"])
