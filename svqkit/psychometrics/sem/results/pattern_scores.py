"""Factor scores of respondents with missing answers, from the answers each one gave."""

from __future__ import annotations

import numpy as np

from svqkit.psychometrics.sem.matrices.matrices import State

__all__ = ["pattern_scores"]


def pattern_scores(values: np.ndarray, state: State, method: str) -> np.ndarray:
    """Estimate factor scores E(η) + W (y − μ) with the weights of each missing pattern.

    Parameters
    ----------
    values : ndarray (n, p)
        NaN where missing.
    state : State
        The fitted model of their group.
    method : {"regression", "bartlett"}

    Returns
    -------
    ndarray (n, factors)
        NaN without any answer; under "bartlett" also for a factor none of whose items was
        answered (regression borrows from the other factors).

    References
    ----------
    Thurstone (1935) and Bartlett (1937), on the items that were answered, as lavaan.
    """
    p = state.p
    scores = np.full((len(values), len(state.total) - p), np.nan)
    masks, of_case = np.unique(~np.isnan(values), axis=0, return_inverse=True)
    loadings = state.paths[:p, p:]
    means = state.means[p:]
    for at, mask in enumerate(masks):
        if not mask.any():
            continue
        mine = of_case.ravel() == at
        deviations = values[np.ix_(mine, mask)] - state.mean[mask]
        if method == "regression":
            shared = state.total[:p, p:][mask]
            weights = np.linalg.solve(state.covariance[np.ix_(mask, mask)], shared)
            scores[mine] = means + deviations @ weights
            continue
        measured = loadings[mask].any(axis=1)
        known = np.flatnonzero(loadings[mask].any(axis=0))
        own = loadings[mask][np.ix_(measured, known)]
        items = np.flatnonzero(mask)[measured]
        weighed = np.linalg.solve(state.covariance[np.ix_(items, items)], own)
        inner = own.T @ weighed
        if np.linalg.matrix_rank(inner, hermitian=True) < len(known):
            # fewer answers than factors on them: no score is determined
            continue
        found = means[known] + deviations[:, measured] @ np.linalg.solve(inner, weighed.T).T
        scores[np.ix_(np.flatnonzero(mine), known)] = found
    return scores
