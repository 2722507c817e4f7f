"""Moments from a published matrix: text, a file, a frame, or a matrix as SPSS saves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.data.given_matrix import check_correlation, checked_covariance
from svqkit.psychometrics.data.matrix_text import read_matrix
from svqkit.psychometrics.data.sufficient import Moments

__all__ = ["PerItem", "is_spss_matrix", "matrix_moments"]

SPSS = ("ROWTYPE_", "VARNAME_")

PerItem = Mapping[str, float] | pd.Series | Sequence[float]


def is_spss_matrix(source: Any) -> bool:
    """Say whether a table is an SPSS matrix data set, which tells n and needs no ``n=``.

    Examples
    --------
    >>> is_spss_matrix(pd.DataFrame({"Q1": [1.0]}))
    False
    """
    return isinstance(source, pd.DataFrame) and {"ROWTYPE_", "VARNAME_"} <= set(source.columns)


def _per_item(values: PerItem, names: Sequence[str], what: str) -> pd.Series:
    if isinstance(values, Mapping | pd.Series):
        absent = [name for name in names if name not in values]
        if absent:
            raise DataError(f"{what}= has no value for {absent[0]!r}", column=absent[0])
        found = [float(values[name]) for name in names]
    else:
        found = [float(value) for value in values]
    if len(found) != len(names):
        raise DataError(f"{what}= has {len(found)} values for {len(names)} items")
    if not np.isfinite(found).all():
        at = int(np.argmin(np.isfinite(found)))
        raise DataError(f"{what}= of {names[at]!r} is missing", column=names[at])
    return pd.Series(found, index=list(names))


def _scaled(matrix: pd.DataFrame, sd: pd.Series) -> pd.DataFrame:
    check_correlation(matrix)
    if (sd <= 0).any():
        raise DataError(f"the standard deviation of {sd.idxmin()!r} is not positive")
    return matrix * np.outer(sd, sd)


def _from_spss(table: pd.DataFrame, n: int | None) -> Moments:
    """N, MEAN, STDDEV and CORR or COV rows; the smallest N where items have their own."""
    kind = table["ROWTYPE_"].astype(str).str.strip().str.upper()
    odd = sorted(set(table.columns[: list(table.columns).index("ROWTYPE_")]))
    if odd:
        raise DataError(
            f"the SPSS matrix is split by {odd[0]!r}: take the rows of one group at a time"
        )
    names = [str(name) for name in table.columns if name not in SPSS]
    body = table.set_axis([str(name) for name in table.columns], axis=1)

    def row(word: str) -> pd.Series | None:
        found = body.loc[(kind == word).to_numpy(), names]
        return None if found.empty else found.iloc[0].astype(float)

    word = "COV" if (kind == "COV").any() else "CORR"
    square = body[(kind == word).to_numpy()]
    square = square.set_index(square["VARNAME_"].astype(str).str.strip())
    if list(square.index) != names:
        raise DataError(f"the {word} rows of the SPSS matrix are not those of its columns")
    matrix = square[names].astype(float)
    counts, sd = row("N"), row("STDDEV")
    if n is None and counts is None:
        raise DataError("the SPSS matrix has no N row: give n=")
    if word == "CORR" and sd is not None:
        matrix = _scaled(matrix, sd)
    size = n if n is not None else int(counts.min()) if counts is not None else 0
    return Moments.from_covariance(matrix, size, row("MEAN"))


def _read(source: Any, columns: Sequence[str] | None) -> pd.DataFrame:
    if isinstance(source, pd.DataFrame):
        return source if columns is None else source.loc[list(columns), list(columns)]
    if isinstance(source, PathLike) or (isinstance(source, str) and "\n" not in source):
        path = Path(source)
        if not path.is_file():
            raise FileNotFoundError(f"there is no file {str(path)!r}")
        source = path.read_text(encoding="utf-8-sig")
    if isinstance(source, str):
        return read_matrix(source, columns)
    raise TypeError(
        f"with n= the source is a matrix: a DataFrame, text or a path, not {type(source).__name__}"
    )


def matrix_moments(
    source: Any,
    n: int | None,
    *,
    mean: PerItem | None = None,
    sd: PerItem | None = None,
    columns: Sequence[str] | None = None,
) -> Moments:
    r"""Turn a matrix into moments.

    Parameters
    ----------
    source : DataFrame (items × items), str or path
        Covariances with divisor n − 1, or correlations; text as
        :func:`svqkit.psychometrics.data.matrix_text.read_matrix` takes it; or an SPSS matrix data set
        (columns ``ROWTYPE_ VARNAME_`` and the items).
    n : int or None
        Respondents behind it; None where the SPSS matrix says it.
    mean, sd : Series, mapping or sequence in the order of the items, optional
        ``sd`` turns correlations into covariances.
    columns : sequence of str, optional
        The items of a text without names; of a frame, those to take.

    Returns
    -------
    Moments

    Raises
    ------
    DataError
        If it is no covariance matrix, ``sd`` comes with a matrix that is not one of correlations,
        or values are missing.

    Examples
    --------
    >>> m = matrix_moments("a 1\nb .5 1", 50, sd=[2, 3])
    >>> m.cov.loc["a", "b"].item(), m.n
    (3.0, 50)
    """
    if is_spss_matrix(source):
        if mean is not None or sd is not None:
            raise ValueError("an SPSS matrix brings its own means and standard deviations")
        found = _from_spss(source, n)
        return found if columns is None else found.select(columns)
    matrix = _read(source, columns)
    checked = pd.DataFrame(checked_covariance(matrix), matrix.columns, matrix.columns)
    names = [str(name) for name in matrix.columns]
    checked = checked.set_axis(names, axis=0).set_axis(names, axis=1)
    if sd is not None:
        checked = _scaled(checked, _per_item(sd, names, "sd"))
    if n is None:
        raise ValueError("a matrix needs n=, the number of respondents behind it")
    return Moments.from_covariance(
        checked, n, None if mean is None else _per_item(mean, names, "mean")
    )
