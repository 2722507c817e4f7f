"""Weights that somebody gives: a manager's points, a mapping, another result's weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["given_weights"]

ROUNDED = 0.005
"""How far a sum may be from 1 (or 100 times that from 100) by rounding of the weights."""


def given_weights(weights: Any, dimensions: Sequence[str], *, what: str = "dimension") -> pd.Series:
    """Check weights and make them sum to 100.

    Parameters
    ----------
    weights : Series, mapping or a result with ``.weights``
        A weight for each dimension; all of them sum to 100 or to 1.
    dimensions : sequence of str
        Which must be there.
    what : str
        What is weighed, as errors call it.

    Returns
    -------
    Series (index: dimension, in the order asked)
        Sums to 100.

    Raises
    ------
    TypeError
        If this is nothing with names and numbers.
    DataError
        If a dimension has no weight or two, a name is unknown, a weight is negative or no number,
        or the sum is neither 100 nor 1.

    Examples
    --------
    >>> given_weights({"care": 0.25, "speed": 0.75}, ["speed", "care"]).tolist()
    [75.0, 25.0]
    >>> given_weights({"care": 40, "speed": 50}, ["care", "speed"])
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: the weights sum to 90, not to 100 (or 1): speed 50, care 40
    """
    found = getattr(weights, "weights", weights)
    if isinstance(found, Mapping):
        found = pd.Series(dict(found), dtype=object)
    if not isinstance(found, pd.Series):
        raise TypeError(
            f"weights must be a Series or mapping of {what} to points, a result with .weights or one "
            f"of the words this function lists, not {type(weights).__name__}"
        )
    _check_names(found, dimensions, what)
    numbers = pd.to_numeric(found, errors="coerce").astype(float)
    for name in found.index:
        if not np.isfinite(numbers[name]):
            raise DataError(f"the weight of {name!r} is {found[name]!r}, no number", column=name)
        if numbers[name] < 0:
            raise DataError(
                f"the weight of {name!r} is {numbers[name]:g}; weights cannot be negative",
                column=name,
            )
    total = float(numbers.sum())
    unit = 1.0 if abs(total - 1) <= ROUNDED else 100.0
    if abs(total / unit - 1) > ROUNDED:
        largest = numbers.sort_values(ascending=False)
        each = ", ".join(f"{name} {value:g}" for name, value in largest.items())
        raise DataError(f"the weights sum to {total:g}, not to 100 (or 1): {each}")
    ordered = numbers[list(dimensions)] * (100 / total)
    return ordered.rename("weight").rename_axis(what)


def _check_names(found: pd.Series, dimensions: Sequence[str], what: str) -> None:
    """Refuse names that are missing, unknown or there twice."""
    twice = found.index[found.index.duplicated()]
    if len(twice):
        raise DataError(f"{what} {twice[0]!r} has two weights", column=twice[0])
    asked = ", ".join(repr(str(name)) for name in dimensions)
    absent = [name for name in dimensions if name not in found.index]
    if absent:
        raise DataError(
            f"{what} {absent[0]!r} has no weight; the {what}s are {asked}", column=absent[0]
        )
    unknown = [name for name in found.index if name not in list(dimensions)]
    if unknown:
        raise DataError(
            f"{unknown[0]!r} has a weight but is no {what}; the {what}s are {asked}",
            column=unknown[0],
        )
