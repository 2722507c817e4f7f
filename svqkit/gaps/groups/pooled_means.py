"""Each group's mean, partly pooled towards the mean of all, and how sure its rank is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.gaps.groups.random_intercept import GroupSums

__all__ = ["draw_means", "pooled_means", "rank_groups"]


def pooled_means(sums: GroupSums, theta: float, variance: float) -> dict[str, np.ndarray]:
    """Predict each group's true mean (BLUP), given the variances.

    Parameters
    ----------
    sums : GroupSums
    theta : float
        Between over within variance.
    variance : float
        Within groups.

    Returns
    -------
    dict
        ``reliability pooled pooled_se`` (groups,): share of the raw mean in the pooled one;
        μ + λ(ȳ − μ); and its standard error, with the uncertainty of μ but not of the variances.

    References
    ----------
    Robinson, G. K. (1991). That BLUP is a good thing. Statistical Science, 6, 15–32.

    Examples
    --------
    >>> sums = GroupSums(np.array([4.0, 4.0]), np.array([1.0, 3.0]), 6.0)
    >>> pooled_means(sums, 0.25, 1.0)["pooled"].tolist()
    [1.5, 2.5]
    """
    at = np.array([theta])
    share = sums.n * theta / (1 + sums.n * theta)
    centre = sums.centre(at)[0]
    centre_variance = variance / sums.weights(at).sum()
    own = variance * share / sums.n
    return {
        "reliability": share,
        "pooled": centre + share * (sums.mean - centre),
        "pooled_se": np.sqrt(own + (1 - share) ** 2 * centre_variance),
    }


def draw_means(sums: GroupSums, draws: int, random: np.random.Generator) -> np.ndarray:
    """Draw true means of the groups that the sample leaves possible, variances uncertain too.

    σ² is drawn from SS/χ²; θ solves Wald's exact pivot B(θ) = σ²χ² (0 where there is no
    solution); then μ and the groups' means from their normal distributions. At θ = 0 all groups
    are alike.

    Parameters
    ----------
    sums : GroupSums
    draws : int
    random : Generator

    Returns
    -------
    ndarray (draws × groups)

    References
    ----------
    Weerahandi, S. (1993). Generalized confidence intervals. Journal of the American Statistical
    Association, 88, 899–905.

    Examples
    --------
    >>> sums = GroupSums(np.array([400.0, 400.0]), np.array([1.0, 3.0]), 800.0)
    >>> draw_means(sums, 2000, np.random.default_rng(1)).mean(axis=0).round(1).tolist()
    [1.0, 3.0]
    """
    variance = sums.within / random.chisquare(sums.total - sums.groups, draws)
    squares = variance * random.chisquare(sums.groups - 1, draws)
    grid = np.r_[0.0, np.geomspace(1e-9, 1e7, 2000)] / sums.n.mean()
    theta = np.interp(1 / squares, 1 / sums.between(grid), grid)
    w = sums.weights(theta)
    centre = sums.centre(theta) + random.standard_normal(draws) * np.sqrt(variance / w.sum(axis=1))
    share = 1 - w / sums.n
    spread = np.sqrt(np.maximum(variance[:, None] * share / sums.n, 0))
    middle = centre[:, None] + share * (sums.mean - centre[:, None])
    return np.asarray(middle + spread * random.standard_normal(middle.shape))


def rank_groups(drawn: np.ndarray) -> pd.DataFrame:
    """Count how often each group is lowest and highest in draws; groups that tie share it.

    Parameters
    ----------
    drawn : ndarray (draws × groups)

    Returns
    -------
    DataFrame (groups)
        ``p_lowest p_highest``.

    Examples
    --------
    >>> rank_groups(np.array([[1.0, 2.0], [3.0, 3.0]]))["p_lowest"].tolist()
    [0.75, 0.25]
    """
    found = {}
    for name, best in (("p_lowest", drawn.min(axis=1)), ("p_highest", drawn.max(axis=1))):
        tied = np.isclose(drawn, best[:, None], rtol=1e-9, atol=1e-12)
        found[name] = (tied / tied.sum(axis=1, keepdims=True)).mean(axis=0)
    return pd.DataFrame(found)
