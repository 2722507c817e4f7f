"""Polychoric correlations: what answers in categories say of the attitudes behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.correlations.empty_cells import (
    fill_empty_cells,
    keep_two_by_two_possible,
    pairs_with_empty_cells,
    without_maximum,
)
from svqkit.psychometrics.correlations.polychoric_pairs import BOUND, pair_correlations, thresholds
from svqkit.psychometrics.correlations.smoothing import smooth_correlation
from svqkit.psychometrics.data.answers import as_items
from svqkit.psychometrics.data.category_tables import CategoryTables, category_tables
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.threads import single_threaded
from svqkit.result import Part, Result

__all__ = ["Polychoric", "as_tables", "polychoric", "polychoric_matrix"]

NEARLY_ONE = 0.99  # as lavaan's warning
CONVENTION = (
    "Two-step maximum likelihood (Olsson 1979): thresholds from each item's own margins, then each "
    "pair by itself. "
)
EMPTY_LAVAAN = "Half a respondent is moved into an empty cell of a 2 × 2 table, as lavaan."
EMPTY_PSYCH = (
    "{c:g} respondents are added to every empty cell and thresholds are those of the enlarged "
    "tables, as psych::polychoric(correct = {c:g}, global = FALSE)."
)


@dataclass(frozen=True, eq=False, repr=False)
class Polychoric(Result):
    """Polychoric correlations with their thresholds.

    Parameters
    ----------
    correlation : DataFrame (items × items)
        NaN for an item that everybody answered alike, or a pair that nobody answered.
    thresholds : DataFrame (items × t1, t2, …)
        Where the standard normal is cut; NaN beyond an item's last threshold.
    n : int
        Complete respondents; pairwise, those of the smallest pair.
    smallest_eigenvalue : float
        Of the estimates, before any smoothing; NaN if a correlation is not defined.
    smoothed : bool
    empty_cells : int
        Pairs whose table has an empty cell.
    missing : str
    notes : tuple of str
        What a reader must know, one sentence each.
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.polychoric(svq.load_dataset("bank")).n
    304
    """

    correlation: pd.DataFrame
    thresholds: pd.DataFrame
    n: int
    smallest_eigenvalue: float
    smoothed: bool
    empty_cells: int
    missing: str
    notes: tuple[str, ...]
    convention: str

    def _title(self) -> str:
        return f"Polychoric correlations, n = {self.n} ({self.missing})"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("Correlations", self.correlation), ("Thresholds", self.thresholds)]
        parts += [("Note", sentence) for sentence in self.notes]
        return [*parts, ("Convention", self.convention)]


@single_threaded
def polychoric(
    items: Any, *, correct: float | None = None, missing: str = "listwise", smooth: bool = False
) -> Polychoric:
    """Estimate the correlations of the normal variables behind ordered answers.

    Items of two categories give tetrachoric correlations.

    Parameters
    ----------
    items : DataFrame (respondents × items), Responses, Moments with tables, or CategoryTables
        Up to 20 different answers an item; only their order counts, and codes nobody chose are no
        category.
    correct : float, optional
        Respondents to add to each empty cell, with thresholds from the table so changed, as
        ``psych::polychoric(correct=, global=FALSE)``; by default as lavaan, which changes only
        2 × 2 tables and keeps their margins.
    missing : {"listwise", "pairwise"}
        Pairwise takes each threshold from all answers to its item.
    smooth : bool
        Replace a matrix that is not positive definite by a usable one (``psych::cor.smooth``).

    Returns
    -------
    Polychoric
        ``.correlation .thresholds .n .smallest_eigenvalue .smoothed .empty_cells .notes``

    Raises
    ------
    DataError
        If fewer than two respondents are complete, an item has more than 20 different answers, or
        moments come without tables.
    ValueError
        If an option is out of range.

    Notes
    -----
    Olsson (1979, *Psychometrika* 44, 443-460, eq. 4 and 6). A correlation stays within ±.999,
    except ±1 for a 2 × 2 table with two empty cells, as in lavaan. With ``correct=0`` a 2 × 2 table
    with an empty cell has no maximum and gives ±.999; psych stops somewhere on the way there.

    Examples
    --------
    >>> answers = pd.DataFrame({"Q1": [1, 1, 1, 2, 2, 2], "Q2": [1, 1, 2, 1, 2, 2]})
    >>> round(float(polychoric(answers).correlation.loc["Q1", "Q2"]), 6)
    0.5
    """
    if correct is not None and not (np.isfinite(correct) and correct >= 0):
        raise ValueError(f"correct must be 0 or more respondents, such as 0.5; it is {correct!r}")
    tables = as_tables(items, missing=missing)
    names = list(tables.columns)
    R, cuts, counts = _estimate(tables, correct)
    flat = tables.sizes < 2
    varying = R[np.ix_(~flat, ~flat)]
    known = varying.size > 0 and bool(np.isfinite(varying).all())
    smallest = float(np.linalg.eigvalsh(varying)[0]) if known else np.nan
    notes = _notes(names, flat, R, smallest, smooth)
    smoothed = smooth and bool(smallest < np.finfo(float).eps)
    if smoothed:
        R[np.ix_(~flat, ~flat)] = smooth_correlation(varying)
    return Polychoric(
        correlation=pd.DataFrame(R, index=names, columns=names),
        thresholds=pd.DataFrame(
            np.where(np.isfinite(cuts), cuts, np.nan),
            index=names,
            columns=[f"t{i + 1}" for i in range(cuts.shape[1])],
        ),
        n=int(counts.min()),
        smallest_eigenvalue=smallest,
        smoothed=smoothed,
        empty_cells=pairs_with_empty_cells(tables),
        missing=missing,
        notes=notes,
        convention=CONVENTION
        + (EMPTY_LAVAAN if correct is None else EMPTY_PSYCH.format(c=correct)),
    )


def as_tables(items: Any, *, missing: str = "listwise") -> CategoryTables:
    """Take the tables of moments, or make them from answers, with at least two respondents.

    Parameters
    ----------
    items : CategoryTables, Moments, DataFrame or Responses
    missing : {"listwise", "pairwise"}

    Returns
    -------
    CategoryTables

    Raises
    ------
    DataError
        If moments were built without tables, or fewer than two respondents can be used.

    Examples
    --------
    >>> as_tables(pd.DataFrame({"Q1": [1, 2]})).counts.tolist()
    [[1, 0], [0, 1]]
    """
    if isinstance(items, CategoryTables):
        tables = items
    elif isinstance(items, Moments):
        if items.tables is None:
            raise DataError(
                "polychoric correlations need the answers, or moments with tables; pass the table, "
                "or build the moments with moments(..., tables=True)"
            )
        if missing != "listwise":
            raise DataError("moments hold complete respondents only; pass the table for pairwise")
        items.require(2)
        tables = items.tables
    else:
        tables = category_tables(items, missing=missing)
    total = tables.item_totals
    if len(total) == 0:
        raise DataError("there are no items: the table has no columns")
    if total.min() < 2:
        name = tables.columns[int(np.argmin(total))]
        raise DataError(_too_few(items, name, int(total.min())), column=name)
    return tables


def _too_few(items: Any, name: str, used: int) -> str:
    """Say why an item cannot be used, by the item that nobody answered if there is one."""
    if not isinstance(items, CategoryTables | Moments):
        answers = as_items(items)
        empty = answers.columns[answers.isna().all()]
        if len(empty) and len(answers):
            return f"item {empty[0]!r} has no answers at all; leave it out"
    who = "respondent" if used == 1 else "respondents"
    return f"only {used} {who} can be used for item {name!r}; at least 2 are needed"


def polychoric_matrix(items: Any) -> np.ndarray:
    """Give the polychoric correlations alone, by the default conventions.

    Parameters
    ----------
    items : as in :func:`polychoric`

    Returns
    -------
    ndarray (p, p)

    Examples
    --------
    >>> polychoric_matrix(pd.DataFrame({"Q1": [1, 2, 2, 1], "Q2": [1, 2, 1, 2]})).round(6).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    return _estimate(as_tables(items), None)[0]


def _estimate(
    tables: CategoryTables, correct: float | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Correlations, thresholds of all items, and the respondents of each pair."""
    p = len(tables.columns)
    first, second = np.tril_indices(p, -1)
    blocks = tables.blocks(first, second)
    cuts = thresholds(np.append(tables.margins, 0)[tables.positions].astype(float))
    rows, columns = blocks.sum(axis=2), blocks.sum(axis=1)
    usable = ((rows > 0).sum(axis=1) > 1) & ((columns > 0).sum(axis=1) > 1)
    found = np.full(len(first), np.nan)
    if correct is None:
        blocks, perfect = keep_two_by_two_possible(blocks)
        found[usable] = pair_correlations(blocks[usable], cuts[first[usable]], cuts[second[usable]])
        found = np.where(np.isnan(perfect), found, perfect)
    else:
        blocks, h, k, full = fill_empty_cells(blocks[usable], correct)
        if full.any():
            one, other = (pair[usable][np.argmax(full)] for pair in (second, first))
            raise DataError(
                f"adding {correct:g} to the empty cells of {tables.columns[one]!r} × "
                f"{tables.columns[other]!r} leaves no place for the last category; choose a "
                "smaller correct, or none",
                column=tables.columns[one],
            )
        edge = without_maximum(blocks)
        found[usable] = np.where(np.isnan(edge), pair_correlations(blocks, h, k), BOUND * edge)
    R = np.full((p, p), np.nan)
    R[first, second] = R[second, first] = found
    R[np.arange(p), np.arange(p)] = np.where(tables.sizes > 1, 1.0, np.nan)
    return R, cuts, rows.sum(axis=1) if len(first) else tables.item_totals


def _notes(
    names: list[str], flat: np.ndarray, R: np.ndarray, smallest: float, smooth: bool
) -> tuple[str, ...]:
    notes = []
    if flat.any():
        listed = ", ".join(str(name) for name, at in zip(names, flat, strict=True) if at)
        notes.append(f"The same answer from everybody, so no correlation: {listed}.")
    lost = np.argwhere(np.tril(np.isnan(R), -1) & ~(flat[:, None] | flat))
    if len(lost):
        listed = ", ".join(f"{names[j]} × {names[i]}" for i, j in lost)
        notes.append(f"Nobody, or nobody who differs, answered both, so no correlation: {listed}.")
    if smallest < np.finfo(float).eps:
        done = "it was smoothed (psych::cor.smooth)" if smooth else "it is left as estimated"
        notes.append(
            f"The matrix is not positive definite (smallest eigenvalue {smallest:.4g}); {done}."
        )
    same = np.argwhere(np.tril(np.abs(R) > NEARLY_ONE, -1))
    if len(same):
        listed = ", ".join(f"{names[j]} × {names[i]}" for i, j in same)
        notes.append(f"Correlations of nearly 1, so that two items say the same: {listed}.")
    return tuple(notes)
