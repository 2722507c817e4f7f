"""Rotation by projected gradients, from many starts or of many patterns at once.

Jennrich (2001, *Psychometrika* 66, 289-306; 2002, *Psychometrika* 67, 7-19): walk against the slope
of the criterion along the surface of admissible rotations. The length of a step is guessed from the
last two slopes (Barzilai & Borwein 1988), and halved until the criterion falls.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from svqkit.psychometrics.rotation.rotation_criteria import Criterion

__all__ = ["Projected", "project"]

GRADIENT = 1e-7
MOST_STEPS = 2_000
MOST_HALVINGS = 25
SHORTEST, LONGEST = 1e-6, 1e4
ENOUGH = 1e-4
SETTLED = 1e-4


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
    >>> from svqkit.psychometrics.rotation.rotation_criteria import quartimin
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
    size, step = _size(along), np.ones(len(T))
    kept = [np.empty_like(each) for each in (L, T, value, size)]
    live = np.arange(len(T))
    for _ in range(MOST_STEPS):
        new, step, falling = _line_search(A, T, value, along, size, step, criterion, oblique)
        moved, (T, L, value, slope) = new[0] - T, new
        before, along = along, _tangent(T, slope, oblique)
        size, step = _size(along), _guess(moved, along - before, step)
        going = falling & (size >= GRADIENT)
        if not going.all():
            for all_of_them, own in zip(kept, (L, T, value, size), strict=True):
                all_of_them[live] = own
            live = live[going]
            if len(live) == 0:
                break
            A, T, L, value, along = A[going], T[going], L[going], value[going], along[going]
            size, step = size[going], step[going]
    else:
        for all_of_them, own in zip(kept, (L, T, value, size), strict=True):
            all_of_them[live] = own
    L, T, value, size = kept
    phi = np.swapaxes(T, 1, 2) @ T if oblique else np.broadcast_to(np.eye(T.shape[1]), T.shape)
    return Projected(L, np.array(phi), T, value, size < SETTLED)


State = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""T, patterns, values and slopes."""


def _line_search(
    A: np.ndarray,
    T: np.ndarray,
    value: np.ndarray,
    along: np.ndarray,
    size: np.ndarray,
    step: np.ndarray,
    criterion: Criterion,
    oblique: bool,
) -> tuple[State, np.ndarray, np.ndarray]:
    """Take each step, halved until the criterion falls; say which did."""
    tried = _back(T - step[:, None, None] * along, oblique)
    found = (tried, *_at(A, tried, criterion, oblique))
    short = value - found[2] < ENOUGH * step * size**2
    for _ in range(MOST_HALVINGS):
        if not short.any():
            return found, step, ~short
        step = np.where(short, step / 2, step)
        again = _back(T[short] - step[short, None, None] * along[short], oblique)
        for each, anew in zip(
            found, (again, *_at(A[short], again, criterion, oblique)), strict=True
        ):
            each[short] = anew
        short = value - found[2] < ENOUGH * step * size**2
    _, L, kept_value, slope = found
    back = (T[short], *_at(A[short], T[short], criterion, oblique))
    for each, old in zip((found[0], L, kept_value, slope), back, strict=True):
        each[short] = old  # the criterion cannot fall further in this arithmetic
    return found, step, ~short


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
    square = (change**2).sum(axis=(1, 2))
    guess = np.divide(product, square, out=2 * last, where=product > 0)
    return np.minimum(np.maximum(guess, SHORTEST), LONGEST)


def _size(along: np.ndarray) -> np.ndarray:
    return np.asarray(np.sqrt((along**2).sum(axis=(1, 2))))
