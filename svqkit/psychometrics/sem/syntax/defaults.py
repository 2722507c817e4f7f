"""What a model leaves unsaid, filled in as lavaan's ``cfa()`` does.

Markers (first loading 1) or unit factor variances; residual variances; covariances among
exogenous factors and among outcomes; intercepts where the model has means. Exogenous observed
predictors keep their sample moments (``fixed.x``); the residual of a factor's only item is 0.
Ordered items have thresholds instead of intercepts, and a scale or a residual variance fixed at 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from svqkit.psychometrics.sem.syntax.ordered import ORDERED_NOT, Ordered
from svqkit.psychometrics.sem.syntax.roles import Roles
from svqkit.psychometrics.sem.syntax.terms import Model, Term

__all__ = ["Draft", "with_defaults"]

_NOTHING = Term("", "", "", 0, 0)


@dataclass(frozen=True)
class Draft:
    """A row before groups: what it is, what was written, and its value if not free."""

    lhs: str
    op: str
    rhs: str
    fixed: float | None = None
    sampled: bool = False
    implied: bool = False
    written: Term = _NOTHING

    @property
    def key(self) -> tuple[str, str, str]:
        """The row's identity; covariances are the same both ways."""
        if self.op == "~~" and self.rhs < self.lhs:
            return self.rhs, self.op, self.lhs
        return self.lhs, self.op, self.rhs


def _single_items(roles: Roles, model: Model) -> set[str]:
    """Items that are their factor's only indicator and load on nothing else."""
    counts: dict[str, int] = {}
    for term in model.terms:
        if term.op == "=~":
            counts[term.rhs] = counts.get(term.rhs, 0) + 1
    return {
        names[0] for names in roles.indicators.values() if len(names) == 1 and counts[names[0]] == 1
    }


def _written(model: Model, roles: Roles, std_lv: bool) -> Iterable[Draft]:
    first = {f: names[0] for f, names in roles.indicators.items()}
    for term in model.terms:
        fixed = None
        if term.op == "=~" and first[term.lhs] == term.rhs and not std_lv:
            fixed = 1.0
        yield Draft(term.lhs, term.op, term.rhs, fixed, written=term)


def _of_ordered(ordered: Ordered, single: set[str], roles: Roles) -> Iterable[Draft]:
    """Thresholds, scales and residual variances of ordered items."""
    for name, count in ordered.thresholds.items():
        for at in range(1, count + 1):
            yield Draft(name, "|", f"t{at}")
    for name in ordered.thresholds:
        yield Draft(name, "~~", name, ordered.residual, implied=ordered.residual is None)
        yield Draft(name, "~*~", name, ordered.scale, implied=ordered.scale is None)
    for factor, names in roles.indicators.items():
        # nothing but the correlations of a factor's only item is known, so its variance is 1
        if len(names) == 1 and names[0] in single and names[0] in ordered.thresholds:
            yield Draft(factor, "~~", factor, 1.0)


def _automatic(
    model: Model, roles: Roles, std_lv: bool, means: bool, ordered: Ordered
) -> Iterable[Draft]:
    single = _single_items(roles, model)
    given = set(roles.fixed_x)
    yield from _of_ordered(ordered, single, roles)
    for name in roles.observed:
        yield Draft(name, "~~", name, 0.0 if name in single else None, sampled=name in given)
    for name in roles.latent:
        yield Draft(name, "~~", name, 1.0 if std_lv else None)
    for left, right in combinations(roles.exogenous, 2):
        yield Draft(left, "~~", right)
    for left, right in combinations(roles.outcomes, 2):
        yield Draft(left, "~~", right)
    for left, right in combinations(roles.fixed_x, 2):
        yield Draft(left, "~~", right, sampled=True)
    if means:
        for name in roles.observed:
            fixed = 0.0 if name in ordered.thresholds else None
            yield Draft(name, "~1", "", fixed, sampled=name in given)
        for name in roles.latent:
            yield Draft(name, "~1", "", 0.0)


def with_defaults(
    model: Model, roles: Roles, *, std_lv: bool, means: bool, ordered: Ordered = ORDERED_NOT
) -> list[Draft]:
    """List every row of a model: those written, then those understood.

    Parameters
    ----------
    model : Model
    roles : Roles
    std_lv : bool
        Fix factor variances to 1 instead of the first loading.
    means : bool
        Whether intercepts are part of the model.
    ordered : Ordered
        Which items are ordered, with how many thresholds.

    Returns
    -------
    list of Draft

    Examples
    --------
    >>> from svqkit.psychometrics.sem.syntax.roles import find_roles
    >>> from svqkit.psychometrics.sem.syntax.syntax import parse
    >>> model = parse("f =~ x1 + x2 + x3")
    >>> rows = with_defaults(model, find_roles(model), std_lv=False, means=False)
    >>> [(row.lhs, row.op, row.rhs, row.fixed) for row in rows][:2]
    [('f', '=~', 'x1', 1.0), ('f', '=~', 'x2', None)]
    """
    rows = {draft.key: draft for draft in _written(model, roles, std_lv)}
    for draft in _automatic(model, roles, std_lv, means, ordered):
        rows.setdefault(draft.key, draft)
    return list(rows.values())
