"""The sections of a validation report, one small module each, in reading order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..document import Section
from ..words import sentence
from .decisions import decisions
from .distribution import distribution
from .exploratory import exploratory
from .factor_number import factor_number
from .factorability import factorability
from .gaps import gaps
from .items import items
from .model import model
from .reliability import reliability
from .reproducibility import reproducibility
from .sample import sample
from .screening import screening
from .sensitivity import sensitivity
from .uses import groups, prediction
from .validity import validity

__all__ = ["sections"]


class _Plan(NamedTuple):
    """A section, the result it needs, and under which names a reason for its absence may stand."""

    compose: Callable[[Any], Section]
    needs: str
    name: str
    title: str
    reasons: tuple[str, ...] = ()


_PLANS = (
    _Plan(sample, "responses", "sample", "The sample"),
    _Plan(screening, "screening", "screening", "Screening"),
    _Plan(
        distribution,
        "normality",
        "distribution",
        "Missing answers and normality",
        ("normality",),
    ),
    _Plan(items, "items", "items", "Item analysis"),
    _Plan(
        reliability,
        "reliability",
        "reliability",
        "Reliability",
        ("reliability of perceptions",),
    ),
    _Plan(factorability, "factorability", "factorability", "Factorability", ("factorability",)),
    _Plan(factor_number, "n_factors", "factor-number", "Number of factors", ("number of factors",)),
    _Plan(
        exploratory,
        "efa",
        "efa",
        "Exploratory factor analysis",
        ("exploratory factor analysis",),
    ),
    _Plan(
        model,
        "cfa",
        "model",
        "Confirmatory factor analysis",
        ("designed model",),
    ),
    _Plan(
        validity,
        "validity",
        "validity",
        "Convergent and discriminant validity",
        ("convergent and discriminant validity", "designed model"),
    ),
    _Plan(prediction, "prediction", "prediction", "Prediction of outcomes", ("prediction",)),
    _Plan(groups, "invariance", "groups", "Comparison of groups", ("groups",)),
    _Plan(gaps, "gaps", "gaps", "Gap scores", ("gaps",)),
    _Plan(sensitivity, "sensitivity", "sensitivity", "Sensitivity"),
    _Plan(decisions, "settings", "decisions", "Decisions"),
    _Plan(reproducibility, "settings", "reproducibility", "Reproducibility"),
)


def _absent(plan: _Plan, not_run: dict[str, str]) -> Section:
    reason = next((not_run[key] for key in plan.reasons if key in not_run), "")
    said = sentence(reason or "these data do not allow it")
    return Section(plan.name, plan.title, missing=said)


def _there(value: Any) -> bool:
    return value is not None and (not hasattr(value, "__len__") or len(value) > 0)


def sections(validation: Any) -> list[Section]:
    """Compose every section of a validation; what could not run says why.

    Parameters
    ----------
    validation : Validation

    Returns
    -------
    list of Section

    Examples
    --------
    >>> import svqkit as svq
    >>> made = sections(svq.validate(svq.load_dataset("bank"), seed=1))
    >>> made[0].name, made[-1].name
    ('sample', 'reproducibility')
    """
    return [
        plan.compose(validation)
        if _there(getattr(validation, plan.needs))
        else _absent(plan, validation.not_run)
        for plan in _PLANS
    ]
