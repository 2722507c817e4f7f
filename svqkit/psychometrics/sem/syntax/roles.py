"""Which part each variable plays in a model: factor, indicator, criterion, predictor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from svqkit.errors import ModelError
from svqkit.psychometrics.sem.syntax.terms import Model, Term
from svqkit.psychometrics.sem.syntax.tokens import fault

__all__ = ["Roles", "find_roles"]


@dataclass(frozen=True)
class Roles:
    """Variables by the part they play, each in the order they are first named.

    ``exogenous`` factors are neither indicators nor regressed on anything; ``fixed_x`` are
    observed predictors whose moments are taken as given; ``regressed`` stand left of a ``~``,
    ``outcomes`` are those of them that predict nothing.
    """

    latent: tuple[str, ...]
    observed: tuple[str, ...]
    indicators: dict[str, tuple[str, ...]]
    exogenous: tuple[str, ...]
    fixed_x: tuple[str, ...]
    outcomes: tuple[str, ...]
    regressed: tuple[str, ...]

    def first_order(self, factor: str) -> bool:
        """Whether the factor is measured by observed items only."""
        return all(name in self.observed for name in self.indicators[factor])


def _unique(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _check(model: Model, term: Term) -> None:
    if term.lhs == term.rhs and term.op in ("=~", "~"):
        problem = f"{term.lhs!r} cannot stand on both sides of {term.op}"
    elif term.op == "~*~" and term.lhs != term.rhs:
        problem = f"a scale belongs to one item: write {term.lhs} ~*~ {term.lhs}"
    elif term.op == "~*~" and any(value is not None and value <= 0 for value in term.fixed):
        problem = f"the scale of {term.lhs!r} is fixed at 0 or below; a scale is positive"
    else:
        return
    raise fault(model.text, term.line, term.column, problem)


@lru_cache(maxsize=64)
def find_roles(model: Model) -> Roles:
    """Work out the part each variable plays.

    Parameters
    ----------
    model : Model

    Returns
    -------
    Roles

    Raises
    ------
    ModelError
        If a variable is on both sides of a formula, a scale is fixed at 0, or no item is
        observed.

    Examples
    --------
    >>> from svqkit.psychometrics.sem.syntax.syntax import parse
    >>> roles = find_roles(parse("f =~ x1 + x2 + x3; y ~ f"))
    >>> roles.latent, roles.observed, roles.outcomes
    (('f',), ('x1', 'x2', 'x3', 'y'), ('y',))
    """
    for term in model.terms:
        _check(model, term)
    measured = [t for t in model.terms if t.op == "=~"]
    regressions = [t for t in model.terms if t.op == "~"]
    latent = _unique([t.lhs for t in measured])
    indicators = {f: tuple(t.rhs for t in measured if t.lhs == f) for f in latent}
    names = [t.rhs for t in measured]
    names += [name for t in regressions for name in (t.lhs, t.rhs)]
    names += [n for t in model.terms if t.op in ("~~", "~1") for n in (t.lhs, t.rhs) if n]
    names += [t.lhs for t in model.terms if t.op in ("|", "~*~")]
    observed = tuple(n for n in _unique(names) if n not in indicators)
    if not observed:
        raise ModelError("the model names no observed item")
    measured_names = {t.rhs for t in measured}
    regressed = {t.lhs for t in regressions}
    predictors = _unique([t.rhs for t in regressions])
    told = {n for t in model.terms if t.op in ("~~", "~1") for n in (t.lhs, t.rhs)}
    return Roles(
        latent=latent,
        observed=observed,
        indicators=indicators,
        exogenous=tuple(f for f in latent if f not in measured_names and f not in regressed),
        fixed_x=tuple(
            n for n in predictors if n in observed and not {n} & (measured_names | regressed | told)
        ),
        outcomes=tuple(
            n
            for n in _unique([t.lhs for t in regressions])
            if n not in predictors and n not in measured_names
        ),
        regressed=_unique([t.lhs for t in regressions]),
    )
