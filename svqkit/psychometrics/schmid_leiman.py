"""Schmid-Leiman: a general factor and group factors, and the omegas that rest on them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from svqkit.psychometrics.extraction import extract
from svqkit.psychometrics.matching import by_variance
from svqkit.psychometrics.rotation import rotate

__all__ = ["SchmidLeiman", "schmid_leiman"]


class SchmidLeiman(NamedTuple):
    """A hierarchical solution of standardised items.

    Parameters
    ----------
    general : ndarray (p,)
        Loadings on the general factor; NaN with fewer than three group factors.
    group : ndarray (p, m)
        Loadings on the group factors, freed of the general one.
    communalities : ndarray (p,)
        Of the common-factor solution underneath.
    omega_total : float
        (σ²_sum − Σu²)/σ²_sum on correlations.
    omega_hierarchical : float
        (Σ general)²/σ²_sum; NaN with fewer than three group factors.
    """

    general: np.ndarray
    group: np.ndarray
    communalities: np.ndarray
    omega_total: float
    omega_hierarchical: float


def schmid_leiman(R: np.ndarray, m: int) -> SchmidLeiman:
    """Factor correlated factors, and let the general factor speak for itself.

    Parameters
    ----------
    R : ndarray (p, p)
        Positive definite correlations.
    m : int
        Group factors.

    Returns
    -------
    SchmidLeiman

    Notes
    -----
    Schmid & Leiman (1957, *Psychometrika* 22, 53-61) on an oblimin-rotated minres solution, with
    the omegas of Zinbarg, Revelle, Yovel & Li (2005, *Psychometrika* 70, 123-133) as
    ``psych::omega(flip = FALSE)`` computes them: items are not reversed. Two group factors do not
    identify the general one.

    Examples
    --------
    >>> pattern = np.kron(np.eye(3), np.full((3, 1), 0.8))
    >>> phi = np.full((3, 3), 0.5) + 0.5 * np.eye(3)
    >>> R = pattern @ phi @ pattern.T; np.fill_diagonal(R, 1)
    >>> round(schmid_leiman(R, 3).omega_hierarchical, 4)
    0.6857
    """
    extraction = extract(R, m, "minres")
    total = float(R.sum())
    explained = float((1 - extraction.communalities).sum())
    omega_total = (total - explained) / total if total > 0 else np.nan
    p = len(R)
    if m < 3:
        unknown = np.full(p, np.nan)
        group = np.full((p, m), np.nan)
        return SchmidLeiman(unknown, group, extraction.communalities, omega_total, np.nan)
    rotated, _ = by_variance(rotate(extraction.loadings, "oblimin"))
    second = extract(rotated.phi, 1, "minres").loadings[:, 0]
    general = rotated.loadings @ second
    own = np.sqrt(np.maximum(1 - second**2, 0))
    group = rotated.loadings * own
    hierarchical = float(general.sum() ** 2 / total) if total > 0 else np.nan
    return SchmidLeiman(general, group, extraction.communalities, omega_total, hierarchical)
