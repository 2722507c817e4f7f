"""Rows and columns of a raw table: empty, repeated or doubled ones."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.instruments.instrument import Instrument
from svqkit.responses.header_codes import count_items
from svqkit.responses.problems import ProblemList, listed

__all__ = ["answer_rows", "unique_columns"]


def _blank(cells: pd.DataFrame) -> pd.DataFrame:
    """Tell which cells hold nothing but spaces."""
    raw = cells.to_numpy(dtype=object)
    places, distinct = pd.factorize(raw.ravel(), use_na_sentinel=True)
    empty = [isinstance(cell, str) and not cell.strip() for cell in distinct]
    values = np.array([*empty, True])[places].reshape(raw.shape)
    return pd.DataFrame(values, index=cells.index, columns=cells.columns)


def answer_rows(
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


def unique_columns(
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
