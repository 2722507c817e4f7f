"""Respondents for single statistics: a correlation, a share, explained variance."""

from __future__ import annotations

from collections.abc import Sequence
from math import atanh, sqrt, tanh

from scipy.special import fdtri, ncfdtr, ndtr, ndtri

from svqkit.psychometrics.planning.sample_plan import (
    Goal,
    SamplePlan,
    check_between,
    check_count,
    plan_by_formula,
    width_or,
)

__all__ = [
    "correlation_power",
    "plan_correlation",
    "plan_proportion",
    "plan_regression",
]

Sizes = int | Sequence[int] | None


def correlation_power(expected: float, against: float, n: int, *, alpha: float = 0.05) -> float:
    """Power of the two-sided test of a correlation by Fisher's z.

    Parameters
    ----------
    expected, against : float
        Correlation in the population and under the hypothesis.
    n : int
        More than 3.
    alpha : float

    Returns
    -------
    float

    Examples
    --------
    >>> round(correlation_power(0.3, 0, 85), 3)
    0.8
    """
    shift = (atanh(expected) - atanh(against)) * sqrt(n - 3)
    critical = float(ndtri(1 - alpha / 2))
    return float(ndtr(shift - critical) + ndtr(-shift - critical))


def plan_correlation(
    *,
    expected: float,
    width: float | None = None,
    against: float | None = None,
    ci: float = 0.95,
    power: float = 0.80,
    alpha: float = 0.05,
    n: Sizes = None,
) -> SamplePlan:
    """Plan an estimate or a test of a correlation of two observed scores.

    Parameters
    ----------
    expected : float
        Correlation that is expected.
    width : float, optional
        Width of the interval around it, from end to end.
    against : float, optional
        Correlation to be told apart from, usually 0.
    ci, power, alpha : float
    n : int or sequence of int, optional
        Sizes to tabulate.

    Returns
    -------
    SamplePlan

    Examples
    --------
    >>> plan_correlation(expected=0.3, against=0).n
    85
    """
    check_between("expected", expected, -1, 1)
    width_or(width, "against", against)
    convention = "Fisher's z with standard error 1/√(n − 3), two-sided"
    source = "Fisher (1921), Metron, 1, 3–32"
    if width is not None:
        check_between("width", width, 0, 2)
        half = float(ndtri(0.5 + check_between("ci", ci, 0, 1) / 2))

        def reach(size: int) -> dict[str, float]:
            away = half / sqrt(size - 3)
            low, high = tanh(atanh(expected) - away), tanh(atanh(expected) + away)
            return {"width": high - low, "low": low, "high": high}

        return plan_by_formula(
            "precision of a correlation",
            Goal("width", width),
            reach,
            least=4,
            n=n,
            given={"expected correlation": expected, "width": width, "ci": ci},
            methods=(
                f"With {{n}} respondents, the {100 * ci:g} % interval of a correlation of "
                f"{expected:g} is no wider than {width:g} (Fisher's z)."
            ),
            convention=convention,
            source=source,
        )
    bound = check_between("against", 0.0 if against is None else against, -1, 1)
    if bound == expected:
        raise ValueError(f"expected and against are both {bound:g}: nothing is to be told apart")
    check_between("alpha", alpha, 0, 1)
    return plan_by_formula(
        "test of a correlation",
        Goal("power", check_between("power", power, 0, 1)),
        lambda size: {"power": correlation_power(expected, bound, size, alpha=alpha)},
        least=4,
        n=n,
        given={
            "expected correlation": expected,
            "against": bound,
            "alpha": alpha,
            "power": power,
        },
        methods=(
            f"With {{n}} respondents, a correlation of {expected:g} is told from {bound:g} with a "
            f"power of {power:g} (Fisher's z, two-sided, α = {alpha:g})."
        ),
        convention=convention,
        source=source,
    )


def plan_proportion(
    *, expected: float = 0.5, width: float, ci: float = 0.95, n: Sizes = None
) -> SamplePlan:
    """Plan an estimate of a share, such as that of satisfied customers.

    Parameters
    ----------
    expected : float
        The share; one half, the worst case, by default.
    width : float
        Width of Wilson's interval, from end to end.
    ci : float
    n : int or sequence of int, optional
        Sizes to tabulate.

    Returns
    -------
    SamplePlan

    Examples
    --------
    >>> plan_proportion(width=0.10).n
    381
    """
    check_between("expected", expected, 0, 1)
    check_between("width", width, 0, 1)
    z = float(ndtri(0.5 + check_between("ci", ci, 0, 1) / 2))

    def reach(size: int) -> dict[str, float]:
        shrunk = 1 + z**2 / size
        middle = (expected + z**2 / (2 * size)) / shrunk
        half = z / shrunk * sqrt(expected * (1 - expected) / size + z**2 / (4 * size**2))
        return {"width": 2 * half, "low": middle - half, "high": middle + half}

    return plan_by_formula(
        "precision of a share",
        Goal("width", width),
        reach,
        least=2,
        n=n,
        given={"expected share": expected, "width": width, "ci": ci},
        methods=(
            f"With {{n}} respondents, Wilson's {100 * ci:g} % interval of a share of "
            f"{expected:g} is no wider than {width:g}."
        ),
        convention=(
            "Wilson's score interval of a simple random sample; no correction for small populations"
        ),
        source="Wilson (1927), Journal of the American Statistical Association, 22, 209–212",
    )


def plan_regression(
    *,
    predictors: int,
    delta_r2: float,
    r2: float | None = None,
    added: int | None = None,
    power: float = 0.80,
    alpha: float = 0.05,
    n: Sizes = None,
) -> SamplePlan:
    """Plan a regression: the F test that some predictors explain something more.

    Parameters
    ----------
    predictors : int
        All predictors of the model.
    delta_r2 : float
        What the tested predictors add to R².
    r2 : float, optional
        R² of all predictors; by default just ``delta_r2``.
    added : int, optional
        How many predictors are tested; all by default.
    power, alpha : float
    n : int or sequence of int, optional
        Sizes to tabulate.

    Returns
    -------
    SamplePlan

    Examples
    --------
    >>> plan_regression(predictors=5, r2=0.40, delta_r2=0.03, added=1).n
    159
    """
    k = check_count("predictors", predictors, 1)
    tested = k if added is None else check_count("added", added, 1)
    if tested > k:
        raise ValueError(f"added={tested} predictors cannot be more than all {k}")
    check_between("delta_r2", delta_r2, 0, 1)
    whole = check_between("r2", delta_r2 if r2 is None else r2, 0, 1)
    if whole < delta_r2:
        raise ValueError(f"r2={whole:g} cannot be less than its part delta_r2={delta_r2:g}")
    check_between("alpha", alpha, 0, 1)
    effect = delta_r2 / (1 - whole)

    def reach(size: int) -> dict[str, float]:
        rest = size - k - 1
        critical = float(fdtri(tested, rest, 1 - alpha))
        return {"power": 1.0 - float(ncfdtr(tested, rest, effect * size, critical))}

    return plan_by_formula(
        "test of explained variance",
        Goal("power", check_between("power", power, 0, 1)),
        reach,
        least=k + 2,
        n=n,
        given={
            "predictors": k,
            "tested": tested,
            "R²": whole,
            "ΔR²": delta_r2,
            "f²": effect,
            "alpha": alpha,
            "power": power,
        },
        methods=(
            f"With {{n}} respondents, the F test (α = {alpha:g}) of {tested} of {k} predictors "
            f"finds a ΔR² of {delta_r2:g} (R² = {whole:g}) with a power of {power:g}."
        ),
        convention="noncentral F with λ = n·f², f² = ΔR²/(1 − R²), predictors fixed (G*Power)",
        source="Cohen (1988), Statistical power analysis for the behavioral sciences, chapter 9",
    )
