"""What one model implies at many parameter vectors, how far that is from many samples, and its slope."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from svqkit.psychometrics.sem.estimation.estimation import Problem
from svqkit.psychometrics.sem.matrices.matrices import GroupMatrices

__all__ = [
    "TOGETHER",
    "BatchState",
    "batch_gradients",
    "batch_states",
    "batch_values",
    "gathering",
    "information_of",
    "squared_pivots",
]

TOGETHER = 128
"""Samples in one batch: what stays in the processor's cache."""


@dataclass(frozen=True)
class BatchState:
    """S, F B and B S Bᵀ of every sample (b × t × t, b × p × t, b × t × t)."""

    spread: np.ndarray
    reach: np.ndarray
    total: np.ndarray


def batch_states(group: GroupMatrices, x: np.ndarray) -> BatchState:
    """Fill in the parameters of all samples and work out what they imply."""
    b = len(x)
    paths = np.broadcast_to(group.paths, (b, *group.paths.shape)).copy()
    spread = np.broadcast_to(group.spread, (b, *group.spread.shape)).copy()
    cells = group.path_cells
    paths[:, cells.row, cells.column] = x[:, cells.parameter]
    cells = group.spread_cells
    spread[:, cells.row, cells.column] = x[:, cells.parameter]
    spread[:, cells.column, cells.row] = x[:, cells.parameter]
    effect = _effects(paths, _depth(group))
    total = effect @ spread @ np.swapaxes(effect, 1, 2)
    return BatchState(spread, effect[:, : group.n_observed], total)


def _depth(group: GroupMatrices) -> int | None:
    """Longest chain of paths; None where they run in a circle."""
    arrows = group.wiring.arrows
    reached = arrows.copy()
    for depth in range(1, len(arrows) + 1):
        if not reached.any():
            return depth - 1
        reached = (reached.astype(int) @ arrows) > 0
    return None


def _effects(paths: np.ndarray, depth: int | None) -> np.ndarray:
    """Invert I − A, as the sum I + A + A² + … where it ends."""
    unit = np.eye(paths.shape[1])
    if depth is None:
        return np.linalg.inv(unit - paths)
    effect = unit + paths
    for _ in range(depth - 1):
        effect = unit + paths @ effect
    return effect


def batch_values(
    group: GroupMatrices, x: np.ndarray, samples: np.ndarray, log_determinants: np.ndarray
) -> tuple[np.ndarray, BatchState, np.ndarray]:
    """F of all samples, infinite where the implied covariances are not positive definite."""
    state = batch_states(group, x)
    p = group.n_observed
    implied = state.total[:, :p, :p]
    with np.errstate(all="ignore"):
        inverse = _inverses(implied)
        # Σ is positive definite as long as no pivot is negative
        pivots = squared_pivots(implied)
        value = np.log(pivots).sum(axis=1) - log_determinants - p
        value += (samples * inverse).sum(axis=(1, 2))
    return np.where(np.isfinite(value), value, np.inf), state, inverse


def _inverses(matrices: np.ndarray) -> np.ndarray:
    """Invert all that can be inverted; NaN for the others."""
    try:
        return np.linalg.inv(matrices)
    except np.linalg.LinAlgError:
        found = np.full_like(matrices, np.nan)
        sound = np.isfinite(matrices).all(axis=(1, 2)) & (np.linalg.slogdet(matrices)[0] != 0)
        found[sound] = np.linalg.inv(matrices[sound])
        return found


def squared_pivots(matrices: np.ndarray) -> np.ndarray:
    """Take the squared pivots of Cholesky's factors: none is near 0 in a sound matrix.

    Parameters
    ----------
    matrices : ndarray (b, p, p)

    Returns
    -------
    ndarray (b, p)
        NaN where a matrix is not positive definite.
    """
    try:
        return np.diagonal(np.linalg.cholesky(matrices), axis1=1, axis2=2) ** 2
    except np.linalg.LinAlgError:
        found = np.full(matrices.shape[:2], np.nan)
        whole = np.isfinite(matrices).all(axis=(1, 2))
        sound = np.flatnonzero(whole)[np.linalg.eigvalsh(matrices[whole])[:, 0] > 0]
        for at in sound:
            found[at] = np.diag(np.linalg.cholesky(matrices[at])) ** 2
        return found


def batch_gradients(
    group: GroupMatrices,
    state: BatchState,
    inverse: np.ndarray,
    samples: np.ndarray,
    gather: np.ndarray,
) -> np.ndarray:
    """dF/dθ of all samples (b × k)."""
    slope = inverse - inverse @ samples @ inverse
    pushed = np.swapaxes(state.reach, 1, 2) @ slope
    a, s = group.path_cells, group.spread_cells
    on_paths = 2.0 * (pushed @ state.total[:, : group.n_observed])[:, a.row, a.column]
    on_spread = (pushed @ state.reach)[:, s.row, s.column]
    on_spread *= np.where(s.row == s.column, 1.0, 2.0)
    return np.concatenate([on_paths, on_spread], axis=1) @ gather


def gathering(group: GroupMatrices, n_free: int) -> np.ndarray:
    """0 and 1: which cell (rows) belongs to which parameter (columns)."""
    index = group.index
    found = np.zeros((len(index), n_free))
    found[np.arange(len(index)), index] = 1.0
    return found


def information_of(problem: Problem, x: np.ndarray) -> np.ndarray:
    """Work out the expected information for one respondent at many parameter vectors.

    Parameters
    ----------
    problem : Problem
        One group, covariances only.
    x : ndarray (b, k)

    Returns
    -------
    ndarray (b, k, k)
    """
    group = problem.groups[0]
    gather = gathering(group, problem.n_free)
    p, a, s = group.n_observed, group.path_cells, group.spread_cells
    halved = np.where(s.row == s.column, 0.5, 1.0)[:, None]
    order = np.argsort(group.index)
    found = np.empty((len(x), problem.n_free, problem.n_free))
    for at in range(0, len(x), TOGETHER):
        state = batch_states(group, x[at : at + TOGETHER])
        inverse = np.linalg.inv(state.total[:, :p, :p])
        reach, source = np.swapaxes(state.reach, 1, 2), state.total[:, :, :p]
        left = np.concatenate([reach[:, a.row], reach[:, s.row]], axis=1)
        right = np.concatenate([source[:, a.column], halved * reach[:, s.column]], axis=1)
        weighed_left, weighed_right = left @ inverse, right @ inverse
        left, right = np.swapaxes(left, 1, 2), np.swapaxes(right, 1, 2)
        cells = (weighed_left @ left) * (weighed_right @ right)
        cells += (weighed_left @ right) * (weighed_right @ left)
        if len(group.index) == problem.n_free:
            found[at : at + TOGETHER] = cells[:, order[:, None], order]
        else:
            found[at : at + TOGETHER] = gather.T @ cells @ gather
    return 0.5 * (found + np.swapaxes(found, 1, 2))
