"""How what a model implies moves with its free parameters: all covariances and all paths."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from svqkit.psychometrics.sem.matrices.matrices import GroupMatrices, State
from svqkit.psychometrics.sem.matrices.ordinal_matrices import OrdinalMatrices
from svqkit.psychometrics.sem.results.result import CFA

__all__ = ["Moved", "moved", "smooth"]


class Moved(NamedTuple):
    """Derivatives of a group's matrices in the k free parameters of all groups.

    Parameters
    ----------
    paths : ndarray (k, t, t)
        Of A.
    total : ndarray (k, t, t)
        Of the covariances of observed variables and factors.
    """

    paths: np.ndarray
    total: np.ndarray


def smooth(fit: CFA) -> bool:
    """Say whether a model has no ordered items, so that :func:`moved` tells all of it.

    Parameters
    ----------
    fit : CFA

    Returns
    -------
    bool
        False where thresholds and scales move too.
    """
    return not any(isinstance(group, OrdinalMatrices) for group in fit.problem.groups)


def moved(group: GroupMatrices, state: State, count: int) -> Moved:
    """Differentiate a group's covariances and paths.

    Parameters
    ----------
    group : GroupMatrices
    state : State
        Of this group, at the estimates.
    count : int
        Free parameters.

    Returns
    -------
    Moved

    Notes
    -----
    With B = (I − A)⁻¹ and V = B S Bᵀ, cell (r, c) of A moves V by b_r v_cᵀ + v_c b_rᵀ, with b_r a
    column of B and v_c a row of V; cell (r, c) of S by b_r b_cᵀ + b_c b_rᵀ, or b_r b_rᵀ on the
    diagonal.

    Examples
    --------
    >>> import svqkit as svq
    >>> fit = svq.cfa(svq.load_dataset("bank"), {"tangibles": ["Q1", "Q2", "Q3", "Q4"]})
    >>> moved(fit.problem.groups[0], fit.found.states[0], 8).total.shape
    (8, 5, 5)
    """
    size = len(state.paths)
    effect = np.linalg.inv(np.eye(size) - state.paths)
    a, s = group.path_cells, group.spread_cells
    halved = np.where(s.row == s.column, 0.5, 1.0)[:, None]
    left = np.concatenate([effect.T[a.row], effect.T[s.row]])
    right = np.concatenate([state.total[a.column], halved * effect.T[s.column]])
    product = left[:, :, None] * right[:, None, :]
    paths, total = np.zeros((count, size, size)), np.zeros((count, size, size))
    np.add.at(paths, (a.parameter, a.row, a.column), 1.0)
    index = np.concatenate([a.parameter, s.parameter])
    np.add.at(total, index, product + product.transpose(0, 2, 1))
    return Moved(paths, total)
