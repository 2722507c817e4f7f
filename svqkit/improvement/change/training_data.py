"""Measurements of people around a training: which columns, who is missing, who left."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.change.measurements import column_of, values_of
from svqkit.improvement.change.t_tests import welch

__all__ = ["attrition", "measured_times", "people_of"]


def measured_times(staff: pd.DataFrame, columns: Sequence[str], what: str) -> pd.DataFrame:
    """Read the columns of one level: before, after, and perhaps a follow-up.

    Parameters
    ----------
    staff : DataFrame
    columns : sequence of two or three str
    what : str

    Returns
    -------
    DataFrame
        ``before after`` and, of three, ``follow_up``.

    Raises
    ------
    DataError
        If a column is missing or holds text.
    ValueError
        If they are not two or three different names.

    Examples
    --------
    >>> measured_times(pd.DataFrame({"a": [1], "b": [2]}), ("a", "b"), "learning").iloc[0].tolist()
    [1.0, 2.0]
    """
    if (
        isinstance(columns, str)
        or not isinstance(columns, Sequence)
        or not 2 <= len(columns) <= 3
        or len(set(columns)) < len(columns)
    ):
        raise ValueError(
            f"{what} must name two or three different columns (before, after, follow-up), "
            f"not {columns!r}"
        )
    names = ["before", "after", "follow_up"]
    read = {
        name: values_of(column_of(staff, column, what), column)
        for name, column in zip(names, columns, strict=False)
    }
    return pd.DataFrame(read)


def attrition(
    table: pd.DataFrame, trained: np.ndarray, what: str
) -> tuple[pd.DataFrame, list[str]]:
    """Count who is missing at each time, and whether they started like the others.

    Parameters
    ----------
    table : DataFrame
        From ``measured_times``.
    trained : ndarray of bool
    what : str
        The level.

    Returns
    -------
    counts : DataFrame (index: level, group)
        ``people`` and how many were measured at each time; ``stayed_less_left``: first value of those
        who stayed to the end less that of those who did not, ``p`` by Welch's t.
    cautions : list of str

    Examples
    --------
    >>> table = pd.DataFrame({"before": [1.0, 2, 3, 4], "after": [2.0, None, 4, 5]})
    >>> attrition(table, np.array([True, True, False, False]), "learning")[0]["after"].tolist()
    [1, 2]
    """
    rows, said = {}, []
    whole = table.notna().all(axis=1).to_numpy()
    for name, group in (("trained", trained), ("comparison", ~trained)):
        seen = table[group]
        stayed, left = (
            seen["before"][whole[group]].to_numpy(),
            seen["before"][~whole[group]].dropna().to_numpy(),
        )
        apart = p = np.nan
        if min(len(stayed), len(left)) >= 2 and stayed.std() + left.std() > 0:
            found = welch(left, stayed)
            apart, p = found.estimate, found.p
        rows[what, name] = [len(seen), *seen.notna().sum(), apart, p]
    counts = pd.DataFrame.from_dict(
        rows, orient="index", columns=["people", *table.columns, "stayed_less_left", "p"]
    )
    counts.index = pd.MultiIndex.from_tuples(counts.index, names=["level", "group"])
    lost = 1 - counts[table.columns[-1]] / counts["people"]
    gap = abs(lost.iloc[0] - lost.iloc[1])
    if lost.max() > 0.2 or gap > 0.1:
        said.append(
            f"{what}: {100 * lost.iloc[0]:.0f} % of the trained and {100 * lost.iloc[1]:.0f} % of the "
            "comparison group are missing at the end; the result is that of those who stayed."
        )
    if (counts["p"] < 0.05).any():
        said.append(
            f"{what}: those who are missing started differently from those who stayed; adjusting for "
            "the first value takes that into account only as far as it goes by that value."
        )
    return counts, said


def people_of(staff: pd.DataFrame) -> None:
    """Refuse a table in which somebody comes twice.

    Parameters
    ----------
    staff : DataFrame

    Raises
    ------
    DataError

    Examples
    --------
    >>> people_of(pd.DataFrame({"a": [1, 2]}))
    """
    if not isinstance(staff, pd.DataFrame):
        raise DataError(f"a DataFrame with a row a person is needed, not {type(staff).__name__}")
    twice = staff.index[staff.index.duplicated()]
    if len(twice):
        raise DataError(
            f"{twice[0]!r} comes twice in the index; keep one row a person", row=twice[0]
        )
