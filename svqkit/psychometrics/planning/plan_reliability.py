"""Respondents for coefficient alpha: how wide its interval is, and how well a bound is tested."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, sqrt

from scipy.special import fdtr, fdtrc, fdtri, ndtri

from svqkit.psychometrics.planning.sample_plan import (
    Goal,
    SamplePlan,
    check_between,
    check_count,
    plan_by_formula,
    width_or,
)
from svqkit.psychometrics.reliability.alpha import feldt_interval

__all__ = ["alpha_power", "bonett_interval", "plan_alpha"]

INTERVALS = ("feldt", "bonett")


def bonett_interval(value: float, n: int, k: int, level: float) -> tuple[float, float]:
    """Interval of coefficient alpha by a log transformation.

    Parameters
    ----------
    value : float
        Alpha.
    n, k : int
        Respondents, more than 2, and items.
    level : float
        Confidence, such as 0.95.

    Returns
    -------
    low, high : float

    References
    ----------
    Bonett, D. G., & Wright, T. A. (2015). Cronbach's alpha reliability: Interval estimation,
    hypothesis testing, and sample size planning. Journal of Organizational Behavior, 36, 3–15;
    the variance from Bonett (2002).

    Examples
    --------
    >>> [round(end, 4) for end in bonett_interval(0.8, 100, 5, 0.95)]
    [0.7292, 0.8552]
    """
    half = float(ndtri(0.5 + level / 2)) * sqrt(2 * k / ((k - 1) * (n - 2)))
    middle = log(1 - value) - log(n / (n - 1))
    return 1 - exp(middle + half), 1 - exp(middle - half)


def alpha_power(expected: float, against: float, n: int, k: int, *, alpha: float = 0.05) -> float:
    """Power of Feldt's two-sided F test that coefficient alpha is ``against``.

    Parameters
    ----------
    expected, against : float
        Coefficient alpha in the population and under the hypothesis.
    n, k : int
        Respondents and items.
    alpha : float
        Level of the test.

    Returns
    -------
    float

    References
    ----------
    Feldt, L. S., Woodruff, D. J., & Salih, F. A. (1987). Statistical inference for coefficient
    alpha. Applied Psychological Measurement, 11, 93–103.

    Examples
    --------
    >>> round(alpha_power(0.80, 0.70, 100, 5), 3)
    0.738
    """
    first, second = n - 1, (n - 1) * (k - 1)
    ratio = (1 - expected) / (1 - against)
    # (1 − α̂)/(1 − α) is distributed as 1/F(n − 1, (n − 1)(k − 1))
    upper, lower = (float(fdtri(first, second, p)) for p in (1 - alpha / 2, alpha / 2))
    return float(fdtrc(first, second, upper * ratio) + fdtr(first, second, lower * ratio))


def plan_alpha(
    *,
    items: int,
    expected: float,
    width: float | None = None,
    against: float | None = None,
    interval: str = "feldt",
    ci: float = 0.95,
    power: float = 0.80,
    alpha: float = 0.05,
    n: int | Sequence[int] | None = None,
) -> SamplePlan:
    """Plan an estimate or a test of coefficient alpha.

    Parameters
    ----------
    items : int
        Items of the scale.
    expected : float
        Coefficient alpha that is expected.
    width : float, optional
        Width of the interval around it, from end to end.
    against : float, optional
        Coefficient alpha to be told apart from, in a two-sided F test.
    interval : {"feldt", "bonett"}
        Feldt's, which ``reliability`` reports, or Bonett and Wright's.
    ci : float
        Confidence of the interval.
    power, alpha : float
        Of the test.
    n : int or sequence of int, optional
        Sizes to tabulate.

    Returns
    -------
    SamplePlan

    Examples
    --------
    >>> plan_alpha(items=5, expected=0.80, width=0.10).n
    156
    """
    k = check_count("items", items, 2)
    check_between("expected", expected, 0, 1)
    width_or(width, "against", against)
    if interval not in INTERVALS:
        raise ValueError(f"interval={interval!r} is unknown; choose from {', '.join(INTERVALS)}")
    given: dict[str, object] = {"items": k, "expected alpha": expected}
    if width is not None:
        goal = Goal("width", check_between("width", width, 0, 2))
        level = check_between("ci", ci, 0, 1)
        ends = feldt_interval if interval == "feldt" else bonett_interval
        author = {
            "feldt": "Feldt, Woodruff & Salih (1987), Applied Psychological Measurement, 11, 93–103",
            "bonett": "Bonett & Wright (2015), Journal of Organizational Behavior, 36, 3–15",
        }[interval]
        cited = author.split("),")[0].replace(" (", ", ")

        def reach(size: int) -> dict[str, float]:
            low, high = ends(expected, size, k, level)
            return {"width": high - low, "low": low, "high": high}

        return plan_by_formula(
            "precision of coefficient alpha",
            goal,
            reach,
            least=4,
            n=n,
            given={**given, "width": width, "interval": interval, "ci": level},
            methods=(
                f"With {{n}} respondents, the {100 * level:g} % interval of an alpha of "
                f"{expected:g} from {k} items is no wider than {width:g} ({cited})."
            ),
            convention=f"the interval an observed alpha of {expected:g} would have ({cited})",
            source=author,
        )
    bound = check_between("against", against if against is not None else 0.0, -1, 1)
    if bound == expected:
        raise ValueError(f"expected and against are both {expected:g}: nothing is to be told apart")
    check_between("alpha", alpha, 0, 1)

    def test(size: int) -> dict[str, float]:
        return {"power": alpha_power(expected, bound, size, k, alpha=alpha)}

    return plan_by_formula(
        "test of coefficient alpha",
        Goal("power", check_between("power", power, 0, 1)),
        test,
        least=4,
        n=n,
        given={**given, "against": bound, "alpha": alpha, "power": power},
        methods=(
            f"With {{n}} respondents, a two-sided F test (α = {alpha:g}) tells an alpha of "
            f"{expected:g} from {k} items from {bound:g} with a power of {power:g} "
            "(Feldt, Woodruff & Salih, 1987)."
        ),
        convention="Feldt's F test, two-sided; Bonett (2002) has a normal approximation of it",
        source="Feldt, Woodruff & Salih (1987), Applied Psychological Measurement, 11, 93–103",
    )
