"""Refuse items of which one follows from others, by name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from svqkit.errors import DataError
from svqkit.psychometrics.data.positive import all_above

__all__ = ["dependent_samples", "in_group", "refuse_collinear"]

SINGULAR = 1e-10


def in_group(group: str) -> str:
    """Name the group in an error, where there is one.

    Examples
    --------
    >>> in_group("north"), in_group("")
    (" in group 'north'", '')
    """
    return f" in group {group!r}" if group else ""


def refuse_collinear(covariance: np.ndarray, names: Sequence[str], group: str) -> None:
    """Refuse linearly dependent items, and name them.

    Parameters
    ----------
    covariance : ndarray (p, p)
        With positive variances.
    names : sequence of str
    group : str
        Named in the error.

    Raises
    ------
    DataError
        Naming the items.
    """
    sd = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(sd, sd)
    if all_above(correlation, SINGULAR):
        return
    values, vectors = np.linalg.eigh(correlation)
    if values[0] > SINGULAR:
        return
    weights = np.abs(vectors[:, 0])
    guilty = [name for name, w in zip(names, weights, strict=True) if w > 0.1 * weights.max()]
    if values[0] < -SINGULAR:
        raise DataError(
            f"the covariance matrix{in_group(group)} has a negative eigenvalue ({values[0]:.3g}): no "
            f"answers can have these values of {', '.join(guilty)} together; look for a misprint, or "
            "take a matrix of the same respondents throughout"
        )
    raise DataError(
        f"the covariance matrix{in_group(group)} is not positive definite: "
        f"{', '.join(guilty)} are linearly dependent; leave one of them out"
    )


def dependent_samples(covariances: np.ndarray) -> np.ndarray:
    """Say in which bootstrap samples variables follow from one another, or one does not vary.

    Parameters
    ----------
    covariances : ndarray (b, p, p)
        Of variables whose variance over all respondents is 1.

    Returns
    -------
    ndarray (b,) of bool

    Examples
    --------
    >>> dependent_samples(np.array([[[1.0, 0.5], [0.5, 1.0]], [[1.0, 1.0], [1.0, 1.0]]])).tolist()
    [False, True]
    """
    variances = np.diagonal(covariances, axis1=1, axis2=2)
    still = (variances < SINGULAR).any(axis=1)
    sd = np.sqrt(np.where(variances > 0, variances, 1.0))
    least = np.linalg.eigvalsh(covariances / (sd[:, :, None] * sd[:, None, :]))[:, 0]
    return np.asarray(still | (least < SINGULAR))
