"""Schmid-Leiman: a general factor and group factors, and the omegas that rest on them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from svqkit.psychometrics.extraction.extraction import extract, minres_batch
from svqkit.psychometrics.extraction.matching import by_variance
from svqkit.psychometrics.rotation.rotation import rotate_batch, search

__all__ = ["SchmidLeiman", "hierarchical_replicates", "schmid_leiman"]

SMALLEST_EIGENVALUE = 1e-9


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
    unrotated : ndarray (p, m)
        The common factors underneath, to start replicates from.
    turn : ndarray (m, m)
        Where their rotation ended.
    """

    general: np.ndarray
    group: np.ndarray
    communalities: np.ndarray
    omega_total: float
    omega_hierarchical: float
    unrotated: np.ndarray
    turn: np.ndarray


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
    A = extraction.loadings
    total = float(R.sum())
    explained = float((1 - extraction.communalities).sum())
    omega_total = (total - explained) / total if total > 0 else np.nan
    p = len(R)
    if m < 3:
        unknown = np.full(p, np.nan)
        group = np.full((p, m), np.nan)
        return SchmidLeiman(
            unknown, group, extraction.communalities, omega_total, np.nan, A, np.eye(m)
        )
    searched = search(A, "oblimin")
    rotated, _ = by_variance(searched.rotated)
    second = extract(rotated.phi, 1, "minres").loadings[:, 0]
    general = rotated.loadings @ second
    own = np.sqrt(np.maximum(1 - second**2, 0))
    group = rotated.loadings * own
    hierarchical = float(general.sum() ** 2 / total) if total > 0 else np.nan
    return SchmidLeiman(
        general, group, extraction.communalities, omega_total, hierarchical, A, searched.turn
    )


def hierarchical_replicates(S: np.ndarray, whole: SchmidLeiman) -> dict[str, np.ndarray]:
    """Omega total and hierarchical of many samples' covariances or correlations.

    Parameters
    ----------
    S : ndarray (b, p, p)
    whole : SchmidLeiman
        Of the whole sample; its factors and their rotation are where each replicate starts.

    Returns
    -------
    dict
        omega and, with three group factors or more, omega_hierarchical; ndarray (b,), NaN where
        a replicate is singular.

    Examples
    --------
    >>> pattern = np.kron(np.eye(3), np.full((3, 1), 0.8))
    >>> phi = np.full((3, 3), 0.5) + 0.5 * np.eye(3)
    >>> R = pattern @ phi @ pattern.T; np.fill_diagonal(R, 1)
    >>> found = hierarchical_replicates(4 * R[None], schmid_leiman(R, 3))
    >>> {name: values.round(4).tolist() for name, values in found.items()}
    {'omega': [0.9143], 'omega_hierarchical': [0.6857]}
    """
    m = whole.unrotated.shape[1]
    names = ("omega", "omega_hierarchical") if m > 2 else ("omega",)
    found = {name: np.full(len(S), np.nan) for name in names}
    variances = np.einsum("bii->bi", S)
    usable = np.isfinite(S).all(axis=(1, 2)) & (variances > 0).all(axis=1)
    sd = np.sqrt(variances[usable])
    R = S[usable] / (sd[:, :, None] * sd[:, None, :])
    definite = np.linalg.eigvalsh(R)[:, 0] > SMALLEST_EIGENVALUE
    usable[usable], R = definite, R[definite]
    A, _ = minres_batch(R, m, 1 - whole.communalities)
    total = R.sum(axis=(1, 2))
    found["omega"][usable] = 1 - (1 - (A**2).sum(axis=2)).sum(axis=1) / total
    if m > 2:
        left, _, right = np.linalg.svd(np.swapaxes(A, 1, 2) @ whole.unrotated)
        patterns, phi = rotate_batch(A @ (left @ right), "oblimin", whole.turn)
        second = minres_batch(phi, 1)[0]
        general = (patterns @ second)[:, :, 0]
        found["omega_hierarchical"][usable] = general.sum(axis=1) ** 2 / total
    return found
