"""CFI, TLI and their relatives: how far from the independence model."""

from __future__ import annotations

from math import isnan, nan

from svqkit.psychometrics.sem.fit.rmsea import ChiSquare

__all__ = ["incremental", "robust_incremental"]


def _ratio(top: float, bottom: float) -> float:
    return top / bottom if bottom != 0 else nan


def incremental(test: ChiSquare, base: ChiSquare) -> dict[str, float]:
    """CFI, TLI and their relatives: how far from the independence model.

    NaN where the independence model leaves nothing to explain (a single variable). IFI is 1, as
    in lavaan, where that model's χ² is below the model's degrees of freedom: its formula would
    then turn negative however well the model fits.
    """
    x, df, x0, df0 = test.chisq, test.df, base.chisq, base.df
    if df > 0 and df0 <= 0:
        return dict.fromkeys(("cfi", "tli", "nnfi", "rfi", "nfi", "pnfi", "ifi", "rni"), nan)
    worst = max(x - df, x0 - df0, 0.0)
    cfi = 1.0 if worst == 0 else 1.0 - max(x - df, 0.0) / worst
    tli = rfi = nfi = 1.0
    if df > 0:
        tli = _ratio(x0 / df0 - x / df, x0 / df0 - 1.0)
        rfi = _ratio(x0 / df0 - x / df, x0 / df0)
        nfi = _ratio(x0 - x, x0)
    if df > df0:
        # with fewer parameters than the independence model these two are not defined
        rfi = nfi = nan
    return {
        "cfi": cfi,
        "tli": tli,
        "nnfi": tli,
        "rfi": rfi,
        "nfi": nfi,
        "pnfi": _ratio(df, df0) * _ratio(x0 - x, x0),
        "ifi": 1.0 if x0 < df else _ratio(x0 - x, x0 - df),
        "rni": 1.0 - _ratio(x - df, x0 - df0),
    }


def robust_incremental(
    test: ChiSquare, base: ChiSquare, scale: float, base_scale: float
) -> dict[str, float]:
    """Robust CFI and TLI: unscaled χ² less what non-normality alone makes of it.

    Parameters
    ----------
    test, base : ChiSquare
        Unscaled, of the model and of the independence model.
    scale, base_scale : float
        Their scaling factors c.

    Returns
    -------
    dict of float
        ``cfi tli nnfi rni``; NaN where a factor is not defined.

    References
    ----------
    Brosseau-Liard, P. E., & Savalei, V. (2014). Adjusting incremental fit indices for
    nonnormality. Multivariate Behavioral Research, 49, 460–470.
    """
    excess, base_excess = test.chisq - scale * test.df, base.chisq - base_scale * base.df
    rni = 1.0 - _ratio(excess, base_excess)
    worst = max(excess, base_excess, 0.0)
    cfi = 1.0 if worst == 0 else 1.0 - max(excess, 0.0) / worst
    if isnan(excess) or isnan(base_excess):
        cfi = nan
    tli = 1.0 - _ratio(excess * base.df, base_excess * test.df)
    return {"cfi": cfi, "tli": tli, "nnfi": tli, "rni": rni}
