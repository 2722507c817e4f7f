"""Fit indices and admissibility of many fits at once, by the definitions of single fits."""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc

from svqkit.psychometrics.sem.batches.batch import BatchFit

__all__ = ["admissible", "many_fit_indices"]


def many_fit_indices(
    fits: BatchFit, samples: np.ndarray, n: np.ndarray, df: int
) -> dict[str, np.ndarray]:
    """Compute χ² with its p, CFI, TLI, RMSEA and SRMR of maximum-likelihood fits.

    Parameters
    ----------
    fits : BatchFit
    samples : ndarray (b, p, p)
        Covariances with divisor n.
    n : ndarray (b)
        Respondents.
    df : int
        Degrees of freedom of the model.

    Returns
    -------
    dict of ndarray (b)
        ``chisq pvalue cfi tli rmsea srmr``, as lavaan; NaN where a fit did not converge, and TLI
        and p where the model is saturated.
    """
    p = samples.shape[1]
    base_df = p * (p - 1) // 2
    variances = np.diagonal(samples, axis1=1, axis2=2)
    chisq = n * np.where(df > 0, np.maximum(fits.value, 0.0), 0.0 * fits.value)
    base = n * (np.log(variances).sum(axis=1) - np.linalg.slogdet(samples)[1])
    excess, base_excess = chisq - df, base - base_df
    worst = np.maximum(np.maximum(excess, base_excess), 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        cfi = np.where(worst > 0, 1.0 - np.maximum(excess, 0.0) / worst, 1.0)
        if df > 0:
            tli = (base / base_df - chisq / df) / (base / base_df - 1.0)
            rmsea = np.sqrt(np.maximum(excess, 0.0) / (n * df))
        else:
            tli, rmsea = np.full_like(chisq, np.nan), np.zeros_like(chisq)
        sd = np.sqrt(variances)
        residual = (samples - fits.covariance) / (sd[:, :, None] * sd[:, None, :])
        lower = residual[:, *np.tril_indices(p)]
        srmr = np.sqrt((lower**2).mean(axis=1))
    pvalue = chdtrc(df, chisq) if df > 0 else np.full_like(chisq, np.nan)
    found = {
        "chisq": chisq,
        "pvalue": pvalue,
        "cfi": cfi,
        "tli": tli,
        "rmsea": rmsea,
        "srmr": srmr,
    }
    return {name: np.where(fits.converged, value, np.nan) for name, value in found.items()}


def admissible(fits: BatchFit) -> np.ndarray:
    """Say which fits have no negative variance and factor covariances of a possible kind.

    Parameters
    ----------
    fits : BatchFit

    Returns
    -------
    ndarray of bool (b)
        False where a fit did not converge.
    """
    p = fits.covariance.shape[1]
    variances = np.diagonal(fits.spread, axis1=1, axis2=2)
    sound = fits.converged & (np.where(np.isnan(variances), -1.0, variances) >= 0).all(axis=1)
    latent = fits.total[:, p:, p:]
    if latent.shape[1] > 1 and sound.any():
        sd = np.sqrt(np.diagonal(latent[sound], axis1=1, axis2=2))
        with np.errstate(invalid="ignore", divide="ignore"):
            correlations = latent[sound] / (sd[:, :, None] * sd[:, None, :])
        # a factor without variance has no correlations
        correlations = np.where(np.isfinite(correlations), correlations, 0.0)
        lowest = np.linalg.eigvalsh(correlations)[:, 0]
        sound[sound] = lowest >= -1e-8
    return sound
