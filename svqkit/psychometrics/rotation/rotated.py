"""A rotated pattern with the correlations of its factors, which always move together."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

__all__ = ["Rotated", "arrange"]


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
