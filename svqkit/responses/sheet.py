"""A table on its way to be sorted: headers, cells, and what its source says about them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.responses.raw_table import Note, RawTable

__all__ = ["Sheet", "sheet_of_frame", "sheet_of_table"]


@dataclass(frozen=True)
class Sheet:
    """Headers and cells, whatever they came from.

    ``cells`` has its columns numbered and its rows labelled as the user's program shows them;
    ``row_word`` is what such a row is called; ``texts`` and ``labels`` are as in ``RawTable``.
    """

    header: list[str]
    cells: pd.DataFrame
    source: dict[str, Any]
    row_word: str = "line"
    notes: list[Note] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    labels: dict[int, dict[Any, str]] = field(default_factory=dict)

    def first(self, rows: int) -> list[list[Any]]:
        """Give the cells of the first rows."""
        return [list(row) for row in self.cells.head(rows).itertuples(index=False, name=None)]


def sheet_of_table(table: RawTable) -> Sheet:
    """Take a file's table; rows that are too short are noted.

    Parameters
    ----------
    table : RawTable

    Returns
    -------
    Sheet
    """
    from svqkit.responses.problems import listed

    notes = list(table.notes)
    if table.short:
        places = listed(f"line {line}" for line in table.short)
        handling = "missing cells counted as no answer"
        notes.append(("short_row", "file", len(table.short), handling, places))
    index = pd.Index(table.lines, name="line")
    cells = pd.DataFrame(table.rows, index=index, columns=range(len(table.header)), dtype=object)
    return Sheet(table.header, cells, dict(table.source), "line", notes, table.texts, table.labels)


def _plain(cell: Any) -> Any:
    """Keep what a table's cell usually is; spell out everything else."""
    usual = (str, int, float, date, time, np.number, np.datetime64, type(None), type(pd.NA))
    if isinstance(cell, usual) and not isinstance(cell, bool):
        return cell
    return str(cell)


def sheet_of_frame(frame: pd.DataFrame) -> Sheet:
    """Take a frame as it is; it is not changed.

    Parameters
    ----------
    frame : DataFrame

    Returns
    -------
    Sheet

    Raises
    ------
    DataError
        If it is empty, has several header rows, or two rows of one label.
    """
    if frame.index.has_duplicates:
        twice = frame.index[frame.index.duplicated()].tolist()[0]
        raise DataError(
            f"row label {twice!r} stands twice in the frame; use reset_index(drop=True)", row=twice
        )
    if frame.empty:
        raise DataError("the frame is empty: it has no rows or no columns")
    if isinstance(frame.columns, pd.MultiIndex):
        raise DataError("the frame has several header rows; join them into one name a column")
    hashed = pd.util.hash_pandas_object(frame.astype(str), index=True).to_numpy().tobytes()
    header = "\n".join(map(str, frame.columns)).encode("utf-8", "replace")
    cells = frame.set_axis(pd.RangeIndex(frame.shape[1]), axis=1)
    for position in [c for c in cells if pd.api.types.is_object_dtype(cells[c].dtype)]:
        cells[position] = cells[position].map(_plain).astype(object)
    digest = hashlib.sha256(header + hashed).hexdigest()
    source = {"name": "DataFrame", "sha256": digest}
    return Sheet([str(c).strip() for c in frame.columns], cells, source, "row")
