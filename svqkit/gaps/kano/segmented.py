"""Kano categories of segments, with too small ones masked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.kano.coefficients import better_worse
from svqkit.gaps.kano.pairs import KanoPairs
from svqkit.gaps.kano.tally import counted, decided
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT

__all__ = ["kano_by_segment"]


def kano_by_segment(
    functional: Any, by: str | pd.Series, pairs: KanoPairs, places: np.ndarray, ci: float
) -> pd.DataFrame:
    """Classify features within each segment, and hold back cells of too few respondents.

    Parameters
    ----------
    functional : Responses or DataFrame
        Where ``by`` names a column: a survey with such respondents.
    by : str or Series
    pairs : KanoPairs
    places : ndarray of int (respondents × features)
        Positions in ``CATEGORIES``, −1 where missing.
    ci : float in (0, 1)
        Confidence level.

    Returns
    -------
    DataFrame (index: segment, item)
        ``n category category_strength clear p better better_low better_high worse worse_low
        worse_high masked``.

    Raises
    ------
    DataError, TypeError
        If there are no such segments.

    Examples
    --------
    >>> from svqkit.gaps.kano.pairs import kano_pairs
    >>> there, absent = pd.DataFrame({"lift": [1] * 12}), pd.DataFrame({"lift": [3] * 12})
    >>> branch = pd.Series(["north"] * 11 + ["south"], name="branch")
    >>> places = np.full((12, 1), 2)
    >>> kano_by_segment(there, branch, kano_pairs(there, absent), places, 0.95)["masked"].tolist()
    [False, True]
    """
    index = pairs.functional.index
    if isinstance(by, str):
        people = getattr(functional, "respondents", None)
        if people is None or by not in people.columns:
            there = "none" if people is None else ", ".join(map(repr, people.columns))
            raise DataError(f"there is no respondent column {by!r}; the columns are {there}")
        labels = people[by].reindex(index)
    elif isinstance(by, pd.Series):
        labels = by.reindex(index).rename("segment" if by.name is None else str(by.name))
    else:
        raise TypeError(f"by must be a column's name or a Series, not {type(by).__name__}")
    if labels.isna().all():
        raise DataError(f"no respondent has a {labels.name!r}, so there are no segments")
    tables = {}
    for label in sorted(labels.dropna().unique(), key=str):
        counts = counted(places[(labels == label).to_numpy()], list(pairs.functional.columns))
        chosen = decided(counts, ci)[["n", "category", "category_strength", "clear", "p"]]
        cells = chosen.join(better_worse(counts, ci).drop(columns="n_used"))
        masked = cells["n"] < SMALLEST_SEGMENT
        cells = cells.astype({"n": float, "clear": object}).mask(masked)
        tables[label] = cells.assign(masked=masked)
    return pd.concat(tables, names=[str(labels.name), "item"])
