"""Divide respondents into segments and mask those too small to show."""

from __future__ import annotations

from typing import Any

import pandas as pd

from svqkit.errors import DataError

__all__ = ["SMALLEST_SEGMENT", "segment_labels"]

SMALLEST_SEGMENT = 10
"""Segments with fewer respondents are masked, so that nobody can be recognised."""


def segment_labels(responses: Any, by: str | pd.Series) -> pd.Series:
    """Give each respondent's segment.

    Parameters
    ----------
    responses : Responses
    by : str or Series
        A column of ``responses.respondents``, or labels aligned on its index.

    Returns
    -------
    Series
        Labels with the index of the answers; missing where a respondent has none.

    Raises
    ------
    TypeError
        If ``by`` is neither.
    DataError
        If the column does not exist, or no respondent has a label.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> people = pd.DataFrame({"branch": ["north", "south"]})
    >>> some = SimpleNamespace(respondents=people, perceptions=people)
    >>> segment_labels(some, "branch").tolist()
    ['north', 'south']
    """
    index = responses.perceptions.index
    if isinstance(by, pd.Series):
        labels = by.reindex(index)
        name = str(by.name) if by.name is not None else "segment"
    elif isinstance(by, str):
        people = responses.respondents
        if by not in people.columns:
            there = ", ".join(repr(str(column)) for column in people.columns) or "none"
            raise DataError(
                f"there is no respondent column {by!r}; the columns are {there}", column=by
            )
        labels = people[by].reindex(index)
        name = by
    else:
        raise TypeError(f"by must be a column's name or a Series, not {type(by).__name__}")
    if labels.isna().all():
        raise DataError(f"no respondent has a {name!r}, so there are no segments", column=name)
    return labels.rename(name)
