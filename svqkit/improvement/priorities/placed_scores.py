"""Perceptions, expectations and gaps of what an importance–performance map places."""

from __future__ import annotations

from typing import Any

import pandas as pd

from svqkit.gaps.pairs.pairing import dimension_pairs

__all__ = ["need_responses", "placed_scores"]


def need_responses(data: Any, what: str) -> None:
    """Refuse anything but answers to an instrument.

    Raises
    ------
    TypeError

    Examples
    --------
    >>> need_responses(3, "priorities")
    Traceback (most recent call last):
    ...
    TypeError: priorities need responses, such as read_responses() returns, not int
    """
    if not (hasattr(data, "perceptions") and hasattr(data, "instrument")):
        raise TypeError(
            f"{what} need responses, such as read_responses() returns, not {type(data).__name__}"
        )


def placed_scores(
    responses: Any, level: str
) -> tuple[pd.DataFrame, pd.DataFrame | None, pd.DataFrame]:
    """Score what is placed.

    Parameters
    ----------
    responses : Responses
    level : {"dimension", "item"}

    Returns
    -------
    DataFrame (respondents × attributes)
        Perceptions.
    DataFrame or None
        Expectations, of those who gave both.
    DataFrame
        Perception minus expectation; NaN throughout without expectations.

    Examples
    --------
    >>> import svqkit as svq
    >>> done, wanted, gaps = placed_scores(svq.load_dataset("bank"), "dimension")
    >>> done.shape, wanted.shape
    ((412, 5), (412, 5))
    """
    perceptions = responses.perceptions.astype(float)
    expectations = responses.expectations
    mapping = responses.instrument.mapping
    if level == "item":
        placed = [code for codes in mapping.values() for code in codes]
        items = perceptions[[code for code in placed if code in perceptions.columns]]
        if expectations is None:
            return items, None, items * float("nan")
        wanted = expectations.reindex_like(items).astype(float)
        return items, wanted, items - wanted
    scored, _ = dimension_pairs(perceptions, perceptions, mapping)
    if expectations is None:
        return scored, None, scored * float("nan")
    wanted = expectations.astype(float).reindex_like(perceptions)
    both_p, both_e = dimension_pairs(perceptions, wanted, mapping)
    return scored, both_e, both_p - both_e
