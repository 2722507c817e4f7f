"""AVE, composite reliability and H of one factor, and how they move with the model's parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from svqkit.psychometrics.sem.matrices.matrices import State
from svqkit.psychometrics.validity.model_slopes import Moved
from svqkit.psychometrics.validity.sums_of_items import share_of_sum

if TYPE_CHECKING:
    from svqkit.psychometrics.validity.scales import Scale

__all__ = ["scale_measures", "scale_slopes"]


def scale_measures(state: State, covariance: np.ndarray, scale: Scale) -> np.ndarray:
    """Compute AVE, AVE of standardised items, CR and H of one factor.

    Parameters
    ----------
    state : State
        May be complex, for complex-step derivatives.
    covariance : ndarray (p, p)
        What AVE and CR divide by.
    scale : Scale

    Returns
    -------
    ndarray (4,)
    """
    p = state.p
    loadings = state.paths[scale.items, p + scale.factor]
    variance = state.total[p + scale.factor, p + scale.factor]
    block = covariance[np.ix_(scale.items, scale.items)]
    shares = loadings**2 * variance / np.diag(state.total)[scale.items]
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = (shares / (1 - shares)).sum()
        h = odds / (1 + odds)
    return np.array(
        [
            (loadings**2).sum() * variance / np.diag(block).sum(),
            shares.mean(),
            share_of_sum(state, np.outer(loadings, loadings) * variance, covariance, scale.items),
            h,
        ]
    )


def scale_slopes(state: State, change: Moved, scale: Scale) -> np.ndarray:
    """Differentiate what :func:`scale_measures` gives for implied covariances.

    Parameters
    ----------
    state : State
    change : Moved
        Of the same group.
    scale : Scale

    Returns
    -------
    ndarray (4, k)
    """
    items, at = scale.items, state.p + scale.factor
    loadings, variance = state.paths[items, at], state.total[at, at]
    block, own = state.total[np.ix_(items, items)], np.diag(state.total)[items]
    steps, widening = change.paths[:, items, at], change.total[:, at, at][:, None]
    blocks, owns = change.total[:, items[:, None], items], change.total[:, items, items]
    explained = loadings**2 * variance
    explained_moved = 2 * loadings * variance * steps + loadings**2 * widening
    shares = explained / own
    shares_moved = (explained_moved - shares * owns) / own
    ave = (explained_moved.sum(axis=1) - shares @ own / own.sum() * owns.sum(axis=1)) / own.sum()
    of_sum, whole = loadings.sum(), block.sum()
    common_moved = 2 * of_sum * variance * steps.sum(axis=1) + of_sum**2 * widening[:, 0]
    cr = of_sum**2 * variance / whole
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = (shares / (1 - shares)).sum()
        odds_moved = (shares_moved / (1 - shares) ** 2).sum(axis=1)
    return np.stack(
        [
            ave,
            shares_moved.mean(axis=1),
            (common_moved - cr * blocks.sum(axis=(1, 2))) / whole,
            odds_moved / (1 + odds) ** 2,
        ]
    )
