"""Check a covariance or correlation matrix that someone gives instead of answers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["check_correlation", "checked_covariance", "looks_like_matrix"]


def looks_like_matrix(table: pd.DataFrame) -> bool:
    """Say whether a table is a covariance or correlation matrix rather than answers.

    Parameters
    ----------
    table : DataFrame

    Returns
    -------
    bool
        Whether rows and columns bear the same names and the values are symmetric.

    Examples
    --------
    >>> looks_like_matrix(pd.DataFrame([[1.0, 0.5], [0.5, 1.0]], ["a", "b"], ["a", "b"]))
    True
    """
    if table.shape[0] != table.shape[1] or list(table.index) != list(table.columns):
        return False
    if not all(pd.api.types.is_numeric_dtype(kind) for kind in table.dtypes):
        return False
    values = table.to_numpy(dtype=float)
    return len(values) > 1 and bool(np.allclose(values, values.T, equal_nan=True))


def checked_covariance(cov: pd.DataFrame) -> np.ndarray:
    """Refuse what is no covariance matrix.

    Parameters
    ----------
    cov : DataFrame (items × items)

    Returns
    -------
    ndarray (p, p)
        Exactly symmetric.

    Raises
    ------
    DataError
        If rows and columns bear different names, a value is missing, it is not symmetric, or a
        variance is negative.

    Examples
    --------
    >>> checked_covariance(pd.DataFrame([[2.0, 1.0], [1.0, 3.0]], ["a", "b"], ["a", "b"])).shape
    (2, 2)
    """
    names = [str(c) for c in cov.columns]
    if [str(i) for i in cov.index] != names:
        raise DataError("a covariance matrix needs the same item names on its rows and columns")
    values = cov.to_numpy(dtype=float)
    if not np.isfinite(values).all():
        row, column = (int(i) for i in np.argwhere(~np.isfinite(values))[0])
        raise DataError(f"the covariance of {names[row]!r} and {names[column]!r} is missing")
    if not np.allclose(values, values.T, rtol=1e-6, atol=1e-9):
        raise DataError("the covariance matrix is not symmetric")
    if (np.diag(values) < 0).any():
        bad = names[int(np.argmin(np.diag(values)))]
        raise DataError(f"the variance of {bad!r} is negative", column=bad)
    return np.asarray((values + values.T) / 2)


def check_correlation(corr: pd.DataFrame) -> None:
    """Refuse what is no correlation matrix.

    Parameters
    ----------
    corr : DataFrame (items × items)

    Raises
    ------
    DataError
        As :func:`checked_covariance`, and if the diagonal is not 1 or a value is beyond ±1.

    Examples
    --------
    >>> check_correlation(pd.DataFrame([[1.0, 0.5], [0.5, 1.0]], ["a", "b"], ["a", "b"]))
    """
    values = checked_covariance(corr)
    if not np.allclose(np.diag(values), 1.0, atol=1e-6):
        raise DataError("a correlation matrix has 1 on its diagonal")
    if (np.abs(values) > 1 + 1e-9).any():
        raise DataError("a correlation lies between -1 and 1")
