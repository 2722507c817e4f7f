"""Minimum, desired level and perception side by side: items, dimension scores, the total."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["TRIPLE_RULE", "Triples", "dimension_triples", "item_triples", "total_triples"]

TRIPLE_RULE = (
    "A respondent's dimension score is the mean over the items answered in all three columns, "
    "where at least half of the dimension's items are"
)


class Triples(NamedTuple):
    """Three frames (respondents × the same columns); missing answers are NaN."""

    minimum: pd.DataFrame
    desired: pd.DataFrame
    perceptions: pd.DataFrame

    def where(self, rows: Any) -> Triples:
        """Keep some respondents."""
        return Triples(*(frame[rows] for frame in self))

    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Give minimum, desired and perception as numbers (n × k each)."""
        minimum, desired, perceived = (frame.to_numpy(dtype=float) for frame in self)
        return minimum, desired, perceived


def item_triples(responses: Any) -> Triples:
    """Take the three columns of each item.

    Parameters
    ----------
    responses : Responses
        With ``.minimum``, ``.desired`` and ``.perceptions`` (respondents × items).

    Returns
    -------
    Triples
        The items that were asked in all three columns.

    Raises
    ------
    TypeError
        If this is not ``Responses``.
    DataError
        If the minimum or the desired level was not asked, or nobody answered all three columns.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> one = pd.DataFrame({"Q1": [5, 6]})
    >>> item_triples(SimpleNamespace(perceptions=one, minimum=None, desired=None))
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: A zone of tolerance needs the three-column form: ...
    """
    perceptions = getattr(responses, "perceptions", None)
    if not isinstance(perceptions, pd.DataFrame):
        raise TypeError(
            "a zone of tolerance needs Responses with minimum, desired and perceptions "
            f"(from read_responses or simulate), not {type(responses).__name__}"
        )
    minimum = getattr(responses, "minimum", None)
    desired = getattr(responses, "desired", None)
    if minimum is None or desired is None:
        lacking = {
            (True, True): "minimum and desired levels are",
            (True, False): "minimum levels are",
            (False, True): "desired levels are",
        }[minimum is None, desired is None]
        raise DataError(
            "A zone of tolerance needs the three-column form: for each item the least acceptable "
            f"(M), the desired level (D) and what was received (P). Here the {lacking} missing. "
            "Ask with the instrument 'servqual_three_column', or read a file with columns M1, D1, "
            "P1 …; for expectations and perceptions alone use gap_scores."
        )
    shared = [c for c in perceptions.columns if c in minimum.columns and c in desired.columns]
    if not shared:
        raise DataError("no item was asked in all three columns, so there is no zone to compute")
    index = perceptions.index
    found = Triples(
        *(frame.reindex(index)[shared].astype(float) for frame in (minimum, desired, perceptions))
    )
    if np.isnan(sum(found.arrays())).all():
        raise DataError(
            "nobody answered all three columns of any item: there is no zone to compute"
        )
    return found


def dimension_triples(items: Triples, mapping: dict[str, list[str]]) -> Triples:
    """Average items into dimension scores, all three columns over the same items.

    Parameters
    ----------
    items : Triples
    mapping : dict of dimension to item codes

    Returns
    -------
    Triples (respondents × dimensions)
        NaN where fewer than half of a dimension's items were answered in all three columns.

    Examples
    --------
    >>> m = pd.DataFrame({"Q1": [4.0, 3.0], "Q2": [5.0, None]})
    >>> scores = dimension_triples(Triples(m, m + 2, m + 1), {"care": ["Q1", "Q2"]})
    >>> scores.minimum["care"].tolist()
    [4.5, 3.0]
    """
    forms = items.arrays()
    whole = ~np.isnan(forms[0] + forms[1] + forms[2])
    where = {column: at for at, column in enumerate(items.minimum.columns)}
    scored: list[dict[str, np.ndarray]] = [{}, {}, {}]
    for name, codes in mapping.items():
        present = [where[code] for code in codes if code in where]
        if not present:
            continue
        answered = whole[:, present].sum(axis=1)
        enough = answered * 2 >= len(present)
        for form, scores in zip(forms, scored, strict=True):
            sums = np.where(whole[:, present], form[:, present], 0.0).sum(axis=1)
            scores[name] = np.where(enough, sums / np.maximum(answered, 1), np.nan)
    return Triples(*(pd.DataFrame(scores, index=items.minimum.index) for scores in scored))


def total_triples(dimensions: Triples) -> Triples:
    """Average the dimension scores with equal weight; all dimensions are needed.

    Parameters
    ----------
    dimensions : Triples (respondents × dimensions)

    Returns
    -------
    Triples (respondents × 1)
        The column is called ``total``.

    Examples
    --------
    >>> m = pd.DataFrame({"care": [4.0], "speed": [2.0]})
    >>> total_triples(Triples(m, m + 2, m + 1)).desired["total"].tolist()
    [5.0]
    """
    return Triples(*(frame.mean(axis=1, skipna=False).to_frame("total") for frame in dimensions))
