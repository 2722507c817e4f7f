"""How much of a score's variance lies between groups: ICC(1), ICC(2), tests, design effect."""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc, fdtrc, fdtri, stdtrit

from svqkit.gaps.groups.random_intercept import GroupSums, fit_theta, theta_limits

__all__ = ["variance_shares"]


def variance_shares(sums: GroupSums, ci: float = 0.95) -> tuple[dict[str, float], float]:
    """Estimate the model of one score, and what follows from its two variances.

    Parameters
    ----------
    sums : GroupSums
    ci : float in (0, 1)

    Returns
    -------
    dict
        ``n groups mean se low high within between icc icc_low icc_high icc_anova icc2 icc2_low
        icc2_high design_effect n_effective lr lr_p f f_p``.
    float
        θ = between / within.

    Notes
    -----
    Mean: generalised least squares, Student's t with k − 1 degrees of freedom. ICC(1): REML, with
    Wald's exact limits; ``icc_anova`` is (MSB − MSW)/(MSB + (n0 − 1)MSW) and may be negative.
    ICC(2) = n0·ICC/(1 + (n0 − 1)·ICC): reliability of a mean of n0 answers. Design effect
    1 + (Σn²/N − 1)·ICC. The likelihood ratio has p = ½P(χ²₁ > LR), and 1 at LR = 0.

    References
    ----------
    Shrout, P. E., & Fleiss, J. L. (1979). Intraclass correlations. Psychological Bulletin, 86,
    420–428. Self, S. G., & Liang, K.-Y. (1987). Asymptotic properties of maximum likelihood
    estimators and likelihood ratio tests under nonstandard conditions. Journal of the American
    Statistical Association, 82, 605–610. Bliese, P. D. (2000). In Klein & Kozlowski (eds.),
    Multilevel theory, research, and methods in organizations, 349–381. Kish, L. (1965). Survey
    sampling. Wiley.

    Examples
    --------
    >>> sums = GroupSums(np.array([5.0, 5.0, 5.0]), np.array([1.0, 2.0, 6.0]), 24.0)
    >>> found, theta = variance_shares(sums)
    >>> round(found["icc"], 4), round(found["icc_anova"], 4), round(found["f"], 4)
    (0.7674, 0.7674, 17.5)
    """
    theta = fit_theta(sums)
    at = np.array([theta])
    squares = float(sums.between(at)[0])
    variance = (sums.within + squares) / (sums.total - 1)
    mean = float(sums.centre(at)[0])
    error = float(np.sqrt(variance / sums.weights(at).sum()))
    k, rest = sums.groups - 1, sums.total - sums.groups
    reach = float(stdtrit(k, (1 + ci) / 2)) * error
    quantiles = np.array([fdtri(k, rest, (1 + ci) / 2), fdtri(k, rest, (1 - ci) / 2)])
    low, high = theta_limits(sums, quantiles * k * sums.mean_square)
    deviances = sums.deviance(np.array([0.0, theta]))
    ratio = float(max(deviances[0] - deviances[1], 0.0)) if theta > 0 else 0.0
    size, f = sums.average_size, sums.f
    icc = theta / (1 + theta)
    effect = 1 + (float((sums.n**2).sum()) / sums.total - 1) * icc
    return {
        "n": sums.total,
        "groups": float(sums.groups),
        "mean": mean,
        "se": error,
        "low": mean - reach,
        "high": mean + reach,
        "within": variance,
        "between": theta * variance,
        "icc": icc,
        "icc_low": float(low / (1 + low)),
        "icc_high": float(high / (1 + high)),
        "icc_anova": (f - 1) / (f + size - 1),
        "icc2": size * theta / (1 + size * theta),
        "icc2_low": float(size * low / (1 + size * low)),
        "icc2_high": float(size * high / (1 + size * high)),
        "design_effect": effect,
        "n_effective": sums.total / effect,
        "lr": ratio,
        "lr_p": 0.5 * float(chdtrc(1, ratio)) if ratio > 0 else 1.0,
        "f": f,
        "f_p": float(fdtrc(k, rest, f)),
    }, theta
