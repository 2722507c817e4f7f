"""Reading an indicator system from a table or a file, each fault named by row and column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError, InstrumentError
from svqkit.gaps.weighting.given_weights import given_weights
from svqkit.improvement.indicators.fields import FIELDS, NEEDED, closest, read_field
from svqkit.improvement.indicators.system import IndicatorSystem
from svqkit.instruments.yaml_lines import read_yaml_with_lines
from svqkit.responses.table_file import read_table_file

__all__ = ["read_indicators", "starter_indicators"]

_HEADINGS = ("title", "language", "indicators")


def read_indicators(
    source: pd.DataFrame | str | Path, *, title: str = "", language: str = ""
) -> IndicatorSystem:
    """Read an indicator system from a table, a CSV or Excel file, or YAML.

    Parameters
    ----------
    source : DataFrame or path (csv, xlsx, yaml)
        A row an indicator. Needed: ``id name area dimension kind direction``; also ``criterion
        definition method formula unit goal review target source frequency owner weight transform
        worst best``. YAML holds ``title``, ``language`` and the list ``indicators``, or the list
        alone.
    title : str, optional
    language : str, optional
        BCP 47, of the names; English otherwise.

    Returns
    -------
    IndicatorSystem
        ``.table .weights .with_weights()``.

    Raises
    ------
    DataError
        If a field is unknown or a needed one missing, a cell cannot be read, an id comes twice,
        anchors contradict the direction, or weights are incomplete or do not sum: with the row and
        column (rows as a spreadsheet counts them, lines for YAML).

    Examples
    --------
    >>> table = pd.DataFrame({"id": ["queue"], "name": ["Queue time"], "area": ["efficiency"],
    ...     "dimension": ["responsiveness"], "kind": ["quantitative"], "direction": ["less"],
    ...     "ownr": ["branch"]})
    >>> read_indicators(table)
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: column 'ownr' is no field of an indicator; did you mean 'owner'?
    >>> read_indicators(table.rename(columns={"ownr": "owner"})).table.loc["queue", "owner"]
    'branch'
    """
    said: dict[str, Any] = {}
    in_lines = False
    if isinstance(source, pd.DataFrame):
        fields, rows = _from_table(source)
        lines: list[Any] = list(range(2, len(rows) + 2))
    elif not isinstance(source, (str, Path)):
        raise TypeError(f"source must be a table or a path, not {type(source).__name__}")
    else:
        path = Path(source)
        if not path.exists():
            raise DataError(f"there is no file {path.name!r}; check the path")
        kind = path.suffix.lower()
        if kind in (".yaml", ".yml"):
            rows, lines, said = _from_yaml(path)
            fields, in_lines = list(dict.fromkeys(field for row in rows for field in row)), True
        elif kind in (".csv", ".xlsx"):
            raw = read_table_file(path, lambda header: sum(name in FIELDS for name in header))
            fields, rows = _from_table(pd.DataFrame(raw.rows, columns=raw.header, dtype=object))
            lines = raw.lines
        else:
            raise DataError(f"{path.name!r} is none of csv, xlsx, yaml")
    places = [f"{'line' if in_lines else 'row'} {line}" for line in lines]
    for field in fields:
        if field not in FIELDS:
            at = next(k for k, row in enumerate(rows) if field in row) if in_lines else None
            near = closest(str(field), FIELDS)
            raise DataError(
                f"{'' if at is None else places[at] + ': '}column {str(field)!r} is no field of an "
                f"indicator{near or '; there are ' + ', '.join(FIELDS)}",
                row=None if at is None else lines[at],
                column=field,
            )
    if not rows:
        raise DataError("there are no indicators")
    table = _typed(rows, places, lines)
    return IndicatorSystem(
        table,
        title or str(said.get("title") or "Indicator system"),
        language or str(said.get("language") or "en"),
    )


def starter_indicators() -> IndicatorSystem:
    """Give a starter catalogue: indicators for any service, by area and dimension.

    About three for each of the five dimensions and each of the six areas, in our own words. It has
    no targets, owners, dates or weights, since those are yours: :func:`svqkit.indicator_checks`
    lists them until they are filled in.

    Returns
    -------
    IndicatorSystem

    Examples
    --------
    >>> system = starter_indicators()
    >>> int(system.table["area"].value_counts().min()) >= 3
    True
    """
    return read_indicators(Path(__file__).with_name("starter_indicators.yaml"))


def _from_table(table: pd.DataFrame) -> tuple[list[Any], list[dict[str, Any]]]:
    """Give the columns, and each row as a mapping."""
    if table.index.name == "id" and "id" not in table:
        table = table.reset_index()
    fields = list(table.columns)
    if table.columns.has_duplicates:
        double = table.columns[table.columns.duplicated()][0]
        raise DataError(f"column {str(double)!r} stands twice in the table", column=double)
    return fields, [dict(zip(fields, row, strict=True)) for row in table.itertuples(index=False)]


def _from_yaml(path: Path) -> tuple[list[dict[str, Any]], list[int], dict[str, Any]]:
    try:
        content, lines = read_yaml_with_lines(path)
    except InstrumentError as error:
        raise DataError(str(error)) from error
    said: dict[str, Any] = {}
    at: tuple[Any, ...] = ()
    if isinstance(content, dict):
        unknown = [key for key in content if key not in _HEADINGS]
        if unknown:
            raise DataError(
                f"line {lines[(unknown[0],)]}: {unknown[0]!r} is none of {', '.join(_HEADINGS)}",
                column=unknown[0],
            )
        said, at, content = content, ("indicators",), content.get("indicators")
    if not isinstance(content, list) or not all(isinstance(one, dict) for one in content):
        raise DataError(
            f"{path.name!r} must hold a list of indicators, each beginning with '- id:'"
        )
    return content, [lines[(*at, k)] for k in range(len(content))], said


def _typed(rows: list[dict[str, Any]], places: list[str], lines: list[Any]) -> pd.DataFrame:
    """Read every cell, then what rows must agree on."""
    read = []
    for row, place, line in zip(rows, places, lines, strict=True):
        name = row.get("id")
        where = f"{place} ({name})" if isinstance(name, str) and name else place
        for field in NEEDED:
            if field not in row:
                raise DataError(
                    f"{where}: the field {field!r} is missing ({FIELDS[field]})",
                    row=line,
                    column=field,
                )
        cells = {field: read_field(field, row.get(field), where, line) for field in FIELDS}
        cells["transform"] = cells["transform"] or "anchors"
        _check_anchors(cells, where, line)
        read.append(cells)
    table = pd.DataFrame(read, columns=list(FIELDS)).set_index("id")
    table["review"] = pd.to_datetime(table["review"])
    twice = table.index.duplicated()
    if twice.any():
        k = int(np.argmax(twice))
        raise DataError(
            f"{places[k]}, column 'id': {table.index[k]!r} comes twice", row=lines[k], column="id"
        )
    table["weight"] = _weights(table["weight"], places, lines)
    return table


def _check_anchors(cells: dict[str, Any], where: str, line: int) -> None:
    worst, best = cells["worst"], cells["best"]
    if np.isnan(worst) != np.isnan(best):
        absent = "worst" if np.isnan(worst) else "best"
        raise DataError(
            f"{where}, column {absent!r}: nothing is given; a score needs both anchors, worst and best",
            row=line,
            column=absent,
        )
    if np.isnan(worst):
        return
    if worst == best:
        raise DataError(
            f"{where}, column 'best': worst and best are both {best:g}; a score would have a zero "
            "denominator",
            row=line,
            column="best",
        )
    if (best > worst) != (cells["direction"] == "more"):
        raise DataError(
            f"{where}, column 'best': {cells['direction']} is better, but best is {best:g} and worst "
            f"is {worst:g}",
            row=line,
            column="best",
        )


def _weights(stated: pd.Series, places: list[str], lines: list[Any]) -> Any:
    if stated.isna().all():
        return stated
    if stated.isna().any():
        k = int(np.argmax(stated.isna()))
        raise DataError(
            f"{places[k]} ({stated.index[k]}), column 'weight': nothing is given, while others have "
            "a weight; give all or none",
            row=lines[k],
            column="weight",
        )
    return given_weights(stated, list(stated.index), what="indicator") / 100
