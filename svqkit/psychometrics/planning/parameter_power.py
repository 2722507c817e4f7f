"""Power for single parameters of a model, from the model and its population alone.

The χ² difference of the model with and without a parameter fixed at its null value is noncentral;
its noncentrality is n times the discrepancy that the restricted model leaves when fitted to the
population's own covariances (Satorra & Saris 1985). So no sample need be drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import chdtri, chndtr

from svqkit.errors import ModelError
from svqkit.psychometrics.planning.population import population_from
from svqkit.psychometrics.planning.sample_plan import (
    Goal,
    SamplePlan,
    check_between,
    plan_by_formula,
    smallest_sample,
)
from svqkit.psychometrics.sem.estimation.analysis import Analysis, analyse
from svqkit.psychometrics.sem.estimation.estimation import Problem
from svqkit.psychometrics.sem.estimation.layout import build_matrices
from svqkit.psychometrics.sem.estimation.rescue import estimate_surely
from svqkit.psychometrics.sem.estimation.starts import admissible_start
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["ParameterPlan", "choose_targets", "noncentralities", "plan_parameters"]


@dataclass(frozen=True, eq=False, repr=False)
class ParameterPlan(SamplePlan):
    """A sample plan with a row a parameter in ``.parameters``: value, null, noncentrality and n.

    Examples
    --------
    >>> import svqkit as svq
    >>> plan = svq.plan_sample("parameters", population="f =~ .7*a + .7*b + .7*c; g =~ .7*d"
    ...     " + .7*e + .7*f1; f ~~ .3*g", targets=["f ~~ g"])
    >>> plan.parameters["n"].tolist() == [plan.n]
    True
    """

    parameters: pd.DataFrame

    def _parts(self) -> list:
        first, *rest = super()._parts()
        return [first, ("Parameters", self.parameters.set_index("parameter")), *rest]


def choose_targets(table: ParameterTable, targets: Sequence[str] | str | None) -> list[int]:
    """Find free parameters by name, or all that say how variables hang together.

    Parameters
    ----------
    table : ParameterTable
    targets : str, sequence of str or None
        Such as ``"f =~ x1"``, ``"f ~~ g"``, ``"y ~ f"``; by default all loadings, regressions and
        covariances that are free.

    Returns
    -------
    list of int
        Numbers of free parameters, from 1.

    Raises
    ------
    ValueError
        If a name is no free parameter of the model.
    """
    rows = [row for row in table.rows if row.free]
    if targets is None:
        chosen = [row.free for row in rows if not (row.op == "~~" and row.lhs == row.rhs)]
        return list(dict.fromkeys(chosen))
    by_name = {f"{row.lhs}{row.op}{row.rhs}": row.free for row in rows}
    by_name |= {f"{row.rhs}~~{row.lhs}": row.free for row in rows if row.op == "~~"}
    found = []
    for name in (targets,) if isinstance(targets, str) else targets:
        number = by_name.get(name.replace(" ", ""))
        if number is None:
            raise ValueError(f"targets={name!r} is no free parameter of the model")
        found.append(number)
    if not found:
        raise ValueError("targets is empty: name a parameter, or leave it out for all")
    return found


def _without(table: ParameterTable, number: int, null: float) -> ParameterTable:
    """Fix one free parameter and number the others anew."""
    rows = []
    for row in table.rows:
        if row.free == number:
            row = replace(row, free=0, value=null)
        elif row.free > number:
            row = replace(row, free=row.free - 1)
        rows.append(row)
    return replace(table, rows=tuple(rows), n_free=table.n_free - 1)


def noncentralities(
    analysis: Analysis, targets: Sequence[int], null: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Noncentrality per respondent of the tests that parameters equal a null value.

    Parameters
    ----------
    analysis : Analysis
    targets : sequence of int
        Numbers of free parameters, from 1.
    null : float

    Returns
    -------
    likelihood_ratio, wald : ndarray
        From the restricted model's discrepancy, and from the expected information.

    Raises
    ------
    ModelError
        If a parameter is needed to identify the others.
    """
    information = analysis.problem.information(analysis.problem.states(analysis.x))
    variances = np.diag(np.linalg.inv(information))
    at = np.array(targets) - 1
    wald = (analysis.x[at] - null) ** 2 / variances[at]
    ratio = []
    for number in targets:
        table = _without(analysis.table, number, null)
        groups = tuple(build_matrices(table, analysis.problem.samples))
        problem = replace(analysis.problem, groups=groups, n_free=table.n_free)
        ratio.append(_minimum(problem, table, analysis, number) - analysis.misfit)
    return np.maximum(np.array(ratio), 0.0), wald


def _minimum(problem: Problem, table: ParameterTable, analysis: Analysis, number: int) -> float:
    kept = np.delete(analysis.x, number - 1)
    start = kept if np.isfinite(problem.value(problem.states(kept))) else None
    if start is None:
        start = admissible_start(problem, table)
    return estimate_surely(problem, table, start).value


def plan_parameters(
    *,
    population: Any,
    loading: float | None = None,
    correlation: float | None = None,
    model: str | None = None,
    targets: Sequence[str] | str | None = None,
    null: float = 0.0,
    power: float = 0.80,
    alpha: float = 0.05,
    n: int | Sequence[int] | None = None,
) -> ParameterPlan:
    """Plan tests of a model's own parameters: loadings, latent correlations, regressions.

    Parameters
    ----------
    population : str, mapping of factor to items, Instrument or CFA
        What is true: model syntax with numbers, factors and items with ``loading`` and
        ``correlation``, or a fitted model.
    loading, correlation : float, optional
        Standardised, where the population is factors and items.
    model : str, optional
        The model to be fitted; by default the population's, every value but 0 being estimated.
    targets : str or sequence of str, optional
        Parameters to be tested, such as ``"f ~~ g"``; all loadings, regressions and covariances
        by default.
    null : float
        Value under the hypothesis.
    power, alpha : float
    n : int or sequence of int, optional
        Sizes to tabulate.

    Returns
    -------
    ParameterPlan
        ``.n`` suffices for every target; ``.parameters`` (parameter, value, null, noncentrality,
        noncentrality_wald, n) has each one's own.

    Examples
    --------
    >>> plan = plan_parameters(population={"f": ["a", "b", "c"], "g": ["d", "e", "h"]},
    ...     loading=0.7, correlation=0.3, targets="f ~~ g")
    >>> plan.n
    155
    """
    goal = Goal("power", check_between("power", power, 0, 1))
    check_between("alpha", alpha, 0, 1)
    truth = population_from(population, loading=loading, correlation=correlation)
    analysis = analyse(model or truth.analysis, truth.names, truth.covariance)
    chosen = choose_targets(analysis.table, targets)
    ratio, wald = noncentralities(analysis, chosen, null)
    names = [analysis.table.names_of(number) for number in chosen]
    if not ratio.min() > 1e-12:
        raise ModelError(
            f"{names[int(ratio.argmin())]!r} is {null:g} in the population too: "
            "no sample can tell it from that"
        )
    critical = float(chdtri(1, alpha))

    def reach(size: int, unit: float) -> float:
        return 1.0 - float(chndtr(critical, 1, size * unit))

    least = len(analysis.table.observed) + 1

    def needed(unit: float) -> int:
        return smallest_sample(lambda size: goal.reached(reach(size, unit)), least)

    weakest = int(ratio.argmin())
    parameters = pd.DataFrame(
        {
            "parameter": names,
            "value": analysis.x[np.array(chosen) - 1],
            "null": null,
            "noncentrality": ratio,
            "noncentrality_wald": wald,
            "n": [needed(unit) for unit in ratio],
        }
    )
    plan = plan_by_formula(
        f"tests of {len(names)} parameters" if len(names) > 1 else f"test of {names[0]}",
        goal,
        lambda size: {"power": reach(size, float(ratio[weakest]))},
        least=least,
        n=n,
        given={
            "items": len(truth.names),
            "weakest target": names[weakest],
            "its value": float(parameters["value"].iloc[weakest]),
            "its standard error with n": f"{sqrt(1 / wald[weakest]) * abs(parameters['value'].iloc[weakest] - null):.3g}/√n",
            "alpha": alpha,
            "power": power,
        },
        methods=(
            f"With {{n}} respondents, the likelihood-ratio test (α = {alpha:g}) of "
            f"'{names[weakest]}', the parameter that is hardest to find, has a power of {power:g} "
            "(Satorra & Saris, 1985; normal answers, maximum likelihood)."
        ),
        convention=(
            "noncentrality n·F of the model with the parameter fixed, fitted to the population "
            "(likelihood ratio); noncentrality_wald from the expected information; the tests agree "
            "for small effects"
        ),
        source="Satorra & Saris (1985), Psychometrika, 50, 83–90",
    )
    return ParameterPlan(**vars(plan), parameters=parameters)
