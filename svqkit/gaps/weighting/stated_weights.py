"""Weights that respondents state: points that sum to 100, or ratings of items."""

from __future__ import annotations

from typing import Any

import pandas as pd

from svqkit.errors import DataError

__all__ = ["importance_weights"]


def importance_weights(responses: Any, dimensions: list[str]) -> tuple[pd.DataFrame, str]:
    """Turn stated importance into weights that sum to 100 for each respondent.

    Parameters
    ----------
    responses : Responses
        ``.importance_kind`` is ``"points"`` (columns are dimensions) or ``"ratings"`` (columns are
        items: a dimension's weight is its mean rating as a share of all dimensions' ratings).
    dimensions : list of str
        The dimensions to weight.

    Returns
    -------
    DataFrame (respondents × dimensions)
        Weights; a row of NaN where points are missing, negative, or sum to less than 99.5 or more
        than 100.5 (within that they are scaled to exactly 100).
    str
        How the weights were made, in words.

    Raises
    ------
    DataError
        If there is no importance, or a dimension has none.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> points = pd.DataFrame({"care": [60.0, 50.0], "speed": [40.0, 20.0]})
    >>> some = SimpleNamespace(importance=points, importance_kind="points")
    >>> importance_weights(some, ["care", "speed"])[0]["care"].tolist()
    [60.0, nan]
    """
    importance = responses.importance
    if importance is None:
        raise DataError(
            "There is no stated importance in these answers. Give points that sum to 100 over the "
            "dimensions (read_responses(…, importance=…)), or use unweighted gap_scores."
        )
    numbers = importance.astype(float)
    if responses.importance_kind == "ratings":
        mapping = responses.instrument.mapping
        rated = {
            name: numbers[[code for code in mapping[name] if code in numbers.columns]].mean(axis=1)
            for name in dimensions
        }
        table = pd.DataFrame(rated, index=numbers.index)
        said = "a dimension's weight is its items' mean rating as a share of all dimensions'"
        sums = table.sum(axis=1, skipna=False)
        usable = table.ge(0).all(axis=1) & sums.gt(0)
    else:
        absent = [name for name in dimensions if name not in numbers.columns]
        if absent:
            raise DataError(
                f"dimension {absent[0]!r} has no importance points; give one column a dimension",
                column=absent[0],
            )
        table = numbers[dimensions]
        said = "points allotted to the dimensions, summing to 100"
        sums = table.sum(axis=1, skipna=False)
        usable = table.ge(0).all(axis=1) & sums.between(99.5, 100.5)
    return table.div(sums, axis=0).mul(100).where(usable), said
