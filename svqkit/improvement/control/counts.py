"""Counts and what they are out of, read and checked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.control.columns import aligned, column_of, numbers_of
from svqkit.improvement.control.gaps_in_time import said
from svqkit.improvement.control.only_numbers import LARGEST, number_options
from svqkit.improvement.control.samples import Samples, finish

__all__ = ["read_counts"]


def read_counts(
    x: Any, value: str | None, subgroup: Any, phase: Any, n: Any, *, parts: bool
) -> Samples:
    """Read counts and what they are out of.

    Parameters
    ----------
    x : Series, sequence or DataFrame
        Counts: whole numbers, at least 0.
    value, subgroup, phase : optional
        As for single values.
    n : number, str or sequence
        Items (whole numbers) or areas of opportunity behind each count.
    parts : bool
        Whether the counts are parts of n, so that none may exceed it.

    Returns
    -------
    Samples

    Raises
    ------
    DataError
        If a count is negative or no whole number, n is zero, or a count exceeds n.

    Examples
    --------
    >>> read_counts([1, 0, 2], None, None, None, 50, parts=True).sizes.tolist()
    [50.0, 50.0, 50.0]
    """
    values, labels, name, axis = column_of(x, value, subgroup)
    counts = numbers_of(values, labels)
    table = x if isinstance(x, pd.DataFrame) else values
    if np.isscalar(n) and not isinstance(n, str):
        number_options(n=n)
        if not abs(n) <= LARGEST:  # type: ignore[arg-type]
            raise DataError(f"n is {n!r}; give the number of items or opportunities behind a count")
        sizes = np.full(len(counts), float(n))  # type: ignore[arg-type]
    else:
        given = aligned(table, n, "n")
        sizes = np.ones(len(counts)) if given is None else numbers_of(given, labels)
    keep = ~(np.isnan(counts) | np.isnan(sizes))

    def refuse(bad: np.ndarray, why: str, what: np.ndarray) -> None:
        if (bad & keep).any():
            place = int(np.flatnonzero(bad & keep)[0])
            raise DataError(
                f"{axis} {said(labels[place])}: {why.format(x=f'{counts[place]:g}', n=f'{sizes[place]:g}')}",
                row=place + 1,
                value=what[place],
            )

    refuse(counts < 0, "the count {x} is negative", counts)
    refuse(counts != np.round(counts), "{x} is no count; counts are whole numbers", counts)
    refuse(sizes <= 0, "n is {n}, so there is nothing to count in; drop the point", sizes)
    if parts:
        refuse(sizes != np.round(sizes), "n is {n}, which is no whole number of items", sizes)
        refuse(counts > sizes, "{x} out of {n} is more than all; one of them is wrong", counts)
    where = aligned(table, phase, "phase")
    labels, phases, notes = finish(labels, where, axis, keep)
    return Samples(labels, counts[keep], sizes[keep], phases, name, axis, tuple(notes))
