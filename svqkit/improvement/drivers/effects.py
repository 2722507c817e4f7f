"""The regression itself: slopes, standardised effects and their intervals, by statsmodels."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.errors import ConvergenceError, MissingExtraError

__all__ = ["linear_effects", "logit_effects"]


def linear_effects(
    scores: pd.DataFrame, y: np.ndarray, *, robust: str | None, ci: float
) -> tuple[pd.DataFrame, dict[str, float]]:
    """Fit least squares.

    Parameters
    ----------
    scores : DataFrame (n × k)
    y : ndarray (n,)
    robust : str or None
        Kind of errors that allow for unequal variance: HC0, HC1, HC2, HC3.
    ci : float in (0, 1)

    Returns
    -------
    DataFrame (index: predictor)
        ``b b_low b_high se p beta beta_low beta_high r``; beta is b in standard deviations, its
        ends those of b.
    dict
        ``r_squared adjusted residual_sd p`` (of the whole regression, with the same errors).

    Examples
    --------
    >>> frame = pd.DataFrame({"care": [1.0, 2.0, 3.0, 4.0, 5.0]})
    >>> table, fit = linear_effects(frame, np.array([1.0, 3.0, 2.0, 5.0, 4.0]), robust=None, ci=0.95)
    >>> table[["b", "beta"]].round(6).values.tolist(), round(fit["r_squared"], 6)
    ([[0.8, 0.8]], 0.64)
    """
    try:
        import statsmodels.api as sm
    except ImportError:
        raise MissingExtraError("improve", "statsmodels") from None
    spread = scores.std().to_numpy()
    Z = (scores.to_numpy(float) - scores.mean().to_numpy()) / spread
    fit = sm.OLS(y, sm.add_constant(Z, has_constant="add")).fit(
        cov_type=robust or "nonrobust", use_t=True
    )
    low, high = fit.conf_int(1 - ci)[1:].T
    size = y.std(ddof=1)
    table = pd.DataFrame(
        {
            "b": fit.params[1:] / spread,
            "b_low": low / spread,
            "b_high": high / spread,
            "se": fit.bse[1:] / spread,
            "p": fit.pvalues[1:],
            "beta": fit.params[1:] / size,
            "beta_low": low / size,
            "beta_high": high / size,
            "r": [np.corrcoef(scores[name], y)[0, 1] for name in scores],
        },
        index=scores.columns,
    )
    whole = {
        "r_squared": float(fit.rsquared),
        "adjusted": float(fit.rsquared_adj),
        "residual_sd": float(np.sqrt(fit.scale)),
        "p": float(fit.f_pvalue),
    }
    return table, whole


def logit_effects(
    scores: pd.DataFrame, y: np.ndarray, *, robust: str | None, ci: float
) -> tuple[pd.DataFrame, dict[str, float], np.ndarray]:
    """Fit a logit by maximum likelihood.

    Parameters
    ----------
    scores : DataFrame (n × k)
    y : ndarray (n,)
        0 and 1.
    robust : str or None
        HC0 and its like for a sandwich.
    ci : float in (0, 1)

    Returns
    -------
    DataFrame (index: predictor)
        ``b b_low b_high se p``; ``odds_ratio odds_low odds_high`` for one standard deviation more;
        ``effect effect_low effect_high``: average marginal effect of a standard deviation, in
        percentage points; ``r``.
    dict
        ``mcfadden adjusted p`` (likelihood-ratio test).
    ndarray (n,)
        Fitted probabilities.

    Raises
    ------
    ConvergenceError
        If Newton's steps do not settle.

    Examples
    --------
    >>> frame = pd.DataFrame({"care": [1.0, 2.0, 3.0, 4.0]})
    >>> table, fit, p = logit_effects(frame, np.array([0.0, 1.0, 0.0, 1.0]), robust=None, ci=0.95)
    >>> round(fit["mcfadden"], 4), p.round(3).tolist()
    (0.1533, [0.204, 0.388, 0.612, 0.796])
    """
    try:
        import statsmodels.api as sm
    except ImportError:
        raise MissingExtraError("improve", "statsmodels") from None
    spread = scores.std().to_numpy()
    Z = (scores.to_numpy(float) - scores.mean().to_numpy()) / spread
    fit = sm.Logit(y, sm.add_constant(Z, has_constant="add")).fit(
        disp=0, method="newton", maxiter=100, cov_type=robust or "nonrobust"
    )
    if not fit.mle_retvals["converged"]:
        raise ConvergenceError(
            "the logit did not settle in 100 steps; predictors nearly tell the event apart: leave "
            "one out, or move the cut point"
        )
    low, high = fit.conf_int(1 - ci)[1:].T
    margins = fit.get_margeff()
    near = margins.conf_int(1 - ci)
    table = pd.DataFrame(
        {
            "b": fit.params[1:] / spread,
            "b_low": low / spread,
            "b_high": high / spread,
            "se": fit.bse[1:] / spread,
            "p": fit.pvalues[1:],
            "odds_ratio": np.exp(fit.params[1:]),
            "odds_low": np.exp(low),
            "odds_high": np.exp(high),
            "effect": 100 * margins.margeff,
            "effect_low": 100 * near[:, 0],
            "effect_high": 100 * near[:, 1],
            "r": [np.corrcoef(scores[name], y)[0, 1] for name in scores],
        },
        index=scores.columns,
    )
    whole = {
        "mcfadden": float(fit.prsquared),
        "adjusted": float(1 - (fit.llf - scores.shape[1]) / fit.llnull),
        "p": float(fit.llr_pvalue),
    }
    return table, whole, np.asarray(fit.predict())
