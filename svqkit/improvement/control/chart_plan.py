"""What was asked of a control chart, and how it is worded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svqkit.improvement.control.rules import Rule

__all__ = ["Plan", "convention"]


@dataclass(frozen=True)
class Plan:
    """What was asked for.

    Attributes
    ----------
    kind, base : str
        The chart, and the Shewhart chart that gives its centre and sigma.
    estimator : str
    limits : float
    rules : tuple of Rule
    whole_set : bool
        Whether Nelson's set was asked for as a whole, so that counts take its first four.
    center, sigma : float or None
    smoothing, k, h, start : float
    """

    kind: str
    base: str
    estimator: str
    limits: float
    rules: tuple[Rule, ...]
    whole_set: bool
    center: float | None
    sigma: float | None
    smoothing: float
    k: float
    h: float
    start: float


def convention(plan: Plan, rules: Sequence[Rule]) -> str:
    """Say how sigma was estimated and which rules were looked at.

    Parameters
    ----------
    plan : Plan
    rules : sequence of Rule
        Those that were applied.

    Returns
    -------
    str

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.control_chart([3, 5, 4, 6], "c", rules="limits").convention[:55]
    'limits at 3 standard errors; Poisson sampling error. Ru'
    """
    how = {
        "I-MR": f"sigma: {plan.estimator} moving range of two over "
        + ("d2 = 1.128" if plan.estimator == "mean" else "0.954"),
        "Xbar-R": "sigma: range over d2(n), "
        + ("plain mean over subgroups" if plan.estimator == "mean" else "weighted by precision"),
        "Xbar-S": {
            "mean": "sigma: standard deviation over c4(n), plain mean over subgroups",
            "weighted": "sigma: standard deviation over c4(n), weighted by precision",
            "pooled": "sigma: pooled standard deviation over c4 of its degrees of freedom + 1",
        }.get(plan.estimator, ""),
        "p": "binomial sampling error",
        "np": "binomial sampling error",
        "c": "Poisson sampling error",
        "u": "Poisson sampling error",
        "p'": "binomial sampling error times Laney's sigma of z",
        "u'": "Poisson sampling error times Laney's sigma of z",
    }[plan.base]
    if plan.sigma is not None:
        how = "sigma as given"
    if plan.kind == "CUSUM":
        edge = f"tabular CUSUM, k = {plan.k:g}, h = {plan.h:g} standard errors, not reset after a signal"
    elif plan.kind == "EWMA":
        edge = f"EWMA, lambda = {plan.smoothing:g}, exact limits at {plan.limits:g} standard errors"
    else:
        edge = f"limits at {plan.limits:g} standard errors"
    named = ", ".join(rule.name for rule in rules) or "none"
    return f"{edge}; {how}. Rules: {named}; a rule fires at the point that completes its pattern."
