"""Respondents for tests of a whole model: close, not-close and exact fit, nested models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from svqkit.psychometrics.planning.power import nested_power, rmsea_power
from svqkit.psychometrics.planning.sample_plan import (
    Goal,
    SamplePlan,
    check_between,
    check_count,
    plan_by_formula,
)

__all__ = ["plan_fit", "plan_nested"]

TESTS = {"close": (0.05, 0.08), "not close": (0.05, 0.01), "exact": (0.0, 0.05)}
"""Tests by name: the RMSEA of the hypothesis and the RMSEA that is true."""
CONVENTION = (
    "noncentrality (N − 1)·df·RMSEA²/groups, N all respondents, as MacCallum et al. and semTools; "
    "programs whose χ² is N·F differ by one respondent"
)


def _degrees(df: int | None, model: Any, groups: int) -> int:
    """Take degrees of freedom as given, or count them in a model."""
    if (df is None) == (model is None):
        raise ValueError("give either df= or model=, from which df is counted")
    if df is not None:
        return check_count("df", df, 1)
    from svqkit.psychometrics.sem.estimation.baseline import degrees_of_freedom
    from svqkit.psychometrics.sem.syntax.syntax import read_model
    from svqkit.psychometrics.sem.syntax.table import build_table

    labels = tuple(range(groups))
    read = read_model(getattr(model, "mapping", model))
    counted = degrees_of_freedom(build_table(read, groups=labels))
    if counted < 1:
        raise ValueError(f"the model has {counted} degrees of freedom: its fit cannot be tested")
    return counted


def plan_fit(
    *,
    df: int | None = None,
    model: Any = None,
    test: str = "close",
    null: float | None = None,
    true: float | None = None,
    groups: int = 1,
    power: float = 0.80,
    alpha: float = 0.05,
    n: int | Sequence[int] | None = None,
) -> SamplePlan:
    """Plan a test of how well a model fits.

    Parameters
    ----------
    df, model : int; lavaan syntax, mapping or Instrument
        Degrees of freedom, or the model in which to count them.
    test : {"close", "not close", "exact"}
        Reject RMSEA ≤ .05 where it is .08; reject RMSEA ≥ .05 where it is .01; reject RMSEA = 0
        where it is .05.
    null, true : float, optional
        Other RMSEAs of the hypothesis and of the population.
    groups : int
        Groups of a multi-group model, each as large as the others.
    power, alpha : float
    n : int or sequence of int, optional
        Sizes to tabulate.

    Returns
    -------
    SamplePlan

    Examples
    --------
    >>> plan_fit(df=50, test="not close").n
    268
    """
    if test not in TESTS:
        raise ValueError(f"test={test!r} is unknown; choose from {', '.join(TESTS)}")
    groups = check_count("groups", groups, 1)
    degrees = _degrees(df, model, groups)
    low = TESTS[test][0] if null is None else check_between("null", null, -1e-300, 1)
    there = TESTS[test][1] if true is None else check_between("true", true, -1e-300, 1)
    if low == there:
        raise ValueError(f"null and true are both {low:g}: there is nothing to find out")
    if (test == "not close") == (low < there):
        raise ValueError(
            f"test={test!r} with an RMSEA of {low:g} in the hypothesis and {there:g} in truth: "
            "close and exact fit are rejected by a larger RMSEA, not-close fit by a smaller one"
        )
    goal = Goal("power", check_between("power", power, 0, 1))
    check_between("alpha", alpha, 0, 1)

    def reach(size: int) -> dict[str, float]:
        found = rmsea_power(size, degrees, null=low, true=there, groups=groups, alpha=alpha)
        return {"power": found}

    sign = "=" if test == "exact" else "≤" if low < there else "≥"
    return plan_by_formula(
        f"test of {test} fit",
        goal,
        reach,
        least=2 * groups,
        n=n,
        step=groups,
        given={
            "df": degrees,
            "test": test,
            "RMSEA under the hypothesis": low,
            "RMSEA in truth": there,
            "groups": groups,
            "alpha": alpha,
            "power": power,
        },
        methods=(
            f"The test of {test} fit (RMSEA {sign} {low:g}, true RMSEA "
            f"{there:g}, df = {degrees}, α = {alpha:g}) reaches a power of {power:g} with {{n}} "
            "respondents (MacCallum, Browne & Sugawara, 1996)."
        ),
        convention=CONVENTION,
        source="MacCallum, Browne & Sugawara (1996), Psychological Methods, 1, 130–149",
    )


def plan_nested(
    *,
    df: tuple[int, int],
    true: tuple[float, float],
    null: tuple[float, float] = (0.0, 0.0),
    groups: int = 1,
    power: float = 0.80,
    alpha: float = 0.05,
    n: int | Sequence[int] | None = None,
) -> SamplePlan:
    """Plan a comparison of two nested models, such as two levels of invariance.

    Parameters
    ----------
    df : (int, int)
        Degrees of freedom of the restricted and of the freer model.
    true : (float, float)
        RMSEA of the restricted and of the freer model in the population.
    null : (float, float)
        The same under the hypothesis: no difference by default, a small one otherwise.
    groups : int
    power, alpha : float
    n : int or sequence of int, optional
        Sizes to tabulate.

    Returns
    -------
    SamplePlan

    Examples
    --------
    >>> plan_nested(df=(22, 20), true=(0.06, 0.04)).n
    206
    """
    groups = check_count("groups", groups, 1)
    for name, pair in (("df", df), ("true", true), ("null", null)):
        if np.shape(pair) != (2,):
            raise ValueError(f"{name} takes two values: of the restricted and of the freer model")
    restricted, freer = (check_count("df", one, 0) for one in df)
    if restricted <= freer:
        raise ValueError(
            f"df={(restricted, freer)}: the restricted model comes first and has more degrees of freedom"
        )
    for name, pair in (("true", true), ("null", null)):
        first, second = (check_between(name, one, -1e-300, 1) for one in pair)
        if restricted * first**2 < freer * second**2:
            raise ValueError(
                f"{name}={(first, second)}: a restricted model cannot fit better than the freer one"
            )
    extra = [restricted * a**2 - freer * b**2 for a, b in (null, true)]
    if extra[1] <= extra[0]:
        raise ValueError("true must hold a larger difference in fit than null")
    goal = Goal("power", check_between("power", power, 0, 1))
    check_between("alpha", alpha, 0, 1)

    def reach(size: int) -> dict[str, float]:
        found = nested_power(
            size, (restricted, freer), true=true, null=null, groups=groups, alpha=alpha
        )
        return {"power": found}

    return plan_by_formula(
        "difference of two nested models",
        goal,
        reach,
        least=2 * groups,
        n=n,
        step=groups,
        given={
            "df": f"{restricted}, {freer}",
            "RMSEA in truth": f"{true[0]:g}, {true[1]:g}",
            "RMSEA under the hypothesis": f"{null[0]:g}, {null[1]:g}",
            "groups": groups,
            "alpha": alpha,
            "power": power,
        },
        methods=(
            f"The χ² difference of the nested models (df {restricted} and {freer}, true RMSEA "
            f"{true[0]:g} and {true[1]:g}, α = {alpha:g}) reaches a power of {power:g} with {{n}} "
            "respondents (MacCallum, Browne & Cai, 2006)."
        ),
        convention=CONVENTION,
        source="MacCallum, Browne & Cai (2006), Psychological Methods, 11, 19–35",
    )
