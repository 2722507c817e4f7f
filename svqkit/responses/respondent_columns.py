"""Everything beside the items: numbers become numbers, text stays text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.instruments.instrument import Instrument
from svqkit.responses.answer_codes import as_float
from svqkit.responses.problems import ProblemList, listed

__all__ = ["check_outcomes", "decimal_of", "typed_columns"]

_POINT = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:,\d+)?")
_UNSAID = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "."})


def decimal_of(columns: Sequence[Sequence[Any]]) -> str:
    """Tell whether a file writes decimals with a comma.

    Parameters
    ----------
    columns : sequence of columns of cells

    Returns
    -------
    str
        ``","`` where cells such as ``3,5`` stand and none such as ``3.5``; otherwise ``"."``.
        A comma before exactly three digits may part thousands and decides nothing.

    Examples
    --------
    >>> decimal_of([["3,5", "4"]]), decimal_of([["1,234"]]), decimal_of([["3.5"]])
    (',', '.', '.')
    """
    commas = points = 0
    for column in columns:
        for cell in set(column):
            if not isinstance(cell, str):
                continue
            if "," in cell and _COMMA.fullmatch(cell.strip()):
                commas += not _thousands(cell, ",")
            elif "." in cell and _POINT.fullmatch(cell.strip()):
                points += 1
    return "," if commas > points else "."


def _unsaid(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in _UNSAID)


def _is_number(cell: Any, pattern: re.Pattern[str]) -> bool:
    if isinstance(cell, str):
        return pattern.fullmatch(cell.strip()) is not None
    return isinstance(cell, (int, float, np.number)) and not isinstance(cell, bool)


def _other_decimal(known: Sequence[Any], decimal: str) -> bool:
    """Whether a column writes all decimals with the other sign, and none that may part thousands."""
    sign, pattern = (".", _POINT) if decimal == "," else (",", _COMMA)
    return all(
        _is_number(cell, pattern) and not (isinstance(cell, str) and _thousands(cell, sign))
        for cell in known
    )


def _thousands(cell: str, sign: str) -> bool:
    return len(cell.strip().partition(sign)[2]) == 3


def _as_number(cell: Any) -> float:
    return as_float(cell.strip().replace(",", ".") if isinstance(cell, str) else cell)


def _as_text(cell: Any) -> str:
    return cell.isoformat() if isinstance(cell, (date, time)) else str(cell).strip()


def _typed(cells: pd.Series, decimal: str) -> pd.Series:
    """Numbers if every filled cell is one (no leading zeros: those are codes); else text."""
    text_like = pd.api.types.is_object_dtype(cells.dtype) or isinstance(cells.dtype, pd.StringDtype)
    if not text_like:
        return cells  # a frame's own numbers, dates and categories
    places, distinct = pd.factorize(cells.to_numpy(dtype=object), use_na_sentinel=True)
    said = [not _unsaid(cell) for cell in distinct]
    filled = np.array([*said, False])[places]
    if not filled.any():
        return pd.Series(np.nan, index=cells.index, name=cells.name)
    pattern = _COMMA if decimal == "," else _POINT
    known = [cell for cell, is_said in zip(distinct, said, strict=True) if is_said]
    if not (all(_is_number(cell, pattern) for cell in known) or _other_decimal(known, decimal)):
        text = [
            _as_text(cell) if is_said else None
            for cell, is_said in zip(distinct, said, strict=True)
        ]
        values = np.array([*text, None], dtype=object)[places]
        return pd.Series(values, index=cells.index, name=cells.name, dtype=object)
    numbers = [
        _as_number(cell) if is_said else np.nan
        for cell, is_said in zip(distinct, said, strict=True)
    ]
    column = pd.Series(np.array([*numbers, np.nan])[places], index=cells.index, name=cells.name)
    whole = filled.all() and (column == column.round()).all() and (column.abs() < 2**53).all()
    return column.astype("int64") if whole else column


def typed_columns(raw: pd.DataFrame, decimal: str) -> pd.DataFrame:
    """Turn raw cells into numbers where a whole column is numeric; keep other text as it is.

    Text is never interpreted: a cell such as ``=1+1`` stays text. A column that writes its decimals
    with the other sign throughout (``15.0`` in a file of ``3,5``) is read as numbers, unless a cell
    of it could part thousands.

    Parameters
    ----------
    raw : DataFrame (respondents × columns)
        Cells as they stand in the file.
    decimal : str

    Returns
    -------
    DataFrame
        Empty cells are NaN in numeric and None in text columns. Whole numbers without gaps are
        integers.

    Examples
    --------
    >>> typed_columns(pd.DataFrame({"age": ["31", "4,5"], "zip": ["0123", "99"]}), ",").dtypes.map(str).tolist()
    ['float64', 'object']
    """
    if raw.shape[1] == 0:
        return pd.DataFrame(index=raw.index)
    return pd.concat([_typed(raw[column], decimal) for column in raw.columns], axis=1)


def check_outcomes(
    respondents: pd.DataFrame,
    asked: Sequence[str],
    instrument: Instrument,
    problems: ProblemList,
    row_word: str,
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Make sure that criteria are numbers within their range.

    Parameters
    ----------
    respondents : DataFrame
    asked : sequence of str
        Columns to use; where none are named, those that the instrument knows and the table has.
    instrument : Instrument
    problems : ProblemList
    row_word : str

    Returns
    -------
    DataFrame
        ``respondents`` with criteria as floating-point numbers; a value outside its known range,
        or a code for no answer (outside 0 to 20 where no range is known), is set to missing and
        counted.
    tuple of str
        The criteria.

    Raises
    ------
    DataError
        If a column is not there or holds text.
    """
    known = {outcome.column: outcome for outcome in instrument.outcomes}
    by_name = {str(column).strip().casefold(): column for column in respondents.columns}
    if asked:
        absent = [name for name in asked if name not in respondents.columns]
        if absent:
            raise DataError(
                f"outcomes names column {absent[0]!r}, which is not there; the columns beside the "
                f"items are {listed(respondents.columns)}",
                column=absent[0],
            )
        chosen = list(dict.fromkeys(asked))
    else:
        chosen = [by_name[name.casefold()] for name in known if name.casefold() in by_name]
        chosen = [c for c in chosen if pd.api.types.is_numeric_dtype(respondents[c])]
    changed = respondents.copy()
    for column in chosen:
        values = respondents[column]
        if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
            bad = values[pd.to_numeric(values, errors="coerce").isna() & values.notna()]
            row = bad.index[0] if len(bad) else values.index[0]
            raise DataError(
                f"outcome {column!r} must be numeric, but {row_word} {row} holds "
                f"{str(values.loc[row])[:40]!r}",
                row=row,
                column=column,
                value=values.loc[row],
            )
        numbers = values.astype(float)
        outcome = next(
            (o for n, o in known.items() if n.casefold() == str(column).casefold()), None
        )
        codes = numbers.isin(instrument.scale.missing_codes)
        if outcome is not None and outcome.low is not None and outcome.high is not None:
            away = numbers.notna() & ~numbers.between(outcome.low, outcome.high)
            what = f"outside {outcome.low:g} to {outcome.high:g}"
        else:
            away = codes if numbers[~codes].dropna().between(0, 20).all() else codes & False
            what = "code for no answer"
        if away.any():
            places = listed(f"{row_word} {row}: {value:g}" for row, value in numbers[away].items())
            kind = "missing_code" if codes[away].all() else "out_of_range"
            problems.add(kind, str(column), int(away.sum()), f"set to missing: {what}", places)
        changed[column] = numbers.mask(away)
    return changed, tuple(str(column) for column in chosen)
