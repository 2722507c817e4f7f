"""Factor scores: how answers are weighed, and how well the factors are determined by them."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["SCORES", "determinacy", "score_weights"]

SCORES = {
    "regression": "regression (Thurstone 1935): the highest correlation with the factor",
    "bartlett": "Bartlett (1937): unbiased for the factor, of larger variance",
    "tenberge": "ten Berge et al. (1999): correlated as the factors are",
}


def score_weights(
    R: np.ndarray, loadings: np.ndarray, phi: np.ndarray, method: str = "regression"
) -> np.ndarray:
    """Weights of standardised answers for factor scores.

    Parameters
    ----------
    R : ndarray (p, p)
        Positive definite correlations.
    loadings : ndarray (p, m)
        Pattern.
    phi : ndarray (m, m)
    method : {"regression", "bartlett", "tenberge"}

    Returns
    -------
    ndarray (p, m)

    Notes
    -----
    Regression R⁻¹ΛΦ; Bartlett Ψ⁻¹Λ(ΛᵀΨ⁻¹Λ)⁻¹; ten Berge, Krijnen, Wansbeek & Shapiro (1999, *Linear
    Algebra and its Applications* 289, 311-318): R^-½ C Φ^½ with C from R^-½ΛΦ^½ made orthonormal. As
    ``psych::factor.scores``.

    Examples
    --------
    >>> l = np.array([[0.8], [0.7], [0.6]])
    >>> R = l @ l.T; np.fill_diagonal(R, 1)
    >>> score_weights(R, l, np.eye(1))[:, 0].round(3).tolist()
    [0.517, 0.319, 0.218]
    """
    if method == "regression":
        return np.asarray(np.linalg.solve(R, loadings @ phi))
    if method == "bartlett":
        uniqueness = 1 - np.einsum("ij,jk,ik->i", loadings, phi, loadings)
        weighed = loadings / uniqueness[:, None]
        return np.asarray(np.linalg.solve(loadings.T @ weighed, weighed.T).T)
    root, inverse_root = _power(phi, 0.5), _power(R, -0.5)
    spread = loadings @ root
    middle = _power(spread.T @ np.linalg.solve(R, spread), -0.5)
    return np.asarray(inverse_root @ inverse_root @ spread @ middle @ root)


def _power(matrix: np.ndarray, exponent: float) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * values**exponent) @ vectors.T)


def determinacy(R: np.ndarray, structure: np.ndarray, factors: list[str]) -> pd.DataFrame:
    """Say how well scores can stand for the factors.

    Parameters
    ----------
    R : ndarray (p, p)
    structure : ndarray (p, m)
    factors : list of str

    Returns
    -------
    DataFrame (rows correlation, r2, minimum_correlation × factors)
        correlation: of the regression scores with the factor; r2: its square; minimum_correlation:
        the lowest that two equally good sets of scores can have, 2R² − 1. NaN for a factor that a
        Heywood case would make more than certain (r2 above 1).

    Notes
    -----
    Guttman (1955); Grice (2001, *Psychological Methods* 6, 430-450): above .90 to use the scores in
    place of the factor.

    Examples
    --------
    >>> l = np.array([[0.8], [0.7], [0.6]])
    >>> R = l @ l.T; np.fill_diagonal(R, 1)
    >>> determinacy(R, l, ["F1"])["F1"].round(3).tolist()
    [0.876, 0.767, 0.535]
    """
    r2 = (structure * np.linalg.solve(R, structure)).sum(axis=0)
    r2 = np.where(r2 <= 1 + 1e-9, np.minimum(r2, 1.0), np.nan)
    rows = [np.sqrt(r2), r2, 2 * r2 - 1]
    return pd.DataFrame(
        rows, index=["correlation", "r2", "minimum_correlation"], columns=list(factors)
    )
