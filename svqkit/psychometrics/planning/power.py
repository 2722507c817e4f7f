"""Power of tests of a whole model's fit, stated through the RMSEA.

χ² of a model with df degrees of freedom and a population RMSEA of ε is noncentral with
λ = (N − 1)·df·ε²/G, G the number of groups and N all respondents (MacCallum, Browne & Sugawara 1996;
for groups Steiger 1998).
"""

from __future__ import annotations

from scipy.special import chdtri, chndtr, chndtrix

__all__ = ["nested_power", "rmsea_power"]


def _upper_point(probability: float, df: float, noncentrality: float) -> float:
    """Find the value that a noncentral χ² exceeds with this probability."""
    if noncentrality == 0:
        return float(chdtri(df, probability))
    return float(chndtrix(1.0 - probability, df, noncentrality))


def rmsea_power(
    n: int, df: int, *, null: float, true: float, groups: int = 1, alpha: float = 0.05
) -> float:
    """Power of a test that a model's RMSEA is ``null`` where it is ``true``.

    Parameters
    ----------
    n : int
        Respondents in all groups.
    df : int
        Degrees of freedom of the model.
    null, true : float
        RMSEA of the hypothesis and of the population. Above it (close, exact fit) a large χ²
        rejects, below it (not-close fit) a small one.
    groups : int
    alpha : float
        Level of the test.

    Returns
    -------
    float

    References
    ----------
    MacCallum, R. C., Browne, M. W., & Sugawara, H. M. (1996). Power analysis and determination of
    sample size for covariance structure modeling. Psychological Methods, 1, 130–149.

    Examples
    --------
    >>> round(rmsea_power(200, 50, null=0.05, true=0.08), 3)
    0.769
    """
    under = (n - 1) * df * null**2 / groups
    there = (n - 1) * df * true**2 / groups
    if null < true:
        return 1.0 - float(chndtr(_upper_point(alpha, df, under), df, there))
    return float(chndtr(_upper_point(1.0 - alpha, df, under), df, there))


def nested_power(
    n: int,
    df: tuple[int, int],
    *,
    true: tuple[float, float],
    null: tuple[float, float] = (0.0, 0.0),
    groups: int = 1,
    alpha: float = 0.05,
) -> float:
    """Power of the χ² difference of two nested models.

    Parameters
    ----------
    n : int
        Respondents in all groups.
    df : (int, int)
        Degrees of freedom of the restricted and of the freer model.
    true, null : (float, float)
        RMSEA of both models in the population, and under the hypothesis (no difference: both 0).
    groups : int
    alpha : float

    Returns
    -------
    float

    References
    ----------
    MacCallum, R. C., Browne, M. W., & Cai, L. (2006). Testing differences between nested
    covariance structure models: Power analysis and null hypotheses. Psychological Methods, 11,
    19–35.

    Examples
    --------
    >>> round(nested_power(200, (22, 20), true=(0.06, 0.04)), 3)
    0.789
    """

    def noncentrality(rmsea: tuple[float, float]) -> float:
        return (n - 1) * (df[0] * rmsea[0] ** 2 - df[1] * rmsea[1] ** 2) / groups

    more = df[0] - df[1]
    critical = _upper_point(alpha, more, max(noncentrality(null), 0.0))
    return 1.0 - float(chndtr(critical, more, noncentrality(true)))
