"""Rational subgroups: observations taken close together, so that what varies within them is chance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.control.columns import aligned, numbers_of
from svqkit.improvement.control.gaps_in_time import said
from svqkit.improvement.control.samples import Samples, finish

__all__ = ["read_subgroups"]


def read_subgroups(x: Any, value: str | None, subgroup: Any, phase: Any) -> Samples:
    """Read rational subgroups, from rows of a wide table or from a long one.

    Parameters
    ----------
    x : DataFrame
        Wide: a row a subgroup, all columns observations. Long: an observation a row.
    value, subgroup : str, optional
        Columns of a long table: the observations, and what names their subgroup. The groups keep
        the order of their first row.
    phase : str or sequence, optional
        One a row; the same throughout a subgroup.

    Returns
    -------
    Samples

    Raises
    ------
    DataError
        If a subgroup has one observation, or its rows stand in several phases.

    Examples
    --------
    >>> read_subgroups(pd.DataFrame([[1, 3], [2, 6]]), None, None, None).ranges.tolist()
    [2.0, 4.0]
    """
    if not isinstance(x, pd.DataFrame):
        raise DataError(
            "subgroups need a table: a row a subgroup, or a long table with value= and subgroup="
        )
    if (value is None) != (subgroup is None):
        raise DataError(
            "a long table needs both: value= (observations) and subgroup= (their group)"
        )
    where = aligned(x, phase, "phase")
    if value is None:
        wide = x.drop(columns=[phase]) if isinstance(phase, str) and phase in x.columns else x
        cells = np.column_stack([numbers_of(wide[name], x.index) for name in wide.columns])
        labels, axis, name = x.index, str(x.index.name or "subgroup"), "value"
        held = ~np.isnan(cells)
        sizes = held.sum(axis=1)
        total = np.where(held, cells, 0).sum(axis=1)
        means = total / np.maximum(sizes, 1)
        squares = np.where(held, (cells - means[:, None]) ** 2, 0).sum(axis=1)
        top = np.where(held, cells, -np.inf).max(axis=1)
        bottom = np.where(held, cells, np.inf).min(axis=1)
    else:
        long = aligned(x, value, "value")
        groups = aligned(x, subgroup, "subgroup")
        if long is None or groups is None or long.empty:
            raise DataError("there are no values to chart")
        flat = numbers_of(long, pd.RangeIndex(1, len(long) + 1))
        codes, unique = pd.factorize(groups, use_na_sentinel=True)
        if (codes < 0).any():
            row = int(np.flatnonzero(codes < 0)[0]) + 1
            raise DataError(f"row {row} has no subgroup; fill it in or drop the row", row=row)
        held = ~np.isnan(flat)
        filled = np.where(held, flat, 0)
        count = len(unique)
        sizes = np.bincount(codes, weights=held, minlength=count).astype(int)
        means = np.bincount(codes, weights=filled, minlength=count) / np.maximum(sizes, 1)
        away = np.where(held, flat - means[codes], 0)
        squares = np.bincount(codes, weights=away**2, minlength=count)
        top, bottom = np.full(count, -np.inf), np.full(count, np.inf)
        np.maximum.at(top, codes[held], flat[held])
        np.minimum.at(bottom, codes[held], flat[held])
        labels, axis, name = pd.Index(unique), str(groups.name or "subgroup"), str(long.name)
        if where is not None:
            if where.isna().any():
                row = int(np.flatnonzero(where.isna())[0]) + 1
                raise DataError(f"row {row} has no phase; fill it in or drop the row", row=row)
            first = where.to_numpy()[np.unique(codes, return_index=True)[1]]
            mixed = np.flatnonzero(where.to_numpy() != first[codes])
            if len(mixed):
                raise DataError(
                    f"{axis} {said(unique[codes[mixed[0]]])} stands in more than one phase"
                )
            where = pd.Series(first)
    keep = sizes > 0
    alone = np.flatnonzero(sizes == 1)
    if len(alone):
        raise DataError(
            f"{axis} {said(labels[alone[0]])} has one observation, so no spread within it"
            f"{f' ({len(alone)} such subgroups)' if len(alone) > 1 else ''}; use kind='I-MR', wider "
            "subgroups, or leave it out",
            value=labels[alone[0]],
        )
    labels, phases, notes = finish(labels, where, axis, keep)
    with np.errstate(invalid="ignore", divide="ignore"):
        deviations = np.sqrt(squares / (sizes - 1))
    return Samples(
        labels,
        means[keep],
        sizes[keep].astype(float),
        phases,
        name,
        axis,
        tuple(notes),
        (top - bottom)[keep],
        deviations[keep],
    )
