"""What a factor model of ordered answers is fitted to: thresholds, polychorics and their Γ.

Muthén (1984, *Psychometrika* 49, 115-132): thresholds and correlations solve estimating equations,
first each item's, then each pair's given the thresholds. Γ is n times the asymptotic covariance of
the solutions, B⁻¹ (Σ s sᵀ) B⁻ᵀ with the respondents' scores s and the slopes B of the equations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import ndtr

from svqkit.errors import DataError
from svqkit.psychometrics.correlations.bivariate_normal import Corners, corners, density
from svqkit.psychometrics.correlations.polychoric import polychoric
from svqkit.psychometrics.correlations.polychoric_pairs import cells, rectangles
from svqkit.psychometrics.data.category_codes import Coded, coded_answers
from svqkit.psychometrics.data.category_tables import CategoryTables, tables_of
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.result import Part, Result

__all__ = ["OrdinalStatistics", "ordinal_statistics"]

BLOCK_ROWS = 20_000


@dataclass(frozen=True, eq=False, repr=False)
class OrdinalStatistics(Result):
    """Thresholds and polychoric correlations with their asymptotic covariance.

    Parameters
    ----------
    columns : tuple of str
    n : int
        Complete respondents.
    thresholds : Series (``Q1|t1``, …)
        By item, then ascending.
    correlation : DataFrame (items × items)
    gamma : DataFrame
        n × the asymptotic covariance of thresholds and then of the correlations below the
        diagonal column by column (``Q1~~Q2``, ``Q1~~Q3``, …), as lavaan's ``NACOV``.
    notes : tuple of str
    """

    columns: tuple[str, ...]
    n: int
    thresholds: pd.Series
    correlation: pd.DataFrame
    gamma: pd.DataFrame
    notes: tuple[str, ...]

    @property
    def standard_errors(self) -> pd.Series:
        """Standard errors of thresholds and correlations."""
        values = np.sqrt(np.diag(self.gamma.to_numpy()) / self.n)
        return pd.Series(values, index=self.gamma.index, name="se")

    def _title(self) -> str:
        return f"Thresholds and polychoric correlations, n = {self.n}"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("Correlations", self.correlation), ("Thresholds", self.thresholds)]
        return parts + [("Note", sentence) for sentence in self.notes]


def ordinal_statistics(items: Any) -> OrdinalStatistics:
    """Estimate thresholds, polychoric correlations and their joint asymptotic covariance.

    Parameters
    ----------
    items : DataFrame (respondents × items) or Responses
        Answers in up to 20 categories; respondents with a missing answer are left out.

    Returns
    -------
    OrdinalStatistics
        ``.thresholds .correlation .gamma .n .standard_errors``

    Raises
    ------
    DataError
        If fewer than two respondents are complete, an item is constant or has too many different
        answers, a correlation is ±1, or moments are given: Γ needs single answers.

    Notes
    -----
    As lavaan's WLSMV: slopes are sums of products of scores, and an empty cell of a 2 × 2 table
    changes the correlation but not the scores.

    Examples
    --------
    >>> answers = pd.DataFrame({"Q1": [1, 1, 1, 2, 2, 2], "Q2": [1, 1, 2, 1, 2, 2]})
    >>> ordinal_statistics(answers).gamma.index.tolist()
    ['Q1|t1', 'Q2|t1', 'Q1~~Q2']
    """
    if isinstance(items, Moments):
        raise DataError("the covariance of polychorics needs single answers; pass the table")
    coded = coded_answers(items)
    tables = tables_of(coded)
    found = polychoric(tables)
    names = list(tables.columns)
    if (tables.sizes < 2).any():
        flat = names[int(np.argmin(tables.sizes))]
        raise DataError(
            f"item {flat!r} has the same answer from everybody, so it has no threshold; leave it "
            "out",
            column=flat,
        )
    R, cuts = found.correlation.to_numpy(), found.thresholds.to_numpy()
    first, second = np.triu_indices(len(names), 1)
    if (np.abs(R[first, second]) >= 1).any():
        at = int(np.argmax(np.abs(R[first, second])))
        one, other = names[first[at]], names[second[at]]
        raise DataError(
            f"items {one!r} and {other!r} agree or disagree throughout, so their correlation has no "
            "standard error; leave out one of them",
            column=other,
        )
    of_pairs = _pair_scores(tables, np.nan_to_num(cuts, nan=np.inf), R, first, second)
    of_items = _item_scores(tables, cuts)
    gamma = _sandwich(coded, tables, of_items, of_pairs, (first, second))
    labels = [
        f"{name}|t{t + 1}"
        for name, k in zip(names, tables.sizes, strict=True)
        for t in range(k - 1)
    ]
    known = cuts[~np.isnan(cuts)]
    pairs = [f"{names[i]}~~{names[j]}" for i, j in zip(first, second, strict=True)]
    return OrdinalStatistics(
        columns=tuple(names),
        n=found.n,
        thresholds=pd.Series(known, index=labels, name="threshold"),
        correlation=found.correlation,
        gamma=pd.DataFrame(gamma, index=labels + pairs, columns=labels + pairs),
        notes=found.notes,
    )


class _PairScores(NamedTuple):
    """Scores of each pair's correlation by cell, and their slopes in the thresholds."""

    rho: np.ndarray  # (m, c, c)
    information: np.ndarray  # (m,) sums of squares
    first: np.ndarray  # (m, c − 1) sums of products with the first item's threshold scores
    second: np.ndarray


def _pair_scores(
    tables: CategoryTables, cuts: np.ndarray, R: np.ndarray, first: np.ndarray, second: np.ndarray
) -> _PairScores:
    counts = tables.blocks(first, second)
    at, rho = corners(cuts[first], cuts[second]), R[first, second]
    pi = cells(at, rho)
    score = rectangles(density(at, rho)) / pi
    weight = counts * score / pi
    turned = Corners(*(np.swapaxes(part, 1, 2) for part in (at.k, at.h, *at[2:])))
    return _PairScores(
        score,
        (counts * score**2).sum(axis=(1, 2)),
        _through_thresholds(at, rho, weight),
        _through_thresholds(turned, rho, np.swapaxes(weight, 1, 2)),
    )


def _through_thresholds(at: Corners, rho: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Sum over cells of weight × ∂π/∂τ for the thresholds τ of the rows' item."""
    r = rho[:, None, None]
    m, a, b = at.h.shape
    below = np.zeros((m, a, b + 2))
    below[:, :, 1:-1] = ndtr((at.k - r * at.h) / np.sqrt(1 - r * r))
    below[:, :, -1] = 1
    edge = np.exp(-(at.h[:, :, :1] ** 2) / 2) / np.sqrt(2 * np.pi) * np.diff(below, axis=2)
    return np.asarray((edge * (weight[:, :-1] - weight[:, 1:])).sum(axis=2))


def _item_scores(tables: CategoryTables, cuts: np.ndarray) -> list[np.ndarray]:
    """Scores of each item's thresholds by its categories (c, c − 1)."""
    scores = []
    shares = tables.margins / tables.item_totals[0]
    for start, size, cut in zip(tables.starts, tables.sizes, cuts, strict=True):
        height = np.diag(np.exp(-(cut[: size - 1] ** 2) / 2) / np.sqrt(2 * np.pi))
        nothing = np.zeros((1, size - 1))
        slope = np.concatenate([height, nothing]) - np.concatenate([nothing, height])
        scores.append(slope / shares[start : start + size, None])
    return scores


def _sandwich(
    coded: Coded,
    tables: CategoryTables,
    of_items: list[np.ndarray],
    of_pairs: _PairScores,
    pairs: tuple[np.ndarray, np.ndarray],
) -> np.ndarray:
    """N × B⁻¹ (Σ s sᵀ) B⁻ᵀ, the respondents taken in blocks."""
    lengths = tables.sizes - 1
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(int)
    t, m = int(lengths.sum()), len(pairs[0])
    inverse = np.zeros((t, t))
    mixed = np.zeros((m, t))
    for i, (score, start, length) in enumerate(zip(of_items, starts, lengths, strict=True)):
        place = slice(start, start + length)
        margin = tables.margins[tables.starts[i] : tables.starts[i] + tables.sizes[i]]
        inverse[place, place] = np.linalg.inv(score.T @ (margin[:, None] * score))
        for side, slopes in ((0, of_pairs.first), (1, of_pairs.second)):
            rows = np.flatnonzero(pairs[side] == i)
            mixed[rows, place] = slopes[rows, :length]
    # the influence of a score on a solution: thresholds by themselves, correlations also through
    # the thresholds
    through = -(mixed @ inverse) / of_pairs.information[:, None]
    inner = np.zeros((t + m, t + m))
    for begin in range(0, len(coded.codes), BLOCK_ROWS):
        codes = coded.codes[begin : begin + BLOCK_ROWS]
        own = np.concatenate([s[codes[:, i]] for i, s in enumerate(of_items)], axis=1)
        rho = of_pairs.rho[np.arange(m), codes[:, pairs[0]], codes[:, pairs[1]]]
        influence = np.concatenate(
            [own @ inverse, own @ through.T + rho / of_pairs.information], axis=1
        )
        inner += influence.T @ influence
    return inner * len(coded.codes)
