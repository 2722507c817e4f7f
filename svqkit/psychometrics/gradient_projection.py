"""Rotation by projected gradients, from many starts or of many patterns at once.

Jennrich (2001, *Psychometrika* 66, 289-306; 2002, *Psychometrika* 67, 7-19): walk against the slope
of the criterion along the surface of admissible rotations. The length of a step is guessed from the
last two slopes (Barzilai & Borwein 1988), and halved until the criterion falls.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from svqkit.psychometrics.rotation_criteria import Criterion

__all__ = ["Projected", "project"]

GRADIENT = 1e-7
MOST_STEPS = 2_000
MOST_HALVINGS = 25
SHORTEST, LONGEST = 1e-6, 1e4


class Projected(NamedTuple):
    """Rotated patterns.

    Parameters
    ----------
    loadings : ndarray (b, p, m)
    phi : ndarray (b, m, m)
        Correlations of the factors.
    turn : ndarray (b, m, m)
        T with loadings = A T⁻ᵀ.
    value : ndarray (b,)
        The criterion.
    converged : ndarray of bool (b,)
    """

    loadings: np.ndarray
    phi: np.ndarray
    turn: np.ndarray
    value: np.ndarray
    converged: np.ndarray


def project(A: np.ndarray, criterion: Criterion, start: np.ndarray, oblique: bool) -> Projected:
    """Minimise a rotation criterion from each start.

    Parameters
    ----------
    A : ndarray (b, p, m) or (1, p, m)
        Unrotated loadings.
    criterion : Criterion
    start : ndarray (b, m, m)
        Orthogonal, or with columns of length 1 where oblique.
    oblique : bool

    Returns
    -------
    Projected

    Examples
    --------
    >>> from svqkit.psychometrics.rotation_criteria import quartimin
    >>> simple = np.array([[0.8, 0.0], [0.7, 0.0], [0.0, 0.6], [0.0, 0.5]])
    >>> A = simple @ np.array([[0.8, -0.6], [0.6, 0.8]])
    >>> found = project(A[None], quartimin, np.eye(2)[None], True)
    >>> np.abs(found.loadings[0]).max(axis=1).round(4)
    array([0.8, 0.7, 0.6, 0.5])
    """
    A = np.broadcast_to(A, (len(start), *A.shape[1:]))
    T = np.array(start, dtype=float)
    L, value, slope = _at(A, T, criterion, oblique)
    along = _tangent(T, slope, oblique)
    step = np.ones(len(T))
    done = _size(along) < GRADIENT
    for _ in range(MOST_STEPS):
        live = np.flatnonzero(~done)
        if len(live) == 0:
            break
        before, direction = T[live], along[live]
        square = _size(direction) ** 2
        length = step[live]
        waiting = np.arange(len(live))
        for _ in range(MOST_HALVINGS):
            at = live[waiting]
            tried = _back(
                before[waiting] - length[waiting, None, None] * direction[waiting], oblique
            )
            new_L, new_value, new_slope = _at(A[at], tried, criterion, oblique)
            enough = value[at] - new_value >= 1e-4 * length[waiting] * square[waiting]
            won, kept = at[enough], waiting[enough]
            T[won], L[won], value[won] = tried[enough], new_L[enough], new_value[enough]
            slope[won] = new_slope[enough]
            moved, along_new = T[won] - before[kept], _tangent(T[won], slope[won], oblique)
            change = along_new - direction[kept]
            along[won] = along_new
            step[won] = _guess(moved, change, length[kept])
            waiting = waiting[~enough]
            if len(waiting) == 0:
                break
            length[waiting] *= 0.5
        done[live[waiting]] = True  # the criterion cannot fall further in this arithmetic
        done |= _size(along) < GRADIENT
    phi = np.swapaxes(T, 1, 2) @ T if oblique else np.broadcast_to(np.eye(T.shape[1]), T.shape)
    return Projected(L, np.array(phi), T, value, _size(along) < 1e-4)


def _at(
    A: np.ndarray, T: np.ndarray, criterion: Criterion, oblique: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pattern, criterion, and its slope in T."""
    if oblique:
        inverse = np.linalg.inv(T)
        L = A @ np.swapaxes(inverse, 1, 2)
        value, slope = criterion(L)
        return L, value, -np.swapaxes(np.swapaxes(L, 1, 2) @ slope @ inverse, 1, 2)
    L = A @ T
    value, slope = criterion(L)
    return L, value, np.swapaxes(A, 1, 2) @ slope


def _tangent(T: np.ndarray, slope: np.ndarray, oblique: bool) -> np.ndarray:
    """Keep of the slope what lies within the surface of admissible rotations."""
    if oblique:
        return np.asarray(slope - T * (T * slope).sum(axis=1, keepdims=True))
    M = np.swapaxes(T, 1, 2) @ slope
    return np.asarray(slope - T @ (M + np.swapaxes(M, 1, 2)) / 2)


def _back(X: np.ndarray, oblique: bool) -> np.ndarray:
    """Return to the surface: columns of length 1, or the nearest orthogonal matrix."""
    if oblique:
        return np.asarray(X / np.sqrt((X**2).sum(axis=1, keepdims=True)))
    left, _, right = np.linalg.svd(X)
    return np.asarray(left @ right)


def _guess(moved: np.ndarray, change: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Length of the next step by Barzilai and Borwein; twice the last where the slope says nothing."""
    product = (moved * change).sum(axis=(1, 2))
    square = (moved**2).sum(axis=(1, 2))
    guess = np.divide(square, product, out=2 * last, where=product > 0)
    return np.clip(guess, SHORTEST, LONGEST)


def _size(along: np.ndarray) -> np.ndarray:
    return np.asarray(np.sqrt((along**2).sum(axis=(1, 2))))
