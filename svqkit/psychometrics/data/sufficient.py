"""The record of sufficient statistics: n, means, cross-products and, on request, tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.data.category_tables import CategoryTables
from svqkit.psychometrics.data.given_matrix import check_correlation, checked_covariance
from svqkit.result import Part, Result

__all__ = ["Moments", "build_moments"]


@dataclass(frozen=True, eq=False, repr=False)
class Moments(Result):
    """Means and centred cross-products of the respondents who answered every item.

    Parameters
    ----------
    columns : tuple of str
        The items, in order.
    n : int
        Complete respondents, on whom everything rests.
    n_total : int
        Respondents seen, complete or not.
    mean : Series (items)
        Means; NaN where only a covariance matrix was given.
    cross_products : DataFrame (items × items)
        Sums of products of deviations from the mean.
    missing_counts : Series (items)
        Missing answers of each item among all respondents seen.
    tables : CategoryTables or None
        Two-way tables of the same respondents, from which polychoric correlations are computed;
        None unless asked for.
    missing : {"listwise", "pairwise", "em"}
        Whether respondents with a gap were left out, or the moments estimated from every answer
        given; then ``n`` counts all respondents with an answer.

    Examples
    --------
    >>> S = pd.DataFrame([[4.0, 1.0], [1.0, 1.0]], index=["Q1", "Q2"], columns=["Q1", "Q2"])
    >>> m = Moments.from_covariance(S, n=100)
    >>> m.n, float(m.corr.loc["Q1", "Q2"]), m.constant
    (100, 0.5, ())
    """

    columns: tuple[str, ...]
    n: int
    n_total: int
    mean: pd.Series
    cross_products: pd.DataFrame
    missing_counts: pd.Series
    tables: CategoryTables | None = None
    missing: str = "listwise"

    @cached_property
    def cov(self) -> pd.DataFrame:
        """Covariance matrix with divisor n − 1."""
        self.require(2)
        labels = self.cross_products.index
        values = self.cross_products.to_numpy() / (self.n - 1)
        return pd.DataFrame(values, index=labels, columns=labels)

    @cached_property
    def sd(self) -> pd.Series:
        """Standard deviations with divisor n − 1; exactly 0 for an item without variation."""
        self.require(2)
        values = np.sqrt(np.diag(self.cross_products.to_numpy()) / (self.n - 1))
        centre = np.nan_to_num(np.abs(self.mean.to_numpy(dtype=float)))
        values = np.where(values <= 1e-12 * centre, 0.0, values)
        return pd.Series(values, index=self.cross_products.index, name="sd")

    @property
    def constant(self) -> tuple[str, ...]:
        """Items that everybody answered alike."""
        return tuple(self.columns[at] for at in np.flatnonzero(self.sd.to_numpy() == 0))

    @cached_property
    def corr(self) -> pd.DataFrame:
        """Pearson correlations; NaN in the rows of constant items."""
        sd = self.sd.to_numpy()
        with np.errstate(divide="ignore", invalid="ignore"):
            inverse = np.where(sd > 0, 1 / sd, np.nan)
        products = self.cross_products.to_numpy()
        values = products / (self.n - 1) * np.outer(inverse, inverse)
        np.fill_diagonal(values, np.where(sd > 0, 1.0, np.nan))
        labels = self.cross_products.index
        return pd.DataFrame(values, index=labels, columns=labels)

    def select(self, columns: Sequence[str]) -> Moments:
        """Keep some items, in the order given; the respondents stay those complete on all.

        Parameters
        ----------
        columns : sequence of str

        Returns
        -------
        Moments

        Raises
        ------
        DataError
            If a column is absent.
        """
        wanted = list(columns)
        if tuple(wanted) == self.columns:
            return self
        place = {column: at for at, column in enumerate(self.columns)}
        absent = [c for c in wanted if c not in place]
        if absent:
            raise DataError(
                f"item {absent[0]!r} is not among the moments' columns", column=absent[0]
            )
        at = [place[column] for column in wanted]
        labels = self.cross_products.columns.take(at)
        products = self.cross_products.to_numpy()[np.ix_(at, at)]
        return Moments(
            columns=tuple(wanted),
            n=self.n,
            n_total=self.n_total,
            mean=self.mean.iloc[at],
            cross_products=pd.DataFrame(products, index=labels, columns=labels),
            missing_counts=self.missing_counts.iloc[at],
            tables=None if self.tables is None else self.tables.select(wanted),
            missing=self.missing,
        )

    def require(self, at_least: int) -> Moments:
        """Pass if there are enough complete respondents.

        Parameters
        ----------
        at_least : int

        Returns
        -------
        Moments
            Itself.

        Raises
        ------
        DataError
            If there are fewer; an item without any answer is named.
        """
        if self.n >= at_least:
            return self
        empty = self.missing_counts.index[self.missing_counts.to_numpy() >= max(self.n_total, 1)]
        if len(empty):
            raise DataError(
                f"item {empty[0]!r} has no answers at all; leave it out", column=empty[0]
            )
        raise DataError(
            f"only {self.n} of {self.n_total} respondents answered all {len(self.columns)} items; "
            f"at least {at_least} are needed"
        )

    @staticmethod
    def from_covariance(cov: pd.DataFrame, n: int, mean: pd.Series | None = None) -> Moments:
        """Start from a published covariance matrix.

        Parameters
        ----------
        cov : DataFrame (items × items)
            Symmetric, divisor n − 1.
        n : int
            Respondents behind it, at least 2.
        mean : Series (items), optional
            NaN where not given.

        Returns
        -------
        Moments

        Raises
        ------
        DataError
            If the matrix is not square with the same names on both sides, not symmetric, has a
            missing value or a negative variance, or n < 2.

        Examples
        --------
        >>> S = pd.DataFrame([[2.0, 1.0], [1.0, 3.0]], index=["a", "b"], columns=["a", "b"])
        >>> Moments.from_covariance(S, n=100).cov.loc["a", "b"].item()
        1.0
        """
        values = checked_covariance(cov)
        if n < 2:
            raise DataError(f"a covariance matrix needs at least 2 respondents, not n = {n}")
        names = [str(c) for c in cov.columns]
        products = values * (n - 1)
        centre = np.full(len(names), np.nan) if mean is None else mean[list(cov.columns)].to_numpy()
        return build_moments(
            names, n, n, np.asarray(centre, float), products, np.zeros(len(names), int)
        )

    @staticmethod
    def from_correlation(corr: pd.DataFrame, n: int) -> Moments:
        """Start from a published correlation matrix; every standard deviation is then 1.

        Parameters
        ----------
        corr : DataFrame (items × items)
        n : int

        Returns
        -------
        Moments

        Raises
        ------
        DataError
            As :meth:`from_covariance`, and if the diagonal is not 1 or a value is beyond ±1.
        """
        check_correlation(corr)
        return Moments.from_covariance(corr, n)

    def _parts(self) -> list[Part]:
        table = pd.DataFrame({"mean": self.mean, "missing": self.missing_counts})
        if self.n > 1:
            table.insert(1, "sd", self.sd)
        counted = f"{self.n} complete of {self.n_total} (listwise)"
        if self.missing == "em":
            counted = f"{self.n} with any answer of {self.n_total} (estimated by EM)"
        if self.missing == "pairwise":
            counted = f"{self.n} of {self.n_total} in the pair answered by fewest (pairwise)"
        return [
            ("Respondents", counted),
            ("Items", table),
        ]


def build_moments(
    names: Sequence[str] | pd.Index,
    n: int,
    n_total: int,
    mean: np.ndarray,
    products: np.ndarray,
    missing: np.ndarray,
    tables: CategoryTables | None = None,
) -> Moments:
    """Put labels on plain arrays.

    Parameters
    ----------
    names : sequence of str or Index, length p
    n, n_total : int
    mean : ndarray (p,)
    products : ndarray (p, p)
        Centred cross-products.
    missing : ndarray (p,)
    tables : CategoryTables, optional

    Returns
    -------
    Moments
    """
    labels = names.rename(None) if isinstance(names, pd.Index) else pd.Index(list(names))
    return Moments(
        columns=tuple(labels.tolist()),
        n=int(n),
        n_total=int(n_total),
        mean=pd.Series(mean, index=labels, name="mean"),
        cross_products=pd.DataFrame(products, index=labels, columns=labels),
        missing_counts=pd.Series(missing, index=labels, name="missing"),
        tables=tables,
    )
