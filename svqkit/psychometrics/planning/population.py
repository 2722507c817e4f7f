"""A population: a model with a value for everything, its covariances, and the model to analyse it by.

Written in the model syntax with numbers (``f =~ 0.7*x1 + 0.6*x2``). Factors and items whose
variance is not written have variance 1, so that the numbers are standardised; nothing else is
guessed. The analysis estimates every value but those written as 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from svqkit.errors import ModelError
from svqkit.psychometrics.sem.syntax.defaults import Draft, with_defaults
from svqkit.psychometrics.sem.syntax.roles import Roles, find_roles
from svqkit.psychometrics.sem.syntax.syntax import parse, read_model
from svqkit.psychometrics.sem.syntax.terms import Model, Term
from svqkit.psychometrics.sem.syntax.tokens import quoted_name

__all__ = ["Population", "even_population", "population_from"]


@dataclass(frozen=True)
class Population:
    """What is true: covariances of the items (p × p, in the order of ``names``).

    ``analysis`` is the model that estimates it, as syntax, to be read with ``std_lv=True``.
    """

    names: tuple[str, ...]
    covariance: np.ndarray
    analysis: str


def even_population(
    factors: Mapping[str, Sequence[str]], *, loading: float, correlation: float
) -> str:
    """Write a population with the same loading for every item and one factor correlation.

    Parameters
    ----------
    factors : mapping of factor to items
    loading, correlation : float
        Standardised.

    Returns
    -------
    str
        Model syntax with numbers.

    Examples
    --------
    >>> print(even_population({"a": ["x1", "x2"], "b": ["x3"]}, loading=0.7, correlation=0.3))
    a =~ 0.7*x1 + 0.7*x2
    b =~ 0.7*x3
    x3 ~~ 0.51*x3
    a ~~ 0.3*b
    """
    read_model(factors)  # refuses what is no mapping of factors to items
    lines = []
    for factor, items in factors.items():
        terms = " + ".join(f"{loading!r}*{quoted_name(item)}" for item in items)
        lines.append(f"{quoted_name(factor)} =~ {terms}")
        if len(items) == 1:
            item = quoted_name(items[0])
            lines.append(f"{item} ~~ {round(1 - loading**2, 12)!r}*{item}")
    names = [quoted_name(factor) for factor in factors]
    for at, left in enumerate(names):
        for right in names[at + 1 :]:
            lines.append(f"{left} ~~ {correlation!r}*{right}")
    return "\n".join(lines)


def _number(values: tuple[float | None, ...], draft: Draft) -> float | None:
    if len(values) > 1:
        raise ModelError(f"'{draft.lhs} {draft.op} {draft.rhs}' has values for several groups")
    value = values[0] if values else None
    return None if value is None or value != value else value


def _value(draft: Draft, roles: Roles) -> float | None:
    """Take what is written, or None for a variance that fills up to 1."""
    written = _number(draft.written.fixed, draft)
    if written is not None:
        return written
    if draft.op == "~~" and draft.lhs == draft.rhs:
        if draft.sampled:
            raise ModelError(
                f"{draft.lhs!r} is an observed predictor; write its variance, as in "
                f"'{draft.lhs} ~~ 1*{draft.lhs}'"
            )
        exogenous = draft.lhs in roles.exogenous
        single = draft.lhs in roles.observed and draft.fixed == 0.0
        return 1.0 if exogenous else 0.0 if single else None
    hint = f"{draft.lhs} {draft.op} 0*{draft.rhs}"
    raise ModelError(
        f"the population says nothing of '{draft.lhs} {draft.op} {draft.rhs}': "
        f"write its value, such as '{hint}' for none"
    )


def _filled(paths: np.ndarray, spread: np.ndarray, open_: list[int], names: list[str]) -> None:
    """Set the open variances such that the variables they belong to have variance 1 in all."""
    effect = np.linalg.inv(np.eye(len(paths)) - paths)
    explained = np.diag(effect @ spread @ effect.T)[open_]
    variances = np.linalg.solve(effect[np.ix_(open_, open_)] ** 2, 1.0 - explained)
    if (variances <= 0).any():
        worst = int(np.argmin(variances))
        raise ModelError(
            f"the values explain {1 - variances[worst]:.3f} of the variance of "
            f"{names[open_[worst]]!r}, more than all of it; lower its loadings, or write its variance"
        )
    spread[open_, open_] = variances


def _analysis(model: Model, roles: Roles) -> str:
    """Write the model with what is to be estimated left open."""
    alone = {items[0] for items in roles.indicators.values() if len(items) == 1}
    lines = []
    for term in model.terms:
        value = term.fixed[0] if term.fixed else None
        variance = term.op == "~~" and term.lhs == term.rhs
        kept = value == 0 or (variance and term.lhs in alone)
        if variance and not kept:
            continue
        modifier = f"{value!r}*" if kept else ""
        if term.label and term.label[0] and not kept:
            modifier = f"{term.label[0]}*"
        lines.append(f"{quoted_name(term.lhs)} {term.op} {modifier}{quoted_name(term.rhs)}")
    lines += [f"{one.left} == {one.right}" for one in model.equalities]
    return "\n".join(lines)


def _refuse_means(term: Term) -> None:
    if term.op not in ("=~", "~~", "~"):
        raise ModelError(
            f"'{term.lhs} {term.op} {term.rhs}' plays no part in a population's covariances; "
            "leave it out"
        )


def population_from(
    source: Any, *, loading: float | None = None, correlation: float | None = None
) -> Population:
    """Take a population from model syntax with numbers, a mapping, or a fitted model.

    Parameters
    ----------
    source : str, mapping of factor to items (or an object with ``.mapping``), or CFA
        A mapping takes ``loading`` and ``correlation`` for all its items and factors; a fitted
        model stands for itself, its estimates being true.
    loading, correlation : float, optional

    Returns
    -------
    Population

    Raises
    ------
    ModelError
        If a value is missing or the values contradict each other.
    ValueError
        If ``loading`` or ``correlation`` does not fit the source.

    Examples
    --------
    >>> truth = population_from("f =~ 0.8*x1 + 0.7*x2 + 0.6*x3")
    >>> truth.covariance.round(2).tolist()
    [[1.0, 0.56, 0.48], [0.56, 1.0, 0.42], [0.48, 0.42, 1.0]]
    >>> print(truth.analysis)
    f =~ x1
    f =~ x2
    f =~ x3
    """
    factors = getattr(source, "mapping", source)
    if isinstance(factors, Mapping):
        if loading is None or correlation is None:
            raise ValueError(
                "factors and items alone say no values: give loading= and correlation="
            )
        factors = even_population(factors, loading=loading, correlation=correlation)
    elif loading is not None or correlation is not None:
        raise ValueError("loading= and correlation= are for factors mapped to items only")
    if hasattr(factors, "found") and hasattr(factors, "table"):
        return _from_fit(factors)
    if not isinstance(factors, str):
        raise TypeError(
            "a population is model syntax with numbers, factors mapped to items, or a fitted model, "
            f"not {type(source).__name__}"
        )
    return _from_model(parse(factors))


def _from_model(model: Model) -> Population:
    for term in model.terms:
        _refuse_means(term)
    roles = find_roles(model)
    names = [*roles.observed, *roles.latent]
    position = {name: at for at, name in enumerate(names)}
    paths, spread = np.zeros((len(names),) * 2), np.zeros((len(names),) * 2)
    unsaid = []
    for draft in with_defaults(model, roles, std_lv=True, means=False):
        left, right = position[draft.lhs], position[draft.rhs]
        value = _value(draft, roles)
        if value is None:
            unsaid.append(left)
        elif draft.op == "=~":
            paths[right, left] = value
        elif draft.op == "~":
            paths[left, right] = value
        else:
            spread[left, right] = spread[right, left] = value
    if unsaid:
        _filled(paths, spread, unsaid, names)
    effect = np.linalg.inv(np.eye(len(names)) - paths)
    total = effect @ spread @ effect.T
    p = len(roles.observed)
    if np.linalg.eigvalsh(spread)[0] < -1e-10 or np.linalg.eigvalsh(total[:p, :p])[0] < 1e-10:
        raise ModelError(
            "the population's values contradict each other: its covariances are not positive "
            "definite; lower correlations or loadings"
        )
    covariance = 0.5 * (total[:p, :p] + total[:p, :p].T)
    return Population(roles.observed, covariance, _analysis(model, roles))


def _from_fit(fit: Any) -> Population:
    if len(fit.table.groups) > 1:
        raise ModelError("the fitted model has groups: fit one of them, and plan for that")
    if fit.table.roles.fixed_x:
        raise ModelError("the fitted model has observed predictors, whose population is not known")
    if fit.warnings:
        raise ModelError(f"the fitted model cannot be a population: {fit.warnings[0]}")
    lines = []
    for row in fit.table.rows:
        if row.op not in ("=~", "~", "~~"):
            continue
        residual = row.op == "~~" and row.lhs == row.rhs and row.lhs in fit.items
        if residual and not row.label and (row.free or row.value != 0):
            continue  # free, unless the model sets it to nothing
        modifier = (row.label or "NA") if row.free else repr(row.value)
        lines.append(f"{quoted_name(row.lhs)} {row.op} {modifier}*{quoted_name(row.rhs)}")
    return Population(fit.items, fit.found.states[0].covariance, "\n".join(lines))
