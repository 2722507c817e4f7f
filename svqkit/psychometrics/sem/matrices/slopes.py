"""Slopes of each respondent's log-likelihood on the cells of a model's matrices."""

from __future__ import annotations

import numpy as np

from svqkit.psychometrics.sem.matrices.jacobian import Jacobian

__all__ = ["case_slopes"]


def case_slopes(cells: Jacobian, pulls: np.ndarray) -> np.ndarray:
    """Differentiate each respondent's log-likelihood, but for the part that all share.

    Parameters
    ----------
    cells : Jacobian
        Of c cells.
    pulls : ndarray (n, p)
        Σ⁻¹ (y − μ) of each respondent, 0 where an answer is missing.

    Returns
    -------
    ndarray (n, c)
        lᵀ e eᵀ r + eᵀ dμ with e the pull; the shared part is −lᵀ Σ⁻¹ r.
    """
    slopes = (pulls @ cells.left.T) * (pulls @ cells.right.T)
    return slopes if cells.mean is None else slopes + pulls @ cells.mean.T
