"""Little's test of answers missing completely at random."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from svqkit.psychometrics.sem.samples.patterns import PatternedSample

__all__ = ["little_test"]


def little_test(sample: PatternedSample) -> pd.Series:
    """Test whether the means of all missing patterns could be those of one population.

    Parameters
    ----------
    sample : PatternedSample
        Answers summed up by pattern, with their EM moments.

    Returns
    -------
    Series
        ``chisq df pvalue patterns``; the p-value is NaN with a single pattern.

    Notes
    -----
    Σ n_j (ȳ_j − μ_j)ᵀ Σ_jj⁻¹ (ȳ_j − μ_j) over patterns j, with the maximum-likelihood means and
    covariances (divisor n) of the items that pattern j answered; df = Σ p_j − p. SPSS, Enders
    (2010) and R's naniar take this Σ; with the divisor n − 1 χ² would be smaller by (n − 1)/n.
    Only means are compared, not covariances.

    References
    ----------
    Little, R. J. A. (1988). A test of missing completely at random for multivariate data with
    missing values. Journal of the American Statistical Association, 83, 1198–1202, equation 4.

    Examples
    --------
    >>> from svqkit.psychometrics.sem.samples.patterns import patterned_sample
    >>> answers = np.array([[1.0, 2], [2, 1], [3, 5], [4, np.nan], [np.nan, 3]])
    >>> found = little_test(patterned_sample(answers, ["a", "b"]))
    >>> f"{found['chisq']:.3f} on {found['df']:.0f} df"
    '2.743 on 2 df'
    """
    patterns = sample.patterns
    inverses, _ = patterns.inverses(sample.covariance)
    gaps = patterns.gaps(sample.mean)
    counts = patterns.shares * sample.n
    chisq = float(counts @ np.einsum("ji,jik,jk->j", gaps, inverses, gaps))
    df = int(patterns.masks.sum()) - sample.p
    pvalue = float(chdtrc(df, chisq)) if df > 0 else np.nan
    return pd.Series(
        {
            "chisq": chisq if df > 0 else 0.0,
            "df": float(df),
            "pvalue": pvalue,
            "patterns": float(len(patterns.masks)),
        },
        name="little",
    )
