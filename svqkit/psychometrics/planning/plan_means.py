"""Respondents for means by t: one mean, a gap of two forms, a difference of two groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt

from scipy.special import stdtrit

from svqkit.psychometrics.planning.sample_plan import (
    Goal,
    SamplePlan,
    check_between,
    plan_by_formula,
    width_or,
)

__all__ = ["plan_gap", "plan_groups", "plan_mean", "t_power"]

Sizes = int | Sequence[int] | None


def t_power(effect: float, df: float, root_n: float, *, alpha: float = 0.05) -> float:
    """Power of a two-sided t test, both tails counted.

    Parameters
    ----------
    effect : float
        Difference in standard deviations.
    df : float
    root_n : float
        What the effect is multiplied with to give the noncentrality: √n for one sample or pairs,
        √(n₁n₂/(n₁ + n₂)) for two groups.
    alpha : float

    Returns
    -------
    float

    Examples
    --------
    >>> round(t_power(0.5, 33, 34**0.5), 3)
    0.808
    """
    from scipy.stats import nct

    critical = float(stdtrit(df, 1 - alpha / 2))
    shift = abs(effect) * root_n
    # P(T ≤ −c) by its mirror image: scipy's lower tail is NaN where it underflows
    return float(nct.sf(critical, df, shift) + nct.sf(critical, df, -shift))


def _plan_t(
    what: str,
    *,
    width: float | None,
    difference: float | None,
    sd: float,
    ci: float,
    power: float,
    alpha: float,
    n: Sizes,
    given: dict[str, object],
    shape: Callable[[int], tuple[float, float]],
    step: int = 1,
) -> SamplePlan:
    """Plan by t: ``shape`` gives df and √n of the noncentrality for a number of respondents."""
    width_or(width, "difference", difference)
    if width is not None:
        check_between("width", width, 0, float("inf"))
        level = check_between("ci", ci, 0, 1)

        def reach(size: int) -> dict[str, float]:
            df, root = shape(size)
            return {"width": 2 * float(stdtrit(df, 0.5 + level / 2)) * sd / root}

        return plan_by_formula(
            f"precision of {what}",
            Goal("width", width),
            reach,
            least=2 * step,
            n=n,
            step=step,
            given={**given, "width": width, "ci": ci},
            methods=(
                f"With {{n}} respondents, the {100 * level:g} % interval of {what} is no wider "
                f"than {width:g} (t distribution, standard deviation {sd:.3g})."
            ),
            convention="interval by t; its width is that of a sample with just this deviation",
            source="Student (1908), Biometrika, 6, 1–25",
        )
    gap = check_between("difference", 0.0 if difference is None else difference, -1e300, 1e300)
    if gap == 0:
        raise ValueError("difference=0: no sample can tell nothing from nothing")
    check_between("alpha", alpha, 0, 1)
    effect = gap / sd
    return plan_by_formula(
        f"test of {what}",
        Goal("power", check_between("power", power, 0, 1)),
        lambda size: {"power": t_power(effect, *shape(size), alpha=alpha)},
        least=2 * step,
        n=n,
        step=step,
        given={
            **given,
            "difference": gap,
            "effect (standard deviations)": effect,
            "alpha": alpha,
            "power": power,
        },
        methods=(
            f"With {{n}} respondents, a two-sided t test (α = {alpha:g}) of {what} finds a "
            f"difference of {abs(effect):.3g} standard deviations with a power of {power:g}."
        ),
        convention="noncentral t, both tails counted (G*Power; R's power.t.test with strict=TRUE)",
        source="Cohen (1988), Statistical power analysis for the behavioral sciences, chapter 2",
    )


def plan_mean(
    *,
    sd: float = 1.0,
    width: float | None = None,
    difference: float | None = None,
    ci: float = 0.95,
    power: float = 0.80,
    alpha: float = 0.05,
    n: Sizes = None,
) -> SamplePlan:
    """Plan an estimate of a mean, or a test against a fixed value.

    Parameters
    ----------
    sd : float
        Standard deviation of the answers.
    width : float, optional
        Width of the interval, from end to end, in the units of ``sd``.
    difference : float, optional
        Distance from the fixed value, in the same units.
    ci, power, alpha : float
    n : int or sequence of int, optional
        Sizes to tabulate.

    Returns
    -------
    SamplePlan

    Examples
    --------
    >>> plan_mean(sd=1.2, width=0.3).n
    249
    """
    check_between("sd", sd, 0, float("inf"))
    return _plan_t(
        "a mean",
        width=width,
        difference=difference,
        sd=sd,
        ci=ci,
        power=power,
        alpha=alpha,
        n=n,
        given={"standard deviation": sd},
        shape=lambda size: (size - 1, sqrt(size)),
    )


def plan_gap(
    *,
    sd: float = 1.0,
    correlation: float | None = None,
    width: float | None = None,
    difference: float | None = None,
    ci: float = 0.95,
    power: float = 0.80,
    alpha: float = 0.05,
    n: Sizes = None,
) -> SamplePlan:
    """Plan a gap: the mean difference of two answers of the same respondents.

    Parameters
    ----------
    sd : float
        Standard deviation of each form's answers where ``correlation`` is given; of the
        differences otherwise.
    correlation : float, optional
        Correlation of expectation and perception.
    width : float, optional
        Width of the interval, from end to end.
    difference : float, optional
        The gap to be found.
    ci, power, alpha : float
    n : int or sequence of int, optional
        Sizes to tabulate.

    Returns
    -------
    SamplePlan

    Examples
    --------
    >>> plan_gap(sd=1.3, correlation=0.4, difference=0.3).n
    179
    """
    check_between("sd", sd, 0, float("inf"))
    given: dict[str, object] = {"standard deviation": sd}
    spread = sd
    if correlation is not None:
        check_between("correlation", correlation, -1, 1)
        spread = sd * sqrt(2 * (1 - correlation))
        given |= {"correlation of the forms": correlation, "deviation of the gap": spread}
    return _plan_t(
        "a gap",
        width=width,
        difference=difference,
        sd=spread,
        ci=ci,
        power=power,
        alpha=alpha,
        n=n,
        given=given,
        shape=lambda size: (size - 1, sqrt(size)),
    )


def plan_groups(
    *,
    sd: float = 1.0,
    width: float | None = None,
    difference: float | None = None,
    ci: float = 0.95,
    power: float = 0.80,
    alpha: float = 0.05,
    n: Sizes = None,
) -> SamplePlan:
    """Plan a comparison of the means of two groups of equal size.

    Parameters
    ----------
    sd : float
        Standard deviation within each group.
    width : float, optional
        Width of the interval of the difference, from end to end.
    difference : float, optional
        The difference to be found.
    ci, power, alpha : float
    n : int or sequence of int, optional
        Sizes to tabulate, both groups together.

    Returns
    -------
    SamplePlan
        ``n`` counts both groups together.

    Examples
    --------
    >>> plan_groups(difference=0.5).n
    128
    """
    check_between("sd", sd, 0, float("inf"))
    return _plan_t(
        "a difference of two groups",
        width=width,
        difference=difference,
        sd=sd,
        ci=ci,
        power=power,
        alpha=alpha,
        n=n,
        given={"standard deviation": sd, "groups": 2},
        shape=lambda size: (size - 2, sqrt(size / 4)),
        step=2,
    )
