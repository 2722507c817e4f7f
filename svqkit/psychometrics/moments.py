"""Moments of answers in one pass: from a frame, chunks, a file or a Dask frame.

Everything that p items allow to be computed from means and covariances is computed from
:class:`Moments`, so a million rows cost one pass over the data and every later step costs
only p × p.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.data.chunks import dask_parts, file_chunks
from svqkit.psychometrics.data.matrix_moments import PerItem, is_spss_matrix, matrix_moments
from svqkit.psychometrics.data.merging import merge
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.data.table_moments import BLOCK_ROWS, table_moments
from svqkit.psychometrics.threads import single_threaded

__all__ = ["as_moments", "moments"]

MISSING = ("listwise", "pairwise", "em")


def _merge_all(parts: Iterable[Moments]) -> Moments:
    merged = None
    for part in parts:
        merged = part if merged is None else merge(merged, part)
    if merged is None:
        raise DataError("there are no rows: the source gave no table at all")
    return merged


@single_threaded
def moments(
    source: Any,
    *,
    columns: Sequence[str] | None = None,
    missing: str = "listwise",
    tables: bool = False,
    n: int | None = None,
    mean: PerItem | None = None,
    sd: PerItem | None = None,
) -> Moments:
    r"""Gather n, means and cross-products in one pass, or take them from a published matrix.

    Parameters
    ----------
    source : DataFrame, Responses, iterable of DataFrames, path or Dask DataFrame
        A path ends in ``.csv``, ``.tsv``, ``.txt`` (also ``.gz``) or ``.parquet`` and is read in
        chunks; a Dask frame is reduced partition by partition where its data are. With ``n`` a
        covariance matrix (divisor n − 1) or correlation matrix: a DataFrame, text (the lower
        triangle, the upper one or the square, with names above or beside it) or the path of such
        text. An SPSS matrix data set (a DataFrame with ``ROWTYPE_`` and ``VARNAME_``) tells n.
    columns : sequence of str, optional
        The items to take; all columns by default.
    missing : {"listwise", "pairwise", "em"}
        A respondent with a missing answer among ``columns`` is left out and counted; or each
        covariance takes those who answered both items (as psych and pingouin); or all count, and
        the moments are maximum-likelihood estimates by the EM algorithm (errors computed from them
        make too little of the gaps: ``cfa(..., missing="fiml")`` does not). The last two take one
        table.
    tables : bool
        Also cross-tabulate every pair of items, so that polychoric correlations can be computed
        from the moments; items may then have up to 11 different answers.
    n : int, optional
        Respondents behind a matrix.
    mean, sd : Series, mapping or sequence in the order of the items, optional
        Means, and the standard deviations that turn a correlation matrix into covariances.

    Returns
    -------
    Moments
        ``.n .n_total .mean .cov .corr .cross_products .missing_counts .tables``

    Raises
    ------
    TypeError
        If the source is none of these.
    DataError
        If a column is absent or not numeric, chunks hold different items, or tables are asked of
        an item with too many different answers, or of moments that have none; if a matrix is none
        (not symmetric, a value missing, a word for a number, rows of odd lengths).
    ValueError
        If ``missing`` is unknown, or means or standard deviations come without ``n``.

    Examples
    --------
    >>> frame = pd.DataFrame({"Q1": [1, 2, 3, 4], "Q2": [2, 1, 4, 3]})
    >>> round(float(moments(frame).corr.loc["Q1", "Q2"]), 6)
    0.6
    >>> moments(iter([frame.iloc[:1], frame.iloc[1:]])).n
    4
    >>> published = moments("Q1 1.00\nQ2 .42 1.00\nQ3 .35 .51 1.00", n=250)
    >>> published.corr.loc["Q1", "Q3"].item()
    0.35
    """
    if missing not in MISSING:
        raise ValueError(f"missing={missing!r} is unknown; choose from {', '.join(MISSING)}")
    if missing != "listwise":
        return _of_one_table(source, columns, tables, missing)
    if n is not None or is_spss_matrix(source):
        if tables:
            raise DataError("tables need the answers: a matrix does not hold them")
        return matrix_moments(source, n, mean=mean, sd=sd, columns=columns)
    if mean is not None or sd is not None:
        raise ValueError("mean= and sd= belong to a matrix: give n= too")
    if isinstance(source, Moments):
        if tables and source.tables is None:
            raise DataError("these moments have no tables; build them anew with tables=True")
        return source if columns is None else source.select(columns)
    table = getattr(source, "perceptions", source)
    if isinstance(table, pd.DataFrame):
        return table_moments(_take(table, columns), tables=tables)
    if isinstance(source, (str, PathLike)):
        chunks: Iterable[pd.DataFrame] = file_chunks(Path(source), columns, BLOCK_ROWS)
        return _merge_all(table_moments(_take(chunk, columns), tables=tables) for chunk in chunks)
    if hasattr(source, "to_delayed"):
        return _merge_all(
            dask_parts(source, lambda part: table_moments(_take(part, columns), tables=tables))
        )
    if isinstance(source, Iterator | list | tuple):
        return _merge_all(table_moments(_take(chunk, columns), tables=tables) for chunk in source)
    raise TypeError(
        "moments takes a DataFrame, Responses, an iterable of DataFrames, a path or a Dask "
        f"DataFrame, not {type(source).__name__}"
    )


def _of_one_table(
    source: Any, columns: Sequence[str] | None, tables: bool, missing: str
) -> Moments:
    from svqkit.psychometrics.data.em_moments import em_moments
    from svqkit.psychometrics.data.pairwise_moments import pairwise_moments

    table = getattr(source, "perceptions", source)
    if not isinstance(table, pd.DataFrame):
        raise DataError(
            f"missing={missing!r} needs all answers at once: give a DataFrame or Responses"
        )
    if tables:
        raise DataError(f"missing={missing!r} gives means and covariances only, no tables")
    return (em_moments if missing == "em" else pairwise_moments)(_take(table, columns))


def _take(table: pd.DataFrame, columns: Sequence[str] | None) -> pd.DataFrame:
    if columns is None:
        return table
    if not isinstance(table, pd.DataFrame):
        raise TypeError(f"each chunk must be a DataFrame, not {type(table).__name__}")
    absent = [c for c in columns if c not in table.columns]
    if absent:
        raise DataError(f"column {absent[0]!r} is not in the table", column=absent[0])
    return table[list(columns)]


def as_moments(x: Any) -> Moments:
    """Let moments pass and turn anything else into moments, with at least two respondents.

    Parameters
    ----------
    x : Moments, or whatever :func:`moments` takes

    Returns
    -------
    Moments

    Raises
    ------
    DataError
        If fewer than two respondents are complete.

    Examples
    --------
    >>> as_moments(pd.DataFrame({"Q1": [1, 2, 3]})).n
    3
    """
    return moments(x).require(2)
