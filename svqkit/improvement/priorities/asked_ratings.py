"""Ratings of importance and of satisfaction, from answers or from two tables, checked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.priorities.placed_scores import need_responses
from svqkit.improvement.weighting.ratings import floats_of

__all__ = ["asked_ratings"]


def asked_ratings(
    data: Any, satisfaction: pd.DataFrame | None, scale: tuple[float, float] | None
) -> tuple[pd.DataFrame, pd.DataFrame, tuple[float, float], str]:
    """Find what matters and how it is done.

    Parameters
    ----------
    data : Responses or DataFrame (respondents × attributes)
        With a table: ratings of importance.
    satisfaction : DataFrame, optional
        With a table: the same columns.
    scale : (float, float), optional
        With a table: lowest and highest code.

    Returns
    -------
    importance, satisfaction : DataFrame of float (respondents × attributes)
        On the same index and columns.
    (float, float)
        Ends of the scale.
    str
        What importance is.

    Raises
    ------
    TypeError
        If the data are neither.
    DataError
        If the tables do not fit each other, or an answer is no number on the scale.
    ValueError
        If a table lacks satisfaction or a scale.

    Examples
    --------
    >>> wanted, got = pd.DataFrame({"quick": [5, 4]}), pd.DataFrame({"quick": [2, "good"]})
    >>> asked_ratings(wanted, got, (1, 5))
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: satisfaction of 'quick', row 1: 'good' is no number
    """
    if isinstance(data, pd.DataFrame):
        return _two_tables(data, satisfaction, scale)
    need_responses(data, "opportunity scores")
    if satisfaction is not None or scale is not None:
        raise ValueError("satisfaction and scale go with a table; responses hold their own")
    ends = float(data.instrument.scale.low), float(data.instrument.scale.high)
    got = data.perceptions.astype(float)
    if data.importance is not None and data.importance_kind == "ratings":
        wanted, said = data.importance.astype(float), "Importance: as rated."
    elif data.expectations is not None:
        wanted = data.expectations.astype(float)
        said = "Importance: what customers expect, as there are no ratings."
    else:
        raise DataError(
            "these answers hold neither ratings of importance nor expectations; points that sum to "
            "100 have no top box. Give ratings when reading the file"
        )
    shared = [column for column in got.columns if column in wanted.columns]
    if not shared:
        raise DataError("no item was asked both for its importance and for its performance")
    wanted, got = wanted[shared].reindex(got.index), got[shared]
    for frame in (wanted, got):
        _on_scale(frame, *ends)
    return wanted, got, ends, said


def _two_tables(
    data: pd.DataFrame, satisfaction: Any, scale: Any
) -> tuple[pd.DataFrame, pd.DataFrame, tuple[float, float], str]:
    """Check two tables of ratings against each other."""
    if not isinstance(satisfaction, pd.DataFrame) or scale is None:
        raise ValueError(
            "ratings of importance need satisfaction=… (a table with the same columns) and "
            "scale=(low, high)"
        )
    ends = pd.to_numeric(pd.Series(scale if isinstance(scale, (tuple, list)) else [], dtype=object),
                         errors="coerce").to_numpy(float)  # fmt: skip
    if len(ends) != 2 or not np.isfinite(ends).all() or not ends[0] < ends[1]:
        raise ValueError(f"scale={scale!r} must be (lowest, highest), such as (1, 5)")
    for table, what in ((data, "importance"), (satisfaction, "satisfaction")):
        for names, kind in ((table.columns, "column"), (table.index, "respondent")):
            if names.has_duplicates and (
                kind == "column" or not data.index.equals(satisfaction.index)
            ):
                twice = names[names.duplicated()].tolist()[0]
                raise DataError(f"{kind} {twice!r} comes twice in the table of {what}")
    if set(data.columns) != set(satisfaction.columns):
        odd = sorted(map(str, set(data.columns) ^ set(satisfaction.columns)))
        raise DataError(f"only one of the two tables has {', '.join(odd)}", column=odd[0])
    if not data.shape[1]:
        raise DataError("the tables have no columns")
    got = satisfaction[list(data.columns)]
    if not data.index.equals(got.index):
        if not data.index.isin(got.index).any():
            raise DataError(
                "the tables share no respondents: no label of the one's index is in the other's"
            )
        got = got.reindex(data.index)
    first, second = (
        _ratings(table, what) for table, what in ((data, "importance"), (got, "satisfaction"))
    )
    for frame in (first, second):
        _on_scale(frame, *ends)
    return first, second, (float(ends[0]), float(ends[1])), "Importance: as rated."


def _ratings(table: pd.DataFrame, what: str) -> pd.DataFrame:
    found = floats_of(table)
    odd = np.argwhere(found.isna().to_numpy() & table.notna().to_numpy())
    if len(odd):
        row, column = (int(at) for at in odd[0])
        raise DataError(
            f"{what} of {table.columns[column]!r}, row {table.index.tolist()[row]!r}: "
            f"{str(table.iat[row, column])!r} is no number",
            row=table.index.tolist()[row],
            column=table.columns[column],
            value=table.iat[row, column],
        )
    return found.set_axis(table.columns.to_flat_index(), axis=1)


def _on_scale(frame: pd.DataFrame, low: float, high: float) -> None:
    off = (frame < low) | (frame > high)
    if off.to_numpy().any():
        row, column = np.argwhere(off.to_numpy())[0]
        value, name = float(frame.to_numpy(float)[row, column]), frame.columns[column]
        raise DataError(
            f"{name!r}, row {frame.index.tolist()[row]!r}: {value:g} lies off the scale ({low:g} to {high:g})",
            row=frame.index[row],
            column=name,
            value=value,
        )
