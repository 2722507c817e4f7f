"""How many respondents? One door to every plan, by formula and by Monte Carlo."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from importlib import import_module
from inspect import signature
from typing import Any

from svqkit.psychometrics.planning.sample_plan import SamplePlan
from svqkit.psychometrics.planning.simulated_plan import SimulatedPlan
from svqkit.psychometrics.threads import single_threaded

__all__ = ["QUESTIONS", "plan_sample"]

QUESTIONS = {
    "fit": "plan_fit.plan_fit",
    "nested": "plan_fit.plan_nested",
    "alpha": "plan_reliability.plan_alpha",
    "correlation": "plan_estimates.plan_correlation",
    "mean": "plan_means.plan_mean",
    "gap": "plan_means.plan_gap",
    "groups": "plan_means.plan_groups",
    "proportion": "plan_estimates.plan_proportion",
    "regression": "plan_estimates.plan_regression",
    "parameters": "parameter_power.plan_parameters",
    "simulation": "simulation_plan.plan_simulation",
}
"""Every question, and the function that answers it."""


def _answering(question: str) -> Callable[..., SamplePlan | SimulatedPlan]:
    if question not in QUESTIONS:
        raise ValueError(f"question {question!r} is unknown; choose from {', '.join(QUESTIONS)}")
    module, name = QUESTIONS[question].split(".")
    found: Callable[..., SamplePlan | SimulatedPlan] = getattr(
        import_module(f"svqkit.psychometrics.planning.{module}"), name
    )
    return found


def _check_options(
    question: str, answer: Callable[..., SamplePlan | SimulatedPlan], given: dict[str, Any]
) -> None:
    taken = signature(answer).parameters
    unknown = [name for name in given if name not in taken]
    if unknown:
        near = get_close_matches(unknown[0], taken, 1)
        raise TypeError(
            f"plan_sample({question!r}) takes no {unknown[0]!r}"
            + (f", do you mean {near[0]!r}?" if near else "")
            + f" It takes {', '.join(taken)}"
        )
    lacking = [
        name for name, one in taken.items() if one.default is one.empty and name not in given
    ]
    if lacking:
        raise TypeError(f"plan_sample({question!r}) needs {', '.join(f'{x}=' for x in lacking)}")


@single_threaded
def plan_sample(question: str, **given: Any) -> SamplePlan | SimulatedPlan:
    """Say how many respondents a question takes, and what other numbers would reach.

    Parameters
    ----------
    question : str
        What the sample is for; each takes options of its own, by name.

        - ``"fit"``: does the model fit? ``df=`` or ``model=``, ``test=`` ("close", "not close",
          "exact"), ``null=``, ``true=`` (RMSEA), ``groups=``.
        - ``"nested"``: does a restricted model fit worse? ``df=``, ``true=``, ``null=`` (pairs,
          restricted model first), ``groups=``.
        - ``"alpha"``: ``items=``, ``expected=``, then ``width=`` or ``against=``.
        - ``"correlation"``: ``expected=``, then ``width=`` or ``against=``.
        - ``"mean"``, ``"gap"``, ``"groups"``: ``sd=``, then ``width=`` or ``difference=``; a gap
          also takes the ``correlation=`` of its two forms.
        - ``"proportion"``: ``width=``, ``expected=``.
        - ``"regression"``: ``predictors=``, ``delta_r2=``, ``r2=``, ``added=``.
        - ``"parameters"``: a model's loadings, latent correlations, regressions, by formula:
          ``population=`` (model syntax with numbers, a fitted model, or factors and items with
          ``loading=`` and ``correlation=``), ``targets=``, ``model=``, ``null=``.
        - ``"simulation"``: the same by Monte Carlo, with bias, coverage and fit: also ``draws=``,
          ``seed=``, ``estimator=``, ``categories=``, ``skew=``, ``missing=``.
    **given
        The question's options. Tests also take ``power=0.80`` and ``alpha=0.05``, widths
        ``ci=0.95``, all ``n=`` for sizes to tabulate.

    Returns
    -------
    SamplePlan, or SimulatedPlan for a simulation
        ``.n`` (the smallest sufficient number), ``.table`` (n and power, or n, width, low, high),
        ``.given``, ``.methods`` (a sentence for the paper), ``.convention``, ``.source``.

    Raises
    ------
    TypeError
        If an option is unknown or lacking, or not a number.
    ValueError
        If the question is unknown or a value impossible, or more than ten million respondents
        would be needed.

    Examples
    --------
    >>> plan_sample("fit", df=100).n
    132
    >>> plan_sample("alpha", items=4, expected=0.85, width=0.10).n
    95
    """
    answer = _answering(question)
    _check_options(question, answer, given)
    return answer(**given)
