"""The answer to "how many respondents": the smallest sample that reaches a goal, and the way there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from svqkit.result import Part, Result

__all__ = [
    "Goal",
    "SamplePlan",
    "check_between",
    "check_count",
    "plan_by_formula",
    "smallest_sample",
    "width_or",
]

MOST = 10_000_000
"""A larger sample is not a plan."""
CURVE = (0.25, 0.4, 0.55, 0.7, 0.85, 1.0, 1.2, 1.45, 1.75, 2.0)
"""Sizes of the table, as shares of the one required."""


@dataclass(frozen=True)
class Goal:
    """What a sample is for: a power to reach from below, or a width to reach from above."""

    kind: str
    target: float

    def reached(self, value: float) -> bool:
        """Say whether a value will do."""
        return value >= self.target if self.kind == "power" else value <= self.target


@dataclass(frozen=True, eq=False, repr=False)
class SamplePlan(Result):
    """How many respondents a question takes, by formula.

    ``question`` says what was asked, ``n`` is the smallest number of respondents in all that
    reaches ``goal``, ``table`` (n and power, or n, width, low and high) shows what other numbers
    reach, ``given`` holds every assumption, ``methods`` a sentence for the paper, ``convention``
    and ``source`` where the formula comes from and how programs differ.

    Examples
    --------
    >>> import svqkit as svq
    >>> plan = svq.plan_sample("fit", df=100)
    >>> plan.n, plan.goal.kind
    (132, 'power')
    """

    question: str
    n: int
    goal: Goal
    table: pd.DataFrame
    given: pd.Series
    methods: str
    convention: str
    source: str

    def _title(self) -> str:
        return f"Sample size: {self.question}"

    def _parts(self) -> list[Part]:
        reached = "power of at least" if self.goal.kind == "power" else "width of at most"
        return [
            ("", f"{self.n} respondents for a {reached} {self.goal.target:g}."),
            ("", self.table.set_index("n")),
            ("Given", self.given),
            ("For the paper", self.methods),
            ("Convention", self.convention),
            ("Source", self.source),
        ]


def check_between(name: str, value: float, low: float, high: float) -> float:
    """Return a number strictly between two bounds.

    Parameters
    ----------
    name : str
        The option's name, for the error.
    value, low, high : float

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If it is no number.
    ValueError
        If it is not between the bounds.

    Examples
    --------
    >>> check_between("power", 0.8, 0, 1)
    0.8
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise TypeError(f"{name}={value!r} must be a number")
    if not low < value < high:
        bounds = f"between {low:g} and {high:g}" if high < np.inf else f"more than {low:g}"
        raise ValueError(f"{name}={value:g} must be {bounds}")
    return float(value)


def check_count(name: str, value: int, least: int) -> int:
    """Return a whole number that is large enough.

    Parameters
    ----------
    name : str
        The option's name, for the error.
    value, least : int

    Returns
    -------
    int

    Raises
    ------
    TypeError
        If it is no whole number.
    ValueError
        If it is too small.

    Examples
    --------
    >>> check_count("items", 5, 2)
    5
    """
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name}={value!r} must be a whole number")
    if value < least:
        raise ValueError(f"{name}={value} must be at least {least}")
    return int(value)


def width_or(width: float | None, name: str, other: float | None) -> None:
    """Refuse a question that asks for an interval's width and a test at once, or for neither.

    Parameters
    ----------
    width : float or None
    name : str
        Of the option that asks for a test.
    other : float or None

    Raises
    ------
    ValueError

    Examples
    --------
    >>> width_or(0.1, "against", None)
    """
    if (width is None) == (other is None):
        raise ValueError(f"say width= for the interval's width, or {name}= for a test, not both")


def smallest_sample(enough: Callable[[int], bool], least: int, *, step: int = 1) -> int:
    """Find the smallest n that is enough, where every larger one is enough too.

    Parameters
    ----------
    enough : callable
        Takes n.
    least : int
        The smallest n for which the question makes sense.
    step : int
        n is a multiple of it (the number of groups).

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If even ten million respondents are not enough.

    Examples
    --------
    >>> smallest_sample(lambda n: n**2 >= 1000, 2)
    32
    """
    low, high = -(-least // step) - 1, -(-least // step)
    while not enough(high * step):
        low, high = high, 2 * high
        if high * step > MOST:
            raise ValueError(
                f"more than {MOST:,} respondents would be needed: "
                "the values that are to be told apart lie too close together"
            )
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle * step) else (middle, high)
    return high * step


def _sizes(required: int, least: int, step: int, asked: int | Sequence[int] | None) -> list[int]:
    if asked is not None:
        given = [asked] if isinstance(asked, (int, np.integer)) else list(asked)
        wanted = [check_count("n", one, least) for one in given]
        if any(one % step for one in wanted):
            raise ValueError(f"n={asked} must be a multiple of {step}, the number of groups")
    else:
        wanted = [max(least, round(share * required / step) * step) for share in CURVE]
    return sorted({*wanted, required})


def plan_by_formula(
    question: str,
    goal: Goal,
    reach: Callable[[int], dict[str, float]],
    *,
    least: int,
    n: int | Sequence[int] | None,
    given: dict[str, object],
    methods: str,
    convention: str,
    source: str,
    step: int = 1,
) -> SamplePlan:
    """Search the smallest sample and lay out what it and others reach.

    Parameters
    ----------
    question : str
    goal : Goal
    reach : callable
        Takes n, returns a row of the table, with the goal's kind among its columns.
    least : int
        The smallest n for which ``reach`` is defined.
    n : int, sequence of int or None
        Sizes to tabulate besides the required one; a curve around it otherwise.
    given : dict
        Every assumption.
    methods : str
        With ``{n}`` where the required number stands.
    convention, source : str
    step : int
        Number of groups, which are of equal size.

    Returns
    -------
    SamplePlan

    Examples
    --------
    >>> plan = plan_by_formula("a mean", Goal("width", 0.5), lambda n: {"width": 4 / n**0.5},
    ...     least=2, n=None, given={}, methods="{n} respondents", convention="", source="")
    >>> plan.n, plan.methods
    (64, '64 respondents')
    """
    required = smallest_sample(lambda size: goal.reached(reach(size)[goal.kind]), least, step=step)
    rows = [{"n": size, **reach(size)} for size in _sizes(required, least, step, n)]
    return SamplePlan(
        question,
        required,
        goal,
        pd.DataFrame(rows),
        pd.Series(given, name="value", dtype=object),
        methods.format(n=required),
        convention,
        source,
    )
