"""What minimum residual and maximum likelihood minimise, as functions of the uniquenesses alone.

For given uniquenesses the best loadings follow from an eigendecomposition (Jöreskog 1967,
*Psychometrika* 32, 443-482; Harman & Jones 1966, *Psychometrika* 31, 351-368). Gradient and Hessian
of what remains are known in closed form from the same eigenvectors.
"""

from __future__ import annotations

import numpy as np

from svqkit.psychometrics.extraction.projected_newton import State

__all__ = ["minres_state", "ml_state"]

BLOCK = 1_000_000
"""Numbers that one temporary array may hold."""


def minres_state(x: np.ndarray, R: np.ndarray, m: int) -> State:
    """Give ½ Σ squared trailing eigenvalues of R − Ψ, what minimum residual leaves over.

    Parameters
    ----------
    x : ndarray (b, p)
        Uniquenesses.
    R : ndarray (b, p, p)
        Correlation matrices.
    m : int
        Number of factors.

    Returns
    -------
    State

    Examples
    --------
    >>> l = np.array([0.8, 0.7, 0.6, 0.5])
    >>> R = np.outer(l, l); np.fill_diagonal(R, 1)
    >>> bool(minres_state(1 - l[None] ** 2, R[None], 1).value[0] < 1e-20)
    True
    """
    reduced = R.copy()
    index = np.arange(R.shape[-1])
    reduced[..., index, index] -= x
    values, vectors = np.linalg.eigh(reduced)
    values, vectors = values[..., ::-1], vectors[..., ::-1]
    top, rest = vectors[..., :m], vectors[..., m:]
    left = values[..., m:]
    gradient = -np.einsum("...ik,...k->...i", rest**2, left)
    hessian = (rest @ np.swapaxes(rest, -1, -2)) ** 2
    weights = -left[..., None, :] / _apart(values[..., :m, None] - left[..., None, :])
    _add_turning(hessian, top, rest, 2 * weights)
    return State(0.5 * (left**2).sum(axis=-1), gradient, hessian)


def ml_state(x: np.ndarray, R: np.ndarray, m: int) -> State:
    """Give Σ(θ − ln θ − 1) over trailing eigenvalues θ of Ψ^-½ R Ψ^-½, the ML discrepancy.

    Parameters
    ----------
    x : ndarray (b, p)
        Logarithms of uniquenesses.
    R : ndarray (b, p, p)
        Correlation matrices.
    m : int
        Number of factors.

    Returns
    -------
    State

    Examples
    --------
    >>> l = np.array([0.8, 0.7, 0.6, 0.5])
    >>> R = np.outer(l, l); np.fill_diagonal(R, 1)
    >>> bool(ml_state(np.log(1 - l[None] ** 2), R[None], 1).value[0] < 1e-12)
    True
    """
    scale = np.exp(-x / 2)
    values, vectors = np.linalg.eigh(R * scale[..., :, None] * scale[..., None, :])
    values, vectors = np.maximum(values[..., ::-1], 1e-12), vectors[..., ::-1]
    rest = values[..., m:]
    gradient = np.einsum("...ik,...k->...i", vectors[..., m:] ** 2, 1 - rest)
    bent = _curvature(values, vectors, 1 - 1 / rest, m)
    return State((rest - np.log(rest) - 1).sum(axis=-1), gradient, bent)


def _curvature(values: np.ndarray, vectors: np.ndarray, slope: np.ndarray, m: int) -> np.ndarray:
    """H_ij = Σ_kl w_kl v_ik v_il v_jk v_jl, with the weights of the ML discrepancy.

    Weights of two trailing eigenvalues are ¼ (θ_k + θ_l + 2), whose part of H is an elementwise
    product of two matrices V diag(a) Vᵀ; only pairs of a leading and a trailing one go one by one.
    """
    rest, top = vectors[..., m:], vectors[..., :m]
    trailing = values[..., m:]
    across = np.swapaxes(rest, -1, -2)
    hessian = 0.5 * (rest @ across) * ((rest * (trailing[..., None, :] + 1)) @ across)
    index = np.arange(values.shape[-1])
    own = np.einsum("...ik,...k->...i", rest**2, slope * trailing)
    hessian[..., index, index] += 0.5 * own
    leading, beside = values[..., :m, None], trailing[..., None, :]
    turning = leading - (leading + beside) ** 2 / _apart(leading - beside)
    _add_turning(hessian, top, rest, 0.5 * slope[..., None, :] * turning)
    return hessian


def _add_turning(
    hessian: np.ndarray, top: np.ndarray, rest: np.ndarray, weights: np.ndarray
) -> None:
    """Add Σ_kl w_kl t_ik r_il t_jk r_jl: how each factor k and the rest l turn into each other.

    All products t_ik r_il stand in one matrix, of as many factors at a time as memory allows.
    """
    step = max(1, BLOCK // max(1, rest.size))
    for k in range(0, top.shape[-1], step):
        some = top[..., k : k + step]
        products = (some[..., :, None] * rest[..., None, :]).reshape(*some.shape[:-1], -1)
        own = weights[..., k : k + step, :].reshape(*weights.shape[:-2], 1, -1)
        hessian += (products * own) @ np.swapaxes(products, -1, -2)


def _apart(difference: np.ndarray) -> np.ndarray:
    """Keep a difference of eigenvalues away from 0: a tie has no curvature of its own."""
    return np.maximum(difference, 1e-8)
