"""Where the free parameters stand in a group's matrices: worked out once a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

__all__ = ["Cells", "Picked", "Wiring", "pick"]


@dataclass(frozen=True)
class Cells:
    """Cells of one matrix that free parameters fill: rows, columns, parameter (from 0)."""

    row: np.ndarray
    column: np.ndarray
    parameter: np.ndarray

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True)
class Picked:
    """What makes up each cell's derivatives: rows of B, of T below them, and last one of zeros.

    ``left`` and ``right`` (the latter ``halved`` for variances) are for Σ, ``mean`` for μ, to be
    multiplied with the mean of the variable ``moved``, or with 1.
    """

    left: np.ndarray
    right: np.ndarray
    halved: np.ndarray
    mean: np.ndarray
    moved: np.ndarray


def pick(cells: Mapping[str, Cells], size: int) -> Picked:
    """Find the rows that make up the derivatives of cells.

    Parameters
    ----------
    cells : mapping of Cells
        Of A (``paths``), S (``spread``) and m (``means``).
    size : int
        Variables, observed and not.

    Returns
    -------
    Picked
        In this order.
    """
    a, s, m = cells["paths"], cells["spread"], cells["means"]
    nothing, alone = np.full(len(m), 2 * size), np.full(len(s) + len(m), size)
    halved = np.ones(len(a) + len(s) + len(m))
    halved[len(a) : len(a) + len(s)] = np.where(s.row == s.column, 0.5, 1.0)
    return Picked(
        np.concatenate([a.row, s.row, nothing]),
        np.concatenate([size + a.column, s.column, nothing]),
        halved,
        np.concatenate([a.row, np.full(len(s), 2 * size), m.row]),
        np.concatenate([a.column, alone]),
    )


@dataclass(frozen=True, eq=False)
class Wiring:
    """The free cells by matrix (``cells``), and which variable points to which (``arrows``).

    ``arrows`` (t × t) is true where A has a free cell or a fixed one that is not 0.
    """

    cells: dict[str, Cells]
    arrows: np.ndarray

    @property
    def size(self) -> int:
        """Variables, observed and not."""
        return len(self.arrows)

    @cached_property
    def unit(self) -> np.ndarray:
        """The unit matrix of their number."""
        return np.eye(self.size)

    @cached_property
    def direct(self) -> bool:
        """Whether every path ends where no other begins, as in a model of measurement."""
        return not (self.arrows.any(axis=1) & self.arrows.any(axis=0)).any()

    @cached_property
    def places(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Where the free cells of A, of S, and of S mirrored stand in a matrix laid out flat."""
        a, s = self.cells["paths"], self.cells["spread"]
        return (
            self.size * a.row + a.column,
            self.size * s.row + s.column,
            self.size * s.column + s.row,
        )

    @cached_property
    def picked(self) -> Picked:
        """What makes up the derivatives of the free cells."""
        return pick(self.cells, self.size)

    @cached_property
    def index(self) -> np.ndarray:
        """Each free cell's parameter, matrix by matrix."""
        return np.concatenate([cells.parameter for cells in self.cells.values()])

    @cached_property
    def one_cell_each(self) -> bool:
        """Whether no two cells share a parameter."""
        return len(np.unique(self.index)) == len(self.index)

    @cached_property
    def aligned(self) -> int:
        """How many parameters there are where the free cells are just these, in order; or -1."""
        count = len(self.index)
        return count if np.array_equal(self.index, np.arange(count)) else -1
