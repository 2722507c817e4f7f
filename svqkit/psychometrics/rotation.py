"""Rotation of factors, by factor_analyzer's ``Rotator``, with one order for everything.

The Rotator's criteria are those of GPArotation, which psych calls. Oblimin (gamma 0), quartimax
and geomin rotate raw loadings; varimax and promax (power 4) rotate loadings with unit communality
(Kaiser normalisation), as ``stats::varimax`` and ``psych::fa(rotate = "promax")`` do.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

__all__ = ["OBLIQUE", "ROTATIONS", "Rotated", "arrange", "rotate"]

TOLERANCE = 1e-6
MOST_STEPS = 2_000
BETTER = 1e-6

ROTATIONS = {
    "none": "not rotated",
    "varimax": "varimax with Kaiser normalisation",
    "quartimax": "quartimax without Kaiser normalisation",
    "promax": "promax with power 4 and Kaiser normalisation",
    "oblimin": "oblimin with gamma 0 (quartimin), without Kaiser normalisation",
    "geomin": "geomin (oblique) with delta 0.01, without Kaiser normalisation",
}
OBLIQUE = ("promax", "oblimin", "geomin")
_NAMES = {"geomin": "geomin_obl"}


class Rotated(NamedTuple):
    """Rotated factors.

    Parameters
    ----------
    loadings : ndarray (p, m)
        Pattern.
    phi : ndarray (m, m)
        Correlations of the factors; the identity for an orthogonal rotation.
    """

    loadings: np.ndarray
    phi: np.ndarray


def rotate(loadings: np.ndarray, method: str) -> Rotated:
    """Rotate factors to simple structure.

    Parameters
    ----------
    loadings : ndarray (p, m)
        Unrotated.
    method : {"none", "varimax", "quartimax", "promax", "oblimin", "geomin"}

    Returns
    -------
    Rotated
        Factors as the rotation leaves them; see :func:`arrange`.

    Notes
    -----
    Oblimin and geomin have local minima. They start from the unrotated loadings, as psych does,
    and again from varimax; the second is taken only where its criterion is lower.

    Examples
    --------
    >>> simple = np.array([[0.8, 0.0], [0.7, 0.0], [0.0, 0.6], [0.0, 0.5]])
    >>> turned = simple @ np.array([[0.8, -0.6], [0.6, 0.8]])
    >>> np.abs(rotate(turned, "oblimin").loadings).max(axis=1).round(3)
    array([0.8, 0.7, 0.6, 0.5])
    """
    m = loadings.shape[1]
    if method == "none" or m == 1:
        return Rotated(loadings.copy(), np.eye(m))
    if method not in ("oblimin", "geomin"):
        return _fit(loadings, method)
    first = _fit(loadings, method)
    second = _fit(_fit(loadings, "varimax").loadings, method)
    lower = _criterion(second.loadings, method) < _criterion(first.loadings, method) - BETTER
    return second if lower else first


def _fit(loadings: np.ndarray, method: str) -> Rotated:
    from factor_analyzer import Rotator

    tolerance = 1e-14 if method in ("varimax", "promax") else TOLERANCE
    rotator = Rotator(method=_NAMES.get(method, method), tol=tolerance, max_iter=MOST_STEPS)
    rotated = np.asarray(rotator.fit_transform(loadings))
    phi = np.eye(loadings.shape[1]) if rotator.phi_ is None else np.asarray(rotator.phi_)
    return Rotated(rotated, (phi + phi.T) / 2)


def _criterion(loadings: np.ndarray, method: str) -> float:
    squared = loadings**2
    if method == "geomin":
        return float(np.exp(np.log(squared + 0.01).mean(axis=1)).sum())
    return float((squared * (squared.sum(axis=1, keepdims=True) - squared)).sum() / 4)


def arrange(rotated: Rotated, order: np.ndarray, signs: np.ndarray) -> Rotated:
    """Reorder and reflect factors in the pattern and in their correlations together.

    Parameters
    ----------
    rotated : Rotated
    order : ndarray of int (m,)
        ``order[k]`` is the factor that comes k-th.
    signs : ndarray (m,)
        +1 or -1 for the factors in their new order.

    Returns
    -------
    Rotated

    Examples
    --------
    >>> start = Rotated(np.array([[0.1, -0.9]]), np.array([[1.0, -0.3], [-0.3, 1.0]]))
    >>> arrange(start, np.array([1, 0]), np.array([-1.0, 1.0])).phi[0, 1].item()
    0.3
    """
    loadings = rotated.loadings[:, order] * signs
    phi = rotated.phi[np.ix_(order, order)] * np.outer(signs, signs)
    return Rotated(loadings, phi)
