"""Reading what a collection holds, also while it runs."""

from __future__ import annotations

import csv
import json
import os
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svqkit.errors import DataError
from svqkit.instruments.forms.html_form import form_columns
from svqkit.responses.collecting.collection import Collection
from svqkit.responses.collecting.store import connect, file_of, read_collection

if TYPE_CHECKING:
    import pandas as pd

    from svqkit.instruments.instrument import Instrument

__all__ = ["collected", "collected_answers", "csv_text", "rows_of", "write_csv"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows_of(collection: Collection) -> tuple[list[str], list[list[Any]]]:
    """Read all answers, in the order of their arrival.

    Parameters
    ----------
    collection : Collection

    Returns
    -------
    list of str
        The columns, as in ``form_columns``.
    list of list
        A row each respondent.
    """
    columns = form_columns(collection.plan)
    with closing(connect(collection.path)) as connection:
        found = connection.execute("SELECT content FROM answers ORDER BY number").fetchall()
    rows = [json.loads(content) for (content,) in found]
    return columns, [[row.get(column) for column in columns] for row in rows]


def collected(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read what ``svqkit collect`` has gathered, also while it runs.

    Parameters
    ----------
    path : path
        The folder of the collection, or the file ``answers.sqlite`` in it.

    Returns
    -------
    DataFrame
        A row each respondent, in the order of arrival: the form's columns (``P1`` …, see
        ``form_plan``), then ``respondent`` (a random name), ``started`` and ``submitted`` (UTC),
        ``seconds`` and ``language``; ``order`` where items were mixed. ``read_responses`` takes
        the same path and gives checked answers.

    Raises
    ------
    DataError
        If there is no collection, or its file is damaged.

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.collected("no/such/folder")
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: there is no collection at no/such/folder; ...
    """
    import pandas as pd

    collection = read_collection(path)
    columns, rows = rows_of(collection)
    frame = pd.DataFrame(rows, columns=columns)
    for field in collection.plan.fields:
        if field.kind in ("scale", "check", "points", "number"):
            frame[field.column] = pd.to_numeric(frame[field.column])
    frame["seconds"] = pd.to_numeric(frame["seconds"])
    frame.index = pd.RangeIndex(1, len(frame) + 1, name="row")
    return frame


def collected_answers(
    path: str | os.PathLike[str], instrument: Instrument
) -> tuple[pd.DataFrame, Instrument]:
    """Read a collection's answers and say which instrument they belong to.

    Parameters
    ----------
    path : path
    instrument : Instrument
        What the caller expects; a collection knows better, unless its answers were asked with
        another instrument that the caller did not leave to the default.

    Returns
    -------
    DataFrame
        As :func:`collected`.
    Instrument

    Raises
    ------
    DataError
        If nobody has answered yet, or as :func:`collected`.
    """
    frame, own = collected(path), read_collection(path).instrument
    if frame.empty:
        raise DataError(f"nobody has answered yet in {path}")
    return frame, own if instrument.name in (own.name, "servqual") else instrument


def _cell(value: Any) -> Any:
    """Keep a text from being taken for a formula by a spreadsheet."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def csv_text(collection: Collection) -> str:
    """Write all answers as CSV; texts that look like formulas get an apostrophe before them.

    Parameters
    ----------
    collection : Collection

    Returns
    -------
    str
        Commas between cells, names in the first line.
    """
    columns, rows = rows_of(collection)
    out = StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(columns)
    table.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def write_csv(collection: Collection) -> Path:
    """Write ``answers.csv`` beside a collection's file, for its owner only, whole or not at all.

    Parameters
    ----------
    collection : Collection

    Returns
    -------
    Path
        UTF-8 with the mark that spreadsheets look for.
    """
    path = file_of(collection.path).with_suffix(".csv")
    fresh = path.with_name(f"{path.name}.new{os.getpid()}")
    fresh.unlink(missing_ok=True)
    with open(
        os.open(fresh, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="utf-8-sig", newline=""
    ) as out:
        out.write(csv_text(collection))
    fresh.replace(path)
    return path
