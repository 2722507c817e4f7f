"""Weights as points that one person or several hand out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.weighting.given_weights import ROUNDED, given_weights
from svqkit.improvement.weighting.ratings import numbers_of
from svqkit.improvement.weighting.result import Weights, weight_table

__all__ = ["weights_points"]


def weights_points(points: Any, *, total: float = 100.0) -> Weights:
    """Turn points out of a hundred, of one person or several, into weights.

    Parameters
    ----------
    points : Series, mapping, or DataFrame (experts × indicators)
        Points of one person by indicator (a sum of 1 is taken as well), or a row for each expert.
    total : float
        What each expert hands out.

    Returns
    -------
    Weights
        ``.weights`` (the experts' mean points over ``total``), ``.table`` with ``weight rank`` and,
        of several, ``lowest highest`` as shares.

    Raises
    ------
    DataError
        If somebody's points do not sum to the total, are negative or missing; who and what is named.

    References
    ----------
    Constant-sum (budget) allocation: OECD & JRC (2008), Handbook on constructing composite
    indicators, section 6.7.

    Examples
    --------
    >>> weights_points(pd.DataFrame({"queue": [60, 40], "accuracy": [40, 50]}, index=["Ann", "Bo"]))
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: the points of expert 'Bo' sum to 90, not to 100: 10 are missing
    >>> weights_points(pd.DataFrame({"queue": [60, 40], "accuracy": [40, 60]})).weights.tolist()
    [0.5, 0.5]
    """
    if isinstance(total, (str, bool)) or total is None or not 0 < total < float("inf"):
        raise ValueError(f"total must be a positive number, not {total!r}")
    if isinstance(points, (Mapping, pd.Series)):
        asked = dict(points)
        if not asked:
            raise DataError("there are no points; give each indicator's, such as {'queue': 60, …}")
        scaled = pd.Series(points if isinstance(points, pd.Series) else asked, dtype=object)
        if total != 100:
            scaled = pd.to_numeric(scaled, errors="coerce") * (100 / total)
        weights = given_weights(scaled, list(asked), what="indicator") / 100
        return Weights(weights, weight_table(weights), "points", None, None, (), _CONVENTION)
    given = numbers_of(points, "expert", "indicator", fewest=1)
    for expert, row in given.iterrows():
        if (row < 0).any():
            name = row.index[(row < 0).to_numpy()][0]
            raise DataError(
                f"expert {expert!r} gives {name!r} {row[name]:g} points; points cannot be negative",
                row=expert,
                column=name,
            )
        off = float(row.sum()) - total
        if abs(off) > ROUNDED * total:
            raise DataError(
                f"the points of expert {expert!r} sum to {row.sum():g}, not to {total:g}: "
                f"{abs(off):g} are {'missing' if off < 0 else 'too many'}",
                row=expert,
            )
    shares = given.div(given.sum(axis=1), axis=0)
    weights = shares.mean().rename("weight").rename_axis("indicator")
    table = weight_table(weights).assign(lowest=shares.min(), highest=shares.max())
    return Weights(weights, table, "points", None, None, (), _CONVENTION)


_CONVENTION = "Points over their total; of several experts the mean of their shares. Sums to 1."
