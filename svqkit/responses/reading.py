"""Reading a survey: from a file or a frame to checked, sorted answers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, time
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.instruments.catalogue_index import load_instrument
from svqkit.instruments.instrument import Instrument
from svqkit.instruments.reading import read_instrument
from svqkit.responses.header_codes import count_items
from svqkit.responses.problems import ProblemList, listed
from svqkit.responses.responses import Responses
from svqkit.responses.sorting import sort_answers
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


def _plain(cell: Any) -> Any:
    """Keep what a table's cell usually is; spell out everything else."""
    usual = (str, int, float, date, time, np.number, np.datetime64, type(None), type(pd.NA))
    if isinstance(cell, usual) and not isinstance(cell, bool):
        return cell
    return str(cell)


def _from_frame(frame: pd.DataFrame) -> tuple[list[str], pd.DataFrame, dict[str, Any]]:
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
    header = "\n".join(map(str, frame.columns)).encode()
    cells = frame.set_axis(pd.RangeIndex(frame.shape[1]), axis=1)
    for position in [c for c in cells if pd.api.types.is_object_dtype(cells[c].dtype)]:
        cells[position] = cells[position].map(_plain).astype(object)
    digest = hashlib.sha256(header + hashed).hexdigest()
    return [str(c).strip() for c in frame.columns], cells, {"name": "DataFrame", "sha256": digest}


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
    return sort_answers(
        header,
        cells,
        origin,
        chosen,
        problems,
        row_word=word,
        rename=rename,
        importance=importance,
        outcomes=outcomes,
    )
