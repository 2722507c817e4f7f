"""Read pairwise judgements: a square table, or a mapping of pairs; errors name the pair."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["LARGEST", "judgement_matrix"]

LARGEST = 9.0
"""The end of Saaty's scale: one thing matters extremely more than the other."""
ROUNDED = 0.05
"""How far the product of two halves of a pair may be from 1: 0.13 is written for 1/8."""


def judgement_matrix(
    pairwise: Any, labels: Sequence[Hashable] | None = None
) -> tuple[pd.DataFrame, list[str]]:
    """Make a reciprocal matrix of one expert's judgements.

    Parameters
    ----------
    pairwise : DataFrame, array or mapping
        Square: how many times the row matters as much as the column; the half below the diagonal
        may be empty (NaN). Or a mapping of pairs, ``{("care", "speed"): 3, …}``.
    labels : sequence, optional
        Names, in the order wanted; those of the table or mapping otherwise.

    Returns
    -------
    DataFrame (square)
        Positive and exactly reciprocal.
    list of str
        What should be known about these judgements: rounded halves, values off the scale.

    Raises
    ------
    DataError
        Naming the pair that is missing, not positive or not reciprocal.

    Examples
    --------
    >>> judgement_matrix({("care", "speed"): 4})[0].to_numpy().tolist()
    [[1.0, 4.0], [0.25, 1.0]]
    >>> judgement_matrix(pd.DataFrame([[1, 3], [0.5, 1]], list("ab"), list("ab")))
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: 'a' over 'b' is 3 but 'b' over 'a' is 0.5, not 1/3
    """
    if isinstance(pairwise, Mapping):
        table = _from_pairs(pairwise, labels)
    else:
        table = _from_square(pairwise, labels)
    names = list(table.index)
    if len(names) < 2:
        raise DataError("a comparison needs two things at least")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise DataError(f"{twice!r} is there twice", column=twice)
    return _reciprocal(table)


def _from_pairs(pairs: Mapping[Any, Any], labels: Sequence[Hashable] | None) -> pd.DataFrame:
    """Lay out a mapping of pairs as a square with holes."""
    for pair in pairs:
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise DataError(
                f"{pair!r} is no pair; write judgements as {{('care', 'speed'): 3, …}}", value=pair
            )
    met = list(dict.fromkeys(name for pair in pairs for name in pair))
    names = list(labels) if labels is not None else met
    unknown = [name for name in met if name not in names]
    if unknown:
        raise DataError(f"{unknown[0]!r} is judged but is not among the labels", column=unknown[0])
    table = pd.DataFrame(np.nan, index=names, columns=names)
    for (row, column), value in pairs.items():
        table.loc[row, column] = _number(value, row, column)
    return table


def _from_square(pairwise: Any, labels: Sequence[Hashable] | None) -> pd.DataFrame:
    """Lay out a square table or array."""
    table = pairwise if isinstance(pairwise, pd.DataFrame) else pd.DataFrame(np.asarray(pairwise))
    rows, columns = table.shape
    if rows != columns:
        raise DataError(f"judgements form a square table, not {rows} × {columns}")
    if labels is not None and len(labels) != rows:
        raise DataError(f"{len(labels)} labels for {rows} rows")
    if isinstance(pairwise, pd.DataFrame):
        if set(table.index) != set(table.columns):
            odd = next(name for name in table.index if name not in set(table.columns))
            raise DataError(f"row {odd!r} has no column of that name", column=odd)
        table = table[list(table.index)]
        if labels is not None:
            unknown = [name for name in labels if name not in table.index]
            if unknown:
                raise DataError(f"{unknown[0]!r} is a label but no row", column=unknown[0])
            table = table.loc[list(labels), list(labels)]
    else:
        names = list(labels) if labels is not None else [str(k + 1) for k in range(rows)]
        table = table.set_axis(names, axis=0).set_axis(names, axis=1)
    cells = [
        [_number(table.iat[i, j], table.index[i], table.index[j]) for j in range(rows)]
        for i in range(rows)
    ]
    return pd.DataFrame(cells, index=table.index, columns=table.index)


def _number(value: Any, row: Hashable, column: Hashable) -> float:
    """Read one judgement; nothing there is NaN."""
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return np.nan
    number = float(pd.to_numeric(pd.Series([value]), errors="coerce").to_numpy(float)[0])
    if not np.isfinite(number) or number <= 0:
        raise DataError(
            f"{row!r} over {column!r} is {value!r}; a judgement says how many times the first "
            "matters as much as the second, a positive number such as 3 or 1/3",
            row=row,
            column=column,
            value=value,
        )
    return number


def _reciprocal(table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Fill each pair from its halves, exactly."""
    names, given = list(table.index), table.to_numpy(float)
    n = len(names)
    full = np.eye(n)
    missing, rounded, off = [], [], []
    for i in range(n):
        if abs(given[i, i] - 1) > 1e-9:  # never where it is empty (NaN)
            raise DataError(f"{names[i]!r} against itself is {given[i, i]:g}, not 1", row=names[i])
        for j in range(i + 1, n):
            pair = f"{names[i]!r} over {names[j]!r}"
            one, other = given[i, j], given[j, i]
            if np.isnan(one) and np.isnan(other):
                missing.append(pair)
                continue
            if not (np.isnan(one) or np.isnan(other)) and abs(one * other - 1) > ROUNDED:
                back = f"1/{one:g}" if one > 1 else f"{1 / one:g}"
                raise DataError(
                    f"{pair} is {one:g} but {names[j]!r} over {names[i]!r} is {other:g}, not {back}",
                    row=names[i],
                    column=names[j],
                )
            if not (np.isnan(one) or np.isnan(other)) and abs(one * other - 1) > 1e-9:
                rounded.append(pair)
            larger = np.isnan(other) or one >= 1
            full[i, j] = one if larger and not np.isnan(one) else 1 / other
            full[j, i] = 1 / full[i, j]
            if not 1 / LARGEST - 1e-9 <= full[i, j] <= LARGEST + 1e-9:
                off.append(f"{pair} ({full[i, j]:g})")
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise DataError(f"{missing[0]}{more} not judged: every pair is needed")
    remarks = []
    if rounded:
        remarks.append(
            f"The halves of {', '.join(rounded)} are reciprocal but for rounding; the larger half "
            "is taken and the other made exact."
        )
    if off:
        remarks.append(f"Outside Saaty's scale from 1/9 to 9: {', '.join(off)}.")
    return pd.DataFrame(full, index=table.index, columns=table.index), remarks
