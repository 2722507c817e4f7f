"""The small files that a form saves, one a respondent, put together."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from svqkit.errors import DataError, SvqkitWarning
from svqkit.responses.problems import listed
from svqkit.responses.respondent_columns import typed_columns
from svqkit.responses.table_file import read_table_file

__all__ = ["join_forms"]

_ENDINGS = (".csv", ".json")
_KEY = ["respondent", "submitted"]


def _paths(source: str | PathLike[str] | Iterable[str | PathLike[str]]) -> list[Path]:
    if not isinstance(source, (str, PathLike)):
        found = [Path(one) for one in source]
    elif Path(source).is_dir():
        inside = sorted(Path(source).iterdir())
        found = [p for p in inside if p.suffix.casefold() in _ENDINGS and p.name[0] != "."]
    else:
        found = [Path(source)]
    if not found:
        raise DataError(f"{source} holds no files of a form; they end in {' or '.join(_ENDINGS)}")
    return found


def _read(path: Path) -> pd.DataFrame:
    table = read_table_file(path, len)
    lacking = [name for name in _KEY if name not in table.header]
    if lacking:
        raise DataError(
            f"{path.name} has no column {lacking[0]!r}, so it is no file that a form saved; "
            "leave it out, or move it to another folder"
        )
    twice = [name for name in table.header if table.header.count(name) > 1]
    if twice:
        raise DataError(f"{path.name} has the column {twice[0]!r} twice", column=twice[0])
    frame = pd.DataFrame(table.rows, columns=table.header, dtype=object)
    unsaid = frame["respondent"].map(lambda cell: not str(cell or "").strip())
    if unsaid.any():
        line = table.lines[int(unsaid.to_numpy().argmax())]
        raise DataError(f"{path.name}, line {line} has no respondent", row=line)
    return frame.assign(file=path.name)


def join_forms(source: str | PathLike[str] | Iterable[str | PathLike[str]]) -> pd.DataFrame:
    r"""Put the files that respondents saved from a form into one table.

    Parameters
    ----------
    source : folder, path or paths
        CSV and JSON files as the HTML form saves them; of a folder, all that end so. Forms in
        several languages may be mixed, since their columns are the same.

    Returns
    -------
    DataFrame
        One row a respondent, in the order of submission: the form's columns, as
        ``read_responses`` takes them, then ``file`` and ``copies``. Where several files hold the
        same respondent the last submitted is kept, ``copies`` counts them, and a warning names
        them.

    Raises
    ------
    DataError
        If a file is not one that a form saved, or there is none.

    Warns
    -----
    SvqkitWarning
        If a respondent is in several files, or the files do not have the same columns.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> for who, said in (("r1", 5), ("r2", 6)):
    ...     text = f"P1,respondent,submitted\n{said},{who},2026-01-01T10:00:00Z\n"
    ...     _ = (folder / f"{who}.csv").write_text(text)
    >>> join_forms(folder)[["P1", "respondent", "copies"]].values.tolist()
    [[5, 'r1', 1], [6, 'r2', 1]]
    """
    frames = [_read(path) for path in _paths(source)]
    columns = list(dict.fromkeys(name for frame in frames for name in frame.columns))
    columns.remove("file")
    odd = [f["file"].iloc[0] for f in frames if set(f.columns) - {"file"} != set(columns)]
    if odd:
        warnings.warn(
            f"{len(odd)} of {len(frames)} files lack columns that others have ({listed(odd)}); "
            "they were saved from other forms, and the cells are empty",
            SvqkitWarning,
            stacklevel=2,
        )
    rows = pd.concat(frames, ignore_index=True)
    who: Any = rows["respondent"].map(str)
    copies = who.map(who.value_counts())
    if (copies > 1).any():
        repeated = sorted(set(who[copies > 1]))
        warnings.warn(
            f"{len(repeated)} respondents are in several files ({listed(repeated)}); the last "
            "submitted is kept",
            SvqkitWarning,
            stacklevel=2,
        )
    rows = rows.assign(copies=copies).sort_values(
        "submitted", kind="stable", key=lambda c: c.map(str)
    )
    kept = rows.drop_duplicates("respondent", keep="last").reset_index(drop=True)
    return pd.concat([typed_columns(kept[columns], "."), kept[["file", "copies"]]], axis=1)
