"""Values of indicators, checked: by unit, perhaps by period, one column an indicator."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.indicators.fields import closest
from svqkit.improvement.indicators.system import IndicatorSystem
from svqkit.improvement.weighting.ratings import floats_of

__all__ = ["far_values", "missing_values", "read_values", "when_words"]

TIMES = 8.0
"""A value this many times the indicator's median (or as small a part of it) is named."""
FEWEST = 8
"""Values of an indicator that a median is taken of."""
_UNITS = {
    10: "a decimal point",
    24: "hours for days",
    60: "minutes for hours, or seconds for minutes",
    100: "per cent for shares",
    1000: "a thousand",
}


def read_values(
    system: IndicatorSystem, values: pd.DataFrame, by: str | None, period: str | None
) -> pd.DataFrame:
    """Lay values out by unit and period (rows) and indicator (columns).

    Parameters
    ----------
    system : IndicatorSystem
    values : DataFrame
        Long, with ``indicator`` and ``value`` (and perhaps ``unit``, which must be the
        definition's) and the columns ``by`` and ``period``; or wide, a column an indicator, a row a
        unit (the index, or the columns ``by`` and ``period``).
    by, period : str or None

    Returns
    -------
    DataFrame of float (index: unit, or unit and period)
        Columns in the system's order.

    Raises
    ------
    TypeError
        If the system or the values are something else.
    DataError
        Naming the row or column that cannot be used.

    Examples
    --------
    >>> import svqkit as svq
    >>> system = svq.read_indicators(svq.load_dataset("bank_indicators"))
    >>> read_values(system, svq.load_dataset("bank_indicator_values"), "branch", "month").shape
    (48, 15)
    """
    for what, given, kind, wanted in (
        ("system", system, IndicatorSystem, "what read_indicators() returns"),
        ("values", values, pd.DataFrame, "a table"),
    ):
        if not isinstance(given, kind):
            raise TypeError(f"{what} must be {wanted}, not {type(given).__name__}")
    for name in (by, period):
        if name is not None and name not in list(values.columns):
            raise DataError(
                f"there is no column {name!r}; there are {', '.join(map(str, values.columns))}",
                column=name,
            )
    if by is not None and by == period:
        raise DataError(f"by and period are the same column, {by!r}", column=by)
    keys = [name for name in (by, period) if name is not None]
    if "indicator" in values and "value" in values:
        if by is None:
            raise DataError("values by indicator need by=, the column of units such as branches")
        wide = _from_long(system, values, keys)
    else:
        wide = values.set_index(keys) if keys else values
        if by is None and period is not None:
            raise DataError("period= needs by=, the column of units such as branches")
    _check_places(wide)
    ids = list(system.table.index)
    unknown = [name for name in wide.columns if name not in ids]
    if unknown:
        raise DataError(
            f"{str(unknown[0])!r} is no indicator of the system{closest(str(unknown[0]), ids)}",
            column=unknown[0],
        )
    absent = [name for name in ids if name not in wide]
    if absent:
        raise DataError(
            f"indicator {absent[0]!r} has no values; add them, or leave it out of the system",
            column=absent[0],
        )
    wide = wide[ids]
    found = floats_of(wide)
    lost = found.isna().to_numpy() & wide.notna().to_numpy()
    bad = np.argwhere(lost | np.isinf(found.to_numpy()))
    if len(bad):
        i, j = (int(at) for at in bad[0])
        raise DataError(
            f"{_said(wide.index[i])} has {ids[j]} = {str(wide.iat[i, j])!r}, which is no number",
            row=wide.index[i],
            column=ids[j],
            value=wide.iat[i, j],
        )
    if len(found) == 0:
        raise DataError("there are no values")
    return found.rename_axis(columns="indicator")


def _check_places(wide: pd.DataFrame) -> None:
    """Refuse columns and rows that cannot be told apart."""
    if wide.columns.has_duplicates:
        name = wide.columns[wide.columns.duplicated()][0]
        raise DataError(f"the column {str(name)!r} stands twice in the values", column=name)
    if wide.index.nlevels > 2:
        raise DataError(
            f"the index of the values has {wide.index.nlevels} levels; it holds units, or units and "
            "periods"
        )
    if wide.index.has_duplicates:
        first = wide.index[wide.index.duplicated()][0]
        raise DataError(f"{_said(first)} comes twice", row=first)
    empty = wide.index.to_frame().isna().to_numpy()
    if empty.any():
        row, level = (int(at) for at in np.argwhere(empty)[0])
        raise DataError(
            f"row {row + 1} of the values has no {('unit', 'period')[level]}", row=row + 1
        )


def _from_long(system: IndicatorSystem, values: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    place = [*keys, "indicator"]
    empty = values[place].isna().any(axis=1)
    if empty.any():
        at = int(np.argmax(empty.to_numpy()))
        row, cells = values.index.tolist()[at], values[place].iloc[at]
        column = next(name for name in place if pd.isna(cells[name]))
        raise DataError(f"row {row!r} has no {column}", row=row, column=column)
    again = values.duplicated(place)
    if again.any():
        first = values[place].iloc[int(np.argmax(again.to_numpy()))]
        row = again.index.tolist()[int(np.argmax(again.to_numpy()))]
        raise DataError(
            f"{', '.join(map(str, first))} comes twice (row {row!r}); "
            + ("keep one" if len(keys) > 1 else "name the column of periods with period="),
            row=row,
        )
    if "unit" in values and "unit" not in keys:
        stated = values["indicator"].map(system.table["unit"])
        other = (
            values["unit"].notna() & stated.notna() & (stated != "") & (values["unit"] != stated)
        )
        if other.any():
            at = int(np.argmax(other.to_numpy()))
            row, name, given = (
                values.index.tolist()[at],
                values["indicator"].iloc[at],
                values["unit"].iloc[at],
            )
            raise DataError(
                f"row {row!r}: {name} is given in {given!r}, defined in {stated.iloc[at]!r}; convert it "
                "first",
                row=row,
                column="unit",
            )
    rows = keys if len(keys) > 1 else keys[0]
    numbers = floats_of(values[["value"]])["value"]
    odd = numbers.isna() & values["value"].notna()
    if odd.any():
        at = int(np.argmax(odd.to_numpy()))
        row, cell = values.index.tolist()[at], values["value"].iloc[at]
        name = values["indicator"].iloc[at]
        raise DataError(
            f"row {row!r}: {name} = {str(cell)!r}, which is no number",
            row=row,
            column="value",
            value=cell,
        )
    return values.assign(value=numbers).pivot(index=rows, columns="indicator", values="value")


def far_values(found: pd.DataFrame) -> pd.DataFrame:
    """Name values so far from their indicator's median that the unit may be wrong.

    Parameters
    ----------
    found : DataFrame
        As :func:`read_values` gives it.

    Returns
    -------
    DataFrame
        ``unit period indicator value flag``.

    Examples
    --------
    >>> hours = pd.DataFrame({"repair": [4.0, 5, 4, 5, 6, 4, 5, 300]}, index=list("abcdefgh"))
    >>> far_values(hours)["flag"].tolist()
    ['60 times the median 5: minutes for hours, or seconds for minutes?']
    """
    array = found.to_numpy()
    rows: list[tuple] = []
    for j, name in enumerate(found.columns):
        known = array[~np.isnan(array[:, j]), j]
        middle = float(np.median(known)) if len(known) >= FEWEST else 0.0
        if middle <= 0:
            continue
        ratio = array[:, j] / middle
        for i in np.flatnonzero((ratio >= TIMES) | ((ratio <= 1 / TIMES) & (ratio > 0))).tolist():
            times = float(ratio[i])
            said = f"{times:.0f} times" if times > 1 else f"1/{1 / times:.0f} of"
            said += f" the median {middle:g}{_hint(times)}"
            rows.append((*_pair(found.index[i]), name, float(array[i, j]), said))
    return _flags(rows)


def _hint(ratio: float) -> str:
    """Ask for a unit whose factor is near."""
    size = max(ratio, 1 / ratio)
    near = min(_UNITS, key=lambda one: abs(np.log(one / size)))
    return f": {_UNITS[near]}?" if abs(np.log(near / size)) < np.log(1.5) else ""


def missing_values(found: pd.DataFrame) -> pd.DataFrame:
    """Name cells that are missing although another unit has the indicator in that period.

    Parameters
    ----------
    found : DataFrame
        As :func:`read_values` gives it.

    Returns
    -------
    DataFrame
        ``unit period indicator value flag``.

    Examples
    --------
    >>> table = pd.DataFrame({"queue": [5.0, None]}, index=["Harbour", "Station"])
    >>> missing_values(table)[["unit", "flag"]].values.tolist()
    [['Station', 'missing']]
    """
    table = found
    expected = np.ones(found.shape, dtype=bool)
    if found.index.nlevels > 1:
        units, periods = (found.index.get_level_values(level).unique() for level in (0, 1))
        table = found.reindex(pd.MultiIndex.from_product([units, periods], names=found.index.names))
        anywhere = table.notna().groupby(level=1).transform("any")
        expected = anywhere.to_numpy()
    gone = np.argwhere(table.isna().to_numpy() & expected)
    rows = [(*_pair(table.index[i]), table.columns[j], np.nan, "missing") for i, j in gone]
    return _flags(rows)


def when_words(period: object) -> str:
    """Say a period: a day without its midnight.

    Examples
    --------
    >>> when_words(pd.Timestamp("2026-02-01")), when_words("2026-02")
    ('2026-02-01', '2026-02')
    """
    return str(period).removesuffix(" 00:00:00")


def _flags(rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["unit", "period", "indicator", "value", "flag"])


def _pair(place: object) -> tuple[object, object]:
    return (place[0], place[1]) if isinstance(place, tuple) else (place, "")


def _said(place: object) -> str:
    return ", ".join(map(str, place)) if isinstance(place, tuple) else repr(place)
