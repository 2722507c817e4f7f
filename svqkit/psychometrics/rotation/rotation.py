"""Rotation of factors: which there are, how each is done, and one order for everything.

Varimax is :mod:`varimax`, promax factor_analyzer's ``Rotator``. The others have local minima or a
target, so they need several starts, and are projected here from all of them at once
(:mod:`gradient_projection`). All criteria are those of GPArotation, which psych calls.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from svqkit.psychometrics.rotation.gradient_projection import Projected, project
from svqkit.psychometrics.rotation.rotated import Rotated
from svqkit.psychometrics.rotation.rotation_criteria import (
    Criterion,
    bigeomin,
    biquartimin,
    crawford_ferguson,
    geomin,
    quartimin,
    target_distance,
)
from svqkit.psychometrics.rotation.varimax import CONVERGED, MOST_STEPS, varimax

__all__ = [
    "GENERAL",
    "NORMALIZED",
    "OBLIQUE",
    "ROTATIONS",
    "TARGETED",
    "Search",
    "rotate",
    "rotate_batch",
    "search",
]

NEARBY = 1e-5
"""Where a rotation only begins, it need not have arrived."""
BETTER = 1e-6

ROTATIONS = {
    "none": "not rotated",
    "varimax": "varimax",
    "quartimax": "quartimax",
    "equamax": "equamax (Crawford-Ferguson, kappa m/(2p))",
    "promax": "promax with power 4",
    "oblimin": "oblimin with gamma 0 (quartimin)",
    "quartimin": "quartimin (oblimin with gamma 0)",
    "geomin": "geomin (oblique) with delta 0.01",
    "geomin_orthogonal": "geomin (orthogonal) with delta 0.01",
    "bifactor": "bi-quartimin (orthogonal), the first factor general",
    "bigeomin": "bi-geomin (orthogonal) with delta 0.01, the first factor general",
    "target": "oblique rotation to a target",
    "target_orthogonal": "orthogonal rotation to a target",
}
OBLIQUE = ("promax", "oblimin", "quartimin", "geomin", "target")
NORMALIZED = ("varimax", "promax")
"""Rotations with Kaiser normalisation unless asked otherwise, as in psych."""
TARGETED = ("target", "target_orthogonal")
GENERAL = ("bifactor", "bigeomin")
_ONE_START = ("varimax", "promax")
_PROJECTED: dict[str, Callable[[int, int], Criterion]] = {
    "quartimax": lambda p, m: crawford_ferguson(0.0),
    "equamax": lambda p, m: crawford_ferguson(m / (2 * p)),
    "oblimin": lambda p, m: quartimin,
    "quartimin": lambda p, m: quartimin,
    "geomin": lambda p, m: geomin,
    "geomin_orthogonal": lambda p, m: geomin,
    "bifactor": lambda p, m: biquartimin,
    "bigeomin": lambda p, m: bigeomin,
}


class Search(NamedTuple):
    """A rotation and the minima that other starts led to.

    Parameters
    ----------
    rotated : Rotated
    turn : ndarray (m, m)
        T with loadings = A T⁻ᵀ (after normalisation), to start a similar rotation from.
    values : ndarray (s,)
        The criterion reached from each start; empty where the rotation needs one start only.
    patterns : ndarray (s, p, m)
    """

    rotated: Rotated
    turn: np.ndarray
    values: np.ndarray
    patterns: np.ndarray


def rotate(
    loadings: np.ndarray,
    method: str,
    *,
    normalize: bool | None = None,
    target: np.ndarray | None = None,
) -> Rotated:
    """Rotate factors to simple structure or to a target.

    Parameters
    ----------
    loadings : ndarray (p, m)
        Unrotated.
    method : str
        One of ``ROTATIONS``.
    normalize : bool, optional
        Kaiser normalisation: give every item a communality of 1 meanwhile. By default for varimax
        and promax only.
    target : ndarray (p, m), optional
        NaN where free.

    Returns
    -------
    Rotated
        Factors as the rotation leaves them; see :mod:`matching`.

    Examples
    --------
    >>> simple = np.array([[0.8, 0.0], [0.7, 0.0], [0.0, 0.6], [0.0, 0.5]])
    >>> turned = simple @ np.array([[0.8, -0.6], [0.6, 0.8]])
    >>> np.abs(rotate(turned, "oblimin").loadings).max(axis=1).round(3)
    array([0.8, 0.7, 0.6, 0.5])
    """
    return search(loadings, method, normalize=normalize, target=target).rotated


def search(
    loadings: np.ndarray,
    method: str,
    *,
    normalize: bool | None = None,
    target: np.ndarray | None = None,
    starts: int = 0,
    rng: np.random.Generator | None = None,
) -> Search:
    """Rotate from several starts and keep the lowest minimum.

    Parameters
    ----------
    loadings : ndarray (p, m)
    method, normalize, target
        As :func:`rotate`.
    starts : int
        Random starts beside the fixed ones: the unrotated loadings (as psych), varimax and, where
        there is a target, the orthogonal rotation that comes closest to it.
    rng : numpy.random.Generator, optional
        Needed with random starts.

    Returns
    -------
    Search
        An earlier start is kept unless a later one's criterion is lower by more than 1e-6.

    Examples
    --------
    >>> simple = np.array([[0.8, 0.0], [0.7, 0.0], [0.0, 0.6], [0.0, 0.5]])
    >>> len(search(simple, "geomin", starts=3, rng=np.random.default_rng(1)).values)
    5
    """
    m = loadings.shape[1]
    none = np.zeros(0)
    if method == "none" or m == 1:
        same = Rotated(loadings.copy(), np.eye(m))
        return Search(same, np.eye(m), none, none)
    normal = method in NORMALIZED if normalize is None else normalize
    if method in _ONE_START:
        return Search(_from_one_start(loadings, method, normal), np.eye(m), none, none)
    height = _heights(loadings[None], normal)
    A = loadings[None] / height
    first = _fixed_starts(A[0], target)
    if starts:
        generator = np.random.default_rng() if rng is None else rng
        q, r = np.linalg.qr(generator.standard_normal((starts, m, m)))
        first = np.concatenate([first, q * np.sign(np.diagonal(r, axis1=1, axis2=2))[:, None, :]])
    found = _project(A, method, target, first)
    best = int(np.argmax(found.value <= found.value.min() + BETTER))
    patterns = found.loadings * height
    return Search(Rotated(patterns[best], found.phi[best]), found.turn[best], found.value, patterns)


def rotate_batch(
    loadings: np.ndarray,
    method: str,
    turn: np.ndarray,
    *,
    normalize: bool | None = None,
    target: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Rotate many similar patterns, each from the same start.

    Parameters
    ----------
    loadings : ndarray (b, p, m)
        Unrotated and turned to each other.
    method, normalize, target
        As :func:`rotate`.
    turn : ndarray (m, m)
        Where the rotation of the pattern that they are similar to ended.

    Returns
    -------
    patterns : ndarray (b, p, m)
    phi : ndarray (b, m, m)

    Examples
    --------
    >>> simple = np.array([[0.8, 0.0], [0.7, 0.0], [0.0, 0.6], [0.0, 0.5]])
    >>> rotate_batch(np.stack([simple, simple]), "geomin", np.eye(2))[0].shape
    (2, 4, 2)
    """
    b, _, m = loadings.shape
    if method == "none" or m == 1:
        return loadings.copy(), np.broadcast_to(np.eye(m), (b, m, m)).copy()
    normal = method in NORMALIZED if normalize is None else normalize
    if method in _ONE_START:
        each = [_from_one_start(pattern, method, normal) for pattern in loadings]
        return np.stack([one.loadings for one in each]), np.stack([one.phi for one in each])
    height = _heights(loadings, normal)
    found = _project(loadings / height, method, target, np.broadcast_to(turn, (b, m, m)))
    return found.loadings * height, found.phi


def _project(A: np.ndarray, method: str, target: np.ndarray | None, start: np.ndarray) -> Projected:
    if method in TARGETED:
        if target is None:
            raise ValueError(f"rotation {method!r} needs a target")
        return project(A, target_distance(target), start, method in OBLIQUE)
    return project(A, _PROJECTED[method](*A.shape[1:]), start, method in OBLIQUE)


def _heights(loadings: np.ndarray, normal: bool) -> np.ndarray:
    """Roots of communalities where they are to be evened out, else ones."""
    height = np.sqrt((loadings**2).sum(axis=2, keepdims=True))
    return np.asarray(np.where((height > 0) & normal, height, 1.0))


def _fixed_starts(A: np.ndarray, target: np.ndarray | None) -> np.ndarray:
    m = A.shape[1]
    starts = [np.eye(m), _turn_to(A, varimax(A, tol=NEARBY).loadings)]
    if target is not None:
        starts.insert(0, _turn_to(A, np.where(np.isfinite(target), target, 1.0)))
    return np.stack(starts)


def _turn_to(A: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Orthogonal rotation of A that comes closest to a pattern (Schönemann 1966)."""
    left, _, right = np.linalg.svd(A.T @ wanted)
    return np.asarray(left @ right)


def _from_one_start(loadings: np.ndarray, method: str, normal: bool) -> Rotated:
    if method == "varimax":
        return varimax(loadings, normalize=normal)
    from factor_analyzer import Rotator

    rotator = Rotator(method=method, tol=CONVERGED, max_iter=MOST_STEPS, normalize=normal)
    rotated = np.asarray(rotator.fit_transform(loadings))
    phi = np.asarray(rotator.phi_)
    return Rotated(rotated, (phi + phi.T) / 2)
