"""Reading a survey: from a file or a frame to checked, sorted answers."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.instruments.catalogue_index import load_instrument
from svqkit.instruments.instrument import Instrument
from svqkit.instruments.reading import read_instrument
from svqkit.responses.answer_codes import codebook, read_codes
from svqkit.responses.checks import check_answers, find_identifier, repeated_respondents
from svqkit.responses.columns import ColumnPlan, count_items, plan_columns, renamed
from svqkit.responses.importance import check_points
from svqkit.responses.problems import ProblemList, listed
from svqkit.responses.respondent_columns import check_outcomes, decimal_of, typed_columns
from svqkit.responses.responses import Responses
from svqkit.responses.table_file import read_table_file

__all__ = ["read_responses"]


def _instrument(instrument: str | Instrument) -> Instrument:
    if isinstance(instrument, Instrument):
        return instrument
    if not isinstance(instrument, str):
        raise TypeError(
            f"instrument must be a catalogue name, a YAML path or an Instrument, "
            f"not {type(instrument).__name__}"
        )
    if instrument.casefold().endswith((".yaml", ".yml")):
        return read_instrument(instrument)
    return load_instrument(instrument)


def _from_file(
    path: Path, instrument: Instrument, encoding: str | None, problems: ProblemList
) -> tuple[list[str], pd.DataFrame, dict[str, Any]]:
    table = read_table_file(path, lambda head: count_items(head, instrument), encoding=encoding)
    for note in table.notes:
        problems.add(*note)
    if table.short:
        problems.add(
            "short_row",
            "file",
            len(table.short),
            "missing cells counted as no answer",
            listed(f"line {line}" for line in table.short),
        )
    index = pd.Index(table.lines, name="line")
    cells = pd.DataFrame(table.rows, index=index, columns=range(len(table.header)), dtype=object)
    return table.header, cells, dict(table.source)


def _from_frame(frame: pd.DataFrame) -> tuple[list[str], pd.DataFrame, dict[str, Any]]:
    if frame.index.has_duplicates:
        twice = frame.index[frame.index.duplicated()][0]
        raise DataError(
            f"row label {twice!r} stands twice in the frame; use reset_index(drop=True)", row=twice
        )
    if frame.empty:
        raise DataError("the frame is empty: it has no rows or no columns")
    if isinstance(frame.columns, pd.MultiIndex):
        raise DataError("the frame has several header rows; join them into one name a column")
    hashed = pd.util.hash_pandas_object(frame.astype(str), index=True).to_numpy().tobytes()
    header = "\n".join(map(str, frame.columns)).encode()
    cells = frame.copy()
    cells.columns = pd.RangeIndex(frame.shape[1])
    digest = hashlib.sha256(header + hashed).hexdigest()
    return [str(c).strip() for c in frame.columns], cells, {"name": "DataFrame", "sha256": digest}


def _blank(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.isna() | cells.map(lambda cell: isinstance(cell, str) and not cell.strip())


def _drop_rows(
    cells: pd.DataFrame, header: list[str], problems: ProblemList, row_word: str
) -> pd.DataFrame:
    """Leave out rows that are empty or repeat the header."""
    empty = _blank(cells).all(axis=1)
    if empty.any():
        rows = cells.index[empty]
        problems.add(
            "empty_row", "rows", len(rows), "dropped", listed(f"{row_word} {r}" for r in rows)
        )
        problems.drop(rows, "empty row")
    first = header[0]
    suspect = cells[0].map(lambda cell: isinstance(cell, str) and cell.strip() == first)
    again = (
        suspect
        & cells.apply(
            lambda row: [str(c).strip() if c is not None else "" for c in row] == header, axis=1
        )
        if suspect.any()
        else suspect
    )
    if again.any():
        rows = cells.index[again]
        problems.add(
            "repeated_header", "rows", len(rows), "dropped", listed(f"{row_word} {r}" for r in rows)
        )
        problems.drop(rows, "header repeated among the answers")
    kept = cells[~(empty | again)]
    if kept.empty:
        raise DataError("the table has a header but no answers below it")
    return kept


def _unique_columns(
    names: list[str], cells: pd.DataFrame, instrument: Instrument, problems: ProblemList
) -> pd.DataFrame:
    """One column a name: identical copies are dropped, others refused or told apart."""
    blank_names = [i for i, name in enumerate(names) if not name]
    keep: list[int] = []
    final: list[str] = []
    first_of: dict[str, int] = {}
    for position, name in enumerate(names):
        if position in blank_names:
            if _blank(cells[[position]]).to_numpy().all():
                continue
            name = f"column {position + 1}"
            problems.add("unnamed_column", name, 1, "kept among the respondents' columns")
        if name not in first_of:
            first_of[name] = position
            keep.append(position)
            final.append(name)
            continue
        one, other = cells[first_of[name]], cells[position]
        if ((one == other) | (one.isna() & other.isna())).all():
            problems.add("duplicate_column", name, 1, "identical; the first kept")
        elif count_items([name], instrument):
            raise DataError(
                f"column {name!r} stands twice with different answers; "
                "remove one, or give it another name",
                column=name,
            )
        else:
            number = 2 + sum(earlier.startswith(f"{name} (") for earlier in final)
            problems.add("duplicate_column", name, 1, f"the later one kept as '{name} ({number})'")
            keep.append(position)
            final.append(f"{name} ({number})")
    table = cells[keep]
    table.columns = pd.Index(final)
    return table


def _codes(
    table: pd.DataFrame,
    pairs: dict[str, str],
    instrument: Instrument,
    problems: ProblemList,
    word: str,
) -> pd.DataFrame:
    read = read_codes(table[list(pairs.values())], codebook(instrument), problems, row_word=word)
    return read.set_axis(list(pairs), axis=1)


def _note_columns(plan: ColumnPlan, instrument: Instrument, problems: ProblemList) -> None:
    if "expectation" in instrument.forms and not plan.expectations:
        problems.add(
            "no_expectations",
            "expectations",
            0,
            "perceptions analysed alone, as SERVPERF does; gap scores left out",
        )
    if plan.bare:
        columns = list(plan.perceptions.values())
        problems.add(
            "no_form_named",
            f"{columns[0]} … {columns[-1]}",
            len(columns),
            "read as perceptions",
            "the columns do not say whether they hold expectations or perceptions",
        )
    if plan.foreign:
        problems.add(
            "extra_items",
            listed(plan.foreign),
            len(plan.foreign),
            "kept among the respondents' columns",
            f"{instrument.title} has no such items",
        )


def _importance(
    table: pd.DataFrame,
    plan: ColumnPlan,
    instrument: Instrument,
    problems: ProblemList,
    asked: bool,
    decimal: str,
    word: str,
) -> tuple[pd.DataFrame | None, str | None]:
    if plan.importance_kind is None:
        return None, None
    if plan.importance_kind == "ratings":
        return _codes(table, plan.importance, instrument, problems, word), "ratings"
    raw = typed_columns(table[list(plan.importance.values())], decimal)
    for column in raw.columns:
        if not pd.api.types.is_numeric_dtype(raw[column]):
            bad = raw[column][
                pd.to_numeric(raw[column], errors="coerce").isna() & raw[column].notna()
            ]
            row = bad.index[0]
            raise DataError(
                f"{word} {row}, column {column!r} holds {str(bad.iloc[0])[:40]!r}; importance "
                "points are numbers",
                row=row,
                column=column,
                value=bad.iloc[0],
            )
    points = check_points(
        raw.set_axis(list(plan.importance), axis=1), problems, asked=asked, row_word=word
    )
    return points, None if points is None else "points"


def read_responses(
    source: pd.DataFrame | str | PathLike[str],
    instrument: str | Instrument = "servqual",
    *,
    rename: Mapping[str, str] | None = None,
    importance: Sequence[str] | Mapping[str, str] | None = None,
    outcomes: Sequence[str] = (),
    encoding: str | None = None,
) -> Responses:
    """Read a survey and check every answer.

    Nothing is recoded or dropped silently: what was found and done stands in ``.problems``, rows
    left out stand in ``.dropped``. The file is never changed.

    Parameters
    ----------
    source : DataFrame or path
        One row a respondent. A file ends in .csv, .tsv, .txt, .tab or .xlsx; encoding, separator
        and decimal sign are found out. Columns are ``P1 … P22`` (perceptions) and ``E1 … E22``
        (expectations), in any common spelling (``p_01``, ``Q1_P``, ``Perception 1``).
    instrument : str or Instrument
        A catalogue name, the path of a YAML file, or an instrument.
    rename : mapping of column to name, optional
        Such as ``{"how modern is it": "P1"}``.
    importance : list of columns, or mapping of dimension or item to column, optional
        By default columns such as ``points_tangibles`` (points summing to 100) or ``IMP1 …``
        (ratings of the items) are recognised.
    outcomes : sequence of str
        Criteria among the other columns; by default those that the instrument knows.
    encoding : str, optional
        A text file's encoding, where it was found out wrongly.

    Returns
    -------
    Responses

    Raises
    ------
    DataError
        If the answers cannot be used; the message names line, column and value and what to do.
    InstrumentError, ValueError
        If the instrument cannot be read or is not in the catalogue.

    Examples
    --------
    >>> frame = pd.DataFrame([[5] * 22, [4] * 21 + [8]], columns=[f"P{i}" for i in range(1, 23)])
    >>> read = read_responses(frame, "servperf")
    >>> read.n, read.problems.loc[0, "detail"]
    (2, 'row 1: 8')
    """
    chosen, problems = _instrument(instrument), ProblemList()
    if isinstance(source, pd.DataFrame):
        header, cells, origin = _from_frame(source)
        word = "row"
    elif isinstance(source, (str, PathLike)):
        header, cells, origin = _from_file(Path(source), chosen, encoding, problems)
        word = "line"
    else:
        raise TypeError(f"source must be a path or a DataFrame, not {type(source).__name__}")
    read = len(cells)
    cells = _drop_rows(cells, header, problems, word)
    table = _unique_columns(renamed(header, rename), cells, chosen, problems)
    twice = [name for name, count in Counter((rename or {}).values()).items() if count > 1]
    if twice:
        raise DataError(f"rename gives the name {twice[0]!r} to two columns", column=twice[0])
    plan = plan_columns(list(table.columns), chosen, importance)
    _note_columns(plan, chosen, problems)
    items = {
        **{("p", c): h for c, h in plan.perceptions.items()},
        **{("e", c): h for c, h in plan.expectations.items()},
    }
    coded = read_codes(table[list(items.values())], codebook(chosen), problems, row_word=word)
    silent = coded.isna().all(axis=1)
    if silent.any():
        rows = coded.index[silent]
        problems.add(
            "no_answers", "rows", len(rows), "dropped", listed(f"{word} {r}" for r in rows)
        )
        problems.drop(rows, "no item answered")
        if silent.all():
            raise DataError("not one item was answered in any row")
        table, coded = table[~silent], coded[~silent]
    identifier = find_identifier(plan.others)
    drop = repeated_respondents(
        coded, None if identifier is None else table[identifier], problems, word
    )
    if drop:
        kept = np.setdiff1d(np.arange(len(table)), drop)
        table, coded = table.iloc[kept], coded.iloc[kept]
    perceptions = coded[list(plan.perceptions.values())].set_axis(list(plan.perceptions), axis=1)
    expectations = (
        coded[list(plan.expectations.values())].set_axis(list(plan.expectations), axis=1)
        if plan.expectations
        else None
    )
    separator = origin.get("separator")
    decimal = "."
    if word == "line":
        decimal = decimal_of([table[name].tolist() for name in table.columns], separator)
        origin["decimal"] = decimal
    weights, kind = _importance(
        table, plan, chosen, problems, importance is not None, decimal, word
    )
    respondents, criteria = check_outcomes(
        typed_columns(table[plan.others], decimal), outcomes, chosen, problems, word
    )
    names = {"perception": plan.perceptions, "expectation": plan.expectations}
    check_answers(perceptions, expectations, names, codebook(chosen), problems)
    return Responses(
        perceptions=perceptions,
        expectations=expectations,
        importance=weights,
        importance_kind=kind,
        respondents=respondents,
        outcomes=criteria,
        instrument=chosen,
        problems=problems.table(),
        dropped=problems.dropped(),
        source={**origin, "rows_read": read, "rows_kept": len(perceptions)},
    )
