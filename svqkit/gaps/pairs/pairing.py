"""Pair each perception with its expectation: item pairs, dimension scores, the total."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["HALF_RULE", "dimension_pairs", "item_pairs", "total_pairs"]

HALF_RULE = (
    "A respondent's dimension score is the mean over the items answered in both forms, "
    "where at least half of the dimension's items are"
)


def item_pairs(responses: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take the perceptions and the expectations, column by column the same items.

    Parameters
    ----------
    responses : Responses
        With ``.perceptions`` and ``.expectations`` (respondents × items).

    Returns
    -------
    perceptions, expectations : DataFrame
        Floating-point numbers with the same index and columns; missing answers are NaN.

    Raises
    ------
    TypeError
        If this is not ``Responses``.
    DataError
        If there are no expectations, or no item has both halves.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> one = pd.DataFrame({"Q1": [5, 6]})
    >>> item_pairs(SimpleNamespace(perceptions=one, expectations=None))
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: There are no expectations (E columns) in these answers. ...
    """
    perceptions = getattr(responses, "perceptions", None)
    if not isinstance(perceptions, pd.DataFrame):
        raise TypeError(
            "gap scores need Responses with perceptions and expectations "
            f"(from read_responses or load_dataset), not {type(responses).__name__}"
        )
    expectations = getattr(responses, "expectations", None)
    if expectations is None:
        raise DataError(
            "There are no expectations (E columns) in these answers. Perceptions alone have no "
            "gap: analyse them as SERVPERF, or give the file with both forms."
        )
    if perceptions.columns.equals(expectations.columns):
        wanted = expectations
    else:
        there = set(expectations.columns)
        shared = [column for column in perceptions.columns if column in there]
        if not shared:
            raise DataError("no item was asked in both forms, so there is no gap to compute")
        perceptions, wanted = perceptions[shared], expectations[shared]
    wanted = wanted.reindex(perceptions.index)
    return perceptions.astype(float), wanted.astype(float)


def dimension_pairs(
    perceptions: pd.DataFrame, expectations: pd.DataFrame, mapping: dict[str, list[str]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Average item pairs into dimension scores; both forms over the same items.

    Parameters
    ----------
    perceptions, expectations : DataFrame (respondents × items)
        As ``item_pairs`` returns them.
    mapping : dict of dimension to item codes

    Returns
    -------
    perceptions, expectations : DataFrame (respondents × dimensions)
        NaN where fewer than half of a dimension's items were answered in both forms.

    Examples
    --------
    >>> p = pd.DataFrame({"Q1": [5.0, 4.0], "Q2": [6.0, None]})
    >>> e = pd.DataFrame({"Q1": [6.0, 6.0], "Q2": [7.0, 7.0]})
    >>> scores, wanted = dimension_pairs(p, e, {"care": ["Q1", "Q2"]})
    >>> (scores - wanted)["care"].tolist()
    [-1.0, -2.0]
    """
    if not expectations.columns.equals(perceptions.columns):
        expectations = expectations[perceptions.columns]
    p, e = perceptions.to_numpy(float), expectations.to_numpy(float)
    both = ~(np.isnan(p) | np.isnan(e))
    where = {column: at for at, column in enumerate(perceptions.columns)}
    scored: tuple[dict[str, np.ndarray], dict[str, np.ndarray]] = ({}, {})
    for name, codes in mapping.items():
        present = [where[code] for code in codes if code in where]
        if not present:
            continue
        answered = both[:, present].sum(axis=1)
        enough = answered * 2 >= len(present)
        for form, scores in zip((p, e), scored, strict=True):
            sums = np.where(both[:, present], form[:, present], 0.0).sum(axis=1)
            scores[name] = np.where(enough, sums / np.maximum(answered, 1), np.nan)
    index = perceptions.index
    return pd.DataFrame(scored[0], index=index), pd.DataFrame(scored[1], index=index)


def total_pairs(
    perceptions: pd.DataFrame, expectations: pd.DataFrame
) -> tuple[pd.Series, pd.Series]:
    """Average the dimension scores with equal weight; all dimensions are needed.

    Parameters
    ----------
    perceptions, expectations : DataFrame (respondents × dimensions)

    Returns
    -------
    perceptions, expectations : Series
        One score a respondent, NaN where a dimension has none.

    Examples
    --------
    >>> p = pd.DataFrame({"care": [5.0], "speed": [3.0]})
    >>> total_pairs(p, p + 1)[0].tolist()
    [4.0]
    """
    return perceptions.mean(axis=1, skipna=False), expectations.mean(axis=1, skipna=False)
