"""Correlations between items, and the one check that a matrix can bear a factor analysis.

A further kind of correlation is one more entry of ``METHODS``: a function from complete answers,
or from moments that suffice for it, to a matrix. Everything downstream takes the matrix and does
not ask how it came about.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.correlations.polychoric import polychoric_matrix
from svqkit.psychometrics.data.answers import as_items, complete_cases
from svqkit.psychometrics.data.given_matrix import check_correlation
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.moments import as_moments
from svqkit.psychometrics.threads import single_threaded

__all__ = [
    "METHODS",
    "Correlation",
    "check_method",
    "correlations",
    "is_correlation_matrix",
    "regular_correlation",
]

SMALLEST_EIGENVALUE = 1e-10


def _pearson(source: pd.DataFrame | Moments) -> np.ndarray:
    return as_moments(source).corr.to_numpy()


def _spearman(source: pd.DataFrame | Moments) -> np.ndarray:
    if isinstance(source, Moments):
        raise DataError("spearman correlations need single answers, not moments; pass the table")
    return as_moments(source.rank()).corr.to_numpy()


METHODS: dict[str, Callable[[pd.DataFrame | Moments], np.ndarray]] = {
    "pearson": _pearson,
    "spearman": _spearman,
    "polychoric": polychoric_matrix,
}


class Correlation(NamedTuple):
    """A correlation matrix and what it was computed from.

    Parameters
    ----------
    matrix : DataFrame (items × items)
    n : int or None
        Complete respondents; None where a bare matrix was given.
    moments : Moments or None
        Means and standard deviations of the same respondents.
    """

    matrix: pd.DataFrame
    n: int | None
    moments: Moments | None

    @property
    def values(self) -> np.ndarray:
        """The matrix as an array."""
        return self.matrix.to_numpy()

    def known_n(self, purpose: str) -> int:
        """Give the number of respondents where it must be known.

        Parameters
        ----------
        purpose : str
            What it is for, said in the error.

        Returns
        -------
        int

        Raises
        ------
        DataError
            If only a matrix was given.

        Examples
        --------
        >>> Correlation(pd.DataFrame([[1.0]]), 90, None).known_n("an example")
        90
        """
        if self.n is None:
            raise DataError(
                f"{purpose} needs the number of respondents behind the matrix; give "
                "svq.moments(matrix, n=…)"
            )
        return self.n


def check_method(method: str) -> None:
    """Refuse an unknown kind of correlation.

    Parameters
    ----------
    method : str

    Raises
    ------
    ValueError
        Listing the kinds there are.

    Examples
    --------
    >>> check_method("pearson")
    """
    if method not in METHODS:
        raise ValueError(f"correlation {method!r} is unknown; choose from {', '.join(METHODS)}")


@single_threaded
def correlations(items: Any, method: str = "pearson") -> pd.DataFrame:
    """Correlate items with each other, over the respondents who answered them all.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses or Moments
        Moments give Pearson correlations, and polychoric ones if they hold tables. A correlation
        matrix (the same names on both sides, 1 on its diagonal) is taken as it is.
    method : {"pearson", "spearman", "polychoric"}
        :func:`~svqkit.psychometrics.correlations.polychoric.polychoric` has the options of the last.

    Returns
    -------
    DataFrame (items × items)
        NaN in the rows of items that everybody answered alike.

    Raises
    ------
    ValueError
        If the method is unknown.
    DataError
        If fewer than two respondents are complete, moments are given where single answers are
        needed, or an item has too many different answers for polychoric correlations.

    Examples
    --------
    >>> answers = pd.DataFrame({"Q1": [1, 2, 3, 4], "Q2": [1, 2, 4, 3]})
    >>> float(correlations(answers, "spearman").loc["Q1", "Q2"])
    0.8
    """
    check_method(method)
    return _correlate(items, method).matrix


def is_correlation_matrix(items: Any) -> bool:
    """Tell a correlation matrix from a table of answers.

    Parameters
    ----------
    items : Any

    Returns
    -------
    bool
        True for a DataFrame with the same names on both sides and 1 on its diagonal.

    Examples
    --------
    >>> is_correlation_matrix(pd.DataFrame([[1.0, 0.5], [0.5, 1.0]], ["a", "b"], ["a", "b"]))
    True
    """
    if not isinstance(items, pd.DataFrame) or len(items) != items.shape[1] or len(items) < 2:
        return False
    if list(items.index) != list(items.columns):
        return False
    try:
        values = items.to_numpy(dtype=float)
    except (TypeError, ValueError):
        return False
    return bool(np.allclose(np.diag(values), 1.0, atol=1e-6))


def _correlate(items: Any, method: str) -> Correlation:
    if is_correlation_matrix(items):
        check_correlation(items)
        names = [str(name) for name in items.columns]
        matrix = pd.DataFrame(items.to_numpy(dtype=float), index=names, columns=names)
        return Correlation(matrix, None, None)
    moments = as_moments(items)
    if method == "pearson":
        return Correlation(moments.corr, moments.n, moments)
    source = items if isinstance(items, Moments) else complete_cases(as_items(items))[0]
    names = list(moments.columns)
    matrix = pd.DataFrame(METHODS[method](source), index=names, columns=names)
    return Correlation(matrix, moments.n, moments)


def regular_correlation(items: Any, method: str = "pearson", *, purpose: str) -> Correlation:
    """Correlate items for an analysis that must invert the matrix.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses, Moments or a correlation matrix
    method : str
        As in :func:`correlations`.
    purpose : str
        What it is for, said in the error.

    Returns
    -------
    Correlation

    Raises
    ------
    DataError
        If there are fewer than two items, an item is constant, there are no more complete
        respondents than items, items determine each other (all are named), or polychoric
        correlations are not positive definite.

    Examples
    --------
    >>> answers = pd.DataFrame({"Q1": [1, 2, 3, 4], "Q2": [1, 2, 4, 3], "Q3": [5, 5, 5, 5]})
    >>> regular_correlation(answers, purpose="an example")
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: item 'Q3' has the same answer from everybody, so an example is not ...
    """
    check_method(method)
    found = _correlate(items, method)
    names = list(found.matrix.columns)
    if len(names) < 2:
        raise DataError(f"{purpose} needs at least two items, not {len(names)}")
    flat = found.moments.constant if found.moments is not None else ()
    if flat:
        listed = ", ".join(repr(name) for name in flat)
        some = "item" if len(flat) == 1 else "items"
        verb = "has" if len(flat) == 1 else "have"
        raise DataError(
            f"{some} {listed} {verb} the same answer from everybody, so {purpose} is not "
            "possible; leave it out",
            column=flat[0],
        )
    if found.n is not None and found.n <= len(names):
        raise DataError(
            f"{purpose} needs more complete respondents than items: there are {found.n} complete "
            f"respondents and {len(names)} items"
        )
    _refuse_singular(found, method, purpose)
    return found


def _refuse_singular(found: Correlation, method: str, purpose: str) -> None:
    values, vectors = np.linalg.eigh(found.values)
    if values[0] > SMALLEST_EIGENVALUE:
        return
    if method != "polychoric" and values[0] < -SMALLEST_EIGENVALUE:
        pairs = found.moments is not None and found.moments.missing == "pairwise"
        instead = 'take missing="em" instead' if pairs else "look for a misprint"
        raise DataError(
            f"the correlation matrix is not positive definite (smallest eigenvalue "
            f"{values[0]:.4g}), so {purpose} is not possible: no answers can have these "
            f"correlations together; {instead}"
        )
    said = f" with n = {found.n} respondents and p = {len(found.matrix)} items" if found.n else ""
    if method == "polychoric" and values[0] < -SMALLEST_EIGENVALUE:
        raise DataError(
            f"the polychoric correlations are not positive definite (smallest eigenvalue "
            f"{values[0]:.4g}), so {purpose} is not possible with n = {found.n} respondents; use "
            "pearson, or smooth them: svq.moments(svq.polychoric(items, smooth=True).correlation, "
            f"n={found.n})"
        )
    weights = np.abs(vectors[:, values <= SMALLEST_EIGENVALUE]).max(axis=1)
    names = [str(n) for n, w in zip(found.matrix.columns, weights, strict=True) if w > 1e-3]
    raise DataError(
        f"items {', '.join(repr(n) for n in names)} determine each other exactly (one is a sum or "
        f"a copy of others), so {purpose} is not possible{said}; leave out one of them",
        column=names[-1] if names else None,
    )
