"""Ways to turn what scores explain of an outcome into weights that sum to 100."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from svqkit.psychometrics.prediction.regression_formulas import standardised_slopes
from svqkit.psychometrics.prediction.relative_importance import lmg_importance, relative_weights

__all__ = ["METHODS", "importance_of", "shares_of"]

METHODS: dict[str, str] = {
    "relative": "R² averaged over orders of entry (LMG, pingouin)",
    "johnson": "Johnson's relative weights",
    "standardised": "standardised slopes of one regression",
    "correlation": "correlations, each score by itself",
}


def importance_of(method: str) -> Callable[[np.ndarray], np.ndarray]:
    """Give the function of covariances that measures importance.

    Parameters
    ----------
    method : {"relative", "johnson", "standardised", "correlation"}

    Returns
    -------
    callable
        ndarray (…, p + 1, p + 1), the outcome last, to ndarray (…, p).

    Examples
    --------
    >>> S = np.array([[1.0, 0.0, 0.6], [0.0, 1.0, 0.3], [0.6, 0.3, 1.0]])
    >>> [importance_of(method)(S).round(2).tolist() for method in ("relative", "correlation")]
    [[0.36, 0.09], [0.6, 0.3]]
    """
    return {
        "relative": lmg_importance,
        "johnson": relative_weights,
        "standardised": standardised_slopes,
        "correlation": _correlations,
    }[method]


def shares_of(method: str) -> Callable[[np.ndarray], np.ndarray]:
    """Give the function of covariances that makes weights; what is negative weighs nothing.

    Parameters
    ----------
    method : {"relative", "johnson", "standardised", "correlation"}

    Returns
    -------
    callable
        ndarray (…, p + 1, p + 1), the outcome last, to ndarray (…, p) that sums to 100; NaN where
        nothing is positive.

    Examples
    --------
    >>> S = np.array([[1.0, 0.0, 0.6], [0.0, 1.0, 0.3], [0.6, 0.3, 1.0]])
    >>> shares_of("relative")(S).round(4).tolist()
    [80.0, 20.0]
    """
    importance = importance_of(method)

    def shares(covariances: np.ndarray) -> np.ndarray:
        positive = np.clip(importance(covariances), 0, None)
        sums = positive.sum(axis=-1, keepdims=True)
        return np.asarray(100 * positive / np.where(sums > 0, sums, np.nan))

    return shares


def _correlations(covariances: np.ndarray) -> np.ndarray:
    variances = np.diagonal(covariances, axis1=-2, axis2=-1)
    return np.asarray(
        covariances[..., :-1, -1] / np.sqrt(variances[..., :-1] * variances[..., -1:])
    )
