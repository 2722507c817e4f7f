"""How the implied moments move with each cell of the matrices, and with each parameter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Jacobian", "gather"]


@dataclass(frozen=True)
class Jacobian:
    """Derivatives of the implied moments with respect to c cells of the matrices.

    One cell moves Σ by ``left rightᵀ + right leftᵀ`` (both c × p) and μ by ``mean`` (c × p, or
    None where the model has no means). So nothing larger than c × p need be formed.
    """

    left: np.ndarray
    right: np.ndarray
    mean: np.ndarray | None

    @property
    def covariance(self) -> np.ndarray:
        """The derivatives of Σ written out: c × p × p."""
        products = self.left[:, :, None] * self.right[:, None, :]
        return products + products.transpose(0, 2, 1)

    def along(self, spread: np.ndarray, mean: np.ndarray) -> np.ndarray:
        """Return every cell's slope (c) from those in Σ (p × p, symmetric) and μ (p)."""
        slope = 2.0 * ((self.left @ spread) * self.right).sum(axis=1)
        return slope if self.mean is None else slope + self.mean @ mean

    def towards(self, pull: np.ndarray) -> np.ndarray:
        """Return dΣ e of every cell (c × p) for a vector e."""
        return self.left * (self.right @ pull)[:, None] + self.right * (self.left @ pull)[:, None]

    def weighed_by(self, other: Jacobian, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """Return ½ tr(V₁ dΣ V₂ dΣ′) + dμᵀ V₁ dμ′ from products of c × p matrices only.

        Parameters
        ----------
        other : Jacobian
            Of the columns.
        first, second : ndarray (p, p)
            Symmetric weights, often the same.

        Returns
        -------
        ndarray (c₁, c₂)
        """
        left, right = self.left @ first, self.right @ first
        if second is first and other is self:
            crossed = left @ self.right.T
            found = (left @ self.left.T) * (right @ self.right.T)
            found += crossed * crossed.T
        elif second is first:
            found = (left @ other.left.T) * (right @ other.right.T)
            found += (left @ other.right.T) * (right @ other.left.T)
        else:
            turned, opposite = self.left @ second, self.right @ second
            found = (left @ other.left.T) * (opposite @ other.right.T)
            found += (left @ other.right.T) * (opposite @ other.left.T)
            found += (turned @ other.left.T) * (right @ other.right.T)
            found += (turned @ other.right.T) * (right @ other.left.T)
            found *= 0.5
        if self.mean is not None and other.mean is not None:
            found += self.mean @ first @ other.mean.T
        return found


def gather(rows: np.ndarray, index: np.ndarray, count: int) -> np.ndarray:
    """Add up the rows that belong to the same free parameter.

    Parameters
    ----------
    rows : ndarray (c, …)
        One row a cell.
    index : ndarray (c,)
        Each cell's parameter, from 0.
    count : int
        Number of parameters.

    Returns
    -------
    ndarray (count, …)

    Examples
    --------
    >>> gather(np.array([[1.0], [2.0], [4.0]]), np.array([0, 1, 0]), 2)
    array([[5.],
           [2.]])
    """
    total = np.zeros((count, *rows.shape[1:]), dtype=rows.dtype)
    if len(np.unique(index)) == len(index):  # without equalities: ten times as fast
        total[index] = rows
    else:
        np.add.at(total, index, rows)
    return total
