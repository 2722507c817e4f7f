"""Factor scores from answers: Thurstone's regression and Bartlett's method."""

from __future__ import annotations

import numpy as np

from svqkit.errors import ModelError
from svqkit.psychometrics.sem.matrices import State
from svqkit.psychometrics.sem.table import ParameterTable

__all__ = ["METHODS", "score_weights"]

METHODS = ("regression", "bartlett")


def _bartlett(state: State, table: ParameterTable) -> np.ndarray:
    """(Λᵀ Σ⁻¹ Λ)⁻¹ Λᵀ Σ⁻¹, the same as with Θ, and defined where a residual variance is 0."""
    p = state.p
    loadings = state.paths[:p, p:]
    empty = [f for f, column in zip(table.latent, loadings.T, strict=True) if not column.any()]
    if empty:
        raise ModelError(
            f"factor {empty[0]!r} has no items of its own, so Bartlett scores do not exist; "
            "use method='regression'"
        )
    measured = loadings.any(axis=1)
    own = loadings[measured]
    weighed = np.linalg.solve(state.covariance[np.ix_(measured, measured)], own)
    weights = np.zeros((len(table.latent), p))
    weights[:, measured] = np.linalg.solve(own.T @ weighed, weighed.T)
    return weights


def score_weights(state: State, table: ParameterTable, method: str) -> np.ndarray:
    """Find the weights W of the scores E(η) + W (y − μ).

    Parameters
    ----------
    state : State
    table : ParameterTable
    method : {"regression", "bartlett"}

    Returns
    -------
    ndarray (factors × items)

    Raises
    ------
    ValueError
        If the method is unknown.
    ModelError
        If Bartlett scores are asked of a factor without items of its own.

    References
    ----------
    Thurstone (1935); Bartlett (1937).
    """
    if method not in METHODS:
        raise ValueError(f"method={method!r} is unknown; choose from {', '.join(METHODS)}")
    if method == "bartlett":
        return _bartlett(state, table)
    return np.linalg.solve(state.covariance, state.total[: state.p, state.p :]).T
