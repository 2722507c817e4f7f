"""Units to compare, checked: counts or means, with their sizes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.processes.amounts import LARGEST

__all__ = ["read_units"]


def read_units(
    units: pd.DataFrame,
    value: str | None,
    events: str | None,
    n: str,
    sd: str | None,
    kind: str,
) -> tuple[pd.DataFrame, float]:
    """Read the units with their sizes and values, and the standard deviation within them.

    Parameters
    ----------
    units : DataFrame (index: unit)
    value, events : str or None
        The one of the two columns that is given.
    n : str
    sd : str or None
    kind : {"share", "rate", "mean"}

    Returns
    -------
    table : DataFrame (index: unit)
        ``n value``.
    sd : float
        Pooled over units by their degrees of freedom; NaN for counts.

    Raises
    ------
    DataError
        If a column or a number is missing or impossible, or a unit comes twice.

    Examples
    --------
    >>> units = pd.DataFrame({"late": [4, 9], "n": [40, 60]}, index=["A", "B"])
    >>> read_units(units, None, "late", "n", None, "share")[0]["value"].tolist()
    [0.1, 0.15]
    """
    if value is not None and sd is None:
        raise DataError("means need sd=, the column of standard deviations within units")
    if not isinstance(units, pd.DataFrame):
        raise DataError(f"units must be a table with a row a unit, not {type(units).__name__}")
    wanted = [name for name in (n, value, events, sd) if name is not None]
    for columns in (units.columns, pd.Index(wanted)):
        if columns.has_duplicates:
            name = columns[columns.duplicated()][0]
            raise DataError(f"the column {name!r} is there twice, or serves two ends", column=name)
    for name in wanted:
        if name not in units:
            raise DataError(
                f"there is no column {name!r}; there are {', '.join(map(str, units.columns))}",
                column=name,
            )
    if units.index.nlevels > 1 or units.index.hasnans:
        raise DataError(
            "each unit needs one name in the index; fill in what is missing, and join levels"
        )
    twice = units.index[units.index.duplicated()]
    if len(twice):
        raise DataError(f"the unit {twice[0]!r} comes twice; add its rows up first", row=twice[0])
    numbers = units[wanted].astype(object).apply(pd.to_numeric, errors="coerce").astype(float)
    bad = numbers.isna() | (numbers.abs() > LARGEST)
    bad[n] |= numbers[n] <= 0
    if events is not None:
        bad[events] |= (numbers[events] < 0) | (numbers[events] % 1 != 0)
        if kind == "share":
            bad[events] |= numbers[events] > numbers[n]
            bad[n] |= numbers[n] % 1 != 0
    if sd is not None:
        bad[sd] |= numbers[sd] < 0
        bad[sd] &= ~((numbers[n] == 1) & numbers[sd].isna())  # one respondent has no spread
        bad[n] |= numbers[n] < 1
        numbers[sd] = numbers[sd].fillna(0.0)
    if bad.to_numpy().any():
        row, column = np.argwhere(bad.to_numpy())[0]
        unit, name = units.index[row], wanted[column]
        raise DataError(
            f"unit {unit!r} has {name} = {units.loc[unit, name]}; n must be above 0, counts whole "
            "and 0 or more (no percentages), events of a share no more than n, and nothing missing",
            row=unit,
            column=name,
            value=units.loc[unit, name],
        )
    table = pd.DataFrame({"n": numbers[n]}, index=units.index).rename_axis("unit")
    if events is not None:
        table["value"] = numbers[events] / numbers[n]
        return table, float("nan")
    table["value"] = numbers[value]
    freedom = numbers[n] - 1
    if float(freedom.sum()) <= 0:
        raise DataError("every unit has one respondent: the spread within units is not known")
    pooled = float(np.sqrt((freedom * numbers[sd] ** 2).sum() / freedom.sum()))
    if pooled == 0:
        raise DataError(
            f"{sd} is 0 in every unit: with no spread within units all differ", column=sd
        )
    return table, pooled
